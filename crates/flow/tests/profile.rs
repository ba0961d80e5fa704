//! What is measured of the ops that run, and that nothing else follows from it.

#![allow(clippy::unwrap_used, reason = "what fails in a test is to end it")]

mod graph;
#[allow(dead_code, reason = "the tests of the scheduler use the others")]
mod ops;

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use graph::graph;
use ops::{Echo, Record, SetAndFire, entry, records};
use ropewalk_flow::{Cost, Graph, Instant, NodeId, Stopwatch};

const NOW: Instant = Duration::ZERO;

/// Each look at it is a millisecond later than the one before.
fn stopwatch(looks: &Rc<Cell<u32>>) -> Stopwatch {
    let looks = Rc::clone(looks);
    Box::new(move || {
        looks.set(looks.get() + 1);
        Duration::from_millis(looks.get().into())
    })
}

/// An op that sets and fires, an echo of what it set, and who hears both.
fn chain(graph: &mut Graph) -> [NodeId; 3] {
    let source = graph.add(&entry::<SetAndFire>());
    let between = graph.add(&entry::<Echo>());
    let sink = graph.add(&entry::<Record>());
    graph.connect((source, 0), (between, 0)).unwrap();
    graph.connect((between, 0), (sink, 0)).unwrap();
    graph.connect((source, 1), (sink, 2)).unwrap();
    graph.settle(NOW);
    records();
    [source, between, sink]
}

fn cost(runs: u32) -> Cost {
    Cost {
        runs,
        time: Duration::from_millis(runs.into()),
    }
}

#[test]
fn each_run_of_each_op_is_counted_and_timed() {
    let mut graph = graph();
    let [source, between, sink] = chain(&mut graph);
    let looks = Rc::default();
    graph.profile(Some(stopwatch(&looks)));
    assert_eq!(graph.take_profile(), []);
    graph.press(source, 0, NOW).unwrap();
    // It sets three times and fires between: three updates of what follows, and two pulses.
    let expected = [(source, cost(1)), (between, cost(3)), (sink, cost(5))];
    assert_eq!(graph.take_profile(), expected);
    assert_eq!(graph.take_profile(), []);
    // Once at the start of the event, and once after each handler.
    assert_eq!(looks.get(), 1 + 1 + 3 + 5);
}

#[test]
fn what_ops_do_is_the_same_while_they_are_measured() {
    let mut graph = graph();
    let [source, ..] = chain(&mut graph);
    graph.press(source, 0, NOW).unwrap();
    let unseen = records();
    graph.profile(Some(stopwatch(&Rc::default())));
    graph.press(source, 0, NOW).unwrap();
    let seen = records();
    assert_eq!(unseen, ["1 0", "pulse 1", "2 0", "pulse 2", "3 0"]);
    assert_eq!(seen, unseen);
}

#[test]
fn once_it_is_over_no_clock_is_read() {
    let mut graph = graph();
    let [source, ..] = chain(&mut graph);
    let looks = Rc::default();
    graph.profile(Some(stopwatch(&looks)));
    graph.profile(None);
    graph.press(source, 0, NOW).unwrap();
    assert_eq!(looks.get(), 0);
    assert_eq!(graph.take_profile(), []);
}

#[test]
fn a_place_that_another_node_took_counts_anew() {
    let mut graph = graph();
    let [source, between, sink] = chain(&mut graph);
    graph.profile(Some(stopwatch(&Rc::default())));
    graph.press(source, 0, NOW).unwrap();
    graph.remove_all(&[between]).unwrap();
    let heir = graph.add(&entry::<Echo>());
    assert_eq!(heir.index(), between.index());
    graph.settle(NOW);
    let costs = graph.take_profile();
    assert!(costs.contains(&(heir, cost(1))));
    assert!(costs.iter().all(|(node, _)| *node != between));
    assert!(costs.iter().any(|(node, _)| *node == sink));
}
