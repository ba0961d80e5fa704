//! Why something was done or refused, as MQTT 5.0 says it.

use std::fmt;

use crate::packet::{PacketType, Version};
use crate::property::Properties;

/// A reason code of MQTT 5.0 (2.4). Those of 3.1.1 are read as the codes that mean the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct ReasonCode(u8);

macro_rules! codes {
    ($($number:literal $name:ident $text:literal [$($packet:ident)*];)*) => {
        impl ReasonCode {
            $(
                #[doc = concat!($text, ".")]
                pub const $name: Self = Self($number);
            )*
        }

        /// Each code with what it means to a person and the types of the packets that bear it.
        const CODES: &[(u8, u16, &str)] = &[
            $(($number, 0 $(| 1 << PacketType::$packet as u16)*, $text),)*
        ];
    };
}

codes! {
    0x00 SUCCESS "All is well"
        [ConnAck PubAck PubRec PubRel PubComp SubAck UnsubAck Disconnect Auth];
    0x01 GRANTED_QOS_1 "QoS 1 is granted" [SubAck];
    0x02 GRANTED_QOS_2 "QoS 2 is granted" [SubAck];
    0x04 DISCONNECT_WITH_WILL "The client leaves, and its will is to be published" [Disconnect];
    0x10 NO_MATCHING_SUBSCRIBERS "Nobody subscribes to it" [PubAck PubRec];
    0x11 NO_SUBSCRIPTION_EXISTED "There was no such subscription" [UnsubAck];
    0x18 CONTINUE_AUTHENTICATION "The authentication goes on" [Auth];
    0x19 RE_AUTHENTICATE "The authentication begins anew" [Auth];
    0x80 UNSPECIFIED_ERROR "The broker refuses it and does not say why"
        [ConnAck PubAck PubRec SubAck UnsubAck Disconnect];
    0x81 MALFORMED_PACKET "A packet could not be read" [ConnAck Disconnect];
    0x82 PROTOCOL_ERROR "A packet broke the protocol" [ConnAck Disconnect];
    0x83 IMPLEMENTATION_SPECIFIC_ERROR "It is right, and this broker refuses it all the same"
        [ConnAck PubAck PubRec SubAck UnsubAck Disconnect];
    0x84 UNSUPPORTED_PROTOCOL_VERSION "The broker does not speak this version of MQTT" [ConnAck];
    0x85 CLIENT_ID_NOT_VALID "The broker refuses the client id; choose another one" [ConnAck];
    0x86 BAD_USER_NAME_OR_PASSWORD "The broker refuses the user name or the password" [ConnAck];
    0x87 NOT_AUTHORIZED "The broker does not let this user do that; check user name and password"
        [ConnAck PubAck PubRec SubAck UnsubAck Disconnect];
    0x88 SERVER_UNAVAILABLE "The broker is not at its service right now" [ConnAck];
    0x89 SERVER_BUSY "The broker is busy" [ConnAck Disconnect];
    0x8a BANNED "The broker has banned this client" [ConnAck];
    0x8b SERVER_SHUTTING_DOWN "The broker is shutting down" [Disconnect];
    0x8c BAD_AUTHENTICATION_METHOD "The broker does not know this way to authenticate"
        [ConnAck Disconnect];
    0x8d KEEP_ALIVE_TIMEOUT "The broker has heard nothing for too long" [Disconnect];
    0x8e SESSION_TAKEN_OVER "Another client with the same client id has connected" [Disconnect];
    0x8f TOPIC_FILTER_INVALID "The broker refuses the topic filter" [SubAck UnsubAck Disconnect];
    0x90 TOPIC_NAME_INVALID "The broker refuses the topic" [ConnAck PubAck PubRec Disconnect];
    0x91 PACKET_ID_IN_USE "The packet id is in use" [PubAck PubRec SubAck UnsubAck];
    0x92 PACKET_ID_NOT_FOUND "The packet id is not known" [PubRel PubComp];
    0x93 RECEIVE_MAXIMUM_EXCEEDED "Too many messages were sent at once" [Disconnect];
    0x94 TOPIC_ALIAS_INVALID "A topic alias is not valid" [Disconnect];
    0x95 PACKET_TOO_LARGE "A packet is larger than is taken" [ConnAck Disconnect];
    0x96 MESSAGE_RATE_TOO_HIGH "Too many messages were sent in too short a time" [Disconnect];
    0x97 QUOTA_EXCEEDED "A quota of the broker is used up"
        [ConnAck PubAck PubRec SubAck Disconnect];
    0x98 ADMINISTRATIVE_ACTION "Whoever runs the broker has ended it" [Disconnect];
    0x99 PAYLOAD_FORMAT_INVALID "The payload is not what it says it is"
        [ConnAck PubAck PubRec Disconnect];
    0x9a RETAIN_NOT_SUPPORTED "The broker retains no messages" [ConnAck Disconnect];
    0x9b QOS_NOT_SUPPORTED "The broker does not support this QoS" [ConnAck Disconnect];
    0x9c USE_ANOTHER_SERVER "Another server is to be used for now" [ConnAck Disconnect];
    0x9d SERVER_MOVED "Another server is to be used from now on" [ConnAck Disconnect];
    0x9e SHARED_SUBSCRIPTIONS_NOT_SUPPORTED "The broker does not support shared subscriptions"
        [SubAck Disconnect];
    0x9f CONNECTION_RATE_EXCEEDED "There were too many connections in too short a time"
        [ConnAck Disconnect];
    0xa0 MAXIMUM_CONNECT_TIME "The connection has lasted as long as is allowed" [Disconnect];
    0xa1 SUBSCRIPTION_IDENTIFIERS_NOT_SUPPORTED
        "The broker does not support subscription identifiers" [SubAck Disconnect];
    0xa2 WILDCARD_SUBSCRIPTIONS_NOT_SUPPORTED "The broker does not support wildcards"
        [SubAck Disconnect];
}

