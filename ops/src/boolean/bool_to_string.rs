//! `Ops.Boolean.BoolToString`

use ropewalk_flow::{Cx, Handlers, In, Op, OpError, Out, Text};

/// Gives one of two texts.
#[derive(Op)]
#[op(name = "Ops.Boolean.BoolToString", help = include_str!("bool_to_string.md"))]
pub(super) struct BoolToString {
    /// Which of them.
    #[input(name = "Boolean")]
    bool: In<bool>,
    /// The text for false.
    #[input(name = "False", default = "false")]
    no: In<Text>,
    /// The text for true.
    #[input(name = "True", default = "true")]
    yes: In<Text>,
    /// The text.
    #[output(name = "String")]
    result: Out<Text>,
}

impl Handlers for BoolToString {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let text = if self.bool.get(cx) { self.yes } else { self.no };
        self.result.set(cx, text.get(cx));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn the_text_is_that_of_the_truth_value() {
        let mut op = Bench::<BoolToString>::new();
        assert_eq!(op.out("String"), "false");
        op.set("Boolean", true).unwrap();
        assert_eq!(op.out("String"), "true");
        op.set("True", "").unwrap();
        assert_eq!(op.out("String"), "");
    }
}
