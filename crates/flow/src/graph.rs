//! The graph as its host sees it: nodes and links to edit, events to handle, effects to take.

use std::borrow::Cow;
use std::{fmt, iter};

use crate::Instant;
use crate::ask::{Answer, AskId};
use crate::core::Core;
use crate::device::{Device, DeviceEvent};
use crate::effect::{
    Effect, ElementEvent, ElementId, Event, SocketEvent, SocketId, StoreEvent, StoreId,
};
use crate::host::{Host, WallClock};
use crate::instances::{IDLE, Instances};
use crate::kind::{Coercion, Kind};
use crate::node::Node;
use crate::op::Problem;
use crate::port::{InputPort, Trigger};
use crate::sorted::Set;
use crate::spec::{MAX_PORTS, OpEntry, OpSpec, PortSpec};
use crate::value::{Text, Value};
use crate::wiring::LinkId;

/// A node of a graph: one op. Ids of removed nodes are never given to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId {
    pub(crate) index: u32,
    pub(crate) generation: u32,
}

impl NodeId {
    /// Its place in the graph, which no other op has at the same time: the lowest that was free.
    /// The same patch, loaded into an empty graph, gives its ops the same places.
    pub fn index(self) -> u32 {
        self.index
    }
}

/// A graph could not be changed as asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum GraphError {
    /// The node does not exist, or exists no more.
    #[error("the op does not exist any more")]
    NoNode,
    /// The op has no port of that number.
    #[error("the op has no such port")]
    NoPort,
    /// The two ports do not fit. The text names them and their kinds.
    #[error("`{output}` is a {from}, `{input}` takes {to}")]
    KindMismatch {
        /// The output's name.
        output: Cow<'static, str>,
        /// Its kind.
        from: crate::Kind,
        /// The input's name.
        input: Cow<'static, str>,
        /// Its kind.
        to: crate::Kind,
    },
    /// The port cannot hold the value.
    #[error("`{port}` takes {kind}, not {value}")]
    WrongValue {
        /// The input's name.
        port: Cow<'static, str>,
        /// Its kind.
        kind: crate::Kind,
        /// What the value is.
        value: &'static str,
    },
    /// A multi port cannot have so many ports, or so few.
    #[error("an op has from 1 to {MAX_PORTS} ports of a kind that can be added")]
    PortCount,
}

/// Ops, their values and their links, and the scheduler that runs them.
///
/// The host edits the graph, tells it what happens, one event at a time, and after each takes
/// [`poll_effect`](Self::poll_effect), [`poll_status`](Self::poll_status) and
/// [`next_wake`](Self::next_wake). See the crate's front page for the rules of an event.
pub struct Graph {
    pub(crate) core: Core,
    pub(crate) ops: Instances,
    pub(crate) entries: Vec<Option<OpEntry>>,
    /// The places of removed nodes, the lowest of which is used first: where an op comes to stand
    /// must not follow from the order in which others went.
    free: Set<u32>,
    /// The tasks of the running event, the next one last.
    pub(crate) stack: Vec<crate::core::Task>,
}

impl Graph {
    /// An empty graph.
    ///
    /// `seed` is the source of all its random numbers; `host` is what ops can learn of their host.
    pub fn new(seed: u64, host: Host) -> Self {
        Self {
            core: Core::new(seed, host),
            ops: Instances::default(),
            entries: Vec::new(),
            free: Set::new(),
            stack: Vec::new(),
        }
    }

