//! How a value gets from an output to the inputs that are linked to it: what runs for each link of
//! each update.
//!
//! Most of what travels are numbers over links that do not change them. They have a way of their
//! own, which allocates nothing, drops nothing and touches nothing but the slots, the link's end
//! and the node behind it. It is a short cut of the other way and does nothing that this does not.

use std::ops::Range;

use crate::core::{Core, FIRED, What};
use crate::kind::{Coercion, Kind};
use crate::node::changed_bit;
use crate::spec::PortSpec;
use crate::value::{Value, same_number};
use crate::wiring::{Target, Way};

impl Core {
    /// Sets an output now, or after the pulses that the running handler has already fired.
    pub(crate) fn write_or_defer(&mut self, index: u32, port: u16, value: Value) {
        if self.after & FIRED != 0 {
            self.defer(index, port, What::Set(value));
        } else {
            self.write(index, port, value);
        }
    }

    /// Sets an output and everything that is linked to it.
    pub(crate) fn write(&mut self, index: u32, port: u16, value: Value) {
        self.write_slot(self.nodes[index as usize].out_base + u32::from(port), value);
    }

    /// [`write`](Self::write), by the output's place in the slab.
    pub(crate) fn write_slot(&mut self, slot: u32, value: Value) {
        let current = &mut self.outputs[slot];
        if current.same(&value) {
            return;
        }
        *current = value;
        for target in self.wiring.targets_of(slot) {
            self.arrive(slot, target);
        }
    }

    /// [`write_again`](Self::write_again), now or after the pulses that the running handler has
    /// already fired.
    pub(crate) fn write_again_or_defer(&mut self, index: u32, port: u16, value: Value) {
        if self.after & FIRED != 0 {
            self.defer(index, port, What::SetAgain(value));
        } else {
            self.write_again(index, port, value);
        }
    }

    /// Sets an output as [`write`](Self::write) does, and brings the value to everything that is
    /// linked to it also where the output held it before: another link may have led another value
    /// there.
    pub(crate) fn write_again(&mut self, index: u32, port: u16, value: Value) {
        let slot = self.nodes[index as usize].out_base + u32::from(port);
        self.outputs[slot] = value;
        for target in self.wiring.targets_of(slot) {
            self.arrive(slot, target);
        }
    }

    /// [`write`](Self::write) of a number. Inlined where it is called, which is one place.
    #[inline(always)]
    pub(crate) fn write_number(&mut self, slot: u32, number: f64) {
        match &mut self.outputs[slot] {
            Value::Number(current) if same_number(*current, number) => return,
            Value::Number(current) => *current = number,
            current => *current = Value::Number(number),
        }
        self.pass(slot, self.wiring.targets_of(slot), number);
    }

    /// Brings an output's new number to these inputs, which are linked to it.
    pub(crate) fn pass(&mut self, out_slot: u32, targets: Range<u32>, number: f64) {
        for target in targets {
            self.arrive_number(out_slot, target, number);
        }
    }

    /// [`arrive`](Self::arrive) of a number.
    #[inline(always)]
    fn arrive_number(&mut self, out_slot: u32, target: u32, number: f64) {
        let end = self.wiring.targets[target as usize];
        let node = &mut self.nodes.as_mut_slice()[end.node as usize];
        match &mut self.inputs[end.slot] {
            // A node with something rare may have a refusal, which this clears.
            Value::Number(current) if end.way == Way::Plain && node.rare.is_none() => {
                if same_number(*current, number) {
                    return;
                }
                *current = number;
            }
            _ => return self.arrive(out_slot, target),
        }
        node.changed |= changed_bit(end.port);
        self.mark(target, end.position);
    }

    /// Brings an output's value to one input that is linked to it.
    pub(crate) fn arrive(&mut self, out_slot: u32, target: u32) {
        let end = self.wiring.targets[target as usize];
        let value = &self.outputs[out_slot];
        let value = match end.way {
            Way::Cut => return,
            Way::Plain => Some(value.clone()),
            Way::Coerced => self.wiring.coercion_to(target).apply(value),
        };
        let value = match value {
            Some(value) => {
                self.clear_refusal(end.node, end.port);
                value
            }
            None => self.refuse(target, out_slot),
        };
        let input = &mut self.inputs[end.slot];
        if input.same(&value) {
            return;
        }
        *input = value;
        let node = &mut self.nodes[end.node as usize];
        node.changed |= changed_bit(end.port);
        self.mark(target, end.position);
    }

    /// A link has brought a new value to the node at this place: it is to be updated, unless the
    /// value has come round a loop once too often.
    #[inline(always)]
    fn mark(&mut self, target: u32, position: u32) {
        if position < self.behind && self.exhausted(target) {
            return;
        }
        self.dirty.insert(position);
    }

    /// What has arrived at the input fits, or nothing does any more.
    pub(crate) fn clear_refusal(&mut self, index: u32, port: u16) {
        let Some(rare) = &mut self.nodes[index as usize].rare else {
            return;
        };
        if matches!(rare.status.refusal, Some((refused, _)) if refused == port) {
            rare.status.refusal = None;
            self.status_changes.insert(index);
        }
    }

    /// Marks the node; what the input holds instead.
    fn refuse(&mut self, target: u32, out_slot: u32) -> Value {
        let Target {
            node: index,
            port: input,
            ..
        } = self.wiring.targets[target as usize];
        let by_index = matches!(self.wiring.coercion_to(target), Coercion::Choice(_));
        let node = &mut self.nodes[index as usize];
        let Some(spec) = node.spec else {
            return Value::None;
        };
        let Some(port) = PortSpec::at(spec.inputs, input) else {
            return Value::None;
        };
        let name = PortSpec::name_at(spec.inputs, input);
        let text = format!(
            "`{name}{}` takes {}, and what arrives is {}.",
            if by_index { " index" } else { "" },
            if by_index { Kind::Number } else { port.kind },
            self.outputs[out_slot].type_name()
        );
        node.rare().status.refusal = Some((input, text.into()));
        self.status_changes.insert(index);
        if by_index {
            return port.default_value();
        }
        port.kind.empty()
    }
}
