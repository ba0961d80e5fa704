//! Colours, as three numbers: red, green and blue, each from 0 to 1.

use ropewalk_flow::OpEntry;

mod hex_to_rgb;
mod hsb_to_rgb;
mod hsl_to_rgb;

pub(crate) const OPS: &[OpEntry] = &[
    OpEntry::of::<hex_to_rgb::HexToRgb>(),
    OpEntry::of::<hsl_to_rgb::HslToRgb>(),
    OpEntry::of::<hsb_to_rgb::HsbToRgb>(),
];

/// Red, green and blue of a hue that goes round once from 0 to 1, a saturation and a lightness.
///
/// The formula is that of CSS Color 4, 7.1.
fn hsl_to_rgb(hue: f64, saturation: f64, lightness: f64) -> [f64; 3] {
    let (saturation, lightness) = (saturation.clamp(0.0, 1.0), lightness.clamp(0.0, 1.0));
    let reach = saturation * (0.5 - (lightness - 0.5).abs());
    [0.0, 8.0, 4.0].map(|start| {
        let at = (start + hue * 12.0).rem_euclid(12.0);
        lightness - reach * (at - 3.0).min(9.0 - at).clamp(-1.0, 1.0)
    })
}
