//! Ops that are a function of their inputs.
//!
//! Such an op has no state, asks for nothing and cannot fail, so that settling needs nothing of it
//! but its [`Function`]: it reads the inputs from the slab, calls that, and passes on what comes of
//! it, in one loop without a handler ([`Core::compute`]). Everything else, from the order of updates
//! to when a value counts as changed, is as for any other op.

use std::marker::PhantomData;
use std::slice;

use crate::core::{Core, MEASURED};
use crate::port::{In, Multi, Out};
use crate::value::{Text, Value, same_number};
use crate::wiring::{Onward, Step};

/// What an op computes from the values of all its inputs. A truth value is 0 or 1.
pub type Function = fn(&[Value]) -> f64;

/// What a function is given of an input, by the type of its field.
#[diagnostic::on_unimplemented(
    message = "a function takes no `{Self}`",
    note = "it takes In<f64>, In<bool>, In<Text> and Multi of them; another op has `Handlers`"
)]
pub trait Argument {
    /// A number, a truth value, a `&str`; of a multi port, an iterator over those of its ports.
    type Of<'a>;
    /// The argument for the input at an index, among the values of all inputs.
    fn of(inputs: &[Value], port: u16) -> Self::Of<'_>;
}

/// What a function gives, by the type of the output's field.
#[diagnostic::on_unimplemented(
    message = "a function gives no `{Self}`",
    note = "it gives Out<f64> or Out<bool>; another op has `Handlers`"
)]
pub trait Returns {
    /// A number or a truth value.
    type Of;
    /// What a [`Function`] gives for it.
    fn number(returned: Self::Of) -> f64;
}

/// The arguments that a function is given of a multi port, in the order of its ports.
#[derive(Clone, Debug)]
pub struct Arguments<'a, P> {
    values: slice::Iter<'a, Value>,
    port: PhantomData<fn() -> P>,
}

impl Argument for In<f64> {
    type Of<'a> = f64;
    #[inline(always)]
    fn of(inputs: &[Value], port: u16) -> f64 {
        match inputs.get(usize::from(port)) {
            Some(Value::Number(number)) => *number,
            _ => 0.0,
        }
    }
}

impl Argument for In<bool> {
    type Of<'a> = bool;
    #[inline(always)]
    fn of(inputs: &[Value], port: u16) -> bool {
        matches!(inputs.get(usize::from(port)), Some(Value::Bool(true)))
    }
}

impl Argument for In<Text> {
    type Of<'a> = &'a str;
    #[inline(always)]
    fn of(inputs: &[Value], port: u16) -> &str {
        match inputs.get(usize::from(port)) {
            Some(Value::Text(text)) => text,
            _ => "",
        }
    }
}

impl<P: Argument + 'static> Argument for Multi<P> {
    type Of<'a> = Arguments<'a, P>;
    #[inline(always)]
    fn of(inputs: &[Value], port: u16) -> Arguments<'_, P> {
        Arguments {
            values: inputs.get(usize::from(port)..).unwrap_or_default().iter(),
            port: PhantomData,
        }
    }
}

impl<'a, P: Argument> Iterator for Arguments<'a, P> {
    type Item = P::Of<'a>;
    fn next(&mut self) -> Option<P::Of<'a>> {
        let value = self.values.next()?;
        Some(P::of(slice::from_ref(value), 0))
    }
}

impl Returns for Out<f64> {
    type Of = f64;
    #[inline(always)]
    fn number(returned: f64) -> f64 {
        returned
    }
}

impl Returns for Out<bool> {
    type Of = bool;
    #[inline(always)]
    fn number(returned: bool) -> f64 {
        f64::from(u8::from(returned))
    }
}

impl Core {
    /// Updates dirty ops in topological order as long as they are functions; the node of the first
    /// that is none, which is for the caller to update.
    pub(crate) fn compute(&mut self) -> Option<u32> {
        let mut position = self.dirty.pop_first()?;
        loop {
            let step = self.wiring.steps[position as usize];
            self.behind = position + 1;
            let Some(function) = step.function else {
                return Some(step.node);
            };
            let number = function(self.inputs.range(step.inputs));
            let next = self.give(&step, number);
            if self.after & MEASURED != 0 {
                self.measure(step.node);
            }
            position = match next {
                Some(next) => next,
                None => self.dirty.pop_first()?,
            };
        }
    }

    /// Sets the output of a function and what is linked to it; the place of the next op to update,
    /// where nothing else waits: in a chain, none gets as far as the set.
    #[inline(always)]
    fn give(&mut self, step: &Step, number: f64) -> Option<u32> {
        match &mut self.outputs[step.output] {
            Value::Number(current) if same_number(*current, number) => return None,
            Value::Number(current) => *current = number,
            _ => {
                self.write_slot(step.output, Value::Bool(number != 0.0));
                return None;
            }
        }
        match step.onward {
            Onward::Next { slot, position } => {
                self.inputs[slot].set_number(number);
                if self.dirty.is_empty() {
                    return Some(position);
                }
                self.dirty.insert_here(position);
            }
            Onward::Ahead { first, end } => {
                let inputs = self.inputs.as_mut_slice();
                for to in &self.wiring.targets[first as usize..end as usize] {
                    inputs[to.slot as usize].set_number(number);
                    self.dirty.insert_here(to.position);
                }
            }
            Onward::Targets { first, end } => self.pass(step.output, first..end, number),
        }
        None
    }
}
