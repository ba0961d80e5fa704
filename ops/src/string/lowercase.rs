//! `Ops.String.Lowercase`

use ropewalk_flow::{Cx, Handlers, In, Op, OpError, Out, Text};

/// Writes a text in small letters.
#[derive(Op)]
#[op(name = "Ops.String.Lowercase", alias = "Ops.String.Lowercase_v2", help = include_str!("lowercase.md"))]
pub(super) struct Lowercase {
    /// The text.
    #[input(name = "String")]
    text: In<Text>,
    /// The result.
    #[output(name = "Result")]
    result: Out<Text>,
}

impl Handlers for Lowercase {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let text = self.text.get(cx).to_lowercase();
        self.result.set(cx, text);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn texts_and_what_becomes_of_them() {
        let mut op = Bench::<Lowercase>::new();
        assert_eq!(op.out("Result"), "");
        for (text, result) in [("ÄB c1", "äb c1"), ("0", "0"), ("", "")] {
            op.set("String", text).unwrap();
            assert_eq!(op.out("Result"), result);
        }
    }
}
