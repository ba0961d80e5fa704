//! A default is of the port's kind.

use ropewalk_flow::{Array, Handlers, In, Op, Out, Text, Trigger};

/// Does something.
#[derive(Op)]
#[op(name = "Ops.Test.TextForNumber")]
struct TextForNumber {
    /// A port.
    #[input(name = "value", default = "one")]
    value: In<f64>,
}

/// Does something.
#[derive(Op)]
#[op(name = "Ops.Test.NumberForText")]
struct NumberForText {
    /// A port.
    #[input(name = "value", default = 1)]
    value: In<Text>,
}

/// Does something.
#[derive(Op)]
#[op(name = "Ops.Test.NumberForBool")]
struct NumberForBool {
    /// A port.
    #[input(name = "value", default = 1.0)]
    value: In<bool>,
}

/// Does something.
#[derive(Op)]
#[op(name = "Ops.Test.BoolForNumber")]
struct BoolForNumber {
    /// A port.
    #[input(name = "value", default = true)]
    value: In<f64>,
}

/// Does something.
#[derive(Op)]
#[op(name = "Ops.Test.NumberForArray")]
struct NumberForArray {
    /// A port.
    #[input(name = "value", default = -1)]
    value: In<Array>,
}

/// Does something.
#[derive(Op)]
#[op(name = "Ops.Test.BoolForTrigger")]
struct BoolForTrigger {
    /// A port.
    #[input(name = "value", default = false)]
    value: Trigger,
}

/// Does something.
#[derive(Op)]
#[op(name = "Ops.Test.TextForNumberOut")]
struct TextForNumberOut {
    /// A port.
    #[output(name = "value", default = "{}")]
    value: Out<f64>,
}

impl Handlers for TextForNumber {}

impl Handlers for NumberForText {}

impl Handlers for NumberForBool {}

impl Handlers for BoolForNumber {}

impl Handlers for NumberForArray {}

impl Handlers for BoolForTrigger {}

impl Handlers for TextForNumberOut {}

fn main() {}
