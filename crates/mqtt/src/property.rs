//! What packets of MQTT 5.0 say beside their own fields.

use std::num::{NonZeroU16, NonZeroU32};

use bytes::Bytes;
use bytestring::ByteString;

use crate::codec::{DecodeError, Fields, Part, size_of_property};
use crate::packet::{PacketType, QoS};

/// The place of the will's properties, which are no packet's own, among the packet types.
pub(crate) const WILL: u16 = 1 << 0;

macro_rules! properties {
    ($(
        $(#[doc = $doc:literal])*
        $id:literal $name:ident($type:ty) $get:ident [$($packet:ident)*] $($will:ident)?;
    )*) => {
        /// A property (2.2.2).
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum Property {
            $(
                $(#[doc = $doc])*
                $name($type),
            )*
        }

        impl Property {
            /// The properties by identifier, and in which packets they can be.
            const PACKETS: &[(u8, u16)] = &[
                $(($id, 0 $(| 1 << PacketType::$packet as u16)* $(| $will)?),)*
            ];

            pub(crate) fn id(&self) -> u8 {
                match self {
                    $(Self::$name(_) => $id,)*
                }
            }

            /// Its name, as in `message_expiry`.
            pub fn name(&self) -> &'static str {
                match self {
                    $(Self::$name(_) => stringify!($get),)*
                }
            }

            pub(crate) fn part(&self) -> Part<'_> {
                match self {
                    $(Self::$name(value) => value.part(),)*
                }
            }

            pub(crate) fn read(id: u8, fields: &mut Fields) -> Result<Self, DecodeError> {
                match id {
                    $($id => <$type>::read(fields).map(Self::$name),)*
                    _ => Err(DecodeError::ForeignProperty { packet: fields.packet, id }),
                }
            }
        }

        impl Properties {
            $(
                $(#[doc = $doc])*
                pub fn $get(&self) -> Option<&$type> {
                    self.0.iter().find_map(|property| match property {
                        Property::$name(value) => Some(value),
                        _ => None,
                    })
                }
            )*
        }
    };
}

properties! {
    /// Whether the payload is UTF-8 text (3.3.2.3.2).
    0x01 PayloadFormat(bool) payload_format [Publish] WILL;
    /// The seconds for which the message is of use (3.3.2.3.3).
    0x02 MessageExpiry(u32) message_expiry [Publish] WILL;
    /// What the payload is, usually as a MIME type (3.3.2.3.9).
    0x03 ContentType(ByteString) content_type [Publish] WILL;
    /// Where an answer is to be published (3.3.2.3.5).
    0x08 ResponseTopic(ByteString) response_topic [Publish] WILL;
    /// What an answer is to bear, so that it is known which question it answers (3.3.2.3.6).
    0x09 CorrelationData(Bytes) correlation_data [Publish] WILL;
    /// From a client: what messages for the subscription are to bear. From a server: the
    /// subscription that the message is for; there may be several (3.8.2.1.2).
    0x0b SubscriptionIdentifier(VarInt) subscription_identifier [Publish Subscribe];
    /// The seconds for which the session outlives its connection; 0xFFFFFFFF for ever (3.1.2.11.2).
    0x11 SessionExpiry(u32) session_expiry [Connect ConnAck Disconnect];
    /// The client id that the server has given to a client without one (3.2.2.3.7).
    0x12 AssignedClientId(ByteString) assigned_client_id [ConnAck];
    /// The keep-alive to use in place of the client's, in seconds (3.2.2.3.14).
    0x13 ServerKeepAlive(u16) server_keep_alive [ConnAck];
    /// The name of the way to authenticate (3.1.2.11.9).
    0x15 AuthenticationMethod(ByteString) authentication_method [Connect ConnAck Auth];
    /// What the way to authenticate needs (3.1.2.11.10).
    0x16 AuthenticationData(Bytes) authentication_data [Connect ConnAck Auth];
    /// Whether the server may say more than a code when something fails (3.1.2.11.7).
    0x17 RequestProblemInformation(bool) request_problem_information [Connect];
    /// The seconds that the server waits before it publishes the will (3.1.3.2.2).
    0x18 WillDelay(u32) will_delay [] WILL;
    /// Whether the client asks for response information (3.1.2.11.6).
    0x19 RequestResponseInformation(bool) request_response_information [Connect];
    /// What response topics begin with (3.2.2.3.15).
    0x1a ResponseInformation(ByteString) response_information [ConnAck];
    /// Another server to use (3.2.2.3.16).
    0x1c ServerReference(ByteString) server_reference [ConnAck Disconnect];
    /// Why, for a person who looks for a fault (3.2.2.3.9).
    0x1f ReasonString(ByteString) reason_string
        [ConnAck PubAck PubRec PubRel PubComp SubAck UnsubAck Disconnect Auth];
    /// How many messages of QoS 1 and 2 this end takes at once (3.1.2.11.3).
    0x21 ReceiveMaximum(NonZeroU16) receive_maximum [Connect ConnAck];
    /// How many topic aliases this end takes (3.1.2.11.5).
    0x22 TopicAliasMaximum(u16) topic_alias_maximum [Connect ConnAck];
    /// A number in place of the topic (3.3.2.3.4).
    0x23 TopicAlias(NonZeroU16) topic_alias [Publish];
    /// The highest QoS that the server supports, 0 or 1 (3.2.2.3.4).
    0x24 MaximumQoS(QoS) maximum_qos [ConnAck];
    /// Whether the server retains messages (3.2.2.3.5).
    0x25 RetainAvailable(bool) retain_available [ConnAck];
    /// A name and a value that the specification gives no meaning; there may be many.
    0x26 UserProperty((ByteString, ByteString)) user_property
        [Connect ConnAck Publish PubAck PubRec PubRel PubComp Subscribe SubAck Unsubscribe UnsubAck
         Disconnect Auth] WILL;
    /// The size of the largest packet that this end takes, in bytes (3.1.2.11.4).
    0x27 MaximumPacketSize(NonZeroU32) maximum_packet_size [Connect ConnAck];
    /// Whether the server supports wildcards in topic filters (3.2.2.3.11).
    0x28 WildcardAvailable(bool) wildcard_available [ConnAck];
    /// Whether the server supports subscription identifiers (3.2.2.3.12).
    0x29 SubscriptionIdentifiersAvailable(bool) subscription_identifiers_available [ConnAck];
    /// Whether the server supports shared subscriptions (3.2.2.3.13).
    0x2a SharedAvailable(bool) shared_available [ConnAck];
}

/// A number from 1 to 268,435,455, which takes as many bytes as it needs (1.5.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VarInt(u32);

impl VarInt {
    /// The number; nothing where it is 0 or too large.
    pub fn new(number: u32) -> Option<Self> {
        (1..=0x0fff_ffff).contains(&number).then_some(Self(number))
    }

    /// The number.
    pub fn get(self) -> u32 {
        self.0
    }
}

/// The properties of a packet, in their order. MQTT 3.1.1 has none: there they are left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Properties(Vec<Property>);

impl Properties {
    /// No properties.
    pub const NONE: Self = Self(Vec::new());

    /// Adds a property. Of most there can be one; which packet can have which is checked when the
    /// packet is written.
    pub fn push(&mut self, property: Property) {
        self.0.push(property);
    }

    /// With one more property, if it is there.
    #[must_use]
    pub fn with(mut self, property: Option<Property>) -> Self {
        self.0.extend(property);
        self
    }

    /// All of them.
    pub fn iter(&self) -> std::slice::Iter<'_, Property> {
        self.0.iter()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The user properties, in their order.
    pub fn user_properties(&self) -> impl Iterator<Item = &(ByteString, ByteString)> {
        self.0.iter().filter_map(|property| match property {
            Property::UserProperty(pair) => Some(pair),
            _ => None,
        })
    }

    /// The subscription identifiers, in their order.
    pub fn subscription_identifiers(&self) -> impl Iterator<Item = VarInt> {
        self.0.iter().filter_map(|property| match property {
            Property::SubscriptionIdentifier(number) => Some(*number),
            _ => None,
        })
    }

    /// Leaves out what a message says to the session alone.
    pub(crate) fn drop_the_sessions(&mut self) {
        let is_its = |property: &Property| {
            matches!(
                property,
                Property::SubscriptionIdentifier(_) | Property::TopicAlias(_)
            )
        };
        self.0.retain(|property| !is_its(property));
    }

    /// The bytes that they take, without the length that stands before.
    pub(crate) fn size(&self) -> usize {
        self.0.iter().map(size_of_property).sum()
    }

    /// The first that a packet of that type cannot have, or have again.
    pub(crate) fn misfit(&self, place: u16) -> Option<&Property> {
        let mut seen = 0;
        self.0
            .iter()
            .find(|property| misfit(property.id(), place, &mut seen).is_some())
    }
}

/// What keeps a property from being in a place: foreign there, or there already.
pub(crate) enum Misfit {
    Foreign,
    Repeated,
}

/// Whether a packet can have the property, one for which the bits of `seen` stand already.
pub(crate) fn misfit(id: u8, place: u16, seen: &mut u64) -> Option<Misfit> {
    let fits = |(other, places): &(u8, u16)| *other == id && places & place != 0;
    if !Property::PACKETS.iter().any(fits) {
        return Some(Misfit::Foreign);
    }
    let bit = 1 << id;
    let may_repeat = id == 0x26 || (id == 0x0b && place == 1 << PacketType::Publish as u16);
    let is_repeated = *seen & bit != 0 && !may_repeat;
    *seen |= bit;
    is_repeated.then_some(Misfit::Repeated)
}

impl FromIterator<Property> for Properties {
    fn from_iter<I: IntoIterator<Item = Property>>(properties: I) -> Self {
        Self(properties.into_iter().collect())
    }
}

/// A type that properties have.
trait PropertyValue: Sized {
    fn part(&self) -> Part<'_>;
    fn read(fields: &mut Fields) -> Result<Self, DecodeError>;
}

impl PropertyValue for bool {
    fn part(&self) -> Part<'_> {
        Part::Byte(u8::from(*self))
    }

    fn read(fields: &mut Fields) -> Result<Self, DecodeError> {
        match fields.byte()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(fields.wrong_property()),
        }
    }
}

