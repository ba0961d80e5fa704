//! `Ops.Math.Floor`

use ropewalk_flow::{In, Op, Out};

/// Rounds a number down.
#[derive(Op)]
#[op(name = "Ops.Math.Floor", help = include_str!("floor.md"), function = f64::floor)]
pub(super) struct Floor {
    /// The number.
    #[input(name = "Number")]
    number: In<f64>,
    /// The next whole number below, or the number if it is one.
    #[output(name = "Result")]
    result: Out<f64>,
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn a_fraction_goes_down_to_the_next_whole_number() {
        let mut op = Bench::<Floor>::new();
        for (number, result) in [
            (1.8, 1.0),
            (-1.2, -2.0),
            (3.0, 3.0),
            (f64::NEG_INFINITY, f64::NEG_INFINITY),
            (f64::NAN, f64::NAN),
        ] {
            op.set("Number", number).unwrap();
            assert_eq!(op.out("Result"), result, "{number}");
        }
    }
}
