//! Strategies: every packet that a version can say, and nothing else.
//!
//! Which properties and codes a packet may have stands here once more, from the tables 2-4 and 2-6
//! of the specification, so that the codec's own tables are not their own proof.

use std::num::{NonZeroU16, NonZeroU32};

use bytes::Bytes;
use bytestring::ByteString;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use crate::packet::{
    Ack, Auth, ConnAck, Connect, Disconnect, Packet, PacketId, PacketType, Publish, QoS,
    RetainHandling, SubAck, Subscribe, SubscribeOptions, UnsubAck, Unsubscribe, Version, Will,
};
use crate::property::{Properties, Property, VarInt};
use crate::reason::ReasonCode;

/// A place where properties can be: its name, and the identifiers (table 2-4).
pub(super) type Place = &'static [u8];

pub(super) const CONNECT: Place = &[0x11, 0x15, 0x16, 0x17, 0x19, 0x21, 0x22, 0x26, 0x27];
pub(super) const WILL: Place = &[0x01, 0x02, 0x03, 0x08, 0x09, 0x18, 0x26];
pub(super) const CONNACK: Place = &[
    0x11, 0x12, 0x13, 0x15, 0x16, 0x1a, 0x1c, 0x1f, 0x21, 0x22, 0x24, 0x25, 0x26, 0x27, 0x28, 0x29,
    0x2a,
];
pub(super) const PUBLISH: Place = &[0x01, 0x02, 0x03, 0x08, 0x09, 0x0b, 0x23, 0x26];
/// PUBACK, PUBREC, PUBREL, PUBCOMP, SUBACK and UNSUBACK.
pub(super) const ANSWER: Place = &[0x1f, 0x26];
pub(super) const SUBSCRIBE: Place = &[0x0b, 0x26];
pub(super) const UNSUBSCRIBE: Place = &[0x26];
pub(super) const DISCONNECT: Place = &[0x11, 0x1c, 0x1f, 0x26];
pub(super) const AUTH: Place = &[0x15, 0x16, 0x1f, 0x26];

/// The codes that a packet may have (table 2-6).
pub(super) fn codes(kind: PacketType) -> &'static [u8] {
    match kind {
        PacketType::ConnAck => &[
            0x00, 0x80, 0x81, 0x82, 0x83, 0x84, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8a, 0x8c, 0x90,
            0x95, 0x97, 0x99, 0x9a, 0x9b, 0x9c, 0x9d, 0x9f,
        ],
        PacketType::PubAck | PacketType::PubRec => {
            &[0x00, 0x10, 0x80, 0x83, 0x87, 0x90, 0x91, 0x97, 0x99]
        }
        PacketType::PubRel | PacketType::PubComp => &[0x00, 0x92],
        PacketType::SubAck => &[
            0x00, 0x01, 0x02, 0x80, 0x83, 0x87, 0x8f, 0x91, 0x97, 0x9e, 0xa1, 0xa2,
        ],
        PacketType::UnsubAck => &[0x00, 0x11, 0x80, 0x83, 0x87, 0x8f, 0x91],
        PacketType::Disconnect => &[
            0x00, 0x04, 0x80, 0x81, 0x82, 0x83, 0x87, 0x89, 0x8b, 0x8c, 0x8d, 0x8e, 0x8f, 0x90,
            0x93, 0x94, 0x95, 0x96, 0x97, 0x98, 0x99, 0x9a, 0x9b, 0x9c, 0x9d, 0x9e, 0x9f, 0xa0,
            0xa1, 0xa2,
        ],
        PacketType::Auth => &[0x00, 0x18, 0x19],
        _ => &[],
    }
}

fn text_of(characters: &'static [char], least: usize) -> impl Strategy<Value = ByteString> {
    vec(select(characters), least..12)
        .prop_map(|characters| ByteString::from(characters.into_iter().collect::<String>()))
}

/// With characters of one to four bytes, and a byte order mark.
pub(super) fn text() -> impl Strategy<Value = ByteString> {
    text_of(
        &[
            'a', 'z', '0', ' ', '/', '+', '#', '$', 'ß', '€', '𝄞', '\u{feff}',
        ],
        0,
    )
}

fn topic() -> impl Strategy<Value = ByteString> {
    text_of(&['a', 'b', '/', '$', ' ', 'ä', '€', '\u{feff}'], 1)
}

