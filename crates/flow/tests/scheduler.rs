//! The scheduler's promises, one test for each sentence of the crate's front page.

#![allow(clippy::unwrap_used, reason = "what fails in a test is to end it")]

mod graph;
mod ops;

use std::time::Duration;

use graph::graph;
use ops::sum::Sum;
use ops::{
    Burst, Count, CountUpdates, Echo, EchoText, Fail, GetNumber, GetVariable, HANDLE, HalfAndOne,
    Hub, MakeObject, Pass, PostThree, Record, Resend, SetAndFire, SetNumber, SetVariable,
    UseHandle, entry, records,
};
use ropewalk_flow::{Graph, GraphError, Instant, NodeId, OpEntry, Problem, Severity, Value};

const NOW: Instant = Duration::ZERO;

#[test]
fn a_diamond_runs_its_sink_once_on_consistent_inputs() {
    let mut graph = graph();
    let source = graph.add(&entry::<Echo>());
    let left = graph.add(&entry::<Echo>());
    let right = graph.add(&entry::<Echo>());
    let sink = graph.add(&entry::<Record>());
    for (from, to) in [
        ((source, 0), (left, 0)),
        ((source, 0), (right, 0)),
        ((left, 0), (sink, 0)),
        ((right, 0), (sink, 1)),
    ] {
        graph.connect(from, to).unwrap();
    }
    graph.settle(NOW);
    records();
    for number in [1.0, 2.0, 3.0] {
        graph.set(source, 0, number.into()).unwrap();
        graph.settle(NOW);
    }
    assert_eq!(records(), ["1 1", "2 2", "3 3"]);
}

#[test]
fn a_pulse_sees_what_was_set_before_it_and_no_more() {
    let mut graph = graph();
    let source = graph.add(&entry::<SetAndFire>());
    let between = graph.add(&entry::<Echo>());
    let sink = graph.add(&entry::<Record>());
    graph.connect((source, 0), (between, 0)).unwrap();
    graph.connect((between, 0), (sink, 0)).unwrap();
    graph.connect((source, 1), (sink, 2)).unwrap();
    graph.settle(NOW);
    records();
    graph.press(source, 0, NOW).unwrap();
    assert_eq!(records(), ["1 0", "pulse 1", "2 0", "pulse 2", "3 0"]);
}

#[test]
fn pulses_are_never_merged_and_never_lost() {
    let mut graph = graph();
    let source = graph.add(&entry::<Burst>());
    let sink = graph.add(&entry::<Count>());
    graph.connect((source, 0), (sink, 0)).unwrap();
    graph.set(source, 1, 1_000.0.into()).unwrap();
    graph.press(source, 0, NOW).unwrap();
    assert_eq!(graph.output(sink, 0).unwrap(), &1_000.0);
}

#[test]
fn messages_that_are_posted_together_are_events_of_their_own() {
    let mut graph = graph();
    let source = graph.add(&entry::<PostThree>());
    let count = graph.add(&entry::<Count>());
    let sink = graph.add(&entry::<Record>());
    graph.connect((source, 0), (sink, 0)).unwrap();
    graph.connect((source, 1), (count, 0)).unwrap();
    graph.settle(NOW);
    records();
    graph.press(source, 0, NOW).unwrap();
    assert_eq!(records(), ["1 0", "2 0", "3 0"]);
    assert_eq!(graph.output(count, 0).unwrap(), &3.0);
}

#[test]
fn pulses_travel_in_link_order_and_depth_first() {
    let mut graph = graph();
    let source = graph.add(&entry::<Pass>());
    let first = graph.add(&entry::<Pass>());
    let after_first = graph.add(&entry::<Record>());
    let second = graph.add(&entry::<Record>());
    graph.connect((source, 0), (first, 0)).unwrap();
    graph.connect((source, 0), (second, 2)).unwrap();
    graph.connect((first, 0), (after_first, 2)).unwrap();
    graph.set(after_first, 0, 1.0.into()).unwrap();
    graph.set(second, 0, 2.0.into()).unwrap();
    graph.settle(NOW);
    records();
    graph.press(source, 0, NOW).unwrap();
    assert_eq!(records(), ["pulse 1", "pulse 2"]);
}

