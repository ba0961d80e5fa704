//! Bytes of any kind, cut into pieces in any way, into the decoder.
//!
//! An input is: a byte for the version, a byte for the number of lengths (up to 15), the lengths of
//! the pieces, which come round again, and the stream. Without a length it comes in one piece.

use arbitrary::{Result, Unstructured};
use bytes::{Bytes, BytesMut};
use ropewalk_mqtt::{DecodeError, Decoder, MAX_REMAINING, Packet, Version, encode};

use crate::wire;

/// The versions that an input chooses from.
const VERSIONS: [Version; 2] = [Version::V3_1_1, Version::V5];

/// Decodes an input.
///
/// # Panics
///
/// Where the cuts make a difference, or a packet that was read cannot be written, or reads
/// otherwise then.
pub fn run(data: &[u8]) {
    let mut input = Unstructured::new(data);
    let Ok((version, lengths)) = head(&mut input) else {
        return;
    };
    let stream = Bytes::copy_from_slice(input.take_rest());
    let whole = decode(version, [stream.clone()]);
    assert_eq!(decode(version, cut(stream.clone(), &lengths)), whole);
    let mut rest = &stream[..];
    for (version, packet) in whole.0 {
        let mut bytes = BytesMut::new();
        encode(&packet, version, &mut bytes).expect("what was read can be written");
        let (_, body, after) = wire::first(rest).expect("what was read is whole");
        rest = after;
        // Of a version without properties there is one way only to write a body.
        if version == Version::V3_1_1 {
            let written = wire::first(&bytes).map(|it| it.1.len());
            assert_eq!(written, Some(body.len()), "{packet:?}");
        }
        let again = decode(version, [bytes.freeze()]);
        assert_eq!(again, (vec![(version, packet)], None));
    }
}

fn head(input: &mut Unstructured<'_>) -> Result<(Version, Vec<usize>)> {
    let version = VERSIONS[usize::from(input.arbitrary::<u8>()?) % VERSIONS.len()];
    let count = usize::from(input.arbitrary::<u8>()? & 0x0f);
    let lengths = input.bytes(count)?;
    let lengths = lengths.iter().map(|length| usize::from(*length).max(1));
    Ok((version, lengths.collect()))
}

fn cut(mut stream: Bytes, lengths: &[usize]) -> Vec<Bytes> {
    let mut pieces = Vec::new();
    for length in lengths.iter().cycle() {
        if stream.is_empty() {
            break;
        }
        pieces.push(stream.split_to((*length).min(stream.len())));
    }
    pieces.push(stream);
    pieces
}

fn decode(
    version: Version,
    pieces: impl IntoIterator<Item = Bytes>,
) -> (Vec<(Version, Packet)>, Option<DecodeError>) {
    let mut decoder = Decoder::new(version, MAX_REMAINING + 5);
    let mut packets = Vec::new();
    for piece in pieces {
        decoder.push(piece);
        loop {
            match decoder.next_packet() {
                // A CONNECT says which version the packets are of from there on.
                Ok(Some(packet)) => packets.push((decoder.version(), packet)),
                Ok(None) => break,
                Err(error) => return (packets, Some(error)),
            }
        }
    }
    (packets, None)
}
