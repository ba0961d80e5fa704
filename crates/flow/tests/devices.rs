//! Who listens to what, and who is told.

#![allow(clippy::unwrap_used, reason = "what fails in a test is to end it")]

mod graph;

use graph::graph;
use ropewalk_flow::{
    Area, Cx, Device, DeviceEvent, Effect, Event, Fire, Graph, Handlers, In, Instant, Key,
    Listening, NodeId, Op, OpEntry, OpError, Out, Request, Value,
};

const NOW: Instant = Instant::ZERO;
const KEYS: Device = Device::Keys(Area::Stage);

/// Counts what it hears.
#[derive(Op)]
#[op(name = "Ops.Test.Listener")]
struct Listener {
    /// Whether it listens to keys; else to whether something fills the screen.
    #[input(name = "keys")]
    keys: In<bool>,
    /// How much it has heard.
    #[output(name = "heard")]
    heard: Out<f64>,
    /// Fires each time.
    #[output(name = "fired")]
    fired: Fire,
    listening: Option<Listening>,
}

impl Handlers for Listener {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let source = if self.keys.get(cx) {
            KEYS
        } else {
            Device::Fullscreen
        };
        if self.listening.as_ref().map(Listening::source) != Some(&source) {
            self.listening = Some(cx.listen(source));
        }
        Ok(())
    }

    fn event(&mut self, event: Event, cx: &mut Cx<'_>) -> Result<(), OpError> {
        assert!(matches!(event, Event::Device(..)));
        let heard = self.heard.get(cx) + 1.0;
        self.heard.set(cx, heard);
        self.fired.fire(cx);
        cx.request(Request::PreventDefault);
        Ok(())
    }
}

/// Adds up, each time it is told to, what two others have heard.
#[derive(Op)]
#[op(name = "Ops.Test.Both")]
struct Both {
    /// Adds up.
    #[input(name = "exe")]
    _exe: ropewalk_flow::Trigger,
    /// One of them.
    #[input(name = "one")]
    one: In<f64>,
    /// The other.
    #[input(name = "two")]
    two: In<f64>,
    /// The sum.
    #[output(name = "sum")]
    sum: Out<f64>,
}

impl Handlers for Both {
    fn trigger(&mut self, _: ropewalk_flow::Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        self.sum.set(cx, self.one.get(cx) + self.two.get(cx));
        Ok(())
    }
}

fn listener(graph: &mut Graph, keys: bool) -> NodeId {
    let node = graph.add(&OpEntry::of::<Listener>());
    graph.set(node, 0, keys.into()).unwrap();
    graph.settle(NOW);
    node
}

fn heard(graph: &Graph, node: NodeId) -> f64 {
    match graph.output(node, 0).unwrap() {
        Value::Number(number) => *number,
        other => panic!("{other}"),
    }
}

fn effects(graph: &mut Graph) -> Vec<Effect> {
    std::iter::from_fn(|| graph.poll_effect()).collect()
}

fn key() -> DeviceEvent {
    DeviceEvent::Key(Key::default())
}

#[test]
fn of_many_listenings_the_host_knows_the_first_and_the_end_of_the_last() {
    let mut graph = graph();
    let nodes = [(); 3].map(|()| listener(&mut graph, true));
    assert_eq!(effects(&mut graph), [Effect::Listen(KEYS)]);
    graph.remove_all(&nodes[..2]).unwrap();
    assert_eq!(effects(&mut graph), []);
    graph.set_disabled(nodes[2], true).unwrap();
    assert_eq!(effects(&mut graph), [Effect::Unlisten(KEYS)]);
    graph.set_disabled(nodes[2], false).unwrap();
    graph.settle(NOW);
    assert_eq!(effects(&mut graph), [Effect::Listen(KEYS)]);
}

#[test]
fn all_who_listen_are_told_in_one_event_and_nobody_else() {
    let mut graph = graph();
    let (one, two) = (listener(&mut graph, true), listener(&mut graph, true));
    let other = listener(&mut graph, false);
    let both = graph.add(&OpEntry::of::<Both>());
    for (from, to) in [((one, 1), 0), ((one, 0), 1), ((two, 0), 2)] {
        graph.connect(from, (both, to)).unwrap();
    }
    graph.device_event(&KEYS, &key(), NOW);
    assert_eq!(
        [one, two, other].map(|node| heard(&graph, node)),
        [1.0, 1.0, 0.0]
    );
    // What the first one fires is delivered when the second has heard of it too.
    assert_eq!(graph.output(both, 0).unwrap(), &2.0);
    effects(&mut graph);
    graph.device_event(&KEYS, &key(), NOW);
    let asked = [(); 2].map(|()| Effect::Request(Request::PreventDefault));
    assert_eq!(effects(&mut graph), asked);
}

#[test]
fn a_state_is_told_to_those_who_come_later_and_a_key_is_not() {
    let mut graph = graph();
    let first = listener(&mut graph, false);
    graph.device_event(&Device::Fullscreen, &DeviceEvent::Fullscreen(true), NOW);
    let second = listener(&mut graph, false);
    assert_eq!([first, second].map(|node| heard(&graph, node)), [1.0, 1.0]);

    listener(&mut graph, true);
    graph.device_event(&KEYS, &key(), NOW);
    let third = listener(&mut graph, true);
    assert_eq!(heard(&graph, third), 0.0);

    // Once nobody listens, nobody knows any more.
    graph.remove_all(&[first, second]).unwrap();
    let fourth = listener(&mut graph, false);
    assert_eq!(heard(&graph, fourth), 0.0);
}

#[test]
fn an_op_that_changes_its_source_hears_the_other() {
    let mut graph = graph();
    let node = listener(&mut graph, true);
    effects(&mut graph);
    graph.set(node, 0, false.into()).unwrap();
    graph.settle(NOW);
    // The new one first, as it takes the place of the old one.
    let changed = [Effect::Listen(Device::Fullscreen), Effect::Unlisten(KEYS)];
    assert_eq!(effects(&mut graph), changed);
    graph.device_event(&KEYS, &key(), NOW);
    assert_eq!(heard(&graph, node), 0.0);
}