#[test]
fn equal_numbers_are_not_passed_on_and_nan_is() {
    let mut graph = graph();
    let source = graph.add(&entry::<Echo>());
    let sink = graph.add(&entry::<Record>());
    graph.connect((source, 0), (sink, 0)).unwrap();
    graph.settle(NOW);
    records();
    for number in [5.0, 5.0, f64::NAN, f64::NAN] {
        graph.set(source, 0, number.into()).unwrap();
        graph.settle(NOW);
    }
    assert_eq!(records(), ["5 0", "NaN 0"]);
}

#[test]
fn a_value_cycle_that_converges_comes_to_rest() {
    let mut graph = graph();
    let op = graph.add(&entry::<HalfAndOne>());
    graph.connect((op, 0), (op, 0)).unwrap();
    graph.settle(NOW);
    let Value::Number(rest) = graph.output(op, 0).unwrap() else {
        panic!("a number")
    };
    assert!((rest - 2.0).abs() < 1e-9, "{rest}");
    assert_eq!(graph.poll_link_status(), None);
}

#[test]
fn a_value_cycle_that_never_rests_is_cut_until_the_patch_is_edited() {
    let mut graph = graph();
    let one = graph.add(&entry::<Sum>());
    let two = graph.add(&entry::<Sum>());
    let links =
        [((one, 0), (two, 0)), ((two, 0), (one, 0))].map(|(a, b)| graph.connect(a, b).unwrap());
    graph.set(one, 1, 1.0.into()).unwrap();
    let bystander = graph.add(&entry::<Echo>());
    graph.set(bystander, 0, 7.0.into()).unwrap();
    graph.settle(NOW);
    let (cut, why) = graph.poll_link_status().expect("a link is cut");
    assert!(why.unwrap().contains("do not come to rest"));
    assert_eq!(graph.output(bystander, 0).unwrap(), &7.0);
    let before = graph.output(two, 0).unwrap().clone();
    graph.settle(NOW);
    assert_eq!(
        graph.output(two, 0).unwrap(),
        &before,
        "nothing runs away any more"
    );
    let other = links.into_iter().find(|link| *link != cut).unwrap();
    graph.disconnect(other);
    graph.settle(NOW);
    assert_eq!(graph.poll_link_status(), Some((cut, None)));
}

#[test]
fn a_loop_that_an_edit_leaves_as_it_is_is_cut_again() {
    let mut graph = graph();
    let (_, two, _) = endless(&mut graph);
    let bystander = graph.add(&entry::<Echo>());
    graph.settle(NOW);
    let cut = graph.poll_link_status().expect("a link is cut");
    let sum = graph.output(two, 0).unwrap().clone();
    graph.set(bystander, 0, 7.0.into()).unwrap();
    graph.settle(NOW);
    assert_eq!(
        graph.poll_link_status(),
        Some(cut),
        "it is marked as before"
    );
    assert_ne!(graph.output(two, 0).unwrap(), &sum, "its values went round");
}

#[test]
fn a_link_that_is_mended_brings_the_value_that_changed_while_it_was_cut() {
    let mut graph = graph();
    let (one, two, count) = endless(&mut graph);
    graph.settle(NOW);
    let (cut, _) = graph.poll_link_status().expect("a link is cut");
    graph.press(count, 0, NOW).unwrap();
    assert_ne!(graph.input(one, 0), graph.output(two, 0));
    // This breaks the loop, and nothing changes the output that the cut link comes from.
    graph.set_disabled(one, true).unwrap();
    graph.settle(NOW);
    assert_eq!(graph.poll_link_status(), Some((cut, None)));
    assert_eq!(graph.input(one, 0), graph.output(two, 0));
}