fn filter() -> impl Strategy<Value = ByteString> {
    prop_oneof![
        4 => text_of(&['a', 'b', '/', '+', '#', 'ß'], 1),
        1 => text_of(&['a', 'b', '/', '+'], 1)
            .prop_map(|filter| ByteString::from(format!("$share/group/{filter}"))),
    ]
}

/// Sometimes longer than a length of one byte can say.
fn payload() -> impl Strategy<Value = Bytes> {
    prop_oneof![
        6 => vec(any::<u8>(), 0..20),
        1 => (any::<u8>(), 100..300_usize).prop_map(|(byte, size)| vec![byte; size]),
    ]
    .prop_map(Bytes::from)
}

fn binary() -> impl Strategy<Value = Bytes> {
    vec(any::<u8>(), 0..12).prop_map(Bytes::from)
}

pub(super) fn qos() -> impl Strategy<Value = QoS> {
    select(&[QoS::AtMostOnce, QoS::AtLeastOnce, QoS::ExactlyOnce][..])
}

fn id() -> impl Strategy<Value = PacketId> {
    (1..=u16::MAX).prop_map(|id| PacketId::new(id).unwrap())
}

/// A property of that identifier, with any value that it can have.
fn property(id: u8) -> BoxedStrategy<Property> {
    let flag = any::<bool>();
    let long = any::<u32>();
    match id {
        0x01 => flag.prop_map(Property::PayloadFormat).boxed(),
        0x02 => long.prop_map(Property::MessageExpiry).boxed(),
        0x03 => text().prop_map(Property::ContentType).boxed(),
        0x08 => topic().prop_map(Property::ResponseTopic).boxed(),
        0x09 => binary().prop_map(Property::CorrelationData).boxed(),
        // As often of each of the four lengths.
        0x0b => (0..28_u32, 0..=0x0fff_ffff_u32)
            .prop_map(|(shift, number)| VarInt::new((number >> shift).max(1)).unwrap())
            .prop_map(Property::SubscriptionIdentifier)
            .boxed(),
        0x11 => long.prop_map(Property::SessionExpiry).boxed(),
        0x12 => text().prop_map(Property::AssignedClientId).boxed(),
        0x13 => any::<u16>().prop_map(Property::ServerKeepAlive).boxed(),
        0x15 => text().prop_map(Property::AuthenticationMethod).boxed(),
        0x16 => binary().prop_map(Property::AuthenticationData).boxed(),
        0x17 => flag.prop_map(Property::RequestProblemInformation).boxed(),
        0x18 => long.prop_map(Property::WillDelay).boxed(),
        0x19 => flag.prop_map(Property::RequestResponseInformation).boxed(),
        0x1a => text().prop_map(Property::ResponseInformation).boxed(),
        0x1c => text().prop_map(Property::ServerReference).boxed(),
        0x1f => text().prop_map(Property::ReasonString).boxed(),
        0x21 => any::<NonZeroU16>()
            .prop_map(Property::ReceiveMaximum)
            .boxed(),
        0x22 => any::<u16>().prop_map(Property::TopicAliasMaximum).boxed(),
        0x23 => any::<NonZeroU16>().prop_map(Property::TopicAlias).boxed(),
        0x24 => select(&[QoS::AtMostOnce, QoS::AtLeastOnce][..])
            .prop_map(Property::MaximumQoS)
            .boxed(),
        0x25 => flag.prop_map(Property::RetainAvailable).boxed(),
        0x26 => (text(), text()).prop_map(Property::UserProperty).boxed(),
        0x27 => any::<NonZeroU32>()
            .prop_map(Property::MaximumPacketSize)
            .boxed(),
        0x28 => flag.prop_map(Property::WildcardAvailable).boxed(),
        0x29 => flag
            .prop_map(Property::SubscriptionIdentifiersAvailable)
            .boxed(),
        0x2a => flag.prop_map(Property::SharedAvailable).boxed(),
        _ => unreachable!("there is no property {id:#04x}"),
    }
}

