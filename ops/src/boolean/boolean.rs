//! `Ops.Boolean.Boolean`

use std::convert::identity;

use ropewalk_flow::{In, Op, Out};

/// Holds a truth value.
#[derive(Op)]
#[op(
    name = "Ops.Boolean.Boolean",
    aliases("Ops.Value.Boolean", "Ops.Value.ValueBoolean"),
    help = include_str!("boolean.md"),
    function = identity
)]
pub(super) struct Boolean {
    /// The value.
    #[input(name = "value")]
    value: In<bool>,
    /// The same value.
    #[output(name = "result")]
    result: Out<bool>,
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn it_gives_what_it_holds() {
        let mut op = Bench::<Boolean>::new();
        assert_eq!(op.out("result"), false);
        op.set("value", true).unwrap();
        assert_eq!(op.out("result"), true);
        op.set("value", 0.0).unwrap();
        assert_eq!(op.out("result"), false);
    }
}
