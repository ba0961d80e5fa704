//! Finding the patch in a text: a file's or the clipboard's.

use serde_json::{Map, Value as Json};

use crate::ImportError;
use crate::literal;

/// The patch as it stands in the text, or nothing where the text holds no patch of cables.
pub(crate) fn find(text: &str) -> Result<Option<Map<String, Json>>, ImportError> {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let text = fenced(text).unwrap_or(text);
    if text.starts_with('{') {
        let (json, rest) = match literal::read(text) {
            Ok(read) => read,
            // Whether it is cables' or somebody else's cannot be known then.
            Err(error) => return not_read(text, error),
        };
        return match patch(json) {
            Some(patch) if rest.trim_matches([';', ' ', '\n', '\r', '\t']).is_empty() => {
                Ok(Some(patch))
            }
            Some(_) => Err(ImportError::Trailing),
            None => Ok(None),
        };
    }
    let mut problem = None;
    for (at, assigned) in text.match_indices(ASSIGNED) {
        match assignment(&text[at + assigned.len()..]) {
            Some(Ok(patch)) => return Ok(Some(patch)),
            Some(Err(error)) => problem = problem.or(Some(error)),
            None => {}
        }
    }
    match problem {
        Some(problem) => Err(problem),
        None => Ok(None),
    }
}

/// What exported scripts assign their patch to: `CABLES.exportedPatch=`, `CABLES.exportedPatches.x=`,
/// `CABLES.exportedPatches["x"]=`.
const ASSIGNED: &str = "CABLES.exportedPatch";

/// The patch that is assigned where a target is named, nothing where something else is done with it.
fn assignment(after: &str) -> Option<Result<Map<String, Json>, ImportError>> {
    let (target, value) = after.split_once('=')?;
    let is_target = |c: char| c.is_alphanumeric() || " .[]\"'_-$".contains(c);
    let value = value.trim_start();
    if !target.chars().all(is_target) || !value.starts_with('{') {
        return None;
    }
    match literal::read(value) {
        Ok((json, _)) => patch(json).map(Ok),
        Err(error) => Some(Err(error.into())),
    }
}

/// What stands in the first Markdown fence.
fn fenced(text: &str) -> Option<&str> {
    let (_, inside) = text.split_once("```")?;
    // A fence begins a line; within a patch it is part of a text.
    if text.starts_with('{') || text.starts_with("CABLES") || text.starts_with("var") {
        return None;
    }
    let (_, inside) = inside.split_once('\n')?;
    let end = inside.find("```").unwrap_or(inside.len());
    Some(inside[..end].trim())
}

/// The object, where it is a patch of cables.
fn patch(json: Json) -> Option<Map<String, Json>> {
    match json {
        Json::Object(map) if is_patch(&map) => Some(map),
        _ => None,
    }
}

fn is_patch(map: &Map<String, Json>) -> bool {
    map.get("ops").is_some_and(Json::is_array) && !map.contains_key("ropewalk")
}

/// A text that cannot be read is cables' where it names what only cables' files have.
fn not_read<T>(text: &str, error: literal::LiteralError) -> Result<Option<T>, ImportError> {
    let marks = ["portsIn", "objName", "opId", "exportedPatch"];
    if !text.contains("\"ropewalk\"") && marks.iter().any(|mark| text.contains(mark)) {
        return Err(error.into());
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ops(text: &str) -> usize {
        let patch = find(text).unwrap().unwrap();
        patch["ops"].as_array().unwrap().len()
    }

    #[test]
    fn a_patch_is_found_in_each_form() {
        for text in [
            r#"{"ops":[{}]}"#,
            "\u{feff} {ops:[{}]};\n",
            r#"CABLES.exportedPatch={"ops":[{}]}"#,
            "CABLES.exportedPatches.x1 = {ops:[{}]};console.log(1)",
            r#"var CABLES=CABLES||{};CABLES.exportedPatches=CABLES.exportedPatches||{};
               CABLES.exportedPatches["a-b_c"]={ops:[{}]};if(!CABLES.exportedPatch)CABLES.exportedPatch={ops:[{}]}"#,
            "Look at this:\n```json\n{\"ops\":[{}]}\n```\nNice?",
            "```\n{\"ops\":[{}]}",
        ] {
            assert_eq!(ops(text), 1, "{text}");
        }
    }

    #[test]
    fn what_is_none_is_told_apart() {
        for text in [
            "",
            "hello",
            "{",
            "[]",
            r#"{"ropewalk":1,"ops":[]}"#,
            r#"{"ropewalk":1,"ops":["#,
            r#"{"ops":{}}"#,
            "CABLES.exportedPatches=CABLES.exportedPatches||{}",
            "```\nno patch\n```",
            "{\"a\": `${b}`}",
        ] {
            assert_eq!(find(text), Ok(None), "{text}");
        }
    }

    #[test]
    fn a_damaged_one_says_where() {
        let error = find("{\"ops\":[{\"objName\":\"Ops.Math.Sum\",").unwrap_err();
        assert!(error.to_string().contains("line 1, column 35"), "{error}");
        let error = find("CABLES.exportedPatch={ops:[f()]}").unwrap_err();
        assert!(error.to_string().contains("`f` is code"), "{error}");
        let error = find("{\"ops\":[]} and more").unwrap_err();
        assert_eq!(error, ImportError::Trailing);
    }
}
