//! The server over real sockets, on ports of its own.

// Allowed in test functions by clippy.toml; the helpers of tests are no different.
#![allow(clippy::unwrap_used, reason = "what fails in a test is to end it")]

mod broker;
mod http;
mod program;
mod support;