    /// Adds an op, its inputs at their defaults. It runs for the first time with the next event.
    pub fn add(&mut self, entry: &OpEntry) -> NodeId {
        let spec = entry.spec;
        let core = &mut self.core;
        let [inputs, outputs] = [spec.inputs, spec.outputs].map(PortSpec::count);
        let defaults = |ports: &'static [PortSpec], count| {
            let at = move |index| PortSpec::at(ports, index).map(PortSpec::default_value);
            (0..count).map(move |index| at(index).unwrap_or_default())
        };
        let in_base = core.inputs.insert(defaults(spec.inputs, inputs));
        core.resting.insert(defaults(spec.inputs, inputs));
        core.link_counts.insert((0..inputs).map(|_| 0));
        let out_base = core.outputs.insert(defaults(spec.outputs, outputs));
        core.watch_counts.insert((0..outputs).map(|_| 0));
        let index = self.free.pop_first().unwrap_or_else(|| {
            core.nodes.push(Node::default());
            core.generations.push(0);
            core.rewired.push(0);
            core.port_counts.push([0; 2]);
            self.entries.push(None);
            u32::try_from(core.nodes.len() - 1).expect("fewer than 2^32 ops fit in memory")
        });
        let node = &mut core.nodes[index as usize];
        node.spec = Some(spec);
        node.in_base = in_base;
        node.out_base = out_base;
        core.port_counts[index as usize] = [inputs, outputs];
        node.changed = u64::MAX;
        core.wiring.stale = true;
        core.touched.push(index);
        node.op = self.ops.add(entry);
        self.entries[index as usize] = Some(*entry);
        self.core.id(index)
    }

    /// Removes an op with its links, and lets go of all that it holds.
    ///
    /// # Errors
    ///
    /// [`GraphError::NoNode`].
    pub fn remove(&mut self, node: NodeId) -> Result<(), GraphError> {
        self.remove_all(&[node])
    }

    /// Removes several ops as [`remove`](Self::remove) does one, in the order of their places, and
    /// walks all links just once for it.
    ///
    /// # Errors
    ///
    /// [`GraphError::NoNode`] if one of them does not exist. Then none is removed.
    pub fn remove_all(&mut self, nodes: &[NodeId]) -> Result<(), GraphError> {
        let mut gone = Set::new();
        for node in nodes {
            self.spec(*node)?;
            gone.insert(node.index);
        }
        let core = &mut self.core;
        core.mend();
        let [outputs, inputs] = core.wiring.remove_all(&gone);
        inputs.into_iter().for_each(|input| core.unlinked(input));
        outputs
            .into_iter()
            .for_each(|output| core.used_anew(output));
        // The ops first: dropping them may still ask for effects, such as closing a socket.
        for &index in gone.iter() {
            let node = &mut core.nodes[index as usize];
            node.op = self.ops.remove(node.op);
            self.entries[index as usize] = None;
        }
        core.forget(&gone);
        for &index in gone.iter() {
            core.forget_sources(index);
        }
        core.touched.retain(|touched| !gone.contains(touched));
        for &index in gone.iter() {
            core.generations[index as usize] += 1;
            let node = &mut core.nodes[index as usize];
            let (in_base, out_base) = (node.in_base, node.out_base);
            node.spec = None;
            let [inputs, outputs] = core.port_counts[index as usize].map(usize::from);
            core.inputs.remove(in_base, inputs);
            core.resting.remove(in_base, inputs);
            core.link_counts.remove(in_base, inputs);
            core.outputs.remove(out_base, outputs);
            core.watch_counts.remove(out_base, outputs);
            self.free.insert(index);
        }
        Ok(())
    }

    /// Puts an op to rest, which lets go of all that it holds and keeps its links and the values
    /// of its outputs; or makes it anew.
    ///
    /// # Errors
    ///
    /// [`GraphError::NoNode`].
    pub fn set_disabled(&mut self, node: NodeId, disabled: bool) -> Result<(), GraphError> {
        self.spec(node)?;
        // A function that is at rest is not computed.
        self.core.wiring.stale = true;
        let at = &mut self.core.nodes[node.index as usize].op;
        if disabled {
            *at = self.ops.remove(*at);
            let mut gone = Set::new();
            gone.insert(node.index);
            self.core.forget(&gone);
        } else if *at == IDLE
            && let Some(entry) = &self.entries[node.index as usize]
        {
            *at = self.ops.add(entry);
            self.core.touch(node.index, u64::MAX);
            self.core.follow_all(node.index);
        }
        self.core.mend();
        Ok(())
    }

    /// Gives an op's multi input or multi output another number of ports. Those that come are at
    /// the end; the links of those that go, which were there, go with them.
    ///
    /// # Errors
    ///
    /// [`GraphError::NoNode`]; [`GraphError::NoPort`] where the op has no multi port of that
    /// direction; [`GraphError::PortCount`] for none or more than [`MAX_PORTS`](crate::MAX_PORTS).
    pub fn set_port_count(
        &mut self,
        node: NodeId,
        output: bool,
        count: u16,
    ) -> Result<(), GraphError> {
        let ports = self.spec(node)?.ports(output);
        let multi = PortSpec::multi(ports).ok_or(GraphError::NoPort)?;
        if !(1..=MAX_PORTS).contains(&count) {
            return Err(GraphError::PortCount);
        }
        let count = PortSpec::fixed(ports) + count;
        for link in self.core.wiring.beyond(node.index, output, count) {
            self.disconnect(link);
        }
        let core = &mut self.core;
        core.mend();
        let index = node.index;
        if !output {
            for gone in count..core.port_counts[index as usize][0] {
                core.set_source(index, gone, None);
            }
        }
        let node = &mut core.nodes[index as usize];
        let base = if output {
            &mut node.out_base
        } else {
            &mut node.in_base
        };
        let old = &mut core.port_counts[index as usize][usize::from(output)];
        let lengths = (usize::from(*old), usize::from(count));
        *old = count;
        let values = || iter::repeat_with(|| multi.default_value());
        if output {
            core.watch_counts.resize(*base, lengths, iter::repeat(0));
            *base = core.outputs.resize(*base, lengths, values());
        } else {
            core.link_counts.resize(*base, lengths, iter::repeat(0));
            core.resting.resize(*base, lengths, values());
            *base = core.inputs.resize(*base, lengths, values());
        }
        core.wiring.stale = true;
        core.touch(index, u64::MAX);
        Ok(())
    }

    /// Links an output to an input. The output's value arrives with the next event.
    ///
    /// # Errors
    ///
    /// [`GraphError::NoNode`], [`GraphError::NoPort`] or [`GraphError::KindMismatch`].
    pub fn connect(
        &mut self,
        from: (NodeId, u16),
        to: (NodeId, u16),
    ) -> Result<LinkId, GraphError> {
        let (output, input) = (self.port(from, true)?, self.port(to, false)?);
        let coercion = output.kind.coercion(input.kind);
        self.link(from, to, coercion, input.kind)
    }

    /// Links an output to an input with choices, as the index of the choice: rounded down, and the
    /// nearest where there is none.
    ///
    /// # Errors
    ///
    /// As [`connect`](Self::connect); [`GraphError::NoPort`] where the input has no choices too.
    pub fn connect_index(
        &mut self,
        from: (NodeId, u16),
        to: (NodeId, u16),
    ) -> Result<LinkId, GraphError> {
        let (output, input) = (self.port(from, true)?, self.port(to, false)?);
        if input.choices.is_empty() {
            return Err(GraphError::NoPort);
        }
        let coercion = output.kind.coercion(Kind::Number);
        let coercion = coercion.map(|_| Coercion::Choice(input.choices));
        self.link(from, to, coercion, Kind::Number)
    }

    /// Links two ports, whose values are brought over so; nothing where they cannot.
    fn link(
        &mut self,
        from: (NodeId, u16),
        to: (NodeId, u16),
        coercion: Option<Coercion>,
        takes: Kind,
    ) -> Result<LinkId, GraphError> {
        let output = self.port(from, true)?;
        let Some(coercion) = coercion else {
            return Err(GraphError::KindMismatch {
                output: PortSpec::name_at(self.spec(from.0)?.outputs, from.1),
                from: output.kind,
                input: PortSpec::name_at(self.spec(to.0)?.inputs, to.1),
                to: takes,
            });
        };
        let pulses = output.kind == crate::Kind::Trigger;
        let core = &mut self.core;
        core.mend();
        let link = core
            .wiring
            .add((from.0.index, from.1), (to.0.index, to.1), coercion, pulses);
        let slot = core.nodes[to.0.index as usize].in_base + u32::from(to.1);
        core.link_counts[slot] += 1;
        core.rewire((to.0.index, to.1));
        core.used_anew((from.0.index, from.1));
        Ok(link)
    }

    /// Takes a link away. Of the links that are left at its input, the one made last brings its
    /// value with the next event; an input without any returns to the value it was set to. False
    /// if there is no such link.
    pub fn disconnect(&mut self, link: LinkId) -> bool {
        let core = &mut self.core;
        core.mend();
        let Some(link) = core.wiring.remove(link) else {
            return false;
        };
        core.unlinked(link.to);
        core.used_anew(link.from);
        true
    }

    /// Puts links of one output in the order in which they are to be served. Without this, it is
    /// the order in which they were made.
    pub fn serve_in_order(&mut self, links: &[LinkId]) {
        self.core.mend();
        self.core.wiring.serve_in_order(links);
    }

    /// Sets an input from outside. While it is linked, the value waits for the link to go.
    ///
    /// # Errors
    ///
    /// [`GraphError::NoNode`], [`GraphError::NoPort`] or [`GraphError::WrongValue`].
    pub fn set(&mut self, node: NodeId, port: u16, value: Value) -> Result<(), GraphError> {
        let spec = self.port((node, port), false)?;
        let what = value.type_name();
        let Some(value) = spec.kind.admit(value) else {
            return Err(GraphError::WrongValue {
                port: PortSpec::name_at(self.spec(node)?.inputs, port),
                kind: spec.kind,
                value: what,
            });
        };
        let core = &mut self.core;
        core.mend();
        let slot = core.nodes[node.index as usize].in_base + u32::from(port);
        core.resting[slot] = value;
        core.follow(node.index, port);
        Ok(())
    }

    /// Says that somebody looks at an output, or no more: outputs that are computed only when
    /// used are computed while somebody does.
    ///
    /// # Errors
    ///
    /// [`GraphError::NoNode`] or [`GraphError::NoPort`].
    pub fn watch(&mut self, node: NodeId, port: u16, watched: bool) -> Result<(), GraphError> {
        let spec = self.port((node, port), true)?;
        let core = &mut self.core;
        let slot = core.nodes[node.index as usize].out_base + u32::from(port);
        let count = &mut core.watch_counts[slot];
        if watched {
            *count += 1;
            if *count == 1 && spec.lazy {
                core.touch(node.index, 0);
            }
        } else {
            *count = count.saturating_sub(1);
        }
        Ok(())
    }

    /// The declaration of an op.
    ///
    /// # Errors
    ///
    /// [`GraphError::NoNode`].
    pub fn spec(&self, node: NodeId) -> Result<&'static OpSpec, GraphError> {
        let entry = self
            .core
            .nodes
            .get(node.index as usize)
            .ok_or(GraphError::NoNode)?;
        match entry.spec {
            Some(spec) if self.core.generations[node.index as usize] == node.generation => Ok(spec),
            _ => Err(GraphError::NoNode),
        }
    }

    /// What an input holds. A trigger's holds the number of pulses that have arrived.
    ///
    /// # Errors
    ///
    /// [`GraphError::NoNode`] or [`GraphError::NoPort`].
    pub fn input(&self, node: NodeId, port: u16) -> Result<&Value, GraphError> {
        self.port((node, port), false)?;
        Ok(self.core.input(node.index, port))
    }

    /// What an output holds. A trigger's holds the number of pulses that it has fired.
    ///
    /// # Errors
    ///
    /// [`GraphError::NoNode`] or [`GraphError::NoPort`].
    pub fn output(&self, node: NodeId, port: u16) -> Result<&Value, GraphError> {
        self.port((node, port), true)?;
        Ok(self.core.output(node.index, port))
    }

    /// Nothing has happened but edits: run what they ask for.
    pub fn settle(&mut self, now: Instant) {
        self.event(now, |_| {});
    }

    /// A person or a script has pulsed a trigger input.
    ///
    /// # Errors
    ///
    /// [`GraphError::NoNode`] or [`GraphError::NoPort`], the latter for a port that is no trigger
    /// too.
    pub fn press(&mut self, node: NodeId, port: u16, now: Instant) -> Result<(), GraphError> {
        let spec = self.port((node, port), false)?;
        if spec.kind != crate::Kind::Trigger {
            return Err(GraphError::NoPort);
        }
        self.event(now, |graph| {
            graph.settle_values();
            graph.pulse(node.index, port, 0);
        });
        Ok(())
    }

    /// The screen is about to be drawn.
    pub fn frame(&mut self, now: Instant) {
        let listeners = self.core.frames.clone();
        self.event(now, |graph| {
            graph.core.animate();
            for &index in &listeners {
                graph.call(index, |op, cx| op.event(Event::Frame, cx));
            }
        });
    }

    /// Whether some op wants to be told of frames, or an animation is on its way.
    pub fn wants_frames(&self) -> bool {
        !self.core.frames.is_empty() || self.core.is_animated()
    }

    /// The time that [`next_wake`](Self::next_wake) named has come.
    pub fn wake(&mut self, now: Instant) {
        for index in self.core.wakes.take_due(now) {
            // An op before it may have removed the need, but never the node: ops cannot edit.
            self.event(now, |graph| {
                graph.call(index, |op, cx| op.event(Event::Wake, cx))
            });
        }
    }

    /// When [`wake`](Self::wake) is to be called next.
    pub fn next_wake(&mut self) -> Option<Instant> {
        self.core.wakes.next()
    }

    /// A socket has something to say. What the graph has closed is not listened to.
    pub fn socket_event(&mut self, socket: SocketId, event: SocketEvent, now: Instant) {
        let has_ended = matches!(event, SocketEvent::Closed { .. });
        self.tell_owner(socket.0, Event::Socket(socket, event), now);
        if has_ended {
            self.core.end_handle(socket.0);
        }
    }

    /// A store has something to say. One that the graph has closed is not listened to.
    pub fn store_event(&mut self, store: StoreId, event: StoreEvent, now: Instant) {
        self.tell_owner(store.0, Event::Store(store, event), now);
    }

    /// An element of the page was used.
    pub fn element_event(&mut self, element: ElementId, event: ElementEvent, now: Instant) {
        self.tell_owner(element.0, Event::Element(element, event), now);
    }

    /// The host answers what was asked. What the graph has taken back is not listened to.
    pub fn answer(&mut self, ask: AskId, answer: Answer, now: Instant) {
        self.tell_owner(ask.0, Event::Answer(ask, answer), now);
    }

    /// The host does not do yet what was asked for by a handle (the number of a socket, an element
    /// or an ask), as nobody has allowed it to reach these servers; or it does now, where none are
    /// named. The op is marked meanwhile.
    pub fn hold(&mut self, handle: u32, servers: &Text, now: Instant) {
        if self.core.hold(handle, servers).is_some() {
            self.tell_owner(handle, Event::Held(!servers.is_empty()), now);
        }
    }

    /// The servers that a node waits to be allowed to reach, in texts of one or several.
    pub fn held(&self, node: NodeId) -> impl Iterator<Item = &Text> {
        let known = self.spec(node).is_ok();
        let rare = known.then(|| self.core.nodes[node.index as usize].rare.as_ref());
        let held = rare.flatten().map(|rare| rare.status.held.as_slice());
        held.unwrap_or_default().iter().map(|(_, servers)| servers)
    }

    /// A source has something to say, to all who listen to it.
    pub fn device_event(&mut self, source: &Device, event: &DeviceEvent, now: Instant) {
        let nodes = self.core.devices.told(source, event);
        if nodes.is_empty() {
            return;
        }
        self.event(now, |graph| {
            for node in nodes {
                let event = Event::Device(source.clone(), event.clone());
                graph.call(node.index, |op, cx| op.event(event, cx));
            }
        });
    }

    /// The host tells the time of day. It goes on from there by itself.
    pub fn set_wall_clock(&mut self, clock: WallClock, now: Instant) {
        self.core.wall_clock = Some((now, clock));
    }

    /// The host lends what it knows of zones: how many minutes local time is ahead of UTC at a time,
    /// in milliseconds since 1970. Without it that is as now at all times.
    pub fn set_zones(&mut self, zones: fn(f64) -> i32) {
        self.core.zones = Some(zones);
    }

    /// The network is back: ops that wait for it may try at once. All are told.
    pub fn online(&mut self, now: Instant) {
        self.event(now, |graph| {
            for index in (0..).take(graph.core.nodes.len()) {
                graph.call(index, |op, cx| op.event(Event::Online, cx));
            }
        });
    }

    /// The next thing for the host to do.
    pub fn poll_effect(&mut self) -> Option<Effect> {
        let effect = self.core.outbox.pop()?;
        let ended = match &effect {
            Effect::CloseSocket(SocketId(handle))
            | Effect::CloseStore(StoreId(handle))
            | Effect::RemoveElement(ElementId(handle))
            | Effect::TakeBack(AskId(handle)) => Some(handle),
            _ => None,
        };
        if let Some(handle) = ended {
            self.core.end_handle(*handle);
        }
        Some(effect)
    }

    /// The next node whose mark has changed, and what is wrong with it now.
    pub fn poll_status(&mut self) -> Option<(NodeId, Option<Problem>)> {
        while let Some(index) = self.core.status_changes.pop_first() {
            let node = &self.core.nodes[index as usize];
            if node.spec.is_some() {
                return Some((self.core.id(index), node.most_pressing()));
            }
        }
        None
    }

    /// The next link that was cut or mended, and why it is cut.
    pub fn poll_link_status(&mut self) -> Option<(LinkId, Option<Text>)> {
        while let Some(id) = self.core.link_changes.pop_first() {
            if let Some(link) = self.core.wiring.link(id) {
                return Some((id, link.cut.clone()));
            }
        }
        None
    }

    /// The declaration of a port that the op has.
    pub(crate) fn port(
        &self,
        (node, port): (NodeId, u16),
        output: bool,
    ) -> Result<&'static PortSpec, GraphError> {
        let ports = self.spec(node)?.ports(output);
        let count = self.core.port_counts[node.index as usize][usize::from(output)];
        let spec = PortSpec::at(ports, port).filter(|_| port < count);
        spec.ok_or(GraphError::NoPort)
    }

    /// Tells who has a socket, an element, a store or an ask, if somebody still has it.
    fn tell_owner(&mut self, handle: u32, event: Event, now: Instant) {
        if let Some(&node) = self.core.owners.get(&handle) {
            self.event(now, |graph| {
                graph.call(node.index, |op, cx| op.event(event, cx))
            });
        }
    }
}

impl fmt::Debug for Graph {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Graph")
            .field("core", &self.core)
            .finish_non_exhaustive()
    }
}

/// A trigger input as handlers compare it.
pub(crate) fn trigger(port: u16) -> Trigger {
    Trigger::at(port)
}
