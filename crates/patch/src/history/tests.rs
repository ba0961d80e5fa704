use serde_json::json;

use super::*;
use crate::fixtures::{apply, command, document, editor, link};

#[test]
fn the_commands_of_a_gesture_are_one_step() {
    let mut editor = editor();
    let drag = |x: u32| {
        command(json!({ "type": "move", "ops": [
            { "id": "sum", "x": x, "y": 0 }, { "id": "mqtt", "x": x, "y": 5 }
        ] }))
    };
    for x in 1..100 {
        editor.apply(drag(x), Some(1)).unwrap();
    }
    for x in 1..100 {
        editor.apply(drag(100 + x), Some(2)).unwrap();
    }
    assert_eq!(
        Vec::from_iter(editor.undo_labels()),
        ["Move 2 ops", "Move 2 ops"]
    );
    editor.undo();
    assert_eq!(editor.document().op("sum").unwrap().position(), (99.0, 0.0));
    editor.undo();
    assert_eq!(editor.document(), &document());
    editor.redo();
    assert_eq!(
        editor.document().op("mqtt").unwrap().position(),
        (99.0, 5.0)
    );
    // A gesture that was undone is over.
    editor.apply(drag(7), Some(1)).unwrap();
    assert_eq!(editor.undo_labels().len(), 2);
}

#[test]
fn a_gesture_on_another_port_is_another_step() {
    let mut editor = editor();
    for port in ["a", "b"] {
        for value in [3, 4] {
            let set = json!({ "type": "set", "op": "sum", "port": port, "value": value });
            editor.apply(command(set), Some(1)).unwrap();
        }
    }
    assert_eq!(
        Vec::from_iter(editor.undo_labels()),
        ["Set b of Sum", "Set a of Sum"]
    );
}

#[test]
fn what_changes_nothing_is_no_step() {
    let mut editor = editor();
    for json in [
        json!({ "type": "rename", "name": "Rope" }),
        json!({ "type": "set", "op": "sum", "port": "b", "value": 0.1 }),
        json!({ "type": "title", "op": "sum", "title": "" }),
        json!({ "type": "disable", "op": "sum", "disabled": false }),
        json!({ "type": "bookmark", "op": "sum", "bookmarked": false }),
        json!({ "type": "move", "ops": [{ "id": "sum", "x": 12.5, "y": -40 }] }),
        json!({ "type": "remove", "ops": [] }),
        json!({ "type": "paste", "ops": [], "links": [] }),
    ] {
        assert_eq!(apply(&mut editor, json), Applied::default());
    }
    assert_eq!(editor.can_undo(), None);
}

#[test]
fn labels_say_what_a_step_did() {
    let mut editor = editor();
    for json in [
        json!({ "type": "add", "op": { "op": "Ops.Math.Sum", "x": 0, "y": 0 } }),
        json!({ "type": "set", "op": "mqtt", "port": "Active", "value": false }),
        json!({ "type": "link", "link": link(("sum", "result"), ("sum2", "b")) }),
        json!({ "type": "unlink", "link": link(("sum", "result"), ("sum2", "b")) }),
        json!({ "type": "title", "op": "sum2", "title": "Total" }),
        json!({ "type": "disable", "op": "sum2", "disabled": true }),
        json!({ "type": "bookmark", "op": "sum2", "bookmarked": true }),
        json!({ "type": "bookmark", "op": "sum2", "bookmarked": false }),
        json!({ "type": "remove", "ops": ["sum2"] }),
        json!({ "type": "rename", "name": "New" }),
    ] {
        apply(&mut editor, json);
    }
    assert_eq!(
        Vec::from_iter(editor.undo_labels()),
        [
            "Rename patch",
            "Remove Total",
            "Remove the bookmark of Total",
            "Bookmark Total",
            "Switch off Total",
            "Title Sum",
            "Unlink Sum from Sum",
            "Link Sum to Sum",
            "Set Active of Broker",
            "Add Sum",
        ]
    );
    editor.undo();
    assert_eq!(Vec::from_iter(editor.redo_labels()), ["Rename patch"]);
}

#[test]
fn the_history_is_bounded() {
    let mut editor = editor();
    for number in 0..=MAX_STEPS {
        apply(
            &mut editor,
            json!({ "type": "rename", "name": number.to_string() }),
        );
    }
    while editor.undo().is_some() {}
    assert_eq!(
        editor.document().name(),
        "0",
        "the oldest step was forgotten"
    );
    assert_eq!(editor.redo_labels().len(), MAX_STEPS);
}

#[test]
fn a_new_command_ends_what_could_be_redone() {
    let mut editor = editor();
    apply(&mut editor, json!({ "type": "rename", "name": "A" }));
    editor.undo();
    apply(&mut editor, json!({ "type": "rename", "name": "B" }));
    assert_eq!(editor.redo(), None);
}
