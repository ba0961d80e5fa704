//! `Ops.Trigger.TriggerCounter`

use ropewalk_flow::{Cx, Fire, Handlers, Op, OpError, Out, Trigger};

/// Counts pulses.
#[derive(Op)]
#[op(name = "Ops.Trigger.TriggerCounter", help = include_str!("trigger_counter.md"))]
pub(super) struct TriggerCounter {
    /// What is counted.
    #[input(name = "exe", display = "button")]
    exe: Trigger,
    /// Starts again from 0.
    #[input(name = "reset", display = "button")]
    reset: Trigger,
    /// Fires after each pulse that was counted.
    #[output(name = "trigger")]
    trigger: Fire,
    /// How many there were.
    #[output(name = "timesTriggered")]
    count: Out<f64>,
}

impl Handlers for TriggerCounter {
    fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if port == self.exe {
            self.count.set(cx, self.count.get(cx) + 1.0);
            self.trigger.fire(cx);
        } else if port == self.reset {
            self.count.set(cx, 0.0);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn each_pulse_counts_and_then_fires() {
        let mut op = Bench::<TriggerCounter>::new();
        assert_eq!(op.out("timesTriggered"), 0.0);
        for count in [1, 2, 3] {
            op.press("exe").unwrap();
            assert_eq!(op.out("timesTriggered"), f64::from(count));
        }
        assert_eq!(op.pulses("trigger"), 3);
    }

    #[test]
    fn reset_starts_again_and_fires_nothing() {
        let mut op = Bench::<TriggerCounter>::new();
        op.press("exe").unwrap();
        op.press("reset").unwrap();
        assert_eq!(op.out("timesTriggered"), 0.0);
        assert_eq!(op.pulses("trigger"), 1);
        op.press("exe").unwrap();
        assert_eq!(op.out("timesTriggered"), 1.0);
    }
}
