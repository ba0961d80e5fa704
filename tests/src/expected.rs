//! What a patch shows and sends.

use serde::Deserialize;
use serde_json::Value as Json;

use crate::script::Message;

/// One line of `expected.json`. It holds once everything up to its time has happened.
#[derive(Clone, Debug, Deserialize)]
pub struct Expectation {
    /// When, in milliseconds.
    pub at: f64,
    /// What.
    #[serde(flatten)]
    pub what: Expected,
}

/// What is expected.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Expected {
    /// An output holds a value:
    /// `{ "at": 0, "value": { "op": "sum", "port": "result", "is": 5 } }`.
    Value {
        /// The op's id.
        op: String,
        /// The output's name.
        port: String,
        /// The value; of a number, to nine digits.
        is: Json,
    },
    /// A trigger output has fired that often since the patch was opened:
    /// `{ "at": 0, "pulses": { "op": "interval", "port": "trigger", "are": 3 } }`.
    Pulses {
        /// The op's id.
        op: String,
        /// The output's name.
        port: String,
        /// The count.
        are: u64,
    },
    /// What has reached the broker since the expectation before it that asked for messages:
    /// `{ "at": 0, "published": [{ "topic": "a", "payload": "1" }] }`.
    Published(Vec<Message>),
    /// The op's mark; null for none:
    /// `{ "at": 0, "status": { "op": "divide", "contains": "zero" } }`.
    Status {
        /// The op's id.
        op: String,
        /// A part of its text.
        contains: Option<String>,
    },
}
