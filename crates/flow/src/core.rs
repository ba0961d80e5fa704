//! Everything of a graph but the ops themselves: what a handler works on while it runs.

use crate::Instant;
use crate::ask::AskId;
use crate::device::Devices;
use crate::dirty::DirtySet;
use crate::effect::{ElementId, Outbox, SocketId, StoreId};
use crate::graph::NodeId;
use crate::host::{Host, WallClock};
use crate::named::NamedTriggers;
use crate::node::{Node, changed_bit};
use crate::op::{OpError, Problem, Severity};
use crate::post::Posts;
use crate::profile::Profile;
use crate::random::Random;
use crate::resource::Resource;
use crate::slots::Slots;
use crate::sorted::{Set, Table};
use crate::source::Sources;
use crate::spec::PortSpec;
use crate::timeline::Timeline;
use crate::value::{Text, Value};
use crate::variables::{Provisions, Variables};
use crate::wakes::Wakes;
use crate::wiring::{Counts, Link, LinkId, Wiring};

/// How often a value may go round a loop in one settling.
pub(crate) const MAX_ROUNDS: u32 = 1_000;
/// How many things a handler may do after it has fired for the first time.
const MAX_DEFERRED: usize = 1_000_000;

/// The running handler has fired, so that its sets must wait their turn.
pub(crate) const FIRED: u8 = 1;
/// Handlers are measured.
pub(crate) const MEASURED: u8 = 1 << 1;

/// Something a handler has asked for that is done after it has returned.
#[derive(Debug)]
pub(crate) struct Task {
    pub(crate) node: u32,
    pub(crate) port: u16,
    /// How many pulses deep.
    pub(crate) depth: u32,
    pub(crate) what: What,
}

#[derive(Debug)]
pub(crate) enum What {
    /// Set the output.
    Set(Value),
    /// Set the output, and what is linked to it also where it held the value before.
    SetAgain(Value),
    /// Fire the output.
    Fire,
    /// Pulse the targets of the output from here to there.
    Deliver { next: u32, end: u32 },
    /// Send the trigger of that name.
    Send(Text),
    /// Tell a node that receives what was sent.
    Tell(u32),
}

/// What closes a loop of values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Loop {
    /// A link, by the index of its target.
    Link(u32),
    /// A node that sets a variable.
    Variable(u32),
}

#[derive(Debug)]
pub(crate) struct Core {
    pub(crate) now: Instant,
    /// What the host last told of the time of day, and when.
    pub(crate) wall_clock: Option<(Instant, WallClock)>,
    /// What the host knows of zones.
    pub(crate) zones: Option<fn(f64) -> i32>,
    pub(crate) random: Random,
    pub(crate) host: Host,
    pub(crate) nodes: Vec<Node>,
    /// By node: how many were at its place before it.
    pub(crate) generations: Vec<u32>,
    /// By node: a bit, as in [`Node::changed`], for each input whose links are to bring their values
    /// anew.
    pub(crate) rewired: Vec<u64>,
    /// How many inputs and outputs each node has, those of multi ports among them.
    pub(crate) port_counts: Vec<[u16; 2]>,
    pub(crate) inputs: Slots<Value>,
    pub(crate) outputs: Slots<Value>,
    /// The values of inputs as they were set from outside: what they return to without a link.
    pub(crate) resting: Slots<Value>,
    pub(crate) link_counts: Counts,
    pub(crate) watch_counts: Counts,
    pub(crate) wiring: Wiring,
    pub(crate) dirty: DirtySet,
    /// Nodes to update that were named while the order was stale.
    pub(crate) touched: Vec<u32>,
    /// The places of the node that is being updated and of those before it end here; 0 outside of
    /// settling.
    pub(crate) behind: u32,
    /// How often each loop was gone round in this settling.
    pub(crate) rounds: Vec<(Loop, u32)>,
    /// What the running handlers have asked for, in order.
    pub(crate) pending: Vec<Task>,
    /// What to look at when the running handler has returned, as bits: nothing for nearly all.
    pub(crate) after: u8,
    /// How many pulses deep the running handler is.
    pub(crate) depth: u32,
    pub(crate) overflow: bool,
    pub(crate) outbox: Outbox,
    pub(crate) posts: Posts,
    pub(crate) wakes: Wakes,
    pub(crate) frames: Vec<u32>,
    /// Whose each socket, element, store and ask is, by its number: all are numbered together.
    pub(crate) owners: Table<u32, NodeId>,
    pub(crate) devices: Devices,
    next_handle: u32,
    pub(crate) variables: Variables,
    pub(crate) sources: Sources,
    pub(crate) timeline: Timeline,
    pub(crate) timeline_readers: Set<u32>,
    /// Whether the host is to be told of the patch's clock.
    pub(crate) timeline_has_changed: bool,
    pub(crate) named_triggers: NamedTriggers,
    pub(crate) provisions: Provisions,
    pub(crate) profile: Option<Box<Profile>>,
    pub(crate) status_changes: Set<u32>,
    pub(crate) link_changes: Set<LinkId>,
}

