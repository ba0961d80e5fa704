//! One event, from its first handler to rest: settle, then pulse.
//!
//! There is no recursion: what a handler fires goes on a stack of tasks, the newest on top, so
//! that pulses travel depth first however long the chain is.

use crate::Instant;
use crate::core::{Task, What};
use crate::cx::Cx;
use crate::dirty::DirtySet;
use crate::effect::Event;
use crate::graph::{Graph, trigger};
use crate::instances::FUNCTION;
use crate::node::changed_bit;
use crate::op::{Handlers, OpError, Problem, Severity};
use crate::post::{Post, Recipients};
use crate::value::Value;
use crate::wiring::{Onward, Step, Way};

/// How many pulses may follow from one another before a loop is assumed.
const MAX_DEPTH: u32 = 10_000;
/// How many pulses one event may cause before a loop is assumed.
const MAX_PULSES: u64 = 10_000_000;

impl Graph {
    /// Handles one event and finishes it, then each event that ops have posted meanwhile.
    pub(crate) fn event(&mut self, now: Instant, handle: impl FnOnce(&mut Self)) {
        self.core.now = now;
        self.compile();
        if let Some(profile) = &mut self.core.profile {
            profile.begin();
        }
        handle(self);
        self.finish();
        while let Some(Post { to, event }) = self.core.posts.pop() {
            let tell = |graph: &mut Self, node: crate::NodeId, event: Event| {
                if graph.spec(node).is_ok() {
                    graph.call(node.index, |op, cx| op.event(event, cx));
                }
            };
            match to {
                // Not a clone, so that the op can take it apart.
                Recipients::One(node) => tell(self, node, event),
                Recipients::Many(nodes) => {
                    for node in nodes {
                        tell(self, node, event.clone());
                    }
                }
            }
            self.finish();
        }
    }

    /// Updates dirty ops in topological order, each once, until nothing is dirty.
    pub(crate) fn settle_values(&mut self) {
        self.core.rounds.clear();
        loop {
            if !self.core.touched.is_empty() {
                self.core.mark_touched();
            }
            let Some(index) = self.core.compute() else {
                break;
            };
            self.call(index, |op, cx| op.update(cx));
            self.core.nodes.as_mut_slice()[index as usize].changed = 0;
        }
        self.core.behind = 0;
    }

