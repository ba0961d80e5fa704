use super::*;

fn library() -> Library {
    let ops = serde_json::to_string(&ropewalk_runtime::catalogue()).unwrap();
    Library::from_json(&ops).unwrap()
}

fn exported(file: &Json) -> Exported {
    export(&file.to_string(), &library()).unwrap()
}

/// What a person is told of it.
fn told(file: &Json) -> Vec<String> {
    exported(file)
        .notes
        .iter()
        .map(ToString::to_string)
        .collect()
}

fn one(op: Json) -> Json {
    json!({ "ropewalk": 1, "ops": [op] })
}

#[test]
fn ops_have_the_names_ids_and_places_of_cables() {
    let file = json!({
        "ropewalk": 1, "id": "p", "name": "Wall",
        "ops": [
            { "id": "a", "op": "Ops.Trigger.Repeat", "x": 8, "y": -400, "title": "Thrice",
              "disabled": true, "bookmarked": true, "values": { "Repeats": 3, "Direction": "Backward" } },
            { "id": "b", "op": "Ops.Trigger.TriggerCounter", "x": 0, "y": 20 },
        ],
        "links": [
            { "from": { "op": "a", "port": "Next" }, "to": { "op": "b", "port": "exe" } },
            { "from": { "op": "a", "port": "Next" }, "to": { "op": "b", "port": "reset" } },
        ],
    });
    let link = |port| json!({ "portIn": port, "portOut": "Next", "objIn": "b", "objOut": "a" });
    let Exported { clipboard, notes } = exported(&file);
    assert_eq!(notes, []);
    assert_eq!(
        clipboard,
        json!({ "ops": [
            { "objName": "Ops.Trigger.Repeat_v2", "opId": clipboard["ops"][0]["opId"], "id": "a",
              "uiAttribs": { "translate": { "x": 3.2, "y": -160 }, "title": "Thrice", "disabled": true,
                "bookmarked": true },
              "portsIn": [
                  { "name": "Repeats", "value": 3 },
                  { "name": "Direction", "value": "Backward" },
                  { "name": "Direction index", "value": 1 },
              ],
              "portsOut": [{ "name": "Next", "links": [link("exe"), link("reset")] }] },
            { "objName": "Ops.Trigger.TriggerCounter", "opId": "e640619f-235c-4543-bbf8-b358e0283180",
              "id": "b", "uiAttribs": { "translate": { "x": 0, "y": 8 } },
              "portsIn": [], "portsOut": [] },
        ]})
    );
}

#[test]
fn what_cables_lacks_is_told_and_written_all_the_same() {
    let file = json!({
        "ropewalk": 1,
        "ops": [
            { "id": "a", "op": "Ops.Net.Mqtt.MqttSubscribe", "x": 0, "y": 0,
              "values": { "Topic": "lamp", "Delivery": "Latest" } },
            { "id": "b", "op": "Ops.Net.Mqtt.MqttPresence", "x": 0, "y": 0 },
            { "id": "c", "op": "Ops.Ui.VizNumber", "x": 0, "y": 0 },
        ],
        "links": [{ "from": { "op": "a", "port": "Granted QoS" }, "to": { "op": "c", "port": "Number" } }],
    });
    assert_eq!(
        told(&file),
        [
            "cables has no op `Ops.Net.Mqtt.MqttPresence`: there it is missing.",
            "`Ops.Extension.Deprecated.MqttReceive_v2` of cables has no `Delivery`, `Granted QoS`: what \
             is set or linked there is lost.",
        ]
    );
    let ops = exported(&file).clipboard;
    assert_eq!(ops["ops"][0]["portsIn"][0]["name"], "Channel");
    assert_eq!(ops["ops"][0]["portsIn"][1]["value"], "Latest");
    assert_eq!(ops["ops"][1]["objName"], "Ops.Net.Mqtt.MqttPresence");
    assert_eq!(ops["ops"][1].get("opId"), None);
}

#[test]
fn the_ports_of_a_multi_port_are_counted_with_the_place_for_the_next_one() {
    let file = json!({
        "ropewalk": 1,
        "ops": [
            { "id": "a", "op": "Ops.Number.SumMultiPort", "x": 0, "y": 0, "inputs": 3,
              "values": { "Numbers_2": 5 }, "sources": { "Numbers_1": { "variable": "speed" } } },
            { "id": "b", "op": "Ops.Trigger.SequenceMultiPort", "x": 0, "y": 0, "outputs": 9 },
        ],
    });
    let Exported { clipboard, notes } = exported(&file);
    assert_eq!(notes, []);
    assert_eq!(clipboard["ops"][0]["objName"], "Ops.Number.SumMultiPort_v2");
    assert_eq!(
        clipboard["ops"][0]["portsIn"],
        json!([
            { "name": "Numbers_2", "value": 5 },
            { "name": "Numbers_1", "useVariable": "speed" },
            { "name": "Numbers", "multiPortNum": 4 },
        ])
    );
    let count = |ports: &str| clipboard["ops"][1][ports][0]["multiPortNum"].as_u64();
    let begun = library()
        .get("Ops.Trigger.SequenceMultiPort")
        .and_then(|op| op.multi(false)?.multi);
    assert_eq!(count("portsIn"), begun.map(|ports| ports + 1));
    assert_eq!(count("portsOut"), Some(10));
}

