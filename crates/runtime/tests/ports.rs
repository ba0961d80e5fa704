//! Multi ports and inputs that are chosen by number, in a patch that runs.

#![allow(clippy::unwrap_used, reason = "what fails in a test is to end it")]

use ropewalk_runtime::{
    Command, Error, Host, Input, Instant, Output, Reply, Runtime, Sockets, WatchedPort,
};

struct Bench(Runtime);

impl Bench {
    fn opened(ops: &str, links: &str) -> Self {
        let host = Host {
            identity: "test".into(),
            sockets: Sockets::Web,
            keeps_records: false,
        };
        let mut bench = Self(Runtime::new(1, host));
        let file = format!(r#"{{ "ropewalk": 1, "id": "p", "ops": [{ops}], "links": [{links}] }}"#);
        bench.input(Input::Open(file.into())).unwrap();
        bench
    }

    fn input(&mut self, input: Input) -> Result<Reply, Error> {
        let reply = self.0.handle(input, Instant::ZERO);
        while let Some(output) = self.0.poll_output() {
            if let Output::LoadSecrets { .. } = output {
                let secrets = Input::Secrets(Vec::new());
                self.0.handle(secrets, Instant::ZERO)?;
            }
        }
        reply
    }

    fn edit(&mut self, command: &str) -> Result<Reply, Error> {
        let command = Command::from_json(command)?;
        let gesture = None;
        self.input(Input::Edit { command, gesture })
    }

    fn value(&self, op: &str, port: &str) -> String {
        self.0.inspect(op, port, true).unwrap()
    }
}

const SUM: &str = r#"{ "id": "sum", "op": "Ops.Number.SumMultiPort", "x": 0, "y": 0,
    "values": { "Numbers_0": 1, "Numbers_1": 10, "Numbers_2": 100 } }"#;
const NUMBER: &str = r#"{ "id": "number", "op": "Ops.Number.Number", "x": 0, "y": 0,
    "values": { "value": 1000 } }"#;

