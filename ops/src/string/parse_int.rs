//! `Ops.String.ParseInt`

use ropewalk_flow::{In, Op, Out, Text, text_to_number};

/// Reads the whole number that a text begins with.
#[derive(Op)]
#[op(
    name = "Ops.String.ParseInt",
    alias = "Ops.String.ParseInt_v2",
    help = include_str!("parse_int.md"),
    function = whole_number
)]
pub(super) struct ParseInt {
    /// The text.
    #[input(name = "String", default = "5711")]
    text: In<Text>,
    /// The number; 0 where there is none.
    #[output(name = "Number")]
    number: Out<f64>,
}

fn whole_number(text: &str) -> f64 {
    let text = text.trim_start();
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1.0, digits),
        None => (1.0, text.strip_prefix('+').unwrap_or(text)),
    };
    let hexadecimal = digits.strip_prefix("0x").or(digits.strip_prefix("0X"));
    let number = if let Some(digits) = hexadecimal {
        let digits = digits.chars().map_while(|digit| digit.to_digit(16));
        digits.fold(0.0, |number, digit| number * 16.0 + f64::from(digit))
    } else {
        let end = digits.find(|c: char| !c.is_ascii_digit());
        let digits = &digits[..end.unwrap_or(digits.len())];
        text_to_number(digits).unwrap_or(0.0)
    };
    // No minus zero.
    if number == 0.0 { 0.0 } else { sign * number }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn the_digits_at_the_beginning_count() {
        let mut op = Bench::<ParseInt>::new();
        assert_eq!(op.out("Number"), 5711.0);
        for (text, number) in [
            ("12px", 12.0),
            (" -3.9", -3.0),
            ("+7", 7.0),
            ("0x1Fg", 31.0),
            ("-0x10", -16.0),
            ("1e3", 1.0),
            ("007", 7.0),
            ("px", 0.0),
            ("-", 0.0),
            ("0x", 0.0),
            ("", 0.0),
            ("99999999999999999999", 1e20),
        ] {
            op.set("String", text).unwrap();
            assert_eq!(op.out("Number"), number, "{text}");
        }
    }
}
