//! What holds of every op.

#![allow(clippy::unwrap_used, reason = "what fails in a test is to end it")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use ropewalk_flow::{Graph, Host, Instant, OpSpec, PortSpec, Sockets};
use ropewalk_ops::library;

fn specs() -> impl Iterator<Item = &'static OpSpec> {
    library().map(|entry| entry.spec)
}

#[test]
fn no_two_ops_share_a_name_or_an_alias() {
    let mut owners = BTreeMap::new();
    for spec in specs() {
        for name in [&spec.name].into_iter().chain(spec.aliases) {
            if let Some(other) = owners.insert(name, spec.name) {
                panic!("{name} names both {other} and {}", spec.name);
            }
        }
    }
}

#[test]
fn every_op_and_every_port_is_explained() {
    for spec in specs() {
        assert!(
            spec.summary.ends_with('.'),
            "{}: {}",
            spec.name,
            spec.summary
        );
        assert!(spec.help.len() > 40, "{} has no help page", spec.name);
        assert!(
            !spec.help.starts_with('#'),
            "{}: the editor puts the name above the help page",
            spec.name
        );
        let ports = spec.inputs.iter().chain(spec.outputs);
        for PortSpec { name, doc, .. } in ports {
            assert!(doc.ends_with('.'), "{}, {name}: {doc:?}", spec.name);
        }
    }
}

#[test]
fn every_file_of_an_op_has_its_help_page_beside_it_and_is_listed() {
    let mut files = Vec::new();
    collect(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut files,
    );
    let declares = |path: &PathBuf| fs::read_to_string(path).unwrap().contains("#[derive(Op)]");
    let ops: Vec<&PathBuf> = files
        .iter()
        .filter(|path| path.extension().is_some_and(|kind| kind == "rs") && declares(path))
        .collect();
    for op in &ops {
        assert!(files.contains(&op.with_extension("md")), "{}", op.display());
    }
    let pages = files
        .iter()
        .filter(|path| path.extension().is_some_and(|kind| kind == "md"));
    for page in pages {
        assert!(
            ops.contains(&&page.with_extension("rs")),
            "{}",
            page.display()
        );
    }
    assert_eq!(
        specs().count(),
        ops.len(),
        "each is listed in its family's `OPS`"
    );
}

#[test]
fn the_ops_that_a_refused_link_recommends_are_there() {
    for name in [
        "Ops.String.StringToNumber",
        "Ops.Json.ParseObject",
        "Ops.Number.TriggerOnChangeNumber",
    ] {
        assert!(specs().any(|spec| spec.name == name), "{name}");
    }
}

#[test]
fn every_op_stands_whatever_its_inputs_hold() {
    let odd = [
        "null",
        "0",
        "-1",
        "1e308",
        "true",
        "\"\"",
        "\"a/+#\\u0000$\"",
        "[]",
        "{}",
        "[1,\"2\",null]",
    ];
    for entry in library() {
        let host = Host {
            identity: "test".into(),
            sockets: Sockets::Web,
            keeps_records: false,
        };
        let mut graph = Graph::new(1, host);
        let node = graph.add(entry);
        let mut now = Instant::ZERO;
        for value in odd {
            let value = ropewalk_flow::Value::from_json(value).unwrap();
            for port in 0..PortSpec::count(entry.spec.inputs) {
                // What the port does not take is refused, which is right.
                let _ = graph.set(node, port, value.clone());
                graph.settle(now);
                let _ = graph.press(node, port, now);
            }
            now += Instant::from_millis(700);
            graph.wake(now);
            graph.frame(now);
            graph.online(now);
        }
        for port in 0..PortSpec::count(entry.spec.inputs) {
            let _ = graph.set(node, port, ropewalk_flow::Value::Number(f64::NAN));
            let _ = graph.set(node, port, ropewalk_flow::Value::Number(f64::INFINITY));
            graph.settle(now);
        }
        graph.remove(node).unwrap();
        graph.settle(now);
    }
}

#[test]
fn a_disabled_op_does_nothing_whatever_comes() {
    for entry in library() {
        let host = Host {
            identity: "test".into(),
            sockets: Sockets::Web,
            keeps_records: false,
        };
        let mut graph = Graph::new(1, host);
        let node = graph.add(entry);
        graph.settle(Instant::ZERO);
        graph.set_disabled(node, true).unwrap();
        graph.settle(Instant::ZERO);
        let outputs = |graph: &Graph| {
            let ports = 0..PortSpec::count(entry.spec.outputs);
            Vec::from_iter(ports.map(|port| graph.output(node, port).unwrap().clone()))
        };
        let before = outputs(&graph);
        let mut now = Instant::ZERO;
        for port in 0..PortSpec::count(entry.spec.inputs) {
            let _ = graph.set(node, port, ropewalk_flow::Value::Number(1.0));
            graph.settle(now);
            let _ = graph.press(node, port, now);
            now += Instant::from_secs(10);
            assert_eq!(graph.next_wake(), None, "{}", entry.spec.name);
            graph.frame(now);
        }
        let after = outputs(&graph);
        for (before, after) in before.iter().zip(&after) {
            assert!(before.same(after), "{}", entry.spec.name);
        }
    }
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else {
            files.push(path);
        }
    }
}
