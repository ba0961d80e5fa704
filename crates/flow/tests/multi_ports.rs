//! Multi ports and inputs that are chosen by index.

#![allow(clippy::unwrap_used, reason = "what fails in a test is to end it")]

mod graph;

use graph::graph;
use ropewalk_flow::testing::Bench;
use ropewalk_flow::{
    Cx, Fire, Graph, GraphError, Handlers, In, Instant, MAX_PORTS, Multi, Op, OpEntry, OpError,
    Out, Text, Trigger, Value,
};

/// Adds numbers, and passes pulses on to where they came from.
#[derive(Op)]
#[op(name = "Ops.Test.Many")]
struct Many {
    /// A factor.
    #[input(name = "Factor", default = 1)]
    factor: In<f64>,
    /// The numbers.
    #[input(name = "Numbers", multi = 2, default = 1)]
    numbers: Multi<In<f64>>,
    /// Their sum.
    #[output(name = "Sum")]
    sum: Out<f64>,
    /// How many numbers are linked.
    #[output(name = "Linked")]
    linked: Out<f64>,
    /// Each number.
    #[output(name = "Each", multi = 2)]
    each: Multi<Out<f64>>,
}

impl Handlers for Many {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let factor = self.factor.get(cx);
        let numbers: Vec<f64> = self.numbers.ports(cx).map(|port| port.get(cx)).collect();
        let linked = self
            .numbers
            .ports(cx)
            .filter(|port| port.linked(cx))
            .count();
        self.sum.set(cx, numbers.iter().sum::<f64>() * factor);
        self.linked.set(cx, linked as f64);
        for (port, number) in self.each.ports(cx).zip(numbers) {
            port.set(cx, number);
        }
        Ok(())
    }
}

/// Sends each pulse on, and says who listens.
#[derive(Op)]
#[op(name = "Ops.Test.Route")]
struct Route {
    /// The pulses.
    #[input(name = "In", multi = 2)]
    pulses: Multi<Trigger>,
    /// The names of the listening ops.
    #[output(name = "Names")]
    names: Out<Text>,
    /// The pulses.
    #[output(name = "Out", multi = 2, lazy)]
    on: Multi<Fire>,
}

impl Handlers for Route {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let names: Vec<_> = self
            .on
            .ports(cx)
            .flat_map(|port| port.listeners(cx))
            .collect();
        self.names.set(cx, names.join(" "));
        Ok(())
    }

    fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let number = self
            .pulses
            .position(port)
            .ok_or_else(|| OpError::new("?"))?;
        if let Some(port) = self.on.port(number, cx) {
            port.fire(cx);
        }
        Ok(())
    }
}

/// Says what was chosen.
#[derive(Op)]
#[op(name = "Ops.Test.Choose")]
struct Choose {
    /// The choice.
    #[input(name = "Mode", default = "b", choices("a", "b", "c"))]
    mode: In<Text>,
    /// The same.
    #[output(name = "Result")]
    result: Out<Text>,
    /// How often it was updated.
    #[output(name = "Updates")]
    updates: Out<f64>,
}

impl Handlers for Choose {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        self.result.set(cx, self.mode.get(cx));
        self.updates.set(cx, self.updates.get(cx) + 1.0);
        Ok(())
    }
}

/// Passes anything on.
#[derive(Op)]
#[op(name = "Ops.Test.Any")]
struct Any {
    /// The value.
    #[input(name = "value")]
    value: In<Value>,
    /// The same value.
    #[output(name = "result")]
    result: Out<Value>,
}

impl Handlers for Any {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        self.result.set(cx, self.value.get(cx));
        Ok(())
    }
}

const NOW: Instant = Instant::ZERO;