impl ReasonCode {
    /// The code as a packet of that type bears it; nothing where the specification has no such
    /// code for it.
    pub(crate) fn read(number: u8, packet: PacketType) -> Option<Self> {
        let fits = |(code, packets, _): &&(u8, u16, _)| {
            *code == number && packets & 1 << packet as u16 != 0
        };
        CODES.iter().find(fits).map(|_| Self(number))
    }

    /// The return code of a CONNACK of MQTT 3.1.1 (table 3.1).
    pub(crate) fn read_return_code(number: u8) -> Option<Self> {
        Some(match number {
            0 => Self::SUCCESS,
            1 => Self::UNSUPPORTED_PROTOCOL_VERSION,
            2 => Self::CLIENT_ID_NOT_VALID,
            3 => Self::SERVER_UNAVAILABLE,
            4 => Self::BAD_USER_NAME_OR_PASSWORD,
            5 => Self::NOT_AUTHORIZED,
            _ => return None,
        })
    }

    /// The number in a CONNACK. 3.1.1 has few codes; what it lacks is "not authorized".
    pub(crate) fn in_connack(self, version: Version) -> u8 {
        match (version, self) {
            (Version::V5, _) | (_, Self::SUCCESS) => self.0,
            (_, Self::UNSUPPORTED_PROTOCOL_VERSION) => 1,
            (_, Self::CLIENT_ID_NOT_VALID) => 2,
            (_, Self::SERVER_UNAVAILABLE | Self::SERVER_BUSY) => 3,
            (_, Self::BAD_USER_NAME_OR_PASSWORD) => 4,
            _ => 5,
        }
    }

    /// The number.
    pub fn number(self) -> u8 {
        self.0
    }

    /// Whether something was refused or has failed.
    pub fn is_error(self) -> bool {
        self.0 >= 0x80
    }
}

impl fmt::Display for ReasonCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let code = CODES.iter().find(|(code, ..)| *code == self.0);
        f.write_str(code.map_or("", |(_, _, text)| text))
    }
}

/// A reason code, and what the broker says about it: a reason string and user properties.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reason {
    /// The code.
    pub code: ReasonCode,
    /// What else the packet said.
    pub properties: Properties,
}

impl From<ReasonCode> for Reason {
    fn from(code: ReasonCode) -> Self {
        Self {
            code,
            properties: Properties::NONE,
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.code.fmt(f)?;
        match self.properties.reason_string() {
            Some(text) => write!(f, " (“{text}”)"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::property::Property;

    #[test]
    fn a_code_is_read_from_the_packets_that_bear_it() {
        let read = |number, packet| ReasonCode::read(number, packet);
        assert_eq!(
            read(0x92, PacketType::PubComp),
            Some(ReasonCode::PACKET_ID_NOT_FOUND)
        );
        assert_eq!(read(0x92, PacketType::PubAck), None);
        assert_eq!(read(0x03, PacketType::SubAck), None);
        assert_eq!(read(0x00, PacketType::Auth), Some(ReasonCode::SUCCESS));
    }

    #[test]
    fn codes_of_3_1_1_are_written_as_they_are_read() {
        for number in 0..=5 {
            let code = ReasonCode::read_return_code(number).unwrap();
            assert_eq!(code.in_connack(Version::V3_1_1), number);
        }
        assert_eq!(ReasonCode::read_return_code(6), None);
        assert_eq!(ReasonCode::BANNED.in_connack(Version::V3_1_1), 5);
        assert_eq!(ReasonCode::BANNED.in_connack(Version::V5), 0x8a);
    }

    #[test]
    fn a_reason_says_what_the_broker_says() {
        let mut reason = Reason::from(ReasonCode::SERVER_BUSY);
        assert_eq!(reason.to_string(), "The broker is busy");
        let words = Property::ReasonString("come back at nine".into());
        reason.properties.push(words);
        assert_eq!(
            reason.to_string(),
            "The broker is busy (“come back at nine”)"
        );
    }
}
