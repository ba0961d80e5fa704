//! `Ops.Math.Compare.Between`

use ropewalk_flow::{In, Op, Out};

/// Says whether a number lies between two others.
#[derive(Op)]
#[op(name = "Ops.Math.Compare.Between", help = include_str!("between.md"), function = is_between)]
pub(super) struct Between {
    /// The number.
    #[input(name = "value", default = 2)]
    value: In<f64>,
    /// The one end.
    #[input(name = "number1", default = 1)]
    number1: In<f64>,
    /// The other end.
    #[input(name = "number2", default = 3)]
    number2: In<f64>,
    /// Whether it lies between them.
    #[output(name = "result")]
    result: Out<bool>,
}

fn is_between(value: f64, number1: f64, number2: f64) -> bool {
    (number1 < value && value < number2) || (number2 < value && value < number1)
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn the_ends_are_not_between_and_may_be_either_way_round() {
        let mut op = Bench::<Between>::new();
        for (number1, number2) in [(1.0, 3.0), (3.0, 1.0)] {
            op.set("number1", number1).unwrap();
            op.set("number2", number2).unwrap();
            for (value, result) in [
                (0.0, false),
                (1.0, false),
                (2.0, true),
                (3.0, false),
                (f64::INFINITY, false),
                (f64::NAN, false),
            ] {
                op.set("value", value).unwrap();
                assert_eq!(op.out("result"), result, "{value}");
            }
        }
    }

    #[test]
    fn nothing_is_between_ends_of_which_one_is_nan() {
        let mut op = Bench::<Between>::new();
        op.set("number1", f64::NAN).unwrap();
        assert_eq!(op.out("result"), false);
    }
}
