//! `Ops.Anim.LFO`

use std::f64::consts::PI;

use ropewalk_flow::{Cx, Handlers, In, Op, OpError, Out, Text};

/// Swings between two numbers.
#[derive(Op)]
#[op(
    name = "Ops.Anim.LFO",
    aliases("Ops.Anim.LFO_v2", "Ops.Anim.LFO_v3"),
    help = include_str!("lfo.md")
)]
pub(crate) struct Lfo {
    /// The time, in seconds, for instance that of a Timer.
    #[input(name = "Time", unit = "s")]
    time: In<f64>,
    /// How fast: with 1, a ramp takes one second, and the others take two.
    #[input(name = "Frequency", default = 1)]
    frequency: In<f64>,
    /// The form of the wave.
    #[input(
        name = "Type",
        default = "sine",
        choices("sine", "triangle", "ramp up", "ramp down", "square")
    )]
    kind: In<Text>,
    /// How far the wave is ahead: 1 is a whole ramp, and half of the others.
    #[input(name = "Phase")]
    phase: In<f64>,
    /// One end of the way.
    #[input(name = "Range Min", default = -1)]
    min: In<f64>,
    /// The other end.
    #[input(name = "Range Max", default = 1)]
    max: In<f64>,
    /// The number that swings.
    #[output(name = "Result")]
    result: Out<f64>,
}

impl Handlers for Lfo {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let at = self.time.get(cx) * self.frequency.get(cx) + self.phase.get(cx);
        // The part of the way from Range Min to Range Max.
        let part = match &*self.kind.get(cx) {
            "triangle" => 1.0 - (at.rem_euclid(2.0) - 1.0).abs(),
            "ramp up" => at.rem_euclid(1.0),
            "ramp down" => 1.0 - at.rem_euclid(1.0),
            // NaN stays what it is.
            "square" if at.is_finite() => f64::from(u8::from((at + 0.5).rem_euclid(2.0) > 1.0)),
            _ => (1.0 - (at.rem_euclid(2.0) * PI).cos()) / 2.0,
        };
        let (min, max) = (self.min.get(cx), self.max.get(cx));
        self.result.set(cx, min + part * (max - min));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::Value;
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[track_caller]
    fn assert_near(value: &Value, expected: f64) {
        let Value::Number(number) = value else {
            panic!("{value} is no number")
        };
        assert!((number - expected).abs() < 1e-9, "{number} is {expected}");
    }

    #[test]
    fn each_wave_has_its_form() {
        let mut op = Bench::<Lfo>::new();
        for (kind, numbers) in [
            ("sine", [-1.0, -0.5_f64.sqrt(), 0.0, 1.0, 0.0]),
            ("triangle", [-1.0, -0.5, 0.0, 1.0, 0.0]),
            ("ramp up", [-1.0, -0.5, 0.0, -1.0, 0.0]),
            ("ramp down", [1.0, 0.5, 0.0, 1.0, 0.0]),
            ("square", [-1.0, -1.0, -1.0, 1.0, -1.0]),
        ] {
            op.set("Type", kind).unwrap();
            for (time, number) in [0.0, 0.25, 0.5, 1.0, 1.5].into_iter().zip(numbers) {
                for again in [0.0, 2.0, -2.0] {
                    op.set("Time", time + again).unwrap();
                    assert_near(&op.out("Result"), number);
                }
            }
        }
    }

    #[test]
    fn frequency_phase_and_range_change_it_at_once() {
        let mut op = Bench::<Lfo>::new();
        op.set("Type", "ramp up").unwrap();
        op.set("Range Min", 10.0).unwrap();
        op.set("Range Max", 20.0).unwrap();
        assert_eq!(op.out("Result"), 10.0);
        op.set("Phase", 0.25).unwrap();
        assert_eq!(op.out("Result"), 12.5);
        op.set("Time", 0.125).unwrap();
        op.set("Frequency", 4.0).unwrap();
        assert_eq!(op.out("Result"), 17.5);
    }

    #[test]
    fn nan_is_passed_on() {
        let mut op = Bench::<Lfo>::new();
        for kind in ["sine", "triangle", "ramp up", "ramp down", "square"] {
            op.set("Type", kind).unwrap();
            for time in [f64::NAN, f64::INFINITY] {
                op.set("Time", time).unwrap();
                assert_eq!(op.out("Result"), f64::NAN, "{kind}");
            }
        }
    }
}
