//! Colours, as three numbers: red, green and blue, each from 0 to 1.

use ropewalk_flow::{OpDeclaration, clamp};

mod color_value;
mod hex_to_rgb;
mod hsb_to_rgb;
mod hsl_to_rgb;
mod rgb_to_hex;

pub(crate) const OPS: &[OpDeclaration] = &[
    OpDeclaration::of::<hex_to_rgb::HexToRgb>(),
    OpDeclaration::of::<hsl_to_rgb::HslToRgb>(),
    OpDeclaration::of::<hsb_to_rgb::HsbToRgb>(),
    OpDeclaration::of::<rgb_to_hex::RgbToHex>(),
    OpDeclaration::of::<color_value::ColorValue>(),
];

/// Red, green and blue of a hue that goes round once from 0 to 1, a saturation and a lightness.
///
/// The formula is that of CSS Color 4, 7.1.
fn hsl_to_rgb(hue: f64, saturation: f64, lightness: f64) -> [f64; 3] {
    let (saturation, lightness) = (clamp(saturation, 0.0, 1.0), clamp(lightness, 0.0, 1.0));
    let reach = saturation * (0.5 - (lightness - 0.5).abs());
    [0.0, 8.0, 4.0].map(|start| {
        let at = (start + hue * 12.0).rem_euclid(12.0);
        lightness - reach * clamp((at - 3.0).min(9.0 - at), -1.0, 1.0)
    })
}

/// Red, green and blue, each from 0 to 255, as two hexadecimal digits each. What is beyond is taken
/// for the nearest.
fn hex(rgb: [f64; 3]) -> String {
    let digits = b"0123456789abcdef";
    let mut text = String::new();
    for part in rgb {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a cast takes the nearest, and 0 for NaN"
        )]
        let byte = part as u8;
        for digit in [byte >> 4, byte & 15] {
            text.push(char::from(digits[usize::from(digit)]));
        }
    }
    text
}
