//! The patch document: ops, links, positions, commands with inverses, and its file format.
//!
//! A [`Document`] is what is saved of a patch. [`load`] reads it from a file and [`save`] writes
//! it; an [`Editor`] changes it by [`Command`]s, tells what has changed ([`Change`]) and undoes and
//! redoes. Nothing here runs an op: the document knows the library by a [`Catalogue`] of
//! declarations.
//!
//! # The file format, version 1
//!
//! A patch file is JSON in UTF-8, at most 32 MiB large and nested at most 128 levels deep, by
//! convention named `*.json`.
//!
//! ```
//! # use ropewalk_patch::{Catalogue, load, save};
//! let file = r#"{
//!   "ropewalk": 1,
//!   "id": "k3x9q2",
//!   "name": "First light",
//!   "ops": [
//!     {
//!       "id": "sine", "op": "Ops.Math.Sine", "x": 0, "y": 0,
//!       "values": {
//!         "Frequency": 0.5
//!       }
//!     },
//!     {
//!       "id": "publish", "op": "Ops.Net.Mqtt.MqttPublish", "x": 0, "y": 120,
//!       "title": "To the roof",
//!       "disabled": true,
//!       "values": {
//!         "Topic": "rope/walk",
//!         "Retain": true
//!       }
//!     }
//!   ],
//!   "links": [
//!     { "from": { "op": "sine", "port": "Result" }, "to": { "op": "publish", "port": "Message" } }
//!   ]
//! }
//! "#;
//! let loaded = load(file, &Catalogue::new([]))?;
//! assert_eq!(save(&loaded.document)?, file);
//! # Ok::<(), ropewalk_patch::FileError>(())
//! ```
//!
//! | field | meaning |
//! |---|---|
//! | `ropewalk` | the version of the format: 1 |
//! | `id` | names the patch where hosts keep its secrets; any text, not empty |
//! | `name` | what the patch is called; `Untitled` where it is missing |
//! | `ops` | the ops; their order has no meaning |
//! | `ops[].id` | unique in the file; made up where it is missing or there before |
//! | `ops[].op` | the op's full name in the library, or an alias |
//! | `ops[].x`, `y` | its upper left corner on the canvas, in pixels; 0 where missing |
//! | `ops[].title` | the title that a person has given it, if any |
//! | `ops[].disabled` | true where it is switched off |
//! | `ops[].bookmarked` | true where a person has put a bookmark at it |
//! | `ops[].inputs`, `outputs` | how many ports its multi input and its multi output have, where it is not the number they begin with or are named to |
//! | `ops[].values` | the inputs that differ from their defaults, by name; `null` is the default |
//! | `ops[].subpatch` | the id of the subpatch that it is in; the top where it is missing |
//! | `ops[].exposed` | of an `Ops.Ui.SubPatch`: the ports that it shows of the ops in it, in order |
//! | `ops[].exposed[].op`, `port` | whose port it is: the id of the op and the name, or an alias |
//! | `ops[].exposed[].output` | true for an output |
//! | `ops[].exposed[].name` | what the subpatch calls it |
//! | `ops[].sources` | what gives inputs their values in the place of those, by name: see below |
//! | `links` | the links, in the order in which they are served |
//! | `links[].from` | the output: the id of its op and its name, or an alias |
//! | `links[].to` | the input, likewise; of an input with choices, `Easing index` is the choice by number |
//!
//! ## Sources
//!
//! An input that is not linked has the value that it was set to, or that of its source:
//!
//! ```json
//! "sources": { "number1": { "variable": "speed" } }
//! ```
//!
//! follows the patch's variable of that name, and
//!
//! ```json
//! "sources": { "number1": { "animation": { "loop": "repeat", "keys": [
//!   { "time": 0, "value": 1, "easing": "Cubic In Out" }, { "time": 2.5, "value": 7 } ] } } }
//! ```
//!
//! a number that changes with the patch's clock. Triggers and secrets have no source; Numbers and
//! Bools can be animated.
//!
//! | field | meaning |
//! |---|---|
//! | `loop` | what comes after the last key: `off`, `repeat`, `mirror` or `offset`; `off` where missing |
//! | `keys` | at most 10,000 |
//! | `keys[].time` | when, in seconds |
//! | `keys[].value` | the number |
//! | `keys[].easing` | the way to the next key, one of [`EASINGS`](ropewalk_flow::EASINGS) or `Bezier`; `linear` where missing |
//! | `keys[].in`, `out` | for `Bezier` on either side: where the curve is drawn to, in seconds and in the value's unit, counted from the key |
//!
//! ## What is kept
//!
//! Nothing is lost by loading and saving, and a person is told ([`Warning`]) of what does not fit:
//!
//! - Fields that this version does not know stay where they are, at every level.
//! - An op that the library lacks is a *placeholder*. It keeps its name, values and links, and has
//!   the ports that those name.
//! - A value that its input does not take, or that no input has, stays until the input is set.
//! - A source that an input cannot have, or that no input has, stays until the input is given another.
//!   Of two, under two names of one input, the one under its own name stays, or else the first.
//! - A link whose end is missing or of the wrong kind is *broken*. It stays, without effect, until
//!   it or an op at one of its ends is removed. No new op gets the id of an end that is missing.
//! - Numbers come back exactly. Whole numbers up to 2⁶⁴ do so within lists, objects and
//!   placeholders; a Number's own value is a 64-bit float, as it is in the running patch.
//! - A link that crosses the border of a subpatch exposes its port there, whether the file says so or
//!   not. An op in a subpatch that is not there, or in itself, comes to the top.
//!
//! Names are brought up to date, and values are written in the kind of their input (`"0.5"` of a
//! Number becomes `0.5`). Of two equal links one is left out. Loading and saving once more changes
//! nothing any more.
//!
//! Inputs that are marked secret are never part of a document. Where a file holds a value for one,
//! it is taken out and handed to the host ([`Loaded::secrets`]).
//!
//! ## What is refused
//!
//! A file that is not JSON, has a key twice in one object, was written by a newer version, is too
//! large, has links that cross more borders of subpatches than a file has room for the ports of, or
//! has a field of another type than the table says. The [`FileError`] says what and
//! where.

mod catalogue;
mod command;
mod document;
mod edit;
mod edit_error;
mod fields;
#[cfg(test)]
mod fixtures;
mod format;
mod history;
mod ids;
mod json;
mod link;
mod multi;
mod op;
mod report;
mod source;
mod subpatch;
mod text;
mod transaction;
#[cfg(feature = "typescript")]
mod typescript;
mod value;
mod view;

pub use crate::catalogue::Catalogue;
pub use crate::command::{Command, NewOp, Place};
pub use crate::document::Document;
pub use crate::edit_error::EditError;
pub use crate::format::{FileError, Loaded, MAX_FILE_BYTES, VERSION, load, save};
pub use crate::history::{Applied, Editor, MAX_STEPS};
pub use crate::link::{Link, LinkError, PortRef};
pub use crate::op::Op;
pub use crate::report::{Secret, Warning};
pub use crate::source::{MAX_KEYS, SourceError};
pub use crate::subpatch::{Exposed, MAX_NESTING, SUBPATCH};
#[cfg(feature = "typescript")]
pub use crate::typescript::typescript;
pub use crate::view::{Change, DocumentView, OpView, PlaceholderPorts};

#[cfg(test)]
mod tests;
