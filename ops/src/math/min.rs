//! `Ops.Math.Min`

use ropewalk_flow::{In, Op, Out};

/// Gives the smaller of two numbers.
#[derive(Op)]
#[op(
    name = "Ops.Math.Min",
    alias = "Ops.Math.Min_v3",
    help = include_str!("min.md"),
    function = min
)]
pub(super) struct Min {
    /// The first number.
    #[input(name = "Value 1", alias = "value", default = 1)]
    a: In<f64>,
    /// The second number.
    #[input(name = "Value 2", alias = "Minimum", default = 2)]
    b: In<f64>,
    /// The smaller one.
    #[output(name = "result")]
    result: Out<f64>,
}

fn min(a: f64, b: f64) -> f64 {
    // Not `f64::min`, which takes the other number for NaN.
    if b < a || b.is_nan() { b } else { a }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn it_is_the_smaller_one_and_nan_is_passed_on() {
        let mut op = Bench::<Min>::new();
        for (a, b, result) in [
            (1.0, 2.0, 1.0),
            (2.0, 1.0, 1.0),
            (-1.0, f64::INFINITY, -1.0),
            (-1.0, f64::NEG_INFINITY, f64::NEG_INFINITY),
            (f64::NAN, 2.0, f64::NAN),
            (1.0, f64::NAN, f64::NAN),
        ] {
            op.set("Value 1", a).unwrap();
            op.set("Value 2", b).unwrap();
            assert_eq!(op.out("result"), result, "{a} {b}");
        }
    }
}