#[test]
fn a_trigger_cycle_is_cut_and_loses_no_pulse_of_others() {
    let mut graph = graph();
    let one = graph.add(&entry::<Pass>());
    let two = graph.add(&entry::<Pass>());
    graph.connect((one, 0), (two, 0)).unwrap();
    graph.connect((two, 0), (one, 0)).unwrap();
    let count = graph.add(&entry::<Count>());
    graph.connect((one, 0), (count, 0)).unwrap();
    graph.press(one, 0, NOW).unwrap();
    let (_, cut) = graph.poll_link_status().expect("a link is cut");
    assert!(cut.unwrap().contains("never end"));
    let fired = graph.output(one, 0).unwrap().clone();
    assert_eq!(graph.output(count, 0).unwrap(), &fired);
}

#[test]
fn trigger_cycles_that_multiply_end_too() {
    let mut graph = graph();
    let hub = graph.add(&entry::<Pass>());
    for _ in 0..3 {
        let other = graph.add(&entry::<Pass>());
        graph.connect((hub, 0), (other, 0)).unwrap();
        graph.connect((other, 0), (hub, 0)).unwrap();
    }
    graph.press(hub, 0, NOW).unwrap();
    assert!(graph.poll_link_status().is_some());
}

#[test]
fn links_can_be_served_in_another_order_than_they_were_made_in() {
    let mut graph = graph();
    let source = graph.add(&entry::<Pass>());
    let sinks = [(); 3].map(|()| graph.add(&entry::<Record>()));
    let links = sinks.map(|sink| graph.connect((source, 0), (sink, 2)).unwrap());
    for (number, sink) in (1_u8..).zip(sinks) {
        graph.set(sink, 0, f64::from(number).into()).unwrap();
    }
    graph.settle(NOW);
    graph.serve_in_order(&[links[2], links[0], links[1]]);
    records();
    graph.press(source, 0, NOW).unwrap();
    assert_eq!(records(), ["pulse 3", "pulse 1", "pulse 2"]);
}

#[test]
fn a_variable_that_chases_itself_is_stopped() {
    let mut graph = graph();
    let get = graph.add(&entry::<GetNumber>());
    let sum = graph.add(&entry::<Sum>());
    let set = graph.add(&entry::<SetNumber>());
    graph.connect((get, 0), (sum, 0)).unwrap();
    graph.connect((sum, 0), (set, 0)).unwrap();
    graph.set(sum, 1, 1.0.into()).unwrap();
    graph.settle(NOW);
    let problem = std::iter::from_fn(|| graph.poll_status()).find(|(node, _)| *node == set);
    assert!(
        problem
            .unwrap()
            .1
            .unwrap()
            .text
            .contains("does not come to rest")
    );
}

#[test]
fn a_variable_reaches_its_readers_in_the_same_event() {
    let mut graph = graph();
    let get = graph.add(&entry::<GetNumber>());
    let sink = graph.add(&entry::<Record>());
    let set = graph.add(&entry::<SetNumber>());
    graph.connect((get, 0), (sink, 0)).unwrap();
    graph.settle(NOW);
    records();
    graph.set(set, 0, 4.0.into()).unwrap();
    graph.settle(NOW);
    assert_eq!(records(), ["4 0"]);
}

#[test]
fn a_variable_that_many_set_and_many_read_is_read_once_all_have_set_it() {
    let mut graph = graph();
    let sink = graph.add(&entry::<CountUpdates>());
    let readers = [(); 40].map(|()| graph.add(&entry::<GetNumber>()));
    graph.connect((readers[7], 0), (sink, 0)).unwrap();
    let source = graph.add(&entry::<Echo>());
    for number in 0_u8..40 {
        let sum = graph.add(&entry::<Sum>());
        let set = graph.add(&entry::<SetNumber>());
        graph.set(sum, 1, f64::from(number).into()).unwrap();
        graph.connect((source, 0), (sum, 0)).unwrap();
        graph.connect((sum, 0), (set, 0)).unwrap();
    }
    graph.settle(NOW);
    // Who reads is known from here on.
    graph.settle(NOW);
    let Value::Number(before) = *graph.output(sink, 1).unwrap() else {
        panic!("it counts");
    };
    graph.set(source, 0, 100.0.into()).unwrap();
    graph.settle(NOW);
    assert_eq!(graph.output(sink, 1).unwrap(), &(before + 1.0));
    let value = graph.output(readers[7], 0).unwrap();
    assert!(matches!(value, Value::Number(100.0..140.0)), "{value:?}");
    for reader in readers {
        assert_eq!(graph.output(reader, 0).unwrap(), value);
    }
}

