//! `Ops.Trigger.TriggerExtender`

use ropewalk_flow::{Cx, Fire, Handlers, Op, OpError, Trigger};

/// Hands pulses on.
#[derive(Op)]
#[op(name = "Ops.Trigger.TriggerExtender", help = include_str!("trigger_extender.md"))]
pub(super) struct TriggerExtender {
    /// The pulses.
    #[input(name = "Execute", needed)]
    execute: Trigger,
    /// The same pulses.
    #[output(name = "Next")]
    next: Fire,
}

impl Handlers for TriggerExtender {
    fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if port == self.execute {
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
    fn each_pulse_goes_on() {
        let mut op = Bench::<TriggerExtender>::new();
        op.press("Execute").unwrap();
        op.press("Execute").unwrap();
        assert_eq!(op.pulses("Next"), 2);
    }
}
