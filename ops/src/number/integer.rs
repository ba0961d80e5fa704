//! `Ops.Number.Integer`

use ropewalk_flow::{In, Op, Out};

/// Holds a whole number.
#[derive(Op)]
#[op(
    name = "Ops.Number.Integer",
    alias = "Ops.Value.Integer",
    help = include_str!("integer.md"),
    function = f64::trunc
)]
pub(super) struct Integer {
    /// The number.
    #[input(name = "Integer", display = "integer")]
    integer: In<f64>,
    /// The number without its fraction.
    #[output(name = "Number out")]
    number: Out<f64>,
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn a_fraction_is_cut_off() {
        let mut op = Bench::<Integer>::new();
        for (number, result) in [
            (7.0, 7.0),
            (2.9, 2.0),
            (-2.9, -2.0),
            (f64::INFINITY, f64::INFINITY),
            (f64::NAN, f64::NAN),
        ] {
            op.set("Integer", number).unwrap();
            assert_eq!(op.out("Number out"), result);
        }
    }
}
