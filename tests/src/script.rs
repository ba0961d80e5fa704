//! What happens to a patch.

use serde::Deserialize;
use serde_json::Value as Json;

/// One line of `script.json`, whose steps are in the order of their times.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// When, in milliseconds.
    pub at: f64,
    /// What happens.
    #[serde(flatten)]
    pub action: Action,
}

/// What happens.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Action {
    /// An input is set by hand: `{ "at": 0, "set": { "op": "sum", "port": "number1", "value": 2 } }`.
    Set {
        /// The op's id.
        op: String,
        /// The input's name.
        port: String,
        /// The value.
        value: Json,
    },
    /// A trigger is pressed: `{ "at": 0, "press": { "op": "button", "port": "Trigger" } }`.
    Press(Port),
    /// The screen is drawn some times, the first time at `at`:
    /// `{ "at": 0, "frames": { "count": 60, "every": 16 } }`.
    Frames {
        /// How often.
        count: u32,
        /// The milliseconds between two.
        every: f64,
    },
    /// Somebody else publishes a message: `{ "at": 0, "message": { "topic": "a", "payload": "1" } }`.
    Message(Message),
    /// The network drops every connection, without a word to either side's software:
    /// `{ "at": 0, "cut": {} }`.
    Cut {},
}

/// A port of an op.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Port {
    /// The op's id.
    pub op: String,
    /// The port's name.
    pub port: String,
}

/// A message as a case writes it.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Message {
    /// The topic's name.
    pub topic: String,
    /// The payload as text.
    pub payload: String,
    /// 0, 1 or 2.
    #[serde(default)]
    pub qos: u8,
    /// Whether the broker keeps it.
    #[serde(default)]
    pub retain: bool,
}