#[test]
fn a_failing_op_leaves_the_rest_running_and_recovers() {
    let mut graph = graph();
    let source = graph.add(&entry::<Echo>());
    let failing = graph.add(&entry::<Fail>());
    let other = graph.add(&entry::<Echo>());
    graph.connect((source, 0), (failing, 0)).unwrap();
    graph.connect((source, 0), (other, 0)).unwrap();
    graph.set(source, 0, (-1.0).into()).unwrap();
    graph.settle(NOW);
    assert_eq!(
        graph.poll_status(),
        Some((failing, Some(fault("negative"))))
    );
    assert_eq!(graph.output(other, 0).unwrap(), &-1.0);
    graph.set(source, 0, 1.0.into()).unwrap();
    graph.settle(NOW);
    assert_eq!(graph.poll_status(), Some((failing, None)));
    assert_eq!(graph.poll_status(), None);
}

#[test]
fn a_hundred_thousand_ops_in_a_chain_settle_and_go() {
    let mut graph = graph();
    let nodes = chain(&mut graph, &entry::<Sum>(), 100_000);
    graph.settle(NOW);
    graph.set(nodes[0], 0, 42.0.into()).unwrap();
    graph.settle(NOW);
    assert_eq!(graph.output(nodes[99_999], 0).unwrap(), &42.0);
    graph.remove_all(&nodes[..99_999]).unwrap();
    graph.settle(NOW);
    assert_eq!(graph.output(nodes[99_999], 0).unwrap(), &0.0);
    assert_eq!(
        graph.remove_all(&[nodes[99_999], nodes[0]]),
        Err(GraphError::NoNode)
    );
    assert!(graph.spec(nodes[99_999]).is_ok(), "none is removed");
}

#[test]
fn a_chain_that_was_linked_backward_updates_each_op_once() {
    let mut graph = graph();
    let nodes: Vec<NodeId> = (0..1_000)
        .map(|_| graph.add(&entry::<CountUpdates>()))
        .collect();
    for pair in nodes.windows(2) {
        graph.connect((pair[1], 0), (pair[0], 0)).unwrap();
    }
    graph.settle(NOW);
    graph.set(nodes[999], 0, 1.0.into()).unwrap();
    graph.settle(NOW);
    assert_eq!(graph.output(nodes[0], 0).unwrap(), &1.0);
    assert_eq!(
        graph.output(nodes[0], 1).unwrap(),
        &2.0,
        "once when made, once for the change"
    );
}

#[test]
fn a_pulse_passes_five_thousand_ops_in_a_row() {
    let mut graph = graph();
    let nodes = chain(&mut graph, &entry::<Pass>(), 5_000);
    let count = graph.add(&entry::<Count>());
    graph.connect((nodes[4_999], 0), (count, 0)).unwrap();
    graph.press(nodes[0], 0, NOW).unwrap();
    assert_eq!(graph.output(count, 0).unwrap(), &1.0);
}

#[test]
fn several_links_may_lead_to_one_input_and_the_last_write_wins() {
    let mut graph = graph();
    let one = graph.add(&entry::<Echo>());
    let two = graph.add(&entry::<Echo>());
    let sink = graph.add(&entry::<Echo>());
    let first = graph.connect((one, 0), (sink, 0)).unwrap();
    graph.connect((two, 0), (sink, 0)).unwrap();
    graph.settle(NOW);
    for (node, number) in [(two, 2.0), (one, 1.0)] {
        graph.set(node, 0, number.into()).unwrap();
        graph.settle(NOW);
        assert_eq!(graph.output(sink, 0).unwrap(), &number);
    }
    graph.disconnect(first);
    graph.settle(NOW);
    assert_eq!(
        graph.output(sink, 0).unwrap(),
        &2.0,
        "what came over the link that is gone goes with it"
    );
}

