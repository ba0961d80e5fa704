//! The packets, as both ends of a connection see them.

use std::fmt;
use std::num::NonZeroU16;

use bytes::Bytes;
use bytestring::ByteString;

use crate::property::Properties;
use crate::reason::ReasonCode;

/// The version of the protocol that a connection speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Version {
    /// MQTT 3.1.1, protocol level 4.
    #[default]
    V3_1_1 = 4,
    /// MQTT 5.0, protocol level 5.
    V5 = 5,
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::V3_1_1 => "3.1.1",
            Self::V5 => "5.0",
        })
    }
}

/// The types of packets by their numbers (2.1.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PacketType {
    Connect = 1,
    ConnAck = 2,
    Publish = 3,
    PubAck = 4,
    PubRec = 5,
    PubRel = 6,
    PubComp = 7,
    Subscribe = 8,
    SubAck = 9,
    Unsubscribe = 10,
    UnsubAck = 11,
    PingReq = 12,
    PingResp = 13,
    Disconnect = 14,
    Auth = 15,
}

impl PacketType {
    /// As the specification writes it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Connect => "CONNECT",
            Self::ConnAck => "CONNACK",
            Self::Publish => "PUBLISH",
            Self::PubAck => "PUBACK",
            Self::PubRec => "PUBREC",
            Self::PubRel => "PUBREL",
            Self::PubComp => "PUBCOMP",
            Self::Subscribe => "SUBSCRIBE",
            Self::SubAck => "SUBACK",
            Self::Unsubscribe => "UNSUBSCRIBE",
            Self::UnsubAck => "UNSUBACK",
            Self::PingReq => "PINGREQ",
            Self::PingResp => "PINGRESP",
            Self::Disconnect => "DISCONNECT",
            Self::Auth => "AUTH",
        }
    }
}

/// How often a message arrives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum QoS {
    /// Once or, where the network fails, not at all.
    #[default]
    AtMostOnce = 0,
    /// Once or, where the network fails, several times.
    AtLeastOnce = 1,
    /// Once.
    ExactlyOnce = 2,
}

impl QoS {
    /// The level of that number; there is none above 2.
    pub fn from_number(number: u8) -> Option<Self> {
        match number {
            0 => Some(Self::AtMostOnce),
            1 => Some(Self::AtLeastOnce),
            2 => Some(Self::ExactlyOnce),
            _ => None,
        }
    }
}

/// Names a packet that is to be acknowledged. Never 0 `[MQTT-2.3.1-1]`.
pub type PacketId = NonZeroU16;

/// A packet of any type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Packet {
    /// A client introduces itself. Boxed, as it is large, and rare among messages.
    Connect(Box<Connect>),
    /// The server's answer.
    ConnAck(ConnAck),
    /// A message.
    Publish(Publish),
    /// Acknowledges a message of QoS 1.
    PubAck(Ack),
    /// A message of QoS 2 was received.
    PubRec(Ack),
    /// A message of QoS 2 may be handed on.
    PubRel(Ack),
    /// A message of QoS 2 is done with.
    PubComp(Ack),
    /// A client asks for messages.
    Subscribe(Subscribe),
    /// The server's answer.
    SubAck(SubAck),
    /// A client asks for no more messages.
    Unsubscribe(Unsubscribe),
    /// The server's answer.
    UnsubAck(UnsubAck),
    /// A client asks whether the server is there.
    PingReq,
    /// It is.
    PingResp,
    /// One end leaves: in 3.1.1 only ever the client, whose will is not needed then.
    Disconnect(Disconnect),
    /// A step of an authentication. There is none in 3.1.1.
    Auth(Auth),
}

/// A client introduces itself (3.1). [`fmt::Debug`] leaves the password out.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Connect {
    /// Names the client, and its session, to the server.
    pub client_id: ByteString,
    /// Whether to begin without the session of an earlier connection: Clean Start, in 3.1.1 Clean
    /// Session, which also ends the session with the connection.
    pub clean_start: bool,
    /// The seconds within which the client sends something; 0 for no limit.
    pub keep_alive: u16,
    /// Who it is.
    pub username: Option<ByteString>,
    /// That it is.
    pub password: Option<Bytes>,
    /// The message that the server publishes when the connection ends without a DISCONNECT.
    pub will: Option<Will>,
    /// The properties.
    pub properties: Properties,
}

