//! `Ops.Trigger.NumberByTriggerMultiPort`

use ropewalk_flow::{Cx, Fire, Handlers, Multi, Op, OpError, Out, Trigger};

/// Gives the number of the input that was triggered last.
#[derive(Op)]
#[op(
    name = "Ops.Trigger.NumberByTriggerMultiPort",
    alias = "Ops.Trigger.NumberByTriggerMultiPort_v2",
    help = include_str!("number_by_trigger_multi_port.md")
)]
pub(super) struct NumberByTriggerMultiPort {
    /// Sets Number Triggered to its own number.
    #[input(name = "Trigger", display = "button", multi = 1)]
    triggers: Multi<Trigger>,
    /// Fires after the number is set.
    #[output(name = "Next")]
    next: Fire,
    /// The number of the Trigger that got the last pulse, counted from 0.
    #[output(name = "Number Triggered")]
    number: Out<f64>,
}

impl Handlers for NumberByTriggerMultiPort {
    fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if let Some(number) = self.triggers.position(port) {
            #[expect(clippy::cast_precision_loss, reason = "there are at most 1,000")]
            self.number.set(cx, number as f64);
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
    fn the_number_is_that_of_the_last_pulse() {
        let mut op = Bench::<NumberByTriggerMultiPort>::new();
        op.set_port_count(false, 3).unwrap();
        for (pulses, (input, number)) in
            (1..).zip([("Trigger_2", 2.0), ("Trigger_0", 0.0), ("Trigger_0", 0.0)])
        {
            op.press(input).unwrap();
            assert_eq!(op.out("Number Triggered"), number);
            assert_eq!(op.pulses("Next"), pulses);
        }
    }
}