#[test]
fn what_is_sent_arrives_also_where_it_was_sent_before() {
    let mut graph = graph();
    let one = graph.add(&entry::<Resend>());
    let two = graph.add(&entry::<Resend>());
    let sink = graph.add(&entry::<Echo>());
    for (node, number) in [(one, 1.0), (two, 2.0)] {
        graph.set(node, 1, number.into()).unwrap();
        graph.connect((node, 0), (sink, 0)).unwrap();
    }
    graph.settle(NOW);
    for (node, number) in [(one, 1.0), (two, 2.0), (one, 1.0), (one, 1.0), (two, 2.0)] {
        graph.press(node, 0, NOW).unwrap();
        assert_eq!(graph.output(sink, 0).unwrap(), &number);
    }
}

#[test]
fn of_the_links_that_are_left_at_an_input_the_one_made_last_brings_its_value() {
    let mut graph = graph();
    let [one, two, three] = [1.0, 2.0, 3.0].map(|number| {
        let source = graph.add(&entry::<Echo>());
        graph.set(source, 0, number.into()).unwrap();
        source
    });
    let sink = graph.add(&entry::<Echo>());
    for source in [three, one, two] {
        graph.connect((source, 0), (sink, 0)).unwrap();
    }
    graph.settle(NOW);
    for (gone, left) in [(two, 1.0), (one, 3.0), (three, 0.0)] {
        graph.remove(gone).unwrap();
        graph.settle(NOW);
        assert_eq!(graph.output(sink, 0).unwrap(), &left);
    }
}

#[test]
fn a_link_brings_the_value_that_is_there_and_takes_it_away_again() {
    let mut graph = graph();
    let source = graph.add(&entry::<Echo>());
    let sink = graph.add(&entry::<Echo>());
    graph.set(source, 0, 3.0.into()).unwrap();
    graph.set(sink, 0, 9.0.into()).unwrap();
    graph.settle(NOW);
    let link = graph.connect((source, 0), (sink, 0)).unwrap();
    graph.settle(NOW);
    assert_eq!(graph.output(sink, 0).unwrap(), &3.0);
    graph.set(sink, 0, 8.0.into()).unwrap();
    graph.settle(NOW);
    assert_eq!(
        graph.output(sink, 0).unwrap(),
        &3.0,
        "what is set waits for the link to go"
    );
    graph.disconnect(link);
    graph.settle(NOW);
    assert_eq!(graph.output(sink, 0).unwrap(), &8.0);
}

#[test]
fn a_wrong_kind_is_refused_where_the_link_is_made_with_a_reason_to_read() {
    let mut graph = graph();
    let text = graph.add(&entry::<EchoText>());
    let number = graph.add(&entry::<Echo>());
    let refused = graph.connect((text, 0), (number, 0)).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "`text` is a Text, `value` takes Number"
    );
    graph.connect((number, 0), (text, 0)).unwrap();
    graph.set(number, 0, 1.5.into()).unwrap();
    graph.settle(NOW);
    assert_eq!(graph.output(text, 0).unwrap(), &"1.5");
}

#[test]
fn a_handle_passes_through_a_variable_and_what_does_not_fit_is_marked() {
    let mut graph = graph();
    let hub = graph.add(&entry::<Hub>());
    let set = graph.add(&entry::<SetVariable>());
    let get = graph.add(&entry::<GetVariable>());
    let user = graph.add(&entry::<UseHandle>());
    graph.connect((hub, 0), (set, 0)).unwrap();
    graph.connect((get, 0), (user, 0)).unwrap();
    graph.settle(NOW);
    assert_eq!(graph.output(user, 0).unwrap(), &HANDLE);
    let object = graph.add(&entry::<MakeObject>());
    graph.connect((object, 0), (set, 0)).unwrap();
    graph.settle(NOW);
    let why = Some(fault(
        "`handle` takes Handle, and what arrives is an Object.",
    ));
    assert_eq!(graph.poll_status(), Some((user, why)));
    assert_eq!(graph.output(user, 0).unwrap(), &"none");
}

