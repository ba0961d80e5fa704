//! A default is a literal.

use ropewalk_flow::{In, Op, Text};

/// Does something.
#[derive(Op)]
#[op(name = "Ops.Test.Constant")]
struct Constant {
    /// A port.
    #[input(name = "value", default = f64::MAX)]
    value: In<f64>,
}

/// Does something.
#[derive(Op)]
#[op(name = "Ops.Test.NegativeText")]
struct NegativeText {
    /// A port.
    #[input(name = "value", default = -"a")]
    value: In<f64>,
}

/// Does something.
#[derive(Op)]
#[op(name = "Ops.Test.Character")]
struct Character {
    /// A port.
    #[input(name = "value", default = 'a')]
    value: In<Text>,
}

/// Does something.
#[derive(Op)]
#[op(name = "Ops.Test.Huge")]
struct Huge {
    /// A port.
    #[input(name = "value", default = 1e999)]
    value: In<f64>,
}

fn main() {}
