//! `Ops.Math.Max`

use ropewalk_flow::{In, Op, Out};

/// Gives the larger of two numbers.
#[derive(Op)]
#[op(name = "Ops.Math.Max", help = include_str!("max.md"), function = max)]
pub(super) struct Max {
    /// The first number.
    #[input(name = "value", default = 1)]
    a: In<f64>,
    /// The second number.
    #[input(name = "Maximum", default = 1)]
    b: In<f64>,
    /// The larger one.
    #[output(name = "result")]
    result: Out<f64>,
}

fn max(a: f64, b: f64) -> f64 {
    // Not `f64::max`, which takes the other number for NaN.
    if b > a || b.is_nan() { b } else { a }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn it_is_the_larger_one_and_nan_is_passed_on() {
        let mut op = Bench::<Max>::new();
        for (a, b, result) in [
            (1.0, 2.0, 2.0),
            (2.0, 1.0, 2.0),
            (-1.0, f64::INFINITY, f64::INFINITY),
            (-1.0, f64::NEG_INFINITY, -1.0),
            (f64::NAN, 2.0, f64::NAN),
            (1.0, f64::NAN, f64::NAN),
        ] {
            op.set("value", a).unwrap();
            op.set("Maximum", b).unwrap();
            assert_eq!(op.out("result"), result, "{a} {b}");
        }
    }
}
