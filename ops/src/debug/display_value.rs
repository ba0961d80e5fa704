use std::convert::identity;

use ropewalk_flow::{In, Op, Out};

/// Shows a number on the op, and passes it on.
#[derive(Op)]
#[op(
    name = "Ops.Exp.Ui.DisplayValue",
    alias = "Ops.Extension.Deprecated.DisplayValue",
    help = include_str!("display_value.md"),
    function = identity
)]
pub(super) struct DisplayValue {
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
    fn the_number_is_passed_on() -> Result<(), GraphError> {
        let mut op = Bench::<DisplayValue>::new();
        for number in [2.5, f64::NAN, f64::INFINITY] {
            op.set("value", number)?;
            assert_eq!(op.out("result").to_string(), op_text(number));
        }
        Ok(())
    }

    fn op_text(number: f64) -> String {
        ropewalk_flow::number_to_text(number)
    }
}
