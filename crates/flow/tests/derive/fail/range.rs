//! The range of a number.

use ropewalk_flow::{In, Op};

/// Does something.
#[derive(Op)]
#[op(name = "Ops.Test.Reversed")]
struct Reversed {
    /// A port.
    #[input(name = "value", min = 1.0, max = -1.0)]
    value: In<f64>,
}

/// Does something.
#[derive(Op)]
#[op(name = "Ops.Test.Point")]
struct Point {
    /// A port.
    #[input(name = "value", min = 0, max = 0)]
    value: In<f64>,
}

/// Does something.
#[derive(Op)]
#[op(name = "Ops.Test.DefaultAbove")]
struct DefaultAbove {
    /// A port.
    #[input(name = "value", default = 2.0, min = 0.0, max = 1.0)]
    value: In<f64>,
}

/// Does something.
#[derive(Op)]
#[op(name = "Ops.Test.DefaultBelow")]
struct DefaultBelow {
    /// A port.
    #[input(name = "value", default = -1.0, min = 0.0)]
    value: In<f64>,
}

/// Does something.
#[derive(Op)]
#[op(name = "Ops.Test.NoDefault")]
struct NoDefault {
    /// A port.
    #[input(name = "interval", min = 1.0)]
    interval: In<f64>,
}

/// Does something.
#[derive(Op)]
#[op(name = "Ops.Test.TextBound")]
struct TextBound {
    /// A port.
    #[input(name = "value", max = "high")]
    value: In<f64>,
}

fn main() {}
