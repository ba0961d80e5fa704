//! Properties of whole documents and histories.

use std::collections::BTreeMap;

use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use ropewalk_flow::{PortSpec, Value};
use serde_json::{Map, Value as Json, json};

use crate::fixtures::{FILE, catalogue, document};
use crate::*;

const OPS: [&str; 10] = [
    "Ops.Math.Sum",
    "Ops.Math.Sum_v2",
    "Ops.Old.Toggle",
    "Ops.Test.Mqtt",
    "Ops.Test.Publish",
    "Ops.Test.Set",
    "Ops.Test.Many",
    "Ops.Gl.Strange",
    "Ops.Gl.Other",
    SUBPATCH,
];

const IDS: [&str; 14] = [
    "mqtt", "sum", "sum2", "publish", "strange", "strange2", "toggle", "many", "gone", "a b", "",
    "box", "box2", "set",
];

const PORTS: [&str; 27] = [
    "Mode",
    "Mode index",
    "Numbers_0",
    "Numbers_2",
    "Numbers_7",
    "number 2",
    "number 6",
    "Each_1",
    "a",
    "number1",
    "first",
    "b",
    "result",
    "out",
    "Flip",
    "On",
    "Broker URL",
    "Active",
    "Connection",
    "Connected",
    "Error",
    "Topic",
    "Message",
    "Properties",
    "Send",
    "Depth",
    "Variable",
];

fn id() -> impl Strategy<Value = String> {
    select(&IDS[..]).prop_map(str::to_owned)
}

fn port() -> impl Strategy<Value = String> {
    select(&PORTS[..]).prop_map(str::to_owned)
}

fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        any::<f64>().prop_filter("finite", |n| n.is_finite()),
        (-5..5_i32).prop_map(f64::from),
    ]
}

fn json_value() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        any::<u64>().prop_map(Json::from),
        number().prop_map(Json::from),
        "[ -~é\n\"\\\\]{0,6}".prop_map(Json::from),
        select(vec!["1", "0.5", "NaN", "inf", "/test", "localhost", ""]).prop_map(Json::from),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Json::from),
            btree_map("[a-z]{0,3}", inner, 0..4)
                .prop_map(|map| Json::Object(map.into_iter().collect())),
        ]
    })
}

fn values() -> impl Strategy<Value = Map<String, Json>> {
    vec((port(), json_value()), 0..5).prop_map(|values| values.into_iter().collect())
}

fn variable() -> impl Strategy<Value = String> {
    select(&["", "v", "w", "x", "é\n"][..]).prop_map(str::to_owned)
}

fn key() -> impl Strategy<Value = Json> {
    let easing = select(&["linear", "Sin In", "Bezier"][..]);
    let handle = option::weighted(0.3, (number(), number()));
    prop_oneof![
        9 => ((0..5_i32), number(), easing, handle).prop_map(|(time, value, easing, handle)| {
            json!({ "time": time, "value": value, "easing": easing, "out": handle })
        }),
        1 => json_value(),
    ]
}

fn keys() -> impl Strategy<Value = Vec<Json>> {
    vec(key(), 0..4)
}

fn repeat() -> impl Strategy<Value = String> {
    select(&["off", "repeat", "mirror", "offset", "offset", "for ever"][..]).prop_map(str::to_owned)
}

fn keying() -> impl Strategy<Value = Command> {
    let fitting = select(vec![("sum", "a"), ("sum", "b")]);
    let fitting = fitting.prop_map(|(op, port)| (op.to_owned(), port.to_owned()));
    (fitting, vec(0..3_usize, 0..2), keys(), option::of(repeat())).prop_map(
        |((op, port), remove, add, repeat)| Command::Keys {
            op,
            port,
            remove,
            add,
            repeat,
        },
    )
}

/// Most of them such as can be.
fn source() -> impl Strategy<Value = Json> {
    prop_oneof![
        8 => variable().prop_map(|name| json!({ "variable": name })),
        8 => (keys(), repeat())
            .prop_map(|(keys, repeat)| json!({ "animation": { "loop": repeat, "keys": keys } })),
        1 => Just(Json::Null),
        1 => json_value(),
    ]
}

