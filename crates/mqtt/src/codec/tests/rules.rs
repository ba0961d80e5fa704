//! What breaks a rule is refused, and says which; what only looks like it is taken.
//!
//! Statements are named as the specifications number them: those of 3.1.1 alone, those of 5.0 with
//! its version where the number means something else in the other one.

use bytes::{Bytes, BytesMut};

use super::{NO_LIMIT, bytes_of, decode, decode_one, with_header};
use crate::codec::{DecodeError, Decoder, encode};
use crate::packet::{Ack, Auth, ConnAck, Disconnect, Packet, PacketId, PacketType, Version};
use crate::property::VarInt;
use crate::reason::ReasonCode;

use DecodeError as E;
use ReasonCode as R;
use Version::{V3_1_1, V5};

pub(super) const BOTH: [Version; 2] = [V3_1_1, V5];

/// The error of the bytes, which both versions give where both are asked.
fn error_of(versions: &[Version], bytes: &[u8]) -> E {
    let errors: Vec<_> = versions
        .iter()
        .map(|version| decode_one(*version, bytes).expect_err("it breaks a rule"))
        .collect();
    assert!(errors.windows(2).all(|two| two[0] == two[1]), "{errors:?}");
    errors[0].clone()
}

/// The error of a packet with that first byte, and that after its remaining length.
fn error(versions: &[Version], first: u8, body: &[u8]) -> E {
    error_of(versions, &with_header(first, body))
}

fn assert_breaks(versions: &[Version], first: u8, body: &[u8], expected: E, code: R) {
    let error = error(versions, first, body);
    assert_eq!(error, expected, "{first:#04x} {body:02x?}");
    assert_eq!(error.code(), code, "{error}");
}

fn taken(version: Version, first: u8, body: &[u8]) -> Packet {
    let bytes = with_header(first, body);
    let packet = decode_one(version, &bytes);
    packet.unwrap().expect("the packet is there whole").0
}

fn flags_of(packet: &'static str, flags: u8) -> E {
    E::WrongFlags { packet, flags }
}

fn reserved(packet: &'static str, field: &'static str, value: u8) -> E {
    E::Reserved {
        packet,
        field,
        value,
    }
}

fn foreign(packet: &'static str, id: u8) -> E {
    E::ForeignProperty { packet, id }
}

fn wrong(packet: &'static str, id: u8) -> E {
    E::WrongProperty { packet, id }
}

/// The body of a CONNECT of that level and those flags, with what comes after the keep-alive.
pub(super) fn connect(level: u8, flags: u8, rest: &[u8]) -> Vec<u8> {
    [b"\0\x04MQTT", &[level, flags, 0, 0][..], rest].concat()
}

/// Each error, in the order of its declaration, with the code that a DISCONNECT says of it.
#[test]
fn each_rule_that_is_broken_has_its_error() {
    let errors = [
        (error_of(&BOTH, &[0x00, 0]), R::MALFORMED_PACKET),
        (error(&BOTH, 0x21, &[0, 0, 0]), R::MALFORMED_PACKET),
        (
            error_of(&BOTH, b"\x30\xff\xff\xff\xff"),
            R::MALFORMED_PACKET,
        ),
        (too_large(V5, 100, &[0x30, 99]), R::PACKET_TOO_LARGE),
        (error(&BOTH, 0x40, &[0]), R::MALFORMED_PACKET),
        (error(&[V5], 0x20, &[0, 0, 0x80, 0]), R::MALFORMED_PACKET),
        (error(&BOTH, 0x30, &[0, 1, 0xff]), R::MALFORMED_PACKET),
        (error(&BOTH, 0x40, &[0, 0]), R::PROTOCOL_ERROR),
        (error(&BOTH, 0x36, &[0, 1, b'a', 0, 1]), R::MALFORMED_PACKET),
        (error(&BOTH, 0x38, &[0, 1, b'a', 0]), R::PROTOCOL_ERROR),
        (error(&BOTH, 0x30, &[0, 1, b'#', 0]), R::PROTOCOL_ERROR),
        (error(&BOTH, 0x20, &[2, 0]), R::MALFORMED_PACKET),
        (
            error(&[V5], 0x40, &[0, 1, 0, 2, 0x01, 1]),
            R::MALFORMED_PACKET,
        ),
        (
            error(&[V5], 0xe0, b"\0\x08\x1f\0\x01a\x1f\0\x01a"),
            R::PROTOCOL_ERROR,
        ),
        (error(&[V5], 0x20, &[0, 0, 2, 0x25, 2]), R::PROTOCOL_ERROR),
        (error(&[V5], 0xf0, &[0x18, 0]), R::PROTOCOL_ERROR),
        (
            error(&[V5], 0x82, b"\0\x01\0\0\x0a$share/g/a\x04"),
            R::PROTOCOL_ERROR,
        ),
        (error(&BOTH, 0x10, &connect(3, 2, b"")), R::MALFORMED_PACKET),
        (error(&[V5], 0xa2, &[0, 1, 0]), R::PROTOCOL_ERROR),
    ];
    for (at, (error, code)) in errors.iter().enumerate() {
        // Where there is a new one, this says that it has no rule here yet.
        let place = match error {
            E::ReservedType(_) => 0,
            E::WrongFlags { .. } => 1,
            E::LengthTooLong => 2,
            E::TooLarge { .. } => 3,
            E::WrongLength(_) => 4,
            E::LongVarInt(_) => 5,
            E::BadText(_) => 6,
            E::NoPacketId(_) => 7,
            E::BadQoS(_) => 8,
            E::DuplicateQoS0 => 9,
            E::BadTopic => 10,
            E::Reserved { .. } => 11,
            E::ForeignProperty { .. } => 12,
            E::RepeatedProperty { .. } => 13,
            E::WrongProperty { .. } => 14,
            E::NoAuthenticationMethod(_) => 15,
            E::SharedNoLocal => 16,
            E::UnknownProtocol => 17,
            E::Empty(_) => 18,
        };
        assert_eq!(place, at, "{error}");
        assert_eq!(error.code(), *code, "{error}");
        // What a host shows of it is a sentence that begins with the packet.
        assert!(error.to_string().starts_with("a "), "{error}");
    }
}