impl PropertyValue for QoS {
    fn part(&self) -> Part<'_> {
        Part::Byte(*self as u8)
    }

    /// Only ever [`Property::MaximumQoS`], which is 0 or 1.
    fn read(fields: &mut Fields) -> Result<Self, DecodeError> {
        match fields.byte()? {
            0 => Ok(Self::AtMostOnce),
            1 => Ok(Self::AtLeastOnce),
            _ => Err(fields.wrong_property()),
        }
    }
}

impl PropertyValue for u16 {
    fn part(&self) -> Part<'_> {
        Part::Two(*self)
    }

    fn read(fields: &mut Fields) -> Result<Self, DecodeError> {
        fields.number()
    }
}

impl PropertyValue for NonZeroU16 {
    fn part(&self) -> Part<'_> {
        Part::Two(self.get())
    }

    fn read(fields: &mut Fields) -> Result<Self, DecodeError> {
        Self::new(fields.number()?).ok_or_else(|| fields.wrong_property())
    }
}

impl PropertyValue for u32 {
    fn part(&self) -> Part<'_> {
        Part::Four(*self)
    }

    fn read(fields: &mut Fields) -> Result<Self, DecodeError> {
        fields.long_number()
    }
}

impl PropertyValue for NonZeroU32 {
    fn part(&self) -> Part<'_> {
        Part::Four(self.get())
    }

    fn read(fields: &mut Fields) -> Result<Self, DecodeError> {
        Self::new(fields.long_number()?).ok_or_else(|| fields.wrong_property())
    }
}

impl PropertyValue for VarInt {
    fn part(&self) -> Part<'_> {
        Part::Var(self.0)
    }

    fn read(fields: &mut Fields) -> Result<Self, DecodeError> {
        Self::new(fields.var_int()?).ok_or_else(|| fields.wrong_property())
    }
}

impl PropertyValue for ByteString {
    fn part(&self) -> Part<'_> {
        Part::Field(self.as_bytes())
    }

    fn read(fields: &mut Fields) -> Result<Self, DecodeError> {
        fields.text()
    }
}

impl PropertyValue for Bytes {
    fn part(&self) -> Part<'_> {
        Part::Field(self)
    }

    fn read(fields: &mut Fields) -> Result<Self, DecodeError> {
        fields.binary()
    }
}

impl PropertyValue for (ByteString, ByteString) {
    fn part(&self) -> Part<'_> {
        Part::Pair(self.0.as_bytes(), self.1.as_bytes())
    }

    fn read(fields: &mut Fields) -> Result<Self, DecodeError> {
        Ok((fields.text()?, fields.text()?))
    }
}
