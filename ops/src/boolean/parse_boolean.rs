//! `Ops.Boolean.ParseBoolean`

use ropewalk_flow::{In, Op, Out, Text};

/// Reads a truth value from text.
#[derive(Op)]
#[op(
    name = "Ops.Boolean.ParseBoolean",
    aliases("Ops.Boolean.ParseBoolean_v2", "Ops.User.pandur.ParseBoolean2"),
    help = include_str!("parse_boolean.md"),
    function = parse
)]
pub(super) struct ParseBoolean {
    /// The text.
    #[input(name = "String", alias = "Value")]
    string: In<Text>,
    /// What it says.
    #[output(name = "Result")]
    result: Out<bool>,
}

fn parse(text: &str) -> bool {
    let text = text.trim();
    !(text.is_empty() || text == "0" || text.eq_ignore_ascii_case("false"))
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn nothing_zero_and_false_are_false_and_all_the_rest_is_true() {
        let mut op = Bench::<ParseBoolean>::new();
        assert_eq!(op.out("Result"), false);
        for (text, result) in [
            ("true", true),
            ("false", false),
            ("1", true),
            ("0", false),
            (" FALSE\n", false),
            (" ", false),
            ("no", true),
            ("0.0", true),
        ] {
            op.set("String", text).unwrap();
            assert_eq!(op.out("Result"), result, "{text:?}");
        }
    }

    #[test]
    fn a_number_is_read_as_it_is_written() {
        let mut op = Bench::<ParseBoolean>::new();
        for (number, result) in [(0.0, false), (0.5, true), (-0.0, false)] {
            op.set("String", number).unwrap();
            assert_eq!(op.out("Result"), result, "{number}");
        }
    }
}
