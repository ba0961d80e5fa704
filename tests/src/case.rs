//! A case: its files, and whether it holds.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use serde::de::DeserializeOwned;
use serde_json::Value as Json;

use crate::expected::{Expectation, Expected};
use crate::script::Step;
use crate::stage::Stage;

/// A folder with a patch, what happens to it, and what is to come of it.
#[derive(Clone, Debug)]
pub struct Case {
    folder: PathBuf,
}

/// The cases in a folder, by name. A folder without a `patch.json` holds cases itself.
///
/// # Errors
///
/// A folder that cannot be read, or that holds no case at all.
pub fn cases_in(folder: &Path) -> Result<Vec<Case>> {
    let mut cases = Vec::new();
    collect(folder, &mut cases)?;
    ensure!(!cases.is_empty(), "{} holds no case", folder.display());
    cases.sort_by(|a, b| a.folder.cmp(&b.folder));
    Ok(cases)
}

fn collect(folder: &Path, cases: &mut Vec<Case>) -> Result<()> {
    if folder.join("patch.json").exists() {
        let folder = folder.to_owned();
        cases.push(Case { folder });
        return Ok(());
    }
    let entries = fs::read_dir(folder).with_context(|| format!("{}", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, cases)?;
        }
    }
    Ok(())
}

impl Case {
    /// The folder's name.
    pub fn name(&self) -> String {
        let name = self.folder.file_name().unwrap_or_default();
        name.to_string_lossy().into_owned()
    }

    /// Runs it.
    ///
    /// # Errors
    ///
    /// A file that is missing or wrong, or the first expectation that does not hold. For a known
    /// failure, that it holds after all.
    pub fn run(&self) -> Result<()> {
        let known = self.folder.join("known_failure.md");
        match (self.hold(), known.exists()) {
            (Ok(()), true) => bail!(
                "it is a known failure, and it passes: delete {}",
                known.display()
            ),
            (Err(_), true) => Ok(()),
            (held, false) => held,
        }
    }

    fn hold(&self) -> Result<()> {
        let patch = self.folder.join("patch.json");
        let patch = fs::read(&patch).with_context(|| format!("{}", patch.display()))?;
        let steps: Vec<Step> = self.read("script.json")?;
        let expectations: Vec<Expectation> = self.read("expected.json")?;
        ensure!(!expectations.is_empty(), "expected.json expects nothing");
        in_order("script.json", steps.iter().map(|step| step.at))?;
        in_order("expected.json", expectations.iter().map(|line| line.at))?;

        let mut stage = Stage::open(patch)?;
        let mut steps = steps.into_iter().peekable();
        for (number, Expectation { at, what }) in (1..).zip(expectations) {
            while let Some(step) = steps.next_if(|step| step.at <= at) {
                stage
                    .perform(&step)
                    .with_context(|| format!("script.json, at {} ms", step.at))?;
            }
            stage.advance(at)?;
            check(&mut stage, what).with_context(|| format!("expectation {number}, at {at} ms"))?;
        }
        Ok(())
    }

    fn read<T: DeserializeOwned>(&self, name: &str) -> Result<T> {
        let path = self.folder.join(name);
        let text = fs::read(&path).with_context(|| format!("{}", path.display()))?;
        serde_json::from_slice(&text).with_context(|| format!("{}", path.display()))
    }
}

fn in_order(file: &str, times: impl Iterator<Item = f64>) -> Result<()> {
    let mut last = 0.0;
    for time in times {
        ensure!(
            time.is_finite() && time >= last,
            "{file}: {time} ms comes after {last} ms; times rise"
        );
        last = time;
    }
    Ok(())
}

fn check(stage: &mut Stage, expected: Expected) -> Result<()> {
    match expected {
        Expected::Value { op, port, is } => {
            let value = stage.value(&op, &port)?;
            ensure!(same(&value, &is), "`{port}` of `{op}` is {value}, not {is}");
        }
        Expected::Pulses { op, port, are } => {
            let count = stage.pulses(&op, &port)?;
            ensure!(
                count == are,
                "`{port}` of `{op}` has fired {count} times, not {are}"
            );
        }
        Expected::Published(messages) => {
            let published = stage.take_published();
            ensure!(
                published == messages,
                "published was {published:#?}, not {messages:#?}"
            );
        }
        Expected::Status { op, contains } => match (stage.status(&op), contains) {
            (None, None) => {}
            (Some(text), Some(part)) if text.contains(&part) => {}
            (is, wanted) => bail!("the mark of `{op}` is {is:?}, not {wanted:?}"),
        },
    }
    Ok(())
}

/// Numbers are compared to nine digits, as the last ones differ from platform to platform.
pub(crate) fn same(value: &Json, expected: &Json) -> bool {
    match (value, expected) {
        (Json::Number(a), Json::Number(b)) => match (a.as_f64(), b.as_f64()) {
            (Some(a), Some(b)) => (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1.0),
            _ => a == b,
        },
        (Json::Array(a), Json::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (Json::Object(a), Json::Object(b)) => {
            let same = |(key, a)| b.get(key).is_some_and(|b| same(a, b));
            a.len() == b.len() && a.iter().all(same)
        }
        _ => value == expected,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATCH: &str = r#"{
        "ropewalk": 1, "id": "sum", "name": "Sum",
        "ops": [{ "id": "sum", "op": "Ops.Math.Sum", "x": 0, "y": 0 }],
        "links": []
    }"#;
    const SCRIPT: &str = r#"[
        { "at": 0, "set": { "op": "sum", "port": "number1", "value": 2 } },
        { "at": 10, "set": { "op": "sum", "port": "number2", "value": 3 } }
    ]"#;

    fn run(expected: &str, known_failure: bool) -> Result<()> {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
        write("patch.json", PATCH);
        write("script.json", SCRIPT);
        write("expected.json", expected);
        if known_failure {
            write("known_failure.md", "It is one.");
        }
        let cases = cases_in(folder.path())?;
        assert_eq!(cases.len(), 1);
        cases[0].run()
    }

    fn value(at: u32, is: u32) -> String {
        format!(r#"[{{ "at": {at}, "value": {{ "op": "sum", "port": "result", "is": {is} }} }}]"#)
    }

    #[test]
    fn a_case_holds_at_its_time_and_no_other() {
        run(&value(10, 5), false).unwrap();
        let error = run(&value(9, 5), false).unwrap_err();
        assert!(
            format!("{error:#}").contains("`result` of `sum` is "),
            "{error:#}"
        );
    }

    #[test]
    fn a_known_failure_fails_when_it_passes() {
        run(&value(10, 6), true).unwrap();
        let error = run(&value(10, 5), true).unwrap_err();
        assert!(error.to_string().contains("known_failure.md"), "{error}");
    }

    #[test]
    fn a_case_that_expects_nothing_or_has_an_odd_file_is_told() {
        assert!(run("[]", false).is_err());
        assert!(run("{", false).is_err());
        assert!(run(r#"[{ "at": 0, "valu": {} }]"#, false).is_err());
    }

    #[test]
    fn a_folder_without_cases_is_told() {
        let folder = tempfile::tempdir().unwrap();
        assert!(cases_in(folder.path()).is_err());
    }
}
