use std::convert::identity;

use ropewalk_flow::{In, Op, Out};

/// Shows a number in large digits and passes it on.
#[derive(Op)]
#[op(name = "Ops.Ui.VizNumber", help = include_str!("viz_number.md"), function = identity)]
pub(crate) struct VizNumber {
    /// The number to show.
    #[input(name = "Number")]
    number: In<f64>,
    /// The same number.
    #[output(name = "Result")]
    result: Out<f64>,
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::GraphError;
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn it_passes_every_number_on() -> Result<(), GraphError> {
        let mut op = Bench::<VizNumber>::new();
        for number in [1.5, -0.0, f64::NAN, f64::INFINITY] {
            op.set("Number", number)?;
            assert_eq!(op.out("Result"), number);
        }
        Ok(())
    }
}
