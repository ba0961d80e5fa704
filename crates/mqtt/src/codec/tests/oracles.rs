//! The codec and two others, which were written by other people from the same text.

mod protocol_core;
mod rumq;

use std::collections::BTreeMap;

use bytes::Bytes;
use mqtt_protocol_core::mqtt::packet::GenericPacketTrait;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;

use super::packets::packets;
use super::{bytes_of, damage, damaged, decode_one, header_of, with_header};
use crate::codec::DecodeError;
use crate::packet::{Packet, Version};
use crate::property::Properties;

/// The properties of a packet, of a will first.
fn properties_of(packet: &mut Packet) -> Vec<&mut Properties> {
    match packet {
        Packet::Connect(connect) => {
            let will = connect.will.as_mut().map(|will| &mut will.properties);
            will.into_iter().chain([&mut connect.properties]).collect()
        }
        Packet::ConnAck(connack) => vec![&mut connack.properties],
        Packet::Publish(publish) => vec![&mut publish.properties],
        Packet::PubAck(ack) | Packet::PubRec(ack) | Packet::PubRel(ack) | Packet::PubComp(ack) => {
            vec![&mut ack.properties]
        }
        Packet::Subscribe(subscribe) => vec![&mut subscribe.properties],
        Packet::SubAck(suback) => vec![&mut suback.properties],
        Packet::Unsubscribe(unsubscribe) => vec![&mut unsubscribe.properties],
        Packet::UnsubAck(unsuback) => vec![&mut unsuback.properties],
        Packet::PingReq | Packet::PingResp => Vec::new(),
        Packet::Disconnect(disconnect) => vec![&mut disconnect.properties],
        Packet::Auth(auth) => vec![&mut auth.properties],
    }
}

/// The packet with its properties in the order of their identifiers, which means the same: only
/// among properties of one identifier does the order say something (2.2.2.2).
fn sorted(mut packet: Packet) -> Packet {
    for properties in properties_of(&mut packet) {
        let mut all: Vec<_> = properties.iter().cloned().collect();
        all.sort_by_key(|property| property.id());
        *properties = all.into_iter().collect();
    }
    packet
}

/// An implementation that the codec is held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Other {
    /// `mqtt-protocol-core` 0.7.9.
    Core,
    /// `mqttbytes` 0.6.0.
    Rumq,
}

/// What another implementation cannot say or read, or gives another meaning, though the
/// specification has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    /// Of 5.0: a password without a user name. 3.1.2.9 allows it, other than 3.1.1, where
    /// `[MQTT-3.1.2-22]` forbids it.
    LonePassword,
    /// Of 5.0: a DISCONNECT with 0x8C, a bad way to authenticate. Table 2-6 names DISCONNECT for
    /// it, the table in 3.14.2.1 leaves it out; what one table allows is read.
    BadMethodInDisconnect,
    /// Of 5.0: a filter that begins with `$share/` and is none of 4.8.2. A packet with it can be
    /// read; the filter is wrong, which [`crate::check_filter`] says before it is ever sent.
    ShareName,
    /// A password is binary, not text (3.1.3.5; 5.0: 3.1.3.6).
    PasswordIsText,
    /// A user name or password of no bytes is one all the same: its flag is set (3.1.2.8, 3.1.2.9).
    EmptyIsNone,
    /// AUTH is a packet of 5.0 (3.15).
    NoAuth,
    /// The properties of a CONNACK begin with a length, even where there are none (3.2.2.3.1).
    NoLengthInConnAck,
    /// A DISCONNECT without properties needs no length of them, nor a code for success (3.14.2.1,
    /// 3.14.2.2.1).
    ShortDisconnect,
    /// Properties that follow a subscription identifier are read from one byte too early.
    AfterIdentifier,
}

