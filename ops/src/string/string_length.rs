//! `Ops.String.StringLength`

use ropewalk_flow::{In, Op, Out, Text};

/// Counts the characters of a text.
#[derive(Op)]
#[op(
    name = "Ops.String.StringLength",
    alias = "Ops.String.StringLength_v2",
    help = include_str!("string_length.md"),
    function = length
)]
pub(super) struct StringLength {
    /// The text.
    #[input(name = "String")]
    text: In<Text>,
    /// How many characters it has.
    #[output(name = "Result")]
    length: Out<f64>,
}

#[expect(clippy::cast_precision_loss, reason = "memory ends long before")]
fn length(text: &str) -> f64 {
    text.chars().count() as f64
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn characters_are_counted() {
        let mut op = Bench::<StringLength>::new();
        for (text, length) in [("", 0.0), ("abc", 3.0), ("é€😀", 3.0), (" \n", 2.0)] {
            op.set("String", text).unwrap();
            assert_eq!(op.out("Result"), length, "{text}");
        }
    }
}
