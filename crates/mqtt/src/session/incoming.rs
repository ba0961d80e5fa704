use super::outgoing::{Outcome, Reply};
use super::{Continuity, Event, Message, Phase, Session};
use crate::Instant;
use crate::codec::DecodeError;
use crate::packet::{Packet, PacketId, Publish, QoS, SubAck};

/// What a broker must not do.
#[derive(Debug, thiserror::Error)]
pub(super) enum Violation {
    #[error("it sent {0}")]
    Malformed(#[from] DecodeError),
    #[error("it sent another packet before CONNACK [MQTT-3.2.0-1]")]
    NotIntroduced,
    #[error("it sent a second CONNACK (3.2)")]
    SecondConnAck,
    #[error("it sent a packet that only clients send (table 2.1)")]
    FromClient,
    #[error("its answer to a message is not the one of the message's QoS (4.3)")]
    WrongReply,
    #[error("its SUBACK does not answer what was asked [MQTT-3.8.4-2, MQTT-3.8.4-5]")]
    WrongSubAck,
    #[error("its UNSUBACK does not answer what was asked [MQTT-3.10.4-4]")]
    WrongUnsubAck,
}

/// What is done about what arrives.
impl Session {
    pub(super) fn handle(&mut self, packet: Packet, now: Instant) -> Result<(), Violation> {
        let is_up = matches!(self.phase, Phase::Up { .. });
        match packet {
            Packet::ConnAck(connack) if !is_up => self.answered(&connack, now),
            _ if !is_up => return Err(Violation::NotIntroduced),
            Packet::ConnAck(_) => return Err(Violation::SecondConnAck),
            Packet::Publish(publish) => {
                let message = self.message(publish, now).map(Event::Message);
                self.events.extend(message);
            }
            Packet::PubAck(id) => self.acknowledged(id, Reply::Acknowledged, now)?,
            Packet::PubRec(id) => self.acknowledged(id, Reply::Received, now)?,
            Packet::PubComp(id) => self.acknowledged(id, Reply::Completed, now)?,
            Packet::PubRel(id) => {
                self.received.remove(id);
                // Also where it is not known, as it may be sent again after a reconnect (4.3.3).
                self.write_checked(&Packet::PubComp(id), now);
            }
            Packet::SubAck(suback) => self.subscribed(&suback, now)?,
            Packet::UnsubAck(id) => {
                if !self.subscriptions.unsubscribed(id) {
                    return Err(Violation::WrongUnsubAck);
                }
            }
            Packet::PingResp => {
                if let Phase::Up { link, .. } = &mut self.phase
                    && let Some(sent) = link.answered()
                {
                    let latency = now.saturating_sub(sent);
                    self.events.push_back(Event::Latency(latency));
                }
            }
            Packet::Connect(_)
            | Packet::Subscribe(_)
            | Packet::Unsubscribe(_)
            | Packet::PingReq
            | Packet::Disconnect => return Err(Violation::FromClient),
        }
        Ok(())
    }

    /// Answers a message as its QoS asks, and finds whom it goes to. Nothing where it was handed
    /// out before.
    pub(super) fn message(&mut self, publish: Publish, now: Instant) -> Option<Message> {
        let is_new = match (publish.qos, publish.id) {
            (QoS::AtLeastOnce, Some(id)) => {
                self.write_checked(&Packet::PubAck(id), now);
                true
            }
            (QoS::ExactlyOnce, Some(id)) => {
                self.write_checked(&Packet::PubRec(id), now);
                let is_unknown = self.received.insert(id);
                // In another session than the one that is kept, the id is another message's. The
                // same message would say that it comes again [MQTT-3.3.1-1].
                is_unknown || (self.continuity == Continuity::Unsure && !publish.dup)
            }
            _ => true,
        };
        if !is_new {
            return None;
        }
        self.stats.messages_in += 1;
        self.subscriptions
            .find(&publish.topic, publish.retain, now, &mut self.matched);
        Some(Message {
            topic: publish.topic,
            payload: publish.payload,
            qos: publish.qos,
            retain: publish.retain,
            dup: publish.dup,
        })
    }

    fn acknowledged(&mut self, id: PacketId, reply: Reply, now: Instant) -> Result<(), Violation> {
        match self.outgoing.acknowledged(id, reply) {
            Outcome::Release => self.write_checked(&Packet::PubRel(id), now),
            Outcome::Done(token) => {
                let done = token.map(|token| Event::Acknowledged { token });
                self.events.extend(done);
            }
            Outcome::Ignored => {}
            Outcome::Unexpected => return Err(Violation::WrongReply),
        }
        self.send_queued(now);
        Ok(())
    }

    fn subscribed(&mut self, suback: &SubAck, now: Instant) -> Result<(), Violation> {
        let answers = self.subscriptions.subscribed(suback, now);
        for (subscription, granted) in answers.ok_or(Violation::WrongSubAck)? {
            self.events.push_back(match granted {
                Some(qos) => Event::Granted { subscription, qos },
                None => Event::SubscribeRefused { subscription },
            });
        }
        Ok(())
    }
}