/// What another implementation takes, though the specification forbids it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Lax {
    /// Other flags in a fixed header are malformed `[MQTT-2.2.2-2; 5.0: MQTT-2.1.3-1]`.
    HeaderFlags,
    /// A text with U+0000 is malformed `[MQTT-1.5.3-2; 5.0: MQTT-1.5.4-2]`.
    NullCharacter,
    /// A topic has no wildcard `[MQTT-3.3.2-2]`, and without an alias at least one character
    /// `[MQTT-4.7.3-1]`.
    Topic,
    /// At QoS 0 there is no DUP `[MQTT-3.3.1-2]`.
    Dup,
    /// A will of QoS 3 is malformed `[MQTT-3.1.2-14; 5.0: MQTT-3.1.2-12]`.
    WillQoS,
    /// The reserved flag of a CONNECT is 0 `[MQTT-3.1.2-3]`, and so are those of a will where
    /// there is none (5.0: MQTT-3.1.2-11, -13), and in 3.1.1 that of a password without a user
    /// name `[MQTT-3.1.2-22]`.
    ConnectFlags,
    /// Of the flags of a CONNACK all but the lowest are 0 (3.2.2.1; 5.0: MQTT-3.2.2-1).
    ConnAckFlags,
    /// The reserved bits of a subscription's options are 0 `[MQTT-3.8.3-4; 5.0: MQTT-3.8.3-5]`.
    Options,
    /// A packet has no bytes after its last field (2.2.3), as `Fields::end` sees it.
    Rest,
    /// An AUTH has both, code and properties, or neither (3.15.2.1).
    AuthWithoutLength,
    /// In a PUBLISH of 5.0 there is always a length of the properties (3.3.2.3.1).
    PublishWithoutLength,
    /// The length of the properties is true: they end where it says (2.2.2.1).
    PropertyLength,
    /// A variable byte integer takes no more bytes than it needs `[5.0: MQTT-1.5.5-1]`.
    LongVarInt,
    /// Data to authenticate with belongs to a method (3.1.2.11.10), and an AUTH with anything in it
    /// has one (3.15.2.2.2).
    NoMethod,
    /// A shared subscription has no No Local `[5.0: MQTT-3.8.3-4]`.
    SharedNoLocal,
    /// A packet id is not 0 `[MQTT-2.3.1-1; 5.0: MQTT-2.2.1-3]`.
    NoPacketId,
    /// There is a filter `[MQTT-3.8.3-3, MQTT-3.10.3-2; 5.0: MQTT-3.8.3-2, MQTT-3.10.3-2]`.
    NoFilter,
    /// Of most properties there is one (2.2.2.2, and where each is described).
    Repeated,
    /// A property's value has bounds (where each is described).
    Value,
    /// What reads a packet's end wrong misses what is wrong with it: see [`Gap::AfterIdentifier`].
    AfterIdentifier,
}

/// What an implementation lacks for that packet.
fn gap(other: Other, packet: &Packet, version: Version) -> Option<Gap> {
    let is_new = version == Version::V5;
    let mut copy = packet.clone();
    let properties = properties_of(&mut copy).pop();
    let properties = properties.map_or(Properties::NONE, |it| it.clone());
    match (other, packet) {
        (Other::Core, Packet::Connect(connect)) => {
            let is_lone = connect.username.is_none() && connect.password.is_some();
            is_lone.then_some(Gap::LonePassword)
        }
        (_, Packet::Disconnect(disconnect)) if disconnect.code.number() == 0x8c => {
            Some(Gap::BadMethodInDisconnect)
        }
        (Other::Core, Packet::Subscribe(subscribe)) => {
            let mut filters = subscribe.filters.iter().map(|(filter, _)| filter);
            (is_new && filters.any(|filter| has_bad_share(filter))).then_some(Gap::ShareName)
        }
        (Other::Core, Packet::Unsubscribe(unsubscribe)) => {
            let mut filters = unsubscribe.filters.iter();
            (is_new && filters.any(|filter| has_bad_share(filter))).then_some(Gap::ShareName)
        }
        (Other::Core, _) => None,
        (Other::Rumq, Packet::Connect(connect)) => {
            let is_text = |bytes: &Bytes| str::from_utf8(bytes).is_ok();
            let name_is_empty = connect.username.as_ref().is_some_and(|it| it.is_empty());
            let password_is_empty = connect.password.as_ref().is_some_and(|it| it.is_empty());
            match () {
                () if !connect.password.as_ref().is_none_or(is_text) => Some(Gap::PasswordIsText),
                () if name_is_empty || password_is_empty => Some(Gap::EmptyIsNone),
                () => None,
            }
        }
        (Other::Rumq, Packet::Auth(_)) => Some(Gap::NoAuth),
        (Other::Rumq, Packet::ConnAck(_)) if is_new && properties.is_empty() => {
            Some(Gap::NoLengthInConnAck)
        }
        (Other::Rumq, Packet::Disconnect(_)) if is_new && properties.is_empty() => {
            Some(Gap::ShortDisconnect)
        }
        (Other::Rumq, Packet::Publish(_) | Packet::Subscribe(_)) => {
            let has_identifier = properties.subscription_identifier().is_some();
            has_identifier.then_some(Gap::AfterIdentifier)
        }
        (Other::Rumq, _) => None,
    }
}

