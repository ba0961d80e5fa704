//! `Ops.Math.OneMinus`

use ropewalk_flow::{In, Op, Out};

/// Turns a number from 0 to 1 round.
#[derive(Op)]
#[op(name = "Ops.Math.OneMinus", help = include_str!("one_minus.md"), function = one_minus)]
pub(super) struct OneMinus {
    /// The number.
    #[input(name = "Value")]
    number: In<f64>,
    /// 1 minus the number.
    #[output(name = "Result")]
    result: Out<f64>,
}

fn one_minus(number: f64) -> f64 {
    1.0 - number
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn it_computes_and_passes_nan_on() {
        let mut op = Bench::<OneMinus>::new();
        for (number, result) in [
            (0.25, 0.75),
            (1.0, 0.0),
            (3.0, -2.0),
            (f64::INFINITY, f64::NEG_INFINITY),
            (f64::NAN, f64::NAN),
        ] {
            op.set("Value", number).unwrap();
            assert_eq!(op.out("Result"), result, "{number}");
        }
    }
}
