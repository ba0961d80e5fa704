//! How long a number takes through a long chain of ops, beside the same chain of bare calls.
//!
//! Prints one JSON object: nanoseconds per op, the median of several runs, of `graph` (the
//! scheduler and the op `Ops.Math.Sum`) and of `calls` (a virtual call per op, each with its own
//! state: what no scheduler can beat).

use std::hint::black_box;
use std::time::Instant as Clock;

use ropewalk_flow::{Graph, Host, Instant, NodeId, OpEntry, Sockets, Value};
use ropewalk_ops::library;
use serde_json::json;

const OPS: usize = 10_000;
const ROUNDS: u32 = 200;
const RUNS: usize = 15;

fn main() {
    let (mut graph, first, last) = chain();
    let mut calls: Vec<Box<dyn Add>> = (0..OPS)
        .map(|_| -> Box<dyn Add> { Box::new(One) })
        .collect();
    let mut number = 0.0;
    let mut of_graph = Vec::new();
    let mut of_calls = Vec::new();
    // In turn, so that both have the same luck with the machine.
    for _ in 0..RUNS {
        of_graph.push(nanoseconds_per_op(|| {
            number += 1.0;
            set(&mut graph, first, 0, number);
            assert_eq!(
                graph.output(last, 0),
                Ok(&Value::Number(number + OPS as f64))
            );
        }));
        of_calls.push(nanoseconds_per_op(|| {
            number += 1.0;
            let sum = calls
                .iter_mut()
                .fold(black_box(number), |sum, op| op.add(sum));
            assert_eq!(sum, number + OPS as f64);
        }));
    }
    let (graph, calls) = (median(of_graph), median(of_calls));
    println!("{}", json!({ "ops": OPS, "graph": graph, "calls": calls }));
}

/// Ops that add one, each to the sum of the one before.
fn chain() -> (Graph, NodeId, NodeId) {
    let host = Host {
        identity: "bench".into(),
        sockets: Sockets::Native,
        keeps_records: false,
    };
    let mut graph = Graph::new(1, host);
    let sum: &OpEntry = library()
        .find(|entry| entry.spec.name == "Ops.Math.Sum")
        .expect("the library can add");
    let nodes: Vec<NodeId> = (0..OPS).map(|_| graph.add(sum)).collect();
    for &node in &nodes {
        set(&mut graph, node, 1, 1.0);
    }
    for pair in nodes.windows(2) {
        graph.connect((pair[0], 0), (pair[1], 0)).expect("a link");
    }
    (graph, nodes[0], nodes[OPS - 1])
}

fn set(graph: &mut Graph, node: NodeId, port: u16, number: f64) {
    graph
        .set(node, port, Value::Number(number))
        .expect("a number");
    graph.settle(Instant::ZERO);
}

trait Add {
    fn add(&mut self, sum: f64) -> f64;
}

struct One;

impl Add for One {
    fn add(&mut self, sum: f64) -> f64 {
        sum + 1.0
    }
}

fn nanoseconds_per_op(mut round: impl FnMut()) -> f64 {
    let start = Clock::now();
    for _ in 0..ROUNDS {
        round();
    }
    start.elapsed().as_secs_f64() * 1e9 / f64::from(ROUNDS) / OPS as f64
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}
