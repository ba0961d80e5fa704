//! Numbers as people write them.
//!
//! Both ways go through the JSON library, which a patch needs anyway: the standard library's own
//! take 30 kB more in a page.

use crate::value::Value;

/// Writes a number as a person would: whole numbers without a fraction, the rest as short as it
/// can be without losing anything.
pub fn number_to_text(number: f64) -> String {
    if number.is_nan() {
        return "NaN".to_owned();
    }
    if number.is_infinite() {
        return if number > 0.0 {
            "Infinity"
        } else {
            "-Infinity"
        }
        .to_owned();
    }
    #[expect(clippy::cast_possible_truncation, reason = "the guard keeps it exact")]
    if number.fract() == 0.0 && number.abs() < 1e15 {
        // Minus zero prints as `0`, as a sign would be noise on a screen.
        return (number as i64).to_string();
    }
    // A finite number can be written.
    let text = serde_json::to_string(&number).unwrap_or_default();
    match text.split_once('e') {
        None => text.strip_suffix(".0").unwrap_or(&text).to_owned(),
        Some((mantissa, exponent)) => match exponent.parse::<i32>() {
            Ok(exponent @ -6..=20) => without_exponent(mantissa, exponent),
            Ok(exponent) => {
                let mantissa = mantissa.strip_suffix(".0").unwrap_or(mantissa);
                let plus = if exponent > 0 { "+" } else { "" };
                format!("{mantissa}e{plus}{exponent}")
            }
            Err(_) => text,
        },
    }
}

/// Reads a number that a person has written, or [`number_to_text`]. Nothing where the text is
/// anything else, or beyond what a number can be.
pub fn text_to_number(text: &str) -> Option<f64> {
    let text = text.trim();
    match text {
        "NaN" => return Some(f64::NAN),
        "Infinity" => return Some(f64::INFINITY),
        "-Infinity" => return Some(f64::NEG_INFINITY),
        _ => {}
    }
    // JSON asks for more than people write: no plus, no leading zeros, digits around a point.
    let (sign, rest) = match text.as_bytes().first()? {
        b'-' => ("-", &text[1..]),
        b'+' => ("", &text[1..]),
        _ => ("", text),
    };
    let end = rest.find(['e', 'E']).unwrap_or(rest.len());
    let (mantissa, exponent) = rest.split_at(end);
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let are_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if (whole.is_empty() && fraction.is_empty()) || !are_digits(whole) || !are_digits(fraction) {
        return None;
    }
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let fraction = if fraction.is_empty() { "0" } else { fraction };
    match Value::from_json(&format!("{sign}{whole}.{fraction}{exponent}")) {
        Ok(Value::Number(number)) => Some(number),
        _ => None,
    }
}

/// The number, or the bound that it is beyond. What is no number stays so.
///
/// Not `f64::clamp`: that can panic, and for the numbers in its message takes all that the standard
/// library has to print them.
pub fn clamp(number: f64, least: f64, greatest: f64) -> f64 {
    if number < least {
        least
    } else if number > greatest {
        greatest
    } else {
        number
    }
}

/// A number such as `-1.25` times ten to the exponent, written out.
fn without_exponent(mantissa: &str, exponent: i32) -> String {
    let (sign, mantissa) = match mantissa.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", mantissa),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let fraction = fraction.trim_end_matches('0');
    let mut digits = format!("{whole}{fraction}");
    let point = whole.len() as i32 + exponent;
    if point <= 0 {
        let zeros = "0".repeat(point.unsigned_abs() as usize);
        return format!("{sign}0.{zeros}{digits}");
    }
    let point = point as usize;
    while digits.len() < point {
        digits.push('0');
    }
    let (whole, fraction) = digits.split_at(point);
    if fraction.is_empty() {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}.{fraction}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_as_people_write_them() {
        for (number, text) in [
            (3.0, "3"),
            (-0.0, "0"),
            (0.1, "0.1"),
            (-2.5, "-2.5"),
            (1e15, "1000000000000000"),
            (1.5e20, "150000000000000000000"),
            (-1e20, "-100000000000000000000"),
            (1e21, "1e+21"),
            (1e300, "1e+300"),
            (1.25e-6, "0.00000125"),
            (1e-7, "1e-7"),
            (-1.5e-9, "-1.5e-9"),
            (5e-324, "5e-324"),
            (1.0 / 3.0, "0.3333333333333333"),
            (f64::NAN, "NaN"),
            (f64::NEG_INFINITY, "-Infinity"),
        ] {
            assert_eq!(number_to_text(number), text);
        }
    }

    #[test]
    fn what_is_written_is_read_again() {
        let mut bits = 1_u64;
        for _ in 0..20_000 {
            bits = bits.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(1);
            let number = f64::from_bits(bits);
            if number.is_finite() {
                let text = number_to_text(number);
                assert_eq!(text_to_number(&text), Some(number), "{text}");
                assert_eq!(text.parse::<f64>(), Ok(number), "{text}");
            }
        }
        assert!(text_to_number("NaN").is_some_and(f64::is_nan));
        assert_eq!(text_to_number("-Infinity"), Some(f64::NEG_INFINITY));
    }

    #[test]
    fn numbers_are_read_in_any_way_that_people_write_them() {
        for (text, number) in [
            (" 21.5 ", 21.5),
            ("+7", 7.0),
            ("007", 7.0),
            (".5", 0.5),
            ("-.5", -0.5),
            ("5.", 5.0),
            ("1E3", 1000.0),
            ("-1e-3", -0.001),
        ] {
            assert_eq!(text_to_number(text), Some(number), "{text}");
        }
        for text in [
            "", "-", ".", "e3", "1e", "1e+", "1 2", "0x10", "inf", "nan", "1e999", "1,5",
        ] {
            assert_eq!(text_to_number(text), None, "{text}");
        }
    }
}
