//! `Ops.Color.HSLtoRGB`

use ropewalk_flow::{Cx, Handlers, In, Op, OpError, Out};

use super::hsl_to_rgb;

/// Makes a colour of hue, saturation and lightness.
#[derive(Op)]
#[op(name = "Ops.Color.HSLtoRGB", help = include_str!("hsl_to_rgb.md"))]
pub(super) struct HslToRgb {
    /// Which colour of the rainbow: 0 is red, 1/3 green, 2/3 blue, and 1 red again.
    #[input(name = "Hue", default = 0.5)]
    hue: In<f64>,
    /// From grey, 0, to the pure colour, 1.
    #[input(name = "Saturation", default = 1)]
    saturation: In<f64>,
    /// From black, 0, through the pure colour, 0.5, to white, 1.
    #[input(name = "Lightness", default = 0.5)]
    lightness: In<f64>,
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

impl Handlers for HslToRgb {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let (saturation, lightness) = (self.saturation.get(cx), self.lightness.get(cx));
        let [red, green, blue] = hsl_to_rgb(self.hue.get(cx), saturation, lightness);
        self.red.set(cx, red);
        self.green.set(cx, green);
        self.blue.set(cx, blue);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::Value;
    use ropewalk_flow::testing::Bench;

    use super::*;

    fn rgb(op: &mut Bench<HslToRgb>, hsl: [f64; 3]) -> [f64; 3] {
        for (port, number) in ["Hue", "Saturation", "Lightness"].iter().zip(hsl) {
            op.set(port, number).unwrap();
        }
        ["R", "G", "B"].map(|port| match op.out(port) {
            Value::Number(number) => number,
            other => panic!("{other}"),
        })
    }

    #[track_caller]
    fn assert_near(rgb: [f64; 3], expected: [f64; 3]) {
        for (number, expected) in rgb.iter().zip(expected) {
            assert!((number - expected).abs() < 1e-9, "{rgb:?}: {expected}");
        }
    }

    #[test]
    fn hue_saturation_and_lightness_are_a_colour() {
        let mut op = Bench::<HslToRgb>::new();
        for (hsl, expected) in [
            ([0.0, 1.0, 0.5], [1.0, 0.0, 0.0]),
            ([1.0 / 6.0, 1.0, 0.5], [1.0, 1.0, 0.0]),
            ([1.0 / 3.0, 1.0, 0.5], [0.0, 1.0, 0.0]),
            ([0.5, 1.0, 0.5], [0.0, 1.0, 1.0]),
            ([2.0 / 3.0, 1.0, 0.5], [0.0, 0.0, 1.0]),
            ([0.1, 0.5, 0.25], [0.375, 0.275, 0.125]),
            ([0.3, 0.0, 0.7], [0.7, 0.7, 0.7]),
            ([0.3, 1.0, 0.0], [0.0, 0.0, 0.0]),
            ([0.3, 1.0, 1.0], [1.0, 1.0, 1.0]),
        ] {
            assert_near(rgb(&mut op, hsl), expected);
        }
    }

    #[test]
    fn the_hue_goes_round_and_the_others_have_an_end() {
        let mut op = Bench::<HslToRgb>::new();
        for hue in [1.0, 2.0, -1.0] {
            assert_near(rgb(&mut op, [hue, 5.0, 0.5]), [1.0, 0.0, 0.0]);
        }
        assert_near(rgb(&mut op, [-0.5, -5.0, 9.0]), [1.0, 1.0, 1.0]);
    }

    #[test]
    fn nan_is_passed_on() {
        let mut op = Bench::<HslToRgb>::new();
        for hsl in [
            [f64::NAN, 1.0, 0.5],
            [f64::INFINITY, 1.0, 0.5],
            [0.0, f64::NAN, 0.5],
            [0.0, 1.0, f64::NAN],
        ] {
            let rgb = rgb(&mut op, hsl);
            assert!(rgb.iter().all(|number| number.is_nan()), "{hsl:?}: {rgb:?}");
        }
    }
}
