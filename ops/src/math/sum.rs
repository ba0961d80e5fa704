//! `Ops.Math.Sum`

use ropewalk_flow::{In, Op, Out};

/// Adds two numbers.
#[derive(Op)]
#[op(name = "Ops.Math.Sum", help = include_str!("sum.md"), function = sum)]
pub(super) struct Sum {
    /// The first number.
    #[input(name = "number1")]
    number1: In<f64>,
    /// The second number.
    #[input(name = "number2")]
    number2: In<f64>,
    /// Their sum.
    #[output(name = "result")]
    result: Out<f64>,
}

fn sum(number1: f64, number2: f64) -> f64 {
    number1 + number2
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn it_computes_and_passes_nan_on() {
        let mut op = Bench::<Sum>::new();
        op.set("number1", 2.0).unwrap();
        op.set("number2", 3.0).unwrap();
        assert_eq!(op.out("result"), 5.0);
        op.set("number1", 0.1).unwrap();
        op.set("number2", -0.1).unwrap();
        assert_eq!(op.out("result"), 0.0);
        op.set("number1", f64::NAN).unwrap();
        assert_eq!(op.out("result"), f64::NAN);
    }
}
