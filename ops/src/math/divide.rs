//! `Ops.Math.Divide`

use ropewalk_flow::{In, Op, Out};

/// Divides a number by another.
#[derive(Op)]
#[op(name = "Ops.Math.Divide", help = include_str!("divide.md"), function = divide)]
pub(super) struct Divide {
    /// The number to divide.
    #[input(name = "number1", default = 1)]
    number1: In<f64>,
    /// What to divide it by.
    #[input(name = "number2", default = 2)]
    number2: In<f64>,
    /// The quotient.
    #[output(name = "result")]
    result: Out<f64>,
}

fn divide(number1: f64, number2: f64) -> f64 {
    number1 / number2
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn it_computes_and_passes_nan_on() {
        let mut op = Bench::<Divide>::new();
        op.set("number1", 1.0).unwrap();
        op.set("number2", 2.0).unwrap();
        assert_eq!(op.out("result"), 0.5);
        op.set("number1", -9.0).unwrap();
        op.set("number2", 3.0).unwrap();
        assert_eq!(op.out("result"), -3.0);
        op.set("number2", 0.0).unwrap();
        assert_eq!(op.out("result"), f64::NEG_INFINITY);
        op.set("number1", 0.0).unwrap();
        assert_eq!(op.out("result"), f64::NAN);
        op.set("number2", 1.0).unwrap();
        op.set("number1", f64::NAN).unwrap();
        assert_eq!(op.out("result"), f64::NAN);
    }
}
