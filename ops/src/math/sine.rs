//! `Ops.Math.Sine`

use ropewalk_flow::{In, Op, Out};

/// Gives the sine of a number: a smooth wave, where the number is a time.
#[derive(Op)]
#[op(name = "Ops.Math.Sine", help = include_str!("sine.md"), function = sine)]
pub(super) struct Sine {
    /// The angle, in radians.
    #[input(name = "value")]
    value: In<f64>,
    /// What is added to the angle, in radians: shifts the wave.
    #[input(name = "phase")]
    phase: In<f64>,
    /// What the value is multiplied by before: how many waves fit.
    #[input(name = "frequency", default = 1)]
    frequency: In<f64>,
    /// What the result is multiplied by: how high the wave is.
    #[input(name = "amplitude", default = 1)]
    amplitude: In<f64>,
    /// Whether to give the inverse, the arc sine, in radians.
    #[input(name = "asine")]
    asine: In<bool>,
    /// The sine, from minus to plus amplitude.
    #[output(name = "result")]
    result: Out<f64>,
}

fn sine(value: f64, phase: f64, frequency: f64, amplitude: f64, asine: bool) -> f64 {
    let angle = value * frequency + phase;
    let wave = if asine { angle.asin() } else { angle.sin() };
    wave * amplitude
}

#[cfg(test)]
mod tests {
    use std::f64::consts::FRAC_PI_2;

    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn it_is_a_wave_of_a_frequency_phase_and_amplitude() {
        let mut op = Bench::<Sine>::new();
        assert_eq!(op.out("result"), 0.0);
        op.set("value", FRAC_PI_2).unwrap();
        assert_eq!(op.out("result"), 1.0);
        op.set("frequency", 2.0).unwrap();
        op.set("phase", -FRAC_PI_2).unwrap();
        op.set("amplitude", 3.0).unwrap();
        assert_eq!(op.out("result"), 3.0);
    }

    #[test]
    fn the_arc_sine_is_its_inverse_and_ends_at_one() {
        let mut op = Bench::<Sine>::new();
        op.set("asine", true).unwrap();
        op.set("value", 1.0).unwrap();
        assert_eq!(op.out("result"), FRAC_PI_2);
        op.set("value", 1.5).unwrap();
        assert_eq!(op.out("result"), f64::NAN);
    }
}
