//! `Ops.Number.Number`

use std::convert::identity;

use ropewalk_flow::{In, Op, Out};

/// Holds a number.
#[derive(Op)]
#[op(
    name = "Ops.Number.Number",
    alias = "Ops.Value.Number",
    help = include_str!("number.md"),
    function = identity
)]
pub(super) struct Number {
    /// The number.
    #[input(name = "value")]
    value: In<f64>,
    /// The same number.
    #[output(name = "result")]
    result: Out<f64>,
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn it_gives_what_it_holds() {
        let mut op = Bench::<Number>::new();
        for value in [0.0, -1.5, f64::NAN, f64::INFINITY] {
            op.set("value", value).unwrap();
            assert_eq!(op.out("result"), value);
        }
    }
}
