//! `Ops.Math.Cosine`

use std::f64::consts::FRAC_PI_2;

use ropewalk_flow::{In, Op, Out};

/// Gives the cosine of a number: a smooth wave that begins at its top.
#[derive(Op)]
#[op(name = "Ops.Math.Cosine", help = include_str!("cosine.md"), function = cosine)]
pub(super) struct Cosine {
    /// The angle, in radians.
    #[input(name = "Value")]
    value: In<f64>,
    /// What is added to the angle, in radians: shifts the wave.
    #[input(name = "Phase")]
    phase: In<f64>,
    /// What the value is multiplied by before: how many waves fit.
    #[input(name = "Frequency", default = 1)]
    frequency: In<f64>,
    /// What the result is multiplied by: how high the wave is.
    #[input(name = "Amplitude", default = 1)]
    amplitude: In<f64>,
    /// Whether to give the inverse, the arc cosine, in radians.
    #[input(name = "asine")]
    inverse: In<bool>,
    /// The cosine, from minus to plus amplitude.
    #[output(name = "Result")]
    result: Out<f64>,
}

fn cosine(value: f64, phase: f64, frequency: f64, amplitude: f64, inverse: bool) -> f64 {
    let angle = value * frequency + phase;
    let wave = if inverse {
        // The standard library's own is a kilobyte more in a page.
        FRAC_PI_2 - angle.asin()
    } else {
        angle.cos()
    };
    wave * amplitude
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn it_is_a_wave_of_a_frequency_phase_and_amplitude() {
        let mut op = Bench::<Cosine>::new();
        assert_eq!(op.out("Result"), 1.0);
        op.set("Value", FRAC_PI_2).unwrap();
        op.set("Frequency", 2.0).unwrap();
        op.set("Amplitude", 3.0).unwrap();
        assert_eq!(op.out("Result"), -3.0);
        op.set("Phase", -2.0 * FRAC_PI_2).unwrap();
        assert_eq!(op.out("Result"), 3.0);
    }

    #[test]
    fn the_arc_cosine_is_its_inverse_and_ends_at_one() {
        let mut op = Bench::<Cosine>::new();
        op.set("asine", true).unwrap();
        assert_eq!(op.out("Result"), FRAC_PI_2);
        op.set("Value", 1.0).unwrap();
        assert_eq!(op.out("Result"), 0.0);
        op.set("Value", 1.5).unwrap();
        assert_eq!(op.out("Result"), f64::NAN);
    }
}
