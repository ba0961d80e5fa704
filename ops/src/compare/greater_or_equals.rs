//! `Ops.Math.Compare.GreaterOrEquals`

use ropewalk_flow::{In, Op, Out};

/// Says whether a number is at least another.
#[derive(Op)]
#[op(
    name = "Ops.Math.Compare.GreaterOrEquals",
    help = include_str!("greater_or_equals.md"),
    function = greater_or_equals
)]
pub(super) struct GreaterOrEquals {
    /// The first number.
    #[input(name = "number1")]
    number1: In<f64>,
    /// The second number.
    #[input(name = "number2")]
    number2: In<f64>,
    /// Whether the first is greater, or the same.
    #[output(name = "result")]
    result: Out<bool>,
}

fn greater_or_equals(number1: f64, number2: f64) -> bool {
    number1 >= number2
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn two_numbers_are_compared_and_nan_is_like_none() {
        let mut op = Bench::<GreaterOrEquals>::new();
        for (number1, number2, result) in [
            (2.0, 1.0, true),
            (1.0, 1.0, true),
            (0.0, 1.0, false),
            (f64::INFINITY, f64::INFINITY, true),
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
