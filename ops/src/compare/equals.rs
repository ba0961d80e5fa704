//! `Ops.Math.Compare.Equals`

use ropewalk_flow::{In, Op, Out};

/// Says whether two numbers are the same.
#[derive(Op)]
#[op(name = "Ops.Math.Compare.Equals", help = include_str!("equals.md"), function = equals)]
pub(super) struct Equals {
    /// The first number.
    #[input(name = "number1", default = 1)]
    number1: In<f64>,
    /// The second number.
    #[input(name = "number2", default = 1)]
    number2: In<f64>,
    /// Whether they are the same.
    #[output(name = "result")]
    result: Out<bool>,
}

fn equals(number1: f64, number2: f64) -> bool {
    number1 == number2
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn only_the_very_same_numbers_are_equal() {
        let mut op = Bench::<Equals>::new();
        assert_eq!(op.out("result"), true);
        for (number1, number2, result) in [
            (2.0, 2.0, true),
            (2.0, 2.000_001, false),
            (0.0, -0.0, true),
            (f64::INFINITY, f64::INFINITY, true),
            (f64::NAN, f64::NAN, false),
        ] {
            op.set("number1", number1).unwrap();
            op.set("number2", number2).unwrap();
            assert_eq!(op.out("result"), result, "{number1} {number2}");
        }
    }
}
