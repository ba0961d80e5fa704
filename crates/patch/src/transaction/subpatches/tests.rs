use serde_json::{Value as Json, json};

use crate::fixtures::{apply, catalogue, command};
use crate::format::{load, save};
use crate::history::Editor;
use crate::{Document, SUBPATCH};

/// `one` to `two` to `three` to `four`, each a Sum.
fn chain() -> Editor {
    let sum = |id: &str, y: i32| json!({ "id": id, "op": "Ops.Math.Sum", "x": 8, "y": y });
    let link = |from: &str, to: &str| json!({ "from": { "op": from, "port": "result" }, "to": { "op": to, "port": "a" } });
    let file = json!({
        "ropewalk": 1, "id": "p", "name": "P",
        "ops": [sum("one", 0), sum("two", 100), sum("three", 200), sum("four", 300)],
        "links": [link("one", "two"), link("two", "three"), link("three", "four")],
    });
    let loaded = load(file.to_string(), &catalogue()).unwrap();
    Editor::new(loaded.document, catalogue())
}

/// The chain with its middle in a subpatch.
fn boxed() -> Editor {
    let mut editor = chain();
    let create = json!({ "type": "createSubpatch", "ops": ["two", "three"], "title": "Middle", "x": 8, "y": 100 });
    assert_eq!(apply(&mut editor, create).added, ["subPatch"]);
    editor
}

fn shown(document: &Document, subpatch: &str) -> Vec<String> {
    let exposed = document.op(subpatch).unwrap().exposed().iter();
    exposed
        .map(|it| format!("{}: {} {}", it.name, it.op, it.port))
        .collect()
}

fn inside(document: &Document, subpatch: &str) -> Vec<String> {
    let ops = document.ops();
    let inside = ops.filter(|(_, op)| op.subpatch() == Some(subpatch));
    inside.map(|(id, _)| id.to_owned()).collect()
}

fn refusal(editor: &mut Editor, json: Json) -> String {
    let before = save(editor.document()).unwrap();
    let error = editor.apply(command(json), None).unwrap_err();
    assert_eq!(save(editor.document()).unwrap(), before);
    error.to_string()
}

/// Carries the command out and takes it back: byte for byte what it was.
fn there_and_back(editor: &mut Editor, json: Json) {
    let before = save(editor.document()).unwrap();
    apply(editor, json);
    let after = save(editor.document()).unwrap();
    assert_ne!(before, after);
    editor.undo().unwrap();
    assert_eq!(save(editor.document()).unwrap(), before);
    editor.redo().unwrap();
    assert_eq!(save(editor.document()).unwrap(), after);
}

#[test]
fn a_selection_becomes_a_subpatch_and_its_cables_ports() {
    let mut editor = chain();
    let create = json!({ "type": "createSubpatch", "ops": ["two", "three"], "title": "Middle", "x": 8, "y": 100 });
    there_and_back(&mut editor, create);
    let document = editor.document();
    assert_eq!(document.op("subPatch").unwrap().label(), "Middle");
    assert_eq!(inside(document, "subPatch"), ["two", "three"]);
    assert_eq!(
        shown(document, "subPatch"),
        ["a: two a", "result: three result"]
    );
    // The links are what they were: nothing stands between their ends.
    assert_eq!(document.links().count(), 3);
    assert_eq!(editor.can_undo(), Some("Make a subpatch of 2 ops"));
}

#[test]
fn a_subpatch_is_made_within_another_only_of_what_lies_together() {
    let mut editor = boxed();
    let create = json!({ "type": "createSubpatch", "ops": ["two"], "x": 0, "y": 0 });
    assert_eq!(apply(&mut editor, create).added, ["subPatch2"]);
    let document = editor.document();
    assert_eq!(document.subpatches_of("two"), ["subPatch2", "subPatch"]);
    assert_eq!(
        shown(document, "subPatch2"),
        ["a: two a", "result: two result"]
    );
    let scattered = json!({ "type": "createSubpatch", "ops": ["one", "three"], "x": 0, "y": 0 });
    assert_eq!(
        refusal(&mut editor, scattered),
        "Ops that become a subpatch must be in the same patch or subpatch."
    );
}

#[test]
fn unpacking_puts_the_ops_where_the_box_was() {
    let mut editor = boxed();
    let moved = json!({ "type": "move", "ops": [{ "id": "subPatch", "x": 80, "y": 40 }] });
    apply(&mut editor, moved);
    there_and_back(&mut editor, json!({ "type": "unpack", "op": "subPatch" }));
    let document = editor.document();
    assert!(document.op("subPatch").is_none());
    assert_eq!(document.op("two").unwrap().position(), (80.0, 40.0));
    assert_eq!(document.op("three").unwrap().position(), (80.0, 140.0));
    assert_eq!(document.links().count(), 3);
    assert_eq!(
        refusal(&mut editor, json!({ "type": "unpack", "op": "two" })),
        "There is no subpatch `two` in this patch."
    );
}

#[test]
fn a_subpatch_goes_with_all_that_is_in_it() {
    let mut editor = boxed();
    apply(
        &mut editor,
        json!({ "type": "createSubpatch", "ops": ["two"], "x": 0, "y": 0 }),
    );
    there_and_back(
        &mut editor,
        json!({ "type": "remove", "ops": ["subPatch"] }),
    );
    let document = editor.document();
    assert_eq!(
        Vec::from_iter(document.ops().map(|(id, _)| id)),
        ["one", "four"]
    );
    assert_eq!(document.links().count(), 0);
}

