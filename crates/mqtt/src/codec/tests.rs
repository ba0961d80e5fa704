//! What is written is read, by this codec and by others, and what is wrong is refused.

mod oracles;
mod packets;
mod rules;
mod unwritten;

use bytes::{Bytes, BytesMut};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;

use self::packets::{packet, version};
use super::*;
use crate::packet::{Ack, Packet, PacketId, Publish, QoS, Version};

const NO_LIMIT: usize = MAX_REMAINING + 5;

fn bytes_of(packet: &Packet, version: Version) -> Bytes {
    let mut out = BytesMut::new();
    encode(packet, version, &mut out).unwrap();
    out.freeze()
}

fn decode(
    version: Version,
    pieces: impl IntoIterator<Item = Bytes>,
) -> Result<Vec<Packet>, DecodeError> {
    let mut decoder = Decoder::new(version, NO_LIMIT);
    let mut packets = Vec::new();
    for piece in pieces {
        decoder.push(piece);
        while let Some(packet) = decoder.next_packet()? {
            packets.push(packet);
        }
    }
    Ok(packets)
}

/// The packet that begins there, and the version that it is of: a CONNECT says it itself.
fn decode_one(version: Version, bytes: &[u8]) -> Result<Option<(Packet, Version)>, DecodeError> {
    let mut decoder = Decoder::new(version, NO_LIMIT);
    decoder.push(Bytes::copy_from_slice(bytes));
    let packet = decoder.next_packet()?;
    Ok(packet.map(|packet| (packet, decoder.version())))
}

/// Where a packet of bytes is damaged, and how.
#[derive(Clone, Debug)]
enum Damage {
    /// A byte is another one.
    Change(Index, u8),
    /// A bit is another one.
    Flip(Index, u8),
    /// The end is missing, and the remaining length knows.
    Truncate(Index),
    /// There is another byte, and the remaining length knows.
    Insert(Index, u8),
    /// A byte is missing, and the remaining length knows.
    Remove(Index),
}

fn damage() -> impl Strategy<Value = Damage> {
    // Bytes that mean something are met more often.
    let byte = || prop_oneof![any::<u8>(), 0..=0x2a_u8, 0x7e..=0xa3_u8];
    prop_oneof![
        3 => (any::<Index>(), byte()).prop_map(|(at, byte)| Damage::Change(at, byte)),
        3 => (any::<Index>(), 0..8_u8).prop_map(|(at, bit)| Damage::Flip(at, bit)),
        2 => any::<Index>().prop_map(Damage::Truncate),
        2 => (any::<Index>(), byte()).prop_map(|(at, byte)| Damage::Insert(at, byte)),
        1 => any::<Index>().prop_map(Damage::Remove),
    ]
}

/// The length of the fixed header of a packet that is right.
fn header_of(bytes: &[u8]) -> usize {
    2 + bytes[1..].iter().take_while(|byte| **byte >= 0x80).count()
}

/// With a remaining length of as few bytes as it needs.
fn with_header(first: u8, body: &[u8]) -> Vec<u8> {
    let mut bytes = vec![first];
    let mut rest = body.len();
    loop {
        let byte = u8::try_from(rest & 0x7f).unwrap();
        rest >>= 7;
        bytes.push(if rest > 0 { byte | 0x80 } else { byte });
        if rest == 0 {
            break;
        }
    }
    bytes.extend_from_slice(body);
    bytes
}

fn damaged(bytes: &[u8], damage: &Damage) -> Vec<u8> {
    let header = header_of(bytes);
    let (first, mut body) = (bytes[0], bytes[header..].to_vec());
    match damage {
        Damage::Change(at, byte) => {
            let mut bytes = bytes.to_vec();
            *at.get_mut(&mut bytes) = *byte;
            return bytes;
        }
        Damage::Flip(at, bit) => {
            let mut bytes = bytes.to_vec();
            *at.get_mut(&mut bytes) ^= 1 << bit;
            return bytes;
        }
        Damage::Truncate(at) => body.truncate(at.index(body.len() + 1)),
        Damage::Insert(at, byte) => body.insert(at.index(body.len() + 1), *byte),
        Damage::Remove(at) if !body.is_empty() => drop(body.remove(at.index(body.len()))),
        Damage::Remove(_) => {}
    }
    with_header(first, &body)
}