impl Core {
    pub(crate) fn new(seed: u64, host: Host) -> Self {
        Self {
            now: Instant::ZERO,
            wall_clock: None,
            zones: None,
            random: Random::new(seed),
            host,
            nodes: Vec::new(),
            generations: Vec::new(),
            rewired: Vec::new(),
            port_counts: Vec::new(),
            inputs: Slots::default(),
            outputs: Slots::default(),
            resting: Slots::default(),
            link_counts: Counts::default(),
            watch_counts: Counts::default(),
            wiring: Wiring::new(),
            dirty: DirtySet::new(0),
            touched: Vec::new(),
            behind: 0,
            rounds: Vec::new(),
            pending: Vec::new(),
            after: 0,
            depth: 0,
            overflow: false,
            outbox: Outbox::default(),
            posts: Posts::default(),
            wakes: Wakes::default(),
            frames: Vec::new(),
            owners: Table::default(),
            devices: Devices::default(),
            next_handle: 0,
            variables: Variables::default(),
            sources: Sources::default(),
            timeline: Timeline::default(),
            timeline_readers: Set::new(),
            timeline_has_changed: false,
            named_triggers: NamedTriggers::default(),
            provisions: Provisions::default(),
            profile: None,
            status_changes: Set::new(),
            link_changes: Set::new(),
        }
    }

    pub(crate) fn id(&self, index: u32) -> NodeId {
        NodeId {
            index,
            generation: self.generations[index as usize],
        }
    }

    pub(crate) fn input(&self, index: u32, port: u16) -> &Value {
        &self.inputs[self.nodes[index as usize].in_base + u32::from(port)]
    }

    pub(crate) fn output(&self, index: u32, port: u16) -> &Value {
        &self.outputs[self.nodes[index as usize].out_base + u32::from(port)]
    }

    pub(crate) fn changed(&self, index: u32, port: u16) -> bool {
        self.nodes[index as usize].changed & changed_bit(port) != 0
    }

    pub(crate) fn input_linked(&self, index: u32, port: u16) -> bool {
        self.link_counts[self.nodes[index as usize].in_base + u32::from(port)] > 0
    }

    pub(crate) fn output_used(&self, index: u32, port: u16) -> bool {
        let slot = self.nodes[index as usize].out_base + u32::from(port);
        self.watch_counts[slot] > 0 || !self.wiring.targets_of(slot).is_empty()
    }