#[test]
fn a_provided_handle_is_found_while_there_is_just_one() {
    let mut graph = graph();
    let user = graph.add(&entry::<UseHandle>());
    graph.settle(NOW);
    assert_eq!(graph.output(user, 0).unwrap(), &"none");
    let hub = graph.add(&entry::<Hub>());
    graph.settle(NOW);
    assert_eq!(graph.output(user, 0).unwrap(), &HANDLE);
    let second = graph.add(&entry::<Hub>());
    graph.settle(NOW);
    assert_eq!(graph.output(user, 0).unwrap(), &"many");
    graph.remove(second).unwrap();
    graph.remove(hub).unwrap();
    graph.settle(NOW);
    assert_eq!(graph.output(user, 0).unwrap(), &"none");
}

#[test]
fn the_place_of_a_removed_op_is_used_again_under_another_name() {
    let mut graph = graph();
    let one = graph.add(&entry::<Echo>());
    let two = graph.add(&entry::<Echo>());
    graph.connect((one, 0), (two, 0)).unwrap();
    graph.set(one, 0, 5.0.into()).unwrap();
    graph.settle(NOW);
    graph.remove(one).unwrap();
    assert_eq!(graph.remove(one), Err(GraphError::NoNode));
    let three = graph.add(&entry::<Echo>());
    assert_ne!(one, three);
    graph.settle(NOW);
    assert_eq!(graph.output(two, 0).unwrap(), &0.0);
    assert_eq!(graph.output(one, 0), Err(GraphError::NoNode));
}

#[test]
fn the_lowest_free_place_is_used_first_whatever_the_order_of_removal() {
    let mut graph = graph();
    for order in [[0, 1, 2, 3], [2, 0, 3, 1]] {
        let nodes = [(); 4].map(|()| graph.add(&entry::<Echo>()));
        assert_eq!(nodes.map(NodeId::index), [0, 1, 2, 3]);
        for at in order {
            graph.remove(nodes[at]).unwrap();
        }
    }
    assert_eq!(graph.add(&entry::<Echo>()).index(), 0);
}

#[test]
fn a_disabled_op_does_nothing_and_starts_anew_when_enabled() {
    let mut graph = graph();
    let counter = graph.add(&entry::<Count>());
    for (disabled, count) in [(false, 1.0), (true, 1.0), (false, 1.0)] {
        graph.set_disabled(counter, disabled).unwrap();
        graph.press(counter, 0, NOW).unwrap();
        assert_eq!(graph.output(counter, 0).unwrap(), &count);
    }
    graph.press(counter, 0, NOW).unwrap();
    assert_eq!(graph.output(counter, 0).unwrap(), &2.0);
}

#[test]
fn an_op_that_asks_for_too_much_at_once_is_stopped_with_an_error() {
    let mut graph = graph();
    let source = graph.add(&entry::<Burst>());
    graph.set(source, 1, 1e12.into()).unwrap();
    graph.press(source, 0, NOW).unwrap();
    let (node, problem) = graph.poll_status().unwrap();
    assert_eq!(node, source);
    assert!(problem.unwrap().text.contains("too much at once"));
}

/// Two sums that feed each other; the first adds what a counter has counted, the second adds one.
fn endless(graph: &mut Graph) -> (NodeId, NodeId, NodeId) {
    let one = graph.add(&entry::<Sum>());
    let two = graph.add(&entry::<Sum>());
    let count = graph.add(&entry::<Count>());
    for (from, to) in [
        ((one, 0), (two, 0)),
        ((two, 0), (one, 0)),
        ((count, 0), (one, 1)),
    ] {
        graph.connect(from, to).unwrap();
    }
    graph.set(two, 1, 1.0.into()).unwrap();
    (one, two, count)
}

fn fault(text: &str) -> Problem {
    Problem {
        severity: Severity::Error,
        text: text.into(),
    }
}

fn chain(graph: &mut Graph, entry: &OpEntry, length: usize) -> Vec<NodeId> {
    let nodes: Vec<NodeId> = (0..length).map(|_| graph.add(entry)).collect();
    for pair in nodes.windows(2) {
        graph.connect((pair[0], 0), (pair[1], 0)).unwrap();
    }
    nodes
}
