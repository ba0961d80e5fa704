//! Packets out of a stream of bytes.

use std::collections::VecDeque;

use bytes::{Buf, Bytes, BytesMut};

use super::decode::read;
use super::decode_error::DecodeError;
use crate::packet::{Packet, Version};

/// Takes packets out of a stream, however it is cut into pieces. Texts and payloads are slices of
/// the pieces, not copies.
#[derive(Debug)]
pub struct Decoder {
    version: Version,
    limit: usize,
    pieces: VecDeque<Bytes>,
    /// The beginning of a packet whose end is in another piece.
    partial: BytesMut,
}

impl Decoder {
    /// A decoder that takes packets of at most `limit` bytes. A CONNECT says itself which version
    /// it is of, and with it all that follow.
    pub fn new(version: Version, limit: usize) -> Self {
        Self {
            version,
            limit,
            pieces: VecDeque::new(),
            partial: BytesMut::new(),
        }
    }

    /// The version that packets are read by.
    pub fn version(&self) -> Version {
        self.version
    }

    /// Adds what has arrived.
    pub fn push(&mut self, bytes: Bytes) {
        if !bytes.is_empty() {
            self.pieces.push_back(bytes);
        }
    }

    /// The next packet that is there whole.
    ///
    /// # Errors
    ///
    /// What breaks the protocol; the stream is of no use from here on.
    pub fn next_packet(&mut self) -> Result<Option<Packet>, DecodeError> {
        while let Some(piece) = self.pieces.front_mut() {
            if !self.partial.is_empty() {
                // No more than the packet needs, so that the rest of the piece stays as it is.
                let wanted = match Frame::find(&self.partial, self.version, self.limit)? {
                    Some(frame) => frame.size - self.partial.len(),
                    None => 1,
                };
                let taken = piece.split_to(wanted.min(piece.len()));
                self.partial.extend_from_slice(&taken);
                if piece.is_empty() {
                    self.pieces.pop_front();
                }
                if let Some(frame) = Frame::find(&self.partial, self.version, self.limit)?
                    && frame.size == self.partial.len()
                {
                    let bytes = self.partial.split().freeze();
                    return read(&bytes, frame, &mut self.version).map(Some);
                }
                continue;
            }
            match Frame::find(piece, self.version, self.limit)? {
                Some(frame) if frame.size < piece.len() => {
                    let packet = read(piece, frame, &mut self.version);
                    piece.advance(frame.size);
                    return packet.map(Some);
                }
                Some(frame) if frame.size == piece.len() => {
                    let packet = read(piece, frame, &mut self.version);
                    self.pieces.pop_front();
                    return packet.map(Some);
                }
                _ => {
                    self.partial.extend_from_slice(piece);
                    self.pieces.pop_front();
                }
            }
        }
        Ok(None)
    }
}

/// Where a packet begins and ends.
#[derive(Clone, Copy)]
pub(super) struct Frame {
    /// The length of the fixed header.
    pub(super) header: usize,
    /// The length of the whole packet.
    pub(super) size: usize,
}

impl Frame {
    /// The packet that begins here; nothing where its end cannot be told yet.
    fn find(bytes: &[u8], version: Version, limit: usize) -> Result<Option<Self>, DecodeError> {
        let mut remaining = 0_usize;
        for (place, &byte) in bytes.iter().skip(1).take(4).enumerate() {
            remaining |= usize::from(byte & 0x7f) << (7 * place);
            if byte & 0x80 == 0 {
                // [5.0: MQTT-1.5.5-1]; 3.1.1 has no such rule.
                if byte == 0 && place > 0 && version == Version::V5 {
                    return Err(DecodeError::LongVarInt("packet"));
                }
                let header = 2 + place;
                let size = header + remaining;
                return if size > limit {
                    Err(DecodeError::TooLarge { size, limit })
                } else {
                    Ok(Some(Self { header, size }))
                };
            }
        }
        if bytes.len() > 4 {
            return Err(DecodeError::LengthTooLong);
        }
        Ok(None)
    }
}
