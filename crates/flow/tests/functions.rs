//! That an op which is a function does just what it would do with handlers.

#![allow(clippy::unwrap_used, reason = "what fails in a test is to end it")]

mod graph;

use std::time::Duration;

use graph::graph;
use proptest::collection::vec;
use proptest::prelude::*;
use ropewalk_flow::{
    Arguments, Cost, Cx, Graph, Handlers, In, Instant, LinkId, Multi, NodeId, Op, OpEntry, OpError,
    Out, Text, Value,
};

const NOW: Instant = Duration::ZERO;

/// Declares an op twice: as a function, and with handlers.
macro_rules! twice {
    ($name:literal, $function:ident: $by_function:ident, $by_handlers:ident { $($ports:tt)* }) => {
        /// Computes.
        #[derive(Op)]
        #[op(name = $name, function = $function)]
        struct $by_function {
            $($ports)*
        }

        /// Computes.
        #[derive(Op)]
        #[op(name = $name)]
        struct $by_handlers {
            $($ports)*
        }
    };
}

twice!("Ops.Test.Add", add: Add, AddByHandlers {
    /// A number.
    #[input(name = "a")]
    a: In<f64>,
    /// A number.
    #[input(name = "b", default = 1)]
    b: In<f64>,
    /// A number.
    #[output(name = "sum")]
    sum: Out<f64>,
});

twice!("Ops.Test.Less", less: Less, LessByHandlers {
    /// A number.
    #[input(name = "a")]
    a: In<f64>,
    /// A number.
    #[input(name = "b", default = 2)]
    b: In<f64>,
    /// A truth value.
    #[output(name = "less")]
    less: Out<bool>,
});

twice!("Ops.Test.Choose", choose: Choose, ChooseByHandlers {
    /// A truth value.
    #[input(name = "negative")]
    negative: In<bool>,
    /// A text.
    #[input(name = "text", default = "one")]
    text: In<Text>,
    /// A number.
    #[output(name = "number", default = -1)]
    number: Out<f64>,
});

twice!("Ops.Test.Total", total: Total, TotalByHandlers {
    /// A number.
    #[input(name = "factor", default = 0.5)]
    factor: In<f64>,
    /// Numbers.
    #[input(name = "numbers", multi = 2)]
    numbers: Multi<In<f64>>,
    /// A number.
    #[output(name = "total")]
    total: Out<f64>,
});

fn add(a: f64, b: f64) -> f64 {
    a + b
}

fn less(a: f64, b: f64) -> bool {
    a < b
}

fn choose(negative: bool, text: &str) -> f64 {
    let length = f64::from(u8::try_from(text.len()).unwrap_or(u8::MAX));
    if negative { -length } else { length }
}

fn total(factor: f64, numbers: Arguments<'_, In<f64>>) -> f64 {
    factor * numbers.sum::<f64>()
}

impl Handlers for AddByHandlers {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        self.sum.set(cx, add(self.a.get(cx), self.b.get(cx)));
        Ok(())
    }
}

impl Handlers for LessByHandlers {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        self.less.set(cx, less(self.a.get(cx), self.b.get(cx)));
        Ok(())
    }
}

impl Handlers for ChooseByHandlers {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let number = choose(self.negative.get(cx), &self.text.get(cx));
        self.number.set(cx, number);
        Ok(())
    }
}

impl Handlers for TotalByHandlers {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let numbers: f64 = self.numbers.ports(cx).map(|port| port.get(cx)).sum();
        self.total.set(cx, self.factor.get(cx) * numbers);
        Ok(())
    }
}

/// Passes on what it gets, which need not fit where it is linked to; and fails at texts.
#[derive(Op)]
#[op(name = "Ops.Test.Anything")]
struct Anything {
    /// Anything.
    #[input(name = "value")]
    value: In<Value>,
    /// The same.
    #[output(name = "same")]
    same: Out<Value>,
}

impl Handlers for Anything {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let value = self.value.get(cx);
        let is_text = matches!(value, Value::Text(_));
        self.same.set(cx, value);
        if is_text {
            return Err(OpError::new("It is a text."));
        }
        Ok(())
    }
}

const BY_FUNCTION: [OpEntry; 5] = [
    OpEntry::of::<Add>(),
    OpEntry::of::<Less>(),
    OpEntry::of::<Choose>(),
    OpEntry::of::<Total>(),
    OpEntry::of::<Anything>(),
];
const BY_HANDLERS: [OpEntry; 5] = [
    OpEntry::of::<AddByHandlers>(),
    OpEntry::of::<LessByHandlers>(),
    OpEntry::of::<ChooseByHandlers>(),
    OpEntry::of::<TotalByHandlers>(),
    OpEntry::of::<Anything>(),
];

/// What is done to a graph.
#[derive(Clone, Debug)]
enum Step {
    Connect(usize, (usize, u16)),
    Disconnect(usize),
    Set(usize, u16, Value),
    Disable(usize, bool),
    Remove(usize),
    Ports(usize, u16),
    Settle,
}

fn value() -> impl Strategy<Value = Value> {
    let number = prop_oneof![Just(0.0), Just(-0.0), Just(1.0), Just(f64::NAN), -9.0..9.0];
    prop_oneof![
        6 => number.prop_map(Value::Number),
        1 => any::<bool>().prop_map(Value::Bool),
        1 => "[0-9a-c]{0,2}".prop_map(Value::from),
    ]
}

