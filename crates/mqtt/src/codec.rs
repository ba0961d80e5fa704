//! Packets as bytes.

mod decode;
mod decode_error;
mod decoder;
mod encode;
mod fields;

pub use decode_error::DecodeError;
pub use decoder::Decoder;
pub use encode::{EncodeError, encode};
pub(crate) use encode::{Part, size_of_property};
pub(crate) use fields::Fields;

/// The greatest remaining length that a packet can have (2.2.3).
pub const MAX_REMAINING: usize = 268_435_455;

#[cfg(test)]
mod tests;
