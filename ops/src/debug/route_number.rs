use std::convert::identity;

use ropewalk_flow::{In, Op, Out};

/// Passes a number on: a bend for a cable on its way round other ops.
#[derive(Op)]
#[op(
    name = "Ops.Ui.Routing.RouteNumber",
    help = include_str!("route_number.md"),
    function = identity
)]
pub(super) struct RouteNumber {
    /// The number.
    #[input(name = "value")]
    value: In<f64>,
    /// The same number.
    #[output(name = "result")]
    result: Out<f64>,
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::GraphError;
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn it_passes_every_number_on() -> Result<(), GraphError> {
        let mut op = Bench::<RouteNumber>::new();
        assert_eq!(op.out("result"), 0.0);
        for number in [1.5, -0.0, f64::NAN, f64::INFINITY] {
            op.set("value", number)?;
            assert_eq!(op.out("result"), number);
        }
        Ok(())
    }
}
