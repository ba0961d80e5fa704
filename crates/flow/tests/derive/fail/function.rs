//! What cannot be a function.

use ropewalk_flow::{Array, In, Op, Out, Text};

/// Remembers something.
#[derive(Op)]
#[op(name = "Ops.Test.State", function = f64::abs)]
struct State {
    /// A port.
    #[input(name = "value")]
    value: In<f64>,
    memory: f64,
    /// A port.
    #[output(name = "result")]
    result: Out<f64>,
}

/// Has two outputs.
#[derive(Op)]
#[op(name = "Ops.Test.Two", function = f64::sin_cos)]
struct Two {
    /// A port.
    #[input(name = "value")]
    value: In<f64>,
    /// A port.
    #[output(name = "sine")]
    sine: Out<f64>,
    /// A port.
    #[output(name = "cosine")]
    cosine: Out<f64>,
}

/// Takes an array.
#[derive(Op)]
#[op(name = "Ops.Test.Takes", function = f64::abs)]
struct Takes {
    /// A port.
    #[input(name = "value")]
    value: In<Array>,
    /// A port.
    #[output(name = "result")]
    result: Out<f64>,
}

/// Gives a text.
#[derive(Op)]
#[op(name = "Ops.Test.Gives", function = f64::abs)]
struct Gives {
    /// A port.
    #[input(name = "value")]
    value: In<f64>,
    /// A port.
    #[output(name = "result")]
    result: Out<Text>,
}

/// Gives a number where the output is a truth value.
#[derive(Op)]
#[op(name = "Ops.Test.Other", function = f64::abs)]
struct Other {
    /// A port.
    #[input(name = "value")]
    value: In<f64>,
    /// A port.
    #[output(name = "result")]
    result: Out<bool>,
}

/// Has fewer inputs than the function arguments.
#[derive(Op)]
#[op(name = "Ops.Test.Few", function = both)]
struct Few {
    /// A port.
    #[input(name = "value")]
    value: In<f64>,
    /// A port.
    #[output(name = "result")]
    result: Out<f64>,
}

fn both(one: f64, other: f64) -> f64 {
    one + other
}

/// Neither is a function nor has handlers.
#[derive(Op)]
#[op(name = "Ops.Test.Idle")]
struct Idle {}

fn main() {}
