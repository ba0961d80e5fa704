//! `Ops.Color.HSBtoRGB`

use ropewalk_flow::{Cx, Handlers, In, Op, OpError, Out};

use super::hsl_to_rgb;

/// Makes a colour of hue, saturation and brightness.
#[derive(Op)]
#[op(
    name = "Ops.Color.HSBtoRGB",
    alias = "Ops.Extension.Deprecated.HSBtoRGB",
    help = include_str!("hsb_to_rgb.md")
)]
pub(super) struct HsbToRgb {
    /// Which colour of the rainbow: 0 is red, 1/3 green, 2/3 blue, and 1 red again.
    #[input(name = "Hue", min = 0, max = 1, display = "slider")]
    hue: In<f64>,
    /// From grey, 0, to the pure colour, 1.
    #[input(name = "Saturation", default = 1, min = 0, max = 1, display = "slider")]
    saturation: In<f64>,
    /// From black, 0, through the pure colour, 0.5, to white, 1.
    #[input(
        name = "Brightness",
        default = 0.5,
        min = 0,
        max = 1,
        display = "slider"
    )]
    brightness: In<f64>,
    /// Red, from 0 to 1.
    #[output(name = "R")]
    red: Out<f64>,
    /// Green, from 0 to 1.
    #[output(name = "G")]
    green: Out<f64>,
    /// Blue, from 0 to 1.
    #[output(name = "B")]
    blue: Out<f64>,
}

impl Handlers for HsbToRgb {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let (saturation, brightness) = (self.saturation.get(cx), self.brightness.get(cx));
        let [red, green, blue] = hsl_to_rgb(self.hue.get(cx), saturation, brightness);
        self.red.set(cx, red);
        self.green.set(cx, green);
        self.blue.set(cx, blue);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn a_brightness_of_a_half_is_the_pure_colour_and_of_one_is_white() {
        let mut op = Bench::<HsbToRgb>::new();
        let rgb = |op: &Bench<HsbToRgb>| ["R", "G", "B"].map(|port| op.out(port));
        assert_eq!(rgb(&op), [1.0, 0.0, 0.0]);
        op.set("Brightness", 0.25).unwrap();
        assert_eq!(rgb(&op), [0.5, 0.0, 0.0]);
        op.set("Saturation", 0.0).unwrap();
        assert_eq!(rgb(&op), [0.25; 3]);
        op.set("Brightness", 1.0).unwrap();
        assert_eq!(rgb(&op), [1.0; 3]);
    }

    #[test]
    fn the_hue_goes_round() {
        let mut op = Bench::<HsbToRgb>::new();
        op.set("Hue", 1.0).unwrap();
        assert_eq!(op.out("R"), 1.0);
        op.set("Hue", f64::NAN).unwrap();
        assert_eq!(op.out("R"), f64::NAN);
    }
}
