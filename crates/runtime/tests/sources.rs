//! Inputs that follow something else than a link: variables, and animations.

#![allow(clippy::unwrap_used, reason = "what fails in a test is to end it")]

use ropewalk_runtime::{
    Change, Command, Host, Input, Instant, Notice, Output, Reply, Runtime, Sockets, Value,
};

/// From 0 to 10 in two seconds, and to and fro.
const SWING: &str = r#"{ "loop": "mirror", "keys": [
    { "time": 0, "value": 0 }, { "time": 2, "value": 10 } ] }"#;

const OPS: &str = r#"
    { "id": "set", "op": "Ops.Vars.VarSetNumber", "values": { "Value": 3, "Variable": "speed" } },
    { "id": "sum", "op": "Ops.Math.Sum", "values": { "number1": 10, "number2": 1 },
      "sources": { "number1": { "variable": "speed" } } }
"#;

/// A patch that is open, and the marks of its ops.
struct Patch {
    runtime: Runtime,
    now: Instant,
    marks: Vec<(String, String)>,
    changes: Vec<Change>,
}

impl Patch {
    fn open(ops: &str, links: &str) -> Self {
        let host = Host {
            identity: "test".into(),
            sockets: Sockets::Web,
            keeps_records: false,
        };
        let mut patch = Self {
            runtime: Runtime::new(1, host),
            now: Instant::ZERO,
            marks: Vec::new(),
            changes: Vec::new(),
        };
        let file = format!(
            r#"{{ "ropewalk": 1, "id": "p", "name": "P", "ops": [{ops}], "links": [{links}] }}"#
        );
        patch.input(Input::Open(file.into()));
        patch
    }

    fn input(&mut self, input: Input) -> Reply {
        let reply = self.runtime.handle(input, self.now).unwrap();
        while let Some(output) = self.runtime.poll_output() {
            match output {
                Output::LoadSecrets { .. } => {
                    self.runtime
                        .handle(Input::Secrets(Vec::new()), self.now)
                        .unwrap();
                }
                Output::Notice(Notice::OpStatus { op, status }) => {
                    self.marks.retain(|(marked, _)| *marked != op);
                    self.marks.extend(status.map(|status| (op, status.text)));
                }
                Output::Notice(Notice::Changed { changes, .. }) => self.changes = changes,
                _ => {}
            }
        }
        reply
    }

    fn edit(&mut self, command: &str) {
        let command = Command::from_json(command).unwrap();
        let gesture = None;
        self.input(Input::Edit { command, gesture });
    }

    fn refused(&mut self, command: &str) -> String {
        let command = Command::from_json(command).unwrap();
        let gesture = None;
        let refused = self
            .runtime
            .handle(Input::Edit { command, gesture }, self.now);
        refused.unwrap_err().to_string()
    }

    fn frame(&mut self, seconds: f64) {
        self.now = Instant::from_secs_f64(seconds);
        self.runtime.handle(Input::Frame, self.now).unwrap();
    }

    fn at(&mut self, seconds: f64, input: Input) -> Vec<Notice> {
        self.now = Instant::from_secs_f64(seconds);
        self.runtime.handle(input, self.now).unwrap();
        let outputs = std::iter::from_fn(|| self.runtime.poll_output());
        let notices = outputs.filter_map(|output| match output {
            Output::Notice(notice) => Some(notice),
            _ => None,
        });
        notices.collect()
    }

    fn bind(&mut self, op: &str, port: &str, variable: &str) {
        self.edit(&bind(op, port, variable));
    }

    fn set(&mut self, op: &str, port: &str, value: &str) {
        self.edit(&format!(
            r#"{{ "type": "set", "op": "{op}", "port": "{port}", "value": {value} }}"#
        ));
    }

    fn set_variable(&mut self, name: &str, value: impl Into<Option<Value>>) {
        self.input(Input::SetVariable {
            name: name.into(),
            value: value.into(),
        });
    }

    fn out(&self, op: &str, port: &str) -> String {
        self.runtime.inspect(op, port, true).unwrap()
    }

    fn is_in(&self, op: &str, port: &str) -> String {
        self.runtime.inspect(op, port, false).unwrap()
    }
}

fn bind(op: &str, port: &str, variable: &str) -> String {
    format!(
        r#"{{ "type": "source", "op": "{op}", "port": "{port}", "source": {{ "variable": "{variable}" }} }}"#
    )
}