fn ports(op: &str, order: &str) -> String {
    format!(r#"{{ "type": "ports", "op": "{op}", "output": false, "order": {order} }}"#)
}

fn link(from: &str, to: &str) -> String {
    let end = |end: &str| {
        let (op, port) = end.split_once('.').unwrap();
        format!(r#"{{ "op": "{op}", "port": "{port}" }}"#)
    };
    format!(r#"{{ "from": {}, "to": {} }}"#, end(from), end(to))
}

#[test]
fn ports_are_added_removed_and_reordered_with_what_they_hold() {
    let linked = link("number.result", "sum.Numbers_2");
    let mut bench = Bench::opened(&format!("{SUM},{NUMBER}"), &linked);
    let before = bench.0.save().unwrap();
    assert_eq!(bench.value("sum", "Sum"), "1011");
    assert_eq!(bench.value("sum", "Count"), "3");
    for (order, sum, count) in [
        ("[2, 0, 1]", "1011", "3"),
        ("[0, null, 2]", "1010", "3"),
        ("[2, null, null, 0, null]", "1010", "5"),
        ("[0, 1]", "10", "2"),
        ("[1, 0]", "10", "2"),
        ("[1]", "10", "1"),
    ] {
        bench.edit(&ports("sum", order)).unwrap();
        assert_eq!(bench.value("sum", "Sum"), sum, "{order}");
        assert_eq!(bench.value("sum", "Count"), count, "{order}");
    }
    for sum in ["10", "10", "1010", "1010", "1011", "1011"] {
        bench.input(Input::Undo).unwrap();
        assert_eq!(bench.value("sum", "Sum"), sum);
    }
    assert_eq!(bench.0.save().unwrap(), before);
    // The link is a living one.
    let set = r#"{ "type": "set", "op": "number", "port": "value", "value": 5 }"#;
    bench.edit(set).unwrap();
    assert_eq!(bench.value("sum", "Sum"), "16");
}

#[test]
fn a_link_to_the_place_after_the_last_port_makes_one() {
    let mut bench = Bench::opened(&format!("{SUM},{NUMBER}"), "");
    let at = |port: &str| {
        let link = link("number.result", &format!("sum.{port}"));
        format!(r#"{{ "type": "link", "link": {link} }}"#)
    };
    let refused = bench.edit(&at("Numbers_4")).unwrap_err();
    assert!(
        refused.to_string().contains("no input `Numbers_4`"),
        "{refused}"
    );
    bench.edit(&at("Numbers_3")).unwrap();
    assert_eq!(bench.value("sum", "Sum"), "1111");
    bench.input(Input::Undo).unwrap();
    assert_eq!(bench.value("sum", "Count"), "3", "it goes with its link");
    bench.input(Input::Redo).unwrap();
    assert_eq!(bench.value("sum", "Sum"), "1111");
}

#[test]
fn a_port_that_comes_again_is_watched_again() {
    let mut bench = Bench::opened(SUM, "");
    let watched = WatchedPort {
        op: "sum".to_owned(),
        port: "Numbers_3".to_owned(),
        output: false,
        long: false,
    };
    bench.input(Input::Watch(vec![watched])).unwrap();
    assert!(bench.0.take_values().is_none());
    bench.edit(&ports("sum", "[0, 1, 2, null]")).unwrap();
    let set = r#"{ "type": "set", "op": "sum", "port": "Numbers_3", "value": 7 }"#;
    bench.edit(set).unwrap();
    assert_eq!(bench.0.take_values().unwrap().numbers, [7.0]);
}

#[test]
fn a_number_chooses_what_an_input_with_choices_holds() {
    let range = r#"{ "id": "range", "op": "Ops.Math.MapRange", "x": 0, "y": 0,
        "values": { "value": 0.25, "Easing": "Smootherstep" } }"#;
    let number = NUMBER.replace("1000", "1");
    let linked = link("number.result", "range.Easing index");
    let mut bench = Bench::opened(&format!("{range},{number}"), &linked);
    assert!(bench.0.save().unwrap().contains("\"Easing index\""));
    let easing = |bench: &Bench, port| bench.0.inspect("range", port, false).unwrap();
    let watched = WatchedPort {
        op: "range".to_owned(),
        port: "Easing index".to_owned(),
        output: false,
        long: false,
    };
    bench.input(Input::Watch(vec![watched])).unwrap();
    assert_eq!(easing(&bench, "Easing"), "Smoothstep");
    for (number, choice, index) in [
        ("0", "Linear", 0.0),
        ("2.9", "Smootherstep", 2.0),
        ("-4", "Linear", 0.0),
        ("99", "Smootherstep", 2.0),
    ] {
        let set =
            format!(r#"{{ "type": "set", "op": "number", "port": "value", "value": {number} }}"#);
        bench.edit(&set).unwrap();
        assert_eq!(easing(&bench, "Easing"), choice, "{number}");
        assert_eq!(easing(&bench, "Easing index"), index.to_string());
        assert_eq!(bench.0.take_values().unwrap().numbers, [index]);
    }
    let unlink = format!(r#"{{ "type": "unlink", "link": {linked} }}"#);
    bench.edit(&unlink).unwrap();
    assert_eq!(easing(&bench, "Easing"), "Smootherstep");
    bench.input(Input::Undo).unwrap();
    assert_eq!(easing(&bench, "Easing index"), "2");
    let refused = bench.edit(&format!(
        r#"{{ "type": "link", "link": {} }}"#,
        link("number.result", "range.Clamp index")
    ));
    assert!(
        refused
            .unwrap_err()
            .to_string()
            .contains("no input `Clamp index`")
    );
}

#[test]
fn absurd_numbers_of_ports_are_refused() {
    let mut bench = Bench::opened(SUM, "");
    let too_many = format!("[{}]", vec!["null"; 1_001].join(","));
    for order in ["[]", "[0, 0]", "[3]", "[65535]", &too_many] {
        let refused = bench.edit(&ports("sum", order)).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "`SumMultiPort` has 3 ports of this kind: each of them can be named once, with new ones \
             at most 1000 in all, and one at least."
        );
    }
    for order in ["7", "[-1]", "[1.5]", "[\"a\"]", "[70000]"] {
        let refused = bench.edit(&ports("sum", order)).unwrap_err();
        assert!(
            refused.to_string().contains("`order` must be a list"),
            "{refused}"
        );
    }
    for count in ["1000000000", "0", "-1", "\"2\"", "2.5"] {
        let sum = SUM.replace("\"y\": 0,", &format!("\"y\": 0, \"inputs\": {count},"));
        let file = format!(r#"{{ "ropewalk": 1, "id": "p", "ops": [{sum}] }}"#);
        let refused = bench.input(Input::Open(file.into())).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "In the patch file, op `sum`, `inputs` must be a number of ports, from 1 to 1000."
        );
    }
    assert_eq!(bench.value("sum", "Sum"), "111", "the open patch goes on");
}
