//! `Ops.Color.ColorValue`

use ropewalk_flow::{Array, Cx, Handlers, In, Op, OpError, Out, Text, Value};

use super::hex;
use crate::math::half_up;

/// Holds a colour.
#[derive(Op)]
#[op(name = "Ops.Color.ColorValue", help = include_str!("color_value.md"))]
pub(super) struct ColorValue {
    /// Red, from 0 to 1.
    #[input(name = "r", default = 1, min = 0, max = 1, display = "slider")]
    red: In<f64>,
    /// Green.
    #[input(name = "g", default = 0.5, min = 0, max = 1, display = "slider")]
    green: In<f64>,
    /// Blue.
    #[input(name = "b", min = 0, max = 1, display = "slider")]
    blue: In<f64>,
    /// Opacity.
    #[input(name = "a", default = 1, min = 0, max = 1, display = "slider")]
    opacity: In<f64>,
    /// Red.
    #[output(name = "outr")]
    out_red: Out<f64>,
    /// Green.
    #[output(name = "outg")]
    out_green: Out<f64>,
    /// Blue.
    #[output(name = "outb")]
    out_blue: Out<f64>,
    /// Opacity.
    #[output(name = "outa")]
    out_opacity: Out<f64>,
    /// Red, green and blue as six hexadecimal digits.
    #[output(name = "Hex")]
    hex: Out<Text>,
    /// The four in one array.
    #[output(name = "Array")]
    array: Out<Array>,
}

impl Handlers for ColorValue {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let inputs = [self.red, self.green, self.blue, self.opacity];
        let outputs = [
            self.out_red,
            self.out_green,
            self.out_blue,
            self.out_opacity,
        ];
        let [red, green, blue, opacity] = inputs.map(|part| part.get(cx));
        for (output, part) in outputs.into_iter().zip([red, green, blue, opacity]) {
            output.set(cx, part);
        }
        let text = hex([red, green, blue].map(|part| half_up(part * 255.0)));
        self.hex.set(cx, text.to_ascii_uppercase());
        let array = [red, green, blue, opacity].map(Value::Number);
        self.array.set(cx, array);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn a_colour_comes_in_parts_as_text_and_as_an_array() {
        let mut op = Bench::<ColorValue>::new();
        assert_eq!(op.out("Hex"), "FF8000");
        assert_eq!(op.out("Array").to_json(), "[1,0.5,0,1]");
        op.set("b", 0.2).unwrap();
        op.set("a", 0.0).unwrap();
        let parts = ["outr", "outg", "outb", "outa"].map(|part| op.out(part));
        assert_eq!(parts, [1.0, 0.5, 0.2, 0.0]);
        assert_eq!(op.out("Hex"), "FF8033");
        op.set("r", f64::NAN).unwrap();
        assert_eq!(op.out("Hex"), "008033");
    }
}
