use bytes::{Bytes, BytesMut};
use bytestring::ByteString;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use super::*;
use crate::packet::{
    ConnAck, Connect, ConnectCode, Packet, PacketId, Properties, Publish, QoS, SubAck, Subscribe,
    Unsubscribe, Version, Will,
};

const NO_LIMIT: usize = MAX_REMAINING + 5;

fn text(pattern: &'static str) -> impl Strategy<Value = ByteString> {
    pattern.prop_map(ByteString::from)
}

fn payload() -> impl Strategy<Value = Bytes> {
    vec(any::<u8>(), 0..300).prop_map(Bytes::from)
}

fn qos() -> impl Strategy<Value = QoS> {
    prop_oneof![
        Just(QoS::AtMostOnce),
        Just(QoS::AtLeastOnce),
        Just(QoS::ExactlyOnce)
    ]
}

fn id() -> impl Strategy<Value = PacketId> {
    (1..=u16::MAX).prop_map(|id| PacketId::new(id).unwrap())
}

fn topic() -> impl Strategy<Value = ByteString> {
    text("[a-zäß/]{1,20}")
}

fn will() -> impl Strategy<Value = Will> {
    (topic(), payload(), qos(), any::<bool>()).prop_map(|(topic, payload, qos, retain)| Will {
        topic,
        payload,
        qos,
        retain,
        properties: Properties,
    })
}

fn connect() -> impl Strategy<Value = Connect> {
    let user = option::of((text("[a-z]{0,9}"), option::of(payload())));
    let rest = (any::<bool>(), any::<u16>(), option::of(will()));
    (text("[a-z]{0,23}"), user, rest).prop_map(
        |(client_id, user, (clean_session, keep_alive, will))| {
            let (username, password) = user.map_or((None, None), |(name, pass)| (Some(name), pass));
            Connect {
                client_id,
                clean_session,
                keep_alive,
                username,
                password,
                will,
                properties: Properties,
            }
        },
    )
}

fn connack() -> impl Strategy<Value = ConnAck> {
    let codes = [
        ConnectCode::Accepted,
        ConnectCode::UnacceptableVersion,
        ConnectCode::IdentifierRejected,
        ConnectCode::ServerUnavailable,
        ConnectCode::BadCredentials,
        ConnectCode::NotAuthorized,
    ];
    (any::<bool>(), 0..codes.len()).prop_map(move |(present, code)| ConnAck {
        session_present: present && code == 0,
        code: codes[code],
        properties: Properties,
    })
}

fn publish() -> impl Strategy<Value = Publish> {
    let flags = (any::<bool>(), any::<bool>(), qos());
    (flags, topic(), id(), payload()).prop_map(|((dup, retain, qos), topic, id, payload)| Publish {
        dup: dup && qos != QoS::AtMostOnce,
        qos,
        retain,
        topic,
        id: (qos != QoS::AtMostOnce).then_some(id),
        payload,
        properties: Properties,
    })
}

fn packet() -> impl Strategy<Value = Packet> {
    let properties = Properties;
    let filter = || text("[a-z/+#]{1,20}");
    prop_oneof![
        connect().prop_map(|connect| Packet::Connect(Box::new(connect))),
        connack().prop_map(Packet::ConnAck),
        publish().prop_map(Packet::Publish),
        id().prop_map(Packet::PubAck),
        id().prop_map(Packet::PubRec),
        id().prop_map(Packet::PubRel),
        id().prop_map(Packet::PubComp),
        (id(), vec((filter(), qos()), 1..9)).prop_map(|(id, filters)| Packet::Subscribe(
            Subscribe {
                id,
                filters,
                properties: Properties
            }
        )),
        (id(), vec(option::of(qos()), 1..9)).prop_map(|(id, granted)| Packet::SubAck(SubAck {
            id,
            granted,
            properties: Properties
        })),
        (id(), vec(filter(), 1..9)).prop_map(move |(id, filters)| Packet::Unsubscribe(
            Unsubscribe {
                id,
                filters,
                properties: properties.clone()
            }
        )),
        id().prop_map(Packet::UnsubAck),
        Just(Packet::PingReq),
        Just(Packet::PingResp),
        Just(Packet::Disconnect),
    ]
}

fn bytes_of(packet: &Packet) -> Bytes {
    let mut out = BytesMut::new();
    encode(packet, Version::V3_1_1, &mut out).unwrap();
    out.freeze()
}

fn decode(pieces: impl IntoIterator<Item = Bytes>) -> Result<Vec<Packet>, DecodeError> {
    let mut decoder = Decoder::new(Version::V3_1_1, NO_LIMIT);
    let mut packets = Vec::new();
    for piece in pieces {
        decoder.push(piece);
        while let Some(packet) = decoder.next_packet()? {
            packets.push(packet);
        }
    }
    Ok(packets)
}

