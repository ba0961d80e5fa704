//! The op of most tests, apart for those that need no other.

use ropewalk_flow::{Cx, Handlers, In, Op, OpError, Out};

/// Adds two numbers.
#[derive(Op)]
#[op(name = "Ops.Test.Sum")]
pub(crate) struct Sum {
    /// The first.
    #[input(name = "number1")]
    number1: In<f64>,
    /// The second.
    #[input(name = "number2")]
    number2: In<f64>,
    /// Their sum.
    #[output(name = "result")]
    result: Out<f64>,
}

impl Handlers for Sum {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        self.result
            .set(cx, self.number1.get(cx) + self.number2.get(cx));
        Ok(())
    }
}
