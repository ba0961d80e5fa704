//! `Ops.Trigger.TriggerOnChangeString`

use ropewalk_flow::{Cx, Fire, Handlers, In, Op, OpError, Out, Text};

use crate::watched::Watched;

/// Fires when a text changes.
#[derive(Op)]
#[op(
    name = "Ops.Trigger.TriggerOnChangeString",
    alias = "Ops.Trigger.TriggerOnChangeString_v2",
    help = include_str!("trigger_on_change_string.md")
)]
pub(super) struct TriggerOnChangeString {
    /// What to watch.
    #[input(name = "String")]
    value: In<Text>,
    /// Fires after Result is set.
    #[output(name = "Changed")]
    changed: Fire,
    /// The same text.
    #[output(name = "Result")]
    result: Out<Text>,
    watched: Watched,
}

impl Handlers for TriggerOnChangeString {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let (old, value) = (self.result.get(cx), self.value.get(cx));
        let is_other = value != old;
        self.result.set(cx, value);
        if self.watched.changed(self.value, is_other, cx) {
            self.changed.fire(cx);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::OpEntry;
    use ropewalk_flow::testing::Bench;

    use super::super::trigger_string::TriggerString;
    use super::*;

    #[test]
    fn it_fires_once_for_each_change() {
        let mut op = Bench::<TriggerOnChangeString>::new();
        assert_eq!(op.pulses("Changed"), 0);
        for (text, pulses) in [("a", 1), ("a", 1), ("", 2), ("A", 3)] {
            op.set("String", text).unwrap();
            assert_eq!(op.out("Result"), text);
            assert_eq!(op.pulses("Changed"), pulses, "{text:?}");
        }
    }

    /// How often a new op has fired that something was linked to, or nothing, from the start.
    fn pulses_at_the_start(is_linked: bool) -> u64 {
        let mut op = Bench::<TriggerOnChangeString>::new();
        op.node = op.graph.add(&OpEntry::of::<TriggerOnChangeString>());
        if is_linked {
            let source = op.graph.add(&OpEntry::of::<TriggerString>());
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
