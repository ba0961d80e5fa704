//! The native program `ropewalk`: it serves the editor's page, an embedded MQTT broker and a
//! folder of patches from one port, and the same again over TLS on the next.
//!
//! [`serve()`] starts everything and returns a [`Server`], which knows its addresses and stops
//! everything again; the program's command line ([`cli`]) is a thin skin over it.
//!
//! # What answers where
//!
//! | request | answer |
//! |---|---|
//! | `GET /…` | the built page ([`Config::page`]), compressed where a file has a `.br` or a `.gz` beside it |
//! | WebSocket `/mqtt` or `/`, sub-protocol `mqtt` | the broker |
//! | `GET /patches` | the list of patches: `[{"name", "modified", "size"}]`, `modified` in milliseconds since the Unix epoch, `size` in bytes |
//! | `GET`, `PUT`, `DELETE` `/patches/<name>.json` | one patch |
//!
//! A name is that of a visible file directly in the folder; any other, and a link that leads out
//! of it, is refused with 400. A patch is written whole or not at all. It is a JSON object with a
//! field `ropewalk` (else 422) of at most 32 MiB (else 413). A full disk is 507. `PUT` answers 201
//! or 200 with what the list tells of the patch, `DELETE` 204. `GET` and `PUT` tell an `ETag`: with
//! it as `If-Match`, `PUT` is refused with 412 when the file has changed since, and with
//! `If-None-Match: *` when there is one.
//!
//! What goes wrong is answered as `{"error": "…"}`; only files of the page that are not there are
//! answered in plain text.
//!
//! # The broker
//!
//! MQTT 3.1.1 and 5.0, QoS 0 to 2, retained messages, wills, shared subscriptions, sessions that
//! outlive their connection by at most a day. All state is in memory and ends with the program.
//! There are two users, and no anonymous access: `try` (password `try`) reads and writes, `view`
//! (password `view`) only reads. What is observed:
//!
//! | | MQTT 3.1.1 | MQTT 5.0 |
//! |---|---|---|
//! | wrong password | CONNACK 4 | CONNACK 134 |
//! | no user name | CONNACK 5 | CONNACK 135 |
//! | `view` publishes with QoS 0 | dropped | dropped |
//! | `view` publishes with QoS 1 | PUBACK, not delivered | PUBACK 135 |
//! | `view` publishes with QoS 2 | PUBREC, PUBCOMP, not delivered | PUBREC 135 |
//! | the will of `view` | not published | not published |
//! | the client identifier connects again | closed | DISCONNECT 142, closed |
//! | the server stops | closed with WebSocket code 1001 | DISCONNECT 139, closed with 1001 |
//!
//! A WebSocket is always closed with a close frame. Empty binary frames are allowed, text frames
//! are not (code 1003, `[MQTT-6.0.0-1]`). A packet is at most 64 MiB.
//!
//! # Who may use it
//!
//! The passwords are public and the folder of patches has none, so what protects the server is
//! who can reach it. It binds the loopback interface unless told otherwise, and a page of another
//! site that the same browser has open cannot use it either:
//!
//! - A WebSocket, and a request that writes, is refused with 403 when its `Origin` is neither on
//!   the host it was sent to, nor a loopback host, nor one of [`Config::allowed_origins`]. What
//!   sends no `Origin` is not a page of another site.
//! - On a connection that arrived at a loopback address, a `Host` that is neither a loopback name
//!   nor that of an allowed origin is refused with 403: a foreign name that resolves to this
//!   machine is how DNS rebinding gets around the first rule.
//!
//! Bound to a network address, the server trusts everyone who can reach it.

mod broker;
mod check;
pub mod cli;
mod export;
mod http;
mod listen;
mod serve;
mod tls;

pub use http::{Origin, OriginError};
pub use serve::{Config, ServeError, Server, TlsConfig, serve};
pub use tls::CertificateError;
