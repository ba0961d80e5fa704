mod blame;
mod message;
mod restored;

use std::collections::VecDeque;

use self::blame::Suspect;
pub(super) use self::message::misfit;
use self::message::{count_down, expiry, size};
use super::link::Limits;
use super::store::{Log, Place, Progress};
use super::{ConnectOptions, Continuity, DropReason, Message, PublishError, QueuePolicy};
use crate::Instant;
use crate::packet::{Ack, Packet, PacketId, Publish, QoS};
use crate::reason::ReasonCode;

/// A message on its way, unique in its session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PublishToken(u64);

/// The messages that wait to be sent, and those that wait to be acknowledged.
#[derive(Debug)]
pub(super) struct Outgoing {
    next_token: u64,
    next_place: Place,
    /// The place of the first message of this process.
    newer: Place,
    queue: VecDeque<Queued>,
    queue_bytes: usize,
    max_queue: usize,
    max_bytes: usize,
    policy: QueuePolicy,
    max_qos: QoS,
    /// In the order in which they were sent, which is the order of sending them again
    /// [MQTT-4.6.0-1].
    in_flight: VecDeque<InFlight>,
    /// Those of them whose PUBREL was sent, in that order, which is the order of sending them again
    /// [MQTT-4.6.0-4].
    released: Vec<PacketId>,
    /// How many messages are not sent on this connection yet.
    unsent: usize,
    /// The message at which the last connections have ended.
    suspect: Option<Suspect>,
}

#[derive(Debug)]
struct Queued {
    token: PublishToken,
    place: Place,
    message: Message,
    expires: Option<Instant>,
}

#[derive(Debug)]
struct InFlight {
    id: PacketId,
    /// None for a birth message.
    sender: Option<(PublishToken, Place)>,
    /// Kept until the end, as a broker that forgets its sessions forgets what it has received.
    message: Message,
    expires: Option<Instant>,
    stage: Stage,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// To be sent again, as the broker may have it already.
    Again,
    /// To be sent as if for the first time, in a new session.
    Anew,
    /// Sent.
    Sent,
    /// PUBREC has come, and PUBREL was sent.
    Received,
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
    Release(ReasonCode),
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

/// What is to be done next.
pub(super) enum Next {
    /// Send a message. It has a token where it was queued until now.
    Send(Option<PublishToken>, Publish),
    /// It cannot be sent.
    Drop(PublishToken, DropReason),
}

impl Default for Outgoing {
    fn default() -> Self {
        let options = ConnectOptions::new("", "");
        Self {
            next_token: 0,
            next_place: 0,
            newer: 0,
            queue: VecDeque::new(),
            queue_bytes: 0,
            max_queue: options.max_queue,
            max_bytes: options.max_queue_bytes,
            policy: options.queue_policy,
            max_qos: options.max_qos,
            in_flight: VecDeque::new(),
            released: Vec::new(),
            unsent: 0,
            suspect: None,
        }
    }
}

impl Outgoing {
    /// Sets the bounds of the queue; what falls out of it.
    pub(super) fn limit(
        &mut self,
        options: &ConnectOptions,
        log: &mut Log,
    ) -> Vec<(PublishToken, DropReason)> {
        self.max_queue = options.max_queue;
        self.max_bytes = options.max_queue_bytes;
        self.policy = options.queue_policy;
        self.max_qos = options.max_qos;
        let mut dropped = Vec::new();
        let bytes = &mut self.queue_bytes;
        self.queue.retain(|queued| {
            let fits = queued.message.packet_size() <= options.largest_packet();
            if !fits {
                *bytes -= size(&queued.message);
                dropped.push((queued.token, DropReason::TooLarge));
                log.done(queued.place, false);
            }
            fits
        });
        let full = self.shrink(0, 0, log).into_iter();
        dropped.extend(full.map(|token| (token, DropReason::QueueFull)));
        dropped
    }

    /// The QoS with which a message of this one is sent.
    pub(super) fn qos(&self, qos: QoS, limits: &Limits) -> QoS {
        qos.min(self.max_qos).min(limits.max_qos)
    }

    /// Whether a message of this QoS would be the next to be sent, and could be.
    pub(super) fn is_clear(&self, qos: QoS, limits: &Limits) -> bool {
        let has_room = || self.unsent == 0 && self.in_flight.len() < limits.in_flight;
        self.queue.is_empty()
            && !self.tries_suspect()
            && (self.qos(qos, limits) == QoS::AtMostOnce || has_room())
    }

