//! `Ops.Number.Number`

use ropewalk_flow::{Cx, Handlers, In, Op, OpError, Out};

/// Holds a number.
#[derive(Op)]
#[op(name = "Ops.Number.Number", alias = "Ops.Value.Number", help = include_str!("number.md"))]
pub(super) struct Number {
    /// The number.
    #[input(name = "value")]
    value: In<f64>,
    /// The same number.
    #[output(name = "result")]
    result: Out<f64>,
}

impl Handlers for Number {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let value = self.value.get(cx);
        self.result.set(cx, value);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn it_gives_what_it_holds() {
        let mut op = Bench::<Number>::new();
        for value in [0.0, -1.5, f64::NAN, f64::INFINITY] {
            op.set("value", value).unwrap();
            assert_eq!(op.out("result"), value);
        }
    }
}