/// 2.1.2: type 0 is forbidden in both, 15 in 3.1.1.
#[test]
fn a_type_that_is_reserved_is_refused() {
    for version in BOTH {
        let malformed = R::MALFORMED_PACKET;
        assert_breaks(&[version], 0x00, b"", E::ReservedType(0), malformed);
    }
    assert_eq!(error(&[V3_1_1], 0xf0, b""), E::ReservedType(15));
    assert_eq!(taken(V5, 0xf0, b""), Packet::Auth(Auth::default()));
}

/// `[MQTT-2.2.2-1, MQTT-2.2.2-2; MQTT-3.6.1-1, MQTT-3.8.1-1, MQTT-3.10.1-1; 5.0: MQTT-2.1.3-1,
/// MQTT-3.14.1-1, MQTT-3.15.1-1]`
#[test]
fn other_flags_of_a_fixed_header_are_refused() {
    let names = [
        (0x10, "CONNECT"),
        (0x20, "CONNACK"),
        (0x40, "PUBACK"),
        (0x50, "PUBREC"),
        (0x62, "PUBREL"),
        (0x70, "PUBCOMP"),
        (0x82, "SUBSCRIBE"),
        (0x90, "SUBACK"),
        (0xa2, "UNSUBSCRIBE"),
        (0xb0, "UNSUBACK"),
        (0xc0, "PINGREQ"),
        (0xd0, "PINGRESP"),
        (0xe0, "DISCONNECT"),
        (0xf0, "AUTH"),
    ];
    for (first, packet) in names {
        for flags in (0..=0x0f).filter(|flags| *flags != first & 0x0f) {
            let versions = if packet == "AUTH" { &BOTH[1..] } else { &BOTH };
            let (first, error) = (first & 0xf0 | flags, flags_of(packet, flags));
            assert_breaks(versions, first, b"", error, R::MALFORMED_PACKET);
        }
    }
}

/// 2.2.3; 5.0: 2.1.4 and 1.5.5.
#[test]
fn a_remaining_length_takes_at_most_four_bytes() {
    let bytes = [0x30, 0xff, 0xff, 0xff, 0xff, 1];
    assert_eq!(error_of(&BOTH, &bytes), E::LengthTooLong);
    assert_eq!(error_of(&BOTH, &bytes[..5]), E::LengthTooLong);
    for version in BOTH {
        // The longest, of which the rest is on its way.
        assert_eq!(decode_one(version, b"\x30\xff\xff\xff\x7f"), Ok(None));
        assert_eq!(decode_one(version, b"\x30\xff\xff\xff"), Ok(None));
    }
}

/// `[5.0: MQTT-1.5.5-1]`; 3.1.1 has no such rule.
#[test]
fn a_variable_byte_integer_takes_no_more_bytes_than_it_needs() {
    let longer = b"\xd0\x80\0";
    assert_eq!(error_of(&[V5], longer), E::LongVarInt("packet"));
    assert_eq!(
        error_of(&[V5], b"\xd0\x80\x80\x80\0"),
        E::LongVarInt("packet")
    );
    let old = decode_one(V3_1_1, longer);
    assert_eq!(old, Ok(Some((Packet::PingResp, V3_1_1))));
    let malformed = R::MALFORMED_PACKET;
    // The length of the properties, then a subscription identifier.
    let long = |packet| E::LongVarInt(packet);
    assert_breaks(&[V5], 0x20, b"\0\0\x80\0", long("CONNACK"), malformed);
    assert_breaks(&[V5], 0x30, b"\0\x01a\x80\0", long("PUBLISH"), malformed);
    let body = b"\0\x01a\x03\x0b\x81\0";
    assert_breaks(&[V5], 0x30, body, long("PUBLISH"), malformed);
}

/// 5.0: 1.5.5.
#[test]
fn a_variable_byte_integer_takes_at_most_four_bytes() {
    let long = E::LongVarInt("PUBLISH");
    let body = b"\0\x01a\xff\xff\xff\xff\x01";
    assert_breaks(&[V5], 0x30, body, long.clone(), R::MALFORMED_PACKET);
    let body = b"\0\x01a\x06\x0b\xff\xff\xff\xff\x01";
    assert_breaks(&[V5], 0x30, body, long, R::MALFORMED_PACKET);
    let Packet::Publish(publish) = taken(V5, 0x30, b"\0\x01a\x05\x0b\xff\xff\xff\x7f") else {
        panic!("it is a PUBLISH")
    };
    let identifiers: Vec<_> = publish.properties.subscription_identifiers().collect();
    assert_eq!(identifiers, [VarInt::new(0x0fff_ffff).unwrap()]);
}

