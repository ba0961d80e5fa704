use serde_json::{Value as Json, json};

use super::*;
use crate::fixtures::{FILE, catalogue, document, link};
use crate::report::Secret;

fn loaded(json: &Json) -> Loaded {
    load(json.to_string(), &catalogue()).unwrap()
}

fn warnings(loaded: &Loaded) -> Vec<String> {
    loaded.warnings.iter().map(ToString::to_string).collect()
}

fn error(file: impl AsRef<[u8]>) -> String {
    load(file, &catalogue()).unwrap_err().to_string()
}

/// The file with one op.
fn with_op(op: Json) -> Json {
    json!({ "ropewalk": 1, "id": "x", "name": "X", "ops": [op], "links": [] })
}

#[test]
fn a_file_comes_back_byte_for_byte() {
    let loaded = load(FILE, &catalogue()).unwrap();
    assert_eq!(save(&loaded.document).unwrap(), FILE);
    assert_eq!(
        warnings(&loaded),
        ["This library has no op `Ops.Gl.Strange`. It is kept as a placeholder."]
    );
}

#[test]
fn an_empty_patch_comes_back() {
    let document = crate::Document::new("x", "");
    let file = save(&document).unwrap();
    assert_eq!(
        file,
        "{\n  \"ropewalk\": 1,\n  \"id\": \"x\",\n  \"name\": \"\",\n  \"ops\": [],\n  \"links\": []\n}\n"
    );
    assert_eq!(load(file, &catalogue()).unwrap().document, document);
}