fn free(op: &str, port: &str) -> String {
    format!(r#"{{ "type": "source", "op": "{op}", "port": "{port}", "source": null }}"#)
}

#[test]
fn a_bound_input_follows_its_variable_and_returns_to_its_own_value() {
    let mut patch = Patch::open(OPS, "");
    assert_eq!(patch.out("sum", "result"), "4");
    patch.set("set", "Value", "5");
    assert_eq!(patch.out("sum", "result"), "6");
    // What it is set to meanwhile waits.
    patch.set("sum", "number1", "20");
    assert_eq!(patch.out("sum", "result"), "6");
    patch.edit(&free("sum", "number1"));
    assert_eq!(patch.out("sum", "result"), "21");
    patch.input(Input::Undo);
    assert_eq!(patch.out("sum", "result"), "6");
    assert!(patch.marks.is_empty());
}

#[test]
fn who_sets_a_variable_runs_before_those_that_follow_it() {
    // `first` is made before the op that sets its variable, and has a chain behind it.
    let mut patch = Patch::open(
        r#"
        { "id": "last", "op": "Ops.Math.Sum" },
        { "id": "first", "op": "Ops.Math.Sum", "sources": { "number1": { "variable": "v" } } },
        { "id": "set", "op": "Ops.Vars.VarSetNumber", "values": { "Variable": "v" } },
        { "id": "count", "op": "Ops.Math.Sum", "sources": { "number1": { "variable": "v" } } }
        "#,
        r#"
        { "from": { "op": "first", "port": "result" }, "to": { "op": "last", "port": "number1" } },
        { "from": { "op": "count", "port": "result" }, "to": { "op": "last", "port": "number2" } }
        "#,
    );
    patch.set("set", "Value", "4");
    assert_eq!(patch.out("last", "result"), "8");
}

#[test]
fn a_variable_that_nobody_sets_is_told_and_leaves_the_own_value() {
    let mut patch = Patch::open(OPS, "");
    patch.bind("sum", "number2", "wind");
    let marks = "`number2` follows the variable `wind`, which nothing in this patch sets.";
    assert_eq!(patch.marks, [("sum".to_owned(), marks.to_owned())]);
    assert_eq!(patch.out("sum", "result"), "4");
    patch.set_variable("wind", Value::Number(7.0));
    assert!(patch.marks.is_empty());
    assert_eq!(patch.out("sum", "result"), "10");
    // The op that sets the other is gone.
    patch.edit(r#"{ "type": "remove", "ops": ["set"] }"#);
    assert_eq!(patch.out("sum", "result"), "17");
    assert_eq!(patch.marks.len(), 1);
    patch.input(Input::Undo);
    assert_eq!(patch.out("sum", "result"), "10");
    assert!(patch.marks.is_empty());
}

#[test]
fn both_marks_of_an_op_are_told_one_after_the_other() {
    let mut patch = Patch::open(OPS, "");
    patch.bind("sum", "number1", "a");
    patch.bind("sum", "number2", "b");
    assert!(patch.marks[0].1.contains("`a`"), "{:?}", patch.marks);
    patch.set_variable("a", Value::Number(1.0));
    assert!(patch.marks[0].1.contains("`b`"), "{:?}", patch.marks);
    patch.set_variable("b", Value::Number(2.0));
    assert!(patch.marks.is_empty());
    assert_eq!(patch.out("sum", "result"), "3");
}

#[test]
fn a_variable_of_another_kind_is_brought_to_that_of_the_input_or_told() {
    let mut patch = Patch::open(OPS, "");
    patch.bind("sum", "number2", "v");
    for (value, result) in [
        (Value::Bool(true), "4"),
        (Value::text("2.5"), "5.5"),
        (Value::Number(f64::NAN), "NaN"),
        (Value::Number(1.0), "4"),
    ] {
        patch.set_variable("v", value);
        assert_eq!(patch.out("sum", "result"), result);
        assert!(patch.marks.is_empty());
    }
    patch.set_variable("v", Value::text("much"));
    assert_eq!(
        patch.marks[0].1,
        "`number2` takes Number, and the variable `v` is a Text."
    );
    assert_eq!(patch.out("sum", "result"), "3");
    patch.set_variable("v", Value::Number(1.0));
    assert!(patch.marks.is_empty());
}

#[test]
fn texts_bools_arrays_and_objects_follow_too() {
    let mut patch = Patch::open(
        r#"
        { "id": "text", "op": "Ops.String.String", "sources": { "value": { "variable": "t" } } },
        { "id": "not", "op": "Ops.Boolean.Not", "sources": { "Boolean": { "variable": "b" } } },
        { "id": "length", "op": "Ops.Array.ArrayLength", "sources": { "array": { "variable": "a" } } },
        { "id": "get", "op": "Ops.Json.ObjectGetNumber", "values": { "Key": "k" },
          "sources": { "Data": { "variable": "o" } } }
        "#,
        "",
    );
    assert_eq!(patch.marks.len(), 4, "{:?}", patch.marks);
    patch.set_variable("t", Value::text("rope"));
    patch.set_variable("b", Value::Bool(true));
    patch.set_variable("a", Value::from_json("[1, 2, 3]").unwrap());
    patch.set_variable("o", Value::from_json(r#"{ "k": 9 }"#).unwrap());
    assert!(patch.marks.is_empty(), "{:?}", patch.marks);
    assert_eq!(patch.out("text", "String"), "rope");
    assert_eq!(patch.out("not", "Result"), "false");
    assert_eq!(patch.out("length", "length"), "3");
    assert_eq!(patch.out("get", "Result"), "9");
}

#[test]
fn a_link_comes_before_a_source() {
    let mut patch = Patch::open(
        &format!(r#"{OPS}, {{ "id": "n", "op": "Ops.Math.Sum", "values": {{ "number1": 100 }} }}"#),
        "",
    );
    let link =
        r#"{ "from": { "op": "n", "port": "result" }, "to": { "op": "sum", "port": "number1" } }"#;
    patch.edit(&format!(r#"{{ "type": "link", "link": {link} }}"#));
    patch.set("set", "Value", "8");
    let linked: f64 = patch.out("n", "result").parse().unwrap();
    assert_eq!(patch.out("sum", "result"), (linked + 1.0).to_string());
    patch.edit(&format!(r#"{{ "type": "unlink", "link": {link} }}"#));
    assert_eq!(patch.out("sum", "result"), "9");
}

#[test]
fn values_that_chase_themselves_through_a_source_are_stopped() {
    let mut patch = Patch::open(
        r#"
        { "id": "sum", "op": "Ops.Math.Sum", "values": { "number2": 1 },
          "sources": { "number1": { "variable": "v" } } },
        { "id": "set", "op": "Ops.Vars.VarSetNumber", "values": { "Variable": "v" } }
        "#,
        r#"{ "from": { "op": "sum", "port": "result" }, "to": { "op": "set", "port": "Value" } }"#,
    );
    assert!(
        patch.marks[0].1.contains("does not come to rest"),
        "{:?}",
        patch.marks
    );
    // The rest goes on.
    patch.edit(&free("sum", "number1"));
    patch.set("sum", "number1", "4");
    assert_eq!(patch.runtime.variable("v"), Some(&Value::Number(5.0)));
}

#[test]
fn an_op_that_is_switched_off_and_on_again_follows_on() {
    let mut patch = Patch::open(OPS, "");
    patch.edit(r#"{ "type": "disable", "op": "sum", "disabled": true }"#);
    patch.set("set", "Value", "8");
    assert_eq!(patch.out("sum", "result"), "4");
    patch.edit(r#"{ "type": "disable", "op": "sum", "disabled": false }"#);
    assert_eq!(patch.out("sum", "result"), "9");
    patch.edit(r#"{ "type": "disable", "op": "set", "disabled": true }"#);
    assert_eq!(patch.out("sum", "result"), "11");
    assert_eq!(patch.marks[0].0, "sum");
    // A mark that came while it was off is there when it is on again.
    patch.edit(r#"{ "type": "disable", "op": "sum", "disabled": true }"#);
    assert!(patch.marks.is_empty());
    patch.edit(r#"{ "type": "disable", "op": "sum", "disabled": false }"#);
    assert_eq!(patch.marks[0].0, "sum");
}

#[test]
fn a_variable_is_renamed_where_it_is_set_read_and_followed() {
    let get =
        r#"{ "id": "get", "op": "Ops.Vars.VarGetNumber", "values": { "Variable": "speed" } }"#;
    let mut patch = Patch::open(&format!("{OPS}, {get}"), "");
    let rename = |from: &str, to: &str| {
        format!(r#"{{ "type": "renameVariable", "from": "{from}", "to": "{to}" }}"#)
    };
    patch.edit(&rename("speed", "pace"));
    assert_eq!(patch.changes.len(), 3, "{:?}", patch.changes);
    patch.set("set", "Value", "5");
    assert_eq!(patch.out("sum", "result"), "6");
    assert_eq!(patch.out("get", "Value"), "5");
    assert_eq!(patch.runtime.variable("speed"), None);
    assert!(patch.marks.is_empty());

    patch.bind("sum", "number2", "other");
    assert_eq!(
        patch.refused(&rename("pace", "other")),
        "A variable cannot be called `other`: another one is."
    );
    assert_eq!(
        patch.refused(&rename("pace", "")),
        "A variable cannot be called ``: that is no name."
    );
    assert_eq!(
        patch.refused(&rename("gone", "here")),
        "No op of this patch uses a variable `gone`."
    );
    patch.input(Input::Undo);
    patch.input(Input::Undo);
    patch.input(Input::Undo);
    assert_eq!(patch.runtime.variable("speed"), Some(&Value::Number(3.0)));
}

#[test]
fn the_host_sets_reads_and_lets_go_of_variables() {
    let mut patch = Patch::open(OPS, "");
    // Over what the op sets, until it sets again.
    patch.set_variable("speed", Value::Number(50.0));
    assert_eq!(patch.out("sum", "result"), "51");
    patch.set("set", "Value", "4");
    assert_eq!(patch.out("sum", "result"), "5");
    patch.set_variable("speed", Value::Number(50.0));
    assert_eq!(patch.out("sum", "result"), "51");
    // Without the op it holds on.
    patch.edit(r#"{ "type": "remove", "ops": ["set"] }"#);
    assert_eq!(patch.out("sum", "result"), "51");
    patch.set_variable("speed", None);
    assert_eq!(patch.runtime.variable("speed"), None);
    assert_eq!(patch.out("sum", "result"), "11");
    // Without a name there is none.
    patch.set_variable("", Value::Bool(true));
    assert_eq!(patch.runtime.variables().len(), 1);
}

#[test]
fn what_the_host_sets_goes_with_the_patch() {
    let mut patch = Patch::open(OPS, "");
    patch.set_variable("wind", Value::Number(1.0));
    assert_eq!(patch.runtime.variables().len(), 2);
    patch.input(Input::Close);
    assert_eq!(patch.runtime.variables(), []);
}

#[test]
fn the_host_is_told_of_each_variable_that_changes_once() {
    let mut patch = Patch::open(OPS, "");
    assert_eq!(patch.runtime.take_variables(), []);
    patch.input(Input::WatchVariables(true));
    let number = |number: f64| Some(Value::Number(number));
    assert!(patch.runtime.values_may_have_changed());
    assert_eq!(
        patch.runtime.take_variables(),
        [("speed".into(), number(3.0))]
    );
    assert!(!patch.runtime.values_may_have_changed());
    patch.set("set", "Value", "4");
    patch.set("set", "Value", "5");
    patch.set_variable("wind", Value::text("south"));
    assert_eq!(
        patch.runtime.take_variables(),
        [
            ("speed".into(), number(5.0)),
            ("wind".into(), Some(Value::text("south")))
        ]
    );
    // Nothing new is nothing to tell, but for who follows it.
    patch.set_variable("wind", Value::text("south"));
    patch.set("set", "Value", "5");
    let told = patch.runtime.take_variables();
    assert!(told.iter().all(|(name, _)| &**name == "wind"), "{told:?}");
    patch.edit(r#"{ "type": "remove", "ops": ["set", "sum"] }"#);
    assert_eq!(patch.runtime.take_variables(), [("speed".into(), None)]);
    patch.input(Input::WatchVariables(false));
    patch.set_variable("wind", Value::text("north"));
    assert_eq!(patch.runtime.take_variables(), []);
}

#[test]
fn the_variables_are_listed_with_who_uses_them() {
    let get =
        r#"{ "id": "get", "op": "Ops.Vars.VarGetNumber", "values": { "Variable": "speed" } }"#;
    let mut patch = Patch::open(&format!("{OPS}, {get}"), "");
    patch.set_variable("list", Value::from_json("[1]").unwrap());
    let [list, speed] = &patch.runtime.variables()[..] else {
        panic!("two variables");
    };
    assert_eq!(
        (&*list.name, &*list.kind, &*list.text),
        ("list", "Array", "[1]")
    );
    assert!(list.by_host);
    assert_eq!((&*speed.kind, &*speed.text), ("Number", "3"));
    assert_eq!(speed.set_by, ["set"]);
    assert_eq!(speed.read_by, ["get"]);
    assert_eq!(speed.followed_by.len(), 1);
    assert_eq!(
        (&*speed.followed_by[0].op, &*speed.followed_by[0].port),
        ("sum", "number1")
    );
    assert!(!speed.by_host);
}

#[test]
fn an_input_of_a_multi_port_is_listed_by_its_own_name() {
    let many = r#"{ "id": "many", "op": "Ops.Number.SumMultiPort", "sources": {
        "Numbers_0": { "variable": "speed" }, "Numbers_2": { "variable": "speed" } } }"#;
    let patch = Patch::open(many, "");
    let variables = patch.runtime.variables();
    let followed = variables[0].followed_by.iter();
    let ports: Vec<&str> = followed.map(|end| &*end.port).collect();
    assert_eq!(ports, ["Numbers_0", "Numbers_2"]);
    let (_, mark) = &patch.marks[0];
    assert_eq!(
        mark,
        "`Numbers_0` follows the variable `speed`, which nothing in this patch sets."
    );
}

#[test]
fn triggers_and_secrets_follow_nothing() {
    let mut patch = Patch::open(
        r#"{ "id": "mqtt", "op": "Ops.Net.Mqtt.Mqtt" }, { "id": "b", "op": "Ops.Trigger.TriggerButton" }"#,
        "",
    );
    assert_eq!(
        patch.refused(&bind("mqtt", "Password", "v")),
        "This cannot be followed: `Password` is a secret, which follows nothing."
    );
    assert_eq!(
        patch.refused(&bind("b", "Trigger", "v")),
        "This cannot be followed: `Trigger` is a Trigger, which has no value."
    );
    assert_eq!(
        patch.refused(&bind("b", "Nothing", "v")),
        "`TriggerButton` has no input `Nothing`."
    );
    assert_eq!(
        patch.refused(&bind("b", "Trigger", "")),
        "This cannot be followed: `variable` must be the name of a variable."
    );
}

#[test]
fn a_file_with_sources_that_do_not_fit_keeps_them_and_tells() {
    let sources = r#"{ "id": "sum", "op": "Ops.Math.Sum", "x": 0, "y": 0, "sources": {
        "number1": { "variable": 7 }, "number3": { "variable": "v" }, "number2": "v" } },
        { "id": "odd", "op": "Ops.Odd", "x": 0, "y": 0, "sources": { "port": [1, { "a": null }] } }"#;
    let patch = Patch::open(sources, "");
    assert_eq!(patch.is_in("sum", "number1"), "0");
    let saved = patch.runtime.save().unwrap();
    for kept in [
        r#""number1": {"variable":7}"#,
        r#""number3": {"variable":"v"}"#,
        r#""number2": "v""#,
        r#""port": [1,{"a":null}]"#,
    ] {
        assert!(saved.contains(kept), "{kept} in {saved}");
    }
}

#[test]
fn a_secret_is_not_given_to_an_op_whose_text_follows_a_variable() {
    let mqtt = r#"{ "id": "mqtt", "op": "Ops.Net.Mqtt.Mqtt",
        "sources": { "Broker URL": { "variable": "broker" } } }"#;
    let mut patch = Patch::open(mqtt, "");
    let secret = Input::SetSecret {
        op: "mqtt".into(),
        port: "Password".into(),
        value: "hunter2".into(),
    };
    patch.runtime.handle(secret, patch.now).unwrap();
    let outputs: Vec<Output> = std::iter::from_fn(|| patch.runtime.poll_output()).collect();
    let is_forgotten = |output: &Output| matches!(output, Output::ForgetSecret { .. });
    assert!(outputs.iter().any(is_forgotten), "{outputs:?}");
    let is_stored = |output: &Output| matches!(output, Output::StoreSecret { .. });
    assert!(!outputs.iter().any(is_stored), "{outputs:?}");
}

fn swinging() -> Patch {
    Patch::open(
        &format!(
            r#"{{ "id": "sum", "op": "Ops.Math.Sum", "values": {{ "number1": 3, "number2": 100 }},
                "sources": {{ "number1": {{ "animation": {SWING} }} }} }}"#
        ),
        "",
    )
}

fn keys(remove: &str, add: &str, rest: &str) -> String {
    format!(
        r#"{{ "type": "keys", "op": "sum", "port": "number1", "remove": [{remove}],
            "add": [{add}] {rest} }}"#
    )
}

#[test]
fn an_animated_input_follows_the_clock_of_the_patch() {
    let mut patch = swinging();
    assert_eq!(patch.out("sum", "result"), "100");
    assert!(patch.runtime.wants_frames());
    for (seconds, result) in [(0.5, "102.5"), (1.0, "105"), (2.0, "110"), (3.0, "105")] {
        patch.frame(seconds);
        assert_eq!(patch.out("sum", "result"), result, "{seconds}");
    }
    patch.edit(&free("sum", "number1"));
    assert_eq!(patch.out("sum", "result"), "103");
    assert!(!patch.runtime.wants_frames());
}

#[test]
fn the_clock_is_stopped_set_and_let_go_on() {
    let mut patch = swinging();
    let told = |playing, seconds| vec![Notice::Timeline { playing, seconds }];
    patch.frame(1.0);
    assert_eq!(patch.at(1.5, Input::Play(false)), told(false, 1.5));
    assert_eq!(patch.out("sum", "result"), "107.5");
    assert!(!patch.runtime.wants_frames());
    patch.frame(1.75);
    assert_eq!(patch.out("sum", "result"), "107.5");
    assert_eq!(patch.at(2.0, Input::Seek(1.0)), told(false, 1.0));
    assert_eq!(patch.out("sum", "result"), "105");
    assert_eq!(patch.at(9.0, Input::Play(true)), told(true, 1.0));
    assert_eq!(patch.at(9.0, Input::Play(true)), []);
    patch.frame(9.5);
    assert_eq!(patch.out("sum", "result"), "107.5");
    for seconds in [f64::NAN, -4.0, f64::NEG_INFINITY] {
        assert_eq!(patch.at(9.75, Input::Seek(seconds)).len(), 1, "{seconds}");
        assert_eq!(patch.out("sum", "result"), "100");
        patch.at(9.75, Input::Seek(1.0));
    }
    // As far as it can be, which is some place of the swing.
    patch.at(9.75, Input::Seek(f64::INFINITY));
    let result: f64 = patch.out("sum", "result").parse().unwrap();
    assert!((100.0..=110.0).contains(&result), "{result}");
}

#[test]
fn no_frames_are_asked_for_once_all_has_ended() {
    let mut patch = swinging();
    patch.edit(&keys("", "", r#", "loop": "off""#));
    patch.frame(1.0);
    assert!(patch.runtime.wants_frames());
    patch.frame(2.5);
    assert!(!patch.runtime.wants_frames());
    assert_eq!(patch.out("sum", "result"), "110");
    patch.at(2.5, Input::Seek(0.0));
    assert!(patch.runtime.wants_frames());
}

#[test]
fn keys_are_added_moved_changed_and_deleted_and_each_is_undone() {
    let mut patch = swinging();
    patch.frame(1.0);
    let mut results = vec![patch.out("sum", "result")];
    for command in [
        keys("", r#"{ "time": 1, "value": 50, "easing": "Sin In" }"#, ""),
        keys("1", r#"{ "time": 3, "value": 50 }"#, ""),
        keys(
            "0",
            r#"{ "time": 0, "value": -10, "easing": "absolute" }"#,
            "",
        ),
        keys("0, 1, 2", "", ""),
        keys(
            "",
            r#"{ "time": 7, "value": 1 }, { "time": 0.5, "value": 2 }"#,
            r#", "loop": "repeat""#,
        ),
    ] {
        patch.edit(&command);
        results.push(patch.out("sum", "result"));
    }
    let expected = ["105", "150", "105", "90", "103", "101.92307692307692"];
    assert_eq!(results, expected);
    for result in expected.iter().rev().skip(1) {
        patch.input(Input::Undo);
        assert_eq!(patch.out("sum", "result"), *result);
    }
    assert_eq!(patch.refused(&keys("2", "", "")), "`number1` has no key 2.");
    assert_eq!(
        patch.refused(&keys("0, 0", "", "")),
        "`number1` has no key 0."
    );
    assert_eq!(
        patch.refused(&keys("", r#"{ "time": 1, "value": "high" }"#, "")),
        "This cannot be followed: `keys[0]`, `value` must be a number."
    );
    assert_eq!(
        patch.refused(&keys(
            "",
            r#"{ "time": 1, "value": 1, "easing": "rough" }"#,
            ""
        )),
        "This cannot be followed: `keys[0]`, `easing` must be the name of an easing, such as \
         `linear` or `Cubic In Out`."
    );
    assert_eq!(
        patch.refused(&keys("", "", r#", "loop": "ever""#)),
        "This cannot be followed: `loop` must be `off`, `repeat`, `mirror` or `offset`."
    );
    patch.edit(&free("sum", "number1"));
    assert_eq!(
        patch.refused(&keys("", "", "")),
        "`number1` is not animated."
    );
}

#[test]
fn an_animation_of_no_keys_leaves_the_own_value() {
    let mut patch = swinging();
    patch.edit(&keys("0, 1", "", ""));
    assert_eq!(patch.out("sum", "result"), "103");
    assert!(!patch.runtime.save().unwrap().contains("\"time\""));
}

#[test]
fn a_truth_value_is_animated_and_a_text_is_not() {
    let animation = r#"{ "animation": { "keys": [
        { "time": 0, "value": 0, "easing": "absolute" }, { "time": 1, "value": 1 } ] } }"#;
    let mut patch = Patch::open(
        &format!(
            r#"{{ "id": "not", "op": "Ops.Boolean.Not", "sources": {{ "Boolean": {animation} }} }},
               {{ "id": "text", "op": "Ops.String.String" }}"#
        ),
        "",
    );
    assert_eq!(patch.out("not", "Result"), "true");
    patch.frame(1.0);
    assert_eq!(patch.out("not", "Result"), "false");
    assert_eq!(
        patch.refused(&format!(
            r#"{{ "type": "source", "op": "text", "port": "value", "source": {animation} }}"#
        )),
        "This cannot be followed: `value` takes Text, and only a Number or a Bool can be animated."
    );
}

#[test]
fn a_curve_is_drawn_as_it_is_played() {
    let patch = swinging();
    let curve = |from, to, count| {
        patch
            .runtime
            .curve("sum", "number1", (from, to), count)
            .unwrap()
    };
    assert_eq!(curve(0.0, 4.0, 5), [0.0, 5.0, 10.0, 5.0, 0.0]);
    assert_eq!(curve(1.0, 1.0, 1), [5.0]);
    assert!(curve(0.0, 1.0, 0).is_empty());
    assert_eq!(curve(0.0, 1.0, u32::MAX).len(), 10_000);
    let other = patch.runtime.curve("sum", "number2", (0.0, 1.0), 3);
    assert!(other.unwrap().is_empty());
    assert!(
        patch
            .runtime
            .curve("sum", "number9", (0.0, 1.0), 3)
            .is_err()
    );
}

#[test]
fn hostile_animations_are_kept_and_have_no_effect() {
    let many = vec![r#"{ "time": 1, "value": 1 }"#; 10_001].join(",");
    for animation in [
        r#"{ "keys": [{ "time": null, "value": 1 }] }"#.to_owned(),
        r#"{ "keys": [{ "time": 1 }] }"#.to_owned(),
        r#"{ "keys": [7] }"#.to_owned(),
        r#"{ "keys": {} }"#.to_owned(),
        r#"{ "loop": 1, "keys": [] }"#.to_owned(),
        r#"{ "keys": [{ "time": 1, "value": 1, "in": [1] }] }"#.to_owned(),
        r#"{ "keys": [], "speed": 2 }"#.to_owned(),
        format!(r#"{{ "keys": [{many}] }}"#),
    ] {
        let source = format!(r#"{{ "animation": {animation} }}"#);
        let patch = Patch::open(
            &format!(
                r#"{{ "id": "sum", "op": "Ops.Math.Sum", "values": {{ "number1": 3 }},
                    "sources": {{ "number1": {source} }} }}"#
            ),
            "",
        );
        assert_eq!(patch.out("sum", "result"), "3");
        assert!(!patch.runtime.wants_frames());
        let saved = patch.runtime.save().unwrap();
        assert!(saved.contains("\"animation\""), "{saved:.200}");
    }
}