    /// The short names of the ops that an output is linked to.
    pub(crate) fn listeners(&self, index: u32, port: u16) -> Vec<&'static str> {
        let slot = self.nodes[index as usize].out_base + u32::from(port);
        let targets = &self.wiring.targets;
        let ends = self.wiring.targets_of(slot).map(|at| &targets[at as usize]);
        ends.filter_map(|end| Some(self.nodes[end.node as usize].spec?.short_name()))
            .collect()
    }

    pub(crate) fn defer_fire(&mut self, index: u32, port: u16) {
        self.after |= FIRED;
        self.defer(index, port, What::Fire);
    }

    pub(crate) fn defer(&mut self, node: u32, port: u16, what: What) {
        if self.pending.len() >= MAX_DEFERRED {
            self.overflow = true;
            return;
        }
        self.pending.push(Task {
            node,
            port,
            depth: self.depth,
            what,
        });
    }

    /// A link has led a value backward. True where that was once too often, and it is cut.
    pub(crate) fn exhausted(&mut self, target: u32) -> bool {
        let exhausted = self.round(Loop::Link(target));
        if exhausted {
            self.cut(
                target,
                "The values in this loop do not come to rest. The link is cut until the patch is \
                 edited."
                    .into(),
            );
        }
        exhausted
    }

    /// Counts one more round of a loop in this settling. True past the bound.
    fn round(&mut self, of: Loop) -> bool {
        // Searched in order: hardly any patch has more than a few loops.
        let rounds = match self.rounds.iter().position(|(known, _)| *known == of) {
            Some(at) => &mut self.rounds[at].1,
            None => {
                self.rounds.push((of, 0));
                let last = self.rounds.len() - 1;
                &mut self.rounds[last].1
            }
        };
        *rounds += 1;
        *rounds > MAX_ROUNDS
    }

    /// Lets nothing through a link until the patch is edited.
    pub(crate) fn cut(&mut self, target: u32, why: Text) {
        let link = self.wiring.cut(target, why);
        self.link_changes.insert(link);
    }

    /// Lets values through the links again that were cut: the patch has been edited.
    pub(crate) fn mend(&mut self) {
        for id in self.wiring.mend() {
            self.link_changes.insert(id);
            // The op has not seen the value that the link was cut at, nor those that came since.
            if let Some(&Link {
                to, pulses: false, ..
            }) = self.wiring.link(id)
            {
                self.rewire(to);
            }
        }
    }

    /// The links to an input are not what they were: with the next event, each brings its value,
    /// the one that was made last at the end.
    pub(crate) fn rewire(&mut self, (node, port): (u32, u16)) {
        self.touch(node, changed_bit(port));
        self.rewired[node as usize] |= changed_bit(port);
    }

    /// Marks the node where the source of an input gives no value that fits.
    pub(crate) fn set_astray(&mut self, index: u32, port: u16, problem: Option<Text>) {
        let node = &mut self.nodes[index as usize];
        if problem.is_none() && node.rare.is_none() {
            return;
        }
        let astray = &mut node.rare().status.astray;
        let known = astray.iter().position(|(known, _)| *known == port);
        match (known, problem) {
            (None, None) => return,
            (Some(at), Some(text)) if astray[at].1 == text => return,
            (Some(at), Some(text)) => astray[at].1 = text,
            (None, Some(text)) => astray.push((port, text)),
            (Some(at), None) => drop(astray.remove(at)),
        }
        self.status_changes.insert(index);
    }

    /// The outcome of a handler: a failure stays until a later one succeeds.
    pub(crate) fn set_outcome(&mut self, index: u32, outcome: Result<(), OpError>) {
        let failure = &mut self.nodes[index as usize].rare().status.failure;
        let now = outcome.err().map(|error| error.0);
        if *failure != now {
            *failure = now;
            self.status_changes.insert(index);
        }
    }

    /// The host holds back what a node has asked for by a handle, or no more where no servers are
    /// named. The node, where that has changed.
    pub(crate) fn hold(&mut self, handle: u32, servers: &Text) -> Option<u32> {
        let index = self.owners.get(&handle)?.index;
        let node = &mut self.nodes[index as usize];
        if servers.is_empty() && node.rare.is_none() {
            return None;
        }
        let held = &mut node.rare().status.held;
        let known = held.iter().position(|(known, _)| *known == handle);
        match known {
            None if servers.is_empty() => return None,
            None => held.push((handle, servers.clone())),
            Some(at) if servers.is_empty() => drop(held.remove(at)),
            Some(at) => held[at].1 = servers.clone(),
        }
        self.status_changes.insert(index);
        Some(index)
    }

    /// A handle is no more.
    pub(crate) fn end_handle(&mut self, handle: u32) {
        self.hold(handle, &Text::from(""));
        self.owners.remove(&handle);
    }

    pub(crate) fn set_problem(&mut self, index: u32, problem: Option<Problem>) {
        let node = &mut self.nodes[index as usize];
        if problem.is_none() && node.rare.is_none() {
            return;
        }
        let current = &mut node.rare().status.problem;
        if *current != problem {
            *current = problem;
            self.status_changes.insert(index);
        }
    }

    pub(crate) fn request_frames(&mut self, index: u32, wanted: bool) {
        let known = self.frames.iter().position(|&node| node == index);
        match (known, wanted) {
            (None, true) => self.frames.push(index),
            (Some(at), false) => {
                self.frames.remove(at);
            }
            _ => {}
        }
    }

    pub(crate) fn new_socket(&mut self, index: u32) -> SocketId {
        SocketId(self.new_handle(index))
    }

    pub(crate) fn new_element(&mut self, index: u32) -> ElementId {
        ElementId(self.new_handle(index))
    }

    pub(crate) fn new_store(&mut self, index: u32) -> StoreId {
        StoreId(self.new_handle(index))
    }

    pub(crate) fn new_ask(&mut self, index: u32) -> AskId {
        AskId(self.new_handle(index))
    }

    fn new_handle(&mut self, index: u32) -> u32 {
        self.next_handle += 1;
        self.owners.insert(self.next_handle, self.id(index));
        self.next_handle
    }

    pub(crate) fn set_variable(&mut self, index: u32, name: &Text, value: Value) {
        if self.nodes[index as usize].rare().sets.as_ref() != Some(name) {
            self.set_no_variable(index);
            if name.is_empty() {
                return;
            }
            self.nodes[index as usize].rare().sets = Some(name.clone());
            let variable = self.variables.entry(name);
            variable.writers.insert(index);
            // The order of updates changes from the next event on.
            self.wiring.stale |= variable.is_read();
            self.variables.note(name);
        }
        let variable = self.variables.entry(name);
        if variable
            .value
            .as_ref()
            .is_some_and(|current| current.same(&value))
        {
            return;
        }
        variable.value = Some(value);
        let first = self.touched.len();
        self.announce(name);
        self.stop_endless(index, name, first);
    }

    /// Takes a node from the variable that it sets. The others that set it do so anew; when there
    /// are none, it has no value any more.
    fn set_no_variable(&mut self, index: u32) {
        let rare = self.nodes[index as usize].rare.as_mut();
        let Some(name) = rare.and_then(|rare| rare.sets.take()) else {
            return;
        };
        let variable = self.variables.entry(&name);
        variable.writers.remove(&index);
        self.wiring.stale |= variable.is_read();
        let first = self.touched.len();
        self.touched.extend_from_slice(&variable.writers);
        if variable.writers.is_empty() && !variable.by_host {
            variable.value = None;
            self.announce(&name);
        }
        self.drop_variable(&name);
        self.stop_endless(index, &name, first);
    }

    /// Where a running node's variable has led backward once too often, those who were touched
    /// for it, from `first` on, are not.
    fn stop_endless(&mut self, index: u32, name: &Text, first: usize) {
        let behind = |&node: &u32| self.nodes[node as usize].position < self.behind;
        if self.touched[first..].iter().any(behind) && self.round(Loop::Variable(index)) {
            self.touched.truncate(first);
            let text = format!("The values of `{name}` run in a loop that does not come to rest.");
            let severity = Severity::Error;
            self.set_problem(
                index,
                Some(Problem {
                    severity,
                    text: text.into(),
                }),
            );
        }
    }

    pub(crate) fn variable(&mut self, index: u32, name: &Text) -> Option<Value> {
        if self.nodes[index as usize].rare().reads.as_ref() != Some(name) {
            self.read_no_variable(index);
            if name.is_empty() {
                return None;
            }
            self.nodes[index as usize].rare().reads = Some(name.clone());
            let variable = self.variables.entry(name);
            variable.readers.insert(index);
            self.wiring.stale |= !variable.writers.is_empty();
            self.variables.note(name);
        }
        self.variables.entry(name).value.clone()
    }

    fn read_no_variable(&mut self, index: u32) {
        let rare = self.nodes[index as usize].rare.as_mut();
        let Some(name) = rare.and_then(|rare| rare.reads.take()) else {
            return;
        };
        let variable = self.variables.entry(&name);
        variable.readers.remove(&index);
        self.wiring.stale |= !variable.writers.is_empty();
        self.drop_variable(&name);
    }

    pub(crate) fn provide(&mut self, index: u32, resource: Resource) {
        let provision = self.provisions.entry(resource.kind());
        provision.handles.retain(|(node, _)| *node != index);
        provision.handles.push((index, resource));
        self.touched.extend_from_slice(&provision.seekers);
    }

    pub(crate) fn provided(&mut self, index: u32, kind: &'static str) -> &[(u32, Resource)] {
        let provision = self.provisions.entry(kind);
        provision.seekers.insert(index);
        &provision.handles
    }

    /// A link to an input is gone.
    pub(crate) fn unlinked(&mut self, (node, port): (u32, u16)) {
        let slot = self.nodes[node as usize].in_base + u32::from(port);
        self.link_counts[slot] -= 1;
        if self.link_counts[slot] == 0 {
            self.inputs[slot] = self.resting[slot].clone();
            self.follow(node, port);
        }
        self.clear_refusal(node, port);
        self.rewire((node, port));
    }

    /// A link from an output is made or gone, which some ops want to know.
    pub(crate) fn used_anew(&mut self, (node, port): (u32, u16)) {
        let spec = self.nodes[node as usize].spec;
        let output = spec.and_then(|spec| PortSpec::at(spec.outputs, port));
        if output.is_some_and(|output| output.lazy) {
            self.touch(node, 0);
        }
    }

    /// Forgets all that nodes hold here, for those that are removed or put to rest.
    pub(crate) fn forget(&mut self, gone: &Set<u32>) {
        for &index in gone.iter() {
            self.wakes.set(index, None);
            self.read_no_variable(index);
            self.set_no_variable(index);
            self.named_triggers.forget(index);
            self.timeline_readers.remove(&index);
            let seekers = self.provisions.forget(index);
            self.touched.extend(seekers);
            let rare = self.nodes[index as usize].rare.take();
            if rare.is_some_and(|rare| rare.status.most_pressing().is_some()) {
                self.status_changes.insert(index);
            }
        }
        self.frames.retain(|node| !gone.contains(node));
        let kept = |owner: &NodeId| !gone.contains(&owner.index);
        self.owners.retain(|(_, owner)| kept(owner));
    }

    /// Has the nodes updated that are named.
    pub(crate) fn mark_touched(&mut self) {
        while let Some(index) = self.touched.pop() {
            self.dirty.insert(self.nodes[index as usize].position);
        }
    }

    /// Names a node for the next update.
    pub(crate) fn touch(&mut self, index: u32, changed: u64) {
        self.nodes[index as usize].changed |= changed;
        self.touched.push(index);
    }
}
