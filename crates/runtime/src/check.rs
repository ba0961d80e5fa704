//! What would become of a file, without opening it in an editor.

use std::collections::BTreeMap;

use ropewalk_cables::{Exported, Imported, Library, NAMES};
use ropewalk_patch::{Catalogue, FileError, Loaded, load, save};
use serde::Serialize;

use crate::catalogue::catalogue;
use crate::error::Error;

/// What [`check`] finds in a patch file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Check {
    /// Whose file it is: `ropewalk` or `cables`.
    pub form: &'static str,
    /// What the patch is called.
    pub name: String,
    /// How many ops the library has, by name.
    pub understood: BTreeMap<String, usize>,
    /// How many ops the library lacks, by name. They become placeholders, which keep what they
    /// have.
    pub placeholders: BTreeMap<String, usize>,
    /// How many links hold.
    pub links: usize,
    /// The links that do not, `from the output of an op` to `the input of an op`.
    pub broken_links: Vec<BrokenLink>,
    /// The secrets that were in the file and do not stay there.
    pub secrets: Vec<FoundSecret>,
    /// All that does not fit, for a person to read.
    pub warnings: Vec<String>,
}

/// A patch file as [`rewrite`] has written it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rewritten {
    /// What the patch is called.
    pub name: String,
    /// The file's text, without secrets.
    pub file: String,
    /// The secrets that were in the file before.
    pub secrets: Vec<FoundSecret>,
    /// All that does not fit, for a person to read.
    pub warnings: Vec<String>,
}

/// A link without effect.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BrokenLink {
    /// The id of an op and its output, with a dot between them.
    pub from: String,
    /// The id of an op and its input, with a dot between them.
    pub to: String,
}

/// Where a secret was. What it is, nobody is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FoundSecret {
    /// The op's id.
    pub op: String,
    /// The input.
    pub port: &'static str,
}

/// Reads a patch of cables as one of Ropewalk; nothing where the text holds none.
///
/// # Errors
///
/// It holds one that is damaged.
pub fn import(text: &str) -> Result<Option<Imported>, Error> {
    let library = library().with_names(NAMES).unwrap_or_default();
    Ok(ropewalk_cables::import(text, &library)?)
}

/// Writes a patch of Ropewalk as text that cables pastes.
///
/// # Errors
///
/// The text holds no patch of Ropewalk.
pub fn export(text: &str) -> Result<Exported, Error> {
    Ok(ropewalk_cables::export(text, &library())?)
}

fn library() -> Library {
    let library = serde_json::to_string(&catalogue()).unwrap_or_default();
    Library::from_json(&library).unwrap_or_default()
}

/// Reads a patch file, of Ropewalk or of cables, and tells what would become of it.
///
/// # Errors
///
/// The file is no patch.
pub fn check(file: &[u8]) -> Result<Check, Error> {
    let (form, loaded, warnings) = read(file)?;
    let (mut understood, mut placeholders) = (BTreeMap::new(), BTreeMap::new());
    for (_, op) in loaded.document.ops() {
        let counts = if op.spec().is_some() {
            &mut understood
        } else {
            &mut placeholders
        };
        *counts.entry(op.name().to_owned()).or_default() += 1;
    }
    let broken_links = loaded.document.broken_links().map(|link| BrokenLink {
        from: format!("{}.{}", link.from.op, link.from.port),
        to: format!("{}.{}", link.to.op, link.to.port),
    });
    Ok(Check {
        form,
        name: loaded.document.name().to_owned(),
        understood,
        placeholders,
        links: loaded.document.links().count(),
        broken_links: broken_links.collect(),
        secrets: secrets_in(&loaded),
        warnings,
    })
}

/// Writes a patch file, of Ropewalk or of cables, anew, as the editor would save it: without the
/// secrets that are in it.
///
/// # Errors
///
/// The file is no patch.
pub fn rewrite(file: &[u8]) -> Result<Rewritten, Error> {
    let (_, loaded, warnings) = read(file)?;
    Ok(Rewritten {
        name: loaded.document.name().to_owned(),
        file: save(&loaded.document)?,
        secrets: secrets_in(&loaded),
        warnings,
    })
}

/// Whose file it is, the patch in it, and all that does not fit.
fn read(file: &[u8]) -> Result<(&'static str, Loaded, Vec<String>), Error> {
    let ops = Catalogue::new(ropewalk_ops::library().map(|entry| entry.spec));
    let (form, loaded, mut warnings) = match load(file, &ops) {
        Err(error @ (FileError::NotJson(_) | FileError::NotAPatch(_))) => {
            let text = std::str::from_utf8(file).unwrap_or_default();
            let Some(Imported { file, notes, .. }) = import(text)? else {
                return Err(error.into());
            };
            let notes = notes.iter().map(ToString::to_string).collect();
            ("cables", load(file.to_string(), &ops)?, notes)
        }
        loaded => ("ropewalk", loaded?, Vec::new()),
    };
    warnings.extend(loaded.warnings.iter().map(ToString::to_string));
    Ok((form, loaded, warnings))
}

fn secrets_in(loaded: &Loaded) -> Vec<FoundSecret> {
    let secrets = loaded.secrets.iter().map(|secret| FoundSecret {
        op: secret.op.clone(),
        port: secret.port,
    });
    secrets.collect()
}
