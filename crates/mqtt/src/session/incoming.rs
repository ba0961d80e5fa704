use super::outgoing::{Outcome, Reply};
use super::{Continuity, DropReason, Event, Message, Phase, Session};
use crate::Instant;
use crate::codec::DecodeError;
use crate::packet::{Ack, Auth, Packet, Publish, QoS, SubAck, Version};
use crate::reason::{Reason, ReasonCode};

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
    #[error("it sent a topic alias that stands for nothing [5.0: MQTT-3.3.2-8, MQTT-3.3.2-9]")]
    WrongAlias,
    #[error("it sent more messages than it was told to send at once [5.0: MQTT-3.3.4-9]")]
    TooMany,
    #[error("it sent an AUTH, and nobody authenticates (4.12)")]
    UnaskedAuth,
}

impl Violation {
    /// What a DISCONNECT of MQTT 5.0 says of it (4.13).
    pub(super) fn code(&self) -> ReasonCode {
        match self {
            Self::Malformed(error) => error.code(),
            Self::WrongAlias => ReasonCode::TOPIC_ALIAS_INVALID,
            Self::TooMany => ReasonCode::RECEIVE_MAXIMUM_EXCEEDED,
            _ => ReasonCode::PROTOCOL_ERROR,
        }
    }
}

/// What is done about what arrives.
impl Session {
    pub(super) fn handle(&mut self, packet: Packet, now: Instant) -> Result<(), Violation> {
        let is_up = matches!(self.phase, Phase::Up { .. });
        match packet {
            Packet::ConnAck(connack) if !is_up => self.answered(connack, now),
            Packet::Auth(auth) => self.authenticating(auth)?,
            // A server that does not take a client in says so with CONNACK.
            _ if !is_up => return Err(Violation::NotIntroduced),
            Packet::ConnAck(_) => return Err(Violation::SecondConnAck),
            Packet::Publish(publish) => {
                let message = self.message(publish, now)?.map(Event::Message);
                self.events.extend(message);
            }
            Packet::PubAck(ack) => self.acknowledged(ack, Reply::Acknowledged, now)?,
            Packet::PubRec(ack) => self.acknowledged(ack, Reply::Received, now)?,
            Packet::PubComp(ack) => self.acknowledged(ack, Reply::Completed, now)?,
            Packet::PubRel(ack) => {
                let is_known = self.received.remove(ack.id);
                if is_known {
                    self.log.released(ack.id);
                }
                if let Phase::Up { link, .. } = &mut self.phase {
                    link.release();
                }
                // Also where it is not known, as it may be sent again after a reconnect (4.3.3).
                let mut answer = Ack::from(ack.id);
                if !is_known && self.version() == Version::V5 {
                    answer.code = ReasonCode::PACKET_ID_NOT_FOUND;
                }
                self.write_checked(&Packet::PubComp(answer), now);
            }
            Packet::SubAck(suback) => self.subscribed(suback, now)?,
            Packet::UnsubAck(unsuback) => {
                if !self.subscriptions.unsubscribed(&unsuback) {
                    return Err(Violation::WrongUnsubAck);
                }
                self.send_queued(now);
            }
            Packet::PingResp => {
                if let Phase::Up { link, .. } = &mut self.phase
                    && let Some(sent) = link.answered()
                {
                    let latency = now.saturating_sub(sent);
                    self.events.push_back(Event::Latency(latency));
                }
            }
            Packet::Disconnect(disconnect) if self.version() == Version::V5 => {
                self.dismissed(disconnect, now);
            }
            Packet::Connect(_)
            | Packet::Subscribe(_)
            | Packet::Unsubscribe(_)
            | Packet::PingReq
            | Packet::Disconnect(_) => return Err(Violation::FromClient),
        }
        Ok(())
    }

