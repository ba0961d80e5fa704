//! `Ops.String.NumberToString`

use ropewalk_flow::{Cx, Handlers, In, Op, OpError, Out, Text, clamp, number_to_text};

use crate::math::half_up;

/// Writes a number as text.
#[derive(Op)]
#[op(
    name = "Ops.String.NumberToString",
    alias = "Ops.String.NumberToString_v2",
    help = include_str!("number_to_string.md")
)]
pub(super) struct NumberToString {
    /// The number.
    #[input(name = "Number")]
    number: In<f64>,
    /// How many digits follow the point at most, from 0 to 15.
    #[input(
        name = "Decimal Places",
        default = 4,
        min = 0,
        max = 15,
        display = "integer"
    )]
    places: In<f64>,
    /// The text.
    #[output(name = "Result")]
    result: Out<Text>,
}

impl Handlers for NumberToString {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        #[expect(clippy::cast_possible_truncation, reason = "it is clamped")]
        let places = clamp(self.places.get(cx), 0.0, 15.0) as i32;
        let number = self.number.get(cx);
        let unit = 10_f64.powi(places);
        let scaled = number * unit;
        // From 2^53 on there are whole numbers only: it has no digit behind those places.
        let number = if scaled.abs() >= 2_f64.powi(53) {
            number
        } else {
            half_up(scaled) / unit
        };
        self.result.set(cx, number_to_text(number));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn numbers_are_rounded_and_written() {
        let mut op = Bench::<NumberToString>::new();
        for (number, places, text) in [
            (1.0 / 3.0, 4.0, "0.3333"),
            (2.0 / 3.0, 2.0, "0.67"),
            (2.5, 0.0, "3"),
            (7.0, 2.0, "7"),
            (-0.001, 2.0, "0"),
            (-1.0 / 3.0, -1.0, "0"),
            (2.0 / 3.0, 99.0, "0.666666666666667"),
            (123_456_789.123, 15.0, "123456789.123"),
            (1e300, 15.0, "1e+300"),
            (-2.5, 0.0, "-2"),
            (f64::NAN, 4.0, "NaN"),
            (f64::INFINITY, 4.0, "Infinity"),
            (0.5, f64::NAN, "1"),
        ] {
            op.set("Number", number).unwrap();
            op.set("Decimal Places", places).unwrap();
            assert_eq!(op.out("Result"), text);
        }
    }
}
