use proptest::collection::vec;
use proptest::prelude::*;

use super::*;

const CONNACK_3_1_1: [u8; 4] = [0x20, 2, 0, 0];
const CONNACK_5: [u8; 5] = [0x20, 3, 0, 0, 0];

/// Runs `chunks` through a fresh filter and returns all that comes out.
fn filtered<'a>(chunks: impl IntoIterator<Item = &'a [u8]>) -> Vec<u8> {
    let mut filter = PacketFilter::default();
    let mut input = BytesMut::new();
    let mut passed = Vec::new();
    for chunk in chunks {
        input.put_slice(chunk);
        let mut output = BytesMut::new();
        filter.filter(&mut input, &mut output).unwrap();
        passed.extend_from_slice(&output);
    }
    assert!(input.is_empty(), "a complete stream leaves nothing behind");
    passed
}

fn packet(first_byte: u8, body: &[u8]) -> Vec<u8> {
    let mut packet = BytesMut::new();
    packet.put_u8(first_byte);
    put_varint(&mut packet, body.len());
    packet.put_slice(body);
    packet.to_vec()
}

fn prefixed(bytes: &[u8]) -> Vec<u8> {
    let mut all = u16::try_from(bytes.len()).unwrap().to_be_bytes().to_vec();
    all.extend_from_slice(bytes);
    all
}

fn user_property(name: &str, value: &str) -> Vec<u8> {
    [
        vec![USER_PROPERTY],
        prefixed(name.as_bytes()),
        prefixed(value.as_bytes()),
    ]
    .concat()
}

#[derive(Debug, Clone)]
struct Publish {
    flags: u8,
    topic: Vec<u8>,
    properties: Vec<Vec<u8>>,
    payload: Vec<u8>,
}

impl Publish {
    fn encode(&self) -> Vec<u8> {
        let mut body = BytesMut::new();
        body.put_slice(&prefixed(&self.topic));
        if self.flags & 0b110 != 0 {
            body.put_u16(7);
        }
        put_varint(&mut body, self.properties.iter().map(Vec::len).sum());
        body.put_slice(&self.properties.concat());
        body.put_slice(&self.payload);
        packet(PUBLISH << 4 | self.flags, &body)
    }

    fn without_added(&self) -> Self {
        let added = ["x-mqtt-sender", "x-mqtt-client-id"].map(|name| {
            let mut start = vec![USER_PROPERTY];
            start.extend(prefixed(name.as_bytes()));
            start
        });
        let mut clean = self.clone();
        clean
            .properties
            .retain(|property| !added.iter().any(|start| property.starts_with(start)));
        clean
    }
}

fn any_property() -> impl Strategy<Value = Vec<u8>> {
    let data = || vec(any::<u8>(), 0..20).prop_map(|data| prefixed(&data));
    let with = |id: u8| move |data: Vec<u8>| [vec![id], data].concat();
    prop_oneof![
        any::<u8>().prop_map(|value| vec![PAYLOAD_FORMAT_INDICATOR, value]),
        any::<[u8; 4]>().prop_map(|value| [vec![MESSAGE_EXPIRY_INTERVAL], value.to_vec()].concat()),
        any::<[u8; 2]>().prop_map(|value| [vec![TOPIC_ALIAS], value.to_vec()].concat()),
        (0_usize..268_435_456).prop_map(|value| {
            let mut property = BytesMut::from(&[SUBSCRIPTION_IDENTIFIER][..]);
            put_varint(&mut property, value);
            property.to_vec()
        }),
        data().prop_map(with(CONTENT_TYPE)),
        data().prop_map(with(RESPONSE_TOPIC)),
        data().prop_map(with(CORRELATION_DATA)),
        (any::<String>(), ".{0,200}").prop_map(|(name, value)| user_property(&name, &value)),
        ".{0,20}".prop_map(|value| user_property("x-mqtt-sender", &value)),
        ".{0,20}".prop_map(|value| user_property("x-mqtt-client-id", &value)),
    ]
}

fn any_publish() -> impl Strategy<Value = Publish> {
    (
        (any::<bool>(), 0_u8..3, any::<bool>()),
        vec(any::<u8>(), 0..40),
        vec(any_property(), 0..8),
        vec(any::<u8>(), 0..300),
    )
        .prop_map(|((dup, qos, retain), topic, properties, payload)| Publish {
            flags: u8::from(dup) << 3 | qos << 1 | u8::from(retain),
            topic,
            properties,
            payload,
        })
}