proptest! {
    #[test]
    fn what_is_written_is_read_however_it_is_cut(
        packets in vec(packet(), 1..8),
        cuts in vec(any::<prop::sample::Index>(), 0..12),
    ) {
        let mut stream = BytesMut::new();
        for packet in &packets {
            encode(packet, Version::V3_1_1, &mut stream).unwrap();
        }
        let stream = stream.freeze();
        let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(stream.len())).collect();
        cuts.extend([0, stream.len()]);
        cuts.sort_unstable();
        let pieces = cuts.windows(2).map(|cut| stream.slice(cut[0]..cut[1]));
        prop_assert_eq!(decode(pieces).unwrap(), packets);
    }

    #[test]
    fn bytes_of_any_kind_give_packets_or_an_error(bytes in vec(any::<u8>(), 0..200)) {
        let _ = decode([Bytes::from(bytes)]);
    }

    #[test]
    fn damaged_packets_give_packets_or_an_error(
        packet in packet(),
        at in any::<prop::sample::Index>(),
        byte in any::<u8>(),
    ) {
        let mut bytes = bytes_of(&packet).to_vec();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        if let Ok(packets) = decode([Bytes::from(bytes)]) {
            // What is taken can be written again.
            packets.iter().for_each(|packet| drop(bytes_of(packet)));
        }
    }

    #[test]
    fn what_another_implementation_refuses_of_damaged_packets_is_refused(
        packet in packet(),
        at in any::<prop::sample::Index>(),
        byte in any::<u8>(),
    ) {
        let mut bytes = bytes_of(&packet).to_vec();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        let theirs = mqttbytes::v4::read(&mut BytesMut::from(&bytes[..]), NO_LIMIT);
        let mut decoder = Decoder::new(Version::V3_1_1, NO_LIMIT);
        decoder.push(Bytes::from(bytes));
        // Of CONNECT it reads passwords and wills as text.
        if let Ok(Some(packet)) = decoder.next_packet()
            && !matches!(packet, Packet::Connect(_))
        {
            prop_assert!(theirs.is_ok(), "{:?}: {:?}", packet, theirs);
        }
    }

    #[test]
    fn another_implementation_reads_the_same(packet in packet()) {
        // It takes an empty user name for none, and reads passwords and wills as text.
        prop_assume!(!matches!(&packet, Packet::Connect(connect)
            if connect.username.as_ref().is_some_and(|name| name.is_empty())
                || connect.password.is_some() || connect.will.is_some()));
        let bytes = bytes_of(&packet);
        let mut copy = BytesMut::from(&bytes[..]);
        let theirs = mqttbytes::v4::read(&mut copy, NO_LIMIT).unwrap();
        let mut again = BytesMut::new();
        use mqttbytes::v4::Packet as Theirs;
        match theirs {
            Theirs::Connect(packet) => packet.write(&mut again),
            Theirs::ConnAck(packet) => packet.write(&mut again),
            Theirs::Publish(packet) => packet.write(&mut again),
            Theirs::PubAck(packet) => packet.write(&mut again),
            Theirs::PubRec(packet) => packet.write(&mut again),
            Theirs::PubRel(packet) => packet.write(&mut again),
            Theirs::PubComp(packet) => packet.write(&mut again),
            Theirs::Subscribe(packet) => packet.write(&mut again),
            Theirs::SubAck(packet) => packet.write(&mut again),
            Theirs::Unsubscribe(packet) => packet.write(&mut again),
            Theirs::UnsubAck(packet) => packet.write(&mut again),
            Theirs::PingReq => mqttbytes::v4::PingReq.write(&mut again),
            Theirs::PingResp => mqttbytes::v4::PingResp.write(&mut again),
            Theirs::Disconnect => mqttbytes::v4::Disconnect.write(&mut again),
        }
        .unwrap();
        prop_assert_eq!(again.freeze(), bytes);
    }
}

