//! `Ops.Math.Ceil`

use ropewalk_flow::{In, Op, Out};

/// Rounds a number up.
#[derive(Op)]
#[op(name = "Ops.Math.Ceil", help = include_str!("ceil.md"), function = f64::ceil)]
pub(super) struct Ceil {
    /// The number.
    #[input(name = "Number")]
    number: In<f64>,
    /// The next whole number, or the number if it is one.
    #[output(name = "Result")]
    result: Out<f64>,
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn a_fraction_goes_up_to_the_next_whole_number() {
        let mut op = Bench::<Ceil>::new();
        for (number, result) in [
            (1.2, 2.0),
            (-1.2, -1.0),
            (3.0, 3.0),
            (f64::INFINITY, f64::INFINITY),
            (f64::NAN, f64::NAN),
        ] {
            op.set("Number", number).unwrap();
            assert_eq!(op.out("Result"), result, "{number}");
        }
    }
}
