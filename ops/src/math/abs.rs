//! `Ops.Math.Abs`

use ropewalk_flow::{In, Op, Out};

/// Takes the sign off a number.
#[derive(Op)]
#[op(name = "Ops.Math.Abs", help = include_str!("abs.md"), function = f64::abs)]
pub(super) struct Abs {
    /// The number.
    #[input(name = "number")]
    number: In<f64>,
    /// Its distance from 0.
    #[output(name = "result")]
    result: Out<f64>,
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn the_result_is_never_below_zero() {
        let mut op = Bench::<Abs>::new();
        for (number, result) in [
            (2.5, 2.5),
            (-2.5, 2.5),
            (0.0, 0.0),
            (f64::NEG_INFINITY, f64::INFINITY),
            (f64::NAN, f64::NAN),
        ] {
            op.set("number", number).unwrap();
            assert_eq!(op.out("result"), result, "{number}");
        }
    }
}
