//! What the page and the graph are told of the document.

use indexmap::IndexMap;
use ropewalk_flow::{Source, Text, Value};
use serde::Serialize;

use crate::link::Link;
use crate::subpatch::Exposed;

/// One thing that has changed, to be followed in order by whoever shows or runs the patch.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[allow(
    clippy::large_enum_variant,
    reason = "where there are many, in a paste or an undo, most are ops that are added"
)]
pub enum Change {
    /// An op is there, without its links.
    OpAdded {
        /// The op.
        op: OpView,
    },
    /// An op is gone. Its links went before.
    OpRemoved {
        /// Its id.
        id: String,
    },
    /// An op has another place.
    OpMoved {
        /// Its id.
        id: String,
        /// Its left edge.
        x: f64,
        /// Its upper edge.
        y: f64,
    },
    /// An input rests at another value.
    ValueSet {
        /// The op's id.
        op: String,
        /// The input's name.
        port: String,
        /// The value now in force, be it the default.
        #[cfg_attr(feature = "typescript", ts(type = "JsonValue"))]
        value: Value,
    },
    /// An input follows another source.
    SourceSet {
        /// The op's id.
        op: String,
        /// The input's name.
        port: String,
        /// The source; null for none.
        #[cfg_attr(feature = "typescript", ts(type = "Source | null"))]
        source: Option<Source>,
    },
    /// A link is there.
    LinkAdded {
        /// The link.
        link: Link,
        /// Its place among the links, which is the order in which they are served.
        index: usize,
    },
    /// A link is gone.
    LinkRemoved {
        /// The link.
        link: Link,
    },
    /// An op has another title.
    Titled {
        /// The op's id.
        op: String,
        /// The title; null for none.
        title: Option<String>,
    },
    /// An op was switched off or on.
    Disabled {
        /// The op's id.
        op: String,
        /// Whether it is off.
        disabled: bool,
    },
    /// An op has a bookmark, or has none any more.
    Bookmarked {
        /// The op's id.
        op: String,
        /// Whether it has one.
        bookmarked: bool,
    },
    /// An op is in another subpatch.
    Enclosed {
        /// The op's id.
        op: String,
        /// The subpatch's id; null for none.
        subpatch: Option<String>,
    },
    /// A subpatch shows other ports of the ops in it.
    Exposed {
        /// The subpatch's id.
        op: String,
        /// The ports, in order.
        ports: Vec<Exposed>,
    },
    /// A multi port has another number of ports.
    PortCount {
        /// The op's id.
        op: String,
        /// Whether it is the outputs.
        output: bool,
        /// How many there are.
        count: u16,
    },
    /// The patch has another name.
    Renamed {
        /// The name.
        name: String,
    },
}

/// An op as the page shows it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct OpView {
    /// Its id, unique in the patch.
    pub id: String,
    /// Its full name.
    pub op: String,
    /// Its left edge on the canvas.
    pub x: f64,
    /// Its upper edge on the canvas.
    pub y: f64,
    /// The title that a person has given it.
    pub title: Option<String>,
    /// Whether it is switched off.
    pub disabled: bool,
    /// Whether it has a bookmark.
    pub bookmarked: bool,
    /// The id of the subpatch that it is in.
    pub subpatch: Option<String>,
    /// What a subpatch shows of the ops in it.
    pub exposed: Vec<Exposed>,
    /// How many ports its multi input has; 0 where it has none.
    pub inputs: u16,
    /// How many ports its multi output has; 0 where it has none.
    pub outputs: u16,
    /// The values that differ from the defaults, by input; all values of a placeholder.
    #[cfg_attr(feature = "typescript", ts(type = "Record<string, JsonValue>"))]
    pub values: IndexMap<Text, Value>,
    /// What gives inputs their values in the place of those, by input.
    #[cfg_attr(feature = "typescript", ts(type = "Record<string, Source>"))]
    pub sources: IndexMap<Text, Source>,
    /// The ports, where the library lacks the op.
    pub placeholder: Option<PlaceholderPorts>,
}

/// The ports of an op that the library lacks: those that its values and links name.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct PlaceholderPorts {
    /// The names of its inputs.
    pub inputs: Vec<String>,
    /// The names of its outputs.
    pub outputs: Vec<String>,
}

/// A whole document as the page shows it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct DocumentView {
    /// The id that names the patch where hosts keep its secrets.
    pub id: String,
    /// What the patch is called.
    pub name: String,
    /// The ops.
    pub ops: Vec<OpView>,
    /// The links in the order in which they are served.
    pub links: Vec<Link>,
    /// Ids that no new op can have: those of missing ops, to which broken links of the file lead.
    pub reserved: Vec<String>,
}
