//! The table of the numbered statements, `src/statements.md`, is whole and true.
//!
//! `ROPEWALK_WRITE=1 cargo test -p ropewalk-mqtt --test statements` writes it anew.

#![allow(clippy::unwrap_used, reason = "what fails in a test is to end it")]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

/// How many statements the appendices B of the specifications list.
const COUNTS: [usize; 2] = [141, 251];

/// The sections that have statements, each with its numbers.
type Sections = &'static [(&'static str, RangeInclusive<u16>)];

const VERSIONS: [(&str, Sections); 2] = [
    (
        "3.1.1",
        &[
            ("1.5.3", 1..=3),
            ("2.2.2", 1..=2),
            ("2.3.1", 1..=7),
            ("3.1.0", 1..=2),
            ("3.1.2", 1..=24),
            ("3.1.3", 1..=11),
            ("3.1.4", 1..=5),
            ("3.2.0", 1..=1),
            ("3.2.2", 1..=6),
            ("3.3.1", 1..=12),
            ("3.3.2", 1..=3),
            ("3.3.4", 1..=1),
            ("3.3.5", 1..=2),
            ("3.6.1", 1..=1),
            ("3.8.1", 1..=1),
            ("3.8.3", 1..=4),
            ("3.8.4", 1..=6),
            ("3.9.3", 1..=2),
            ("3.10.1", 1..=1),
            ("3.10.3", 1..=2),
            ("3.10.4", 1..=6),
            ("3.12.4", 1..=1),
            ("3.14.1", 1..=1),
            ("3.14.4", 1..=3),
            ("4.1.0", 1..=2),
            ("4.3.1", 1..=1),
            ("4.3.2", 1..=2),
            ("4.3.3", 1..=2),
            ("4.4.0", 1..=1),
            ("4.5.0", 1..=2),
            ("4.6.0", 1..=6),
            ("4.7.1", 1..=3),
            ("4.7.2", 1..=1),
            ("4.7.3", 1..=4),
            ("4.8.0", 1..=2),
            ("6.0.0", 1..=4),
            ("7.0.0", 1..=2),
            ("7.1.1", 1..=1),
            ("7.1.2", 1..=1),
        ],
    ),
    (
        "5.0",
        &[
            ("1.5.4", 1..=3),
            ("1.5.5", 1..=1),
            ("1.5.7", 1..=1),
            ("2.1.3", 1..=1),
            ("2.2.1", 2..=6),
            ("2.2.2", 1..=1),
            ("3.1.0", 1..=2),
            ("3.1.2", 1..=30),
            ("3.1.3", 1..=12),
            ("3.1.4", 1..=6),
            ("3.2.0", 1..=2),
            ("3.2.2", 1..=22),
            ("3.3.1", 1..=13),
            ("3.3.2", 1..=20),
            ("3.3.4", 1..=10),
            ("3.4.2", 1..=3),
            ("3.5.2", 1..=3),
            ("3.6.1", 1..=1),
            ("3.6.2", 1..=3),
            ("3.7.2", 1..=3),
            ("3.8.1", 1..=1),
            ("3.8.3", 1..=5),
            ("3.8.4", 1..=8),
            ("3.9.2", 1..=2),
            ("3.9.3", 1..=2),
            ("3.10.1", 1..=1),
            ("3.10.3", 1..=2),
            ("3.10.4", 1..=6),
            ("3.11.2", 1..=2),
            ("3.11.3", 1..=2),
            ("3.12.4", 1..=1),
            ("3.14.0", 1..=1),
            ("3.14.1", 1..=1),
            ("3.14.2", 1..=4),
            ("3.14.4", 1..=3),
            ("3.15.1", 1..=1),
            ("3.15.2", 1..=3),
            ("4.1.0", 1..=2),
            ("4.2.0", 1..=1),
            ("4.3.1", 1..=1),
            ("4.3.2", 1..=5),
            ("4.3.3", 1..=13),
            ("4.4.0", 1..=2),
            ("4.5.0", 1..=2),
            ("4.6.0", 1..=6),
            ("4.7.0", 1..=1),
            ("4.7.1", 1..=2),
            ("4.7.2", 1..=1),
            ("4.7.3", 1..=4),
            ("4.8.2", 1..=6),
            ("4.9.0", 1..=3),
            ("4.12.0", 1..=7),
            ("4.12.1", 1..=2),
            ("4.13.1", 1..=1),
            ("4.13.2", 1..=1),
            ("6.0.0", 1..=4),
        ],
    ),
];

/// A line of `statements/`.
enum Line {
    Client {
        id: String,
        words: String,
        held: Held,
    },
    Servers(Vec<String>),
}

enum Held {
    By(Vec<String>),
    Not(String),
}

fn here() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn lines(version: &str) -> Vec<Line> {
    let text = fs::read_to_string(here().join(format!("statements/{version}.txt"))).unwrap();
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines.map(line).collect()
}

