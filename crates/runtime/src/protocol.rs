//! What crosses to the page, as JSON. Its TypeScript declarations are made from these types.

use ropewalk_flow::Severity;
use ropewalk_patch::{Change, DocumentView, Link};
use serde::{Deserialize, Serialize};

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
    /// Another patch is open.
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
#[derive(Clone, Debug, PartialEq, Eq, Hash, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct WatchedPort {
    /// The op's id.
    pub op: String,
    /// The port's name.
    pub port: String,
    /// Whether it is an output.
    pub output: bool,
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