fn sources() -> impl Strategy<Value = Map<String, Json>> {
    vec((port(), source()), 0..4).prop_map(|sources| sources.into_iter().collect())
}

fn sourcing() -> impl Strategy<Value = Command> {
    let fitting = select(vec![("sum", "a"), ("sum", "first"), ("publish", "Topic")]);
    let fitting = fitting.prop_map(|(op, port)| (op.to_owned(), port.to_owned()));
    (prop_oneof![(id(), port()), fitting], source())
        .prop_map(|((op, port), source)| Command::Source { op, port, source })
}

/// Half of them between ports that fit, if only the ops are there.
fn link() -> impl Strategy<Value = Link> {
    let end = || (id(), port()).prop_map(|(op, port)| PortRef { op, port });
    let fitting = [
        (("mqtt", "Connection"), ("publish", "Connection")),
        (("mqtt", "Connected"), ("publish", "Topic")),
        (("sum", "result"), ("sum2", "a")),
        (("sum", "out"), ("publish", "Message")),
        (("sum2", "result"), ("strange", "Depth")),
        (("strange", "Mesh"), ("sum", "number1")),
        (("sum", "result"), ("many", "Numbers_1")),
        (("sum", "result"), ("many", "Numbers_3")),
        (("sum", "result"), ("many", "Mode index")),
        (("many", "Each_0"), ("sum", "b")),
        (("many", "Each_1"), ("many", "number 3")),
    ];
    prop_oneof![
        (end(), end()).prop_map(|(from, to)| Link { from, to }),
        select(fitting.to_vec()).prop_map(|(from, to)| crate::fixtures::link(from, to)),
    ]
}

/// Half of them what the op has by that id in most of the documents.
fn setting() -> impl Strategy<Value = Command> {
    let fitting = prop_oneof![
        number().prop_map(|number| ("sum", "a", json!(number))),
        any::<bool>().prop_map(|bool| ("mqtt", "Active", json!(bool))),
        "[a-b]{0,2}".prop_map(|text| ("publish", "Topic", json!(text))),
        json_value().prop_map(|json| ("publish", "Message", json)),
        json_value().prop_map(|json| ("strange", "Depth", json)),
        variable().prop_map(|name| ("set", "Variable", json!(name))),
        number().prop_map(|number| ("many", "Numbers_0", json!(number))),
        number().prop_map(|number| ("many", "number 2", json!(number))),
    ];
    let fitting = fitting.prop_map(|(op, port, value)| (op.to_owned(), port.to_owned(), value));
    prop_oneof![(id(), port(), json_value()), fitting].prop_map(|(op, port, value)| Command::Set {
        op,
        port,
        value,
    })
}

/// An id and the name of an op; half of them as in the fixture.
fn named() -> impl Strategy<Value = (Option<String>, String)> {
    let usual = [
        ("mqtt", "Ops.Test.Mqtt"),
        ("sum", "Ops.Math.Sum"),
        ("sum2", "Ops.Math.Sum_v2"),
        ("publish", "Ops.Test.Publish"),
        ("strange", "Ops.Gl.Strange"),
        ("box", SUBPATCH),
        ("box2", SUBPATCH),
        ("set", "Ops.Test.Set"),
        ("many", "Ops.Test.Many"),
    ];
    prop_oneof![
        (option::of(id()), select(&OPS[..]).prop_map(str::to_owned)),
        select(usual.to_vec()).prop_map(|(id, op)| (Some(id.to_owned()), op.to_owned())),
    ]
}

fn new_op() -> impl Strategy<Value = NewOp> {
    let title = option::of(select(vec!["", "Title"]).prop_map(str::to_owned));
    (
        named(),
        number(),
        number(),
        title,
        any::<Option<bool>>(),
        option::weighted(0.3, values()),
        (
            option::weighted(0.3, subpatch()),
            vec(exposed(), 0..3),
            option::weighted(0.3, sources()),
            option::weighted(0.2, 1..6_u16),
        ),
    )
        .prop_map(
            |((id, op), x, y, title, disabled, values, (subpatch, exposed, sources, inputs))| {
                NewOp {
                    inputs,
                    outputs: inputs.map(|inputs| 7 - inputs),
                    id,
                    op,
                    x,
                    y,
                    title,
                    disabled,
                    subpatch,
                    exposed,
                    values,
                    sources,
                }
            },
        )
}

