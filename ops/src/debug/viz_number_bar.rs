use std::convert::identity;

use ropewalk_flow::{In, Op, Out};

/// Shows a number as a bar between the least and the greatest that came, and passes it on.
#[derive(Op)]
#[op(name = "Ops.Ui.VizNumberBar", help = include_str!("viz_number_bar.md"), function = identity)]
pub(super) struct VizNumberBar {
    /// The number to show.
    #[input(name = "Number")]
    number: In<f64>,
    /// The same number.
    #[output(name = "Passthrough")]
    passthrough: Out<f64>,
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::GraphError;
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn it_passes_every_number_on() -> Result<(), GraphError> {
        let mut op = Bench::<VizNumberBar>::new();
        assert_eq!(op.out("Passthrough"), 0.0);
        for number in [1.5, -0.0, f64::NAN, f64::NEG_INFINITY] {
            op.set("Number", number)?;
            assert_eq!(op.out("Passthrough"), number);
        }
        Ok(())
    }
}
