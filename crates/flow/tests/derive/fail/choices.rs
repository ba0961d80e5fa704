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

const MODES: [&str; 3] = ["a", "b", "b"];

/// Does something.
#[derive(Op)]
#[op(name = "Ops.Test.NotAmongThem")]
struct NotAmongThem {
    /// A port.
    #[input(name = "mode", default = "c", choices = MODES)]
    mode: In<Text>,
}

/// Does something.
#[derive(Op)]
#[op(name = "Ops.Test.Twice")]
struct Twice {
    /// A port.
    #[input(name = "mode", default = "b", choices = MODES)]
    mode: In<Text>,
}

/// Does something.
#[derive(Op)]
#[op(name = "Ops.Test.NoneOfThem")]
struct NoneOfThem {
    /// A port.
    #[input(name = "mode", choices = MODES)]
    mode: In<Text>,
}

impl ropewalk_flow::Handlers for NotAmongThem {}

impl ropewalk_flow::Handlers for Twice {}

fn main() {}
