//! `Ops.String.SubString`

use ropewalk_flow::{Cx, Handlers, In, Op, OpError, Out, Text};

/// Takes a part out of a text.
#[derive(Op)]
#[op(
    name = "Ops.String.SubString",
    alias = "Ops.String.SubString_v2",
    help = include_str!("sub_string.md")
)]
pub(super) struct SubString {
    /// The text.
    #[input(name = "String", default = "cables")]
    string: In<Text>,
    /// How many characters stand before the part.
    #[input(name = "Start", default = 0, display = "integer")]
    start: In<f64>,
    /// How many characters stand before what follows the part.
    #[input(name = "End", default = 4, display = "integer")]
    end: In<f64>,
    /// Whether the part goes to the end of the text, whatever End is.
    #[input(name = "End of string")]
    to_end: In<bool>,
    /// The part.
    #[output(name = "Result")]
    result: Out<Text>,
}

impl Handlers for SubString {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a cast makes 0 of what is below, and of NaN"
        )]
        let (start, end) = (self.start.get(cx) as usize, self.end.get(cx) as usize);
        let end = if self.to_end.get(cx) { usize::MAX } else { end };
        let string = self.string.get(cx);
        let characters = string.chars().skip(start.min(end));
        let part: String = characters.take(start.abs_diff(end)).collect();
        self.result.set(cx, part);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn a_part_is_from_start_to_end() {
        let mut op = Bench::<SubString>::new();
        assert_eq!(op.out("Result"), "cabl");
        op.set("String", "é€😀x").unwrap();
        for (start, end, part) in [
            (0.0, 2.0, "é€"),
            (1.0, 3.0, "€😀"),
            (3.0, 1.0, "€😀"),
            (2.0, 2.0, ""),
            (0.0, 4.0, "é€😀x"),
            (1.9, 2.9, "€"),
        ] {
            op.set("Start", start).unwrap();
            op.set("End", end).unwrap();
            assert_eq!(op.out("Result"), part, "{start} {end}");
        }
    }

    #[test]
    fn what_is_beyond_the_text_counts_as_its_end_and_what_is_before_as_its_start() {
        let mut op = Bench::<SubString>::new();
        for (start, end, part) in [
            (-3.0, 2.0, "ca"),
            (4.0, 99.0, "es"),
            (99.0, 100.0, ""),
            (4.0, f64::INFINITY, "es"),
            (f64::NEG_INFINITY, f64::INFINITY, "cables"),
            (f64::NAN, 1.0, "c"),
            (2.0, f64::NAN, "ca"),
        ] {
            op.set("Start", start).unwrap();
            op.set("End", end).unwrap();
            assert_eq!(op.out("Result"), part, "{start} {end}");
        }
        op.set("String", "").unwrap();
        assert_eq!(op.out("Result"), "");
    }

    #[test]
    fn to_the_end_of_the_string_whatever_end_is() {
        let mut op = Bench::<SubString>::new();
        op.set("Start", 4.0).unwrap();
        op.set("End", 1.0).unwrap();
        op.set("End of string", true).unwrap();
        assert_eq!(op.out("Result"), "es");
        op.set("Start", f64::INFINITY).unwrap();
        assert_eq!(op.out("Result"), "");
    }
}