#[test]
fn a_multi_port_has_as_many_ports_as_it_is_given() {
    let mut op = Bench::<Many>::new();
    assert_eq!(op.out("Sum"), 2.0);
    op.set("Numbers_1", 5.0).unwrap();
    op.set("Factor", 2.0).unwrap();
    assert_eq!(op.out("Sum"), 12.0);
    assert_eq!(op.set("Numbers_2", 7.0), Err(GraphError::NoPort));
    op.set_port_count(false, 4).unwrap();
    assert_eq!(op.out("Sum"), 16.0, "the new ones have their default");
    op.set("Numbers_3", 10.0).unwrap();
    assert_eq!(op.out("Sum"), 34.0);
    assert_eq!(op.out("Each_1"), 5.0);
    op.set_port_count(true, 4).unwrap();
    assert_eq!(op.out("Each_3"), 10.0);
    op.set_port_count(false, 1).unwrap();
    assert_eq!(op.out("Sum"), 2.0);
    op.set_port_count(false, 4).unwrap();
    assert_eq!(op.out("Sum"), 8.0, "what was set is gone with its port");
}

#[test]
fn there_is_at_least_one_port_and_at_most_a_thousand() {
    let mut op = Bench::<Many>::new();
    for count in [0, MAX_PORTS + 1, u16::MAX] {
        assert_eq!(op.set_port_count(false, count), Err(GraphError::PortCount));
    }
    op.set_port_count(false, MAX_PORTS).unwrap();
    op.set("Numbers_999", 0.0).unwrap();
    assert_eq!(op.out("Sum"), 999.0);
    let mut single = Bench::<Choose>::new();
    assert_eq!(single.set_port_count(false, 2), Err(GraphError::NoPort));
    assert_eq!(single.set_port_count(true, 2), Err(GraphError::NoPort));
}

#[test]
fn links_stay_when_ports_come_and_go_with_their_ports() {
    let mut graph = graph();
    let from = graph.add(&OpEntry::of::<Many>());
    let to = graph.add(&OpEntry::of::<Many>());
    let after = graph.add(&OpEntry::of::<Many>());
    let number = |graph: &Graph, node, port| match graph.output(node, port).unwrap() {
        Value::Number(number) => *number,
        other => panic!("{other:?}"),
    };
    graph.set_port_count(to, false, 3).unwrap();
    graph.connect((from, 0), (to, 1)).unwrap();
    graph.connect((from, 0), (to, 3)).unwrap();
    graph.connect((to, 2), (after, 0)).unwrap();
    graph.set(from, 0, 10.0.into()).unwrap();
    graph.settle(NOW);
    assert_eq!((number(&graph, to, 0), number(&graph, to, 1)), (41.0, 2.0));
    assert_eq!(number(&graph, after, 0), 40.0);
    // Its slots move; what is linked to them follows.
    graph.set_port_count(to, false, 5).unwrap();
    graph.set_port_count(to, true, 5).unwrap();
    graph.settle(NOW);
    assert_eq!((number(&graph, to, 0), number(&graph, to, 1)), (43.0, 2.0));
    graph.set(from, 0, 20.0.into()).unwrap();
    graph.settle(NOW);
    assert_eq!(number(&graph, to, 0), 83.0);
    assert_eq!(number(&graph, after, 0), 80.0);
    graph.set_port_count(to, false, 2).unwrap();
    graph.settle(NOW);
    assert_eq!((number(&graph, to, 0), number(&graph, to, 1)), (41.0, 1.0));
    // Another takes the slots that came free.
    let other = graph.add(&OpEntry::of::<Many>());
    graph.set(other, 1, 7.0.into()).unwrap();
    graph.settle(NOW);
    assert_eq!(
        (number(&graph, to, 0), number(&graph, other, 0)),
        (41.0, 8.0)
    );
}

#[test]
fn an_output_that_goes_takes_its_value_back() {
    let mut graph = graph();
    let from = graph.add(&OpEntry::of::<Many>());
    let to = graph.add(&OpEntry::of::<Many>());
    graph.connect((from, 3), (to, 0)).unwrap();
    graph.set(from, 2, 6.0.into()).unwrap();
    graph.settle(NOW);
    assert_eq!(graph.input(to, 0).unwrap(), &Value::Number(6.0));
    graph.set_port_count(from, true, 1).unwrap();
    graph.settle(NOW);
    assert_eq!(graph.input(to, 0).unwrap(), &Value::Number(1.0));
    assert_eq!(graph.output(from, 3), Err(GraphError::NoPort));
}