    /// Answers a message as its QoS asks, and finds whom it goes to. Nothing where it was handed
    /// out before.
    pub(super) fn message(
        &mut self,
        mut publish: Publish,
        now: Instant,
    ) -> Result<Option<Message>, Violation> {
        if let Phase::Up { link, .. } = &mut self.phase
            && !publish.properties.is_empty()
            && !link.lengthen(&mut publish)
        {
            return Err(Violation::WrongAlias);
        }
        let is_new = match (publish.qos, publish.id) {
            (QoS::AtLeastOnce, Some(id)) => {
                self.write_checked(&Packet::PubAck(Ack::from(id)), now);
                true
            }
            (QoS::ExactlyOnce, Some(id)) => {
                // Before it counts as received, as the server is to send it again.
                if let Phase::Up { link, .. } = &mut self.phase
                    && !link.hold()
                {
                    return Err(Violation::TooMany);
                }
                let is_unknown = self.received.insert(id);
                if is_unknown {
                    self.log.received(id);
                }
                self.write_stored(Packet::PubRec(Ack::from(id)), now);
                // In another session than the one that is kept, the id is another message's. The
                // same message would say that it comes again [MQTT-3.3.1-1].
                is_unknown || (self.continuity == Continuity::Unsure && !publish.dup)
            }
            _ => true,
        };
        if !is_new {
            return Ok(None);
        }
        self.stats.messages_in += 1;
        self.subscriptions.find(&publish, now, &mut self.matched);
        publish.properties.drop_the_sessions();
        Ok(Some(Message {
            topic: publish.topic,
            payload: publish.payload,
            qos: publish.qos,
            retain: publish.retain,
            dup: publish.dup,
            properties: publish.properties,
        }))
    }

    fn acknowledged(&mut self, ack: Ack, reply: Reply, now: Instant) -> Result<(), Violation> {
        let Ack {
            id,
            code,
            properties,
        } = ack;
        // A PUBCOMP for a message that the broker does not know any more ends it as well.
        let fails = code.is_error() && reply != Reply::Completed;
        match self.outgoing.acknowledged(id, reply, fails, &mut self.log) {
            Outcome::Release(code) => {
                let mut release = Ack::from(id);
                if self.version() == Version::V5 {
                    release.code = code;
                }
                self.write_stored(Packet::PubRel(release), now);
            }
            Outcome::Done(Some(token)) => {
                let reason = Reason { code, properties };
                self.events.push_back(if fails {
                    let why = DropReason::Refused(reason);
                    Event::Dropped { token, why }
                } else {
                    Event::Acknowledged { token, reason }
                });
            }
            Outcome::Done(None) | Outcome::Ignored => {}
            Outcome::Unexpected => return Err(Violation::WrongReply),
        }
        self.send_queued(now);
        Ok(())
    }

    fn subscribed(&mut self, suback: SubAck, now: Instant) -> Result<(), Violation> {
        let answers = self.subscriptions.subscribed(&suback, now);
        for (subscription, granted) in answers.ok_or(Violation::WrongSubAck)? {
            self.events.push_back(match granted {
                Ok(qos) => Event::Granted { subscription, qos },
                Err(code) => Event::SubscribeRefused {
                    subscription,
                    reason: Reason {
                        code,
                        properties: suback.properties.clone(),
                    },
                },
            });
        }
        self.send_queued(now);
        Ok(())
    }

    /// A step of an authentication that was asked for (4.12).
    fn authenticating(&mut self, auth: Auth) -> Result<(), Violation> {
        let ours = self.options.authentication.as_ref();
        // [MQTT-4.12.0-5]: the method stays the same.
        let is_ours =
            ours.is_some_and(|ours| auth.properties.authentication_method() == Some(&ours.method));
        if !is_ours {
            return Err(Violation::UnaskedAuth);
        }
        let data = auth.properties.authentication_data().cloned();
        self.events.push_back(Event::Authentication {
            code: auth.code,
            data: data.unwrap_or_default(),
        });
        Ok(())
    }
}
