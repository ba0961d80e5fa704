//! The table is written from `names/cables.json`, what is known of all ops of cables, and the library.
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

fn table() -> String {
    let library = library();
    let (mut ids, mut old_names) = (BTreeMap::new(), BTreeMap::new());
    for (name, known) in known() {
        let Some(op) = library.get(&name) else {
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
