//! `Ops.String.FilterValidString`

use ropewalk_flow::{Cx, Handlers, In, Op, OpError, Out, Text};

/// Keeps the last text that is valid.
#[derive(Op)]
#[op(name = "Ops.String.FilterValidString", help = include_str!("filter_valid_string.md"))]
pub(super) struct FilterValidString {
    /// The text.
    #[input(name = "String")]
    text: In<Text>,
    /// Of no meaning here, as a text is always there.
    #[input(name = "Invalid if null", default = true)]
    #[expect(dead_code, reason = "patches of cables have it")]
    no_null: In<bool>,
    /// Of no meaning here, either.
    #[input(name = "Invalid if undefined", default = true)]
    #[expect(dead_code, reason = "patches of cables have it")]
    no_undefined: In<bool>,
    /// Whether the empty text is left out.
    #[input(name = "Invalid if empty", default = true)]
    no_empty: In<bool>,
    /// Whether the text `0` is left out.
    #[input(name = "Invalid if 0", default = true)]
    no_zero: In<bool>,
    /// The last text that was valid.
    #[output(name = "Last Valid String")]
    last: Out<Text>,
    /// Whether the text is valid.
    #[output(name = "Is Valid")]
    valid: Out<bool>,
}

impl Handlers for FilterValidString {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let text = self.text.get(cx);
        let is_invalid = match &*text {
            "" => self.no_empty.get(cx),
            "0" => self.no_zero.get(cx),
            _ => false,
        };
        if !is_invalid {
            self.last.set(cx, text);
        }
        self.valid.set(cx, !is_invalid);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn what_is_invalid_leaves_the_last_text() {
        let mut op = Bench::<FilterValidString>::new();
        assert_eq!(op.out("Is Valid"), false);
        for (text, setting) in [("", "Invalid if empty"), ("0", "Invalid if 0")] {
            op.set("String", "a").unwrap();
            assert_eq!(op.out("Is Valid"), true);
            op.set("String", text).unwrap();
            assert_eq!(
                (op.out("Last Valid String"), op.out("Is Valid")),
                ("a".into(), false.into())
            );
            op.set(setting, false).unwrap();
            assert_eq!(
                (op.out("Last Valid String"), op.out("Is Valid")),
                (text.into(), true.into())
            );
        }
    }
}
