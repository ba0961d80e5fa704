//! `Ops.Color.HexToRGB`

use ropewalk_flow::{Array, Cx, Handlers, In, Op, OpError, Out, Text, Value};

/// Reads a colour such as `#ff8800`.
#[derive(Op)]
#[op(
    name = "Ops.Color.HexToRGB",
    alias = "Ops.Color.HexToRGB_v2",
    help = include_str!("hex_to_rgb.md")
)]
pub(super) struct HexToRgb {
    /// The colour, with or without `#`.
    #[input(name = "Hex", default = "#ff0000")]
    hex: In<Text>,
    /// Whether the numbers go to 255 in place of 1.
    #[input(name = "Bytes")]
    bytes: In<bool>,
    /// Red.
    #[output(name = "R")]
    red: Out<f64>,
    /// Green.
    #[output(name = "G")]
    green: Out<f64>,
    /// Blue.
    #[output(name = "B")]
    blue: Out<f64>,
    /// The three in one array.
    #[output(name = "RGB Array")]
    array: Out<Array>,
}

impl Handlers for HexToRgb {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let hex = self.hex.get(cx);
        let found = read(&hex);
        let whole = if self.bytes.get(cx) { 1.0 } else { 255.0 };
        let rgb = found
            .unwrap_or_default()
            .map(|byte| f64::from(byte) / whole);
        let [red, green, blue] = rgb;
        self.red.set(cx, red);
        self.green.set(cx, green);
        self.blue.set(cx, blue);
        self.array.set(cx, rgb.map(Value::Number));
        if found.is_some() {
            cx.clear_problem();
        } else {
            let text = format!("`{hex}` is no colour: write one such as `#ff8800` or `#f80`.");
            cx.set_warning(text);
        }
        Ok(())
    }
}

/// Red, green and blue of a colour with one digit or two for each. What follows them, the opacity,
/// is left out.
fn read(hex: &str) -> Option<[u8; 3]> {
    let hex = hex.trim();
    let hex = hex.strip_prefix('#').unwrap_or(hex);
    let digits: Option<Vec<u32>> = hex.chars().map(|digit| digit.to_digit(16)).collect();
    let [red, green, blue] = match digits?[..] {
        [red, green, blue] | [red, green, blue, _] => [red, green, blue].map(|digit| digit * 17),
        [r1, r0, g1, g0, b1, b0] | [r1, r0, g1, g0, b1, b0, _, _] => {
            [r1 * 16 + r0, g1 * 16 + g0, b1 * 16 + b0]
        }
        _ => return None,
    };
    let byte = |number: u32| u8::try_from(number).ok();
    Some([byte(red)?, byte(green)?, byte(blue)?])
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    fn rgb(op: &Bench<HexToRgb>) -> [Value; 3] {
        ["R", "G", "B"].map(|port| op.out(port))
    }

    #[test]
    fn a_colour_is_read_in_each_way_that_it_is_written() {
        let mut op = Bench::<HexToRgb>::new();
        assert_eq!(rgb(&op), [1.0, 0.0, 0.0]);
        op.set("Bytes", true).unwrap();
        for (hex, bytes) in [
            ("#ff8000", [255.0, 128.0, 0.0]),
            ("0A0b0C", [10.0, 11.0, 12.0]),
            ("#f80", [255.0, 136.0, 0.0]),
            ("#f80c", [255.0, 136.0, 0.0]),
            (" #01020304 ", [1.0, 2.0, 3.0]),
        ] {
            op.set("Hex", hex).unwrap();
            assert_eq!(rgb(&op), bytes, "{hex}");
            assert_eq!(
                op.out("RGB Array"),
                Value::Array(bytes.map(Value::Number).into())
            );
        }
        assert_eq!(op.problem(), None);
        op.set("Bytes", false).unwrap();
        op.set("Hex", "#ff3300").unwrap();
        assert_eq!(rgb(&op), [1.0, 0.2, 0.0]);
    }

    #[test]
    fn what_is_no_colour_is_black_and_told() {
        let mut op = Bench::<HexToRgb>::new();
        for hex in [
            "", "#", "#ff", "#fffff", "red", "##ff0000", "+12345", "#é80",
        ] {
            op.set("Hex", hex).unwrap();
            assert_eq!(rgb(&op), [0.0; 3], "{hex}");
            assert!(op.problem().unwrap().contains("no colour"));
        }
        op.set("Hex", "#fff").unwrap();
        assert_eq!(op.problem(), None);
    }
}
