//! `Ops.Trigger.SwitchTrigger`

use ropewalk_flow::{Cx, Fire, Handlers, In, Op, OpError, Trigger, clamp};

/// Lets the pulses of one of several inputs through.
#[derive(Op)]
#[op(name = "Ops.Trigger.SwitchTrigger", help = include_str!("switch_trigger.md"))]
pub(super) struct SwitchTrigger {
    /// Which of the inputs gets through, from 0 to 15.
    #[input(name = "Trigger Index", min = 0, max = 15, display = "integer")]
    index: In<f64>,
    /// Gets through where the index is 0.
    #[input(name = "Trigger in 0")]
    in0: Trigger,
    /// Gets through where the index is 1.
    #[input(name = "Trigger in 1")]
    in1: Trigger,
    /// Gets through where the index is 2.
    #[input(name = "Trigger in 2")]
    in2: Trigger,
    /// Gets through where the index is 3.
    #[input(name = "Trigger in 3")]
    in3: Trigger,
    /// Gets through where the index is 4.
    #[input(name = "Trigger in 4")]
    in4: Trigger,
    /// Gets through where the index is 5.
    #[input(name = "Trigger in 5")]
    in5: Trigger,
    /// Gets through where the index is 6.
    #[input(name = "Trigger in 6")]
    in6: Trigger,
    /// Gets through where the index is 7.
    #[input(name = "Trigger in 7")]
    in7: Trigger,
    /// Gets through where the index is 8.
    #[input(name = "Trigger in 8")]
    in8: Trigger,
    /// Gets through where the index is 9.
    #[input(name = "Trigger in 9")]
    in9: Trigger,
    /// Gets through where the index is 10.
    #[input(name = "Trigger in 10")]
    in10: Trigger,
    /// Gets through where the index is 11.
    #[input(name = "Trigger in 11")]
    in11: Trigger,
    /// Gets through where the index is 12.
    #[input(name = "Trigger in 12")]
    in12: Trigger,
    /// Gets through where the index is 13.
    #[input(name = "Trigger in 13")]
    in13: Trigger,
    /// Gets through where the index is 14.
    #[input(name = "Trigger in 14")]
    in14: Trigger,
    /// Gets through where the index is 15.
    #[input(name = "Trigger in 15")]
    in15: Trigger,
    /// Fires with each pulse that gets through.
    #[output(name = "Trigger out")]
    out: Fire,
}

impl Handlers for SwitchTrigger {
    fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let inputs = [
            self.in0, self.in1, self.in2, self.in3, self.in4, self.in5, self.in6, self.in7,
            self.in8, self.in9, self.in10, self.in11, self.in12, self.in13, self.in14, self.in15,
        ];
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "it is clamped, and a cast makes 0 of NaN"
        )]
        let index = clamp(self.index.get(cx), 0.0, 15.0) as usize;
        if port == inputs[index] {
            self.out.fire(cx);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn one_input_gets_through() {
        let mut op = Bench::<SwitchTrigger>::new();
        for (index, through) in [
            (0.0, 0),
            (1.9, 1),
            (15.0, 15),
            (99.0, 15),
            (-1.0, 0),
            (f64::NAN, 0),
        ] {
            op.set("Trigger Index", index).unwrap();
            for input in 0..16 {
                let before = op.pulses("Trigger out");
                op.press(&format!("Trigger in {input}")).unwrap();
                let fired = op.pulses("Trigger out") - before;
                assert_eq!(fired == 1, input == through, "{index} {input}");
            }
        }
    }
}
