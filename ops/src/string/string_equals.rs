//! `Ops.String.StringEquals`

use ropewalk_flow::{In, Op, Out, Text};

/// Says whether two texts are the same.
#[derive(Op)]
#[op(
    name = "Ops.String.StringEquals",
    alias = "Ops.String.StringEquals_v2",
    help = include_str!("string_equals.md"),
    function = equals
)]
pub(super) struct StringEquals {
    /// The first text.
    #[input(name = "String 1")]
    string1: In<Text>,
    /// The second text.
    #[input(name = "String 2")]
    string2: In<Text>,
    /// Whether they are the same.
    #[output(name = "Result")]
    result: Out<bool>,
}

fn equals(string1: &str, string2: &str) -> bool {
    string1 == string2
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn only_the_very_same_texts_are_equal() {
        let mut op = Bench::<StringEquals>::new();
        assert_eq!(op.out("Result"), true, "both are empty");
        for (string1, string2, result) in [
            ("on", "on", true),
            ("on", "On", false),
            ("on", "on ", false),
            ("on", "", false),
            ("é", "é", true),
        ] {
            op.set("String 1", string1).unwrap();
            op.set("String 2", string2).unwrap();
            assert_eq!(op.out("Result"), result, "{string1:?} {string2:?}");
        }
    }

    #[test]
    fn a_number_is_compared_as_it_is_written() {
        let mut op = Bench::<StringEquals>::new();
        op.set("String 1", 7.0).unwrap();
        op.set("String 2", "7").unwrap();
        assert_eq!(op.out("Result"), true);
        op.set("String 2", "7.0").unwrap();
        assert_eq!(op.out("Result"), false);
    }
}
