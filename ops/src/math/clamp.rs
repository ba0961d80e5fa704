//! `Ops.Math.Clamp`

use ropewalk_flow::{Cx, Handlers, In, Op, OpError, Out};

/// Keeps a number between two others.
#[derive(Op)]
#[op(name = "Ops.Math.Clamp", help = include_str!("clamp.md"))]
pub(super) struct Clamp {
    /// The number.
    #[input(name = "val", default = 0.5)]
    val: In<f64>,
    /// The least result.
    #[input(name = "min")]
    min: In<f64>,
    /// The greatest result.
    #[input(name = "max", default = 1)]
    max: In<f64>,
    /// Whether numbers beyond the bounds leave the result as it is.
    #[input(name = "ignore outside values")]
    ignore: In<bool>,
    /// The number, or the bound that it is beyond.
    #[output(name = "result")]
    result: Out<f64>,
}

impl Handlers for Clamp {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let value = self.val.get(cx);
        let (min, max) = (self.min.get(cx), self.max.get(cx));
        // Bounds that were mixed up are put right.
        let (low, high) = if min > max { (max, min) } else { (min, max) };
        let is_outside = value < low || value > high;
        if !(is_outside && self.ignore.get(cx)) {
            // Not `clamp`, which panics where a bound is NaN.
            self.result.set(
                cx,
                if value < low {
                    low
                } else if value > high {
                    high
                } else {
                    value
                },
            );
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn numbers_stay_between_the_bounds_whichever_is_which() {
        let mut op = Bench::<Clamp>::new();
        for (min, max) in [(0.0, 1.0), (1.0, 0.0)] {
            op.set("min", min).unwrap();
            op.set("max", max).unwrap();
            for (value, result) in [(-1.0, 0.0), (0.25, 0.25), (7.0, 1.0)] {
                op.set("val", value).unwrap();
                assert_eq!(op.out("result"), result);
            }
        }
    }

    #[test]
    fn what_is_beyond_can_be_left_out() {
        let mut op = Bench::<Clamp>::new();
        op.set("ignore outside values", true).unwrap();
        op.set("val", 7.0).unwrap();
        assert_eq!(op.out("result"), 0.5);
    }

    #[test]
    fn nan_is_passed_on_and_bounds_nothing() {
        let mut op = Bench::<Clamp>::new();
        op.set("min", f64::NAN).unwrap();
        op.set("val", 0.75).unwrap();
        assert_eq!(op.out("result"), 0.75);
        op.set("val", f64::NAN).unwrap();
        assert_eq!(op.out("result"), f64::NAN);
    }
}