    /// Adds a message to the queue. One that `leaves` it at once needs no room there.
    pub(super) fn push(
        &mut self,
        message: Message,
        leaves: bool,
        now: Instant,
        log: &mut Log,
    ) -> Result<Pushed, PublishError> {
        let size = size(&message);
        let fits = self.queue.len() < self.max_queue && self.queue_bytes + size <= self.max_bytes;
        let mut dropped = Vec::new();
        let mut is_dropped = false;
        if !leaves && !fits {
            match self.policy {
                QueuePolicy::Refuse => return Err(PublishError::QueueFull),
                // What fits in no queue makes no one else give way.
                QueuePolicy::DropOldest if self.max_queue > 0 && size <= self.max_bytes => {
                    dropped = self.shrink(1, size, log);
                }
                QueuePolicy::DropOldest | QueuePolicy::DropNewest => is_dropped = true,
            }
        }
        let token = PublishToken(self.next_token);
        self.next_token += 1;
        if is_dropped {
            dropped.push(token);
        } else {
            let place = self.next_place;
            self.next_place += 1;
            log.published(place, &message);
            self.queue_bytes += size;
            self.queue.push_back(Queued {
                token,
                place,
                expires: expiry(&message, now),
                message,
            });
        }
        Ok(Pushed { token, dropped })
    }

    /// What is to be done next: first what is to be sent again, in order [MQTT-4.4.0-1], then the
    /// queue.
    pub(super) fn next(
        &mut self,
        limits: &Limits,
        now: Instant,
        log: &mut Log,
        free_id: impl FnOnce(&Self) -> Option<PacketId>,
    ) -> Option<Next> {
        if self.tries_suspect() && self.in_flight.len() > self.unsent {
            return None;
        }
        if self.unsent > 0 {
            return self.again(limits, now, log);
        }
        let queued = self.queue.front()?;
        let why = if queued.expires.is_some_and(|expires| expires <= now) {
            Some(DropReason::Expired)
        } else {
            misfit(&queued.message, limits)
        };
        if let Some(why) = why {
            let (token, place) = (queued.token, queued.place);
            self.pop();
            log.done(place, false);
            return Some(Next::Drop(token, why));
        }
        let id = match self.qos(queued.message.qos, limits) {
            QoS::AtMostOnce => None,
            _ if self.in_flight.len() >= limits.in_flight => return None,
            _ => Some(free_id(self)?),
        };
        let Queued {
            token,
            place,
            message,
            expires,
        } = self.pop()?;
        match id {
            Some(id) => log.progressed(place, Progress::Sent(id)),
            None => log.done(place, false),
        }
        let mut publish = self.publish(message, id, Some((token, place)), expires, limits);
        count_down(&mut publish, expires, now);
        Some(Next::Send(Some(token), publish))
    }

    /// The next message to be sent again, or to be dropped as this server cannot take it.
    fn again(&mut self, limits: &Limits, now: Instant, log: &mut Log) -> Option<Next> {
        let is_unsent = |sent: &InFlight| matches!(sent.stage, Stage::Again | Stage::Anew);
        let at = self.in_flight.iter().position(is_unsent)?;
        if let Some(why) = misfit(&self.in_flight[at].message, limits) {
            self.unsent -= 1;
            let Some((token, place)) = self.in_flight.remove(at)?.sender else {
                // A birth message, which nobody waits for.
                return self.again(limits, now, log);
            };
            log.done(place, true);
            return Some(Next::Drop(token, why));
        }
        if self.in_flight.len() - self.unsent >= limits.in_flight {
            return None;
        }
        self.unsent -= 1;
        // A server that takes nothing else: then it is sent, and that is all.
        if self.in_flight[at].stage == Stage::Anew && limits.max_qos == QoS::AtMostOnce {
            let sent = self.in_flight.remove(at)?;
            if let Some((_, place)) = sent.sender {
                log.done(place, true);
            }
            let mut message = sent.message;
            message.qos = QoS::AtMostOnce;
            let mut publish = message.into_packet(None, false);
            count_down(&mut publish, sent.expires, now);
            return Some(Next::Send(sent.sender.map(|(token, _)| token), publish));
        }
        let sent = &mut self.in_flight[at];
        // [MQTT-3.3.1-1]
        let dup = std::mem::replace(&mut sent.stage, Stage::Sent) == Stage::Again;
        let mut publish = sent.message.clone().into_packet(Some(sent.id), dup);
        count_down(&mut publish, sent.expires, now);
        Some(Next::Send(None, publish))
    }