#[test]
fn each_rule_that_is_broken_has_its_error() {
    let error = |bytes: &[u8]| decode([Bytes::copy_from_slice(bytes)]).unwrap_err();
    let wrong_flags = |packet, flags| DecodeError::WrongFlags { packet, flags };
    assert_eq!(error(&[0x00, 0]), DecodeError::ReservedType(0));
    assert_eq!(error(&[0xf0, 0]), DecodeError::ReservedType(15));
    assert_eq!(error(&[0x21, 2, 0, 0]), wrong_flags("CONNACK", 1));
    assert_eq!(error(&[0x60, 2, 0, 1]), wrong_flags("PUBREL", 0));
    assert_eq!(
        error(&[0x30, 0xff, 0xff, 0xff, 0xff, 1]),
        DecodeError::LengthTooLong
    );
    assert_eq!(error(&[0x40, 1, 0]), DecodeError::WrongLength("PUBACK"));
    assert_eq!(
        error(&[0x40, 3, 0, 1, 0]),
        DecodeError::WrongLength("PUBACK")
    );
    assert_eq!(error(&[0x40, 2, 0, 0]), DecodeError::NoPacketId("PUBACK"));
    assert_eq!(
        error(&[0x36, 5, 0, 1, b'a', 0, 1]),
        DecodeError::BadQoS("PUBLISH")
    );
    assert_eq!(error(&[0x38, 3, 0, 1, b'a']), DecodeError::DuplicateQoS0);
    assert_eq!(error(&[0x30, 2, 0, 0]), DecodeError::BadTopic);
    assert_eq!(error(&[0x30, 3, 0, 1, b'#']), DecodeError::BadTopic);
    assert_eq!(
        error(&[0x30, 3, 0, 1, 0xff]),
        DecodeError::BadText("PUBLISH")
    );
    assert_eq!(error(&[0x30, 3, 0, 1, 0]), DecodeError::BadText("PUBLISH"));
    assert_eq!(
        error(&[0x30, 3, 0, 2, b'a']),
        DecodeError::WrongLength("PUBLISH")
    );
    assert!(matches!(
        error(&[0x20, 2, 2, 0]),
        DecodeError::Reserved { .. }
    ));
    assert!(matches!(
        error(&[0x20, 2, 0, 6]),
        DecodeError::Reserved { .. }
    ));
    assert!(matches!(
        error(&[0x90, 3, 0, 1, 3]),
        DecodeError::Reserved { .. }
    ));
    assert_eq!(error(&[0x82, 2, 0, 1]), DecodeError::Empty("SUBSCRIBE"));
    assert_eq!(error(&[0x90, 2, 0, 1]), DecodeError::WrongLength("SUBACK"));
}

#[test]
fn a_byte_order_mark_is_part_of_the_text() {
    let packets = decode([Bytes::from_static(b"\x30\x06\x00\x04\xef\xbb\xbfa")]).unwrap();
    let [Packet::Publish(publish)] = &packets[..] else {
        panic!("{packets:?}");
    };
    assert_eq!(publish.topic, "\u{feff}a");
}

#[test]
fn a_stream_can_be_cut_at_any_byte() {
    let publish = Publish {
        qos: QoS::AtLeastOnce,
        topic: "a/b".into(),
        id: Some(PacketId::MIN),
        payload: Bytes::from(vec![7; 200]),
        ..Publish::default()
    };
    let packets = [
        Packet::PingResp,
        Packet::Publish(publish),
        Packet::PubAck(PacketId::MAX),
    ];
    let mut stream = BytesMut::new();
    for packet in &packets {
        encode(packet, Version::V3_1_1, &mut stream).unwrap();
    }
    let stream = stream.freeze();
    for at in 0..=stream.len() {
        let cut = [stream.slice(..at), stream.slice(at..)];
        assert_eq!(decode(cut).unwrap(), packets, "cut at {at}");
    }
    let bytes = (0..stream.len()).map(|at| stream.slice(at..=at));
    assert_eq!(decode(bytes).unwrap(), packets, "a byte at a time");
}

#[test]
fn a_packet_beyond_the_limit_is_refused_before_it_has_arrived() {
    let mut decoder = Decoder::new(Version::V3_1_1, 100);
    decoder.push(Bytes::from_static(&[0x30, 99]));
    let error = decoder.next_packet().unwrap_err();
    assert_eq!(
        error,
        DecodeError::TooLarge {
            size: 101,
            limit: 100
        }
    );
}

#[test]
fn payloads_are_slices_of_what_arrived() {
    let piece = Bytes::from_static(b"\x30\x05\x00\x01abc\x30\x04\x00\x01ab");
    let packets = decode([piece.clone()]).unwrap();
    for packet in packets {
        let Packet::Publish(publish) = packet else {
            panic!("it is a PUBLISH")
        };
        assert!(piece.as_ptr_range().contains(&publish.payload.as_ptr()));
    }
}

#[test]
fn a_field_that_is_too_long_is_an_error_and_nothing_is_written() {
    let mut out = BytesMut::new();
    let connect = Connect {
        client_id: "a".repeat(65_536).into(),
        ..Connect::default()
    };
    let error = encode(
        &Packet::Connect(Box::new(connect)),
        Version::V3_1_1,
        &mut out,
    )
    .unwrap_err();
    assert_eq!(error, EncodeError::FieldTooLong("the client id"));
    assert!(out.is_empty());
}
