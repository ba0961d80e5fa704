//! The table of statements names tests that are there.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;

#[test]
fn the_tests_that_the_table_names_exist() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut sources = String::new();
    gather(&folder.join("src"), &mut sources);
    gather(&folder.join("tests"), &mut sources);

    let table = include_str!("../src/conformance.md");
    let rows = table.lines().filter(|line| line.starts_with("| MQTT-"));
    let mut named = 0;
    for row in rows {
        let tests = row.split('|').nth(3).unwrap();
        let before = named;
        for test in tests.split('`').skip(1).step_by(2) {
            assert!(sources.contains(&format!("fn {test}(")), "{test}");
            named += 1;
        }
        assert!(named > before, "{row}");
    }
    assert!(named > 0);
}

fn gather(folder: &Path, sources: &mut String) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            gather(&path, sources);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            sources.push_str(&fs::read_to_string(path).unwrap());
        }
    }
}
