//! The server over real sockets, on ports of its own.

// Allowed in test functions by clippy.toml; the helpers of tests are no different.
#![allow(clippy::unwrap_used)]

mod broker;
mod http;
mod program;
mod support;