fn has_bad_share(filter: &str) -> bool {
    filter.strip_prefix("$share/").is_some_and(|rest| {
        let group = rest.split_once('/').map_or("", |(group, _)| group);
        group.is_empty() || group.contains(['+', '#'])
    })
}

/// Where an implementation is known to take what gives that error here.
fn lax(other: Other, error: &DecodeError, version: Version) -> Option<Lax> {
    use DecodeError as E;
    let is_new = version == Version::V5;
    let is_rumq = other == Other::Rumq;
    match error {
        E::WrongFlags { packet, .. } => {
            // It looks at them for this one.
            let is_checked = is_rumq && is_new && *packet == "DISCONNECT";
            (!is_checked).then_some(Lax::HeaderFlags)
        }
        E::BadText(_) => Some(Lax::NullCharacter),
        E::BadTopic => Some(Lax::Topic),
        E::DuplicateQoS0 => Some(Lax::Dup),
        E::BadQoS("CONNECT") if !is_rumq => Some(Lax::WillQoS),
        E::Reserved { packet, field, .. } => match (*packet, *field) {
            ("CONNECT", "flags") => Some(Lax::ConnectFlags),
            ("CONNACK", "flags") => Some(Lax::ConnAckFlags),
            ("SUBSCRIBE", "options") => (is_rumq || !is_new).then_some(Lax::Options),
            _ => None,
        },
        E::WrongLength(packet) => match (*packet, other) {
            ("PUBACK" | "PUBREC" | "PUBREL" | "PUBCOMP", Other::Core) if !is_new => Some(Lax::Rest),
            ("AUTH", Other::Core) => Some(Lax::AuthWithoutLength),
            ("PUBLISH", Other::Core) if is_new => Some(Lax::PublishWithoutLength),
            ("PINGREQ" | "PINGRESP", Other::Rumq) => Some(Lax::Rest),
            (_, Other::Rumq) if is_new => Some(Lax::PropertyLength),
            (
                "CONNECT" | "CONNACK" | "PUBACK" | "PUBREC" | "PUBREL" | "PUBCOMP" | "DISCONNECT",
                Other::Rumq,
            ) => Some(Lax::Rest),
            _ => None,
        },
        E::LongVarInt(_) => is_new.then_some(Lax::LongVarInt),
        E::NoAuthenticationMethod(_) => Some(Lax::NoMethod),
        E::SharedNoLocal => Some(Lax::SharedNoLocal),
        E::NoPacketId(packet) => match (*packet, other) {
            ("SUBSCRIBE" | "SUBACK" | "UNSUBSCRIBE" | "UNSUBACK", _) => Some(Lax::NoPacketId),
            ("PUBLISH", Other::Core) => Some(Lax::NoPacketId),
            ("PUBACK" | "PUBREC" | "PUBREL" | "PUBCOMP", Other::Rumq) => Some(Lax::NoPacketId),
            _ => None,
        },
        E::Empty(_) => is_rumq.then_some(Lax::NoFilter),
        E::RepeatedProperty { packet, id } => {
            let is_known = is_rumq || (*packet == "SUBSCRIBE" && *id == 0x0b);
            is_known.then_some(Lax::Repeated)
        }
        E::WrongProperty { .. } => is_rumq.then_some(Lax::Value),
        E::ForeignProperty {
            packet: "PUBLISH" | "SUBSCRIBE",
            ..
        } => is_rumq.then_some(Lax::AfterIdentifier),
        _ => None,
    }
}

