//! Patches of cables.gl as patches of Ropewalk, and back.
//!
//! [`import`] reads what people have: exported JSON, the `patch.js` of an export (a JavaScript
//! literal, read as data and never run), `.cables` files of the standalone editor, and what is copied
//! to the clipboard, in a Markdown fence or without one. It gives a Ropewalk file, which
//! the patch crate loads like any other: that is where names are brought up to date, values
//! become those of their ports, unknown ops become placeholders and passwords are taken out.
//!
//! [`export`] writes ops of ours as the clipboard of cables has them: under the newest names that
//! cables has for them, with what the import kept. Imported again they are the same ops.
//!
//! # What becomes of it
//!
//! | in cables | here |
//! |---|---|
//! | `opId`, `objName` | the op of ours that has this id or name, or had it once; otherwise a placeholder |
//! | `uiAttribs.translate` | the place, with the room that our boxes take; ops without one are laid out |
//! | `uiAttribs.title` | the title, where it is not the op's name |
//! | `uiAttribs.disabled`, `enabled` | whether it is switched off |
//! | `ui.bookmarks`, `uiAttribs.bookmarked` | the bookmark of the op |
//! | `portsIn[].value` | the value; of a trigger none, as there it means nothing |
//! | `X index` without `X` | the choice of that index |
//! | `multiPortNum` of `X`, links to `X_n` | the number of ports of a multi port |
//! | `links` of either side | the links, each once |
//! | subpatches, old and new | an `Ops.Ui.SubPatch` with the ops in it; links lead straight to them |
//! | the size and the colour of an area | values of its ports |
//! | `useVariable`, `anim` | the variable that the input follows, or its animation |
//! | what else an op or a port has: comments, colours, storage | kept with the op in its field `cables`, and told where it changes what the patch does ([`Note`]) |

#![forbid(unsafe_code)]

mod animation;
mod convert;
mod export;
mod form;
mod layout;
mod library;
mod literal;
mod multi;
mod names;
mod note;
mod project;
mod subpatches;

use serde_json::Value as Json;

pub use crate::export::{ExportError, Exported, export};
pub use crate::library::Library;
pub use crate::literal::LiteralError;
pub use crate::note::Note;

/// All ops of cables, as JSON: by its name, the id of each and the names that it had.
pub const NAMES: &str = include_str!("../names/cables.json");

/// A patch of cables, read.
#[derive(Clone, Debug, PartialEq)]
pub struct Imported {
    /// The patch as a file of Ropewalk.
    pub file: Json,
    /// What is not as it was.
    pub notes: Vec<Note>,
    /// Whether an op is called `Ops.Unknown`, as of its name the file has nothing but its id.
    /// [`Library::with_names`] may know it.
    pub is_nameless: bool,
}

/// Why a text that holds a patch of cables cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ImportError {
    /// It is damaged.
    #[error("This patch of cables cannot be read: {0}.")]
    Damaged(#[from] LiteralError),
    /// Something follows it.
    #[error(
        "This patch of cables cannot be read: after it comes something else. Does the file hold more \
         than one patch?"
    )]
    Trailing,
}

/// Reads a patch of cables in any of its forms; nothing where the text holds none.
///
/// # Errors
///
/// It holds one that is damaged, with the place.
pub fn import(text: &str, library: &Library) -> Result<Option<Imported>, ImportError> {
    let found = form::find(text)?;
    Ok(found.map(|patch| convert::convert(project::Project::read(patch), library)))
}
