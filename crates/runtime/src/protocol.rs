//! What crosses to the page, as JSON. Its TypeScript declarations are made from these types.

use ropewalk_flow::{Severity, Value};
use ropewalk_patch::{Change, DocumentView, Link};
use serde::Serialize;

use crate::error::Error;

/// What the page is told without having asked.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(
    tag = "type",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[non_exhaustive]
pub enum Notice {
    /// Another patch is open. Its clock goes on from 0.
    Opened {
        /// The patch.
        document: DocumentView,
        /// What in its file does not fit, for a person.
        warnings: Vec<String>,
    },
    /// The patch was edited.
    Changed {
        /// What has changed, in order.
        changes: Vec<Change>,
        /// What undo would take back.
        can_undo: Option<String>,
        /// What redo would make again.
        can_redo: Option<String>,
    },
    /// An op is marked, or no more.
    OpStatus {
        /// The op's id.
        op: String,
        /// The mark.
        status: Option<Status>,
    },
    /// A link is cut because a loop runs over it, or mended.
    LinkStatus {
        /// The link.
        link: Link,
        /// Why it is cut.
        text: Option<String>,
    },
    /// A secret is there, or no more.
    SecretSet {
        /// The op's id.
        op: String,
        /// The input's name.
        port: String,
        /// Whether it is there.
        set: bool,
    },
    /// The patch's clock was stopped, set or let go on.
    Timeline {
        /// Whether it goes on.
        playing: bool,
        /// What it shows, in seconds.
        seconds: f64,
    },
    /// Something for a person to read.
    Log {
        /// The line.
        text: String,
    },
    /// The runtime is dead; only reloading the page helps.
    Fatal {
        /// What has happened.
        text: String,
    },
}

/// A mark on an op.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Status {
    /// How bad it is.
    pub level: Level,
    /// What is wrong and what to do.
    pub text: String,
    /// The servers that the op waits to be allowed to reach.
    pub held: Vec<String>,
}

/// How bad a mark is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum Level {
    /// It may mend itself, or may be meant so.
    Warning,
    /// The op does not do what it is there for.
    Error,
}

impl From<Severity> for Level {
    fn from(severity: Severity) -> Self {
        match severity {
            Severity::Warning => Self::Warning,
            Severity::Error => Self::Error,
        }
    }
}

/// A port whose value the page shows.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct WatchedPort {
    /// The op's id.
    pub op: String,
    /// The port's name.
    pub port: String,
    /// Whether it is an output.
    pub output: bool,
    /// Whether its text comes at up to 8,000 characters, not at 200.
    pub long: bool,
}

impl WatchedPort {
    /// Reads a list of them, as the page has it.
    ///
    /// # Errors
    ///
    /// [`Error::WatchedPorts`] where it is anything else.
    // By hand, as serde's derived reader brings a second way to write numbers: 16 kB of wasm.
    pub fn list_from_json(json: &str) -> Result<Vec<Self>, Error> {
        let Ok(Value::Array(list)) = Value::from_json(json) else {
            return Err(Error::WatchedPorts);
        };
        let ports = list.iter().map(Self::from_value);
        ports.collect::<Option<_>>().ok_or(Error::WatchedPorts)
    }

    fn from_value(value: &Value) -> Option<Self> {
        let Value::Object(object) = value else {
            return None;
        };
        let text = |key: &str| match object.get(key) {
            Some(Value::Text(text)) => Some(text.to_string()),
            _ => None,
        };
        let output = match object.get("output") {
            Some(Value::Bool(output)) => *output,
            _ => return None,
        };
        Some(Self {
            op: text("op")?,
            port: text("port")?,
            output,
            long: matches!(object.get("long"), Some(Value::Bool(true))),
        })
    }
}

/// The steps of the history by what they did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct History {
    /// What can be taken back, the newest first.
    pub undo: Vec<String>,
    /// What can be made again, the next first.
    pub redo: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports_to_watch_are_read_and_all_else_is_refused() {
        let json = r#"[{ "op": "sum", "port": "result", "output": true }]"#;
        let port = WatchedPort {
            op: "sum".to_owned(),
            port: "result".to_owned(),
            output: true,
            long: false,
        };
        let list = WatchedPort::list_from_json;
        assert_eq!(list(json).unwrap(), std::slice::from_ref(&port));
        let json = r#"[{ "op": "sum", "port": "result", "output": true, "long": true }]"#;
        assert_eq!(list(json).unwrap(), [WatchedPort { long: true, ..port }]);
        assert_eq!(WatchedPort::list_from_json("[]").unwrap(), []);
        for json in [
            "",
            "{}",
            "[1]",
            r#"[{ "op": "sum", "port": "result" }]"#,
            r#"[{ "op": 1, "port": "result", "output": true }]"#,
            r#"[{ "op": "sum", "port": "result", "output": 1 }]"#,
        ] {
            let refused = WatchedPort::list_from_json(json);
            assert!(matches!(refused, Err(Error::WatchedPorts)), "{json}");
        }
    }
}
