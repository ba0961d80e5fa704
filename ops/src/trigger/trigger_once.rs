//! `Ops.Trigger.TriggerOnce`

use ropewalk_flow::{Cx, Fire, Handlers, Op, OpError, Out, Trigger};

/// Lets the first pulse through, and no other.
#[derive(Op)]
#[op(name = "Ops.Trigger.TriggerOnce", help = include_str!("trigger_once.md"))]
pub(super) struct TriggerOnce {
    /// The pulses.
    #[input(name = "Exec", display = "button")]
    exec: Trigger,
    /// Lets one more through.
    #[input(name = "Reset", display = "button")]
    reset: Trigger,
    /// The first pulse.
    #[output(name = "Next")]
    next: Fire,
    /// Whether it has come.
    #[output(name = "Was Triggered")]
    was: Out<bool>,
}

impl Handlers for TriggerOnce {
    fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if port == self.reset {
            self.was.set(cx, false);
        } else if port == self.exec && !self.was.get(cx) {
            self.was.set(cx, true);
            self.next.fire(cx);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn only_the_first_pulse_passes() {
        let mut op = Bench::<TriggerOnce>::new();
        assert_eq!(op.out("Was Triggered"), false);
        op.press("Exec").unwrap();
        op.press("Exec").unwrap();
        assert_eq!(op.pulses("Next"), 1);
        assert_eq!(op.out("Was Triggered"), true);
    }

    #[test]
    fn after_a_reset_one_more_passes() {
        let mut op = Bench::<TriggerOnce>::new();
        op.press("Exec").unwrap();
        op.press("Reset").unwrap();
        assert_eq!(op.out("Was Triggered"), false);
        op.press("Exec").unwrap();
        op.press("Exec").unwrap();
        assert_eq!(op.pulses("Next"), 2);
    }
}