/// Mostly a subpatch, if only it is there.
fn subpatch() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => select(vec!["box", "box2"]).prop_map(str::to_owned),
        1 => id(),
    ]
}

fn exposed() -> impl Strategy<Value = Exposed> {
    let end = prop_oneof![
        2 => Just(("sum".to_owned(), "number1".to_owned(), false)),
        2 => Just(("publish".to_owned(), "Sent".to_owned(), true)),
        1 => (id(), port(), any::<bool>()),
    ];
    (end, "[a-b]{0,2}").prop_map(|((op, port, output), name)| Exposed {
        op,
        port,
        output,
        name,
        ..Exposed::default()
    })
}

fn command() -> impl Strategy<Value = Command> {
    let batch = |commands| Command::Batch {
        label: "Batch".to_owned(),
        commands,
    };
    let inner = vec(single(), 0..3).prop_map(batch);
    prop_oneof![
        8 => single(),
        1 => vec(single(), 0..4).prop_map(batch),
        1 => (single(), inner).prop_map(move |(first, inner)| batch(vec![first, inner])),
    ]
}

/// Mostly an order that fits: some of the first ports in some order, and new ones among them.
fn ports() -> impl Strategy<Value = Command> {
    let kept = proptest::sample::subsequence(vec![0, 1, 2, 3_u16], 0..4).prop_shuffle();
    let new = vec(any::<Index>(), 0..3);
    let many = prop_oneof![4 => Just("many".to_owned()), 1 => id()];
    (many, any::<bool>(), kept, new).prop_map(|(op, output, kept, new)| {
        let mut order: Vec<Option<u16>> = kept.into_iter().map(Some).collect();
        for at in new {
            order.insert(at.index(order.len() + 1), None);
        }
        Command::Ports { op, output, order }
    })
}

fn single() -> impl Strategy<Value = Command> {
    let place = (id(), number(), number()).prop_map(|(id, x, y)| Place { id, x, y });
    prop_oneof![
        4 => new_op().prop_map(|op| Command::Add { op }),
        2 => vec(id(), 0..3).prop_map(|ops| Command::Remove { ops }),
        2 => vec(place, 0..3).prop_map(|ops| Command::Move { ops }),
        6 => setting(),
        4 => sourcing(),
        6 => keying(),
        5 => (variable(), variable())
            .prop_map(|(from, to)| Command::RenameVariable { from, to }),
        4 => ports(),
        6 => link().prop_map(|link| Command::Link { link }),
        3 => link().prop_map(|link| Command::Unlink { link }),
        1 => (id(), "[a-b]{0,2}").prop_map(|(op, title)| Command::Title { op, title }),
        1 => (id(), any::<bool>()).prop_map(|(op, disabled)| Command::Disable { op, disabled }),
        1 => (id(), any::<bool>())
            .prop_map(|(op, bookmarked)| Command::Bookmark { op, bookmarked }),
        1 => "[a-b]{0,2}".prop_map(|name| Command::Rename { name }),
        2 => (vec(id(), 0..4), "[a-b]{0,1}", number(), number())
            .prop_map(|(ops, title, x, y)| Command::CreateSubpatch { ops, title, x, y }),
        2 => subpatch().prop_map(|op| Command::Unpack { op }),
        6 => (vec(select(vec!["sum", "publish", "sum2", "box2", "gone"]), 0..3), option::weighted(0.8, subpatch()))
            .prop_map(|(ops, subpatch)| Command::Enclose {
                ops: ops.into_iter().map(str::to_owned).collect(),
                subpatch,
            }),
        20 => (subpatch(), vec(exposed(), 0..2))
            .prop_map(|(op, ports)| Command::Expose { op, ports }),
        2 => (vec(new_op(), 0..4), vec(link(), 0..6))
            .prop_map(|(ops, links)| Command::Paste { ops, links }),
    ]
}

