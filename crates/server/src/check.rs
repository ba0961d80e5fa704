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
    let known = ["op of the library", "ops of the library"];
    list_ops(&mut text, known, &check.understood);
    let unknown = [
        "op that the library lacks, kept as a placeholder",
        "ops that the library lacks, kept as placeholders",
    ];
    list_ops(&mut text, unknown, &check.placeholders);
    for (count, what) in [
        (check.links, ["link", "links"]),
        (
            check.broken_links.len(),
            ["link without effect", "links without effect"],
        ),
        (
            check.secrets.len(),
            [
                "secret, which leaves the file",
                "secrets, which leave the file",
            ],
        ),
    ] {
        if count > 0 {
            count_of(&mut text, count, what);
        }
    }
    if !check.warnings.is_empty() {
        text.push('\n');
    }
    for warning in &check.warnings {
        let _ = writeln!(text, "- {warning}");
    }
    text
}

fn list_ops(text: &mut String, what: [&str; 2], ops: &BTreeMap<String, usize>) {
    if ops.is_empty() {
        return;
    }
    count_of(text, ops.values().sum(), what);
    for (name, count) in ops {
        let _ = writeln!(text, "{count:>6}  {name}");
    }
}

/// A line with how many there are, of what is called so if it is one, and so if there are more.
fn count_of(text: &mut String, count: usize, [one, many]: [&str; 2]) {
    let what = if count == 1 { one } else { many };
    // Writing to a text does not fail.
    let _ = writeln!(text, "\n{count} {what}");
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

1 op of the library
     1  Ops.Math.Sum

1 op that the library lacks, kept as a placeholder
     1  Ops.Gl.Mesh

1 link

1 link without effect

- This library has no op `Ops.Gl.Mesh`. It is kept as a placeholder.
- The link from `no` of `a` to `size` of `b` is broken: `Sum` has no output `no`. It is kept in the file.
";
        assert_eq!(for_people(&check(file).unwrap()), expected);
    }
}
