//! `Ops.Math.Compare.LessThan`

use ropewalk_flow::{In, Op, Out};

/// Says whether a number is less than another.
#[derive(Op)]
#[op(
    name = "Ops.Math.Compare.LessThan",
    alias = "Ops.Math.Compare.Smaller",
    help = include_str!("less_than.md"),
    function = less_than
)]
pub(super) struct LessThan {
    /// The first number.
    #[input(name = "number1")]
    number1: In<f64>,
    /// The second number.
    #[input(name = "number2")]
    number2: In<f64>,
    /// Whether the first is less.
    #[output(name = "result")]
    result: Out<bool>,
}

fn less_than(number1: f64, number2: f64) -> bool {
    number1 < number2
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn two_numbers_are_compared_and_nan_is_like_none() {
        let mut op = Bench::<LessThan>::new();
        for (number1, number2, result) in [
            (1.0, 2.0, true),
            (1.0, 1.0, false),
            (2.0, 1.0, false),
            (f64::NEG_INFINITY, 1.0, true),
            (f64::NAN, 0.0, false),
            (0.0, f64::NAN, false),
            (f64::NAN, f64::NAN, false),
        ] {
            op.set("number1", number1).unwrap();
            op.set("number2", number2).unwrap();
            assert_eq!(op.out("result"), result, "{number1} {number2}");
        }
    }
}