/// It prints each one that it reads, so it is left out.
fn prints(packet: u8, version: Version) -> bool {
    packet == 10 && version == Version::V5
}

#[test]
fn a_hundred_thousand_packets_are_written_and_read_alike_by_other_implementations() {
    let mut runner = TestRunner::deterministic();
    let mut agreed = BTreeMap::<_, u32>::new();
    let mut gaps = BTreeMap::<_, u32>::new();
    for version in [Version::V3_1_1, Version::V5] {
        for strategy in packets(version) {
            for _ in 0..4500 {
                let packet = strategy.new_tree(&mut runner).unwrap().current();
                let bytes = bytes_of(&packet, version);
                match gap(Other::Core, &packet, version) {
                    Some(gap) => *gaps.entry((Other::Core, gap)).or_default() += 1,
                    None => {
                        let theirs = protocol_core::build(&packet, version).unwrap();
                        // In the same order, as both keep that of the properties.
                        assert_eq!(theirs.to_continuous_buffer(), bytes, "{packet:?}");
                        let read = protocol_core::read(version, &bytes);
                        assert_eq!(read, Ok(Some(theirs)), "{packet:?}");
                        *agreed.entry((Other::Core, version as u8)).or_default() += 1;
                    }
                }
                match gap(Other::Rumq, &packet, version) {
                    _ if prints(bytes[0] >> 4, version) => {}
                    Some(gap) => *gaps.entry((Other::Rumq, gap)).or_default() += 1,
                    None => {
                        let again = rumq::rewrite(version, &bytes).unwrap().unwrap();
                        if version == Version::V3_1_1 {
                            assert_eq!(again, bytes, "{packet:?}");
                        }
                        let (read, _) = decode_one(version, &again).unwrap().unwrap();
                        assert_eq!(sorted(read), sorted(packet));
                        *agreed.entry((Other::Rumq, version as u8)).or_default() += 1;
                    }
                }
                // Of those that say nothing, one is as good as many.
                if bytes.len() == 2 && version == Version::V3_1_1 || matches!(bytes[0], 0xc0 | 0xd0)
                {
                    break;
                }
            }
        }
    }
    println!("packets that agree, by implementation and protocol level: {agreed:?}");
    println!("packets that it lacks: {gaps:?}");
    let of = |other| -> u32 {
        let counts = agreed.iter().filter(|((it, _), _)| *it == other);
        counts.map(|(_, count)| count).sum()
    };
    assert!(of(Other::Core) >= 100_000);
    assert!(of(Other::Rumq) >= 80_000);
}

/// What a decoder says of bytes.
#[derive(Debug, PartialEq)]
enum Said {
    /// This, read again from what it writes.
    Taken(Result<Option<(Packet, Version)>, DecodeError>),
    Waiting,
    Refused,
}

impl Said {
    fn new<T, E>(read: Result<Option<T>, E>, version: Version, write: fn(T) -> Vec<u8>) -> Self {
        match read {
            Ok(Some(packet)) => {
                let again = decode_one(version, &write(packet));
                Self::Taken(again.map(|it| it.map(|(packet, version)| (sorted(packet), version))))
            }
            Ok(None) => Self::Waiting,
            Err(_) => Self::Refused,
        }
    }
}