fn line(line: &str) -> Line {
    let fields: Vec<&str> = line.split('\t').collect();
    let held = match fields[..] {
        ["servers", ids] => return Line::Servers(ids.split(' ').map(str::to_owned).collect()),
        [_, _, "-", why] => Held::Not(why.to_owned()),
        [_, _, tests] if tests != "-" => Held::By(tests.split(", ").map(str::to_owned).collect()),
        _ => panic!("a line is a number, words, and tests or a reason: {line}"),
    };
    let [id, words] = [fields[0], fields[1]].map(str::to_owned);
    Line::Client { id, words, held }
}

fn ids(lines: &[Line]) -> Vec<&str> {
    let ids = lines.iter().flat_map(|line| match line {
        Line::Client { id, .. } => std::slice::from_ref(id),
        Line::Servers(ids) => ids,
    });
    ids.map(String::as_str).collect()
}

#[test]
fn each_statement_is_there_once() {
    for ((version, sections), count) in VERSIONS.into_iter().zip(COUNTS) {
        let all: BTreeSet<String> = sections
            .iter()
            .flat_map(|(section, numbers)| {
                let numbers = numbers.clone();
                numbers.map(move |number| format!("MQTT-{section}-{number}"))
            })
            .collect();
        assert_eq!(all.len(), count, "of MQTT {version}");
        let lines = lines(version);
        let mut seen = BTreeSet::new();
        for id in ids(&lines) {
            assert!(all.contains(id), "MQTT {version} has no {id}");
            assert!(seen.insert(id.to_owned()), "{id} of MQTT {version} twice");
        }
        let missing: Vec<_> = all.difference(&seen).collect();
        assert!(missing.is_empty(), "MQTT {version}: {missing:?}");
    }
}

#[test]
fn each_test_that_is_named_exists() {
    for (version, _) in VERSIONS {
        for line in lines(version) {
            let Line::Client { id, held, .. } = line else {
                continue;
            };
            if let Held::By(tests) = held {
                for test in tests {
                    assert!(is_test(&test), "{id} of MQTT {version}: no test {test}");
                }
            }
        }
    }
}

/// Whether the module's file has a test of that name.
fn is_test(path: &str) -> bool {
    let (module, name) = path.rsplit_once("::").unwrap();
    let parts: Vec<&str> = module.split("::").collect();
    let file = |folder: &str, parts: &[&str]| {
        let mut file: PathBuf = [folder].iter().chain(parts).collect();
        file.set_extension("rs");
        fs::read_to_string(here().join(file)).ok()
    };
    // A file of `tests`, the module's own file, or that of the module which it is written in.
    let text = match parts[..] {
        [only] => file("tests", &[only]),
        [ref outer @ .., "tests"] => file("src", &parts).or_else(|| file("src", outer)),
        _ => file("src", &parts),
    };
    let Some(text) = text else { return false };
    let head = format!("fn {name}(");
    let lines: Vec<&str> = text.lines().map(str::trim_start).collect();
    let is_marked = |at: usize| lines[..at].last() == Some(&"#[test]");
    (0..lines.len()).any(|at| lines[at].starts_with(&head) && is_marked(at))
}

#[test]
fn the_table_is_what_the_lists_say() {
    let file = here().join("src/statements.md");
    let table = table();
    if std::env::var_os("ROPEWALK_WRITE").is_some() {
        fs::write(&file, &table).unwrap();
    }
    let written = fs::read_to_string(&file).unwrap_or_default();
    assert!(
        written == table,
        "ROPEWALK_WRITE=1 cargo test -p ropewalk-mqtt --test statements writes it anew"
    );
}

fn table() -> String {
    let mut out = String::from(
        "What the numbered statements of both specifications ask of a client, in our own words, and \
         the tests\nthat hold it. Written by `tests/statements.rs` from what is in `statements/`.\n",
    );
    for (version, _) in VERSIONS {
        let lines = lines(version);
        let are_tested = |line: &&Line| {
            let held = match line {
                Line::Client { held, .. } => held,
                Line::Servers(_) => return false,
            };
            matches!(held, Held::By(_))
        };
        let all = ids(&lines).len();
        let clients = lines.iter().filter(|it| matches!(it, Line::Client { .. }));
        let clients = clients.count();
        let tested = lines.iter().filter(are_tested).count();
        write!(
            out,
            "\n# MQTT {version}\n\nOf {all} statements {clients} ask something of a client; tests \
             hold {tested} of them.\n\n| Number | What it asks | Tests, or why there is none |\n\
             | --- | --- | --- |\n"
        )
        .unwrap();
        for line in &lines {
            let Line::Client { id, words, held } = line else {
                continue;
            };
            let held = match held {
                Held::By(tests) => {
                    let tests = tests.iter().map(|test| format!("`{test}`"));
                    tests.collect::<Vec<_>>().join(", ")
                }
                Held::Not(why) => why.clone(),
            };
            writeln!(out, "| {id} | {words} | {held} |").unwrap();
        }
        out.push_str("\nOf servers alone:\n\n");
        for line in &lines {
            if let Line::Servers(ids) = line {
                writeln!(out, "- {}", ids.join(", ")).unwrap();
            }
        }
    }
    out
}
