use std::collections::VecDeque;

use super::{Message, PublishError, QueuePolicy};
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
    queue: VecDeque<(Option<PublishToken>, Message)>,
    queue_bytes: usize,
    max_queue: usize,
    max_bytes: usize,
    policy: QueuePolicy,
    /// In the order in which they were sent, which is the order of sending them again
    /// [MQTT-4.6.0-1].
    in_flight: VecDeque<InFlight>,
    /// Messages that a new session has made an end of.
    settled: Vec<PublishToken>,
}

#[derive(Debug)]
struct InFlight {
    id: PacketId,
    token: Option<PublishToken>,
    /// Nothing once the broker has received a message of QoS 2.
    message: Option<Message>,
}

/// How a broker acknowledges.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reply {
    /// With PUBACK.
    Acknowledged,
    /// With PUBREC.
    Received,
    /// With PUBCOMP.
    Completed,
}

/// What an acknowledgement leads to.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    /// A PUBREL is to be sent.
    pub(super) release: bool,
    pub(super) done: Option<PublishToken>,
}

pub(super) struct Pushed {
    pub(super) token: PublishToken,
    pub(super) dropped: Vec<PublishToken>,
}

pub(super) struct Next {
    pub(super) token: Option<PublishToken>,
    pub(super) publish: Publish,
}

impl Default for Outgoing {
    fn default() -> Self {
        let options = super::ConnectOptions::new("", "");
        Self {
            next_token: 0,
            queue: VecDeque::new(),
            queue_bytes: 0,
            max_queue: options.max_queue,
            max_bytes: options.max_queue_bytes,
            policy: options.queue_policy,
            in_flight: VecDeque::new(),
            settled: Vec::new(),
        }
    }
}

impl Outgoing {
    /// Sets the bounds of the queue; what falls out of it.
    pub(super) fn limit(
        &mut self,
        max_queue: usize,
        max_bytes: usize,
        policy: QueuePolicy,
    ) -> Vec<PublishToken> {
        self.max_queue = max_queue;
        self.max_bytes = max_bytes;
        self.policy = policy;
        self.shrink(0, 0)
    }

    pub(super) fn push(&mut self, message: Message) -> Result<Pushed, PublishError> {
        let size = size(&message);
        let fits = self.queue.len() < self.max_queue && self.queue_bytes + size <= self.max_bytes;
        // What can leave at once needs no room.
        let waits = !self.queue.is_empty() || self.in_flight.len() >= MAX_IN_FLIGHT;
        if !fits && waits && self.policy == QueuePolicy::Refuse {
            return Err(PublishError::QueueFull);
        }
        let token = PublishToken(self.next_token);
        self.next_token += 1;
        let mut dropped = Vec::new();
        if !fits {
            match self.policy {
                QueuePolicy::DropOldest => dropped = self.shrink(1, size),
                QueuePolicy::DropNewest | QueuePolicy::Refuse => {}
            }
        }
        let fits = self.queue.len() < self.max_queue && self.queue_bytes + size <= self.max_bytes;
        if fits {
            self.queue_bytes += size;
            self.queue.push_back((Some(token), message));
        } else {
            dropped.push(token);
        }
        Ok(Pushed { token, dropped })
    }

    /// Puts the birth message before everything else.
    pub(super) fn push_birth(&mut self, birth: Message, max_qos: QoS) {
        self.queue_bytes += size(&birth);
        let birth = Message {
            qos: birth.qos.min(max_qos),
            ..birth
        };
        self.queue.push_front((None, birth));
    }

    /// The next message to send, with an id if it needs one.
    pub(super) fn next(&mut self, free_id: impl FnOnce(&Self) -> Option<PacketId>) -> Option<Next> {
        let (_, message) = self.queue.front()?;
        let id = match message.qos {
            QoS::AtMostOnce => None,
            _ if self.in_flight.len() >= MAX_IN_FLIGHT => return None,
            _ => Some(free_id(self)?),
        };
        let (token, message) = self.queue.pop_front()?;
        self.queue_bytes -= size(&message);
        let publish = packet(&message, id, false);
        if let Some(id) = id {
            let message = Some(message);
            self.in_flight.push_back(InFlight { id, token, message });
        }
        Some(Next { token, publish })
    }

    /// An acknowledgement has come. One that nothing waits for is let pass: it may answer what was
    /// sent before a reconnect.
    pub(super) fn acknowledged(&mut self, id: PacketId, reply: Reply) -> Outcome {
        let Some(at) = self.in_flight.iter().position(|sent| sent.id == id) else {
            // A PUBREC is answered all the same, so that the broker can let go of it (4.3.3).
            return Outcome {
                release: reply == Reply::Received,
                done: None,
            };
        };
        let sent = &mut self.in_flight[at];
        let qos = sent.message.as_ref().map(|message| message.qos);
        let is_done = match (reply, qos) {
            (Reply::Acknowledged, Some(QoS::AtLeastOnce)) => true,
            (Reply::Received, None | Some(QoS::ExactlyOnce)) => {
                sent.message = None;
                return Outcome {
                    release: true,
                    done: None,
                };
            }
            (Reply::Completed, None) => true,
            _ => false,
        };
        let done = if is_done {
            self.in_flight.remove(at).and_then(|sent| sent.token)
        } else {
            None
        };
        Outcome {
            release: false,
            done,
        }
    }

    /// The connection is gone. A birth message that was not sent belonged to it.
    pub(super) fn interrupted(&mut self) {
        let bytes = &mut self.queue_bytes;
        self.queue.retain(|(token, message)| {
            if token.is_none() {
                *bytes -= size(message);
            }
            token.is_some()
        });
        self.in_flight.retain(|sent| sent.token.is_some());
    }

    /// The connection is back; what is to be sent again, in order [MQTT-4.4.0-1].
    pub(super) fn connected(&mut self, session_present: bool) -> Vec<Packet> {
        if !session_present {
            // The broker has received these, and knows the session no more: sending them again
            // could only make them arrive twice.
            let settled = &mut self.settled;
            self.in_flight.retain(|sent| {
                if sent.message.is_none() {
                    settled.extend(sent.token);
                }
                sent.message.is_some()
            });
        }
        self.in_flight
            .iter()
            .map(|sent| match &sent.message {
                // [MQTT-3.3.1-1]; in a new session it is sent for the first time.
                Some(message) => Packet::Publish(packet(message, Some(sent.id), session_present)),
                None => Packet::PubRel(sent.id),
            })
            .collect()
    }

    pub(super) fn take_settled(&mut self) -> Vec<PublishToken> {
        std::mem::take(&mut self.settled)
    }

    pub(super) fn uses(&self, id: PacketId) -> bool {
        self.in_flight.iter().any(|sent| sent.id == id)
    }

    pub(super) fn queue_is_empty(&self) -> bool {
        self.queue.is_empty()
    }

    pub(super) fn queued(&self) -> usize {
        self.queue.len()
    }

    pub(super) fn pending(&self) -> usize {
        self.in_flight.len()
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
            dropped.extend(token);
        }
        dropped
    }
}

fn size(message: &Message) -> usize {
    message.topic.len() + message.payload.len()
}

fn packet(message: &Message, id: Option<PacketId>, dup: bool) -> Publish {
    Publish {
        dup,
        qos: message.qos,
        retain: message.retain,
        topic: message.topic.clone(),
        id,
        payload: message.payload.clone(),
        properties: Properties,
    }
}
