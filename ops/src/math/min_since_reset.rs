//! `Ops.Math.MinSinceReset`

use ropewalk_flow::{Cx, Handlers, In, Op, OpError, Out, Trigger};

/// Keeps the least number since a reset.
#[derive(Op)]
#[op(name = "Ops.Math.MinSinceReset", help = include_str!("min_since_reset.md"))]
pub(super) struct MinSinceReset {
    /// The number.
    #[input(name = "Value")]
    value: In<f64>,
    /// Begins anew with the next number.
    #[input(name = "Reset", display = "button")]
    reset: Trigger,
    /// The least since the start or the last reset.
    #[output(name = "Minimum")]
    out: Out<f64>,
    has_begun: bool,
    /// Whether there was a value at all.
    is_set: bool,
}

impl Handlers for MinSinceReset {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let value = self.value.get(cx);
        // The zero of an input that nothing has set is no value yet.
        if !self.is_set && value == 0.0 && !self.value.linked(cx) {
            return Ok(());
        }
        self.is_set = true;
        if !self.has_begun || value < self.out.get(cx) {
            self.out.set(cx, value);
        }
        self.has_begun = !self.out.get(cx).is_nan();
        Ok(())
    }

    fn trigger(&mut self, port: Trigger, _cx: &mut Cx<'_>) -> Result<(), OpError> {
        if port == self.reset {
            self.has_begun = false;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn the_least_stays_until_a_reset() {
        let mut op = Bench::<MinSinceReset>::new();
        assert_eq!(op.out("Minimum"), 0.0);
        for (value, result) in [(1.0, 1.0), (-1.0, -1.0), (3.0, -1.0), (f64::NAN, -1.0)] {
            op.set("Value", value).unwrap();
            assert_eq!(op.out("Minimum"), result, "{value}");
        }
        op.press("Reset").unwrap();
        assert_eq!(op.out("Minimum"), -1.0, "until the next number");
        op.set("Value", 3.0).unwrap();
        assert_eq!(op.out("Minimum"), 3.0);
    }

    #[test]
    fn nan_at_the_start_gives_way() {
        let mut op = Bench::<MinSinceReset>::new();
        op.set("Value", f64::NAN).unwrap();
        op.set("Value", 2.0).unwrap();
        assert_eq!(op.out("Minimum"), 2.0);
    }
}
