//! `Ops.Color.RgbToHex`

use ropewalk_flow::{Cx, Handlers, In, Op, OpError, Out, Text};

use super::hex;

/// Writes a colour as six hexadecimal digits.
#[derive(Op)]
#[op(name = "Ops.Color.RgbToHex", help = include_str!("rgb_to_hex.md"))]
pub(super) struct RgbToHex {
    /// Red, from 0 to 1.
    #[input(name = "r", default = 1, min = 0, max = 1, display = "slider")]
    red: In<f64>,
    /// Green.
    #[input(name = "g", default = 0.5, min = 0, max = 1, display = "slider")]
    green: In<f64>,
    /// Blue.
    #[input(name = "b", min = 0, max = 1, display = "slider")]
    blue: In<f64>,
    /// The digits, without `#`.
    #[output(name = "Result")]
    result: Out<Text>,
}

impl Handlers for RgbToHex {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let rgb = [self.red, self.green, self.blue].map(|part| part.get(cx));
        // Cut off, not rounded, as in cables.
        let text = hex(rgb.map(|part| (part * 255.0).floor()));
        self.result.set(cx, text);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn a_colour_is_written_in_six_digits() {
        let mut op = Bench::<RgbToHex>::new();
        assert_eq!(op.out("Result"), "ff7f00");
        for (red, green, text) in [
            (0.0, 1.0, "00ff00"),
            (0.05, 0.999, "0cfe00"),
            (-1.0, 2.0, "00ff00"),
            (f64::NAN, f64::INFINITY, "00ff00"),
        ] {
            op.set("r", red).unwrap();
            op.set("g", green).unwrap();
            assert_eq!(op.out("Result"), text);
        }
    }
}
