//! What the fuzz targets do with an input. Each module says how it reads its bytes and what must
//! hold.
//!
//! Broker and host are played with bytes made by hand, so that what is tested here is not tested
//! with itself.

#![forbid(unsafe_code)]

pub mod decode;
pub mod filter;
pub mod session;
pub mod url;
pub mod wire;
