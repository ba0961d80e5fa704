//! `Ops.Trigger.TriggerString`

use ropewalk_flow::{Cx, Fire, Handlers, In, Op, OpError, Out, Text, Trigger};

/// Takes a text over when it is triggered.
#[derive(Op)]
#[op(name = "Ops.Trigger.TriggerString", help = include_str!("trigger_string.md"))]
pub(super) struct TriggerString {
    /// Takes the text over.
    #[input(name = "Trigger", display = "button")]
    trigger: Trigger,
    /// The text.
    #[input(name = "String")]
    value: In<Text>,
    /// Fires once the text was taken over.
    #[output(name = "Next")]
    next: Fire,
    /// The text at the last pulse.
    #[output(name = "Result")]
    result: Out<Text>,
}

impl Handlers for TriggerString {
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
    fn the_text_is_taken_over_with_each_pulse_only() {
        let mut op = Bench::<TriggerString>::new();
        op.set("String", "one").unwrap();
        assert_eq!(op.out("Result"), "");
        op.press("Trigger").unwrap();
        op.set("String", "two").unwrap();
        assert_eq!(op.out("Result"), "one");
        op.press("Trigger").unwrap();
        assert_eq!(op.out("Result"), "two");
        assert_eq!(op.pulses("Next"), 2);
    }

    #[test]
    fn the_same_text_again_fires_again() {
        let mut op = Bench::<TriggerString>::new();
        op.press("Trigger").unwrap();
        op.press("Trigger").unwrap();
        assert_eq!(op.pulses("Next"), 2);
    }
}
