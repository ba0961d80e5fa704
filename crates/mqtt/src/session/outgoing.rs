use std::collections::VecDeque;

use super::{ConnectOptions, Continuity, DropReason, Message, PublishError, QueuePolicy};
use crate::packet::{Packet, PacketId, Properties, Publish, QoS};

/// How many messages may wait to be acknowledged: what Mosquitto keeps per client.
const MAX_IN_FLIGHT: usize = 20;

/// A message on its way, unique in its session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PublishToken(u64);

/// The messages that wait to be sent, and those that wait to be acknowledged.
#[derive(Debug)]
pub(super) struct Outgoing {
    next_token: u64,
    queue: VecDeque<(PublishToken, Message)>,
    queue_bytes: usize,
    max_queue: usize,
    max_bytes: usize,
    policy: QueuePolicy,
    max_qos: QoS,
    /// In the order in which they were sent, which is the order of sending them again
    /// [MQTT-4.6.0-1].
    in_flight: VecDeque<InFlight>,
}

#[derive(Debug)]
struct InFlight {
    id: PacketId,
    /// None for a birth message.
    token: Option<PublishToken>,
    /// Kept until the end, as a broker that forgets its sessions forgets what it has received.
    message: Message,
    /// Whether PUBREC has come, and PUBREL was sent.
    is_received: bool,
}

/// How a broker acknowledges.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reply {
    /// PUBACK.
    Acknowledged,
    /// PUBREC.
    Received,
    /// PUBCOMP.
    Completed,
}

/// What an acknowledgement leads to.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// PUBREL is to be sent.
    Release,
    /// The message is done with. A birth message has no token.
    Done(Option<PublishToken>),
    /// Nothing waits for it.
    Ignored,
    /// It is not the one that belongs to the message's QoS.
    Unexpected,
}

pub(super) struct Pushed {
    pub(super) token: PublishToken,
    pub(super) dropped: Vec<PublishToken>,
}

impl Default for Outgoing {
    fn default() -> Self {
        let options = ConnectOptions::new("", "");
        Self {
            next_token: 0,
            queue: VecDeque::new(),
            queue_bytes: 0,
            max_queue: options.max_queue,
            max_bytes: options.max_queue_bytes,
            policy: options.queue_policy,
            max_qos: options.max_qos,
            in_flight: VecDeque::new(),
        }
    }
}

impl Outgoing {
    /// Sets the bounds of the queue; what falls out of it.
    pub(super) fn limit(&mut self, options: &ConnectOptions) -> Vec<(PublishToken, DropReason)> {
        self.max_queue = options.max_queue;
        self.max_bytes = options.max_queue_bytes;
        self.policy = options.queue_policy;
        self.max_qos = options.max_qos;
        let mut dropped = Vec::new();
        let bytes = &mut self.queue_bytes;
        self.queue.retain(|(token, message)| {
            let fits = message.packet_size() <= options.largest_packet();
            if !fits {
                *bytes -= size(message);
                dropped.push((*token, DropReason::TooLarge));
            }
            fits
        });
        let full = self.shrink(0, 0).into_iter();
        dropped.extend(full.map(|token| (token, DropReason::QueueFull)));
        dropped
    }

    /// Whether a message of this QoS would be the next to be sent, and could be.
    pub(super) fn is_clear(&self, qos: QoS) -> bool {
        self.queue.is_empty()
            && (qos.min(self.max_qos) == QoS::AtMostOnce || self.in_flight.len() < MAX_IN_FLIGHT)
    }

    /// Adds a message to the queue. One that `leaves` it at once needs no room there.
    pub(super) fn push(&mut self, message: Message, leaves: bool) -> Result<Pushed, PublishError> {
        let size = size(&message);
        let fits = self.queue.len() < self.max_queue && self.queue_bytes + size <= self.max_bytes;
        let mut dropped = Vec::new();
        let mut is_dropped = false;
        if !leaves && !fits {
            match self.policy {
                QueuePolicy::Refuse => return Err(PublishError::QueueFull),
                // What fits in no queue makes no one else give way.
                QueuePolicy::DropOldest if self.max_queue > 0 && size <= self.max_bytes => {
                    dropped = self.shrink(1, size);
                }
                QueuePolicy::DropOldest | QueuePolicy::DropNewest => is_dropped = true,
            }
        }
        let token = PublishToken(self.next_token);
        self.next_token += 1;
        if is_dropped {
            dropped.push(token);
        } else {
            self.queue_bytes += size;
            self.queue.push_back((token, message));
        }
        Ok(Pushed { token, dropped })
    }

