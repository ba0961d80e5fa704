use std::convert::identity;

use ropewalk_flow::{In, Op, Out};

/// Shows a truth value in large letters and passes it on.
#[derive(Op)]
#[op(
    name = "Ops.Ui.VizBool",
    aliases("Ops.Dev.VizBool", "Ops.User.pandur.VizBool"),
    help = include_str!("viz_bool.md"),
    function = identity
)]
pub(super) struct VizBool {
    /// The truth value to show.
    #[input(name = "Boolean")]
    boolean: In<bool>,
    /// The same truth value.
    #[output(name = "Bool")]
    bool: Out<bool>,
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::GraphError;
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn it_passes_every_truth_value_on() -> Result<(), GraphError> {
        let mut op = Bench::<VizBool>::new();
        assert_eq!(op.out("Bool"), false);
        op.set("Boolean", true)?;
        assert_eq!(op.out("Bool"), true);
        op.set("Boolean", f64::NAN)?;
        assert_eq!(op.out("Bool"), false);
        op.set("Boolean", 0.5)?;
        assert_eq!(op.out("Bool"), true);
        Ok(())
    }
}