/// A file that is a patch, with everything in it that can be odd.
fn file() -> impl Strategy<Value = Json> {
    let extra = || btree_map("[u-w]{1,2}", json_value(), 0..3);
    let with = |mut json: Json, extra: BTreeMap<String, Json>| {
        for (key, value) in extra {
            json.as_object_mut().unwrap().entry(key).or_insert(value);
        }
        json
    };
    let op = (
        option::of(id()),
        select(&OPS[..]),
        number(),
        any::<bool>(),
        values(),
        option::weighted(0.5, sources()),
        option::of(subpatch()),
        vec((exposed(), extra()), 0..3),
        option::weighted(0.2, 1..6_u16),
        extra(),
    )
        .prop_map(
            move |(id, op, x, disabled, values, sources, subpatch, exposed, inputs, extra)| {
                let exposed = exposed.into_iter();
                let exposed = exposed.map(|(it, extra)| with(json!(it), extra));
                let mut op = json!({
                    "id": id, "op": op, "x": x, "disabled": disabled, "values": values,
                    "sources": sources,
                    "subpatch": subpatch, "exposed": Vec::from_iter(exposed),
                });
                if let Some(inputs) = inputs {
                    op["inputs"] = json!(inputs);
                }
                with(op, extra)
            },
        );
    let end = move || {
        (id(), port(), extra())
            .prop_map(move |(op, port, extra)| with(json!({ "op": op, "port": port }), extra))
    };
    let link = (end(), end(), extra())
        .prop_map(move |(from, to, extra)| with(json!({ "from": from, "to": to }), extra));
    (vec(op, 0..8), vec(link, 0..12), extra()).prop_map(move |(ops, links, extra)| {
        with(
            json!({ "ropewalk": 1, "id": "p", "name": "P", "ops": ops, "links": links }),
            extra,
        )
    })
}

/// Puts JSON in some place of other JSON: a random child of a random child.
fn put(json: &mut Json, path: &[Index], with: Json) {
    let mut children: Vec<&mut Json> = match json {
        Json::Array(list) => list.iter_mut().collect(),
        Json::Object(map) => map.values_mut().collect(),
        _ => Vec::new(),
    };
    match path {
        [index, rest @ ..] if !children.is_empty() => {
            let place = index.index(children.len());
            put(children.swap_remove(place), rest, with);
        }
        _ => *json = with,
    }
}

/// What a page has that follows the changes: the ops by id, without values at their defaults.
#[derive(Debug, Default, PartialEq)]
struct Mirror {
    name: String,
    ops: BTreeMap<String, OpView>,
    links: Vec<Link>,
}

impl Mirror {
    fn of(document: &Document) -> Self {
        let DocumentView {
            name, ops, links, ..
        } = document.view();
        let mut mirror = Self {
            name,
            links,
            ..Self::default()
        };
        ops.into_iter().for_each(|op| mirror.add(op));
        mirror
    }

    fn add(&mut self, mut op: OpView) {
        op.values.retain(|_, value| !matches!(value, Value::None));
        // The ports of a placeholder grow with its links, which the page sees by themselves.
        op.placeholder = op.placeholder.map(|_| PlaceholderPorts::default());
        let before = self.ops.insert(op.id.clone(), op);
        assert_eq!(before, None, "an op is added that is there");
    }

    fn op(&mut self, id: &str) -> &mut OpView {
        self.ops.get_mut(id).unwrap()
    }

