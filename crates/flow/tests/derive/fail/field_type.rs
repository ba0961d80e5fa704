//! A port's type is a port of that direction, and state has a default.

use ropewalk_flow::{Handlers, In, Op, Out};

/// Does something.
#[derive(Op)]
#[op(name = "Ops.Test.Plain")]
struct Plain {
    /// A port.
    #[input(name = "value", default = 1.0)]
    value: f64,
}

/// Does something.
#[derive(Op)]
#[op(name = "Ops.Test.Reversed")]
struct Reversed {
    /// A port.
    #[input(name = "value")]
    value: Out<f64>,
    /// A port.
    #[output(name = "result")]
    result: In<f64>,
}

/// Does something.
#[derive(Op)]
#[op(name = "Ops.Test.Uncarried")]
struct Uncarried {
    /// A port.
    #[input(name = "value")]
    value: In<u8>,
}

struct Unready;

/// Does something.
#[derive(Op)]
#[op(name = "Ops.Test.Stateful")]
struct Stateful {
    state: Unready,
}

impl Handlers for Plain {}

impl Handlers for Reversed {}

impl Handlers for Uncarried {}

impl Handlers for Stateful {}

fn main() {}
