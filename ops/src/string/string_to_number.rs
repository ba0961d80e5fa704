//! `Ops.String.StringToNumber`

use ropewalk_flow::{Cx, Handlers, In, Op, OpError, Out, Text, text_to_number};

/// Reads a number from text.
#[derive(Op)]
#[op(name = "Ops.String.StringToNumber", help = include_str!("string_to_number.md"))]
pub(super) struct StringToNumber {
    /// The text.
    #[input(name = "String", default = "0")]
    string: In<Text>,
    /// The number; 0 where the text does not begin with one.
    #[output(name = "Number")]
    number: Out<f64>,
    /// Whether the text does not begin with a number.
    #[output(name = "Not a number")]
    not_a_number: Out<bool>,
}

impl Handlers for StringToNumber {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let number = leading_number(&self.string.get(cx));
        self.number.set(cx, number.unwrap_or(0.0));
        self.not_a_number.set(cx, number.is_none());
        Ok(())
    }
}

/// The number that a text begins with, as in `21.5 °C`.
fn leading_number(text: &str) -> Option<f64> {
    let text = text.trim_start();
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if unsigned.starts_with("Infinity") {
        let sign = if text.starts_with('-') { -1.0 } else { 1.0 };
        return Some(sign * f64::INFINITY);
    }
    let rest = after_digits(unsigned);
    let rest = rest.strip_prefix('.').map_or(rest, after_digits);
    // An exponent without digits is no part of the number: of `3em` that is `3`.
    let rest = rest
        .strip_prefix(['e', 'E'])
        .map(|power| power.strip_prefix(['+', '-']).unwrap_or(power))
        .filter(|power| power.starts_with(|c: char| c.is_ascii_digit()))
        .map_or(rest, after_digits);
    text_to_number(&text[..text.len() - rest.len()])
}

fn after_digits(text: &str) -> &str {
    text.trim_start_matches(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn the_number_that_a_text_begins_with_is_read() {
        let mut op = Bench::<StringToNumber>::new();
        for (text, number) in [
            ("21.5 °C", 21.5),
            ("  -3", -3.0),
            ("1e3", 1000.0),
            ("1e", 1.0),
            ("1-2", 1.0),
            (".5", 0.5),
            ("5.", 5.0),
            ("+2E-1s", 0.2),
            ("3e+", 3.0),
            ("-Infinity", f64::NEG_INFINITY),
        ] {
            op.set("String", text).unwrap();
            assert_eq!(op.out("Number"), number, "{text}");
            assert_eq!(op.out("Not a number"), false);
        }
    }

    #[test]
    fn what_is_no_number_is_0_and_told() {
        let mut op = Bench::<StringToNumber>::new();
        for text in ["", "abc", "-", "°", "e3", ".", "-.e1", "NaN", "inf"] {
            op.set("String", text).unwrap();
            assert_eq!(op.out("Number"), 0.0);
            assert_eq!(op.out("Not a number"), true, "{text}");
        }
    }

    #[test]
    fn a_long_text_is_read_in_one_walk() {
        let mut op = Bench::<StringToNumber>::new();
        let text = "0".repeat(500_000) + &"-".repeat(500_000);
        op.set("String", text).unwrap();
        assert_eq!(op.out("Number"), 0.0);
        assert_eq!(op.out("Not a number"), false);
    }
}
