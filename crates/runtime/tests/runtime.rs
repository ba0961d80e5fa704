//! A patch, driven as a host drives it.

#![allow(clippy::unwrap_used, reason = "what fails in a test is to end it")]

use ropewalk_runtime::{
    Change, Command, Effect, Error, Host, Input, Instant, Level, Notice, Output, Reply, Runtime,
    SocketEvent, Sockets, StoredSecret, WatchedPort,
};

const NOW: Instant = Instant::ZERO;

struct Bench {
    runtime: Runtime,
    /// What the host keeps.
    kept: Vec<StoredSecret>,
    notices: Vec<Notice>,
    effects: Vec<Effect>,
    /// Patch and op of each.
    opened_stores: Vec<(String, String)>,
    forgotten_stores: Vec<(String, String)>,
}

impl Bench {
    fn new() -> Self {
        let host = Host {
            identity: "test".into(),
            sockets: Sockets::Web,
            keeps_records: false,
        };
        Self {
            runtime: Runtime::new(1, host),
            kept: Vec::new(),
            notices: Vec::new(),
            effects: Vec::new(),
            opened_stores: Vec::new(),
            forgotten_stores: Vec::new(),
        }
    }

    fn opened(ops: &str, links: &str) -> Self {
        let mut bench = Self::new();
        bench.open(&patch(ops, links)).unwrap();
        bench
    }

    fn open(&mut self, file: &str) -> Result<Reply, Error> {
        self.input(Input::Open(file.into()))
    }

    fn edit(&mut self, command: &str) -> Result<Reply, Error> {
        let command = Command::from_json(command)?;
        let gesture = None;
        self.input(Input::Edit { command, gesture })
    }

    fn input(&mut self, input: Input) -> Result<Reply, Error> {
        let reply = self.runtime.handle(input, NOW);
        while let Some(output) = self.runtime.poll_output() {
            match output {
                Output::LoadSecrets { .. } => {
                    let kept = self.kept.clone();
                    self.runtime.handle(Input::Secrets(kept), NOW)?;
                }
                Output::StoreSecret { secret, .. } => {
                    self.kept
                        .retain(|kept| (&kept.op, &kept.port) != (&secret.op, &secret.port));
                    self.kept.push(secret);
                }
                Output::ForgetSecret { op, port, .. } => {
                    self.kept
                        .retain(|kept| (&kept.op, &kept.port) != (&op, &port));
                }
                Output::Notice(notice) => self.notices.push(notice),
                Output::Effect(effect) => self.effects.push(effect),
                Output::OpenStore { patch, op, .. } => self.opened_stores.push((patch, op)),
                Output::ForgetStore { patch, op } => self.forgotten_stores.push((patch, op)),
                _ => {}
            }
        }
        reply
    }

    fn value(&self, op: &str, port: &str) -> String {
        self.runtime.inspect(op, port, true).unwrap()
    }

    fn take_notices(&mut self) -> Vec<Notice> {
        std::mem::take(&mut self.notices)
    }
}