#[test]
fn a_file_that_is_no_patch_says_what_it_is() {
    assert_eq!(error(""), "The file is empty.");
    assert_eq!(error("\u{feff} \n"), "The file is empty.");
    assert_eq!(
        error([b'{', 0xff]),
        "The file is no UTF-8 text (from byte 1 on), so it cannot be a patch."
    );
    assert_eq!(
        error("{\n  \"ropewalk\": 1,\n}"),
        "The file is no valid JSON: trailing comma at line 3 column 1."
    );
    assert_eq!(
        error("{ \"ropewalk\": 1, \"id\": \"x\", \"ops\": ["),
        "The file is no valid JSON: EOF while parsing a list at line 1 column 36."
    );
    assert_eq!(
        error("[]"),
        "The file is no Ropewalk patch: it is no JSON object. Open one that was saved here, or exported from cables.gl."
    );
    assert_eq!(
        error(r#"{ "ops": [] }"#),
        "The file is no Ropewalk patch: it has no field `ropewalk`. Open one that was saved here, or exported from cables.gl."
    );
    for version in ["0", "-1", "\"1\"", "1.5"] {
        assert_eq!(
            error(format!("{{ \"ropewalk\": {version} }}")),
            "The file is no Ropewalk patch: its field `ropewalk` is no version of the format. Open one that was saved here, or exported from cables.gl."
        );
    }
}

#[test]
fn a_file_of_a_newer_version_is_refused() {
    assert_eq!(
        error(r#"{ "ropewalk": 2, "nodes": {} }"#),
        "The patch was saved by a newer version of Ropewalk (format 2; this one reads up to \
         format 1). Open it with a newer Ropewalk."
    );
}

#[test]
fn a_file_that_is_too_large_is_refused_before_it_is_read() {
    let text = error(vec![b' '; 50_000_000]);
    assert!(
        text.starts_with("The patch is 48 MiB large; a patch file can have 32 MiB."),
        "{text}"
    );
}

#[test]
fn a_document_that_would_be_too_large_to_read_is_not_written() {
    let mut document = document();
    document.name = "x".repeat(MAX_FILE_BYTES);
    assert!(matches!(save(&document), Err(FileError::TooLarge { .. })));
}

#[test]
fn a_field_of_the_wrong_type_is_named() {
    assert_eq!(
        error(r#"{ "ropewalk": 1 }"#),
        "In the patch file, `id` must be a text that names this patch among yours, such as \
         \"k3x9q2\"."
    );
    assert_eq!(
        error(r#"{ "ropewalk": 1, "id": "x", "ops": {} }"#),
        "In the patch file, `ops` must be a list."
    );
    assert_eq!(
        error(r#"{ "ropewalk": 1, "id": "x", "ops": [7] }"#),
        "In the patch file, `ops[0]` must be an object."
    );
    assert_eq!(
        error(with_op(json!({ "x": 0 })).to_string()),
        "In the patch file, ops[0], `op` must be an op's name, such as \"Ops.Math.Sum\"."
    );
    assert_eq!(
        error(with_op(json!({ "id": "sum", "op": "Ops.Math.Sum", "x": "left" })).to_string()),
        "In the patch file, op `sum`, `x` must be a number."
    );
    assert_eq!(
        error(r#"{ "ropewalk": 1, "id": "x", "links": [{ "from": { "op": "a", "port": 1 } }] }"#),
        "In the patch file, links[0], `from` must be an object with the texts `op` and `port`."
    );
}

#[test]
fn names_are_brought_up_to_date() {
    let loaded = loaded(&json!({ "ropewalk": 1, "id": "x", "name": "X",
        "ops": [{ "id": "a", "op": "Ops.Math.Sum_v2", "values": { "number1": "2" } }],
        "links": [{ "from": { "op": "a", "port": "out" }, "to": { "op": "a", "port": "number1" } }]
    }));
    assert_eq!(warnings(&loaded), [""; 0]);
    let op = loaded.document.op("a").unwrap();
    assert_eq!(op.name(), "Ops.Math.Sum");
    assert_eq!(Vec::from_iter(op.values()), [(0, 2.0.into())]);
    assert_eq!(
        Vec::from_iter(loaded.document.links()),
        [&link(("a", "result"), ("a", "a"))]
    );
}

#[test]
fn values_at_their_defaults_are_not_written() {
    let loaded = loaded(&with_op(json!({ "id": "a", "op": "Ops.Math.Sum",
        "values": { "a": 1, "b": null } })));
    assert!(!save(&loaded.document).unwrap().contains("values"));
}

#[test]
fn unknown_fields_are_kept_at_every_level() {
    let file = r#"{
  "ropewalk": 1,
  "id": "x",
  "name": "X",
  "ops": [
    {
      "id": "a", "op": "Ops.Math.Sum", "x": 0, "y": 0,
      "colour": "red",
      "size": [1,2.0]
    }
  ],
  "links": [
    { "from": { "op": "a", "port": "result", "bend": 1 }, "to": { "op": "a", "port": "b", "z": {} }, "note": "é" }
  ],
  "view": {"zoom":0.5},
  "author": null
}
"#;
    let loaded = load(file, &catalogue()).unwrap();
    assert_eq!(warnings(&loaded), [""; 0]);
    assert_eq!(save(&loaded.document).unwrap(), file);
}

#[test]
fn values_that_do_not_fit_are_kept_and_told() {
    let file = with_op(json!({ "id": "a", "op": "Ops.Math.Sum", "x": 0, "y": 0,
        "values": { "first": "much", "c": { "d": null }, "b": "NaN" } }));
    let loaded = loaded(&file);
    assert_eq!(
        warnings(&loaded),
        [
            "`a` of `a` takes a Number and the file has a Text. The input is at its default; the \
             value is kept in the file until it is set.",
            "`a` has no input `c`. Its value is kept in the file.",
            "`b` of `a` takes a Number and the file has a Text. The input is at its default; the \
             value is kept in the file until it is set.",
        ]
    );
    assert_eq!(loaded.document.op("a").unwrap().values().count(), 0);
    let saved = save(&loaded.document).unwrap();
    let saved: Json = serde_json::from_str(&saved).unwrap();
    assert_eq!(
        saved["ops"][0]["values"],
        json!({ "a": "much", "c": { "d": null }, "b": "NaN" })
    );
}

#[test]
fn of_two_values_for_one_input_the_ports_own_name_wins_and_both_are_kept() {
    for (values, a) in [
        (json!({ "number1": 5, "a": 2 }), 2.0),
        // The default wins too, although it is usually not written.
        (json!({ "number1": 5, "a": 1 }), 1.0),
        (json!({ "number1": 5, "first": 6 }), 5.0),
    ] {
        let first = loaded(&with_op(
            json!({ "id": "s", "op": "Ops.Math.Sum", "values": values }),
        ));
        assert_eq!(first.warnings.len(), 1);
        let again = load(save(&first.document).unwrap(), &catalogue()).unwrap();
        assert_eq!(again, first);
        let view = first.document.view();
        assert_eq!(
            view.ops[0].values.get("a").cloned().unwrap_or(1.0.into()),
            a
        );
    }
}

#[test]
fn broken_links_are_kept_in_their_place_and_told() {
    let end = |op: &str, port: &str| json!({ "op": op, "port": port });
    let links = json!([
        { "from": end("sum", "result"), "to": end("gone", "a"), "note": 1 },
        { "from": end("sum", "result"), "to": end("sum", "b") },
        { "from": end("sum", "result"), "to": end("sum", "c") },
        { "from": end("mqtt", "Error"), "to": end("sum", "a") },
        { "from": end("sum", "result"), "to": end("sum", "b") }
    ]);
    let first = loaded(&json!({ "ropewalk": 1, "id": "x",
        "ops": [{ "id": "sum", "op": "Ops.Math.Sum" }, { "id": "mqtt", "op": "Ops.Test.Mqtt" }],
        "links": links }));
    assert_eq!(
        warnings(&first),
        [
            "The link from `result` of `sum` to `a` of `gone` is broken: there is no op `gone` in \
             this patch. It is kept in the file.",
            "The link from `result` of `sum` to `c` of `sum` is broken: `Sum` has no input `c`. \
             It is kept in the file.",
            "The link from `Error` of `mqtt` to `a` of `sum` is broken: `Error` is Text, `a` \
             takes a Number; put a StringToNumber between them. It is kept in the file.",
            "A link from `result` of `sum` to `b` of `sum` is left out: `result` is already \
             linked to `b`.",
        ]
    );
    assert_eq!(first.document.links().count(), 1);
    assert_eq!(first.document.broken_links().count(), 3);
    let saved: Json = serde_json::from_str(&save(&first.document).unwrap()).unwrap();
    let kept = &links.as_array().unwrap()[..4];
    assert_eq!(saved["links"].as_array().unwrap(), kept);
}

#[test]
fn ids_that_are_missing_or_there_twice_are_made_up() {
    let sum = |id: Json| json!({ "id": id, "op": "Ops.Math.Sum" });
    let loaded = loaded(&json!({ "ropewalk": 1, "id": "x",
        "ops": [sum(json!("a")), sum(json!("a")), sum(json!("a2")), sum(json!(null)), sum(json!(""))],
        "links": [
            { "from": { "op": "a", "port": "result" }, "to": { "op": "sum", "port": "a" } }
        ] }));
    let ids: Vec<&str> = loaded.document.ops().map(|(id, _)| id).collect();
    // `a2` and `sum` are spoken for, by an op further down and by a link.
    assert_eq!(ids, ["a", "a3", "a2", "sum2", "sum3"]);
    assert_eq!(
        warnings(&loaded)[..3],
        [
            "A second op with the id `a` is now `a3`.",
            "An op without an id is now `sum2`.",
            "An op without an id is now `sum3`.",
        ]
    );
}

#[test]
fn secrets_are_taken_out() {
    let secret = |value: &str| Secret {
        op: "m".into(),
        port: "Password",
        value: value.into(),
    };
    for (values, secrets) in [
        (json!({ "Password": "hunter2" }), vec![secret("hunter2")]),
        (json!({ "Pass": "hunter2" }), vec![secret("hunter2")]),
        (
            json!({ "Pass": "hunter1", "Password": "hunter2" }),
            vec![secret("hunter2")],
        ),
        (
            json!({ "Password": { "hunter2": 1 } }),
            vec![secret("{\"hunter2\":1}")],
        ),
        (json!({ "Password": "" }), vec![]),
        (json!({ "Password": null }), vec![]),
    ] {
        let loaded = loaded(&with_op(
            json!({ "id": "m", "op": "Ops.Test.Mqtt", "values": values }),
        ));
        assert_eq!(loaded.secrets, secrets);
        let saved = save(&loaded.document).unwrap();
        assert!(
            !saved.contains("hunter") && !saved.contains("Pass"),
            "{saved}"
        );
        assert!(!format!("{loaded:?}").contains("hunter"));
    }
}

#[test]
fn thousands_of_placeholders_and_links_are_viewed_in_one_walk() {
    let ops: Vec<Json> = (0..20_000)
        .map(|n| json!({ "id": format!("p{n}"), "op": "Ops.Gl.Strange" }))
        .collect();
    let links: Vec<Json> = (1..20_000)
        .map(|n| {
            let from = json!({ "op": format!("p{}", n - 1), "port": "out" });
            json!({ "from": from, "to": { "op": format!("p{n}"), "port": "in" } })
        })
        .collect();
    let loaded = loaded(&json!({ "ropewalk": 1, "id": "x", "ops": ops, "links": links }));
    let view = loaded.document.view();
    let ports = view.ops[1].placeholder.clone().unwrap();
    assert_eq!(
        (ports.inputs, ports.outputs),
        (vec!["in".to_owned()], vec!["out".to_owned()])
    );
    assert_eq!(
        warnings(&loaded),
        ["This library has no op `Ops.Gl.Strange`. All 20000 of them are kept as placeholders."]
    );
}