/// Who sees the bytes otherwise, and why.
///
/// # Panics
///
/// Where it is not known why.
fn disagreements(version: Version, bytes: &[u8], origin: impl Fn() -> String) -> Vec<(Other, Why)> {
    let ours = decode_one(version, bytes);
    // A CONNECT says itself which version it is of.
    let version = match (bytes[0] >> 4, bytes.get(header_of(bytes) + 6)) {
        (1, Some(4)) => Version::V3_1_1,
        (1, Some(5)) => Version::V5,
        _ => version,
    };
    let core = protocol_core::read(version, bytes);
    let core = Said::new(core, version, |packet| packet.to_continuous_buffer());
    let mut others = vec![(Other::Core, core)];
    if !prints(bytes[0] >> 4, version) {
        let rumq = rumq::rewrite(version, bytes);
        let rumq = Said::new(rumq, version, |bytes| bytes.to_vec());
        others.push((Other::Rumq, rumq));
    }
    let mut known = Vec::new();
    for (other, theirs) in others {
        let why = match (&ours, &theirs) {
            (Err(_), Said::Refused) | (Ok(None), Said::Waiting) => continue,
            (Ok(Some((packet, version))), theirs) => {
                let same = Ok(Some((sorted(packet.clone()), *version)));
                if *theirs == Said::Taken(same) {
                    continue;
                }
                gap(other, packet, *version).map(Why::Gap)
            }
            (Err(error), _) => lax(other, error, version).map(Why::Lax),
            (Ok(None), _) => None,
        };
        let why = why.unwrap_or_else(|| {
            panic!(
                "MQTT {version}: {other:?} says {theirs:?}, and here it is {ours:?}, of \
                 {bytes:02x?}, {}",
                origin()
            )
        });
        known.push((other, why));
    }
    known
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Why {
    Gap(Gap),
    Lax(Lax),
}

#[test]
fn each_damaged_packet_that_others_see_otherwise_is_one_that_is_explained() {
    let mut runner = TestRunner::deterministic();
    let damages = damage();
    let mut known = BTreeMap::<_, u32>::new();
    let mut compared = 0_u32;
    for version in [Version::V3_1_1, Version::V5] {
        for strategy in packets(version) {
            for _ in 0..4500 {
                let packet = strategy.new_tree(&mut runner).unwrap().current();
                let damage = damages.new_tree(&mut runner).unwrap().current();
                let bytes = damaged(&bytes_of(&packet, version), &damage);
                let origin = || format!("which was {packet:?} before {damage:?}");
                for why in disagreements(version, &bytes, origin) {
                    *known.entry(why).or_default() += 1;
                }
                compared += 1;
            }
        }
    }
    println!("{compared} compared, and of these explained: {known:#?}");
    assert!(compared >= 100_000);
}

/// What damage seldom makes, and so is made by hand: each is refused here.
#[test]
fn what_others_take_and_damage_seldom_makes_is_explained_too() {
    type Case<'a> = (&'a [u8], &'a [(Other, Lax)]);
    let cases: [Case<'_>; 8] = [
        (
            b"\x82\x07\0\0\0\0\x01a\0",
            &[
                (Other::Core, Lax::NoPacketId),
                (Other::Rumq, Lax::NoPacketId),
            ],
        ),
        (
            b"\xb0\x04\0\0\0\0",
            &[
                (Other::Core, Lax::NoPacketId),
                (Other::Rumq, Lax::NoPacketId),
            ],
        ),
        (b"\x32\x06\0\x01a\0\0\0", &[(Other::Core, Lax::NoPacketId)]),
        (
            b"\x82\x0b\0\x01\x04\x0b\x01\x0b\x01\0\x01a\0",
            &[(Other::Core, Lax::Repeated), (Other::Rumq, Lax::Repeated)],
        ),
        (
            b"\x10\x14\0\x04MQTT\x05\x1e\0\0\0\0\0\0\0\x01a\0\x01b",
            &[(Other::Core, Lax::WillQoS)],
        ),
        (
            b"\x10\x11\0\x04MQTT\x05\x02\0\0\x04\x16\0\x01a\0\0",
            &[(Other::Core, Lax::NoMethod), (Other::Rumq, Lax::NoMethod)],
        ),
        (
            b"\xf0\x06\0\x04\x1f\0\x01a",
            &[(Other::Core, Lax::NoMethod)],
        ),
        (
            b"\x90\x05\0\x01\x80\0\0",
            &[
                (Other::Core, Lax::LongVarInt),
                (Other::Rumq, Lax::LongVarInt),
            ],
        ),
    ];
    for (bytes, expected) in cases {
        let expected: Vec<_> = expected
            .iter()
            .map(|(other, lax)| (*other, Why::Lax(*lax)))
            .collect();
        let found = disagreements(Version::V5, bytes, String::new);
        assert_eq!(found, expected, "{bytes:02x?}");
    }
}

/// Every number in the place of a packet's code. 2.4 has the codes, table 2-6 where they are.
#[test]
fn a_code_is_read_where_others_read_it_and_nowhere_else() {
    for number in 0..=0xff {
        let bodies: [(u8, &[u8]); 9] = [
            (0x20, &[0, number, 0]),
            (0x40, &[0, 1, number]),
            (0x50, &[0, 1, number]),
            (0x62, &[0, 1, number]),
            (0x70, &[0, 1, number]),
            (0x90, &[0, 1, 0, number]),
            (0xb0, &[0, 1, 0, number]),
            (0xe0, &[number]),
            (0xf0, &[number, 4, 0x15, 0, 1, b'a']),
        ];
        for (first, body) in bodies {
            let bytes = with_header(first, body);
            let ours = decode_one(Version::V5, &bytes).is_ok();
            let theirs = protocol_core::read(Version::V5, &bytes).is_ok();
            // See `Gap::BadMethodInDisconnect`.
            let is_known = first == 0xe0 && number == 0x8c;
            assert_eq!(ours, theirs != is_known, "{bytes:02x?}");
        }
    }
}

/// Every identifier with a value of every size, in every packet (table 2-4).
#[test]
fn a_property_is_read_where_others_read_it_and_nowhere_else() {
    let values: [&[u8]; 6] = [
        &[1],
        &[0, 0],
        &[0, 1],
        &[0, 0, 0, 1],
        &[0, 1, b'a'],
        &[0, 1, b'a', 0, 1, b'b'],
    ];
    let will = b"\0\x04MQTT\x05\x04\0\0\0\0\0";
    let places: [(u8, &[u8], &[u8]); 14] = [
        (0x10, b"\0\x04MQTT\x05\x02\0\0", b"\0\0"),
        (0x10, will, b"\0\x01a\0\0"),
        (0x20, b"\0\0", b""),
        (0x30, b"\0\x01a", b""),
        (0x40, b"\0\x01\0", b""),
        (0x50, b"\0\x01\0", b""),
        (0x62, b"\0\x01\0", b""),
        (0x70, b"\0\x01\0", b""),
        (0x82, b"\0\x01", b"\0\x01a\0"),
        (0x90, b"\0\x01", b"\0"),
        (0xa2, b"\0\x01", b"\0\x01a"),
        (0xb0, b"\0\x01", b"\0"),
        (0xe0, b"\0", b""),
        (0xf0, b"\0", b""),
    ];
    let mut taken = 0;
    for id in 0..=0xff {
        for value in values {
            for (first, before, after) in places {
                // With a method, as data needs one; AUTH needs one anyway.
                let method: &[u8] = match (first, id) {
                    (0xf0, 0x15) => &[],
                    (0xf0, _) | (0x10 | 0x20, 0x16) if before != will => &[0x15, 0, 1, b'a'],
                    _ => &[],
                };
                let length = u8::try_from(method.len() + 1 + value.len()).unwrap();
                let body = [before, &[length], method, &[id], value, after].concat();
                let bytes = with_header(first, &body);
                let ours = decode_one(Version::V5, &bytes).is_ok();
                let theirs = protocol_core::read(Version::V5, &bytes).is_ok();
                assert_eq!(ours, theirs, "{bytes:02x?}");
                taken += u32::from(ours);
            }
        }
    }
    // The places of table 2-4, some of them with values of two sizes.
    assert!(taken >= 70, "{taken}");
}
