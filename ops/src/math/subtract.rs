//! `Ops.Math.Subtract`

use ropewalk_flow::{In, Op, Out};

/// Subtracts a number from another.
#[derive(Op)]
#[op(name = "Ops.Math.Subtract", help = include_str!("subtract.md"), function = subtract)]
pub(super) struct Subtract {
    /// The number to subtract from.
    #[input(name = "number1", default = 1)]
    number1: In<f64>,
    /// The number to subtract.
    #[input(name = "number2", default = 1)]
    number2: In<f64>,
    /// The difference.
    #[output(name = "result")]
    result: Out<f64>,
}

fn subtract(number1: f64, number2: f64) -> f64 {
    number1 - number2
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn it_computes_and_passes_nan_on() {
        let mut op = Bench::<Subtract>::new();
        op.set("number1", 5.0).unwrap();
        op.set("number2", 3.0).unwrap();
        assert_eq!(op.out("result"), 2.0);
        op.set("number1", 3.0).unwrap();
        op.set("number2", 5.0).unwrap();
        assert_eq!(op.out("result"), -2.0);
        op.set("number1", f64::NAN).unwrap();
        assert_eq!(op.out("result"), f64::NAN);
    }
}
