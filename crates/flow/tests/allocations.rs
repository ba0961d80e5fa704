//! What a value on its way takes from the allocator: of numbers, nothing.

#![allow(clippy::unwrap_used, reason = "what fails in a test is to end it")]

mod graph;
#[path = "ops/sum.rs"]
mod sum;

use std::time::Duration;

use allocation_counter::measure;
use graph::graph;
use ropewalk_flow::{Cx, Graph, Handlers, In, NodeId, Op, OpEntry, OpError, Out, Text, Value};
use sum::Sum;

const OPS: usize = 1_000;

/// [`Sum`] as a function.
#[derive(Op)]
#[op(name = "Ops.Test.Add", function = add)]
struct Add {
    /// The first.
    #[input(name = "number1")]
    number1: In<f64>,
    /// The second.
    #[input(name = "number2")]
    number2: In<f64>,
    /// Their sum.
    #[output(name = "result")]
    result: Out<f64>,
}

fn add(number1: f64, number2: f64) -> f64 {
    number1 + number2
}

/// Passes a text on.
#[derive(Op)]
#[op(name = "Ops.Test.EchoText")]
struct EchoText {
    /// The text.
    #[input(name = "text")]
    text: In<Text>,
    /// The same text.
    #[output(name = "result")]
    result: Out<Text>,
}

impl Handlers for EchoText {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        self.result.set(cx, self.text.get(cx));
        Ok(())
    }
}

#[test]
fn numbers_go_over_links_without_an_allocation() {
    for op in [OpEntry::of::<Sum>(), OpEntry::of::<Add>()] {
        numbers_go_without_an_allocation(&op);
    }
}

fn numbers_go_without_an_allocation(op: &OpEntry) {
    let (mut graph, first, last) = chain(op);
    // Besides, a number that goes to two inputs of one op, and from there to many ops.
    let sum = graph.add(op);
    for port in [0, 1] {
        graph.connect((last, 0), (sum, port)).unwrap();
    }
    for _ in 0..OPS {
        let end = graph.add(op);
        graph.connect((sum, 0), (end, 0)).unwrap();
    }
    graph.settle(Duration::ZERO);
    let allocations = measure(|| {
        for number in [1.0, f64::NAN, f64::NEG_INFINITY, 2.0] {
            graph.set(first, 0, Value::Number(number)).unwrap();
            graph.settle(Duration::ZERO);
        }
    });
    assert_eq!(graph.output(sum, 0), Ok(&Value::Number(4.0)));
    assert_eq!(allocations.count_total, 0);
}

#[test]
fn a_text_is_shared_by_all_who_pass_it_on() {
    let (mut graph, first, last) = chain(&OpEntry::of::<EchoText>());
    graph.settle(Duration::ZERO);
    let text = Value::from("a text");
    let allocations = measure(|| {
        graph.set(first, 0, text.clone()).unwrap();
        graph.settle(Duration::ZERO);
    });
    assert_eq!(graph.output(last, 0), Ok(&text));
    assert_eq!(allocations.count_total, 0);
}

/// Ops in a row; the first and the last of them.
fn chain(op: &OpEntry) -> (Graph, NodeId, NodeId) {
    let mut graph = graph();
    let nodes: Vec<NodeId> = (0..OPS).map(|_| graph.add(op)).collect();
    for pair in nodes.windows(2) {
        graph.connect((pair[0], 0), (pair[1], 0)).unwrap();
    }
    (graph, nodes[0], nodes[OPS - 1])
}
