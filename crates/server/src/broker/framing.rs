//! How MQTT packets follow each other in a stream of bytes.

use bytes::{Buf, BufMut, BytesMut};

#[derive(Debug, Clone, Copy)]
pub(super) struct FixedHeader {
    pub(super) first_byte: u8,
    /// The length of this header itself.
    pub(super) len: usize,
    pub(super) remaining_len: usize,
}

impl FixedHeader {
    /// Returns `None` while the header is not complete.
    pub(super) fn parse(bytes: &[u8]) -> Result<Option<Self>, MalformedLength> {
        let Some((&first_byte, mut rest)) = bytes.split_first() else {
            return Ok(None);
        };
        let available = rest.len();
        match read_varint(&mut rest) {
            Some(remaining_len) => Ok(Some(Self {
                first_byte,
                len: 1 + available - rest.len(),
                remaining_len,
            })),
            None if available < 4 => Ok(None),
            None => Err(MalformedLength),
        }
    }

    pub(super) fn packet_len(self) -> usize {
        self.len + self.remaining_len
    }

    pub(super) fn packet_type(self) -> u8 {
        self.first_byte >> 4
    }
}

/// A Remaining Length of more than four bytes. `[MQTT 5.0, 1.5.5]`
#[derive(Debug, PartialEq, Eq)]
pub(super) struct MalformedLength;

/// Reads a Variable Byte Integer; `None` when it is incomplete or longer than four bytes.
pub(super) fn read_varint(bytes: &mut &[u8]) -> Option<usize> {
    let mut value = 0;
    for shift in [0, 7, 14, 21] {
        let byte = bytes.try_get_u8().ok()?;
        value |= usize::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some(value);
        }
    }
    None
}

pub(super) fn put_varint(bytes: &mut BytesMut, mut value: usize) {
    loop {
        // The mask leaves seven bits.
        let low = (value & 0x7f) as u8;
        value >>= 7;
        if value == 0 {
            return bytes.put_u8(low);
        }
        bytes.put_u8(low | 0x80);
    }
}

pub(super) const CONNACK: u8 = 2;
pub(super) const PUBLISH: u8 = 3;
pub(super) const PUBACK: u8 = 4;
pub(super) const PUBREC: u8 = 5;
pub(super) const PUBREL: u8 = 6;
pub(super) const PUBCOMP: u8 = 7;
pub(super) const DISCONNECT: u8 = 14;
