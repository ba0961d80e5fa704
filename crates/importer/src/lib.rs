//! The way from and to cables' patches as a WebAssembly module of its own: few pages ever need it, and
//! no player does, so the runtime goes without it.

#![cfg(target_arch = "wasm32")]

use ropewalk_cables::Library;
use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;

/// A patch of cables, read.
#[wasm_bindgen(getter_with_clone)]
#[derive(Debug)]
pub struct Imported {
    /// The text of a file of Ropewalk, to be opened or pasted.
    #[wasm_bindgen(readonly)]
    pub file: String,
    /// What is not as it was, for a person.
    #[wasm_bindgen(readonly)]
    pub notes: Vec<String>,
    /// Whether an op has no name without those of cables.
    #[wasm_bindgen(readonly, js_name = isNameless)]
    pub is_nameless: bool,
}

/// Reads a patch of cables, in any of its forms; nothing where the text holds none. `library` is the
/// list of ops as JSON, `names` that of the names of cables' ops, which is of use where the patch is
/// [nameless](Imported::is_nameless) without it.
///
/// # Errors
///
/// The text holds one that is damaged, or a list is none.
#[wasm_bindgen(js_name = importCables)]
pub fn import_cables(
    text: &str,
    library: &str,
    names: Option<String>,
) -> Result<Option<Imported>, JsError> {
    let mut library = Library::from_json(library)?;
    if let Some(names) = names {
        library = library.with_names(&names)?;
    }
    let imported = ropewalk_cables::import(text, &library)?;
    Ok(imported.map(|imported| Imported {
        file: imported.file.to_string(),
        notes: imported.notes.iter().map(ToString::to_string).collect(),
        is_nameless: imported.is_nameless,
    }))
}

/// Ops as the clipboard of cables has them.
#[wasm_bindgen(getter_with_clone)]
#[derive(Debug)]
pub struct Exported {
    /// The text to copy.
    #[wasm_bindgen(readonly)]
    pub clipboard: String,
    /// What will not be there as it is here, for a person.
    #[wasm_bindgen(readonly)]
    pub notes: Vec<String>,
}

/// Writes a patch of Ropewalk, or some ops of one, as text that cables pastes. `library` is the list
/// of ops as JSON.
///
/// # Errors
///
/// The text holds no patch of Ropewalk, or the list is none.
#[wasm_bindgen(js_name = exportCables)]
pub fn export_cables(text: &str, library: &str) -> Result<Exported, JsError> {
    let library = Library::from_json(library)?;
    let exported = ropewalk_cables::export(text, &library)?;
    Ok(Exported {
        clipboard: exported.clipboard.to_string(),
        notes: exported.notes.iter().map(ToString::to_string).collect(),
    })
}
