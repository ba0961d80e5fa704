//! `Ops.Trigger.GateTrigger`

use ropewalk_flow::{Cx, Fire, Handlers, In, Op, OpError, Trigger};

/// Lets pulses through, or not.
#[derive(Op)]
#[op(name = "Ops.Trigger.GateTrigger", help = include_str!("gate_trigger.md"))]
pub(super) struct GateTrigger {
    /// The pulses.
    #[input(name = "Execute", needed)]
    execute: Trigger,
    /// Whether they get through.
    #[input(name = "Pass Through", default = true)]
    pass_through: In<bool>,
    /// The pulses that got through.
    #[output(name = "Trigger out")]
    trigger_out: Fire,
}

impl Handlers for GateTrigger {
    fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if port == self.execute && self.pass_through.get(cx) {
            self.trigger_out.fire(cx);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn pulses_pass_while_the_gate_is_open() {
        let mut op = Bench::<GateTrigger>::new();
        for (open, pulses) in [(true, 1), (false, 1), (true, 2)] {
            op.set("Pass Through", open).unwrap();
            op.press("Execute").unwrap();
            assert_eq!(op.pulses("Trigger out"), pulses);
        }
    }
}
