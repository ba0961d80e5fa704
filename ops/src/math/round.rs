//! `Ops.Math.Round`

use ropewalk_flow::{In, Op, Out, clamp};

/// Rounds a number.
#[derive(Op)]
#[op(name = "Ops.Math.Round", help = include_str!("round.md"), function = round)]
pub(super) struct Round {
    /// The number.
    #[input(name = "number")]
    number: In<f64>,
    /// How many digits are left behind the point. Below 0 it rounds to tens, hundreds and so on.
    #[input(name = "Decimal Places", display = "integer")]
    places: In<f64>,
    /// The rounded number.
    #[output(name = "result")]
    result: Out<f64>,
}

fn round(number: f64, places: f64) -> f64 {
    // Beyond these there is no power of ten; a cast makes 0 of NaN.
    #[expect(clippy::cast_possible_truncation, reason = "it is clamped")]
    let places = clamp(places, -308.0, 308.0) as i32;
    let unit = 10_f64.powi(places.abs());
    let scaled = if places < 0 {
        number / unit
    } else {
        number * unit
    };
    // From 2^53 on there are whole numbers only: it has no digit behind those places.
    if scaled.abs() >= 2_f64.powi(53) || scaled.is_nan() {
        return number;
    }
    let whole = half_up(scaled);
    if places < 0 {
        whole * unit
    } else {
        whole / unit
    }
}

/// The nearest whole number; the one above where two are equally near.
pub(crate) fn half_up(number: f64) -> f64 {
    let below = number.floor();
    if number - below >= 0.5 {
        below + 1.0
    } else {
        below
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    fn round(number: f64, places: f64) -> ropewalk_flow::Value {
        let mut op = Bench::<Round>::new();
        op.set("number", number).unwrap();
        op.set("Decimal Places", places).unwrap();
        op.out("result")
    }

    #[test]
    fn halves_go_up() {
        for (number, result) in [
            (0.4, 0.0),
            (0.5, 1.0),
            (1.5, 2.0),
            (2.5, 3.0),
            (-0.5, 0.0),
            (-2.5, -2.0),
            (-2.6, -3.0),
            (0.499_999_999_999_999_94, 0.0),
        ] {
            assert_eq!(round(number, 0.0), result, "{number}");
        }
    }

    #[test]
    fn as_many_digits_are_left_as_one_asks_for() {
        assert_eq!(round(1.23456, 2.0), 1.23);
        assert_eq!(round(1.23456, 3.9), 1.235);
        assert_eq!(round(1234.5, -2.0), 1200.0);
    }

    #[test]
    fn what_cannot_be_rounded_stays_as_it_is() {
        for number in [1e308, f64::INFINITY, f64::NAN] {
            assert_eq!(round(number, 3.0), number);
            assert_eq!(round(number, 1e9), number);
        }
        assert_eq!(round(1.5, 1e9), 1.5);
        assert_eq!(round(1.5, -1e9), 0.0);
        assert_eq!(round(1.5, f64::NAN), 2.0);
    }
}
