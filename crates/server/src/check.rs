//! `ropewalk check`: what would become of a patch file.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::Context;
use ropewalk_runtime::{Check, check};

/// What `ropewalk check` prints.
///
/// # Errors
///
/// The file cannot be read, or is no patch.
pub(crate) fn report(file: &Path, as_json: bool) -> anyhow::Result<String> {
    let bytes = fs::read(file).with_context(|| format!("reading {}", file.display()))?;
    let check = check(&bytes).with_context(|| format!("{} cannot be opened", file.display()))?;
    if as_json {
        return Ok(serde_json::to_string_pretty(&check)? + "\n");
    }
    Ok(for_people(&check))
}

fn for_people(check: &Check) -> String {
    let whose = if check.form == "cables" {
        "a patch of cables"
    } else {
        "a patch of Ropewalk"
    };
    let mut text = format!("\"{}\" is {whose}.\n", check.name);
    list_ops(&mut text, "ops of the library", &check.understood);
    list_ops(
        &mut text,
        "ops that the library lacks, kept as placeholders",
        &check.placeholders,
    );
    let mut line = |count: usize, what: &str| {
        if count > 0 {
            // Writing to a text does not fail.
            let _ = writeln!(text, "\n{count} {what}");
        }
    };
    line(check.links, "links");
    line(check.broken_links.len(), "links without effect");
    line(check.secrets.len(), "secrets, which leave the file");
    if !check.warnings.is_empty() {
        text.push('\n');
    }
    for warning in &check.warnings {
        let _ = writeln!(text, "- {warning}");
    }
    text
}

fn list_ops(text: &mut String, what: &str, ops: &BTreeMap<String, usize>) {
    if ops.is_empty() {
        return;
    }
    let count: usize = ops.values().sum();
    let _ = writeln!(text, "\n{count} {what}");
    for (name, count) in ops {
        let _ = writeln!(text, "{count:>6}  {name}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_told_what_matters_in_order() {
        let file = br#"{"name":"Wall","ops":[
            {"objName":"Ops.Math.Sum","id":"a","uiAttribs":{"translate":{"x":0,"y":0}}},
            {"objName":"Ops.Gl.Mesh","id":"b","uiAttribs":{"translate":{"x":0,"y":40}},
             "portsIn":[{"name":"size","links":[
                {"portIn":"size","portOut":"result","objIn":"b","objOut":"a"},
                {"portIn":"size","portOut":"no","objIn":"b","objOut":"a"}]}]}]}"#;
        let expected = "\"Wall\" is a patch of cables.

1 ops of the library
     1  Ops.Math.Sum

1 ops that the library lacks, kept as placeholders
     1  Ops.Gl.Mesh

1 links

1 links without effect

- This library has no op `Ops.Gl.Mesh`. It is kept as a placeholder.
- The link from `no` of `a` to `size` of `b` is broken: `a` has no output `no`. It is kept in the file.
";
        assert_eq!(for_people(&check(file).unwrap()), expected);
    }
}
