//! What every port needs.

use ropewalk_flow::{In, Op, Out};

/// Does something.
#[derive(Op)]
#[op(name = "Ops.Test.NoDoc")]
struct NoDoc {
    #[input(name = "value")]
    value: In<f64>,
}

/// Does something.
#[derive(Op)]
#[op(name = "Ops.Test.NoName")]
struct NoName {
    /// A port.
    #[input(default = 1.0)]
    value: In<f64>,
}

/// Does something.
#[derive(Op)]
#[op(name = "Ops.Test.EmptyName")]
struct EmptyName {
    /// A port.
    #[input(name = "")]
    value: In<f64>,
}

/// Does something.
#[derive(Op)]
#[op(name = "Ops.Test.NoKeys")]
struct NoKeys {
    /// A port.
    #[output]
    value: Out<f64>,
}

/// Does something.
#[derive(Op)]
#[op(name = "Ops.Test.Both")]
struct Both {
    /// A port.
    #[input(name = "value")]
    #[output(name = "value")]
    value: In<f64>,
}

/// Does something.
#[derive(Op)]
#[op(name = "Ops.Test.WrongLiteral")]
struct WrongLiteral {
    /// A port.
    #[input(name = "value", unit = 5)]
    value: In<f64>,
}

fn main() {}
