use serde_json::json;

use crate::fixtures::{apply, catalogue, command, editor};
use crate::*;

fn bind(port: &str, variable: &str) -> serde_json::Value {
    let source = json!({ "variable": variable });
    json!({ "type": "source", "op": "sum", "port": port, "source": source })
}

#[test]
fn a_source_is_saved_and_comes_back() {
    let mut editor = editor();
    let applied = apply(&mut editor, bind("number1", "speed"));
    let change = &applied.changes[0];
    assert_eq!(
        serde_json::to_value(change).unwrap(),
        json!({ "type": "sourceSet", "op": "sum", "port": "a", "source": { "variable": "speed" } })
    );
    let file = save(editor.document()).unwrap();
    assert!(
        file.contains("      \"sources\": {\n        \"a\": {\"variable\":\"speed\"}\n      }"),
        "{file}"
    );
    let loaded = load(&file, &catalogue()).unwrap();
    assert_eq!(
        loaded.warnings,
        crate::load(fixtures::FILE, &catalogue()).unwrap().warnings
    );
    assert_eq!(&loaded.document, editor.document());
    assert_eq!(save(&loaded.document).unwrap(), file);
}

#[test]
fn what_is_so_already_is_no_step() {
    let mut editor = editor();
    apply(&mut editor, bind("a", "speed"));
    let applied = apply(&mut editor, bind("first", "speed"));
    assert!(applied.changes.is_empty());
    assert_eq!(editor.undo_labels().len(), 1);
    assert_eq!(editor.can_undo(), Some("Bind a of Sum"));
    apply(
        &mut editor,
        json!({ "type": "source", "op": "sum", "port": "a", "source": null }),
    );
    assert_eq!(editor.can_undo(), Some("Free a of Sum"));
}

#[test]
fn a_source_that_is_kept_goes_when_the_input_gets_another() {
    let file = r#"{ "ropewalk": 1, "id": "k", "ops": [{ "id": "sum", "op": "Ops.Math.Sum",
        "sources": { "first": { "song": 1 }, "b": { "variable": "v" } } }], "links": [] }"#;
    let loaded = load(file, &catalogue()).unwrap();
    assert_eq!(
        loaded.warnings[0].to_string(),
        "What `a` of `sum` is to follow is not used: a source must be an object with either a \
         `variable` or an `animation`. It is kept in the file."
    );
    let before = save(&loaded.document).unwrap();
    assert!(before.contains(r#""a": {"song":1}"#), "{before}");
    let mut editor = Editor::new(loaded.document, catalogue());
    apply(&mut editor, bind("a", "v"));
    let after = save(editor.document()).unwrap();
    assert!(!after.contains("song"), "{after}");
    editor.undo();
    assert_eq!(save(editor.document()).unwrap(), before);
}

#[test]
fn a_new_op_brings_its_sources() {
    let mut editor = editor();
    let op =
        json!({ "op": "Ops.Math.Sum", "x": 0, "y": 0, "sources": { "a": { "variable": "v" } } });
    let applied = apply(&mut editor, json!({ "type": "add", "op": op }));
    let new = editor.document().op(&applied.added[0]).unwrap();
    assert_eq!(new.sources().count(), 1);
    let op =
        json!({ "op": "Ops.Math.Sum", "x": 0, "y": 0, "sources": { "a": { "variable": "" } } });
    let add = command(json!({ "type": "add", "op": op }));
    assert!(matches!(editor.apply(add, None), Err(EditError::Source(_))));
    // What is pasted is kept, as what a file has.
    let applied = apply(
        &mut editor,
        json!({ "type": "paste", "ops": [op], "links": [] }),
    );
    assert!(matches!(applied.warnings[0], Warning::NoSource { .. }));
}

#[test]
fn a_rename_reaches_inputs_that_follow() {
    let mut editor = editor();
    apply(&mut editor, bind("a", "speed"));
    apply(&mut editor, bind("b", "speed"));
    let applied = apply(
        &mut editor,
        json!({ "type": "renameVariable", "from": "speed", "to": "pace" }),
    );
    assert_eq!(applied.changes.len(), 2);
    assert_eq!(editor.can_undo(), Some("Rename variable speed to pace"));
    assert!(save(editor.document()).unwrap().matches("pace").count() == 2);
}

#[test]
fn an_animation_is_saved_as_people_write_it() {
    let mut editor = editor();
    let keys = json!([{ "time": 2.5, "value": 7 }, { "time": 0.0, "value": 1.0, "easing": "Cubic In",
        "out": [0.5, 0] }]);
    let source = json!({ "animation": { "loop": "repeat", "keys": keys } });
    apply(
        &mut editor,
        json!({ "type": "source", "op": "sum", "port": "b", "source": source }),
    );
    assert_eq!(editor.can_undo(), Some("Animate b of Sum"));
    let file = save(editor.document()).unwrap();
    let line = r#"        "b": {"animation":{"loop":"repeat","keys":[{"time":0,"value":1,"easing":"Cubic In","in":[0,0],"out":[0.5,0]},{"time":2.5,"value":7,"easing":"linear"}]}}"#;
    assert!(file.contains(line), "{file}");
    let loaded = load(&file, &catalogue()).unwrap();
    assert_eq!(&loaded.document, editor.document());
    assert_eq!(save(&loaded.document).unwrap(), file);
}

#[test]
fn of_two_sources_of_an_input_its_own_name_has_it_and_the_other_is_told() {
    let file = |sources: serde_json::Value| {
        let op = json!({ "id": "sum", "op": "Ops.Math.Sum", "x": 0, "y": 0, "sources": sources });
        let file = json!({ "ropewalk": 1, "id": "k", "ops": [op], "links": [] });
        load(file.to_string(), &catalogue()).unwrap()
    };
    let told = |loaded: &Loaded| {
        loaded
            .warnings
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
    };
    let (v, w) = (json!({ "variable": "v" }), json!({ "variable": "w" }));
    for sources in [
        json!({ "a": v, "number1": w }),
        json!({ "number1": w, "a": v }),
    ] {
        let loaded = file(sources);
        let sum = loaded.document.op("sum").unwrap();
        let source = sum.sources().next().map(|(_, source)| source.clone());
        assert_eq!(source, Some(ropewalk_flow::Source::Variable("v".into())));
        assert_eq!(
            told(&loaded),
            ["`a` of `sum` is set twice, once as `number1`. That one is left out."]
        );
    }
    // Of two aliases, the first; also where nobody can make anything of it.
    let loaded = file(json!({ "number1": { "song": 1 }, "first": v }));
    assert_eq!(loaded.document.op("sum").unwrap().sources().count(), 0);
    assert_eq!(
        told(&loaded)[1],
        "`a` of `sum` is set twice, once as `first`. That one is left out."
    );
    let saved = save(&loaded.document).unwrap();
    assert_eq!(
        save(&load(&saved, &catalogue()).unwrap().document).unwrap(),
        saved
    );
}
