//! The table is written from `names/cables.json`, what is known of all ops of cables, `names/ports.json`,
//! the ports of those that are as ours (`{}` stands for a number), and the library.
//! When the library has grown, `ROPEWALK_WRITE=1 cargo test -p ropewalk-cables` writes it anew.

use std::collections::{BTreeMap, HashSet};
use std::fmt::Write as _;
use std::{env, fs};

use serde_json::Value as Json;

use super::*;
use crate::library::Library;

const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/names/table.rs");

fn known() -> BTreeMap<String, Json> {
    serde_json::from_str(include_str!("../../names/cables.json")).unwrap()
}

fn library() -> Library {
    let ops = serde_json::to_string(&ropewalk_runtime::catalogue()).unwrap();
    Library::from_json(&ops).unwrap()
}

/// The inputs and outputs of ops of cables, by the ops' names.
fn known_ports() -> BTreeMap<String, Json> {
    serde_json::from_str(include_str!("../../names/ports.json")).unwrap()
}

/// `MapRange_v2` as `MapRange` and 2.
fn version(name: &str) -> (&str, u32) {
    let split = name.rsplit_once("_v");
    let read = split.and_then(|(stem, version)| Some((stem, version.parse().ok()?)));
    read.unwrap_or((name, 0))
}

/// The newest name that cables has for each op of ours that it has, by our name.
fn newest<'a>(library: &Library, known: &'a BTreeMap<String, Json>) -> BTreeMap<String, &'a str> {
    let mut newest: BTreeMap<String, &str> = BTreeMap::new();
    for name in known.keys() {
        let Some(op) = library.get(name) else {
            continue;
        };
        let rank = |name: &str| {
            let (stem, version) = version(name);
            (stem == self::version(&op.name).0, version)
        };
        let best = newest.entry(op.name.clone()).or_insert(name);
        if rank(name) > rank(best) {
            *best = name;
        }
    }
    newest
}

/// Whether the name is that of a port, or of one of those that are counted.
fn matches(name: &str, port: &str) -> bool {
    match port.split_once("{}") {
        Some((start, end)) => name
            .strip_prefix(start)
            .and_then(|rest| rest.strip_suffix(end))
            .is_some_and(|number| number.parse::<u32>().is_ok()),
        None => name == port,
    }
}

/// What differs between our ports and theirs, as Rust.
fn differences<'a>(
    ours: impl Iterator<Item = (&'a str, &'a [String])>,
    theirs: Option<&Json>,
) -> String {
    let theirs: Option<Vec<&str>> = theirs
        .and_then(Json::as_array)
        .map(|ports| ports.iter().filter_map(Json::as_str).collect());
    let has = |name: &str| {
        theirs
            .as_ref()
            .is_none_or(|ports| ports.iter().any(|port| matches(name, port)))
    };
    let differing = ours.filter(|(name, _)| !has(name)).map(|(name, aliases)| {
        let theirs = aliases.iter().find(|alias| has(alias));
        format!("({name:?}, {theirs:?})")
    });
    format!("&[{}]", Vec::from_iter(differing).join(", "))
}

fn counterparts(library: &Library, known: &BTreeMap<String, Json>) -> String {
    let ports = known_ports();
    let mut table = String::new();
    for (ours, theirs) in newest(library, known) {
        let op = library.get(&ours).unwrap();
        let id = known[theirs]["id"].as_str().unwrap_or("0");
        let id = u128::from_str_radix(&id.replace('-', ""), 16).unwrap();
        let ports = ports.get(theirs);
        let inputs = op.inputs.iter();
        let inputs = inputs.map(|input| (&*input.name, &*input.aliases));
        let inputs = differences(inputs, ports.map(|ports| &ports["in"]));
        let outputs = op.outputs.iter();
        let outputs = outputs.map(|output| (&*output.name, &*output.aliases));
        let outputs = differences(outputs, ports.map(|ports| &ports["out"]));
        writeln!(
            table,
            "    Counterpart {{ ours: {ours:?}, theirs: {theirs:?}, id: {id:#034x}, inputs: {inputs}, outputs: {outputs} }},"
        )
        .unwrap();
    }
    table
}

