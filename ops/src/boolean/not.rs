//! `Ops.Boolean.Not`

use ropewalk_flow::{In, Op, Out};

/// Turns true into false, and false into true.
#[derive(Op)]
#[op(
    name = "Ops.Boolean.Not",
    aliases("Ops.Boolean.ToggleBoolValue", "Ops.Extension.Deprecated.ToggleBoolValue"),
    help = include_str!("not.md"),
    function = not
)]
pub(super) struct Not {
    /// The truth value.
    #[input(name = "Boolean", alias = "in bool")]
    boolean: In<bool>,
    /// The other one.
    #[output(name = "Result", alias = "out bool")]
    result: Out<bool>,
}

fn not(boolean: bool) -> bool {
    !boolean
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn it_is_what_the_input_is_not() {
        let mut op = Bench::<Not>::new();
        assert_eq!(op.out("Result"), true);
        for (value, result) in [(1.0, false), (0.0, true), (-2.0, false), (f64::NAN, true)] {
            op.set("Boolean", value).unwrap();
            assert_eq!(op.out("Result"), result, "{value}");
        }
    }
}
