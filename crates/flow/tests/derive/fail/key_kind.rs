//! Keys that are not for the port's kind.

use ropewalk_flow::{Fire, Handlers, In, Op, Text, Trigger};

/// Does something.
#[derive(Op)]
#[op(name = "Ops.Test.TextRange")]
struct TextRange {
    /// A port.
    #[input(name = "value", min = 0, max = 1)]
    value: In<Text>,
}

/// Does something.
#[derive(Op)]
#[op(name = "Ops.Test.TextUnit")]
struct TextUnit {
    /// A port.
    #[input(name = "value", unit = "s")]
    value: In<Text>,
}

/// Does something.
#[derive(Op)]
#[op(name = "Ops.Test.NumberChoices")]
struct NumberChoices {
    /// A port.
    #[input(name = "value", default = 1, choices("1", "2"))]
    value: In<f64>,
}

/// Does something.
#[derive(Op)]
#[op(name = "Ops.Test.SecretNumber")]
struct SecretNumber {
    /// A port.
    #[input(name = "value", secret)]
    value: In<f64>,
}

/// Does something.
#[derive(Op)]
#[op(name = "Ops.Test.TextSlider")]
struct TextSlider {
    /// A port.
    #[input(name = "value", min = 0, max = 1, display = "slider")]
    value: In<Text>,
}

/// Does something.
#[derive(Op)]
#[op(name = "Ops.Test.TextInteger")]
struct TextInteger {
    /// A port.
    #[input(name = "value", display = "integer")]
    value: In<Text>,
}

/// Does something.
#[derive(Op)]
#[op(name = "Ops.Test.NumberButton")]
struct NumberButton {
    /// A port.
    #[input(name = "value", display = "button")]
    value: In<f64>,
}

/// Does something.
#[derive(Op)]
#[op(name = "Ops.Test.TriggerEditor")]
struct TriggerEditor {
    /// A port.
    #[input(name = "value", display = "editor")]
    value: Trigger,
}

/// Does something.
#[derive(Op)]
#[op(name = "Ops.Test.FireUnit")]
struct FireUnit {
    /// A port.
    #[output(name = "value", unit = "s")]
    value: Fire,
}

impl Handlers for TextRange {}

impl Handlers for TextUnit {}

impl Handlers for NumberChoices {}

impl Handlers for SecretNumber {}

impl Handlers for TextSlider {}

impl Handlers for TextInteger {}

impl Handlers for NumberButton {}

impl Handlers for TriggerEditor {}

impl Handlers for FireUnit {}

fn main() {}
