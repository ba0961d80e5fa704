//! `Ops.Math.Multiply`

use ropewalk_flow::{Cx, Handlers, In, Op, OpError, Out};

/// Multiplies two numbers.
#[derive(Op)]
#[op(name = "Ops.Math.Multiply", help = include_str!("multiply.md"))]
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

impl Handlers for Multiply {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let (a, b) = (self.number1.get(cx), self.number2.get(cx));
        self.result.set(cx, a * b);
        Ok(())
    }
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
