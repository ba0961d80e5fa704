//! Commands: every edit that a person or a program can make.

mod label;
mod read;

use serde::Serialize;
use serde_json::{Map, Value as Json};

use crate::link::Link;
use crate::subpatch::Exposed;

/// An edit, which is carried out wholly or not at all.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum Command {
    /// Adds an op of the library.
    Add {
        /// The op.
        op: NewOp,
    },
    /// Removes ops and all links from and to them.
    Remove {
        /// Their ids.
        ops: Vec<String>,
    },
    /// Puts ops elsewhere.
    Move {
        /// The ops and their new places.
        ops: Vec<Place>,
    },
    /// Sets an input's resting value, or brings it back to its default with null.
    ///
    /// A secret is refused: it does not belong to the document.
    Set {
        /// The op's id.
        op: String,
        /// The input's name.
        port: String,
        /// The value.
        #[cfg_attr(feature = "typescript", ts(type = "JsonValue"))]
        value: Json,
    },
    /// Gives an input a source, which is to give it its value; none with null, and it returns to
    /// its own. A secret and a trigger are refused.
    Source {
        /// The op's id.
        op: String,
        /// The input's name.
        port: String,
        /// The source.
        #[cfg_attr(feature = "typescript", ts(type = "Source | null"))]
        source: Json,
    },
    /// Changes the keys of an input that is animated: some go, and others come.
    Keys {
        /// The op's id.
        op: String,
        /// The input's name.
        port: String,
        /// The places of the keys that go, counted from 0 as they are now.
        remove: Vec<usize>,
        /// The keys that come, in any order.
        #[cfg_attr(feature = "typescript", ts(type = "Key[]"))]
        add: Vec<Json>,
        /// What comes after the last key from now on; as it was where there is none.
        #[serde(rename = "loop", skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "typescript", ts(rename = "loop", optional, type = "Repeat"))]
        repeat: Option<String>,
    },
    /// Renames a variable, in the ops that set and read it and the inputs that follow it.
    RenameVariable {
        /// Its name.
        from: String,
        /// Its new name, which no other has.
        to: String,
    },
    /// Says which ports a multi port has from now on, and in which order: adds, removes and reorders
    /// them. Links and values go with their ports.
    Ports {
        /// The op's id.
        op: String,
        /// Whether it is the outputs.
        output: bool,
        /// For each port which one it was, counted from 0, or null for a new one.
        order: Vec<Option<u16>>,
    },
    /// Links an output to an input, as the last of the links. The port after the last of a multi port
    /// is added.
    Link {
        /// The link.
        link: Link,
    },
    /// Removes a link.
    Unlink {
        /// The link.
        link: Link,
    },
    /// Gives an op a title, or takes it with an empty one.
    Title {
        /// The op's id.
        op: String,
        /// The title.
        title: String,
    },
    /// Puts a bookmark at an op, or takes it away.
    Bookmark {
        /// The op's id.
        op: String,
        /// Whether it has one.
        bookmarked: bool,
    },
    /// Switches an op off or on.
    Disable {
        /// The op's id.
        op: String,
        /// Whether it is off.
        disabled: bool,
    },
    /// Makes a subpatch of ops that are side by side. The links that cross its border expose their
    /// ports.
    CreateSubpatch {
        /// Their ids.
        ops: Vec<String>,
        /// What the subpatch is called; empty for no title.
        title: String,
        /// Its left edge on the canvas.
        x: f64,
        /// Its upper edge on the canvas.
        y: f64,
    },
    /// Takes all ops out of a subpatch, puts them in its place, and removes it.
    Unpack {
        /// The subpatch's id.
        op: String,
    },
    /// Puts ops into a subpatch, or at the top with null.
    Enclose {
        /// Their ids.
        ops: Vec<String>,
        /// The subpatch's id.
        subpatch: Option<String>,
    },
    /// Has a subpatch show these ports of the ops in it, in this order. The links to a port that it
    /// shows no more, from the other side of its border, are removed.
    Expose {
        /// The subpatch's id.
        op: String,
        /// The ports; one without a name gets its own.
        ports: Vec<Exposed>,
    },
    /// Renames the patch.
    Rename {
        /// The name.
        name: String,
    },
    /// Adds several ops with their links. What the library lacks becomes a placeholder.
    Paste {
        /// The ops. An id that is taken is replaced, in the links too.
        ops: Vec<NewOp>,
        /// The links, between these ops or to others of the patch.
        links: Vec<Link>,
    },
    /// Several commands as one: all or nothing, and one step of the history.
    Batch {
        /// What the history calls it.
        label: String,
        /// The commands, in order.
        commands: Vec<Command>,
    },
}

/// An op to add.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct NewOp {
    /// The id it should have; one is made up where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(optional))]
    pub id: Option<String>,
    /// Its full name, or an alias.
    pub op: String,
    /// Its left edge on the canvas.
    pub x: f64,
    /// Its upper edge on the canvas.
    pub y: f64,
    /// A title.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(optional))]
    pub title: Option<String>,
    /// Whether it is switched off.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(optional))]
    pub disabled: Option<bool>,
    /// The id of the subpatch that it is in.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(optional))]
    pub subpatch: Option<String>,
    /// What a subpatch shows of the ops in it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "typescript", ts(optional, as = "Option<Vec<Exposed>>"))]
    pub exposed: Vec<Exposed>,
    /// How many ports its multi input has, from 1 to 1,000, where it is not the number it begins
    /// with.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(optional))]
    pub inputs: Option<u16>,
    /// How many ports its multi output has, likewise.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(optional))]
    pub outputs: Option<u16>,
    /// The inputs that differ from their defaults, by name.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "typescript",
        ts(optional, type = "Record<string, JsonValue>")
    )]
    pub values: Option<Map<String, Json>>,
    /// What gives inputs their values, by name.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(optional, type = "Record<string, Source>"))]
    pub sources: Option<Map<String, Json>>,
}

/// Where an op is to be.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Place {
    /// The op's id.
    pub id: String,
    /// Its left edge on the canvas.
    pub x: f64,
    /// Its upper edge on the canvas.
    pub y: f64,
}
