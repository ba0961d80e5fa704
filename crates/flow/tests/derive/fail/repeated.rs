//! What is given twice.

use ropewalk_flow::{In, Op, Out, Text};

/// Does something.
#[derive(Op)]
#[op(name = "Ops.Test.Keys")]
struct Keys {
    /// A port.
    #[input(name = "value", default = 1.0, default = 2.0)]
    value: In<f64>,
}

/// Does something.
#[derive(Op)]
#[op(name = "Ops.Test.Inputs")]
struct Inputs {
    /// A port.
    #[input(name = "value")]
    one: In<f64>,
    /// A port.
    #[input(name = "value")]
    other: In<f64>,
}

/// Does something.
#[derive(Op)]
#[op(name = "Ops.Test.Aliases")]
struct Aliases {
    /// A port.
    #[input(name = "topic", alias = "channel")]
    topic: In<Text>,
    /// A port.
    #[input(name = "channel")]
    channel: In<Text>,
}

/// Does something.
#[derive(Op)]
#[op(name = "Ops.Test.Outputs")]
struct Outputs {
    /// A port.
    #[output(name = "result", aliases("Result", "out"))]
    one: Out<f64>,
    /// A port.
    #[output(name = "Result")]
    other: Out<f64>,
}

/// Does something.
#[derive(Op)]
#[op(name = "Ops.Test.Choices")]
struct Choices {
    /// A port.
    #[input(name = "mode", default = "a", choices("a", "b", "a"))]
    mode: In<Text>,
}

fn main() {}
