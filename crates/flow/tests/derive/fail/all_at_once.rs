//! Every mistake is shown, not just the first.

use ropewalk_flow::{In, Op, Out};

/// Does something.
#[derive(Op)]
#[op(name = "Careless")]
struct Careless {
    #[input(name = "value")]
    value: In<f64>,
    /// A port.
    #[input(name = "value", lazy)]
    other: In<f64>,
    /// A port.
    #[output(name = "result")]
    result: Out<f64>,
    /// A port.
    #[output(name = "result")]
    again: Out<f64>,
}

fn main() {}
