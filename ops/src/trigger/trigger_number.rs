//! `Ops.Trigger.TriggerNumber`

use ropewalk_flow::{Cx, Fire, Handlers, In, Op, OpError, Out, Trigger};

/// Takes a number over when it is triggered.
#[derive(Op)]
#[op(
    name = "Ops.Trigger.TriggerNumber",
    alias = "Ops.Trigger.SetNumberOnTrigger",
    help = include_str!("trigger_number.md")
)]
pub(super) struct TriggerNumber {
    /// Takes the number over.
    #[input(name = "Set", display = "button")]
    trigger: Trigger,
    /// The number.
    #[input(name = "Number")]
    value: In<f64>,
    /// Fires once the number was taken over.
    #[output(name = "Next")]
    next: Fire,
    /// The number at the last pulse.
    #[output(name = "Out Value")]
    result: Out<f64>,
}

impl Handlers for TriggerNumber {
    fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if port == self.trigger {
            self.result.send(cx, self.value.get(cx));
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
    fn the_number_is_taken_over_with_each_pulse_only() {
        let mut op = Bench::<TriggerNumber>::new();
        op.set("Number", 1.5).unwrap();
        assert_eq!(op.out("Out Value"), 0.0);
        op.press("Set").unwrap();
        op.set("Number", 2.5).unwrap();
        assert_eq!(op.out("Out Value"), 1.5);
        op.press("Set").unwrap();
        assert_eq!(op.out("Out Value"), 2.5);
        assert_eq!(op.pulses("Next"), 2);
    }

    #[test]
    fn the_same_number_again_fires_again() {
        let mut op = Bench::<TriggerNumber>::new();
        op.press("Set").unwrap();
        op.press("Set").unwrap();
        assert_eq!(op.pulses("Next"), 2);
    }

    #[test]
    fn nan_is_taken_over_as_it_is() {
        let mut op = Bench::<TriggerNumber>::new();
        op.set("Number", f64::NAN).unwrap();
        op.press("Set").unwrap();
        assert_eq!(op.out("Out Value"), f64::NAN);
    }
}
