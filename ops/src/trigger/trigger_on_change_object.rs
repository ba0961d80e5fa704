//! `Ops.Trigger.TriggerOnChangeObject`

use ropewalk_flow::{Cx, Fire, Handlers, In, Op, OpError, Out, Reference};

use crate::watched::Watched;

/// Fires when an object changes.
#[derive(Op)]
#[op(
    name = "Ops.Trigger.TriggerOnChangeObject",
    aliases("Ops.Trigger.TriggerOnChangeObject_v2", "Ops.User.pandur.TriggerOnChangeObject"),
    help = include_str!("trigger_on_change_object.md")
)]
pub(super) struct TriggerOnChangeObject {
    /// What to watch.
    #[input(name = "Object", needed)]
    value: In<Reference>,
    /// Fires after Result is set.
    #[output(name = "Changed")]
    changed: Fire,
    /// The same object.
    #[output(name = "Result")]
    result: Out<Reference>,
    watched: Watched,
}

impl Handlers for TriggerOnChangeObject {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let (old, value) = (self.result.get(cx), self.value.get(cx));
        let is_other = !value.same(&old);
        self.result.set(cx, Reference(value));
        if self.watched.changed(self.value, is_other, cx) {
            self.changed.fire(cx);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;
    use ropewalk_flow::{OpEntry, Value};

    use super::*;

    #[test]
    fn it_fires_for_each_new_object_also_one_with_the_same_in_it() {
        let mut op = Bench::<TriggerOnChangeObject>::new();
        let object = Value::from_json(r#"{"a":1}"#).unwrap();
        let alike = Value::from_json(r#"{"a":1}"#).unwrap();
        for (value, pulses) in [
            (Value::None, 0),
            (object.clone(), 1),
            (object.clone(), 1),
            (alike, 2),
            (Value::None, 3),
        ] {
            op.set("Object", value.clone()).unwrap();
            assert!(op.out("Result").same(&value));
            assert_eq!(op.pulses("Changed"), pulses, "{value:?}");
        }
    }

    /// How often a new op has fired that something was linked to, or nothing, from the start.
    fn pulses_at_the_start(is_linked: bool) -> u64 {
        let mut op = Bench::<TriggerOnChangeObject>::new();
        op.node = op.graph.add(&OpEntry::of::<TriggerOnChangeObject>());
        if is_linked {
            let source = op.graph.add(&OpEntry::of::<TriggerOnChangeObject>());
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
