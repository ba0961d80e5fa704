//! `Ops.Math.Multiply`

use ropewalk_flow::{In, Op, Out};

/// Multiplies two numbers.
#[derive(Op)]
#[op(name = "Ops.Math.Multiply", help = include_str!("multiply.md"), function = multiply)]
pub(super) struct Multiply {
    /// The first factor.
    #[input(name = "number1", default = 1)]
    number1: In<f64>,
    /// The second factor.
    #[input(name = "number2", default = 1)]
    number2: In<f64>,
    /// The product.
    #[output(name = "result")]
    result: Out<f64>,
}

fn multiply(number1: f64, number2: f64) -> f64 {
    number1 * number2
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn it_computes_and_passes_nan_on() {
        let mut op = Bench::<Multiply>::new();
        op.set("number1", 2.0).unwrap();
        op.set("number2", 3.0).unwrap();
        assert_eq!(op.out("result"), 6.0);
        op.set("number1", 0.5).unwrap();
        op.set("number2", -4.0).unwrap();
        assert_eq!(op.out("result"), -2.0);
        op.set("number1", f64::NAN).unwrap();
        assert_eq!(op.out("result"), f64::NAN);
    }
}