/// Properties for that place in any order: each once, but for those of which there may be many.
pub(super) fn properties(version: Version, place: Place) -> BoxedStrategy<Properties> {
    if version == Version::V3_1_1 {
        return Just(Properties::NONE).boxed();
    }
    let any_of_them = prop::strategy::Union::new(place.iter().map(|id| property(*id)));
    let some = vec(any_of_them, 1..6).prop_map(move |all| {
        let may_repeat = |id: u8| id == 0x26 || (id == 0x0b && place == PUBLISH);
        let mut seen = Vec::new();
        let mut kept: Properties = all
            .into_iter()
            .filter(|property| {
                let is_new = !seen.contains(&property.id());
                seen.push(property.id());
                is_new || may_repeat(property.id())
            })
            .collect();
        // Data for a method that is not named is a protocol error (3.1.2.11.10).
        if kept.authentication_method().is_none() {
            let others = kept.iter().filter(|property| property.id() != 0x16);
            kept = others.cloned().collect();
        }
        kept
    });
    prop_oneof![2 => Just(Properties::NONE), 3 => some].boxed()
}

/// A code that the packet may have; in 3.1.1 there are none.
fn code(version: Version, kind: PacketType) -> BoxedStrategy<ReasonCode> {
    match version {
        Version::V3_1_1 => Just(ReasonCode::SUCCESS).boxed(),
        Version::V5 => select(codes(kind))
            .prop_map(move |number| ReasonCode::read(number, kind).unwrap())
            .boxed(),
    }
}

fn will(version: Version) -> impl Strategy<Value = Will> {
    let properties = properties(version, WILL);
    (topic(), payload(), qos(), any::<bool>(), properties).prop_map(
        |(topic, payload, qos, retain, properties)| Will {
            topic,
            payload,
            qos,
            retain,
            properties,
        },
    )
}

fn connect(version: Version) -> impl Strategy<Value = Connect> {
    let user = (option::of(text()), option::of(binary()));
    let rest = (any::<bool>(), any::<u16>(), option::of(will(version)));
    let properties = properties(version, CONNECT);
    (text(), user, rest, properties).prop_map(
        move |(client_id, (username, password), (clean_start, keep_alive, will), properties)| {
            // Of 3.1.1: no password without a user name [MQTT-3.1.2-22].
            let has_place = version == Version::V5 || username.is_some();
            Connect {
                client_id,
                clean_start,
                keep_alive,
                password: password.filter(|_| has_place),
                username,
                will,
                properties,
            }
        },
    )
}

fn connack(version: Version) -> impl Strategy<Value = ConnAck> {
    let code = match version {
        Version::V3_1_1 => (0..=5_u8)
            .prop_map(|number| ReasonCode::read_return_code(number).unwrap())
            .boxed(),
        Version::V5 => code(version, PacketType::ConnAck),
    };
    (any::<bool>(), code, properties(version, CONNACK)).prop_map(|(present, code, properties)| {
        ConnAck {
            // [MQTT-3.2.2-4; 5.0: MQTT-3.2.2-6]
            session_present: present && code == ReasonCode::SUCCESS,
            code,
            properties,
        }
    })
}

fn publish(version: Version) -> impl Strategy<Value = Publish> {
    let flags = (any::<bool>(), any::<bool>(), qos(), any::<bool>());
    let properties = properties(version, PUBLISH);
    (flags, topic(), id(), payload(), properties).prop_map(
        |((dup, retain, qos, is_short), topic, id, payload, properties)| Publish {
            dup: dup && qos != QoS::AtMostOnce,
            qos,
            retain,
            topic: match is_short && properties.topic_alias().is_some() {
                true => ByteString::new(),
                false => topic,
            },
            id: (qos != QoS::AtMostOnce).then_some(id),
            payload,
            properties,
        },
    )
}

fn ack(version: Version, kind: PacketType) -> impl Strategy<Value = Ack> {
    let properties = properties(version, ANSWER);
    (id(), code(version, kind), properties).prop_map(|(id, code, properties)| Ack {
        id,
        code,
        properties,
    })
}

fn options(version: Version) -> BoxedStrategy<SubscribeOptions> {
    let handling = [
        RetainHandling::Send,
        RetainHandling::SendIfNew,
        RetainHandling::DoNotSend,
    ];
    match version {
        Version::V3_1_1 => qos().prop_map(SubscribeOptions::from).boxed(),
        Version::V5 => (qos(), any::<bool>(), any::<bool>(), 0..handling.len())
            .prop_map(
                move |(qos, no_local, retain_as_published, at)| SubscribeOptions {
                    qos,
                    no_local,
                    retain_as_published,
                    retain_handling: handling[at],
                },
            )
            .boxed(),
    }
}

