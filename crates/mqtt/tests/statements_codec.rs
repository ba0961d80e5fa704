//! Numbered statements of the specifications about bytes: what is written, and what is refused when
//! it is read. Which test holds which statement is in `statements/`.

#![allow(clippy::unwrap_used, reason = "what fails in a test is to end it")]

use bytes::BytesMut;
use ropewalk_mqtt::{
    Auth, Bytes, Connect, DecodeError, Decoder, Disconnect, MAX_REMAINING, Packet, PacketId,
    Properties, Property, Publish, QoS, RetainHandling, Subscribe, SubscribeOptions, Unsubscribe,
    VarInt, Version, Will, encode,
};

const VERSIONS: [Version; 2] = [Version::V3_1_1, Version::V5];
const ID: PacketId = PacketId::MIN;

fn written(packet: &Packet, version: Version) -> Vec<u8> {
    let mut bytes = BytesMut::new();
    encode(packet, version, &mut bytes).unwrap();
    bytes.to_vec()
}

fn read(bytes: &[u8], version: Version) -> Result<Packet, DecodeError> {
    let mut decoder = Decoder::new(version, MAX_REMAINING);
    decoder.push(Bytes::copy_from_slice(bytes));
    decoder
        .next_packet()
        .map(|packet| packet.expect("it is whole"))
}