#[test]
fn ports_of_removed_ops_are_shown_no_more() {
    let mut editor = boxed();
    there_and_back(&mut editor, json!({ "type": "remove", "ops": ["three"] }));
    assert_eq!(shown(editor.document(), "subPatch"), ["a: two a"]);
}

#[test]
fn a_new_link_across_the_border_exposes_its_ports() {
    let mut editor = boxed();
    let link = json!({ "type": "link", "link": {
        "from": { "op": "one", "port": "out" }, "to": { "op": "three", "port": "b" }
    } });
    there_and_back(&mut editor, link);
    assert_eq!(
        shown(editor.document(), "subPatch"),
        ["a: two a", "result: three result", "b: three b"]
    );
    let unlink = json!({ "type": "unlink", "link": {
        "from": { "op": "one", "port": "out" }, "to": { "op": "three", "port": "b" }
    } });
    apply(&mut editor, unlink);
    assert_eq!(shown(editor.document(), "subPatch").len(), 3, "it stays");
}

#[test]
fn ports_are_exposed_renamed_reordered_and_hidden_with_their_links() {
    let mut editor = boxed();
    let ports = json!([
        { "op": "three", "port": "result", "output": true, "name": "Total" },
        { "op": "two", "port": "b", "output": false, "name": "Offset" },
    ]);
    there_and_back(
        &mut editor,
        json!({ "type": "expose", "op": "subPatch", "ports": ports }),
    );
    let document = editor.document();
    assert_eq!(
        shown(document, "subPatch"),
        ["Total: three result", "Offset: two b"]
    );
    let left = document.links().map(|link| link.to.op.as_str());
    assert_eq!(
        Vec::from_iter(left),
        ["three", "four"],
        "`a` of two had a link"
    );
    assert_eq!(
        refusal(
            &mut editor,
            json!({ "type": "expose", "op": "subPatch", "ports": [{ "op": "one", "port": "a" }] })
        ),
        "`Sum` is not in `Middle`, which therefore cannot show its ports."
    );
}

#[test]
fn ops_move_in_and_out() {
    let mut editor = boxed();
    let out = json!({ "type": "enclose", "ops": ["three"], "subpatch": null });
    there_and_back(&mut editor, out);
    assert_eq!(
        shown(editor.document(), "subPatch"),
        ["a: two a", "result: two result"]
    );
    let into = json!({ "type": "enclose", "ops": ["one"], "subpatch": "subPatch" });
    there_and_back(&mut editor, into);
    assert_eq!(inside(editor.document(), "subPatch"), ["one", "two"]);
    let into =
        |op: &str, subpatch: &str| json!({ "type": "enclose", "ops": [op], "subpatch": subpatch });
    assert_eq!(
        refusal(&mut editor, into("subPatch", "subPatch")),
        "`Middle` cannot be in itself, nor in a subpatch that is in it."
    );
    assert_eq!(
        refusal(&mut editor, into("four", "one")),
        "There is no subpatch `one` in this patch."
    );
}

#[test]
fn subpatches_lie_64_levels_deep_in_each_other_and_no_deeper() {
    let mut editor = chain();
    let mut most = 0;
    let refused = loop {
        let create = json!({ "type": "createSubpatch", "ops": ["one"], "x": 0, "y": 0 });
        match editor.apply(command(create), None) {
            Ok(_) => most += 1,
            Err(error) => break error.to_string(),
        }
    };
    assert_eq!(most, 64);
    assert_eq!(
        refused,
        "Subpatches can lie in each other 64 levels deep, not deeper."
    );
}

#[test]
fn a_pasted_subpatch_is_one_of_its_own() {
    let mut editor = boxed();
    let paste = json!({ "type": "paste", "ops": [
        { "id": "subPatch", "op": SUBPATCH, "x": 0, "y": 0, "exposed": [
            { "op": "two", "port": "number1", "name": "In" },
            { "op": "one", "port": "a", "name": "Elsewhere" },
        ] },
        { "id": "two", "op": "Ops.Math.Sum", "x": 0, "y": 0, "subpatch": "subPatch" },
    ], "links": [] });
    there_and_back(&mut editor, paste);
    let document = editor.document();
    assert_eq!(inside(document, "subPatch2"), ["two2"]);
    assert_eq!(shown(document, "subPatch2"), ["In: two2 a"]);
    assert_eq!(inside(document, "subPatch"), ["two", "three"]);
    let circle = json!({ "type": "paste", "ops": [
        { "id": "a", "op": SUBPATCH, "x": 0, "y": 0, "subpatch": "b" },
        { "id": "b", "op": SUBPATCH, "x": 0, "y": 0, "subpatch": "a" },
    ], "links": [] });
    assert!(refusal(&mut editor, circle).contains("cannot be in itself"));
}

#[test]
fn an_op_is_added_where_a_person_works() {
    let mut editor = boxed();
    let add = json!({ "type": "add", "op": { "id": "five", "op": "Ops.Math.Sum", "x": 0, "y": 0, "subpatch": "subPatch" } });
    there_and_back(&mut editor, add);
    assert_eq!(
        editor.document().op("five").unwrap().subpatch(),
        Some("subPatch")
    );
    let add =
        json!({ "type": "add", "op": { "op": "Ops.Math.Sum", "x": 0, "y": 0, "subpatch": "one" } });
    assert_eq!(
        refusal(&mut editor, add),
        "There is no subpatch `one` in this patch."
    );
}
