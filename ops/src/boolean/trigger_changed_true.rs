//! `Ops.Boolean.TriggerChangedTrue`

use ropewalk_flow::{Cx, Fire, Handlers, In, Op, OpError};

use super::Watch;

/// Fires when a truth value becomes true.
#[derive(Op)]
#[op(name = "Ops.Boolean.TriggerChangedTrue", help = include_str!("trigger_changed_true.md"))]
pub(super) struct TriggerChangedTrue {
    /// The truth value to watch.
    #[input(name = "Value")]
    value: In<bool>,
    /// Fires when it becomes true.
    #[output(name = "Next")]
    next: Fire,
    watch: Watch,
}

impl Handlers for TriggerChangedTrue {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let value = self.value.get(cx);
        if self.watch.changed(value, self.value, cx) && value {
            self.next.fire(cx);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::OpEntry;
    use ropewalk_flow::testing::Bench;

    use super::super::boolean::Boolean;
    use super::*;

    /// An op that is new and whose Value is true from the start: by a link, or by hand.
    fn from_the_start(is_linked: bool) -> Bench<TriggerChangedTrue> {
        let mut op = Bench::<TriggerChangedTrue>::new();
        op.node = op.graph.add(&OpEntry::of::<TriggerChangedTrue>());
        let source = if is_linked {
            let source = op.graph.add(&OpEntry::of::<Boolean>());
            op.graph.connect((source, 0), (op.node, 0)).unwrap();
            source
        } else {
            op.node
        };
        op.graph.set(source, 0, true.into()).unwrap();
        op.graph.settle(op.now);
        op
    }

    #[test]
    fn it_fires_once_each_time_it_becomes_true() {
        let mut op = Bench::<TriggerChangedTrue>::new();
        for (value, pulses) in [
            (0.0, 0),
            (1.0, 1),
            (2.0, 1),
            (f64::NAN, 1),
            (1.0, 2),
            (0.0, 2),
        ] {
            op.set("Value", value).unwrap();
            assert_eq!(op.pulses("Next"), pulses, "{value}");
        }
    }

    #[test]
    fn at_the_start_it_fires_for_what_is_linked_and_true() {
        assert_eq!(from_the_start(true).pulses("Next"), 1);
        assert_eq!(from_the_start(false).pulses("Next"), 0);
    }
}