    /// The PUBLISH of a message that is sent now. With an id it waits to be acknowledged.
    pub(super) fn publish(
        &mut self,
        mut message: Message,
        id: Option<PacketId>,
        sender: Option<(PublishToken, Place)>,
        expires: Option<Instant>,
        limits: &Limits,
    ) -> Publish {
        message.qos = self.qos(message.qos, limits);
        let Some(id) = id else {
            return message.into_packet(None, false);
        };
        self.in_flight.push_back(InFlight {
            id,
            sender,
            message: message.clone(),
            expires,
            stage: Stage::Sent,
        });
        message.into_packet(Some(id), false)
    }

    /// An acknowledgement has come.
    pub(super) fn acknowledged(
        &mut self,
        id: PacketId,
        reply: Reply,
        fails: bool,
        log: &mut Log,
    ) -> Outcome {
        let Some(at) = self.in_flight.iter().position(|sent| sent.id == id) else {
            return match reply {
                // It is answered all the same, so that the broker can let go of it (4.3.3).
                Reply::Received if !fails => Outcome::Release(ReasonCode::PACKET_ID_NOT_FOUND),
                _ => Outcome::Ignored,
            };
        };
        let sent = &mut self.in_flight[at];
        match sent.stage {
            // The session never had it.
            Stage::Anew => return Outcome::Unexpected,
            // An answer to what was sent on an earlier connection.
            Stage::Again => {
                sent.stage = Stage::Sent;
                self.unsent -= 1;
            }
            Stage::Sent | Stage::Received => {}
        }
        match (sent.message.qos, reply) {
            // A PUBREC that refuses the message is the end of it (4.3.3).
            (QoS::ExactlyOnce, Reply::Received) if fails => self.done(at, log),
            (QoS::ExactlyOnce, Reply::Received) => {
                if let Some((_, place)) = sent.sender {
                    log.progressed(place, Progress::Received(id));
                }
                if sent.stage != Stage::Received {
                    sent.stage = Stage::Received;
                    self.released.push(id);
                }
                Outcome::Release(ReasonCode::SUCCESS)
            }
            (QoS::ExactlyOnce, Reply::Completed) if sent.stage == Stage::Received => {
                self.done(at, log)
            }
            (QoS::AtLeastOnce, Reply::Acknowledged) => self.done(at, log),
            _ => Outcome::Unexpected,
        }
    }

    /// The connection is back; the releases to be sent again. The messages come out of
    /// [`next`](Self::next).
    pub(super) fn connected(
        &mut self,
        continuity: Continuity,
        limits: &Limits,
        log: &mut Log,
    ) -> Vec<Packet> {
        let is_new = continuity == Continuity::New;
        if is_new {
            // Each connection has its own birth message.
            self.in_flight.retain(|sent| sent.sender.is_some());
            self.released.clear();
        }
        for sent in &mut self.in_flight {
            if is_new || (sent.stage != Stage::Received && sent.message.qos > limits.max_qos) {
                // All begins anew: whether the broker had handed on what it had received, no one
                // knows. What waits for an answer goes on to ask for one. In a session that was
                // kept, this is for what the broker does not take like this any more
                // [5.0: MQTT-3.2.2-11].
                let qos = sent.message.qos.min(self.max_qos).min(limits.max_qos);
                sent.message.qos = qos.max(QoS::AtLeastOnce);
                if let (Stage::Received, Some((_, place))) = (sent.stage, sent.sender) {
                    log.progressed(place, Progress::Sent(sent.id));
                }
                sent.stage = Stage::Anew;
            } else if sent.stage != Stage::Received {
                sent.stage = Stage::Again;
            }
        }
        self.unsent = self.in_flight.len() - self.released.len();
        let releases = self
            .released
            .iter()
            .map(|id| Packet::PubRel(Ack::from(*id)));
        releases.collect()
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

    fn done(&mut self, at: usize, log: &mut Log) -> Outcome {
        let sent = self.in_flight.remove(at);
        if let Some(sent) = &sent {
            self.released.retain(|id| *id != sent.id);
        }
        let sender = sent.and_then(|sent| sent.sender);
        if let Some((_, place)) = sender {
            log.done(place, true);
        }
        Outcome::Done(sender.map(|(token, _)| token))
    }

    fn pop(&mut self) -> Option<Queued> {
        let queued = self.queue.pop_front()?;
        self.queue_bytes -= size(&queued.message);
        Some(queued)
    }

    /// Drops the oldest until there is room for so many messages of so many bytes in all.
    fn shrink(&mut self, messages: usize, bytes: usize, log: &mut Log) -> Vec<PublishToken> {
        let mut dropped = Vec::new();
        while self.queue.len() + messages > self.max_queue
            || self.queue_bytes + bytes > self.max_bytes
        {
            let Some(queued) = self.pop() else {
                break;
            };
            log.done(queued.place, false);
            dropped.push(queued.token);
        }
        dropped
    }
}
