//! `Ops.String.SwitchStringBoolean`

use ropewalk_flow::{Cx, Handlers, In, Op, OpError, Out, Text};

/// Gives one of two texts.
#[derive(Op)]
#[op(
    name = "Ops.String.SwitchStringBoolean",
    aliases(
        "Ops.Deprecated.String.SwitchStringBoolean",
        "Ops.Extension.Deprecated.SwitchStringBoolean"
    ),
    help = include_str!("switch_string_boolean.md")
)]
pub(super) struct SwitchStringBoolean {
    /// Which of the two.
    #[input(name = "Boolean")]
    boolean: In<bool>,
    /// The text for true.
    #[input(name = "True", default = "Yes")]
    yes: In<Text>,
    /// The text for false.
    #[input(name = "False", default = "No")]
    no: In<Text>,
    /// The text.
    #[output(name = "Result")]
    result: Out<Text>,
}

impl Handlers for SwitchStringBoolean {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let text = if self.boolean.get(cx) {
            self.yes
        } else {
            self.no
        };
        let text = text.get(cx);
        self.result.set(cx, text);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn true_and_false_have_a_text_each() {
        let mut op = Bench::<SwitchStringBoolean>::new();
        assert_eq!(op.out("Result"), "No");
        op.set("Boolean", true).unwrap();
        assert_eq!(op.out("Result"), "Yes");
        op.set("True", "").unwrap();
        assert_eq!(op.out("Result"), "");
    }

    #[test]
    fn a_number_is_true_unless_it_is_0_or_nan() {
        let mut op = Bench::<SwitchStringBoolean>::new();
        for (number, text) in [(1.0, "Yes"), (0.0, "No"), (-0.5, "Yes"), (f64::NAN, "No")] {
            op.set("Boolean", number).unwrap();
            assert_eq!(op.out("Result"), text, "{number}");
        }
    }
}