fn too_large(version: Version, limit: usize, bytes: &'static [u8]) -> E {
    let mut decoder = Decoder::new(version, limit);
    decoder.push(Bytes::from_static(bytes));
    decoder.next_packet().unwrap_err()
}

/// `[5.0: MQTT-3.1.2-24, MQTT-3.2.2-15]`, of the whole packet (5.0: 2.1.4).
#[test]
fn a_packet_beyond_the_limit_is_refused_before_it_has_arrived() {
    for version in BOTH {
        let error = too_large(version, 100, &[0x30, 99]);
        let (size, limit) = (101, 100);
        assert_eq!(error, E::TooLarge { size, limit });
        assert_eq!(error.code(), R::PACKET_TOO_LARGE);
        let mut decoder = Decoder::new(version, 101);
        decoder.push(Bytes::from_static(&[0x30, 99]));
        assert_eq!(decoder.next_packet(), Ok(None), "as large as is taken");
    }
}

/// 2.2.3; 5.0: 2.1.4, and malformed as of 1.2.
#[test]
fn a_packet_ends_where_its_remaining_length_says() {
    let short: [(u8, &'static str, &[u8]); 13] = [
        (0x10, "CONNECT", b"\0\x04MQTT\x04\x02\0"),
        (0x20, "CONNACK", b"\0"),
        (0x30, "PUBLISH", b"\0"),
        (0x30, "PUBLISH", b"\0\x02a"),
        (0x32, "PUBLISH", b"\0\x01a\0"),
        (0x40, "PUBACK", b"\0"),
        (0x50, "PUBREC", b""),
        (0x62, "PUBREL", b"\0"),
        (0x70, "PUBCOMP", b"\0"),
        (0x82, "SUBSCRIBE", b"\0"),
        (0x90, "SUBACK", b"\0"),
        (0xa2, "UNSUBSCRIBE", b"\0"),
        (0xb0, "UNSUBACK", b"\0"),
    ];
    for (first, packet, body) in short {
        let wrong = E::WrongLength(packet);
        assert_breaks(&BOTH, first, body, wrong, R::MALFORMED_PACKET);
    }
    // Options are missing, and a filter's end.
    let cut = E::WrongLength("SUBSCRIBE");
    assert_eq!(error(&[V3_1_1], 0x82, b"\0\x01\0\x01a"), cut);
    assert_breaks(&[V5], 0x82, b"\0\x01\0\0\x01a", cut, R::MALFORMED_PACKET);
    let cut = E::WrongLength("UNSUBSCRIBE");
    assert_eq!(error(&[V3_1_1], 0xa2, b"\0\x01\0\x02a"), cut);
    assert_breaks(&[V5], 0xa2, b"\0\x01\0\0\x02a", cut, R::MALFORMED_PACKET);
    let long: [(u8, &'static str, &[u8]); 8] = [
        (0x20, "CONNACK", b"\0\0\0"),
        (0x40, "PUBACK", b"\0\x01\0"),
        (0x50, "PUBREC", b"\0\x01\0"),
        (0x62, "PUBREL", b"\0\x01\0"),
        (0x70, "PUBCOMP", b"\0\x01\0"),
        (0xb0, "UNSUBACK", b"\0\x01\0"),
        (0xe0, "DISCONNECT", b"\0"),
        (0x10, "CONNECT", b"\0\x04MQTT\x04\x02\0\0\0\0\0"),
    ];
    for (first, packet, body) in long {
        assert_eq!(error(&[V3_1_1], first, body), E::WrongLength(packet));
    }
    for (first, packet) in [(0xc0, "PINGREQ"), (0xd0, "PINGRESP")] {
        let wrong = E::WrongLength(packet);
        assert_breaks(&BOTH, first, b"\0", wrong, R::MALFORMED_PACKET);
    }
    let long: [(u8, &'static str, &[u8]); 5] = [
        (0x20, "CONNACK", b"\0\0\0\0"),
        (0x40, "PUBACK", b"\0\x01\0\0\0"),
        (0xe0, "DISCONNECT", b"\0\0\0"),
        (0xf0, "AUTH", b"\0\0\0"),
        (0x10, "CONNECT", b"\0\x04MQTT\x05\x02\0\0\0\0\0\0"),
    ];
    for (first, packet, body) in long {
        let wrong = E::WrongLength(packet);
        assert_breaks(&[V5], first, body, wrong, R::MALFORMED_PACKET);
    }
}

/// `[5.0: MQTT-2.2.2-1]`, 3.3.2.3.1, 3.15.2.1.
#[test]
fn properties_end_where_their_length_says() {
    let bodies: [(u8, &'static str, &[u8]); 7] = [
        // There is no length.
        (0x30, "PUBLISH", b"\0\x01a"),
        (0x82, "SUBSCRIBE", b"\0\x01"),
        (0x90, "SUBACK", b"\0\x01"),
        (0xf0, "AUTH", b"\0"),
        // It reaches beyond the packet.
        (0x20, "CONNACK", b"\0\0\x03\x25\0"),
        // It ends within a property, and within its identifier's value.
        (0x20, "CONNACK", b"\0\0\x02\x13\0\0"),
        (0x20, "CONNACK", b"\0\0\x01\x25\0"),
    ];
    for (first, packet, body) in bodies {
        let wrong = E::WrongLength(packet);
        assert_breaks(&[V5], first, body, wrong, R::MALFORMED_PACKET);
    }
}

/// `[MQTT-1.5.3-1, MQTT-1.5.3-2; MQTT-3.1.3-4, MQTT-3.1.3-11, MQTT-3.3.2-1, MQTT-3.8.3-1,
/// MQTT-3.10.3-1; 5.0: MQTT-1.5.4-1, MQTT-1.5.4-2, MQTT-1.5.7-1]`
#[test]
fn a_text_is_utf_8_without_null_characters() {
    let malformed = R::MALFORMED_PACKET;
    // Not UTF-8 at all, a surrogate, too many bytes for a slash, a null character.
    for text in [&b"\xff"[..], b"\xed\xa0\x80", b"\xc0\xaf", b"a\0b"] {
        let field = [&[0, u8::try_from(text.len()).unwrap()], text].concat();
        let bad = |packet| E::BadText(packet);
        assert_breaks(&BOTH, 0x30, &field, bad("PUBLISH"), malformed);
        for (level, before) in [(4, &b""[..]), (5, b"\0")] {
            let id = connect(level, 2, &[before, &field].concat());
            assert_breaks(&BOTH, 0x10, &id, bad("CONNECT"), malformed);
            let name = connect(level, 0x82, &[before, b"\0\0", &field].concat());
            assert_breaks(&BOTH, 0x10, &name, bad("CONNECT"), malformed);
            let topic = connect(level, 6, &[before, b"\0\0", before, &field].concat());
            assert_breaks(&BOTH, 0x10, &topic, bad("CONNECT"), malformed);
        }
        for (version, before) in [(V3_1_1, &b"\0\x01"[..]), (V5, b"\0\x01\0")] {
            let body = [before, &field, b"\0"].concat();
            assert_breaks(&[version], 0x82, &body, bad("SUBSCRIBE"), malformed);
            let body = [before, &field].concat();
            assert_breaks(&[version], 0xa2, &body, bad("UNSUBSCRIBE"), malformed);
        }
        let length = u8::try_from(field.len() + 1).unwrap();
        let body = [&[0, length, 0x1f], &field[..]].concat();
        assert_breaks(&[V5], 0xe0, &body, bad("DISCONNECT"), malformed);
        // A user property's name, then its value.
        for pair in [[&field, &b"\0\x01a"[..]], [&b"\0\x01a"[..], &field]] {
            let body = [&[0, length + 3, 0x26], pair[0], pair[1]].concat();
            assert_breaks(&[V5], 0xe0, &body, bad("DISCONNECT"), malformed);
        }
    }
}

/// `[MQTT-1.5.3-3; 5.0: MQTT-1.5.4-3]`
#[test]
fn a_byte_order_mark_is_part_of_the_text() {
    for (version, body) in [
        (V3_1_1, &b"\0\x04\xef\xbb\xbfa"[..]),
        (V5, b"\0\x04\xef\xbb\xbfa\0"),
    ] {
        let Packet::Publish(publish) = taken(version, 0x30, body) else {
            panic!("it is a PUBLISH")
        };
        assert_eq!(publish.topic, "\u{feff}a");
    }
}

/// `[MQTT-2.3.1-1; 5.0: MQTT-2.2.1-3, MQTT-2.2.1-4]`
#[test]
fn a_packet_id_is_never_0() {
    let bodies: [(u8, &'static str, &[u8]); 9] = [
        (0x32, "PUBLISH", b"\0\x01a\0\0\0"),
        (0x40, "PUBACK", b"\0\0"),
        (0x50, "PUBREC", b"\0\0"),
        (0x62, "PUBREL", b"\0\0"),
        (0x70, "PUBCOMP", b"\0\0"),
        (0x82, "SUBSCRIBE", b"\0\0\0\0\x01a\0"),
        (0x90, "SUBACK", b"\0\0\0\0"),
        (0xa2, "UNSUBSCRIBE", b"\0\0\0\0\x01a"),
        (0xb0, "UNSUBACK", b"\0\0\0\0"),
    ];
    for (first, packet, body) in bodies {
        assert_breaks(&BOTH, first, body, E::NoPacketId(packet), R::PROTOCOL_ERROR);
    }
}

/// `[MQTT-2.3.1-5; 5.0: MQTT-2.2.1-2]`
#[test]
fn a_message_of_qos_0_has_no_packet_id() {
    let Packet::Publish(publish) = taken(V3_1_1, 0x30, b"\0\x01a\0\x07") else {
        panic!("it is a PUBLISH")
    };
    assert_eq!((publish.id, &publish.payload[..]), (None, &b"\0\x07"[..]));
}

/// `[MQTT-3.3.1-4]`, and of a will `[MQTT-3.1.2-14; 5.0: MQTT-3.1.2-12]`.
#[test]
fn a_message_and_a_will_have_no_qos_of_3() {
    let malformed = R::MALFORMED_PACKET;
    for first in [0x36, 0x37, 0x3e] {
        let bad = E::BadQoS("PUBLISH");
        assert_breaks(&BOTH, first, b"\0\x01a\0\x01\0", bad, malformed);
    }
    for (level, rest) in [(4, &b"\0\0\0\x01a\0\0"[..]), (5, b"\0\0\0\0\0\x01a\0\0")] {
        let body = connect(level, 0x1e, rest);
        assert_breaks(&BOTH, 0x10, &body, E::BadQoS("CONNECT"), malformed);
    }
}

/// `[MQTT-3.8.3-4]` in 3.1.1; 5.0: 3.8.3.1, where it is a protocol error.
#[test]
fn a_subscription_has_no_qos_of_3() {
    let bad = E::BadQoS("SUBSCRIBE");
    assert_eq!(error(&[V3_1_1], 0x82, b"\0\x01\0\x01a\x03"), bad);
    assert_breaks(&[V5], 0x82, b"\0\x01\0\0\x01a\x03", bad, R::PROTOCOL_ERROR);
}

/// 5.0: 3.8.3.1.
#[test]
fn a_subscription_has_no_retain_handling_of_3() {
    let bad = reserved("SUBSCRIBE", "retain handling", 3);
    assert_breaks(&[V5], 0x82, b"\0\x01\0\0\x01a\x30", bad, R::PROTOCOL_ERROR);
}

/// `[MQTT-3.8.3-4; 5.0: MQTT-3.8.3-5]`
#[test]
fn the_reserved_bits_of_a_subscriptions_options_are_0() {
    for bit in 2..8 {
        let body = [0, 1, 0, 1, b'a', 1 << bit];
        let options = reserved("SUBSCRIBE", "options", 1 << bit);
        assert_eq!(error(&[V3_1_1], 0x82, &body), options);
    }
    for bits in [0x40, 0x80, 0xff] {
        let options = reserved("SUBSCRIBE", "options", bits);
        let body = [0, 1, 0, 0, 1, b'a', bits];
        assert_breaks(&[V5], 0x82, &body, options, R::MALFORMED_PACKET);
    }
}

/// `[5.0: MQTT-3.8.3-4]`
#[test]
fn a_shared_subscription_has_no_no_local() {
    let body = b"\0\x01\0\0\x0a$share/g/a\x04";
    assert_breaks(&[V5], 0x82, body, E::SharedNoLocal, R::PROTOCOL_ERROR);
    taken(V5, 0x82, b"\0\x01\0\0\x0a$share/g/a\0");
    taken(V5, 0x82, b"\0\x01\0\0\x07$shared\x04");
}

/// `[MQTT-3.3.1-2]`
#[test]
fn a_message_of_qos_0_has_no_dup() {
    for first in [0x38, 0x39] {
        let body = b"\0\x01a\0";
        assert_breaks(&BOTH, first, body, E::DuplicateQoS0, R::PROTOCOL_ERROR);
    }
}

/// `[MQTT-3.3.2-2, MQTT-4.7.1-1; 5.0: MQTT-3.3.2-2, MQTT-4.7.0-1]`
#[test]
fn a_topic_has_no_wildcard() {
    for topic in [&b"#"[..], b"+", b"a/#", b"a/+/b", b"a+"] {
        let length = u8::try_from(topic.len()).unwrap();
        let body = [&[0, length], topic, b"\0"].concat();
        assert_breaks(&BOTH, 0x30, &body, E::BadTopic, R::PROTOCOL_ERROR);
    }
}

/// `[MQTT-4.7.3-1]`; 5.0: 3.3.2.1.
#[test]
fn a_topic_is_empty_only_where_an_alias_stands_for_it() {
    assert_breaks(&BOTH, 0x30, b"\0\0\0", E::BadTopic, R::PROTOCOL_ERROR);
    assert_eq!(error(&[V3_1_1], 0x30, b"\0\0"), E::BadTopic);
    let body = b"\0\0\x02\x01\x01";
    assert_breaks(&[V5], 0x30, body, E::BadTopic, R::PROTOCOL_ERROR);
    let Packet::Publish(publish) = taken(V5, 0x30, b"\0\0\x03\x23\0\x01") else {
        panic!("it is a PUBLISH")
    };
    assert_eq!(publish.properties.topic_alias().map(|it| it.get()), Some(1));
}

/// `[5.0: MQTT-3.3.2-8]`, and 3.3.4, which names the code.
#[test]
fn a_topic_alias_is_never_0() {
    let error = wrong("PUBLISH", 0x23);
    assert_breaks(
        &[V5],
        0x30,
        b"\0\x01a\x03\x23\0\0",
        error,
        R::TOPIC_ALIAS_INVALID,
    );
}

/// `[MQTT-3.8.3-3, MQTT-3.10.3-2; 5.0: MQTT-3.8.3-2, MQTT-3.10.3-2]`
#[test]
fn there_is_at_least_one_filter() {
    for (first, packet) in [(0x82, "SUBSCRIBE"), (0xa2, "UNSUBSCRIBE")] {
        assert_eq!(error(&[V3_1_1], first, b"\0\x01"), E::Empty(packet));
        let empty = E::Empty(packet);
        assert_breaks(&[V5], first, b"\0\x01\0", empty, R::PROTOCOL_ERROR);
    }
}

/// `[MQTT-3.8.4-5; 5.0: MQTT-3.8.4-6, MQTT-3.11.3-1]`: one for each filter, of which there is one.
#[test]
fn there_is_at_least_one_answer_to_a_filter() {
    assert_eq!(error(&[V3_1_1], 0x90, b"\0\x01"), E::WrongLength("SUBACK"));
    for (first, packet) in [(0x90, "SUBACK"), (0xb0, "UNSUBACK")] {
        let error = E::WrongLength(packet);
        assert_breaks(&[V5], first, b"\0\x01\0", error, R::MALFORMED_PACKET);
    }
}

/// Table 3.1, `[MQTT-3.9.3-2]`; 5.0: 2.4, `[MQTT-3.2.2-8, MQTT-3.4.2-1, MQTT-3.5.2-1, MQTT-3.6.2-1,
/// MQTT-3.7.2-1, MQTT-3.9.3-2, MQTT-3.11.3-2, MQTT-3.14.2-1, MQTT-3.15.2-1]`.
#[test]
fn a_code_is_one_that_the_packet_has() {
    for number in 6..=0xff {
        let code = reserved("CONNACK", "return code", number);
        assert_eq!(error(&[V3_1_1], 0x20, &[0, number]), code);
    }
    for number in (3..=0xff).filter(|number| *number != 0x80) {
        let code = reserved("SUBACK", "return code", number);
        assert_eq!(error(&[V3_1_1], 0x90, &[0, 1, number]), code);
    }
    let bodies: [(u8, PacketType, &[u8], &[u8]); 9] = [
        (0x20, PacketType::ConnAck, b"\0", b"\0"),
        (0x40, PacketType::PubAck, b"\0\x01", b""),
        (0x50, PacketType::PubRec, b"\0\x01", b""),
        (0x62, PacketType::PubRel, b"\0\x01", b""),
        (0x70, PacketType::PubComp, b"\0\x01", b""),
        (0x90, PacketType::SubAck, b"\0\x01\0", b""),
        (0xb0, PacketType::UnsubAck, b"\0\x01\0", b""),
        (0xe0, PacketType::Disconnect, b"", b""),
        (0xf0, PacketType::Auth, b"", b"\x04\x15\0\x01a"),
    ];
    for (first, kind, before, after) in bodies {
        for number in 0..=0xff {
            let body = [before, &[number], after].concat();
            if super::packets::codes(kind).contains(&number) {
                taken(V5, first, &body);
            } else {
                let code = reserved(kind.name(), "reason code", number);
                assert_breaks(&[V5], first, &body, code, R::MALFORMED_PACKET);
            }
        }
    }
}

/// 5.0: 3.4.2.1, 3.14.2.1, 3.15.2.1: what is left out is that all is well.
#[test]
fn a_code_and_properties_that_are_left_out_say_that_all_is_well() {
    let id = PacketId::MIN;
    for body in [&b"\0\x01"[..], b"\0\x01\0", b"\0\x01\0\0"] {
        assert_eq!(taken(V5, 0x40, body), Packet::PubAck(Ack::from(id)));
        assert_eq!(taken(V5, 0x70, body), Packet::PubComp(Ack::from(id)));
    }
    for body in [&b""[..], b"\0", b"\0\0"] {
        let disconnect = Packet::Disconnect(Disconnect::default());
        assert_eq!(taken(V5, 0xe0, body), disconnect);
    }
    for body in [&b""[..], b"\0\0"] {
        assert_eq!(taken(V5, 0xf0, body), Packet::Auth(Auth::default()));
    }
}

/// 3.2.2.1; 5.0: `[MQTT-3.2.2-1]`.
#[test]
fn the_reserved_flags_of_a_connack_are_0() {
    for flags in 2..=0xff {
        let error = reserved("CONNACK", "flags", flags);
        assert_eq!(self::error(&[V3_1_1], 0x20, &[flags, 0]), error);
        assert_breaks(&[V5], 0x20, &[flags, 0, 0], error, R::MALFORMED_PACKET);
    }
}

/// `[MQTT-3.2.2-4; 5.0: MQTT-3.2.2-6]`: it says so all the same, and it is not meant.
#[test]
fn a_server_that_refuses_has_no_session() {
    for (version, body) in [(V3_1_1, &b"\x01\x05"[..]), (V5, b"\x01\x87\0")] {
        let expected = ConnAck {
            code: R::NOT_AUTHORIZED,
            ..ConnAck::default()
        };
        assert_eq!(taken(version, 0x20, body), Packet::ConnAck(expected));
    }
}

/// `[MQTT-3.1.2-2]` of 3.1.1: a server that knows no more than that answers with its own codes.
#[test]
fn a_connack_of_3_1_1_that_refuses_is_understood_in_5_0() {
    let codes = [
        R::UNSUPPORTED_PROTOCOL_VERSION,
        R::CLIENT_ID_NOT_VALID,
        R::SERVER_UNAVAILABLE,
        R::BAD_USER_NAME_OR_PASSWORD,
        R::NOT_AUTHORIZED,
    ];
    for (number, code) in (1..).zip(codes) {
        let connack = ConnAck {
            code,
            ..ConnAck::default()
        };
        assert_eq!(taken(V5, 0x20, &[0, number]), Packet::ConnAck(connack));
    }
    // It accepts what it does not know.
    let short = E::WrongLength("CONNACK");
    assert_breaks(&[V5], 0x20, &[0, 0], short, R::MALFORMED_PACKET);
    let code = reserved("CONNACK", "return code", 6);
    assert_breaks(&[V5], 0x20, &[0, 6], code, R::MALFORMED_PACKET);
}

/// `[MQTT-3.1.2-1, MQTT-3.1.2-2]`
#[test]
fn a_connect_is_of_3_1_1_or_5_0() {
    for body in [
        &connect(3, 2, b"\0\0")[..],
        &connect(6, 2, b"\0\0\0"),
        b"\0\x06MQIsdp\x03\x02\0\0\0\0",
        b"\0\x04mqtt\x04\x02\0\0\0\0",
    ] {
        let error = E::UnknownProtocol;
        assert_breaks(&BOTH, 0x10, body, error, R::MALFORMED_PACKET);
    }
}

/// A server learns the version from the CONNECT (3.1.2.2).
#[test]
fn the_packets_after_a_connect_are_of_its_version() {
    let mut stream = BytesMut::new();
    let connect = Packet::Connect(Box::default());
    let auth = Packet::Auth(Auth::default());
    encode(&connect, V5, &mut stream).unwrap();
    encode(&auth, V5, &mut stream).unwrap();
    assert_eq!(decode(V3_1_1, [stream.freeze()]), Ok(vec![connect, auth]));
}

/// `[MQTT-3.1.2-3]`, `[MQTT-3.1.2-11, MQTT-3.1.2-13, MQTT-3.1.2-15]`, and of 3.1.1 alone
/// `[MQTT-3.1.2-22]`.
#[test]
fn the_flags_of_a_connect_fit_together() {
    for (level, rest) in [(4, &b"\0\0"[..]), (5, b"\0\0\0")] {
        // The reserved one; QoS and retain of a will that there is not.
        for flags in [0x03, 0x0a, 0x12, 0x22] {
            let error = reserved("CONNECT", "flags", flags);
            let body = connect(level, flags, rest);
            assert_breaks(&BOTH, 0x10, &body, error, R::MALFORMED_PACKET);
        }
    }
    let lone = reserved("CONNECT", "flags", 0x42);
    assert_eq!(error(&BOTH, 0x10, &connect(4, 0x42, b"\0\0\0\x01a")), lone);
    let Packet::Connect(connect) = taken(V5, 0x10, &connect(5, 0x42, b"\0\0\0\0\x01a")) else {
        panic!("it is a CONNECT")
    };
    assert_eq!(connect.password.as_deref(), Some(&b"a"[..]), "5.0: 3.1.2.9");
}

/// 5.0: 2.2.2.2 and table 2-4.
#[test]
fn a_property_that_the_packet_cannot_have_is_malformed() {
    // There is none of these numbers, or it is a server's, a will's, a message's.
    for id in [0x00, 0x04, 0x2b, 0x7f, 0x80, 0xff, 0x12, 0x18, 0x01] {
        let body = connect(5, 2, &[2, id, 1, 0, 0]);
        let error = foreign("CONNECT", id);
        assert_breaks(&[V5], 0x10, &body, error, R::MALFORMED_PACKET);
    }
    // A message's alias and a client's expiry in a will.
    for id in [0x23, 0x11] {
        let body = connect(5, 6, &[0, 0, 0, 3, id, 0, 1, 0, 1, b'a', 0, 0]);
        let error = foreign("CONNECT", id);
        assert_breaks(&[V5], 0x10, &body, error, R::MALFORMED_PACKET);
    }
}

/// 5.0: where each property is described, 3.1.2.11.2 and so on.
#[test]
fn a_property_is_there_once() {
    let twice = |packet, id| E::RepeatedProperty { packet, id };
    // First byte, name, what comes before the properties, one that may not be twice, what follows.
    type Once<'a> = (u8, &'static str, &'a [u8], &'a [u8], &'a [u8]);
    let once: [Once<'_>; 7] = [
        (0x10, "CONNECT", &connect(5, 2, b""), b"\x21\0\x01", b"\0\0"),
        (0x20, "CONNACK", b"\0\0", b"\x25\0", b""),
        (0x30, "PUBLISH", b"\0\x01a", b"\x23\0\x01", b""),
        (0x40, "PUBACK", b"\0\x01\0", b"\x1f\0\x01a", b""),
        (0x82, "SUBSCRIBE", b"\0\x01", b"\x0b\x01", b"\0\x01a\0"),
        (0xe0, "DISCONNECT", b"\0", b"\x11\0\0\0\x01", b""),
        (0xf0, "AUTH", b"\0", b"\x15\0\x01a", b""),
    ];
    for (first, packet, before, property, after) in once {
        let body = |properties: &[u8]| {
            let length = u8::try_from(properties.len()).unwrap();
            [before, &[length], properties, after].concat()
        };
        let error = twice(packet, property[0]);
        let two = body(&[property, property].concat());
        assert_breaks(&[V5], first, &two, error, R::PROTOCOL_ERROR);
        taken(V5, first, &body(property));
    }
}

/// 5.0: 3.3.2.3.7, 3.3.2.3.8, and 2.2.2.2 for the order.
#[test]
fn user_properties_and_a_messages_subscription_identifiers_keep_their_order() {
    let body = b"\0\x01a\x12\x26\0\x01b\0\x01c\x0b\x02\x26\0\x01a\0\x01c\x0b\x01hi";
    let packet = taken(V5, 0x30, body);
    let Packet::Publish(publish) = &packet else {
        panic!("it is a PUBLISH")
    };
    let names = publish
        .properties
        .user_properties()
        .map(|(name, _)| &**name);
    assert_eq!(names.collect::<Vec<_>>(), ["b", "a"]);
    let numbers = publish.properties.subscription_identifiers();
    assert_eq!(numbers.map(VarInt::get).collect::<Vec<_>>(), [2, 1]);
    assert_eq!(bytes_of(&packet, V5), with_header(0x30, body));
}

/// 5.0: 3.1.2.11.3, .4, .6, .7, 3.2.2.3.3, .4, .5, .6, .11, .12, .13, 3.3.2.3.2, 3.3.2.3.8,
/// 3.8.2.1.2. Each of them says that it is a protocol error, or says nothing.
#[test]
fn a_property_has_no_value_beyond_its_bounds() {
    let in_connect: [(u8, &[u8]); 4] = [
        (0x17, &[2]),
        (0x19, &[2]),
        (0x21, &[0, 0]),
        (0x27, &[0, 0, 0, 0]),
    ];
    let in_connack: [(u8, &[u8]); 9] = [
        (0x21, &[0, 0]),
        (0x24, &[2]),
        (0x24, &[3]),
        (0x25, &[2]),
        (0x27, &[0, 0, 0, 0]),
        (0x28, &[2]),
        (0x29, &[0xff]),
        (0x2a, &[2]),
        (0x25, &[0x80]),
    ];
    let properties = |id, value: &[u8]| {
        let length = u8::try_from(value.len() + 1).unwrap();
        [&[length, id], value].concat()
    };
    for (id, value) in in_connect {
        let body = connect(5, 2, &[&properties(id, value)[..], b"\0\0"].concat());
        assert_breaks(&[V5], 0x10, &body, wrong("CONNECT", id), R::PROTOCOL_ERROR);
    }
    for (id, value) in in_connack {
        let body = [b"\0\0", &properties(id, value)[..]].concat();
        assert_breaks(&[V5], 0x20, &body, wrong("CONNACK", id), R::PROTOCOL_ERROR);
    }
    for (id, value) in [(0x01, 2), (0x0b, 0)] {
        let body = [b"\0\x01a", &properties(id, &[value])[..]].concat();
        assert_breaks(&[V5], 0x30, &body, wrong("PUBLISH", id), R::PROTOCOL_ERROR);
    }
    let error = wrong("SUBSCRIBE", 0x0b);
    let body = b"\0\x01\x02\x0b\0\0\x01a\0";
    assert_breaks(&[V5], 0x82, body, error, R::PROTOCOL_ERROR);
    let body = connect(5, 6, b"\0\0\0\x02\x01\x02\0\x01a\0\0");
    assert_breaks(
        &[V5],
        0x10,
        &body,
        wrong("CONNECT", 0x01),
        R::PROTOCOL_ERROR,
    );
}

/// 5.0: 3.1.2.11.10, 3.2.2.3.18, 3.15.2.2.2.
#[test]
fn authentication_data_has_a_method() {
    let none = |packet| E::NoAuthenticationMethod(packet);
    let body = connect(5, 2, b"\x04\x16\0\x01a\0\0");
    assert_breaks(&[V5], 0x10, &body, none("CONNECT"), R::PROTOCOL_ERROR);
    let body = b"\0\0\x04\x16\0\x01a";
    assert_breaks(&[V5], 0x20, body, none("CONNACK"), R::PROTOCOL_ERROR);
    let body = b"\x18\x04\x16\0\x01a";
    assert_breaks(&[V5], 0xf0, body, none("AUTH"), R::PROTOCOL_ERROR);
    taken(V5, 0x20, b"\0\0\x08\x16\0\x01a\x15\0\x01a");
}

/// 5.0: 3.15.2.2.2; all of it is left out where all is well (3.15.2.1).
#[test]
fn an_auth_names_its_method() {
    let none = E::NoAuthenticationMethod("AUTH");
    for body in [&b"\x18\0"[..], b"\x19\0", b"\0\x04\x1f\0\x01a"] {
        assert_breaks(&[V5], 0xf0, body, none.clone(), R::PROTOCOL_ERROR);
    }
    taken(V5, 0xf0, b"\x18\x04\x15\0\x01a");
}

/// The stream is of no use after an error, and what came before it is read.
#[test]
fn what_comes_before_an_error_is_read() {
    let mut decoder = Decoder::new(V5, NO_LIMIT);
    decoder.push(Bytes::from_static(b"\xd0\0\xd1\0"));
    assert_eq!(decoder.next_packet(), Ok(Some(Packet::PingResp)));
    let error = decoder.next_packet();
    assert_eq!(error, Err(flags_of("PINGRESP", 1)));
}
