//! `Ops.Trigger.TriggerButton`

use ropewalk_flow::{Cx, Fire, Handlers, Op, OpError, Trigger};

/// Fires when a person presses it.
#[derive(Op)]
#[op(name = "Ops.Trigger.TriggerButton", help = include_str!("trigger_button.md"))]
pub(super) struct TriggerButton {
    /// The button. A linked trigger presses it, too.
    #[input(name = "Trigger", display = "button")]
    trigger: Trigger,
    /// Fires.
    #[output(name = "Next")]
    next: Fire,
}

impl Handlers for TriggerButton {
    fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if port == self.trigger {
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
    fn each_press_fires_once() {
        let mut op = Bench::<TriggerButton>::new();
        op.press("Trigger").unwrap();
        op.press("Trigger").unwrap();
        assert_eq!(op.pulses("Next"), 2);
    }
}