#[test]
fn an_op_knows_which_of_its_triggers_was_pulsed_and_who_listens() {
    let mut graph = graph();
    let source = graph.add(&OpEntry::of::<Route>());
    let sinks = [(); 2].map(|()| graph.add(&OpEntry::of::<Route>()));
    graph.set_port_count(source, false, 3).unwrap();
    graph.set_port_count(source, true, 3).unwrap();
    let link = graph.connect((source, 3), (sinks[0], 1)).unwrap();
    graph.connect((source, 1), (sinks[1], 0)).unwrap();
    graph.settle(NOW);
    let names = |graph: &Graph| graph.output(source, 0).unwrap().to_string();
    assert_eq!(names(&graph), "Route Route");
    for (port, pulses) in [(2, [1.0, 0.0]), (0, [1.0, 1.0]), (1, [1.0, 1.0])] {
        graph.press(source, port, NOW).unwrap();
        let inputs = [(sinks[0], 1), (sinks[1], 0)];
        let counted = inputs.map(|(node, port)| graph.input(node, port).unwrap().clone());
        assert_eq!(counted, pulses.map(Value::Number), "{port}");
    }
    assert_eq!(graph.press(source, 3, NOW), Err(GraphError::NoPort));
    graph.disconnect(link);
    graph.settle(NOW);
    assert_eq!(names(&graph), "Route");
    graph.remove(sinks[1]).unwrap();
    graph.settle(NOW);
    assert_eq!(names(&graph), "");
}

#[test]
fn an_index_chooses_and_returns_to_what_was_set() {
    let mut graph = graph();
    let source = graph.add(&OpEntry::of::<Many>());
    let choose = graph.add(&OpEntry::of::<Choose>());
    graph.set(source, 0, 0.0.into()).unwrap();
    graph.settle(NOW);
    let result = |graph: &Graph| graph.output(choose, 0).unwrap().to_string();
    assert_eq!(result(&graph), "b");
    let link = graph.connect_index((source, 0), (choose, 0)).unwrap();
    for (factor, chosen) in [
        (0.0, "a"),
        (1.3, "c"),
        (0.5, "b"),
        (99.0, "c"),
        (-99.0, "a"),
    ] {
        graph.set(source, 0, factor.into()).unwrap();
        graph.settle(NOW);
        assert_eq!(result(&graph), chosen, "{factor}");
    }
    let updates = graph.output(choose, 1).unwrap().clone();
    graph.set(source, 0, (-98.0).into()).unwrap();
    graph.settle(NOW);
    assert_eq!(
        graph.output(choose, 1).unwrap(),
        &updates,
        "the same choice is no change"
    );
    graph.disconnect(link);
    graph.settle(NOW);
    assert_eq!(result(&graph), "b");
}

#[test]
fn an_index_is_a_number_and_for_choices_only() {
    let mut graph = graph();
    let any = graph.add(&OpEntry::of::<Any>());
    let choose = graph.add(&OpEntry::of::<Choose>());
    assert_eq!(
        graph.connect_index((choose, 1), (any, 0)),
        Err(GraphError::NoPort)
    );
    let refused = graph.connect_index((choose, 0), (choose, 0)).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "`Result` is a Text, `Mode` takes Number"
    );
    graph.connect_index((any, 0), (choose, 0)).unwrap();
    graph.set(any, 0, "c".into()).unwrap();
    graph.settle(NOW);
    let problem = std::iter::from_fn(|| graph.poll_status()).last().unwrap().1;
    assert_eq!(
        &*problem.unwrap().text,
        "`Mode index` takes Number, and what arrives is a Text."
    );
    assert_eq!(graph.output(choose, 0).unwrap(), &Value::text("b"));
    graph.set(any, 0, 2.0.into()).unwrap();
    graph.settle(NOW);
    assert_eq!(graph.output(choose, 0).unwrap(), &Value::text("c"));
    assert_eq!(
        std::iter::from_fn(|| graph.poll_status()).last().unwrap().1,
        None
    );
}
