//! Opens every patch of cables in `tests/cables/` and compares what becomes of it with the file of
//! its name in `tests/cables/opened/`: what `ropewalk check --json` prints, the patch as it is saved
//! then, and what of it is copied for cables. With `ROPEWALK_WRITE=1` those files are written, to be
//! read before they are committed.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

use anyhow::{Context, ensure};
use libtest_mimic::{Arguments, Trial};
use ropewalk_runtime::{check, export, import};
use ropewalk_tests::{and_back, open};
use serde_json::{Value as Json, json};

fn main() -> ExitCode {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("cables");
    match trials(&folder) {
        Ok(trials) => libtest_mimic::run(&Arguments::from_args(), trials).exit_code(),
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn trials(folder: &Path) -> anyhow::Result<Vec<Trial>> {
    let mut trials = Vec::new();
    let entries = fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    for entry in entries {
        let file = entry?.path();
        if !file.is_file() {
            continue;
        }
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let expected = folder.join("opened").join(format!("{name}.json"));
        let name = name.into_owned();
        trials.push(Trial::test(name, move || {
            compare(&file, &expected).map_err(|error| format!("{error:#}").into())
        }));
    }
    ensure!(!trials.is_empty(), "no patch in {}", folder.display());
    Ok(trials)
}

fn compare(file: &Path, expected: &PathBuf) -> anyhow::Result<()> {
    let bytes = fs::read(file)?;
    let opened = serde_json::to_string_pretty(&outcome(&bytes)?)? + "\n";
    if env::var_os("ROPEWALK_WRITE").is_some() {
        fs::write(expected, &opened)?;
    }
    let expected = fs::read_to_string(expected)
        .with_context(|| format!("{}: write it with ROPEWALK_WRITE=1", expected.display()))?;
    ensure!(
        opened == expected,
        "it is another patch now:\n{opened}\nand was:\n{expected}"
    );
    Ok(())
}

fn outcome(file: &[u8]) -> anyhow::Result<Json> {
    let found = match check(file) {
        Ok(found) => found,
        Err(error) => return Ok(json!({ "refused": error.to_string() })),
    };
    let imported = import(std::str::from_utf8(file)?)?;
    let imported = imported.context("it is checked as a patch of cables, and is none")?;
    let saved = open(&imported.file.to_string())?;
    // From here on it is a patch like any other.
    let again = open(&saved)?;
    ensure!(again == saved, "saved and opened again it is another patch");
    and_back(&saved)?;
    let exported = export(&saved)?;
    let notes: Vec<String> = exported.notes.iter().map(ToString::to_string).collect();
    let saved: Json = serde_json::from_str(&saved)?;
    let exported = json!({ "clipboard": exported.clipboard, "notes": notes });
    Ok(json!({ "check": found, "saved": saved, "exported": exported }))
}