    /// Runs one handler of an op.
    pub(crate) fn call(
        &mut self,
        index: u32,
        handler: impl FnOnce(&mut dyn Handlers, &mut Cx<'_>) -> Result<(), OpError>,
    ) {
        let op = self.ops.get(self.core.nodes.as_slice()[index as usize].op);
        let outcome = handler(op, &mut Cx::new(&mut self.core, index));
        // Nearly all succeed, have never failed, and leave nothing to look at.
        let plain = self.core.after == 0
            && outcome.is_ok()
            && self.core.nodes.as_slice()[index as usize].rare.is_none();
        if plain {
            // As there is nothing to drop, nothing is called to drop it.
            std::mem::forget(outcome);
        } else {
            self.core.conclude(index, outcome);
        }
    }

    /// Delivers one pulse to one input.
    pub(crate) fn pulse(&mut self, index: u32, port: u16, depth: u32) {
        let node = &mut self.core.nodes[index as usize];
        node.changed |= changed_bit(port);
        let slot = node.in_base + u32::from(port);
        count(&mut self.core.inputs[slot]);
        self.core.depth = depth;
        self.call(index, |op, cx| op.trigger(trigger(port), cx));
    }

    /// Compiles the tables anew if the graph was edited.
    fn compile(&mut self) {
        let core = &mut self.core;
        if !core.wiring.stale {
            return;
        }
        // Positions are about to change: what is dirty is remembered by node.
        while let Some(position) = core.dirty.pop_first() {
            let step = &core.wiring.steps[position as usize];
            core.touched.push(step.node);
        }
        let nodes = (0_u32..).zip(&core.nodes);
        let steps = nodes.clone().map(|(index, node)| {
            let function = match &self.entries[index as usize] {
                Some(entry) if node.op == FUNCTION => entry.behaviour.function(),
                _ => None,
            };
            let [inputs, _] = core.port_counts[index as usize];
            Step {
                node: index,
                function,
                inputs: (node.in_base, node.in_base + u32::from(inputs)),
                output: node.out_base,
                onward: Onward::Targets { first: 0, end: 0 },
            }
        });
        let steps: Vec<Step> = steps.collect();
        let alive = nodes.filter(|(_, node)| node.spec.is_some());
        let alive: Vec<u32> = alive.map(|(index, _)| index).collect();
        core.wiring.compile(
            &steps,
            alive.into_iter(),
            core.outputs.len(),
            &core.link_counts,
            &core.variables.edges(steps.len()),
        );
        for (position, step) in (0_u32..).zip(&core.wiring.steps) {
            core.nodes[step.node as usize].position = position;
        }
        core.dirty = DirtySet::new(core.wiring.steps.len());
        for index in 0..core.wiring.links.len() {
            let link = &core.wiring.links[index];
            let (target, (from, output), (to, input)) = (link.target, link.from, link.to);
            if !link.pulses && core.rewired[to as usize] & changed_bit(input) != 0 {
                let slot = core.nodes[from as usize].out_base + u32::from(output);
                core.arrive(slot, target);
            }
        }
        core.rewired.fill(0);
    }

    /// Settles and delivers pulses until nothing is left to do.
    fn finish(&mut self) {
        let mut pulses = 0;
        loop {
            // Between the sets of one handler nothing runs, so that listeners see them together.
            let writing = self.core.pending.is_empty()
                && matches!(
                    self.stack.last(),
                    Some(Task {
                        what: What::Set(_) | What::SetAgain(_),
                        ..
                    })
                );
            if !writing {
                self.settle_values();
            }
            // One by one, as a drain moves what is behind it with each of its ends.
            while let Some(task) = self.core.pending.pop() {
                self.stack.push(task);
            }
            let Some(Task {
                node,
                port,
                depth,
                what,
            }) = self.stack.pop()
            else {
                break;
            };
            match what {
                What::Set(value) => self.core.write(node, port, value),
                What::SetAgain(value) => self.core.write_again(node, port, value),
                What::Fire => {
                    let slot = self.core.nodes[node as usize].out_base + u32::from(port);
                    count(&mut self.core.outputs[slot]);
                    let targets = self.core.wiring.targets_of(slot);
                    self.deliver(Task {
                        node,
                        port,
                        depth,
                        what: What::Deliver {
                            next: targets.start,
                            end: targets.end,
                        },
                    });
                }
                What::Deliver { next, end } => {
                    let target = self.core.wiring.targets[next as usize];
                    self.deliver(Task {
                        node,
                        port,
                        depth,
                        what: What::Deliver {
                            next: next + 1,
                            end,
                        },
                    });
                    pulses += 1;
                    if target.way == Way::Cut {
                        continue;
                    }
                    if pulses > MAX_PULSES || (depth >= MAX_DEPTH && self.loops(target.node, node))
                    {
                        self.core.cut(
                            next,
                            "The pulses in this loop never end. The link is cut until the patch \
                             is edited."
                                .into(),
                        );
                        continue;
                    }
                    self.pulse(target.node, target.port, depth + 1);
                }
                What::Send(name) => {
                    let receivers = self.core.named_triggers.receivers_of(&name);
                    self.stack
                        .extend(receivers.into_iter().rev().map(|to| Task {
                            node,
                            port,
                            depth,
                            what: What::Tell(to),
                        }));
                }
                What::Tell(to) => {
                    pulses += 1;
                    if pulses > MAX_PULSES || (depth >= MAX_DEPTH && self.loops(to, node)) {
                        let text = "The pulses of this trigger come back without end: it was \
                                    stopped.";
                        let severity = Severity::Error;
                        let text = text.into();
                        self.core
                            .set_problem(node, Some(Problem { severity, text }));
                        continue;
                    }
                    self.core.depth = depth + 1;
                    self.call(to, |op, cx| op.event(Event::Triggered, cx));
                }
            }
        }
        self.core.depth = 0;
    }

    /// Whether a pulse that is this deep can come back: what merely listens to a loop is not cut.
    fn loops(&self, to: u32, from: u32) -> bool {
        let core = &self.core;
        let mut edges = core.variables.edges(core.nodes.len());
        edges.extend(core.named_triggers.edges());
        core.wiring.leads(to, from, &edges)
    }

    /// Puts the targets that are left on the stack.
    fn deliver(&mut self, task: Task) {
        if matches!(task.what, What::Deliver { next, end } if next < end) {
            self.stack.push(task);
        }
    }
}

/// Counts a pulse in a trigger's slot.
fn count(slot: &mut Value) {
    if let Value::Number(number) = slot {
        *number += 1.0;
    }
}
