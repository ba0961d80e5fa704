//! `Ops.Boolean.BoolToNumber`

use ropewalk_flow::{In, Op, Out};

/// Gives one of two numbers, by a truth value.
#[derive(Op)]
#[op(
    name = "Ops.Boolean.BoolToNumber",
    aliases(
        "Ops.Boolean.BoolToNumber_v2",
        "Ops.Number.ToggleNumber",
        "Ops.Value.ToggleNumber",
        "Ops.Value.ValueToggle",
        "Ops.Extension.Deprecated.NumberSwitchBoolean",
        "Ops.Deprecated.Number.NumberSwitchBoolean",
        "Ops.Number.NumberSwitchBoolean",
        "Ops.Value.NumberSwitchBoolean",
        "Ops.Value.ValueSwitchBoolean"
    ),
    help = include_str!("bool_to_number.md"),
    function = choose
)]
pub(super) struct BoolToNumber {
    /// Whether it is Value 1.
    #[input(name = "Use Value 1", aliases("bool", "Boolean"))]
    choice: In<bool>,
    /// The number for false.
    #[input(name = "Value 0", alias = "Value false")]
    value0: In<f64>,
    /// The number for true.
    #[input(name = "Value 1", alias = "Value true", default = 1)]
    value1: In<f64>,
    /// The number.
    #[output(name = "Out Value", aliases("number", "Result"))]
    value: Out<f64>,
}

fn choose(choice: bool, value0: f64, value1: f64) -> f64 {
    if choice { value1 } else { value0 }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn false_and_true_each_have_a_number() {
        let mut op = Bench::<BoolToNumber>::new();
        assert_eq!(op.out("Out Value"), 0.0);
        op.set("Use Value 1", true).unwrap();
        assert_eq!(op.out("Out Value"), 1.0);
        op.set("Value 1", f64::NAN).unwrap();
        assert_eq!(op.out("Out Value"), f64::NAN);
        op.set("Value 0", -5.0).unwrap();
        op.set("Use Value 1", false).unwrap();
        assert_eq!(op.out("Out Value"), -5.0);
    }
}
