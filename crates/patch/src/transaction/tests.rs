use ropewalk_flow::MAX_PORTS;
use serde_json::{Value as Json, json};

use super::*;
use crate::fixtures::{apply, catalogue, command, document, editor, link};
use crate::format::{load, save};
use crate::history::Editor;
use crate::report::Secret;
use crate::view::{Change, OpView};

fn refusal(json: Json) -> String {
    let mut editor = editor();
    let error = editor.apply(command(json), None).unwrap_err();
    assert_eq!(editor.document(), &document());
    assert_eq!(editor.can_undo(), None);
    error.to_string()
}

fn changes_as_json(changes: &[Change]) -> Json {
    serde_json::to_value(changes).unwrap()
}

#[test]
fn an_added_op_gets_an_id_from_its_name() {
    let mut editor = editor();
    let sum = json!({ "type": "add", "op": { "op": "Ops.Math.Sum", "x": 1, "y": 2 } });
    let applied = apply(&mut editor, sum.clone());
    assert_eq!(applied.added, ["sum2"]);
    assert_eq!(
        changes_as_json(&applied.changes),
        json!([{ "type": "opAdded", "op": {
            "id": "sum2", "op": "Ops.Math.Sum", "x": 1.0, "y": 2.0,
            "title": null, "disabled": false, "bookmarked": false, "subpatch": null, "exposed": [], "inputs": 0,
            "outputs": 0, "values": {}, "sources": {}, "placeholder": null
        } }])
    );
    assert_eq!(apply(&mut editor, sum).added, ["sum3"]);
}

#[test]
fn an_added_op_is_known_by_its_alias_and_takes_values() {
    let mut editor = editor();
    let applied = apply(
        &mut editor,
        json!({ "type": "add", "op": {
            "id": "total", "op": "Ops.Math.Sum_v2", "x": 0, "y": 0, "title": "Total",
            "disabled": true, "values": { "number1": "2.5", "b": 0 }
        } }),
    );
    assert_eq!(applied.added, ["total"]);
    let op = editor.document().op("total").unwrap();
    assert_eq!(
        (op.name(), op.title(), op.disabled()),
        ("Ops.Math.Sum", Some("Total"), true)
    );
    assert_eq!(Vec::from_iter(op.values()), [(0, 2.5.into())]);
}

#[test]
fn secrets_of_new_ops_are_handed_over() {
    let mut editor = editor();
    let applied = apply(
        &mut editor,
        json!({ "type": "add", "op": {
            "op": "Ops.Test.Mqtt", "x": 0, "y": 0, "values": { "Pass": "hunter2" }
        } }),
    );
    let secret = Secret {
        op: "mqtt2".into(),
        port: "Password",
        value: "hunter2".into(),
    };
    assert_eq!(applied.secrets, [secret]);
    assert!(!save(editor.document()).unwrap().contains("hunter2"));
}

#[test]
fn removing_takes_the_links_and_undo_brings_them_back_in_their_order() {
    let mut editor = editor();
    let before = editor.document().clone();
    let applied = apply(
        &mut editor,
        json!({ "type": "remove", "ops": ["sum", "strange", "sum"] }),
    );
    let kinds: Vec<Json> = changes_as_json(&applied.changes)
        .as_array()
        .unwrap()
        .iter()
        .map(|c| c["type"].clone())
        .collect();
    assert_eq!(
        kinds,
        [
            "linkRemoved",
            "linkRemoved",
            "linkRemoved",
            "opRemoved",
            "opRemoved"
        ]
    );
    assert_eq!(editor.document().ops().len(), 2);
    assert_eq!(editor.document().links().count(), 1);

    let changes = editor.undo().unwrap();
    assert_eq!(editor.document(), &before);
    let indices: Vec<Json> = changes_as_json(&changes)
        .as_array()
        .unwrap()
        .iter()
        .map(|c| c["index"].clone())
        .collect();
    assert_eq!(
        indices,
        [Json::Null, Json::Null, json!(1), json!(2), json!(3)]
    );
    // The placeholder comes back with the ports that its links name.
    let Change::OpAdded {
        op: OpView {
            placeholder: Some(ports),
            ..
        },
    } = &changes[1]
    else {
        panic!("{changes:?}");
    };
    assert_eq!(ports.inputs, ["Depth", "Shape", "Angle"]);
    assert_eq!(ports.outputs, ["Mesh"]);
}

