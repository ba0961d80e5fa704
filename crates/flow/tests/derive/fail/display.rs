//! How a port is shown.

use ropewalk_flow::{In, Op};

/// Does something.
#[derive(Op)]
#[op(name = "Ops.Test.Knob")]
struct Knob {
    /// A port.
    #[input(name = "value", display = "knob")]
    value: In<f64>,
}

/// Does something.
#[derive(Op)]
#[op(name = "Ops.Test.Endless")]
struct Endless {
    /// A port.
    #[input(name = "value", min = 0.0, display = "slider")]
    value: In<f64>,
}

fn main() {}