    /// The next message to send, with an id if it needs one.
    pub(super) fn next(
        &mut self,
        free_id: impl FnOnce(&Self) -> Option<PacketId>,
    ) -> Option<(PublishToken, Publish)> {
        let (_, message) = self.queue.front()?;
        let id = match message.qos.min(self.max_qos) {
            QoS::AtMostOnce => None,
            _ if self.in_flight.len() >= MAX_IN_FLIGHT => return None,
            _ => Some(free_id(self)?),
        };
        let (token, message) = self.queue.pop_front()?;
        self.queue_bytes -= size(&message);
        Some((token, self.publish(message, id, Some(token))))
    }

    /// The PUBLISH of a message that is sent now. With an id it waits to be acknowledged.
    pub(super) fn publish(
        &mut self,
        mut message: Message,
        id: Option<PacketId>,
        token: Option<PublishToken>,
    ) -> Publish {
        message.qos = message.qos.min(self.max_qos);
        let Some(id) = id else {
            return message.into_packet(None, false);
        };
        self.in_flight.push_back(InFlight {
            id,
            token,
            message: message.clone(),
            is_received: false,
        });
        message.into_packet(Some(id), false)
    }

    /// An acknowledgement has come.
    pub(super) fn acknowledged(&mut self, id: PacketId, reply: Reply) -> Outcome {
        let Some(at) = self.in_flight.iter().position(|sent| sent.id == id) else {
            return match reply {
                // It is answered all the same, so that the broker can let go of it (4.3.3).
                Reply::Received => Outcome::Release,
                Reply::Acknowledged | Reply::Completed => Outcome::Ignored,
            };
        };
        let sent = &mut self.in_flight[at];
        match (sent.message.qos, reply) {
            (QoS::ExactlyOnce, Reply::Received) => {
                sent.is_received = true;
                Outcome::Release
            }
            (QoS::ExactlyOnce, Reply::Completed) if sent.is_received => self.done(at),
            (QoS::AtLeastOnce, Reply::Acknowledged) => self.done(at),
            _ => Outcome::Unexpected,
        }
    }

    /// The connection is back; what is to be sent again, in order [MQTT-4.4.0-1].
    pub(super) fn connected(&mut self, continuity: Continuity) -> Vec<Packet> {
        let is_new = continuity == Continuity::New;
        if is_new {
            // Each connection has its own birth message.
            self.in_flight.retain(|sent| sent.token.is_some());
            // All begins anew: whether the broker had handed on what it had received, no one knows.
            for sent in &mut self.in_flight {
                sent.is_received = false;
                // What waits for an answer goes on to ask for one.
                let qos = sent.message.qos.min(self.max_qos);
                sent.message.qos = qos.max(QoS::AtLeastOnce);
            }
        }
        let again = self.in_flight.iter().map(|sent| {
            if sent.is_received {
                Packet::PubRel(sent.id)
            } else {
                // [MQTT-3.3.1-1]; in a new session it is sent for the first time.
                Packet::Publish(sent.message.clone().into_packet(Some(sent.id), !is_new))
            }
        });
        again.collect()
    }

    pub(super) fn uses(&self, id: PacketId) -> bool {
        self.in_flight.iter().any(|sent| sent.id == id)
    }

    pub(super) fn queued(&self) -> usize {
        self.queue.len()
    }

    pub(super) fn pending(&self) -> usize {
        self.in_flight.len()
    }

    fn done(&mut self, at: usize) -> Outcome {
        Outcome::Done(self.in_flight.remove(at).and_then(|sent| sent.token))
    }

    /// Drops the oldest until there is room for so many messages of so many bytes in all.
    fn shrink(&mut self, messages: usize, bytes: usize) -> Vec<PublishToken> {
        let mut dropped = Vec::new();
        while self.queue.len() + messages > self.max_queue
            || self.queue_bytes + bytes > self.max_bytes
        {
            let Some((token, message)) = self.queue.pop_front() else {
                break;
            };
            self.queue_bytes -= size(&message);
            dropped.push(token);
        }
        dropped
    }
}

impl Message {
    /// At most how large its PUBLISH is: the fixed header, topic, packet id and payload.
    pub(super) fn packet_size(&self) -> usize {
        5 + 2 + self.topic.len() + 2 + self.payload.len()
    }

    fn into_packet(self, id: Option<PacketId>, dup: bool) -> Publish {
        Publish {
            dup,
            qos: self.qos,
            retain: self.retain,
            topic: self.topic,
            id,
            payload: self.payload,
            properties: Properties,
        }
    }
}

/// What a message counts in the queue.
fn size(message: &Message) -> usize {
    message.topic.len() + message.payload.len()
}