impl fmt::Debug for Connect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connect")
            .field("client_id", &self.client_id)
            .field("clean_start", &self.clean_start)
            .field("keep_alive", &self.keep_alive)
            .field("username", &self.username)
            .field("will", &self.will)
            .finish_non_exhaustive()
    }
}

/// The message that a server publishes when a connection ends without a DISCONNECT.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Will {
    /// Where to.
    pub topic: ByteString,
    /// What.
    pub payload: Bytes,
    /// How often it arrives.
    pub qos: QoS,
    /// Whether the server keeps it for later subscribers.
    pub retain: bool,
    /// The properties.
    pub properties: Properties,
}

/// The server's answer to CONNECT (3.2).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConnAck {
    /// Whether the server has the session of an earlier connection.
    pub session_present: bool,
    /// Whether the client may stay.
    pub code: ReasonCode,
    /// The properties.
    pub properties: Properties,
}

/// A step in handing over a message of QoS 1 or 2 (3.4 to 3.7).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ack {
    /// Names the message.
    pub id: PacketId,
    /// What has come of it; always [`ReasonCode::SUCCESS`] in 3.1.1.
    pub code: ReasonCode,
    /// The properties.
    pub properties: Properties,
}

impl From<PacketId> for Ack {
    /// All is well.
    fn from(id: PacketId) -> Self {
        Self {
            id,
            code: ReasonCode::SUCCESS,
            properties: Properties::NONE,
        }
    }
}

/// A message (3.3).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Publish {
    /// Whether it may have been sent before.
    pub dup: bool,
    /// How often it arrives.
    pub qos: QoS,
    /// From a client: whether the server is to keep it. From a server: whether it was kept.
    pub retain: bool,
    /// Where to.
    pub topic: ByteString,
    /// Its name until it is acknowledged, for QoS 1 and 2.
    pub id: Option<PacketId>,
    /// What.
    pub payload: Bytes,
    /// The properties.
    pub properties: Properties,
}

/// A client asks for messages (3.8).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscribe {
    /// Names the packet.
    pub id: PacketId,
    /// The topic filters, each with what is wanted of it.
    pub filters: Vec<(ByteString, SubscribeOptions)>,
    /// The properties.
    pub properties: Properties,
}

/// How a client wants the messages of a subscription (3.8.3.1). 3.1.1 knows the QoS alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SubscribeOptions {
    /// The highest QoS.
    pub qos: QoS,
    /// Whether the client's own messages are left out.
    pub no_local: bool,
    /// Whether messages bear the retain flag that they were published with.
    pub retain_as_published: bool,
    /// Whether the messages that the server has kept are sent.
    pub retain_handling: RetainHandling,
}

impl From<QoS> for SubscribeOptions {
    fn from(qos: QoS) -> Self {
        Self {
            qos,
            ..Self::default()
        }
    }
}

/// Whether a server sends the messages that it has kept to a new subscription (3.8.3.1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum RetainHandling {
    /// It does.
    #[default]
    Send = 0,
    /// It does where there was no such subscription before.
    SendIfNew = 1,
    /// It does not.
    DoNotSend = 2,
}

/// The server's answer to SUBSCRIBE (3.9).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubAck {
    /// Names the SUBSCRIBE.
    pub id: PacketId,
    /// For each filter, what is granted or why it is refused.
    pub granted: Vec<Result<QoS, ReasonCode>>,
    /// The properties.
    pub properties: Properties,
}

/// A client asks for no more messages (3.10).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsubscribe {
    /// Names the packet.
    pub id: PacketId,
    /// The topic filters.
    pub filters: Vec<ByteString>,
    /// The properties.
    pub properties: Properties,
}

/// The server's answer to UNSUBSCRIBE (3.11).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnsubAck {
    /// Names the UNSUBSCRIBE.
    pub id: PacketId,
    /// For each filter, what has come of it. 3.1.1 says nothing.
    pub codes: Vec<ReasonCode>,
    /// The properties.
    pub properties: Properties,
}

/// One end leaves (3.14).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Disconnect {
    /// Why; always [`ReasonCode::SUCCESS`] in 3.1.1.
    pub code: ReasonCode,
    /// The properties.
    pub properties: Properties,
}

/// A step of an authentication (3.15).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Auth {
    /// Which step.
    pub code: ReasonCode,
    /// The properties.
    pub properties: Properties,
}
