//! Numbers as digits.

use ropewalk_flow::number_to_text;

/// The digits of a number from the first to the last that is not 0, and how many stand before its
/// point: those of 1200 are `12` and 4, those of 0.05 are `5` and -1.
#[derive(Debug, PartialEq)]
pub(super) struct Decimal {
    digits: Vec<u8>,
    point: i32,
}

/// How many digits are written at least.
#[derive(Clone, Copy)]
pub(super) struct Least {
    pub(super) whole: i32,
    pub(super) fraction: i32,
}

impl Decimal {
    /// Reads a number that is finite and not negative, times ten to the `shift`.
    pub(super) fn of(number: f64, shift: i32) -> Self {
        let text = number_to_text(number);
        let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let digits = [whole, fraction].concat();
        let significant = digits.trim_start_matches('0');
        let zeros = digits.len() - significant.len();
        let point = whole.len() as i32 - zeros as i32 + exponent.parse().unwrap_or(0) + shift;
        Self::new(significant.as_bytes().to_vec(), point)
    }

    fn new(mut digits: Vec<u8>, point: i32) -> Self {
        while digits.last() == Some(&b'0') {
            digits.pop();
        }
        let point = if digits.is_empty() { 0 } else { point };
        Self { digits, point }
    }

    pub(super) fn is_zero(&self) -> bool {
        self.digits.is_empty()
    }

    /// How many digits stand before the point; fewer than none where zeros follow it.
    pub(super) fn point(&self) -> i32 {
        self.point
    }

    /// The number with so many of its digits, a half rounded up.
    pub(super) fn rounded(mut self, digits: i32) -> Self {
        let Ok(count) = usize::try_from(digits) else {
            return Self::new(Vec::new(), 0);
        };
        let is_up = self.digits.get(count).is_some_and(|digit| *digit >= b'5');
        self.digits.truncate(count);
        if is_up {
            // Nines become zeros, which are not kept.
            while self.digits.last() == Some(&b'9') {
                self.digits.pop();
            }
            match self.digits.last_mut() {
                Some(digit) => *digit += 1,
                None => {
                    self.digits.push(b'1');
                    self.point += 1;
                }
            }
        }
        Self::new(self.digits, self.point)
    }

    /// Writes the number, with a sign between thousands if there is one.
    pub(super) fn text(&self, least: Least, group: Option<char>, point: char) -> String {
        let digit = |place: i32| {
            let place = usize::try_from(place).ok();
            let digit = place.and_then(|place| self.digits.get(place));
            digit.map_or('0', |digit| char::from(*digit))
        };
        let mut text = String::new();
        for right in (0..self.point.max(least.whole)).rev() {
            text.push(digit(self.point - 1 - right));
            if right > 0 && right % 3 == 0 {
                text.extend(group);
            }
        }
        let fraction = (self.digits.len() as i32 - self.point).max(least.fraction);
        if fraction > 0 {
            text.push(point);
            text.extend((0..fraction).map(|place| digit(self.point + place)));
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_its_digits_and_its_point() {
        for (number, digits, point) in [
            (0.0, "", 0),
            (7.0, "7", 1),
            (1200.0, "12", 4),
            (0.05, "5", -1),
            (21.5, "215", 2),
            (1e21, "1", 22),
            (1.25e-7, "125", -6),
        ] {
            let decimal = Decimal::new(digits.as_bytes().to_vec(), point);
            assert_eq!(Decimal::of(number, 0), decimal, "{number}");
        }
        assert_eq!(Decimal::of(0.07, 2), Decimal::of(7.0, 0));
    }

    #[test]
    fn a_half_is_rounded_up_also_through_nines() {
        for (number, digits, rounded) in [
            (1.005, 3, 1.01),
            (1.004, 3, 1.0),
            (9.995, 3, 10.0),
            (0.96, 1, 1.0),
            (0.6, 0, 1.0),
            (0.4, 0, 0.0),
            (0.06, -1, 0.0),
            (123.0, 9, 123.0),
            (1250.0, 2, 1300.0),
        ] {
            let wanted = Decimal::of(rounded, 0);
            assert_eq!(Decimal::of(number, 0).rounded(digits), wanted, "{number}");
        }
    }

    #[test]
    fn digits_are_filled_up_and_set_apart() {
        for (number, whole, fraction, text) in [
            (0.0, 1, 0, "0"),
            (0.0, 1, 3, "0.000"),
            (0.05, 0, 0, ".05"),
            (0.05, 1, 4, "0.0500"),
            (1_234_567.5, 1, 0, "1,234,567.5"),
            (999.0, 1, 0, "999"),
            (5.0, 5, 0, "00,005"),
            (1e9, 1, 0, "1,000,000,000"),
        ] {
            let least = Least { whole, fraction };
            let written = Decimal::of(number, 0).text(least, Some(','), '.');
            assert_eq!(written, text, "{number}");
        }
        let least = Least {
            whole: 1,
            fraction: 0,
        };
        assert_eq!(Decimal::of(1234.5, 0).text(least, None, ','), "1234,5");
    }
}