fn patch(ops: &str, links: &str) -> String {
    format!(r#"{{ "ropewalk": 1, "id": "p", "name": "Test", "ops": [{ops}], "links": [{links}] }}"#)
}

const SUM: &str =
    r#"{ "id": "sum", "op": "Ops.Math.Sum", "x": 0, "y": 0, "values": { "number1": 2 } }"#;
const TWICE: &str =
    r#"{ "id": "twice", "op": "Ops.Math.Multiply", "x": 0, "y": 100, "values": { "number2": 2 } }"#;
const SUM_TO_TWICE: &str =
    r#"{ "from": { "op": "sum", "port": "result" }, "to": { "op": "twice", "port": "number1" } }"#;

#[test]
fn a_patch_runs_as_soon_as_it_is_open() {
    let bench = Bench::opened(&format!("{SUM},{TWICE}"), SUM_TO_TWICE);
    assert_eq!(bench.value("twice", "result"), "4");
    let [Notice::Opened { document, warnings }] = &bench.notices[..] else {
        panic!("{:?}", bench.notices);
    };
    assert_eq!((document.name.as_str(), document.ops.len()), ("Test", 2));
    assert!(warnings.is_empty());
}

#[test]
fn what_all_outputs_hold_is_told_at_once() {
    let bench = Bench::opened(&format!("{SUM},{TWICE}"), SUM_TO_TWICE);
    let mut outputs = bench.runtime.outputs();
    outputs.sort();
    let of = |op: &str, text: &str| (op.to_owned(), vec![text.to_owned()]);
    assert_eq!(outputs, [of("sum", "2"), of("twice", "4")]);
}

#[test]
fn a_file_that_is_none_leaves_the_open_patch_as_it_is() {
    let mut bench = Bench::opened(SUM, "");
    for file in [
        "",
        "{",
        "[]",
        r#"{ "ropewalk": 99 }"#,
        r#"{ "ropewalk": 1 }"#,
    ] {
        assert!(matches!(bench.open(file), Err(Error::File(_))), "{file}");
    }
    assert_eq!(bench.value("sum", "result"), "2");
    let secrets = bench.input(Input::Secrets(Vec::new()));
    assert!(matches!(secrets, Err(Error::NothingToOpen)));
}

#[test]
fn edits_change_what_runs_and_undo_takes_them_back() {
    let mut bench = Bench::opened(SUM, "");
    let added = bench
        .edit(&format!(r#"{{ "type": "add", "op": {TWICE} }}"#))
        .unwrap();
    assert_eq!(added, Reply::Added(vec!["twice".to_owned()]));
    bench
        .edit(&format!(r#"{{ "type": "link", "link": {SUM_TO_TWICE} }}"#))
        .unwrap();
    assert_eq!(bench.value("twice", "result"), "4");
    let set = r#"{ "type": "set", "op": "sum", "port": "number2", "value": 5 }"#;
    bench.edit(set).unwrap();
    assert_eq!(bench.value("twice", "result"), "14");

    for expected in ["4", "2"] {
        assert_eq!(bench.input(Input::Undo).unwrap(), Reply::Done);
        assert_eq!(bench.value("twice", "result"), expected);
    }
    bench.input(Input::Undo).unwrap();
    assert!(bench.runtime.inspect("twice", "result", true).is_err());
    assert_eq!(bench.input(Input::Undo).unwrap(), Reply::Nothing);
    for _ in 0..3 {
        assert_eq!(bench.input(Input::Redo).unwrap(), Reply::Done);
    }
    assert_eq!(bench.value("twice", "result"), "14");
    assert_eq!(bench.runtime.history().undo.len(), 3);
}

#[test]
fn a_variable_goes_with_the_op_that_sets_it_and_comes_back_by_undo() {
    let set = r#"{ "id": "set", "op": "Ops.Vars.VarSetNumber", "x": 0, "y": 0, "values": { "Variable": "v", "Value": 3 } }"#;
    let get = r#"{ "id": "get", "op": "Ops.Vars.VarGetNumber", "x": 0, "y": 0, "values": { "Variable": "v" } }"#;
    let mut bench = Bench::opened(&format!("{set},{get}"), "");
    assert_eq!(bench.value("get", "Value"), "3");
    bench
        .edit(r#"{ "type": "remove", "ops": ["set"] }"#)
        .unwrap();
    assert_eq!(bench.value("get", "Value"), "0");
    bench.input(Input::Undo).unwrap();
    assert_eq!(bench.value("get", "Value"), "3");
}

#[test]
fn the_page_is_told_of_each_change_and_of_what_can_be_undone() {
    let mut bench = Bench::opened(SUM, "");
    bench.take_notices();
    let set = r#"{ "type": "set", "op": "sum", "port": "number2", "value": 5 }"#;
    bench.edit(set).unwrap();
    let notices = bench.take_notices();
    let [
        Notice::Changed {
            changes,
            can_undo: Some(_),
            can_redo: None,
        },
    ] = &notices[..]
    else {
        panic!("{notices:?}");
    };
    assert!(matches!(&changes[..], [Change::ValueSet { port, .. }] if port == "number2"));
    assert!(
        bench
            .edit(r#"{ "type": "remove", "ops": ["nobody"] }"#)
            .is_err()
    );
    assert!(
        bench.take_notices().is_empty(),
        "what is refused changes nothing"
    );
}

#[test]
fn a_link_that_comes_back_has_its_place_among_the_others() {
    let button = r#"{ "id": "button", "op": "Ops.Trigger.TriggerButton", "x": 0, "y": 0 }"#;
    let gate = |id: &str| {
        format!(r#"{{ "id": "{id}", "op": "Ops.Math.TriggerRandomNumber", "x": 0, "y": 0 }}"#)
    };
    let link = |to: &str| {
        format!(
            r#"{{ "from": {{ "op": "button", "port": "Next" }}, "to": {{ "op": "{to}", "port": "Generate" }} }}"#
        )
    };
    let ops = [button.to_owned(), gate("a"), gate("b")].join(",");
    let links = [link("a"), link("b")].join(",");
    let mut bench = Bench::opened(&ops, &links);
    let press = || Input::Press {
        op: "button".to_owned(),
        port: "Trigger".to_owned(),
    };
    let first_draws = |bench: &mut Bench| {
        bench.input(press()).unwrap();
        (bench.value("a", "result"), bench.value("b", "result"))
    };
    // Random numbers are drawn in the order in which the pulses are served.
    let expected = {
        let mut other = Bench::opened(&ops, &links);
        first_draws(&mut other)
    };
    bench
        .edit(&format!(r#"{{ "type": "unlink", "link": {} }}"#, link("a")))
        .unwrap();
    bench.input(Input::Undo).unwrap();
    assert_eq!(first_draws(&mut bench), expected);
}

#[test]
fn watched_values_are_told_once_and_then_when_they_change() {
    let text = r#"{ "id": "text", "op": "Ops.String.String", "x": 0, "y": 0, "values": { "value": "knot" } }"#;
    let mut bench = Bench::opened(&format!("{SUM},{text}"), "");
    let port = |op: &str, port: &str, output: bool| WatchedPort {
        op: op.to_owned(),
        port: port.to_owned(),
        output,
        long: false,
    };
    assert!(!bench.runtime.values_may_have_changed());
    let watched = vec![
        port("sum", "result", true),
        port("text", "String", true),
        port("sum", "number1", false),
        port("nobody", "x", true),
    ];
    bench.input(Input::Watch(watched)).unwrap();
    let values = bench.runtime.take_values().unwrap();
    assert_eq!(values.numbers[0], 2.0);
    assert!(values.numbers[1].is_nan() && values.numbers[3].is_nan());
    assert_eq!(values.numbers[2], 2.0);
    assert_eq!(values.texts, [(1, "knot".to_owned())]);
    assert_eq!(bench.runtime.take_values(), None);
    bench.input(Input::Frame).unwrap();
    assert_eq!(bench.runtime.take_values(), None, "nothing has changed");
    let set = r#"{ "type": "set", "op": "sum", "port": "number2", "value": 1 }"#;
    bench.edit(set).unwrap();
    let values = bench.runtime.take_values().unwrap();
    assert_eq!((values.numbers[0], values.texts.len()), (3.0, 0));
}

const MQTT: &str = r#"{ "id": "mqtt", "op": "Ops.Net.Mqtt.Mqtt", "x": 0, "y": 0, "values": { "Broker URL": "ws://broker" } }"#;

fn set_password(bench: &mut Bench, value: &str) {
    bench
        .input(Input::SetSecret {
            op: "mqtt".to_owned(),
            port: "Password".to_owned(),
            value: value.to_owned(),
        })
        .unwrap();
}

fn is_set(notices: &[Notice]) -> bool {
    notices
        .iter()
        .any(|notice| matches!(notice, Notice::SecretSet { set: true, .. }))
}

#[test]
fn a_secret_is_kept_by_the_host_and_in_no_file() {
    let mut bench = Bench::opened(MQTT, "");
    set_password(&mut bench, "hunter2");
    assert!(is_set(&bench.take_notices()));
    assert!(!bench.runtime.save().unwrap().contains("hunter2"));
    assert_eq!(
        bench.runtime.inspect("mqtt", "Password", false).unwrap(),
        ""
    );
    assert!(!format!("{:?}", bench.kept).contains("hunter2"));

    let file = bench.runtime.save().unwrap();
    bench.open(&file).unwrap();
    assert!(is_set(&bench.take_notices()), "it is given back");
    set_password(&mut bench, "");
    assert!(bench.kept.is_empty());
    let error = bench.input(Input::SetSecret {
        op: "mqtt".to_owned(),
        port: "Username".to_owned(),
        value: String::new(),
    });
    assert!(matches!(error, Err(Error::NoSecret { .. })));
}

#[test]
fn a_file_that_borrows_an_id_does_not_get_the_secret_for_another_broker() {
    let mut bench = Bench::opened(MQTT, "");
    set_password(&mut bench, "hunter2");
    bench.take_notices();
    bench
        .open(&patch(&MQTT.replace("ws://broker", "ws://elsewhere"), ""))
        .unwrap();
    let notices = bench.take_notices();
    assert!(!is_set(&notices));
    let Some(Notice::Opened { warnings, .. }) = notices.first() else {
        panic!("{notices:?}");
    };
    assert!(warnings[0].contains("Enter it again"), "{warnings:?}");
}

#[test]
fn a_person_who_moves_to_another_broker_takes_the_secret_along() {
    let mut bench = Bench::opened(MQTT, "");
    set_password(&mut bench, "hunter2");
    let set = r#"{ "type": "set", "op": "mqtt", "port": "Broker URL", "value": "ws://elsewhere" }"#;
    bench.edit(set).unwrap();
    let file = bench.runtime.save().unwrap();
    bench.take_notices();
    bench.open(&file).unwrap();
    assert!(is_set(&bench.take_notices()));
}

#[test]
fn a_secret_whose_use_cannot_be_told_is_not_kept() {
    let text = r#"{ "id": "text", "op": "Ops.String.String", "x": 0, "y": 0, "values": { "value": "ws://a" } }"#;
    let link = r#"{ "from": { "op": "text", "port": "String" }, "to": { "op": "mqtt", "port": "Broker URL" } }"#;
    let mut bench = Bench::opened(&format!("{MQTT},{text}"), link);
    bench.take_notices();
    set_password(&mut bench, "hunter2");
    assert!(bench.kept.is_empty());
    let notices = bench.take_notices();
    assert!(
        matches!(&notices[..], [Notice::Log { .. }, ..]),
        "{notices:?}"
    );
}

/// What the marks of the ops have become: the op, its text, and the servers that it waits for.
fn marks(bench: &mut Bench) -> Vec<(String, String, Vec<String>)> {
    let notices = bench.take_notices().into_iter();
    let marks = notices.filter_map(|notice| match notice {
        Notice::OpStatus { op, status } => {
            let (text, held) = status
                .map(|status| (status.text, status.held))
                .unwrap_or_default();
            Some((op, text, held))
        }
        _ => None,
    });
    marks.collect()
}

#[test]
fn an_op_whose_socket_is_held_says_so_until_it_is_allowed_or_wanted_no_more() {
    let mut bench = Bench::opened(MQTT, "");
    let opened = bench.effects.iter().find_map(|effect| match effect {
        Effect::OpenSocket { socket, .. } => Some(socket.0),
        _ => None,
    });
    let handle = opened.unwrap();
    let hold = |servers: &str| Input::Hold {
        handle,
        servers: servers.into(),
    };
    bench.take_notices();
    bench.input(hold("ws://broker wss://b")).unwrap();
    let text = "Held until you allow ws://broker wss://b.";
    let servers = vec!["ws://broker".to_owned(), "wss://b".to_owned()];
    let held = [("mqtt".to_owned(), text.to_owned(), servers)];
    assert_eq!(marks(&mut bench), held);
    bench.input(hold("")).unwrap();
    let free = [("mqtt".to_owned(), String::new(), Vec::new())];
    assert_eq!(marks(&mut bench), free);

    bench.input(hold("ws://broker wss://b")).unwrap();
    assert_eq!(marks(&mut bench), held);
    let off = r#"{ "type": "disable", "op": "mqtt", "disabled": true }"#;
    bench.edit(off).unwrap();
    assert_eq!(marks(&mut bench), free);
    // What is held of a socket that is closed is nobody's.
    bench.input(hold("ws://broker")).unwrap();
    assert_eq!(marks(&mut bench), []);
}

const REMOVE_MQTT: &str = r#"{ "type": "remove", "ops": ["mqtt"] }"#;

/// What the Mqtt op says to the broker that it connected to last.
fn introduction(bench: &mut Bench) -> Option<String> {
    let sent = bench.effects.iter().rev().find_map(|effect| match effect {
        Effect::OpenSocket { socket, .. } => Some(*socket),
        _ => None,
    });
    bench.effects.clear();
    let opened = SocketEvent::Opened;
    bench.input(Input::Socket(sent?, opened)).unwrap();
    bench.effects.iter().find_map(|effect| match effect {
        Effect::Send(_, bytes) => Some(String::from_utf8_lossy(bytes).into_owned()),
        _ => None,
    })
}

#[test]
fn an_op_that_takes_a_removed_ones_id_does_not_get_its_secret() {
    let mut bench = Bench::opened(MQTT, "");
    set_password(&mut bench, "hunter2");
    bench.edit(REMOVE_MQTT).unwrap();
    let elsewhere = MQTT.replace("ws://broker", "ws://elsewhere");
    bench.take_notices();
    bench
        .edit(&format!(r#"{{ "type": "add", "op": {elsewhere} }}"#))
        .unwrap();
    let connect = introduction(&mut bench).unwrap();
    assert!(!connect.contains("hunter2"), "{connect}");
    assert!(!is_set(&bench.take_notices()));
    // Nor by an edit that makes of it what the removed one was for.
    let set = r#"{ "type": "set", "op": "mqtt", "port": "Broker URL", "value": "ws://third" }"#;
    bench.edit(set).unwrap();
    assert!(
        bench
            .kept
            .iter()
            .all(|kept| !kept.purpose.contains("third"))
    );

    for _ in 0..3 {
        bench.input(Input::Undo).unwrap();
    }
    assert!(is_set(&bench.take_notices()), "the removed one has its own");
    let connect = introduction(&mut bench).unwrap();
    assert!(connect.contains("hunter2"), "{connect}");
    for _ in 0..2 {
        bench.input(Input::Redo).unwrap();
    }
    assert!(!introduction(&mut bench).unwrap().contains("hunter2"));
}

#[test]
fn the_page_is_told_of_secrets_that_come_with_an_op() {
    let mut bench = Bench::opened(MQTT, "");
    set_password(&mut bench, "hunter2");
    bench.edit(REMOVE_MQTT).unwrap();
    bench.take_notices();
    bench.input(Input::Undo).unwrap();
    let notices = bench.take_notices();
    let of = |what: fn(&Notice) -> bool| notices.iter().position(what).unwrap();
    let changed = of(|notice| matches!(notice, Notice::Changed { .. }));
    let set = of(|notice| matches!(notice, Notice::SecretSet { set: true, .. }));
    assert!(changed < set, "a page that knows the op: {notices:?}");

    let with_password = MQTT.replace("\"values\": {", "\"values\": { \"Password\": \"hunter3\",");
    let paste = format!(r#"{{ "type": "paste", "ops": [{with_password}], "links": [] }}"#);
    bench.edit(&paste).unwrap();
    assert!(is_set(&bench.take_notices()));
}

#[test]
fn a_secret_cannot_be_watched() {
    let mut bench = Bench::opened(MQTT, "");
    set_password(&mut bench, "hunter2");
    let port = WatchedPort {
        op: "mqtt".to_owned(),
        port: "Password".to_owned(),
        output: false,
        long: false,
    };
    bench.input(Input::Watch(vec![port])).unwrap();
    let texts = bench.runtime.take_values().map(|values| values.texts);
    assert_eq!(texts.unwrap_or_default(), []);
}

#[test]
fn a_secret_that_was_in_a_file_is_taken_out_and_kept() {
    let with_password = MQTT.replace("\"values\": {", "\"values\": { \"Password\": \"hunter2\",");
    let mut bench = Bench::new();
    bench.open(&patch(&with_password, "")).unwrap();
    assert_eq!(bench.kept.len(), 1);
    assert!(!bench.runtime.save().unwrap().contains("hunter2"));
}

#[test]
fn marks_of_ops_and_cut_links_are_told_by_the_names_of_the_document() {
    let json = r#"{ "id": "json", "op": "Ops.Json.ParseObject", "x": 0, "y": 0, "values": { "JSON String": "{" } }"#;
    let bench = Bench::opened(json, "");
    let mark = bench.notices.iter().find_map(|notice| match notice {
        Notice::OpStatus { op, status } => Some((op, status)),
        _ => None,
    });
    let (op, Some(status)) = mark.unwrap() else {
        panic!("it is marked");
    };
    assert_eq!((op.as_str(), status.level), ("json", Level::Error));

    let back = r#"{ "from": { "op": "twice", "port": "result" }, "to": { "op": "sum", "port": "number2" } }"#;
    let bench = Bench::opened(&format!("{SUM},{TWICE}"), &format!("{SUM_TO_TWICE},{back}"));
    let cut = bench
        .notices
        .iter()
        .any(|notice| matches!(notice, Notice::LinkStatus { text: Some(_), .. }));
    assert!(cut, "{:?}", bench.notices);
}

#[test]
fn a_patch_that_is_opened_again_connects_under_the_same_names() {
    let mqtt = |id: &str| {
        MQTT.replace(r#""mqtt""#, &format!(r#""{id}""#))
            .replace("ws://broker", &format!("ws://{id}"))
    };
    let file = patch(&["a", "b", "c", "d", "e", "f"].map(mqtt).join(","), "");
    let mut bench = Bench::new();
    // What each op says first when its socket opens: the client id is in it.
    let mut greetings = || {
        bench.effects.clear();
        bench.open(&file).unwrap();
        let mut greetings = Vec::new();
        for effect in std::mem::take(&mut bench.effects) {
            if let Effect::OpenSocket { socket, url, .. } = effect {
                let opened = Input::Socket(socket, SocketEvent::Opened);
                bench.input(opened).unwrap();
                let Some(Effect::Send(_, bytes)) = bench.effects.pop() else {
                    panic!("{:?}", bench.effects);
                };
                greetings.push((url, bytes));
            }
        }
        greetings.sort();
        greetings
    };
    let first = greetings();
    assert_eq!(first.len(), 6);
    assert_eq!(greetings(), first);
}

#[test]
fn closing_ends_connections_in_the_order_of_their_ops() {
    let mqtt = |id: u32| MQTT.replace(r#""mqtt""#, &format!(r#""m{id}""#));
    let ops: Vec<String> = (0..20).map(mqtt).collect();
    let mut bench = Bench::opened(&ops.join(","), "");
    let opened = bench.effects.drain(..).filter_map(|effect| match effect {
        Effect::OpenSocket { socket, .. } => Some(socket),
        _ => None,
    });
    let opened: Vec<_> = opened.collect();
    assert_eq!(opened.len(), 20);
    bench.input(Input::Close).unwrap();
    let closed = bench.effects.drain(..).filter_map(|effect| match effect {
        Effect::CloseSocket(socket) => Some(socket),
        _ => None,
    });
    assert_eq!(closed.collect::<Vec<_>>(), opened);
}

#[test]
fn thousands_of_ops_go_at_once_and_come_back() {
    let op = |id: u32| SUM.replace(r#""sum""#, &format!(r#""s{id}""#));
    let link = |id: u32| {
        format!(
            r#"{{ "from": {{ "op": "s{id}", "port": "result" }}, "to": {{ "op": "s{}", "port": "number2" }} }}"#,
            id + 1
        )
    };
    let ops: Vec<String> = (0..20_000).map(op).collect();
    let links: Vec<String> = (0..19_999).map(link).collect();
    let mut bench = Bench::opened(&ops.join(","), &links.join(","));
    assert_eq!(bench.value("s19999", "result"), "40000");
    let all: Vec<String> = (0..19_999).map(|id| format!(r#""s{id}""#)).collect();
    let remove = format!(r#"{{ "type": "remove", "ops": [{}] }}"#, all.join(","));
    bench.edit(&remove).unwrap();
    assert_eq!(bench.value("s19999", "result"), "2");
    bench.input(Input::Undo).unwrap();
    assert_eq!(bench.value("s19999", "result"), "40000");
    bench.input(Input::Close).unwrap();
}

#[test]
fn closing_puts_everything_away() {
    let element = r#"{ "id": "e", "op": "Ops.Html.Elements.Element", "x": 0, "y": 0 }"#;
    let mut bench = Bench::opened(&format!("{MQTT},{element}"), "");
    bench.effects.clear();
    bench.input(Input::Close).unwrap();
    assert!(
        bench
            .effects
            .iter()
            .any(|effect| matches!(effect, Effect::CloseSocket(_)))
    );
    assert!(
        bench
            .effects
            .iter()
            .any(|effect| matches!(effect, Effect::RemoveElement(_)))
    );
    assert_eq!(bench.runtime.next_wake(), None);
}

#[test]
fn a_placeholder_runs_nothing_and_is_saved_as_it_was() {
    let teapot = r#"{ "id": "t", "op": "Ops.Gl.Teapot", "x": 0, "y": 0, "values": { "size": 3 } }"#;
    let link =
        r#"{ "from": { "op": "t", "port": "spout" }, "to": { "op": "sum", "port": "number1" } }"#;
    let bench = Bench::opened(&format!("{teapot},{SUM}"), link);
    assert_eq!(bench.value("sum", "result"), "2");
    let saved = bench.runtime.save().unwrap();
    assert!(saved.contains("Ops.Gl.Teapot") && saved.contains("spout"));
}

#[test]
fn the_records_of_an_op_are_those_of_its_id_and_go_with_it() {
    let host = Host {
        identity: "test".into(),
        sockets: Sockets::Web,
        keeps_records: true,
    };
    let mut bench = Bench {
        runtime: Runtime::new(1, host),
        ..Bench::new()
    };
    bench.open(&patch(MQTT, "")).unwrap();
    let own = ("p".to_owned(), "mqtt".to_owned());
    assert_eq!(bench.opened_stores, std::slice::from_ref(&own));
    bench.edit(REMOVE_MQTT).unwrap();
    assert_eq!(bench.forgotten_stores, std::slice::from_ref(&own));
    bench.input(Input::Undo).unwrap();
    assert_eq!(bench.opened_stores, [own.clone(), own]);
    // To close a patch is not to remove its ops.
    bench.input(Input::Close).unwrap();
    assert_eq!(bench.forgotten_stores.len(), 1);
}