    fn follow(&mut self, changes: &[Change]) {
        for change in changes.iter().cloned() {
            match change {
                Change::OpAdded { op } => self.add(op),
                Change::OpRemoved { id } => {
                    self.ops.remove(&id).unwrap();
                    let touches = |link: &Link| link.from.op == id || link.to.op == id;
                    assert!(
                        !self.links.iter().any(touches),
                        "an op goes before its links"
                    );
                }
                Change::OpMoved { id, x, y } => {
                    let op = self.op(&id);
                    (op.x, op.y) = (x, y);
                }
                Change::ValueSet { op, port, value } => {
                    let op = self.op(&op);
                    let default = catalogue().get(&op.op).map_or(Value::None, |spec| {
                        let index = spec.input(&port).unwrap();
                        PortSpec::at(spec.inputs, index).unwrap().default_value()
                    });
                    if value == default {
                        op.values.shift_remove(port.as_str());
                    } else {
                        op.values.insert(port.into(), value);
                    }
                }
                Change::SourceSet { op, port, source } => {
                    let sources = &mut self.op(&op).sources;
                    match source {
                        Some(source) => drop(sources.insert(port.into(), source)),
                        None => drop(sources.shift_remove(port.as_str())),
                    }
                }
                Change::LinkAdded { link, index } => {
                    assert!(self.ops.contains_key(&link.from.op));
                    assert!(self.ops.contains_key(&link.to.op));
                    self.links.insert(index, link);
                }
                Change::LinkRemoved { link } => {
                    let index = self.links.iter().position(|it| *it == link).unwrap();
                    self.links.remove(index);
                }
                Change::Titled { op, title } => self.op(&op).title = title,
                Change::Disabled { op, disabled } => self.op(&op).disabled = disabled,
                Change::Bookmarked { op, bookmarked } => self.op(&op).bookmarked = bookmarked,
                Change::Enclosed { op, subpatch } => self.op(&op).subpatch = subpatch,
                Change::Exposed { op, ports } => self.op(&op).exposed = ports,
                Change::PortCount { op, output, count } => {
                    let op = self.op(&op);
                    *if output {
                        &mut op.outputs
                    } else {
                        &mut op.inputs
                    } = count;
                }
                Change::Renamed { name } => self.name = name,
            }
        }
    }
}

/// Loading what is saved gives the document back, and saving that the same text.
fn assert_comes_back(document: &Document) {
    let text = save(document).unwrap();
    let loaded = load(&text, &catalogue()).unwrap();
    assert_eq!(&loaded.document, document, "{text}");
    assert_eq!(loaded.secrets, []);
    assert_eq!(save(&loaded.document).unwrap(), text);
}