proptest! {
    /// `[5.0: MQTT-6.0.0-2]`, and the same of any stream.
    #[test]
    fn what_is_written_is_read_however_it_is_cut(
        (version, packets) in version().prop_flat_map(|version| {
            (Just(version), vec(packet(version), 1..8))
        }),
        cuts in vec(any::<Index>(), 0..12),
    ) {
        let mut stream = BytesMut::new();
        for packet in &packets {
            encode(packet, version, &mut stream).unwrap();
        }
        let stream = stream.freeze();
        let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(stream.len())).collect();
        cuts.extend([0, stream.len()]);
        cuts.sort_unstable();
        let pieces = cuts.windows(2).map(|cut| stream.slice(cut[0]..cut[1]));
        prop_assert_eq!(decode(version, pieces).unwrap(), packets);
    }

    #[test]
    fn bytes_of_any_kind_give_packets_or_an_error(
        version in version(),
        bytes in vec(any::<u8>(), 0..200),
    ) {
        let _ = decode(version, [Bytes::from(bytes)]);
    }

    #[test]
    fn a_header_and_bytes_of_any_kind_give_packets_or_an_error(
        version in version(),
        first in any::<u8>(),
        body in vec(prop_oneof![any::<u8>(), 0..=0x2a_u8], 0..60),
    ) {
        let _ = decode(version, [Bytes::from(with_header(first, &body))]);
    }

    #[test]
    fn what_is_taken_of_damaged_packets_is_written_and_read_again_as_the_same(
        (version, packet) in version().prop_flat_map(|version| (Just(version), packet(version))),
        damages in vec(damage(), 1..3),
    ) {
        let mut bytes = bytes_of(&packet, version).to_vec();
        bytes = damaged(&bytes, &damages[0]);
        if let [_, Damage::Change(at, byte)] = &damages[..] {
            *at.get_mut(&mut bytes) = *byte;
        }
        if let Ok(Some((taken, version))) = decode_one(version, &bytes) {
            let again = bytes_of(&taken, version);
            prop_assert_eq!(decode_one(version, &again), Ok(Some((taken, version))));
        }
    }
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
        Packet::PubAck(Ack::from(PacketId::MAX)),
    ];
    for version in [Version::V3_1_1, Version::V5] {
        let mut stream = BytesMut::new();
        for packet in &packets {
            encode(packet, version, &mut stream).unwrap();
        }
        let stream = stream.freeze();
        for at in 0..=stream.len() {
            let cut = [stream.slice(..at), stream.slice(at..)];
            assert_eq!(decode(version, cut).unwrap(), packets, "cut at {at}");
        }
        let bytes = (0..stream.len()).map(|at| stream.slice(at..=at));
        assert_eq!(decode(version, bytes).unwrap(), packets, "bytes");
    }
}

#[test]
fn payloads_are_slices_of_what_arrived() {
    let old = Bytes::from_static(b"\x30\x05\x00\x01abc\x30\x04\x00\x01ab");
    let new = Bytes::from_static(b"\x30\x06\x00\x01a\x00bc\x30\x08\x00\x01a\x03\x23\x00\x01b");
    for (version, piece) in [(Version::V3_1_1, old), (Version::V5, new)] {
        for packet in decode(version, [piece.clone()]).unwrap() {
            let Packet::Publish(publish) = packet else {
                panic!("it is a PUBLISH")
            };
            assert!(piece.as_ptr_range().contains(&publish.payload.as_ptr()));
        }
    }
}
