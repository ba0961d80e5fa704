//! Packets as bytes.

mod decode;
mod encode;

pub use decode::{DecodeError, Decoder};
pub use encode::{EncodeError, encode};

/// The greatest remaining length that a packet can have (2.2.3).
pub const MAX_REMAINING: usize = 268_435_455;

#[cfg(test)]
mod tests;
