//! `Ops.String.Uppercase`

use ropewalk_flow::{Cx, Handlers, In, Op, OpError, Out, Text};

/// Writes a text in capital letters.
#[derive(Op)]
#[op(name = "Ops.String.Uppercase", alias = "Ops.String.Uppercase_v2", help = include_str!("uppercase.md"))]
pub(super) struct Uppercase {
    /// The text.
    #[input(name = "String")]
    text: In<Text>,
    /// Whether only its first letter becomes a capital.
    #[input(name = "Capitalize")]
    first_only: In<bool>,
    /// The result.
    #[output(name = "Result")]
    result: Out<Text>,
}

impl Handlers for Uppercase {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let text = self.text.get(cx);
        let mut chars = text.chars();
        let result = match chars.next() {
            Some(first) if self.first_only.get(cx) => first.to_uppercase().chain(chars).collect(),
            _ => text.to_uppercase(),
        };
        self.result.set(cx, result);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn all_letters_or_the_first_become_capitals() {
        let mut op = Bench::<Uppercase>::new();
        for (text, all, first) in [
            ("éa b", "ÉA B", "Éa b"),
            ("straße", "STRASSE", "Straße"),
            ("1a", "1A", "1a"),
            ("", "", ""),
        ] {
            op.set("String", text).unwrap();
            op.set("Capitalize", false).unwrap();
            assert_eq!(op.out("Result"), all);
            op.set("Capitalize", true).unwrap();
            assert_eq!(op.out("Result"), first);
        }
    }
}
