//! `Ops.Number.FilterValidNumber`

use ropewalk_flow::{Cx, Handlers, In, Op, OpError, Out};

/// Keeps the last number that is valid.
#[derive(Op)]
#[op(name = "Ops.Number.FilterValidNumber", help = include_str!("filter_valid_number.md"))]
pub(super) struct FilterValidNumber {
    /// The number.
    #[input(name = "Number")]
    number: In<f64>,
    /// Whether 0 is left out.
    #[input(name = "Invalid when 0")]
    no_zero: In<bool>,
    /// Whether numbers below 0 are left out.
    #[input(name = "Invalid when <0")]
    no_negative: In<bool>,
    /// Whether the infinities are left out.
    #[input(name = "Invalid when Infinity")]
    no_infinity: In<bool>,
    /// The last number that was valid.
    #[output(name = "Last Valid Number")]
    last: Out<f64>,
    /// Whether the number is valid.
    #[output(name = "Is Valid")]
    valid: Out<bool>,
}

impl Handlers for FilterValidNumber {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let number = self.number.get(cx);
        let is_invalid = number.is_nan()
            || (number == 0.0 && self.no_zero.get(cx))
            || (number < 0.0 && self.no_negative.get(cx))
            || (number.is_infinite() && self.no_infinity.get(cx));
        if !is_invalid {
            self.last.set(cx, number);
        }
        self.valid.set(cx, !is_invalid);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn what_is_invalid_leaves_the_last_number() {
        let mut op = Bench::<FilterValidNumber>::new();
        assert_eq!(op.out("Is Valid"), true, "0 is valid");
        for (setting, invalid) in [
            ("Invalid when 0", 0.0),
            ("Invalid when <0", -1.0),
            ("Invalid when Infinity", f64::INFINITY),
            ("Invalid when Infinity", f64::NEG_INFINITY),
        ] {
            op.set(setting, false).unwrap();
            op.set("Number", invalid).unwrap();
            assert_eq!(op.out("Last Valid Number"), invalid);
            op.set(setting, true).unwrap();
            op.set("Number", 5.0).unwrap();
            op.set("Number", invalid).unwrap();
            assert_eq!(
                (op.out("Last Valid Number"), op.out("Is Valid")),
                (5.0.into(), false.into())
            );
            op.set(setting, false).unwrap();
        }
        op.set("Number", 5.0).unwrap();
        op.set("Number", f64::NAN).unwrap();
        assert_eq!(
            (op.out("Last Valid Number"), op.out("Is Valid")),
            (5.0.into(), false.into())
        );
    }
}
