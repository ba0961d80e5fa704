//! `Ops.Boolean.BoolByTrigger`

use ropewalk_flow::{Cx, Handlers, Op, OpError, Out, Trigger};

/// Becomes true by one pulse and false by another.
#[derive(Op)]
#[op(
    name = "Ops.Boolean.BoolByTrigger",
    alias = "Ops.Boolean.TriggerBoolean",
    help = include_str!("bool_by_trigger.md")
)]
pub(super) struct BoolByTrigger {
    /// Makes it true.
    #[input(name = "True", display = "button")]
    on: Trigger,
    /// Makes it false.
    #[input(name = "false", display = "button")]
    off: Trigger,
    /// Whether the last pulse came to True.
    #[output(name = "Result")]
    result: Out<bool>,
}

impl Handlers for BoolByTrigger {
    fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if port == self.on || port == self.off {
            self.result.set(cx, port == self.on);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn the_last_pulse_decides() {
        let mut op = Bench::<BoolByTrigger>::new();
        assert_eq!(op.out("Result"), false);
        for (port, result) in [
            ("True", true),
            ("True", true),
            ("false", false),
            ("True", true),
        ] {
            op.press(port).unwrap();
            assert_eq!(op.out("Result"), result);
        }
    }
}
