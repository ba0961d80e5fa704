//! Patches of cables.

use ropewalk_patch::Catalogue;
use serde::Serialize;

use crate::error::Error;

/// A patch of cables, read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Imported {
    /// The text of a file of Ropewalk, to be opened or pasted.
    pub file: String,
    /// What is not as it was, for a person.
    pub notes: Vec<String>,
}

pub(crate) fn import(text: &str, catalogue: &Catalogue) -> Result<Option<Imported>, Error> {
    let imported = ropewalk_cables::import(text, catalogue)?;
    Ok(imported.map(|imported| Imported {
        file: imported.file.to_string(),
        notes: imported.notes.iter().map(ToString::to_string).collect(),
    }))
}
