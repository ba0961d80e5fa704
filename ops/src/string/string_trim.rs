//! `Ops.String.StringTrim`

use ropewalk_flow::{Cx, Handlers, In, Op, OpError, Out, Text};

/// Takes the spaces at both ends of a text away.
#[derive(Op)]
#[op(name = "Ops.String.StringTrim", alias = "Ops.String.StringTrim_v2", help = include_str!("string_trim.md"))]
pub(super) struct StringTrim {
    /// The text.
    #[input(name = "String")]
    text: In<Text>,
    /// The result.
    #[output(name = "Result")]
    result: Out<Text>,
}

impl Handlers for StringTrim {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let text = self.text.get(cx);
        self.result.set(cx, text.trim());
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn texts_and_what_becomes_of_them() {
        let mut op = Bench::<StringTrim>::new();
        assert_eq!(op.out("Result"), "");
        for (text, result) in [(" a b\n", "a b"), ("\t \u{a0}", ""), ("é", "é"), ("", "")] {
            op.set("String", text).unwrap();
            assert_eq!(op.out("Result"), result);
        }
    }
}