fn table() -> String {
    let library = library();
    let all = known();
    let (mut ids, mut old_names) = (BTreeMap::new(), BTreeMap::new());
    for (name, known) in &all {
        let Some(op) = library.get(name) else {
            continue;
        };
        if let Some(id) = known["id"].as_str() {
            ids.insert(id[..8].to_owned(), op.name.clone());
        }
        for old in known["was"].as_array().unwrap() {
            let old = old.as_str().unwrap();
            if library.get(old).is_none() {
                old_names.insert(old.to_owned(), op.name.clone());
            }
        }
    }
    let mut table = "//! Written by a test; see `tests.rs`.\n\n".to_owned();
    table.push_str(
        "#![allow(clippy::unreadable_literal, reason = \"ids are not read as numbers\")]\n\n",
    );
    table.push_str("use super::Counterpart;\n\n");
    table.push_str("/// The first eight digits of an id and our name.\n");
    table.push_str("#[rustfmt::skip]\npub(super) const IDS: &[(u32, &str)] = &[\n");
    for (id, name) in ids {
        writeln!(table, "    (0x{}_{}, {name:?}),", &id[..4], &id[4..]).unwrap();
    }
    table.push_str("];\n\n/// A name that cables has given up and our name.\n");
    table.push_str("#[rustfmt::skip]\npub(super) const OLD_NAMES: &[(&str, &str)] = &[\n");
    for (old, name) in old_names {
        writeln!(table, "    ({old:?}, {name:?}),").unwrap();
    }
    table.push_str("];\n\n/// Our ops that cables has, by our name.\n");
    table.push_str("#[rustfmt::skip]\npub(super) const COUNTERPARTS: &[Counterpart] = &[\n");
    table.push_str(&counterparts(&library, &all));
    table.push_str("];\n");
    table
}

#[test]
fn the_table_is_that_of_the_library() {
    let table = table();
    if env::var_os("ROPEWALK_WRITE").is_some() {
        fs::write(PATH, &table).unwrap();
    }
    let written = fs::read_to_string(PATH).unwrap();
    assert_eq!(
        written, table,
        "write it anew: ROPEWALK_WRITE=1 cargo test -p ropewalk-cables"
    );
}

#[test]
fn the_first_digits_of_an_id_tell_all_ops_apart() {
    let mut seen = HashSet::new();
    for op in known().values() {
        if let Some(id) = op["id"].as_str() {
            assert!(seen.insert(&id[..8]), "{id}");
        }
    }
}

#[test]
fn an_op_is_found_by_its_id_and_by_the_names_it_had() {
    assert_eq!(
        of_id("2617b407-60a0-4ff6-b4a7-18136cfa7817"),
        Some("Ops.Math.MapRange")
    );
    assert_eq!(of_id("00000000-60a0-4ff6-b4a7-18136cfa7817"), None);
    assert_eq!(of_id("nonsense"), None);
    assert_eq!(of_old_name("Ops.Dev.VizGraph"), Some("Ops.Ui.VizGraph"));
    assert_eq!(of_old_name("Ops.Gl.Mesh"), None);
}

#[test]
fn an_op_has_the_newest_name_and_the_ports_that_cables_gives_it() {
    let repeat = counterpart("Ops.Trigger.Repeat").unwrap();
    assert_eq!(repeat.theirs, "Ops.Trigger.Repeat_v2");
    let map_range = counterpart("Ops.Math.MapRange").unwrap();
    let id = map_range.id();
    assert_eq!(id.as_deref(), Some("2617b407-60a0-4ff6-b4a7-18136cfa7817"));
    assert!(counterpart("Ops.Net.Mqtt.MqttPresence").is_none());

    let subscribe = counterpart("Ops.Net.Mqtt.MqttSubscribe").unwrap();
    assert_eq!(subscribe.theirs, "Ops.Extension.Deprecated.MqttReceive_v2");
    assert_eq!(subscribe.port("Topic", false), Some("Channel"));
    assert_eq!(subscribe.port("Delivery", false), None);
    assert_eq!(subscribe.port("Granted QoS", true), None);
    let sequence = counterpart("Ops.Trigger.Sequence").unwrap();
    assert_eq!(sequence.port("exe 3", false), Some("exe 3"));
}
