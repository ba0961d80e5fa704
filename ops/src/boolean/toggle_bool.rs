//! `Ops.Boolean.ToggleBool`

use ropewalk_flow::{Cx, Fire, Handlers, In, Op, OpError, Out, Trigger};

/// Switches between false and true.
#[derive(Op)]
#[op(
    name = "Ops.Boolean.ToggleBool",
    alias = "Ops.Boolean.ToggleBool_v2",
    help = include_str!("toggle_bool.md")
)]
pub(super) struct ToggleBool {
    /// Switches to the other.
    #[input(name = "trigger", display = "button")]
    toggle: Trigger,
    /// Goes back to the default.
    #[input(name = "reset", display = "button")]
    reset: Trigger,
    /// What it starts with.
    #[input(name = "Default")]
    default: In<bool>,
    /// Fires after each switch, also one back to the default.
    #[output(name = "Next")]
    next: Fire,
    /// The truth value.
    #[output(name = "result")]
    result: Out<bool>,
}

impl Handlers for ToggleBool {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if self.default.changed(cx) {
            self.result.set(cx, self.default.get(cx));
        }
        Ok(())
    }

    fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let value = if port == self.toggle {
            !self.result.get(cx)
        } else if port == self.reset {
            self.default.get(cx)
        } else {
            return Ok(());
        };
        self.result.set(cx, value);
        self.next.fire(cx);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn each_pulse_switches_and_then_fires() {
        let mut op = Bench::<ToggleBool>::new();
        assert_eq!(op.out("result"), false);
        for (result, pulses) in [(true, 1), (false, 2), (true, 3)] {
            op.press("trigger").unwrap();
            assert_eq!(op.out("result"), result);
            assert_eq!(op.pulses("Next"), pulses);
        }
    }

    #[test]
    fn reset_goes_back_to_the_default() {
        let mut op = Bench::<ToggleBool>::new();
        op.set("Default", true).unwrap();
        assert_eq!(op.out("result"), true);
        assert_eq!(op.pulses("Next"), 0);
        op.press("trigger").unwrap();
        assert_eq!(op.out("result"), false);
        op.press("reset").unwrap();
        assert_eq!(op.out("result"), true);
        assert_eq!(op.pulses("Next"), 2);
    }
}
