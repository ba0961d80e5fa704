//! `Ops.Boolean.TriggerChangedFalse`

use ropewalk_flow::{Cx, Fire, Handlers, In, Op, OpError};

use super::Watch;

/// Fires when a truth value becomes false.
#[derive(Op)]
#[op(name = "Ops.Boolean.TriggerChangedFalse", help = include_str!("trigger_changed_false.md"))]
pub(super) struct TriggerChangedFalse {
    /// The truth value to watch.
    #[input(name = "Value")]
    value: In<bool>,
    /// Fires when it becomes false.
    #[output(name = "Next")]
    next: Fire,
    watch: Watch,
}

impl Handlers for TriggerChangedFalse {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let value = self.value.get(cx);
        if self.watch.changed(value, self.value, cx) && !value {
            self.next.fire(cx);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::OpEntry;
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn it_fires_once_each_time_it_becomes_false() {
        let mut op = Bench::<TriggerChangedFalse>::new();
        for (value, pulses) in [
            (0.0, 0),
            (1.0, 0),
            (2.0, 0),
            (f64::NAN, 1),
            (1.0, 1),
            (0.0, 2),
        ] {
            op.set("Value", value).unwrap();
            assert_eq!(op.pulses("Next"), pulses, "{value}");
        }
    }

    #[test]
    fn what_is_true_at_the_start_fires_when_it_ends() {
        let mut op = Bench::<TriggerChangedFalse>::new();
        op.node = op.graph.add(&OpEntry::of::<TriggerChangedFalse>());
        op.graph.set(op.node, 0, true.into()).unwrap();
        op.graph.settle(op.now);
        assert_eq!(op.pulses("Next"), 0);
        op.set("Value", false).unwrap();
        assert_eq!(op.pulses("Next"), 1);
    }
}
