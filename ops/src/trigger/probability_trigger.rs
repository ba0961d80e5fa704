//! `Ops.Trigger.ProbabilityTrigger`

use ropewalk_flow::{Cx, Fire, Handlers, In, Op, OpError, Trigger};

/// Lets a pulse through by chance.
#[derive(Op)]
#[op(name = "Ops.Trigger.ProbabilityTrigger", help = include_str!("probability_trigger.md"))]
pub(super) struct ProbabilityTrigger {
    /// The pulses.
    #[input(name = "Trigger In", display = "button")]
    trigger: Trigger,
    /// How likely each gets through: 0 never, 1 always.
    #[input(
        name = "Probability",
        default = 0.5,
        min = 0,
        max = 1,
        display = "slider"
    )]
    probability: In<f64>,
    /// Fires with those that get through.
    #[output(name = "Trigger Output")]
    out: Fire,
    /// Fires with the others.
    #[output(name = "Inverse Trigger Output")]
    inverse: Fire,
}

impl Handlers for ProbabilityTrigger {
    fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if port == self.trigger {
            let passes = cx.random() < self.probability.get(cx);
            let output = if passes { self.out } else { self.inverse };
            output.fire(cx);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    /// How many of a thousand get through.
    fn passed(probability: f64) -> u64 {
        let mut op = Bench::<ProbabilityTrigger>::new();
        op.set("Probability", probability).unwrap();
        for _ in 0..1000 {
            op.press("Trigger In").unwrap();
        }
        let passed = op.pulses("Trigger Output");
        assert_eq!(op.pulses("Inverse Trigger Output"), 1000 - passed);
        passed
    }

    #[test]
    fn as_many_get_through_as_is_likely() {
        for (probability, passes) in [(0.0, 0), (-1.0, 0), (f64::NAN, 0), (1.0, 1000), (2.0, 1000)]
        {
            assert_eq!(passed(probability), passes, "{probability}");
        }
        assert!((200..300).contains(&passed(0.25)));
    }
}
