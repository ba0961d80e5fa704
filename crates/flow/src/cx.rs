//! What a handler can see and do.

use std::any::Any;
use std::rc::Rc;

use crate::Instant;
use crate::animation::Animation;
use crate::ask::{Ask, Asked};
use crate::core::{Core, FIRED};
use crate::device::{Device, Listening, Request};
use crate::effect::{Effect, Element, Event, Socket, Store, Tag};
use crate::graph::NodeId;
use crate::host::{Host, WallClock};
use crate::op::{Problem, Severity};
use crate::post::{Mailbox, Recipients};
use crate::resource::{Resource, ResourceHandle};
use crate::timeline::Timeline;
use crate::value::{Text, Value};

/// The graph as one handler sees it: its own ports, the time, and what it may ask for.
pub struct Cx<'a> {
    core: &'a mut Core,
    index: u32,
    /// The node's, which does not change while a handler runs.
    in_base: u32,
    out_base: u32,
}

/// The handles of one kind that the patch's ops provide.
#[derive(Clone, Debug)]
pub enum Provided<T> {
    /// No op provides one.
    None,
    /// One op does.
    One(T),
    /// Several do, so that one must be chosen by a link.
    Many,
}

impl<'a> Cx<'a> {
    #[inline(always)]
    pub(crate) fn new(core: &'a mut Core, index: u32) -> Self {
        let node = &core.nodes.as_slice()[index as usize];
        let (in_base, out_base) = (node.in_base, node.out_base);
        Self {
            core,
            index,
            in_base,
            out_base,
        }
    }

    /// The time of this event, since the host's origin.
    pub fn now(&self) -> Instant {
        self.core.now
    }

    /// The time of day; nothing where the host has not told it.
    pub fn wall_clock(&self) -> Option<WallClock> {
        let (told, clock) = self.core.wall_clock?;
        let passed = self.now().saturating_sub(told).as_secs_f64() * 1000.0;
        Some(WallClock {
            timestamp: clock.timestamp + passed,
            ..clock
        })
    }

    /// How many minutes local time is ahead of UTC at a time, in milliseconds since 1970; 0 where the
    /// host tells nothing of it.
    pub fn zone_at(&self, timestamp: f64) -> i32 {
        match self.core.zones {
            Some(zones) => zones(timestamp),
            None => self.core.wall_clock.map_or(0, |(_, clock)| clock.zone),
        }
    }

    /// A random number from 0 (included) to 1 (excluded). The same seed and events give the same.
    pub fn random(&mut self) -> f64 {
        self.core.random.next_f64()
    }

    /// What may be known of the host.
    pub fn host(&self) -> &Host {
        &self.core.host
    }

    /// This op's node.
    pub fn node(&self) -> NodeId {
        self.core.id(self.index)
    }

    /// Asks for [`Event::Wake`](crate::Event::Wake) at a time. Replaces what was asked before.
    pub fn wake_at(&mut self, when: Instant) {
        self.core.wakes.set(self.index, Some(when));
    }

    /// Takes [`wake_at`](Self::wake_at) back.
    pub fn cancel_wake(&mut self) {
        self.core.wakes.set(self.index, None);
    }

    /// Asks for [`Event::Frame`](crate::Event::Frame) before each drawing of the screen, or no
    /// more.
    pub fn request_frames(&mut self, wanted: bool) {
        self.core.request_frames(self.index, wanted);
    }

    /// Opens a socket, which tells this op what happens to it. Dropping it closes it.
    pub fn open_socket(&mut self, url: impl Into<Text>, protocol: impl Into<Text>) -> Socket {
        let id = self.core.new_socket(self.index);
        self.core.outbox.socket(id, url.into(), protocol.into())
    }

    /// Opens the records that the host keeps for this op from one run of the patch to the next;
    /// nothing where it keeps none. An op has one store.
    pub fn open_store(&mut self) -> Option<Store> {
        if !self.core.host.keeps_records {
            return None;
        }
        let id = self.core.new_store(self.index);
        Some(self.core.outbox.store(id, self.node()))
    }

    /// Makes an element of the page, which tells this op how it is used. Dropping it removes it.
    pub fn create_element(&mut self, tag: Tag) -> Element {
        let id = self.core.new_element(self.index);
        self.core.outbox.element(id, self.node(), tag)
    }

    /// Listens to a source, whose state, where it has one, is told after this event. Dropping it
    /// ends that.
    pub fn listen(&mut self, source: Device) -> Listening {
        let core = &mut *self.core;
        let node = core.id(self.index);
        let (listening, state) = core.devices.listen(node, source, &core.outbox);
        if let Some(state) = state {
            let event = Event::Device(listening.source().clone(), state);
            core.posts.push(Recipients::One(node), event);
        }
        listening
    }

    /// Asks something of a device.
    pub fn request(&mut self, request: Request) {
        self.core.outbox.push(Effect::Request(request));
    }

    /// Asks something of the host, which tells this op what comes of it. Dropping it takes it back.
    pub fn ask(&mut self, ask: Ask) -> Asked {
        let id = self.core.new_ask(self.index);
        self.core.outbox.ask(id, ask)
    }

    /// Sends something to other ops, as one event of its own after this one.
    pub fn post(&mut self, to: impl IntoIterator<Item = NodeId>, payload: Rc<dyn Any>) {
        let mut nodes = to.into_iter();
        let to = match (nodes.next(), nodes.next()) {
            (None, _) => return,
            (Some(one), None) => Recipients::One(one),
            (Some(first), Some(second)) => {
                Recipients::Many([first, second].into_iter().chain(nodes).collect())
            }
        };
        self.core.posts.push(to, Event::Posted(payload));
    }

