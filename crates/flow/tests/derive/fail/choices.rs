//! The texts to choose from.

use ropewalk_flow::{In, Op, Text};

/// Does something.
#[derive(Op)]
#[op(name = "Ops.Test.OtherDefault")]
struct OtherDefault {
    /// A port.
    #[input(name = "mode", default = "c", choices("a", "b"))]
    mode: In<Text>,
}

/// Does something.
#[derive(Op)]
#[op(name = "Ops.Test.NoDefault")]
struct NoDefault {
    /// A port.
    #[input(name = "mode", choices("a", "b"))]
    mode: In<Text>,
}

/// Does something.
#[derive(Op)]
#[op(name = "Ops.Test.Empty")]
struct Empty {
    /// A port.
    #[input(name = "mode", choices())]
    mode: In<Text>,
}

/// Does something.
#[derive(Op)]
#[op(name = "Ops.Test.Numbers")]
struct Numbers {
    /// A port.
    #[input(name = "mode", default = "a", choices("a", 2))]
    mode: In<Text>,
}

fn main() {}