proptest! {
    #[test]
    fn undoing_everything_gives_the_same_bytes_and_redoing_too(
        file in file(),
        commands in vec((command(), option::of(0..2_u32)), 0..24),
    ) {
        let start = load(file.to_string(), &catalogue()).unwrap().document;
        let mut mirror = Mirror::of(&start);
        let mut editor = Editor::new(start.clone(), catalogue());
        for (command, gesture) in commands {
            let before = editor.clone();
            match editor.apply(command, gesture) {
                Ok(applied) => mirror.follow(&applied.changes),
                Err(error) => {
                    prop_assert!(!error.to_string().is_empty());
                    prop_assert_eq!(save(editor.document()), save(before.document()));
                    prop_assert!(editor.undo_labels().eq(before.undo_labels()));
                    prop_assert!(editor.redo_labels().eq(before.redo_labels()));
                }
            }
            prop_assert_eq!(&mirror, &Mirror::of(editor.document()));
            assert_comes_back(editor.document());
        }
        let end = save(editor.document());
        while let Some(changes) = editor.undo() {
            mirror.follow(&changes);
            prop_assert_eq!(&mirror, &Mirror::of(editor.document()));
        }
        prop_assert_eq!(save(editor.document()), save(&start));
        while let Some(changes) = editor.redo() {
            mirror.follow(&changes);
        }
        prop_assert_eq!(&mirror, &Mirror::of(editor.document()));
        prop_assert_eq!(save(editor.document()), end);
        while editor.undo().is_some() {}
        prop_assert_eq!(editor.document(), &start);
    }

    #[test]
    fn commands_survive_json(command in command()) {
        let text = serde_json::to_string(&command).unwrap();
        prop_assert_eq!(Command::from_json(&text), Ok(command));
    }

    #[test]
    fn any_patch_comes_back(file in file()) {
        let loaded = load(file.to_string(), &catalogue()).unwrap();
        assert_comes_back(&loaded.document);
        // Nothing but secrets, second copies of links and second ids is missing.
        let count = |key: &str| file[key].as_array().map_or(0, Vec::len);
        let left_out =
            loaded.warnings.iter().filter(|it| matches!(it, Warning::LeftOut { .. })).count();
        let links = loaded.document.links().count() + loaded.document.broken_links().count();
        prop_assert_eq!(loaded.document.ops().len(), count("ops"));
        prop_assert_eq!(links + left_out, count("links"));
    }

    #[test]
    fn no_bytes_make_loading_panic(bytes in vec(any::<u8>(), 0..200)) {
        prop_assert!(load(bytes, &catalogue()).is_err());
    }

    #[test]
    fn no_damage_to_a_file_makes_loading_panic(
        damage in vec((any::<Index>(), any::<u8>(), 0..3_u8), 1..8),
    ) {
        let mut bytes = FILE.as_bytes().to_vec();
        for (index, byte, how) in damage {
            let at = index.index(bytes.len());
            // Mostly characters that mean something in JSON.
            let byte = *b"{}[]\",:0e-.\\tfn".get(usize::from(byte % 20)).unwrap_or(&byte);
            match how {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                _ => drop(bytes.remove(at)),
            }
        }
        if let Ok(loaded) = load(bytes, &catalogue()) {
            assert_comes_back(&loaded.document);
        }
    }

    #[test]
    fn another_type_anywhere_makes_nothing_panic(
        mut file in file(),
        path in vec(any::<Index>(), 1..6),
        with in json_value(),
    ) {
        put(&mut file, &path, with);
        match load(file.to_string(), &catalogue()) {
            Ok(loaded) => assert_comes_back(&loaded.document),
            Err(error) => prop_assert!(!error.to_string().is_empty()),
        }
    }
}

#[test]
fn the_generated_commands_mostly_work() {
    // Guards the properties above against a generator that proves nothing.
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let mut editor = Editor::new(document(), catalogue());
    let mut worked = BTreeMap::<String, usize>::new();
    for _ in 0..10_000 {
        let command = command().new_tree(&mut runner).unwrap().current();
        let json = serde_json::to_value(&command).unwrap();
        if editor
            .apply(command, None)
            .is_ok_and(|applied| !applied.changes.is_empty())
        {
            *worked
                .entry(json["type"].as_str().unwrap().to_owned())
                .or_default() += 1;
        }
    }
    assert_eq!(worked.len(), 20, "{worked:?}");
    assert!(worked.values().all(|&count| count >= 10), "{worked:?}");
}

/// Where it fails, it says which command of which history it was: they are the same in each run.
#[test]
fn undo_after_every_one_of_10_000_commands_gives_the_same_bytes() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    // As many to a history, so that its document stays one that is quick to write.
    const LENGTH: usize = 250;
    let text = |editor: &Editor| save(editor.document()).unwrap();
    let commands = command();
    let mut runner = TestRunner::deterministic();
    let start = save(&document()).unwrap();
    for history in 0..10_000 / LENGTH {
        let mut editor = Editor::new(document(), catalogue());
        let mut before = start.clone();
        let mut worked = 0;
        while worked < LENGTH {
            let command = commands.new_tree(&mut runner).unwrap().current();
            let told = format!("command {worked} of history {history}: {command:?}");
            if editor.apply(command, None).is_err() {
                continue;
            }
            // Of a link to nowhere, which is kept, the page is told nothing.
            let after = text(&editor);
            if after == before {
                continue;
            }
            worked += 1;
            assert!(editor.undo().is_some(), "{told}");
            assert_eq!(text(&editor), before, "{told}");
            assert!(editor.redo().is_some(), "{told}");
            assert_eq!(text(&editor), after, "{told}");
            before = after;
        }
        while editor.undo().is_some() {}
        assert_eq!(text(&editor), start, "history {history}");
    }
}
