//! The runtime in a browser, through the class that pages use.

#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "what fails in a test is to end it")]

mod brokers;
mod client;
mod control;
mod editing;
mod elements;
mod fake_socket;
mod habits;
mod identity;
mod lifetime;
mod page;
mod records;
mod secrets;
mod sockets;
mod time;
mod values;
mod variables;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
