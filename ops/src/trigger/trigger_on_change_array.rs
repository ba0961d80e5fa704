//! `Ops.Trigger.TriggerOnChangeArray`

use std::rc::Rc;

use ropewalk_flow::{Array, Cx, Fire, Handlers, In, Op, OpError, Out};

use crate::watched::Watched;

/// Fires when an array changes.
#[derive(Op)]
#[op(
    name = "Ops.Trigger.TriggerOnChangeArray",
    aliases(
        "Ops.Trigger.TriggerOnChangeArray_v2",
        "Ops.Array.ArrayChangedTrigger",
        "Ops.Extension.Deprecated.ArrayChangedTrigger"
    ),
    help = include_str!("trigger_on_change_array.md")
)]
pub(super) struct TriggerOnChangeArray {
    /// What to watch.
    #[input(name = "Array", needed)]
    value: In<Array>,
    /// Fires after Result is set.
    #[output(name = "Changed", alias = "Changed Trigger")]
    changed: Fire,
    /// The same array.
    #[output(name = "Result", alias = "New Array")]
    result: Out<Array>,
    watched: Watched,
}

impl Handlers for TriggerOnChangeArray {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let (old, value) = (self.result.get(cx), self.value.get(cx));
        let is_other = !same(value.as_ref(), old.as_ref());
        match value {
            Some(value) => self.result.set(cx, value),
            None => self.result.clear(cx),
        }
        if self.watched.changed(self.value, is_other, cx) {
            self.changed.fire(cx);
        }
        Ok(())
    }
}

/// Whether the two are one and the same, or both nothing.
fn same(a: Option<&Array>, b: Option<&Array>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => Rc::ptr_eq(a, b),
        (a, b) => a.is_none() && b.is_none(),
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;
    use ropewalk_flow::{OpEntry, Value};

    use super::*;

    #[test]
    fn it_fires_for_each_new_array_also_one_with_the_same_in_it() {
        let mut op = Bench::<TriggerOnChangeArray>::new();
        let array = Value::from_json("[1, 2]").unwrap();
        let alike = Value::from_json("[1, 2]").unwrap();
        for (value, pulses) in [
            (Value::None, 0),
            (array.clone(), 1),
            (array.clone(), 1),
            (alike, 2),
            (Value::None, 3),
        ] {
            op.set("Array", value.clone()).unwrap();
            assert!(op.out("Result").same(&value));
            assert_eq!(op.pulses("Changed"), pulses, "{value:?}");
        }
    }

    /// How often a new op has fired that something was linked to, or nothing, from the start.
    fn pulses_at_the_start(is_linked: bool) -> u64 {
        let mut op = Bench::<TriggerOnChangeArray>::new();
        op.node = op.graph.add(&OpEntry::of::<TriggerOnChangeArray>());
        if is_linked {
            let source = op.graph.add(&OpEntry::of::<TriggerOnChangeArray>());
            op.graph.connect((source, 1), (op.node, 0)).unwrap();
        }
        op.graph.settle(op.now);
        op.pulses("Changed")
    }

    #[test]
    fn at_the_start_it_fires_for_what_is_linked_only() {
        assert_eq!(pulses_at_the_start(true), 1);
        assert_eq!(pulses_at_the_start(false), 0);
    }
}
