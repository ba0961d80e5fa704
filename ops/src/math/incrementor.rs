//! `Ops.Math.Incrementor`

use ropewalk_flow::{Cx, Fire, Handlers, In, Op, OpError, Out, Text, Trigger};

/// Counts up and down.
#[derive(Op)]
#[op(name = "Ops.Math.Incrementor", help = include_str!("incrementor.md"))]
pub(super) struct Incrementor {
    /// Counts one step up.
    #[input(name = "Increment", display = "button")]
    increment: Trigger,
    /// Counts one step down.
    #[input(name = "Decrement", display = "button")]
    decrement: Trigger,
    /// Whether the number stays between 0 and one less than Length.
    #[input(name = "Limit")]
    limit: In<bool>,
    /// How many numbers there are within the limits.
    #[input(name = "Length", default = 10, min = 1, display = "integer")]
    length: In<f64>,
    /// How far a step is.
    #[input(name = "Step", default = 1)]
    step: In<f64>,
    /// What a step beyond the limits does.
    #[input(name = "Mode", default = "Rewind", choices("Rewind", "Stop at Max"))]
    mode: In<Text>,
    /// What it starts with.
    #[input(name = "Default", display = "integer")]
    default: In<f64>,
    /// Goes back to the default.
    #[input(name = "Reset", display = "button")]
    reset: Trigger,
    /// Fires after each step.
    #[output(name = "Changed")]
    changed: Fire,
    /// The number.
    #[output(name = "Value")]
    value: Out<f64>,
    /// Fires when it goes back to 0 from the end, after a reset, and with another default.
    #[output(name = "Restarted")]
    restarted: Fire,
    /// Whether it has its first default.
    has_begun: bool,
}

impl Handlers for Incrementor {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if self.default.changed(cx) {
            self.value.set(cx, self.default.get(cx));
            if std::mem::replace(&mut self.has_begun, true) {
                self.restarted.fire(cx);
            }
        }
        Ok(())
    }

    fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if port == self.reset {
            self.value.set(cx, self.default.get(cx));
            self.restarted.fire(cx);
            return Ok(());
        }
        let direction = if port == self.increment {
            1.0
        } else if port == self.decrement {
            -1.0
        } else {
            return Ok(());
        };
        let mut value = self.value.get(cx) + direction * self.step.get(cx);
        // It would spoil the number for good.
        if !value.is_finite() {
            return Ok(());
        }
        let mut restarts = false;
        if self.limit.get(cx) {
            let last = (self.length.get(cx).floor() - 1.0).max(0.0);
            let stops = &*self.mode.get(cx) == "Stop at Max";
            if value > last {
                value = if stops { last } else { 0.0 };
                restarts = !stops;
            } else if value < 0.0 {
                value = if stops { 0.0 } else { last };
            }
        }
        self.value.set(cx, value);
        if restarts {
            self.restarted.fire(cx);
        }
        self.changed.fire(cx);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::Value;
    use ropewalk_flow::testing::Bench;

    use super::*;

    fn limited(mode: &str) -> Bench<Incrementor> {
        let mut op = Bench::<Incrementor>::new();
        op.set("Limit", true).unwrap();
        op.set("Length", 3.0).unwrap();
        op.set("Mode", mode).unwrap();
        op
    }

    /// The numbers after some pulses.
    fn steps<const N: usize>(op: &mut Bench<Incrementor>, ports: [&str; N]) -> [Value; N] {
        ports.map(|port| {
            op.press(port).unwrap();
            op.out("Value")
        })
    }

    #[test]
    fn it_counts_up_and_down_without_end() {
        let mut op = Bench::<Incrementor>::new();
        let ports = [
            "Increment",
            "Increment",
            "Decrement",
            "Decrement",
            "Decrement",
        ];
        assert_eq!(steps(&mut op, ports), [1.0, 2.0, 1.0, 0.0, -1.0]);
        op.set("Step", 2.5).unwrap();
        assert_eq!(steps(&mut op, ["Increment"]), [1.5]);
        assert_eq!(op.pulses("Changed"), 6);
        assert_eq!(op.pulses("Restarted"), 0);
    }

    #[test]
    fn at_the_end_it_goes_round() {
        let mut op = limited("Rewind");
        let ports = ["Increment", "Increment", "Increment", "Decrement"];
        assert_eq!(steps(&mut op, ports), [1.0, 2.0, 0.0, 2.0]);
        assert_eq!(op.pulses("Restarted"), 1);
        assert_eq!(op.pulses("Changed"), 4);
    }

    #[test]
    fn or_it_stops_there() {
        let mut op = limited("Stop at Max");
        assert_eq!(steps(&mut op, ["Decrement"]), [0.0]);
        assert_eq!(steps(&mut op, ["Increment"; 4]), [1.0, 2.0, 2.0, 2.0]);
        assert_eq!(op.pulses("Restarted"), 0);
    }

    #[test]
    fn a_length_of_nothing_leaves_zero() {
        for mode in ["Rewind", "Stop at Max"] {
            let mut op = limited(mode);
            for length in [0.0, -5.0, f64::NAN] {
                op.set("Length", length).unwrap();
                assert_eq!(steps(&mut op, ["Increment", "Decrement"]), [0.0, 0.0]);
            }
        }
    }

    #[test]
    fn a_step_that_is_no_number_is_none() {
        let mut op = Bench::<Incrementor>::new();
        for step in [f64::NAN, f64::INFINITY] {
            op.set("Step", step).unwrap();
            assert_eq!(steps(&mut op, ["Increment"]), [0.0]);
        }
        assert_eq!(op.pulses("Changed"), 0);
    }

    #[test]
    fn it_starts_with_the_default_and_goes_back_to_it() {
        let mut op = Bench::<Incrementor>::new();
        op.set("Default", 5.0).unwrap();
        assert_eq!(op.out("Value"), 5.0);
        assert_eq!(op.pulses("Restarted"), 1);
        assert_eq!(steps(&mut op, ["Increment", "Reset"]), [6.0, 5.0]);
        assert_eq!(op.pulses("Restarted"), 2);
        assert_eq!(op.pulses("Changed"), 1);
    }
}