fn step(nodes: usize) -> impl Strategy<Value = Step> {
    let node = 0..nodes;
    let input = 0..4_u16;
    prop_oneof![
        8 => (node.clone(), (node.clone(), input.clone())).prop_map(|(from, to)| Step::Connect(from, to)),
        2 => any::<usize>().prop_map(Step::Disconnect),
        8 => (node.clone(), input, value()).prop_map(|(node, port, value)| Step::Set(node, port, value)),
        1 => (node.clone(), any::<bool>()).prop_map(|(node, disabled)| Step::Disable(node, disabled)),
        1 => node.clone().prop_map(Step::Remove),
        1 => (node, 1..4_u16).prop_map(|(node, count)| Step::Ports(node, count)),
        6 => Just(Step::Settle),
    ]
}

/// All that can be seen of a graph after each step.
fn seen(library: &[OpEntry; 5], ops: &[usize], steps: &[Step]) -> Vec<String> {
    let mut graph = graph();
    graph.profile(Some(Box::new(|| NOW)));
    let nodes: Vec<NodeId> = ops.iter().map(|&op| graph.add(&library[op])).collect();
    let mut links: Vec<LinkId> = Vec::new();
    let mut seen = Vec::new();
    for step in steps {
        let outcome = match step {
            &Step::Connect(from, (to, port)) => {
                let link = graph.connect((nodes[from], 0), (nodes[to], port));
                links.extend(link.clone());
                link.map(drop)
            }
            Step::Disconnect(_) if links.is_empty() => Ok(()),
            Step::Disconnect(index) => {
                graph.disconnect(links.swap_remove(index % links.len()));
                Ok(())
            }
            Step::Set(node, port, value) => graph.set(nodes[*node], *port, value.clone()),
            Step::Disable(node, disabled) => graph.set_disabled(nodes[*node], *disabled),
            Step::Remove(node) => graph.remove(nodes[*node]),
            Step::Ports(node, count) => graph.set_port_count(nodes[*node], false, *count),
            Step::Settle => {
                graph.settle(NOW);
                Ok(())
            }
        };
        seen.push(format!("{step:?}: {outcome:?}"));
        if let Step::Settle = step {
            seen.extend(nodes.iter().map(|&node| ports(&graph, node)));
            seen.push(format!("{:?}", graph.take_profile()));
            seen.extend(std::iter::from_fn(|| graph.poll_status()).map(|it| format!("{it:?}")));
            seen.extend(
                std::iter::from_fn(|| graph.poll_link_status()).map(|it| format!("{it:?}")),
            );
        }
    }
    seen
}

fn ports(graph: &Graph, node: NodeId) -> String {
    let inputs: Vec<_> = (0..5).map(|port| graph.input(node, port)).collect();
    format!("{node:?} {inputs:?} {:?}", graph.output(node, 0))
}

proptest! {
    #[test]
    fn functions_and_handlers_do_the_same(
        ops in vec(0..5_usize, 9),
        steps in vec(step(9), 1..60),
    ) {
        let steps: Vec<Step> = steps.into_iter().chain([Step::Settle]).collect();
        prop_assert_eq!(seen(&BY_FUNCTION, &ops, &steps), seen(&BY_HANDLERS, &ops, &steps));
    }
}

#[test]
fn a_function_is_called_once_for_all_inputs_that_have_changed() {
    let mut graph = graph();
    let [source, left, right, sink] = [(); 4].map(|()| graph.add(&BY_FUNCTION[0]));
    for (from, to, port) in [
        (source, left, 0),
        (source, right, 0),
        (left, sink, 0),
        (right, sink, 1),
    ] {
        graph.connect((from, 0), (to, port)).unwrap();
    }
    graph.settle(NOW);
    graph.profile(Some(Box::new(|| NOW)));
    graph.set(source, 0, 5.0.into()).unwrap();
    graph.settle(NOW);
    let cost = Cost { runs: 1, time: NOW };
    let expected = [source, left, right, sink].map(|node| (node, cost));
    assert_eq!(graph.take_profile(), expected);
    assert_eq!(graph.output(sink, 0), Ok(&Value::Number(14.0)));
    // Nothing has changed for those behind what gives the same as before.
    graph.set(source, 0, 5.0.into()).unwrap();
    graph.settle(NOW);
    assert_eq!(graph.take_profile(), []);
}

#[test]
fn a_function_at_rest_is_not_computed_until_it_is_woken() {
    let mut graph = graph();
    let [first, second] = [(); 2].map(|()| graph.add(&BY_FUNCTION[0]));
    graph.connect((first, 0), (second, 0)).unwrap();
    graph.settle(NOW);
    graph.set_disabled(second, true).unwrap();
    graph.set(first, 0, 3.0.into()).unwrap();
    graph.settle(NOW);
    assert_eq!(graph.input(second, 0), Ok(&Value::Number(4.0)));
    assert_eq!(graph.output(second, 0), Ok(&Value::Number(2.0)));
    graph.set_disabled(second, false).unwrap();
    graph.settle(NOW);
    assert_eq!(graph.output(second, 0), Ok(&Value::Number(5.0)));
}

#[test]
fn a_loop_of_functions_is_cut_where_it_does_not_come_to_rest() {
    let mut graph = graph();
    let op = graph.add(&BY_FUNCTION[0]);
    let link = graph.connect((op, 0), (op, 0)).unwrap();
    graph.settle(NOW);
    let (cut, why) = graph.poll_link_status().unwrap();
    assert_eq!(cut, link);
    assert!(why.unwrap().contains("do not come to rest"));
    assert_eq!(graph.output(op, 0), Ok(&Value::Number(1_001.0)));
}
