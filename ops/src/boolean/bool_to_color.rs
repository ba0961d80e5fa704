//! `Ops.Boolean.BoolToColor`

use ropewalk_flow::{Cx, Handlers, In, Op, OpError, Out};

/// Gives one of two colours.
#[derive(Op)]
#[op(name = "Ops.Boolean.BoolToColor", help = include_str!("bool_to_color.md"))]
pub(super) struct BoolToColor {
    /// Which of the two colours.
    #[input(name = "Boolean")]
    bool: In<bool>,
    /// Red for true, from 0 to 1.
    #[input(name = "R True", default = 1, min = 0, max = 1, display = "slider")]
    r_true: In<f64>,
    /// Green for true, from 0 to 1.
    #[input(name = "G True", default = 0.5, min = 0, max = 1, display = "slider")]
    g_true: In<f64>,
    /// Blue for true, from 0 to 1.
    #[input(name = "B True", default = 0, min = 0, max = 1, display = "slider")]
    b_true: In<f64>,
    /// Opacity for true, from 0 to 1.
    #[input(name = "A True", default = 1, min = 0, max = 1, display = "slider")]
    a_true: In<f64>,
    /// Red for false, from 0 to 1.
    #[input(name = "R False", default = 0, min = 0, max = 1, display = "slider")]
    r_false: In<f64>,
    /// Green for false, from 0 to 1.
    #[input(name = "G False", default = 0, min = 0, max = 1, display = "slider")]
    g_false: In<f64>,
    /// Blue for false, from 0 to 1.
    #[input(name = "B False", default = 0, min = 0, max = 1, display = "slider")]
    b_false: In<f64>,
    /// Opacity for false, from 0 to 1.
    #[input(name = "A False", default = 1, min = 0, max = 1, display = "slider")]
    a_false: In<f64>,
    /// Red.
    #[output(name = "R")]
    red: Out<f64>,
    /// Green.
    #[output(name = "G")]
    green: Out<f64>,
    /// Blue.
    #[output(name = "B")]
    blue: Out<f64>,
    /// Opacity.
    #[output(name = "A")]
    opacity: Out<f64>,
}

impl Handlers for BoolToColor {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let color = if self.bool.get(cx) {
            [self.r_true, self.g_true, self.b_true, self.a_true]
        } else {
            [self.r_false, self.g_false, self.b_false, self.a_false]
        };
        let outputs = [self.red, self.green, self.blue, self.opacity];
        for (output, part) in outputs.into_iter().zip(color) {
            output.set(cx, part.get(cx));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn the_colour_is_that_of_the_truth_value() {
        let mut op = Bench::<BoolToColor>::new();
        let color = |op: &Bench<BoolToColor>| ["R", "G", "B", "A"].map(|part| op.out(part));
        assert_eq!(color(&op), [0.0, 0.0, 0.0, 1.0]);
        op.set("Boolean", true).unwrap();
        assert_eq!(color(&op), [1.0, 0.5, 0.0, 1.0]);
        op.set("A True", 0.25).unwrap();
        assert_eq!(color(&op), [1.0, 0.5, 0.0, 0.25]);
    }
}
