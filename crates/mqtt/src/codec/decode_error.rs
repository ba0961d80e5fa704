//! Why what arrived is no packet, and what the other end is told of it.

use crate::reason::ReasonCode;

/// The field of which a reserved value is no malformed packet but a protocol error (3.8.3.1).
pub(super) const RETAIN_HANDLING: &str = "retain handling";

/// What arrived breaks the protocol. The text names the rule: that of 3.1.1, then that of 5.0
/// where it has another name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DecodeError {
    /// Packet type 0 is reserved, and 15 in 3.1.1.
    #[error("a packet of the reserved type {0} (2.2.1)")]
    ReservedType(u8),
    /// The flags of the fixed header are fixed for most types.
    #[error("a {packet} with the flags {flags:#06b} [MQTT-2.2.2-2; 5.0: MQTT-2.1.3-1]")]
    WrongFlags {
        /// The packet's type.
        packet: &'static str,
        /// Its flags.
        flags: u8,
    },
    /// The remaining length takes more than four bytes.
    #[error("a packet whose length takes more than four bytes (2.2.3)")]
    LengthTooLong,
    /// The packet is larger than this end takes.
    #[error("a packet of {size} bytes, where at most {limit} are taken [5.0: MQTT-3.1.2-24]")]
    TooLarge {
        /// Its size.
        size: usize,
        /// What this end takes.
        limit: usize,
    },
    /// The fields reach beyond the end of the packet, or do not reach it.
    #[error("a {0} whose fields and length differ")]
    WrongLength(&'static str),
    /// A variable byte integer takes more bytes than it needs, or than there may be.
    #[error("a {0} with a number that takes more bytes than it needs [5.0: MQTT-1.5.5-1]")]
    LongVarInt(&'static str),
    /// A text is not UTF-8, or has a null character.
    #[error(
        "a {0} with text that is not UTF-8 or has a null character \
         [MQTT-1.5.3-1, -2; 5.0: MQTT-1.5.4-1, -2]"
    )]
    BadText(&'static str),
    /// A packet id is 0.
    #[error("a {0} with the packet id 0 [MQTT-2.3.1-1; 5.0: MQTT-2.2.1-3]")]
    NoPacketId(&'static str),
    /// A QoS of 3.
    #[error("a {0} with the QoS 3 [MQTT-3.3.1-4; of 3.1.1: MQTT-3.8.3-4]")]
    BadQoS(&'static str),
    /// A message of QoS 0 that says that it was sent before.
    #[error("a PUBLISH of QoS 0 with DUP set [MQTT-3.3.1-2]")]
    DuplicateQoS0,
    /// A topic has a wildcard, or is empty without an alias.
    #[error(
        "a PUBLISH whose topic has a wildcard, or is empty without an alias \
         [MQTT-3.3.2-2, MQTT-4.7.3-1]"
    )]
    BadTopic,
    /// A field has a value that is reserved.
    #[error("a {packet} with the reserved {field} {value:#04x}")]
    Reserved {
        /// The packet's type.
        packet: &'static str,
        /// The field.
        field: &'static str,
        /// Its value.
        value: u8,
    },
    /// A property that there is not, or not in such a packet.
    #[error("a {packet} with the property {id:#04x}, which it cannot have (2.2.2.2)")]
    ForeignProperty {
        /// The packet's type.
        packet: &'static str,
        /// The property's identifier.
        id: u8,
    },
    /// A property of which there can be one.
    #[error("a {packet} that has the property {id:#04x} twice (2.2.2.2)")]
    RepeatedProperty {
        /// The packet's type.
        packet: &'static str,
        /// The property's identifier.
        id: u8,
    },
    /// A property with a value that it cannot have.
    #[error("a {packet} with a wrong value of the property {id:#04x} (2.2.2.2)")]
    WrongProperty {
        /// The packet's type.
        packet: &'static str,
        /// The property's identifier.
        id: u8,
    },
    /// A way to authenticate has no name.
    #[error(
        "a {0} with authentication data and no method (3.1.2.11.10), or an AUTH without a method \
         (3.15.2.2.2)"
    )]
    NoAuthenticationMethod(&'static str),
    /// A shared subscription without local messages.
    #[error("a SUBSCRIBE with no local for a shared subscription [5.0: MQTT-3.8.3-4]")]
    SharedNoLocal,
    /// A CONNECT is of a protocol that is neither MQTT 3.1.1 nor 5.0.
    #[error("a CONNECT of another protocol than MQTT 3.1.1 and 5.0 [MQTT-3.1.2-1, -2]")]
    UnknownProtocol,
    /// A list of filters or of answers has nothing in it.
    #[error(
        "a {0} without a topic filter \
         [MQTT-3.8.3-3, MQTT-3.10.3-2; 5.0: MQTT-3.8.3-2, MQTT-3.10.3-2]"
    )]
    Empty(&'static str),
}

impl DecodeError {
    /// What a DISCONNECT of MQTT 5.0 says of it (4.13.1).
    pub fn code(&self) -> ReasonCode {
        match self {
            Self::TooLarge { .. } => ReasonCode::PACKET_TOO_LARGE,
            // A topic alias of 0.
            Self::WrongProperty { id: 0x23, .. } => ReasonCode::TOPIC_ALIAS_INVALID,
            // Of a subscription (3.8.3.1); any other QoS of 3 is malformed.
            Self::BadQoS("SUBSCRIBE") => ReasonCode::PROTOCOL_ERROR,
            Self::Reserved { field, .. } if *field == RETAIN_HANDLING => ReasonCode::PROTOCOL_ERROR,
            // That a topic is not valid is said of topics that are formed right, and BadTopic is
            // of none of them (3.14.2.1).
            Self::NoPacketId(_)
            | Self::DuplicateQoS0
            | Self::BadTopic
            | Self::RepeatedProperty { .. }
            | Self::WrongProperty { .. }
            | Self::NoAuthenticationMethod(_)
            | Self::SharedNoLocal
            | Self::Empty(_) => ReasonCode::PROTOCOL_ERROR,
            _ => ReasonCode::MALFORMED_PACKET,
        }
    }
}
