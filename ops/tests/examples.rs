//! What holds of the examples on the help pages: each is what the editor copies, ready to be pasted.

#![allow(clippy::unwrap_used, reason = "what fails in a test is to end it")]

use std::collections::{BTreeMap, HashMap};

use ropewalk_flow::{Graph, Host, Kind, NodeId, OpEntry, OpSpec, PortSpec, Sockets, Value};
use ropewalk_ops::library;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Example {
    ropewalk: u64,
    ops: Vec<ExampleOp>,
    links: Vec<ExampleLink>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExampleOp {
    id: String,
    op: String,
    x: f64,
    y: f64,
    title: Option<String>,
    /// The id of the subpatch that it is in.
    subpatch: Option<String>,
    /// What a subpatch shows of the ops in it.
    #[serde(default)]
    exposed: Vec<ExampleExposed>,
    #[serde(default)]
    values: BTreeMap<String, serde_json::Value>,
    /// What inputs follow in the place of their values; `tests/examples.rs` of the project opens it.
    #[serde(default)]
    sources: BTreeMap<String, serde_json::Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExampleExposed {
    op: String,
    port: String,
    #[serde(default)]
    output: bool,
    name: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExampleLink {
    from: ExamplePort,
    to: ExamplePort,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExamplePort {
    op: String,
    port: String,
}

/// Every example with the declaration of the op whose page it is on.
fn examples() -> Vec<(&'static OpSpec, Example)> {
    let of = |entry: &'static OpEntry| {
        let blocks = entry.spec.help.split("```patch\n").skip(1);
        blocks.map(|block| {
            let json = block.split("\n```").next().unwrap();
            let example = serde_json::from_str(json);
            let example = example.unwrap_or_else(|error| panic!("{}: {error}", entry.spec.name));
            (entry.spec, example)
        })
    };
    library().flat_map(of).collect()
}

fn entry(name: &str) -> &'static OpEntry {
    let found = library().find(|entry| entry.spec.name == name);
    found.unwrap_or_else(|| panic!("there is no op `{name}`"))
}

impl Example {
    fn op(&self, id: &str) -> &ExampleOp {
        let found = self.ops.iter().find(|op| op.id == id);
        found.unwrap_or_else(|| panic!("no op has the id `{id}`"))
    }

    /// How many inputs or outputs an op has: as many of a multi port as the example names.
    fn port_count(&self, op: &ExampleOp, is_output: bool) -> u16 {
        let spec = entry(&op.op).spec;
        let ports = spec.ports(is_output);
        let ends = self
            .links
            .iter()
            .map(|link| if is_output { &link.from } else { &link.to });
        let linked = ends.filter(|end| end.op == op.id).map(|end| &end.port);
        let set = op.values.keys().filter(|_| !is_output);
        let index = |name: &String| {
            if is_output {
                spec.output(name)
            } else {
                spec.input(name)
            }
        };
        let named = linked.chain(set).filter_map(index).max();
        PortSpec::count(ports).max(named.map_or(0, |index| index + 1))
    }

    /// Adds an op to a graph with the ports that the example names.
    fn add(&self, op: &ExampleOp, graph: &mut Graph) -> NodeId {
        let entry = entry(&op.op);
        let node = graph.add(entry);
        for is_output in [false, true] {
            let ports = entry.spec.ports(is_output);
            if PortSpec::multi(ports).is_some() {
                let count = self.port_count(op, is_output) - PortSpec::fixed(ports);
                graph.set_port_count(node, is_output, count).unwrap();
            }
        }
        node
    }

    fn is_linked(&self, id: &str, port: &str, is_output: bool) -> bool {
        self.links.iter().any(|link| {
            let end = if is_output { &link.from } else { &link.to };
            end.op == id && end.port == port
        })
    }
}

#[test]
fn every_help_page_ends_in_an_example_of_a_few_ops_and_has_its_own_in_one() {
    let examples = examples();
    for OpEntry { spec, .. } in library() {
        assert!(
            spec.help.ends_with("\n}\n```\n"),
            "{}: its help page does not end in a block ```patch",
            spec.name
        );
        let own = examples.iter().filter(|(page, _)| page.name == spec.name);
        let mut ops = own.flat_map(|(_, example)| &example.ops);
        assert!(
            ops.any(|op| op.op == spec.name),
            "{}: no block ```patch of its help page has the op itself",
            spec.name
        );
    }
    for (page, example) in &examples {
        assert_eq!(example.ropewalk, 1, "{}", page.name);
        let count = example.ops.len();
        assert!((2..=6).contains(&count), "{}: {count} ops", page.name);
    }
}

#[test]
fn values_and_links_of_examples_are_those_that_their_ports_take() {
    for (page, example) in examples() {
        let host = Host {
            identity: "test".into(),
            sockets: Sockets::Web,
            keeps_records: false,
        };
        let mut graph = Graph::new(1, host);
        let mut nodes = HashMap::new();
        for op in &example.ops {
            let entry = entry(&op.op);
            let node = example.add(op, &mut graph);
            assert!(
                nodes.insert(op.id.as_str(), node).is_none(),
                "{}: two ops have the id `{}`",
                page.name,
                op.id
            );
            for (name, json) in &op.values {
                let at = format!("{}: `{name}` of `{}`", page.name, op.id);
                let port = entry.spec.input(name).unwrap_or_else(|| panic!("{at}"));
                let input = PortSpec::at(entry.spec.inputs, port).unwrap();
                let own_name = PortSpec::name_at(entry.spec.inputs, port);
                assert_eq!(own_name, *name, "{at} is an alias");
                let value = Value::from_json(&json.to_string()).unwrap();
                graph
                    .set(node, port, value)
                    .unwrap_or_else(|error| panic!("{at}: {error}"));
                if let (Some(text), false) = (json.as_str(), input.choices.is_empty()) {
                    assert!(input.choices.contains(&text), "{at}: `{text}` is no choice");
                }
            }
            for name in op.sources.keys() {
                let port = entry.spec.input(name);
                assert!(port.is_some(), "{}: no input `{name}`", page.name);
            }
        }
        for link in &example.links {
            let at = format!("{}: a link to `{}`", page.name, link.to.op);
            let (from, to) = (example.op(&link.from.op), example.op(&link.to.op));
            let output = entry(&from.op).spec.output(&link.from.port);
            let output = output.unwrap_or_else(|| panic!("{at}: no output `{}`", link.from.port));
            let spec = entry(&to.op).spec;
            let from = (nodes[link.from.op.as_str()], output);
            let to = nodes[link.to.op.as_str()];
            let linked = match (spec.input(&link.to.port), spec.choice(&link.to.port)) {
                (Some(input), _) => graph.connect(from, (to, input)),
                (None, Some(choice)) => graph.connect_index(from, (to, choice)),
                (None, None) => panic!("{at}: no input `{}`", link.to.port),
            };
            linked.unwrap_or_else(|error| panic!("{at}: {error}"));
        }
    }
}

#[test]
fn subpatches_of_examples_show_ports_of_ops_in_them() {
    for (page, example) in examples() {
        for op in &example.ops {
            if let Some(subpatch) = &op.subpatch {
                assert_eq!(example.op(subpatch).op, "Ops.Ui.SubPatch", "{}", page.name);
            }
            for exposed in &op.exposed {
                let inner = example.op(&exposed.op);
                assert_eq!(inner.subpatch.as_ref(), Some(&op.id), "{}", page.name);
                let spec = entry(&inner.op).spec;
                let port = if exposed.output {
                    spec.output(&exposed.port)
                } else {
                    spec.input(&exposed.port)
                };
                assert!(port.is_some(), "{}: {}", page.name, exposed.port);
                assert!(!exposed.name.is_empty(), "{}", page.name);
            }
        }
    }
}

#[test]
fn no_example_has_a_secret() {
    for (page, example) in examples() {
        for op in &example.ops {
            let secrets = entry(&op.op).spec.inputs.iter().filter(|port| port.secret);
            for PortSpec { name, .. } in secrets {
                assert!(!op.values.contains_key(*name), "{}: {name}", page.name);
            }
        }
    }
}

/// The editor's own measure (`web/src/canvas/layout.ts`), and below each op room for a mark.
#[test]
fn no_two_ops_of_an_example_overlap_and_each_stands_on_the_grid() {
    const MARK: f64 = 32.0;
    const GAP: f64 = 16.0;
    for (page, example) in examples() {
        // What an area lies behind it is meant to lie behind.
        let boxes = example.ops.iter().filter(|op| op.op != "Ops.Ui.Area");
        let boxes = boxes.map(|op| {
            let (width, height) = size(&example, op);
            (op, width + GAP, height + MARK)
        });
        let boxes = Vec::from_iter(boxes);
        for (number, (op, width, height)) in boxes.iter().enumerate() {
            assert_eq!(
                [op.x % 8.0, op.y % 8.0],
                [0.0; 2],
                "{}: {}",
                page.name,
                op.id
            );
            for (other, other_width, other_height) in &boxes[..number] {
                let is_beside = op.x >= other.x + other_width || other.x >= op.x + width;
                let is_below = op.y >= other.y + other_height || other.y >= op.y + height;
                let is_elsewhere = op.subpatch != other.subpatch;
                assert!(
                    is_beside || is_below || is_elsewhere,
                    "{}: `{}` and `{}` are closer than {GAP} beside and {MARK} below each other",
                    page.name,
                    other.id,
                    op.id
                );
            }
        }
    }
}

fn size(example: &Example, op: &ExampleOp) -> (f64, f64) {
    let spec = entry(&op.op).spec;
    let (body_width, body_height) = match spec.short_name() {
        "VizGraph" => (240.0, 88.0),
        "VizNumber" | "DisplayValue" => (136.0, 40.0),
        "TriggerButton" => (112.0, 32.0),
        // What other Viz ops may come to show.
        name if name.starts_with("Viz") => (240.0, 88.0),
        _ => (0.0, 0.0),
    };
    let title = op.title.as_deref().unwrap_or(spec.short_name());
    let title = (title.chars().count() as f64 * 7.2 + 40.0).min(320.0);
    let row = |ports: &'static [PortSpec], is_output: bool| {
        let all = 0..example.port_count(op, is_output);
        let at = |index: &u16| PortSpec::at(ports, *index).unwrap();
        let is_small = all.len() <= 7;
        let main = all.clone().filter(|index| at(index).group.is_empty());
        let main = Vec::from_iter(main.take(6));
        let shown = all.filter(|index| {
            let name = PortSpec::name_at(ports, *index);
            let is_linked = example.is_linked(&op.id, &name, is_output);
            is_small || is_linked || main.contains(index)
        });
        // The number that chooses, where it is linked, and the place for one more port.
        let choices = spec
            .inputs
            .iter()
            .filter(|port| !is_output && !port.choices.is_empty());
        let by_index = choices
            .filter(|port| example.is_linked(&op.id, &format!("{} index", port.name), false));
        let more = if PortSpec::multi(ports).is_some() {
            24.0
        } else {
            0.0
        };
        let more = more + 48.0 * by_index.count() as f64;
        let width = |port: &PortSpec| match port.kind {
            Kind::Number => 48.0,
            Kind::Bool => 40.0,
            Kind::Text | Kind::Any => 56.0,
            _ => 24.0,
        };
        shown.map(|index| width(at(&index))).sum::<f64>() + more + if is_small { 0.0 } else { 32.0 }
    };
    let widths = [
        title,
        body_width,
        row(spec.inputs, false),
        row(spec.outputs, true),
        96.0,
    ];
    let width = widths.into_iter().fold(0.0, f64::max);
    ((width / 8.0).ceil() * 8.0, 72.0 + body_height)
}

#[test]
fn the_pages_of_the_mqtt_ops_tell_of_every_port() {
    let pages = library().filter(|entry| entry.spec.name.starts_with("Ops.Net.Mqtt."));
    let mut count = 0;
    for OpEntry { spec, .. } in pages {
        count += 1;
        let help = spec.help.replace('\n', " ");
        for PortSpec { name, .. } in spec.inputs.iter().chain(spec.outputs) {
            let forms = [
                format!("**{name}**"),
                format!("`{name}`"),
                format!("\"{name}\""),
            ];
            assert!(
                forms.iter().any(|form| help.contains(form)),
                "{}: neither the text nor an example has `{name}`",
                spec.name
            );
        }
    }
    assert_eq!(count, 6);
}