    /// A way to reach this op from where there is no `Cx`.
    pub fn mailbox(&self) -> Mailbox {
        Mailbox {
            node: self.node(),
            posts: self.core.posts.clone(),
        }
    }

    /// Marks the op with something that is wrong until [`clear_problem`](Self::clear_problem): what
    /// it is and what to do.
    pub fn set_problem(&mut self, text: impl Into<Text>) {
        self.mark(Severity::Error, text.into());
    }

    /// Like [`set_problem`](Self::set_problem), for what may mend itself or may be meant so.
    pub fn set_warning(&mut self, text: impl Into<Text>) {
        self.mark(Severity::Warning, text.into());
    }

    /// Takes either mark off.
    pub fn clear_problem(&mut self) {
        self.core.set_problem(self.index, None);
    }

    /// Writes a line to the host's log.
    pub fn log(&mut self, text: impl Into<Text>) {
        self.core.outbox.push(Effect::Log(text.into()));
    }

    /// Sets one of the patch's variables, and lets go of the one this op has set before: an op sets
    /// one at a time, and none after an empty name. A variable that no op sets has no value.
    pub fn set_variable(&mut self, name: &Text, value: Value) {
        self.core.set_variable(self.index, name, value);
    }

    /// One of the patch's variables; `None` while no op sets it. From here on this op is updated
    /// when it changes, and no more when the one it has read before does.
    pub fn variable(&mut self, name: &Text) -> Option<Value> {
        self.core.variable(self.index, name)
    }

    /// The names and values of all of the patch's variables now.
    pub fn variables(&self) -> Vec<(Text, Value)> {
        self.core.variables.values()
    }

    /// Sends a trigger to the ops of the patch that receive the one of that name, in an order that
    /// is the same in every run. Like the listeners of a [`Fire`](crate::Fire), they see every output
    /// that the op has set so far. False where none receives it.
    pub fn send_trigger(&mut self, name: &Text) -> bool {
        self.core.defer_send(self.index, name)
    }

    /// Asks for [`Event::Triggered`](crate::Event::Triggered) each time the trigger of that name is
    /// sent. An op receives one at a time, and none after an empty name.
    pub fn receive_trigger(&mut self, name: &Text) {
        self.core.receive_trigger(self.index, name);
    }

    /// Lets every op of the patch find this handle for as long as this op lives.
    pub fn provide<T: ResourceHandle>(&mut self, handle: T) {
        self.core.provide(self.index, Resource::new(handle));
    }

    /// The handles of a kind that the patch's ops provide. From here on this op is updated when
    /// that changes.
    pub fn provided<T: ResourceHandle>(&mut self) -> Provided<T> {
        match self.core.provided(self.index, T::KIND) {
            [] => Provided::None,
            [(_, resource)] => resource.get().map_or(Provided::None, Provided::One),
            _ => Provided::Many,
        }
    }

    /// The patch's clock. From here on this op is updated when it is stopped, set or let go on; to
    /// see it move, an op asks for frames.
    pub fn timeline(&mut self) -> Timeline {
        self.core.timeline_readers.insert(self.index);
        self.core.timeline
    }

    /// Lets the patch's clock go on, or stops it.
    pub fn play_timeline(&mut self, playing: bool) {
        self.core.play(playing);
    }

    /// Sets the patch's clock to a time in seconds. Below 0 and NaN are 0.
    pub fn seek_timeline(&mut self, seconds: f64) {
        self.core.seek(seconds);
    }

    pub(crate) fn animation(&self, port: u16) -> Option<Rc<Animation>> {
        self.core.animation(self.index, port).cloned()
    }

    fn mark(&mut self, severity: Severity, text: Text) {
        let problem = Problem { severity, text };
        self.core.set_problem(self.index, Some(problem));
    }

    /// How many inputs or outputs the op has.
    pub(crate) fn port_count(&self, output: bool) -> u16 {
        self.core.port_counts[self.index as usize][usize::from(output)]
    }

    pub(crate) fn listeners(&self, port: u16) -> Vec<&'static str> {
        self.core.listeners(self.index, port)
    }

    #[inline(always)]
    pub(crate) fn input(&self, port: u16) -> &Value {
        let value = self.core.inputs.get(self.in_base + u32::from(port));
        // There always is one; without a panic to prepare for, to read it is a call without a frame.
        value.unwrap_or(&Value::None)
    }

    #[inline(always)]
    pub(crate) fn output(&self, port: u16) -> &Value {
        &self.core.outputs[self.out_base + u32::from(port)]
    }

    pub(crate) fn changed(&self, port: u16) -> bool {
        self.core.changed(self.index, port)
    }

    pub(crate) fn input_linked(&self, port: u16) -> bool {
        self.core.input_linked(self.index, port)
    }

    pub(crate) fn output_used(&self, port: u16) -> bool {
        self.core.output_used(self.index, port)
    }

    pub(crate) fn write(&mut self, port: u16, value: Value) {
        self.core.write_or_defer(self.index, port, value);
    }

    /// [`write`](Self::write) of a number, on a way of its own.
    #[inline(always)]
    pub(crate) fn write_number(&mut self, port: u16, number: f64) {
        if self.core.after & FIRED != 0 {
            self.write(port, Value::Number(number));
        } else {
            self.core
                .write_number(self.out_base + u32::from(port), number);
        }
    }

    pub(crate) fn write_again(&mut self, port: u16, value: Value) {
        self.core.write_again_or_defer(self.index, port, value);
    }

    pub(crate) fn edit_input(&mut self, port: u16, value: Value) {
        let node = self.node();
        let edit = Effect::EditInput { node, port, value };
        self.core.outbox.push(edit);
    }

    pub(crate) fn fire(&mut self, port: u16) {
        self.core.defer_fire(self.index, port);
    }
}
