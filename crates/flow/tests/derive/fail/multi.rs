//! Ports that a person adds.

use ropewalk_flow::{Fire, Handlers, In, Multi, Op, Out, Text, Trigger};

/// Does something.
#[derive(Op)]
#[op(name = "Ops.Test.NotLast")]
struct NotLast {
    /// Ports.
    #[input(name = "Numbers", multi = 1)]
    numbers: Multi<In<f64>>,
    /// A port.
    #[input(name = "Index")]
    index: In<f64>,
}

/// Does something.
#[derive(Op)]
#[op(name = "Ops.Test.NotMulti")]
struct NotMulti {
    /// A port.
    #[output(name = "Next", multi = 2)]
    next: Fire,
}

/// Does something.
#[derive(Op)]
#[op(name = "Ops.Test.NoNumber")]
struct NoNumber {
    /// Ports.
    #[input(name = "Trigger")]
    triggers: Multi<Trigger>,
}

/// Does something.
#[derive(Op)]
#[op(name = "Ops.Test.None")]
struct None {
    /// Ports.
    #[output(name = "Results", multi = 0)]
    results: Multi<Out<f64>>,
}

/// Does something.
#[derive(Op)]
#[op(name = "Ops.Test.Chosen")]
struct Chosen {
    /// Ports.
    #[input(name = "Texts", multi = 1, default = "a", choices("a", "b"))]
    texts: Multi<In<Text>>,
}

/// Does something.
#[derive(Op)]
#[op(name = "Ops.Test.Outputs")]
struct Outputs {
    /// Ports.
    #[input(name = "Texts", multi = 1)]
    texts: Multi<Out<Text>>,
}

impl Handlers for NotMulti {}

impl Handlers for NoNumber {}

impl Handlers for Outputs {}

fn main() {}