fn subscribe(filters: &[(&'static str, SubscribeOptions)]) -> Packet {
    Packet::Subscribe(Subscribe {
        id: ID,
        filters: filters.iter().map(|(it, of)| ((*it).into(), *of)).collect(),
        properties: Properties::NONE,
    })
}

fn unsubscribe(filters: &[&'static str]) -> Packet {
    Packet::Unsubscribe(Unsubscribe {
        id: ID,
        filters: filters.iter().map(|it| (*it).into()).collect(),
        properties: Properties::NONE,
    })
}

/// What a client sends.
fn packets() -> Vec<Packet> {
    vec![
        Packet::Connect(Box::default()),
        Packet::PubAck(ID.into()),
        Packet::PubRec(ID.into()),
        Packet::PubRel(ID.into()),
        Packet::PubComp(ID.into()),
        subscribe(&[("t", QoS::AtMostOnce.into())]),
        unsubscribe(&["t"]),
        Packet::PingReq,
        Packet::Disconnect(Disconnect::default()),
        Packet::Auth(Auth::default()),
    ]
}

#[test]
fn reserved_flags_are_written_as_they_have_to_be_and_others_are_refused() {
    for version in VERSIONS {
        for packet in packets() {
            if version == Version::V3_1_1 && matches!(packet, Packet::Auth(_)) {
                continue;
            }
            let flags = match packet {
                Packet::PubRel(_) | Packet::Subscribe(_) | Packet::Unsubscribe(_) => 0b0010,
                _ => 0,
            };
            let mut bytes = written(&packet, version);
            let first = bytes[0];
            assert_eq!(
                first & 0x0f,
                flags,
                "[MQTT-2.2.2-1; 5.0: MQTT-2.1.3-1]: {packet:?}"
            );
            assert_eq!(read(&bytes, version).as_ref(), Ok(&packet));
            for other in (0..16).filter(|other| *other != flags) {
                bytes[0] = first & 0xf0 | other;
                let refused = read(&bytes, version);
                let is_refused = matches!(refused, Err(DecodeError::WrongFlags { .. }));
                assert!(is_refused, "[MQTT-2.2.2-2]: {refused:?}");
            }
        }
    }
}

#[test]
fn text_that_is_not_utf_8_or_has_a_null_character_is_refused() {
    let texts: [&[u8]; 6] = [
        b"\xc3\x28",         // half a character
        b"\xed\xa0\x80",     // U+D800
        b"\xed\xbf\xbf",     // U+DFFF
        b"\xf4\x90\x80\x80", // beyond U+10FFFF
        b"\xc0\x80",         // a null character in more bytes than it needs
        b"a\0b",
    ];
    for text in texts {
        let length = u8::try_from(text.len()).unwrap();
        for version in VERSIONS {
            let mut publish = vec![0x30, 3 + length, 0, length];
            publish.extend_from_slice(text);
            publish.push(0);
            assert_eq!(
                read(&publish, version),
                Err(DecodeError::BadText("PUBLISH")),
                "[MQTT-1.5.3-1, MQTT-1.5.3-2; 5.0: MQTT-1.5.4-1, MQTT-1.5.4-2]"
            );
        }
        // A reason string, and either half of a user property.
        let mut disconnect = vec![0xe0, 5 + length, 0, 3 + length, 0x1f, 0, length];
        disconnect.extend_from_slice(text);
        let refused = Err(DecodeError::BadText("DISCONNECT"));
        assert_eq!(read(&disconnect, Version::V5), refused);
        let mut name = vec![0xe0, 7 + length, 0, 5 + length, 0x26, 0, length];
        name.extend_from_slice(text);
        name.extend_from_slice(&[0, 0]);
        assert_eq!(read(&name, Version::V5), refused, "[MQTT-1.5.7-1]");
        let mut value = vec![0xe0, 7 + length, 0, 5 + length, 0x26, 0, 0, 0, length];
        value.extend_from_slice(text);
        assert_eq!(read(&value, Version::V5), refused, "[MQTT-1.5.7-1]");
    }
}

#[test]
fn a_byte_order_mark_is_a_character_of_the_text() {
    for version in VERSIONS {
        let packet = Packet::Publish(Publish {
            topic: "\u{feff}a\u{feff}".into(),
            ..Publish::default()
        });
        let bytes = written(&packet, version);
        assert_eq!(
            bytes[2..][..9],
            *b"\0\x07\xef\xbb\xbfa\xef\xbb\xbf",
            "[MQTT-1.5.3-3; 5.0: MQTT-1.5.4-3]"
        );
        assert_eq!(read(&bytes, version), Ok(packet));
    }
}

#[test]
fn numbers_take_as_few_bytes_as_they_can() {
    // The remaining length.
    for (payload, header) in [
        (121, vec![127]),
        (122, vec![0x80, 1]),
        (16_377, vec![0xff, 0x7f]),
        (16_378, vec![0x80, 0x80, 1]),
        (2_097_145, vec![0xff, 0xff, 0x7f]),
        (2_097_146, vec![0x80, 0x80, 0x80, 1]),
    ] {
        let packet = Packet::Publish(Publish {
            topic: "abc".into(),
            payload: vec![0; payload].into(),
            ..Publish::default()
        });
        let bytes = written(&packet, Version::V5);
        assert_eq!(bytes[1..][..header.len()], header, "[MQTT-1.5.5-1]");
        assert_eq!(bytes.len(), 1 + header.len() + 5 + 1 + payload);
    }
    // A subscription identifier, and the length of the properties before it.
    for (number, bytes) in [
        (127, &[2, 0x0b, 127][..]),
        (128, &[3, 0x0b, 0x80, 1]),
        (16_384, &[4, 0x0b, 0x80, 0x80, 1]),
        (0x0fff_ffff, &[5, 0x0b, 0xff, 0xff, 0xff, 0x7f]),
    ] {
        let number = VarInt::new(number).map(Property::SubscriptionIdentifier);
        let packet = Packet::Subscribe(Subscribe {
            id: ID,
            filters: vec![("t".into(), QoS::AtMostOnce.into())],
            properties: number.into_iter().collect(),
        });
        let written = written(&packet, Version::V5);
        assert_eq!(written[4..][..bytes.len()], *bytes, "[MQTT-1.5.5-1]");
        assert_eq!(read(&written, Version::V5), Ok(packet));
    }
    let refused = read(&[0xe0, 4, 0, 0x82, 0, 0], Version::V5);
    assert_eq!(refused, Err(DecodeError::LongVarInt("DISCONNECT")));
}

#[test]
fn connect_has_what_its_flags_say_in_the_order_of_the_specification() {
    let nothing = Packet::Connect(Box::new(Connect {
        client_id: "lamp".into(),
        keep_alive: 60,
        ..Connect::default()
    }));
    assert_eq!(
        written(&nothing, Version::V3_1_1),
        b"\x10\x10\0\x04MQTT\x04\0\0\x3c\0\x04lamp",
        "[MQTT-3.1.2-11, -13, -15, -18, -20, MQTT-3.1.3-3]"
    );
    assert_eq!(
        written(&nothing, Version::V5),
        b"\x10\x11\0\x04MQTT\x05\0\0\x3c\0\0\x04lamp",
        "[MQTT-3.1.2-1, -2, -11, -13, -16, -18, MQTT-2.2.2-1]"
    );
    for (qos, bits) in [
        (QoS::AtMostOnce, 0),
        (QoS::AtLeastOnce, 0x08),
        (QoS::ExactlyOnce, 0x10),
    ] {
        for retain in [false, true] {
            let all = Packet::Connect(Box::new(Connect {
                client_id: "lamp".into(),
                clean_start: true,
                keep_alive: 60,
                username: Some("me".into()),
                password: Some(Bytes::from_static(b"hush")),
                will: Some(Will {
                    topic: "gone".into(),
                    payload: Bytes::from_static(b"bye"),
                    qos,
                    retain,
                    properties: Properties::NONE,
                }),
                properties: Properties::NONE,
            }));
            let flags = 0xc6 | bits | u8::from(retain) << 5;
            let mut expected = b"\x10\x25\0\x04MQTT\x04".to_vec();
            expected.extend_from_slice(&[flags, 0, 60]);
            expected.extend_from_slice(b"\0\x04lamp\0\x04gone\0\x03bye\0\x02me\0\x04hush");
            assert_eq!(
                written(&all, Version::V3_1_1),
                expected,
                "[MQTT-3.1.2-9, -14, -19, -21, MQTT-3.1.3-1]"
            );
            let mut expected = b"\x10\x27\0\x04MQTT\x05".to_vec();
            expected.extend_from_slice(&[flags, 0, 60, 0]);
            expected.extend_from_slice(b"\0\x04lamp\0\0\x04gone\0\x03bye\0\x02me\0\x04hush");
            assert_eq!(
                written(&all, Version::V5),
                expected,
                "[MQTT-3.1.2-9, -12, -17, -19, MQTT-3.1.3-1]"
            );
        }
    }
    // In 5.0 a password needs no user name.
    let password = Packet::Connect(Box::new(Connect {
        password: Some(Bytes::from_static(b"hush")),
        ..Connect::default()
    }));
    assert_eq!(
        written(&password, Version::V5)[8..],
        *b"\x05\x40\0\0\0\0\0\0\x04hush"
    );
    assert_eq!(
        written(&password, Version::V3_1_1)[8..],
        *b"\x04\0\0\0\0\0",
        "[MQTT-3.1.2-22]"
    );
}

#[test]
fn a_message_begins_with_its_topic_and_has_an_id_where_it_is_acknowledged() {
    let publish = |qos, id, dup| {
        Packet::Publish(Publish {
            dup,
            qos,
            topic: "t".into(),
            id,
            payload: Bytes::from_static(b"!"),
            ..Publish::default()
        })
    };
    let id = PacketId::new(0x0102);
    let none = publish(QoS::AtMostOnce, None, false);
    let one = publish(QoS::AtLeastOnce, id, false);
    let two = publish(QoS::ExactlyOnce, id, true);
    for (packet, old, new) in [
        (none, &b"\x30\x04\0\x01t!"[..], &b"\x30\x05\0\x01t\0!"[..]),
        (
            one,
            b"\x32\x06\0\x01t\x01\x02!",
            b"\x32\x07\0\x01t\x01\x02\0!",
        ),
        (
            two,
            b"\x3c\x06\0\x01t\x01\x02!",
            b"\x3c\x07\0\x01t\x01\x02\0!",
        ),
    ] {
        let text = "[MQTT-2.3.1-5, MQTT-3.3.2-1; 5.0: MQTT-2.2.1-2, MQTT-2.2.2-1]";
        assert_eq!(written(&packet, Version::V3_1_1), old, "{text}");
        assert_eq!(written(&packet, Version::V5), new, "{text}");
    }
}

#[test]
fn a_message_that_cannot_be_is_refused() {
    for version in VERSIONS {
        for (bytes, why) in [
            (
                &b"\x36\x06\0\x01t\0\x01\0"[..],
                DecodeError::BadQoS("PUBLISH"), // [MQTT-3.3.1-4]
            ),
            (b"\x38\x04\0\x01t\0", DecodeError::DuplicateQoS0), // [MQTT-3.3.1-2]
            (b"\x30\x04\0\x01#\0", DecodeError::BadTopic),      // [MQTT-3.3.2-2]
            (b"\x30\x04\0\x01+\0", DecodeError::BadTopic),
            (b"\x30\x03\0\0\0", DecodeError::BadTopic), // [MQTT-4.7.3-1]
            (
                b"\x32\x06\0\x01t\0\0\0",
                DecodeError::NoPacketId("PUBLISH"), // [MQTT-2.3.1-1]
            ),
        ] {
            assert_eq!(read(bytes, version), Err(why));
        }
    }
}

#[test]
fn what_is_subscribed_to_stands_one_after_the_other_without_reserved_bits() {
    let loud = SubscribeOptions {
        qos: QoS::ExactlyOnce,
        no_local: true,
        retain_as_published: true,
        retain_handling: RetainHandling::DoNotSend,
    };
    let two = subscribe(&[("a", QoS::AtLeastOnce.into()), ("b", loud)]);
    assert_eq!(
        written(&two, Version::V3_1_1),
        b"\x82\x0a\0\x01\0\x01a\x01\0\x01b\x02",
        "[MQTT-3.8.1-1, MQTT-3.8.3-1, MQTT-3.8.3-4]"
    );
    assert_eq!(
        written(&two, Version::V5),
        b"\x82\x0b\0\x01\0\0\x01a\x01\0\x01b\x2e",
        "[MQTT-3.8.1-1, MQTT-3.8.3-1, MQTT-3.8.3-5]"
    );
    let two = unsubscribe(&["a", "b"]);
    assert_eq!(
        written(&two, Version::V3_1_1),
        b"\xa2\x08\0\x01\0\x01a\0\x01b",
        "[MQTT-3.10.1-1, MQTT-3.10.3-1]"
    );
    assert_eq!(
        written(&two, Version::V5),
        b"\xa2\x09\0\x01\0\0\x01a\0\x01b"
    );
}

#[test]
fn packets_are_found_however_the_stream_is_cut() {
    for version in VERSIONS {
        let mut sent = packets();
        if version == Version::V3_1_1 {
            sent.pop();
        }
        if let Packet::Connect(connect) = &mut sent[0] {
            connect.client_id = "lamp".into();
        }
        sent.push(Packet::Publish(Publish {
            topic: "t".into(),
            payload: vec![7; 300].into(),
            ..Publish::default()
        }));
        let stream: Vec<u8> = sent.iter().flat_map(|it| written(it, version)).collect();
        for piece in 1..=stream.len() {
            let mut decoder = Decoder::new(version, MAX_REMAINING);
            let mut found = Vec::new();
            for bytes in stream.chunks(piece) {
                decoder.push(Bytes::copy_from_slice(bytes));
                while let Some(packet) = decoder.next_packet().unwrap() {
                    found.push(packet);
                }
            }
            assert_eq!(found, sent, "[MQTT-6.0.0-2], in pieces of {piece}");
        }
    }
}