fn subscribe(version: Version) -> impl Strategy<Value = Subscribe> {
    let filter = (filter(), options(version)).prop_map(|(filter, mut options)| {
        // [MQTT-3.8.3-4]
        options.no_local &= !filter.starts_with("$share/");
        (filter, options)
    });
    let properties = properties(version, SUBSCRIBE);
    (id(), vec(filter, 1..5), properties).prop_map(|(id, filters, properties)| Subscribe {
        id,
        filters,
        properties,
    })
}

fn suback(version: Version) -> impl Strategy<Value = SubAck> {
    let numbers = match version {
        Version::V3_1_1 => &[0, 1, 2, 0x80],
        Version::V5 => codes(PacketType::SubAck),
    };
    let granted = select(numbers).prop_map(|number| match QoS::from_number(number) {
        Some(qos) => Ok(qos),
        None => Err(ReasonCode::read(number, PacketType::SubAck).unwrap()),
    });
    let properties = properties(version, ANSWER);
    (id(), vec(granted, 1..5), properties).prop_map(|(id, granted, properties)| SubAck {
        id,
        granted,
        properties,
    })
}

fn unsubscribe(version: Version) -> impl Strategy<Value = Unsubscribe> {
    let properties = properties(version, UNSUBSCRIBE);
    (id(), vec(filter(), 1..5), properties).prop_map(|(id, filters, properties)| Unsubscribe {
        id,
        filters,
        properties,
    })
}

fn unsuback(version: Version) -> impl Strategy<Value = UnsubAck> {
    let codes = match version {
        Version::V3_1_1 => Just(Vec::new()).boxed(),
        Version::V5 => vec(code(version, PacketType::UnsubAck), 1..5).boxed(),
    };
    let properties = properties(version, ANSWER);
    (id(), codes, properties).prop_map(|(id, codes, properties)| UnsubAck {
        id,
        codes,
        properties,
    })
}

fn disconnect(version: Version) -> impl Strategy<Value = Disconnect> {
    let properties = properties(version, DISCONNECT);
    (code(version, PacketType::Disconnect), properties)
        .prop_map(|(code, properties)| Disconnect { code, properties })
}

fn auth() -> impl Strategy<Value = Auth> {
    let properties = properties(Version::V5, AUTH);
    let code = code(Version::V5, PacketType::Auth);
    (code, properties, text()).prop_map(|(code, mut properties, method)| {
        // Only the shortest form of an AUTH leaves the method out (3.15.2.2.2).
        let is_shortest = code == ReasonCode::SUCCESS && properties.is_empty();
        if !is_shortest && properties.authentication_method().is_none() {
            properties.push(Property::AuthenticationMethod(method));
        }
        Auth { code, properties }
    })
}

/// Each type of packet that the version has, all as often.
pub(super) fn packets(version: Version) -> Vec<BoxedStrategy<Packet>> {
    let ack = |kind| ack(version, kind);
    let mut packets = vec![
        connect(version)
            .prop_map(|connect| Packet::Connect(Box::new(connect)))
            .boxed(),
        connack(version).prop_map(Packet::ConnAck).boxed(),
        publish(version).prop_map(Packet::Publish).boxed(),
        ack(PacketType::PubAck).prop_map(Packet::PubAck).boxed(),
        ack(PacketType::PubRec).prop_map(Packet::PubRec).boxed(),
        ack(PacketType::PubRel).prop_map(Packet::PubRel).boxed(),
        ack(PacketType::PubComp).prop_map(Packet::PubComp).boxed(),
        subscribe(version).prop_map(Packet::Subscribe).boxed(),
        suback(version).prop_map(Packet::SubAck).boxed(),
        unsubscribe(version).prop_map(Packet::Unsubscribe).boxed(),
        unsuback(version).prop_map(Packet::UnsubAck).boxed(),
        Just(Packet::PingReq).boxed(),
        Just(Packet::PingResp).boxed(),
        disconnect(version).prop_map(Packet::Disconnect).boxed(),
    ];
    if version == Version::V5 {
        packets.push(auth().prop_map(Packet::Auth).boxed());
    }
    packets
}

pub(super) fn version() -> impl Strategy<Value = Version> {
    select(&[Version::V3_1_1, Version::V5][..])
}

/// A packet of any type.
pub(super) fn packet(version: Version) -> impl Strategy<Value = Packet> {
    prop::strategy::Union::new(packets(version))
}
