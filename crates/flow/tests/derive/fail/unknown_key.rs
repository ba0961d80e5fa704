//! Keys that there are not, or not in that direction.

use ropewalk_flow::{Fire, In, Op, Out, Text};

/// Does something.
#[derive(Op)]
#[op(name = "Ops.Test.Misspelt")]
struct Misspelt {
    /// A port.
    #[input(name = "value", defualt = 1.0)]
    value: In<f64>,
}

/// Does something.
#[derive(Op)]
#[op(name = "Ops.Test.LazyInput")]
struct LazyInput {
    /// A port.
    #[input(name = "value", lazy)]
    value: In<f64>,
}

/// Does something.
#[derive(Op)]
#[op(name = "Ops.Test.SecretOutput")]
struct SecretOutput {
    /// A port.
    #[output(name = "value", secret)]
    value: Out<Text>,
}

/// Does something.
#[derive(Op)]
#[op(name = "Ops.Test.PathKey")]
struct PathKey {
    /// A port.
    #[output(name = "next", a::b)]
    next: Fire,
}

fn main() {}
