use bytes::BufMut;
use proptest::collection::vec;
use proptest::prelude::*;

use super::super::framing::put_varint;
use super::*;

/// Runs `chunks` through a fresh filter and returns all that comes out, and what stays behind.
fn exchanged<'a>(chunks: impl IntoIterator<Item = &'a [u8]>) -> (Vec<u8>, Vec<u8>) {
    let mut ids = PacketIds::default();
    let (mut input, mut output) = (BytesMut::new(), BytesMut::new());
    for chunk in chunks {
        input.put_slice(chunk);
        ids.exchange(&mut input, &mut output);
    }
    (output.to_vec(), input.to_vec())
}

fn packet(first_byte: u8, body: &[u8]) -> Vec<u8> {
    let mut packet = BytesMut::new();
    packet.put_u8(first_byte);
    put_varint(&mut packet, body.len());
    packet.put_slice(body);
    packet.to_vec()
}

fn publish(quality_of_service: u8, topic: &[u8], id: u16, payload: &[u8]) -> Vec<u8> {
    let mut body = u16::try_from(topic.len()).unwrap().to_be_bytes().to_vec();
    body.extend(topic);
    if quality_of_service > 0 {
        body.extend(id.to_be_bytes());
    }
    body.extend(payload);
    packet(0x30 | quality_of_service << 1, &body)
}

/// A packet of a client, and what the broker is to see of it.
fn packets() -> impl Strategy<Value = (Vec<u8>, Vec<u8>)> {
    let bytes = || vec(any::<u8>(), 0..200);
    let other = (
        prop::sample::select(vec![0x10, 0x40, 0x50, 0x70, 0x82, 0xa2, 0xc0, 0xe0, 0xf0]),
        bytes(),
    );
    prop_oneof![
        (0..=2_u8, bytes(), 1..=u16::MAX, bytes()).prop_map(|(qos, topic, id, payload)| (
            publish(qos, &topic, id, &payload),
            publish(qos, &topic, id.wrapping_neg(), &payload),
        )),
        (1..=u16::MAX, bytes()).prop_map(|(id, more)| {
            let pubrel = |id: u16| packet(0x62, &[&id.to_be_bytes()[..], &more].concat());
            (pubrel(id), pubrel(id.wrapping_neg()))
        }),
        other.prop_map(|(first, body)| (packet(first, &body), packet(first, &body))),
    ]
}

proptest! {
    #[test]
    fn the_identifiers_of_messages_are_exchanged_and_nothing_else(
        packets in vec(packets(), 0..8),
        cuts in vec(any::<prop::sample::Index>(), 0..8),
    ) {
        let (sent, seen): (Vec<_>, Vec<_>) = packets.into_iter().unzip();
        let (sent, seen) = (sent.concat(), seen.concat());
        let mut cuts: Vec<_> = cuts.iter().map(|cut| cut.index(sent.len() + 1)).collect();
        cuts.extend([0, sent.len()]);
        cuts.sort_unstable();
        let chunks = cuts.windows(2).map(|cut| &sent[cut[0]..cut[1]]);
        prop_assert_eq!(exchanged(chunks), (seen, Vec::new()));
    }

    #[test]
    fn whatever_comes_nothing_is_lost(bytes in vec(any::<u8>(), 0..300)) {
        let (out, kept) = exchanged([&bytes[..]]);
        prop_assert_eq!(out.len() + kept.len(), bytes.len());
    }

    #[test]
    fn an_answer_has_the_identifier_of_its_message(id: [u8; 2]) {
        prop_assert_eq!(counterpart(counterpart(id)), id);
        prop_assert_eq!(counterpart(id) == [0, 0], id == [0, 0]);
    }
}

#[test]
fn the_payload_of_a_packet_that_is_not_whole_is_not_kept_back() {
    let whole = publish(1, b"t", 1, &[7; 1000]);
    let (out, kept) = exchanged([&whole[..500]]);
    assert_eq!((out.len(), kept.len()), (500, 0));
    assert_eq!(out[3..8], [0, 1, b't', 0xff, 0xff]);
}

#[test]
fn a_packet_that_ends_before_its_identifier_passes_to_be_refused() {
    for bytes in [
        &[0x32, 0][..],
        &[0x32, 1, 0],
        &[0x32, 3, 0, 1, b't'],
        &[0x32, 4, 0, 200, 1, 1],
        &[0x62, 1, 0],
    ] {
        assert_eq!(
            exchanged([bytes]),
            (bytes.to_vec(), Vec::new()),
            "{bytes:?}"
        );
    }
}

#[test]
fn what_is_not_mqtt_passes_to_be_refused() {
    let bytes = [&[0x30, 0xff, 0xff, 0xff, 0xff][..], &[0x62, 2, 0, 1]].concat();
    assert_eq!(exchanged([&bytes[..]]), (bytes, Vec::new()));
}