proptest! {
    #[test]
    fn a_publish_loses_the_added_properties_and_nothing_else(
        publishes in vec(any_publish(), 1..6),
        cuts in vec(any::<prop::sample::Index>(), 0..12),
    ) {
        let mut stream = CONNACK_5.to_vec();
        let mut expected = CONNACK_5.to_vec();
        for publish in &publishes {
            stream.extend(publish.encode());
            expected.extend(publish.without_added().encode());
            stream.extend([0xd0, 0]);
            expected.extend([0xd0, 0]);
        }
        let mut cuts: Vec<_> = cuts.iter().map(|cut| cut.index(stream.len())).collect();
        cuts.sort_unstable();
        let ends = cuts.iter().copied().chain([stream.len()]);
        let starts = std::iter::once(0).chain(cuts.iter().copied());
        let chunks = starts.zip(ends).map(|(start, end)| &stream[start..end]);
        prop_assert_eq!(filtered(chunks), expected);
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in vec(any::<u8>(), 0..400), version_5: bool) {
        let connack: &[u8] = if version_5 { &CONNACK_5 } else { &CONNACK_3_1_1 };
        let mut input = BytesMut::from(connack);
        input.put_slice(&bytes);
        let before = input.len();
        let mut output = BytesMut::new();
        let _ = PacketFilter::default().filter(&mut input, &mut output);
        prop_assert!(input.len() + output.len() <= before);
    }
}

#[test]
fn the_lengths_of_a_large_publish_shrink_to_fewer_bytes() {
    let publish = Publish {
        flags: 0,
        topic: b"t".to_vec(),
        properties: vec![user_property("x-mqtt-client-id", &"c".repeat(130))],
        payload: vec![1; 16_300],
    };
    let stream = [CONNACK_5.to_vec(), publish.encode()].concat();
    let expected = [CONNACK_5.to_vec(), publish.without_added().encode()].concat();
    assert_eq!(filtered([&stream[..]]), expected);
}

#[test]
fn a_3_1_1_publish_passes_untouched_whatever_its_payload_looks_like() {
    let looks_like_5 = Publish {
        flags: 0,
        topic: b"t".to_vec(),
        properties: vec![user_property("x-mqtt-sender", "try")],
        payload: Vec::new(),
    };
    let stream = [CONNACK_3_1_1.to_vec(), looks_like_5.encode()].concat();
    assert_eq!(filtered([&stream[..]]), stream);
}

#[test]
fn a_3_1_1_client_is_never_sent_disconnect() {
    let disconnect = [0xe0, 2, 0x8e, 0];
    let to_3_1_1 = [&CONNACK_3_1_1[..], &disconnect].concat();
    assert_eq!(filtered([&to_3_1_1[..]]), CONNACK_3_1_1);
    let to_5 = [&CONNACK_5[..], &disconnect].concat();
    assert_eq!(filtered([&to_5[..]]), to_5);
}

#[test]
fn an_acknowledgement_has_the_identifier_of_the_client_and_for_3_1_1_no_more() {
    for (packet_type, id) in [
        (PUBACK, [0xff, 0xf7]),
        (PUBREC, [0xff, 0xf7]),
        (PUBREL, [0, 9]),
        (PUBCOMP, [0xff, 0xf7]),
    ] {
        let from_broker = packet(packet_type << 4, &[&id[..], &[0x87, 0]].concat());
        let with_reason = packet(packet_type << 4, &[0, 9, 0x87, 0]);
        let plain = packet(packet_type << 4, &[0, 9]);
        assert_eq!(
            filtered([&CONNACK_3_1_1[..], &from_broker]),
            [&CONNACK_3_1_1[..], &plain].concat()
        );
        assert_eq!(
            filtered([&CONNACK_5[..], &from_broker]),
            [&CONNACK_5[..], &with_reason].concat()
        );
    }
}

#[test]
fn a_length_of_five_bytes_is_refused() {
    let mut input = BytesMut::from(&[0x30, 0x80, 0x80, 0x80, 0x80, 1][..]);
    let result = PacketFilter::default().filter(&mut input, &mut BytesMut::new());
    assert_eq!(result, Err(MalformedLength));
}