#[test]
fn a_value_is_set_in_the_kind_of_its_port_and_null_brings_the_default() {
    let mut editor = editor();
    let set =
        |value: Json| json!({ "type": "set", "op": "sum", "port": "number1", "value": value });
    let applied = apply(&mut editor, set(json!("7")));
    let change = |value| Change::ValueSet {
        op: "sum".into(),
        port: "a".into(),
        value,
    };
    assert_eq!(applied.changes, [change(7.0.into())]);
    assert_eq!(
        apply(&mut editor, set(Json::Null)).changes,
        [change(1.0.into())]
    );
    assert_eq!(editor.document(), &document(), "a default is not saved");
}

#[test]
fn a_placeholder_takes_any_value() {
    let mut editor = editor();
    let value = json!({ "id": 9_007_199_254_740_993_u64 });
    for value in [value, Json::Null] {
        let set = json!({ "type": "set", "op": "strange", "port": "Depth", "value": value });
        assert_eq!(apply(&mut editor, set).changes.len(), 1);
    }
    editor.undo();
    assert!(
        save(editor.document())
            .unwrap()
            .contains(r#""Depth": {"id":9007199254740993}"#)
    );
    editor.undo();
    assert_eq!(editor.document(), &document());
}

#[test]
fn setting_a_value_that_was_kept_because_it_does_not_fit_replaces_it() {
    let file = r#"{ "ropewalk": 1, "id": "x", "ops": [
        { "id": "sum", "op": "Ops.Math.Sum", "values": { "a": "much", "b": 2, "c": 3 } } ] }"#;
    let document = load(file, &catalogue()).unwrap().document;
    let mut editor = Editor::new(document.clone(), catalogue());
    apply(
        &mut editor,
        json!({ "type": "set", "op": "sum", "port": "a", "value": 5 }),
    );
    let saved = save(editor.document()).unwrap();
    assert!(saved.contains("\"a\": 5") && !saved.contains("much") && saved.contains("\"c\": 3"));
    editor.undo();
    assert_eq!(save(editor.document()), save(&document));
}

#[test]
fn a_link_is_added_last_and_only_once() {
    let mut editor = editor();
    let new = json!({ "type": "link", "link": {
        "from": { "op": "sum", "port": "out" }, "to": { "op": "sum", "port": "b" }
    } });
    let applied = apply(&mut editor, new.clone());
    let added = link(("sum", "result"), ("sum", "b"));
    assert_eq!(
        applied.changes,
        [Change::LinkAdded {
            link: added.clone(),
            index: 4
        }]
    );
    let again = editor.apply(command(new), None).unwrap_err();
    assert_eq!(
        again.to_string(),
        "This link cannot be made: `result` is already linked to `b`."
    );
    let removed = apply(
        &mut editor,
        json!({ "type": "unlink", "link": {
            "from": { "op": "sum", "port": "out" }, "to": { "op": "sum", "port": "b" }
        } }),
    );
    assert_eq!(removed.changes, [Change::LinkRemoved { link: added }]);
}

#[test]
fn what_cannot_be_done_is_refused_with_a_reason_and_changes_nothing() {
    let set =
        |op, port, value: Json| json!({ "type": "set", "op": op, "port": port, "value": value });
    assert_eq!(
        refusal(set("gone", "a", json!(1))),
        "There is no op `gone` in this patch."
    );
    assert_eq!(
        refusal(set("sum", "z", json!(1))),
        "`Sum` has no input `z`."
    );
    assert_eq!(
        refusal(set("sum", "a", json!("x"))),
        "`a` takes a Number, and this is a Text."
    );
    assert_eq!(
        refusal(set("publish", "Send", json!(true))),
        "`Send` takes a Trigger, and this is a Bool."
    );
    assert_eq!(
        refusal(set("mqtt", "Password", json!("hunter2"))),
        "`Password` is a secret and no part of the patch; the host keeps it."
    );
    let deep = (0..101).fold(json!(1), |inner, _| json!([inner]));
    assert_eq!(
        refusal(set("publish", "Levels", deep)),
        "The value of `Levels` is nested deeper than 100 levels."
    );
    let add = |op: Json| json!({ "type": "add", "op": op });
    assert_eq!(
        refusal(add(json!({ "op": "Ops.Nope", "x": 0, "y": 0 }))),
        "This library has no op `Ops.Nope`."
    );
    assert_eq!(
        refusal(add(
            json!({ "id": "sum", "op": "Ops.Math.Sum", "x": 0, "y": 0 })
        )),
        "There is already an op with the id `sum`."
    );
    assert_eq!(
        refusal(add(
            json!({ "op": "Ops.Math.Sum", "x": 0, "y": 0, "values": { "z": 1 } })
        )),
        "`Sum` has no input `z`."
    );
    assert_eq!(
        refusal(json!({ "type": "unlink", "link": link(("sum", "result"), ("sum", "a")) })),
        "There is no link from `result` of `sum` to `a` of `sum`."
    );
    assert_eq!(
        refusal(json!({ "type": "remove", "ops": ["sum", "gone"] })),
        "There is no op `gone` in this patch."
    );
}