#[test]
fn a_link_to_the_choice_of_an_input_keeps_its_port() {
    let file = json!({
        "ropewalk": 1,
        "ops": [
            { "id": "a", "op": "Ops.Number.Number", "x": 0, "y": 0 },
            { "id": "b", "op": "Ops.Trigger.Repeat", "x": 0, "y": 0 },
        ],
        "links": [{ "from": { "op": "a", "port": "result" }, "to": { "op": "b", "port": "Direction index" } }],
    });
    let Exported { clipboard, notes } = exported(&file);
    assert_eq!(notes, []);
    let link = &clipboard["ops"][0]["portsOut"][0]["links"][0];
    assert_eq!(link["portIn"], "Direction index");
}

#[test]
fn a_secret_is_never_written() {
    let known = one(
        json!({ "id": "m", "op": "Ops.Net.Mqtt.Mqtt", "x": 0, "y": 0,
        "values": { "Username": "try", "Password": "geheim" } }),
    );
    let unknown = one(json!({ "id": "m", "op": "Ops.User.a.B", "x": 0, "y": 0,
        "values": { "Api Key": "geheim" } }));
    for file in [known, unknown] {
        let Exported { clipboard, notes } = exported(&file);
        assert!(!clipboard.to_string().contains("geheim"), "{clipboard}");
        assert!(
            matches!(&notes[..], [Note::SecretLeftOut { .. }]),
            "{notes:?}"
        );
    }
}

#[test]
fn a_placeholder_is_written_back_as_it_was() {
    let op = json!({
        "objName": "Ops.User.a.Lamp", "opId": "aaaaaaaa-0000-4000-8000-000000000001", "id": "l",
        "uiAttribs": { "color": "#fff", "translate": { "x": 48, "y": 80 }, "title": "The lamp" },
        "portsIn": [
            { "name": "anim", "animated": true, "value": 1,
              "anim": { "keys": [{ "t": 0.5, "v": 1.5, "e": 2 }], "loop": 1 } },
            { "name": "plain", "value": "on" },
        ],
        "portsOut": [{ "name": "lux", "title": "How bright" }],
        "storage": { "ref": "x" },
    });
    let library = library();
    let text = json!({ "ops": [op] }).to_string();
    let imported = crate::import(&text, &library).unwrap().unwrap();
    let Exported { clipboard, notes } = exported(&imported.file);
    assert_eq!(notes, []);
    assert_eq!(clipboard["ops"][0], op);
}

#[test]
fn an_op_of_which_only_the_id_is_known_keeps_it() {
    let op = json!({ "opId": "bbbbbbbb-0000-4000-8000-000000000001", "id": "a" });
    let library = library();
    let text = json!({ "ops": [op] }).to_string();
    let imported = crate::import(&text, &library).unwrap().unwrap();
    let back = &exported(&imported.file).clipboard["ops"][0];
    assert_eq!(back["opId"], op["opId"]);
    assert_eq!(back.get("objName"), None);
}

#[test]
fn what_is_no_patch_of_ours_is_refused() {
    let library = library();
    for text in ["[]", "{}", r#"{"ops":[]}"#, r#"{"ropewalk":1}"#] {
        assert_eq!(
            export(text, &library),
            Err(ExportError::NotAPatch),
            "{text}"
        );
    }
    let error = export(r#"{"ropewalk":1,"#, &library).unwrap_err();
    assert!(error.to_string().contains("line 1"), "{error}");
}

#[test]
fn odd_files_are_exported_as_far_as_they_go() {
    let file = json!({
        "ropewalk": 1,
        "ops": [1, {}, { "op": "Ops.Math.Sum" },
            { "op": "Ops.Math.Sum", "id": "a", "x": "left", "values": [], "cables": {
                "portsIn": [1, { "name": 2 }], "portsOut": "none", "uiAttribs": null } }],
        "links": [1, { "from": {} }, { "from": { "op": "x", "port": "p" }, "to": { "op": "a", "port": "q" } }],
    });
    let Exported { clipboard, .. } = exported(&file);
    assert_eq!(clipboard["ops"].as_array().map(Vec::len), Some(2));
    assert_eq!(clipboard["ops"][1]["portsIn"], json!([1, { "name": 2 }]));
}
