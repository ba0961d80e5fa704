//! To cables and back.

use anyhow::{Context, Result, ensure};
use ropewalk_cables::Note;
use ropewalk_runtime::{Host, Input, Instant, Output, Runtime, Sockets, export, import};
use serde_json::Value as Json;

/// Opens a file as a page does, and saves the patch.
///
/// # Errors
///
/// The file is no patch.
pub fn open(file: &str) -> Result<String> {
    let host = Host {
        identity: "case".into(),
        sockets: Sockets::Native,
        keeps_records: false,
    };
    let mut runtime = Runtime::new(1, host);
    runtime.handle(Input::Open(file.into()), Instant::ZERO)?;
    while let Some(output) = runtime.poll_output() {
        if let Output::LoadSecrets { .. } = output {
            runtime.handle(Input::Secrets(Vec::new()), Instant::ZERO)?;
        }
    }
    Ok(runtime.save()?)
}

/// Copies a saved patch for cables and pastes it here.
///
/// # Errors
///
/// It has become another patch.
pub fn and_back(saved: &str) -> Result<()> {
    let exported = export(saved)?;
    let clipboard = exported.clipboard.to_string();
    let imported = import(&clipboard)?.context("what is exported is no patch of cables")?;
    let back = open(&imported.file.to_string())?;
    let (mut there, mut back) = (contents(saved)?, contents(&back)?);
    let is_lost = |note: &Note| matches!(note, Note::ShownTwice { .. });
    if exported.notes.iter().any(is_lost) {
        // It is told that what subpatches show does not come back whole.
        for op in [&mut there.0, &mut back.0] {
            for op in op.as_array_mut().into_iter().flatten() {
                op.as_object_mut().map(|op| op.shift_remove("exposed"));
            }
        }
    }
    ensure!(
        there == back,
        "it comes back as another patch:\n{back:#?}\nand was:\n{there:#?}\nby way of:\n{clipboard}"
    );
    Ok(())
}

/// The ops and the links. In cables the links are those of one output after the other, so that only
/// the order of those counts.
fn contents(file: &str) -> Result<(Json, Vec<Json>)> {
    let mut file: Json = serde_json::from_str(file)?;
    let mut links = file["links"].as_array().cloned().unwrap_or_default();
    links.sort_by_key(|link| link["from"].to_string());
    Ok((file["ops"].take(), links))
}