#[test]
fn a_place_that_is_no_number_is_refused() {
    let mut editor = editor();
    let place = crate::Place {
        id: "sum".into(),
        x: f64::NAN,
        y: 0.0,
    };
    let error = editor
        .apply(Command::Move { ops: vec![place] }, None)
        .unwrap_err();
    assert_eq!(error, EditError::NoPlace("sum".into()));
}

#[test]
fn text_that_is_no_command_is_refused() {
    let error = |text| Command::from_json(text).unwrap_err().to_string();
    assert_eq!(
        error(""),
        "This is no edit command: EOF while parsing a value at line 1 column 0."
    );
    assert_eq!(
        error("[]"),
        "This is no edit command: it is no JSON object."
    );
    assert_eq!(
        error(r#"{"type":"explode"}"#),
        "This is no edit command: `type` must be the name of a command."
    );
    assert_eq!(
        error(r#"{"type":"rename","name":"a","x":1}"#),
        "This is no edit command: `x` must be left out."
    );
    assert_eq!(
        error(r#"{"type":"move","ops":[{"id":"a","x":"1","y":0}]}"#),
        "This is no edit command: ops[0], `x` must be a number."
    );
    assert_eq!(
        error(r#"{"type":"batch","label":"","commands":[{"type":"add","op":{"x":1,"y":1}}]}"#),
        "This is no edit command: commands[0], op, `op` must be a text."
    );
    assert_eq!(
        error(
            r#"{"type":"link","link":{"from":{"op":"a","port":"b","c":1},"to":{"op":"a","port":"b"}}}"#
        ),
        "This is no edit command: link, from, `c` must be left out."
    );
}

#[test]
fn a_batch_is_one_step_and_all_or_nothing() {
    let mut editor = editor();
    let title = json!({ "type": "title", "op": "sum", "title": "Total" });
    let batch =
        |commands: Json| json!({ "type": "batch", "label": "Tidy up", "commands": commands });
    let good = batch(json!([
        { "type": "rename", "name": "New" }, title, { "type": "disable", "op": "sum", "disabled": true }
    ]));
    assert_eq!(apply(&mut editor, good).changes.len(), 3);
    assert_eq!(editor.can_undo(), Some("Tidy up"));
    editor.undo();
    assert_eq!(editor.document(), &document());

    let bad = batch(json!([
        { "type": "remove", "ops": ["mqtt"] }, title, { "type": "remove", "ops": ["mqtt"] }
    ]));
    assert!(editor.apply(command(bad), None).is_err());
    assert_eq!(editor.document(), &document());
    assert_eq!(
        editor.can_redo(),
        Some("Tidy up"),
        "a refused command leaves the history alone"
    );
}

#[test]
fn pasted_ops_get_free_ids_and_their_links_follow() {
    let mut editor = editor();
    let applied = apply(
        &mut editor,
        json!({ "type": "paste",
            "ops": [
                { "id": "sum", "op": "Ops.Math.Sum", "x": 0, "y": 0 },
                { "id": "sum2", "op": "Ops.Math.Sum", "x": 0, "y": 0 },
                { "id": "new", "op": "Ops.Far.Away", "x": 0, "y": 0, "values": { "Deep": 1 } }
            ],
            "links": [
                { "from": { "op": "sum", "port": "result" }, "to": { "op": "sum2", "port": "a" } },
                { "from": { "op": "sum2", "port": "result" }, "to": { "op": "new", "port": "In" } },
                { "from": { "op": "sum2", "port": "result" }, "to": { "op": "publish", "port": "Message" } },
                { "from": { "op": "sum", "port": "result" }, "to": { "op": "elsewhere", "port": "a" } },
                { "from": { "op": "sum", "port": "nope" }, "to": { "op": "sum2", "port": "a" } }
            ]
        }),
    );
    assert_eq!(applied.added, ["sum2", "sum3", "new"]);
    let links: Vec<_> = editor.document().links().skip(4).cloned().collect();
    assert_eq!(
        links,
        [
            link(("sum2", "result"), ("sum3", "a")),
            link(("sum3", "result"), ("new", "In")),
            link(("sum3", "result"), ("publish", "Message")),
        ]
    );
    let warnings: Vec<String> = applied.warnings.iter().map(ToString::to_string).collect();
    assert_eq!(
        warnings,
        [
            "This library has no op `Ops.Far.Away`. It is kept as a placeholder.",
            "A link from `result` of `sum2` to `a` of `elsewhere` is left out: there is no op \
             `elsewhere` in this patch.",
            "The link from `nope` of `sum2` to `a` of `sum3` is broken: `Sum` has no output \
             `nope`. It is kept in the file.",
        ]
    );
    // Added, undone and done again, the placeholder shows the ports that its links name.
    let shows_ports = |changes: &[Change]| {
        changes.iter().any(|change| match change {
            Change::OpAdded { op } => op
                .placeholder
                .as_ref()
                .is_some_and(|ports| ports.inputs == ["Deep", "In"]),
            _ => false,
        })
    };
    assert!(shows_ports(&applied.changes));
    editor.undo();
    assert!(shows_ports(&editor.redo().unwrap()));
}

#[test]
fn no_new_op_takes_the_id_that_a_broken_link_waits_for() {
    let file = r#"{ "ropewalk": 1, "id": "x", "ops": [ { "id": "a", "op": "Ops.Math.Sum" } ],
        "links": [ { "from": { "op": "a", "port": "result" }, "to": { "op": "sum", "port": "a" } } ] }"#;
    let mut editor = Editor::new(load(file, &catalogue()).unwrap().document, catalogue());
    assert_eq!(editor.document().view().reserved, ["sum"]);
    let add = json!({ "type": "add", "op": { "id": "sum", "op": "Ops.Math.Sum", "x": 0, "y": 0 } });
    let error = editor.apply(command(add), None).unwrap_err();
    assert!(error.to_string().contains("an op `sum` that is missing"));
    let applied = apply(
        &mut editor,
        json!({ "type": "add", "op": { "op": "Ops.Math.Sum", "x": 0, "y": 0 } }),
    );
    assert_eq!(applied.added, ["sum2"]);
    assert_eq!(editor.document().broken_links().count(), 1);
}

fn many() -> Editor {
    let file = json!({
        "ropewalk": 1, "id": "p", "name": "P",
        "ops": [
            { "id": "many", "op": "Ops.Test.Many", "x": 0, "y": 0, "values": {
                "Numbers_0": 10, "Numbers_1": "odd", "number 3": 30
            } },
            { "id": "sum", "op": "Ops.Math.Sum", "x": 0, "y": 0 }
        ],
        "links": [
            link(("sum", "result"), ("many", "Numbers_2")),
            link(("sum", "result"), ("many", "Numbers_0")),
            link(("many", "Each_0"), ("sum", "a")),
            link(("sum", "result"), ("many", "Mode index"))
        ]
    });
    Editor::new(
        load(file.to_string(), &catalogue()).unwrap().document,
        catalogue(),
    )
}

fn ports(output: bool, order: Json) -> Json {
    json!({ "type": "ports", "op": "many", "output": output, "order": order })
}

#[test]
fn ports_take_their_links_and_values_along_and_links_keep_their_places() {
    let mut editor = many();
    let before = editor.document().clone();
    assert_eq!(before.op("many").unwrap().port_count(false), 3);
    apply(&mut editor, ports(false, json!([2, null, 0])));
    let text = save(editor.document()).unwrap();
    assert!(text.contains("\"inputs\": 3,"), "{text}");
    let values = "\"Numbers_0\": 30,\n        \"Numbers_2\": 10\n";
    assert!(text.contains(values), "{text}");
    let inputs: Vec<&str> = editor
        .document()
        .links()
        .map(|link| &*link.to.port)
        .collect();
    assert_eq!(inputs, ["Numbers_0", "Numbers_2", "a", "Mode index"]);
    apply(&mut editor, ports(false, json!([1])));
    let inputs: Vec<&str> = editor
        .document()
        .links()
        .map(|link| &*link.to.port)
        .collect();
    assert_eq!(inputs, ["a", "Mode index"]);
    apply(&mut editor, ports(true, json!([null, 0])));
    let outputs: Vec<&str> = editor
        .document()
        .links()
        .map(|link| &*link.from.port)
        .collect();
    assert_eq!(outputs, ["Each_1", "result"]);
    assert_eq!(
        Vec::from_iter(editor.undo_labels()),
        [
            "Add a port to Many",
            "Remove a port of Many",
            "Reorder the ports of Many"
        ]
    );
    while editor.undo().is_some() {}
    assert_eq!(editor.document(), &before);
    assert!(save(&before).unwrap().contains("\"Numbers_1\": \"odd\""));
}

#[test]
fn only_multi_ports_can_be_added() {
    for (op, output) in [("sum", false), ("mqtt", true), ("strange", false)] {
        let refused = refusal(json!({ "type": "ports", "op": op, "output": output, "order": [0] }));
        assert!(refused.ends_with(" are always the same."), "{refused}");
    }
}

#[test]
fn what_changes_no_port_is_no_step() {
    let mut editor = many();
    assert_eq!(
        apply(&mut editor, ports(false, json!([0, 1, 2]))).changes,
        []
    );
    assert_eq!(editor.can_undo(), None);
}

#[test]
fn pasted_ops_have_the_ports_that_they_say_and_that_links_name() {
    let mut editor = editor();
    apply(
        &mut editor,
        json!({ "type": "paste", "ops": [
            { "id": "m", "op": "Ops.Test.Many", "x": 0, "y": 0, "inputs": 4, "outputs": 2 },
            { "id": "n", "op": "Ops.Test.Many", "x": 0, "y": 0, "inputs": 1 },
            { "id": "sum", "op": "Ops.Math.Sum", "x": 0, "y": 0, "inputs": 9 }
        ], "links": [link(("m", "Each_4"), ("n", "number 3"))] }),
    );
    let counts = |id: &str| {
        let op = editor.document().op(id).unwrap();
        (op.port_count(false), op.port_count(true))
    };
    assert_eq!(counts("m"), (4, 5));
    assert_eq!(counts("n"), (3, 1));
    assert_eq!(counts("sum2"), (0, 0));
}

#[test]
fn an_op_has_as_many_ports_as_it_can_have_whatever_a_program_asks_for() {
    for (asked, got) in [(0, 1), (7, 7), (u16::MAX, MAX_PORTS)] {
        let mut editor = editor();
        let op = NewOp {
            op: "Ops.Test.Many".to_owned(),
            inputs: Some(asked),
            ..NewOp::default()
        };
        let applied = editor.apply(Command::Add { op }, None).unwrap();
        let many = editor.document().op(&applied.added[0]).unwrap();
        assert_eq!(many.port_count(false), got);
        let saved = save(editor.document()).unwrap();
        assert_eq!(
            &load(&saved, &catalogue()).unwrap().document,
            editor.document()
        );
    }
}

#[test]
fn an_order_of_more_ports_than_can_be_counted_is_refused() {
    let mut editor = editor();
    let add =
        json!({ "type": "add", "op": { "id": "many", "op": "Ops.Test.Many", "x": 0, "y": 0 } });
    apply(&mut editor, add);
    let order = Command::Ports {
        op: "many".to_owned(),
        output: false,
        order: vec![None; 70_000],
    };
    let refused = editor.apply(order, None).unwrap_err();
    assert!(
        matches!(refused, EditError::PortOrder { count: 2, .. }),
        "{refused}"
    );
}
