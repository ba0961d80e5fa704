//! The packets, as both ends of a connection see them.

use std::fmt;
use std::num::NonZeroU16;

use bytes::Bytes;
use bytestring::ByteString;

/// The version of the protocol that a connection speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Version {
    /// MQTT 3.1.1, protocol level 4.
    #[default]
    V3_1_1,
}

/// What a packet says beside its own fields. MQTT 3.1.1 has no properties, so there are none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Properties;

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
    PubAck(PacketId),
    /// A message of QoS 2 was received.
    PubRec(PacketId),
    /// A message of QoS 2 may be handed on.
    PubRel(PacketId),
    /// A message of QoS 2 is done with.
    PubComp(PacketId),
    /// A client asks for messages.
    Subscribe(Subscribe),
    /// The server's answer.
    SubAck(SubAck),
    /// A client asks for no more messages.
    Unsubscribe(Unsubscribe),
    /// The server's answer.
    UnsubAck(PacketId),
    /// A client asks whether the server is there.
    PingReq,
    /// It is.
    PingResp,
    /// A client leaves, and its will is not needed.
    Disconnect,
}

/// A client introduces itself (3.1). [`fmt::Debug`] leaves the password out.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Connect {
    /// Names the client, and its session, to the server.
    pub client_id: ByteString,
    /// Whether to begin without the session of an earlier connection.
    pub clean_session: bool,
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
            .field("clean_session", &self.clean_session)
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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConnAck {
    /// Whether the server has the session of an earlier connection.
    pub session_present: bool,
    /// Whether the client may stay.
    pub code: ConnectCode,
    /// The properties.
    pub properties: Properties,
}

/// Whether a client may stay (3.2.2.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConnectCode {
    /// It may.
    #[error("The broker has accepted the connection")]
    Accepted = 0,
    /// The server does not speak this version of the protocol.
    #[error("The broker does not speak MQTT 3.1.1")]
    UnacceptableVersion = 1,
    /// The server does not like the client id.
    #[error("The broker refuses the client id; choose another one")]
    IdentifierRejected = 2,
    /// The server is not at its service for now.
    #[error("The broker is not at its service right now")]
    ServerUnavailable = 3,
    /// The user name or the password is wrong.
    #[error("The broker refuses the user name or the password")]
    BadCredentials = 4,
    /// The client is not allowed in.
    #[error("The broker does not let this user in; check the user name and the password")]
    NotAuthorized = 5,
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
    /// The topic filters, each with the highest QoS that is wanted.
    pub filters: Vec<(ByteString, QoS)>,
    /// The properties.
    pub properties: Properties,
}

/// The server's answer to SUBSCRIBE (3.9).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubAck {
    /// Names the SUBSCRIBE.
    pub id: PacketId,
    /// For each filter, what is granted; nothing where it is refused.
    pub granted: Vec<Option<QoS>>,
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
