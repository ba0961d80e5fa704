//! `Ops.Trigger.NthTrigger`

use ropewalk_flow::{Cx, Fire, Handlers, In, Op, OpError, Trigger};

/// Lets every so manieth pulse through.
#[derive(Op)]
#[op(name = "Ops.Trigger.NthTrigger", alias = "Ops.Trigger.NthTrigger_v2", help = include_str!("nth_trigger.md"))]
pub(super) struct NthTrigger {
    /// Counts.
    #[input(name = "Execute", display = "button")]
    execute: Trigger,
    /// Which pulse gets through: 5 lets the fifth, the tenth and so on. Another number begins
    /// to count anew.
    #[input(name = "Nth", default = 5, min = 1, display = "integer")]
    nth: In<f64>,
    /// Fires with every so manieth pulse.
    #[output(name = "Next")]
    next: Fire,
    count: f64,
}

impl Handlers for NthTrigger {
    fn update(&mut self, _cx: &mut Cx<'_>) -> Result<(), OpError> {
        self.count = 0.0;
        Ok(())
    }

    fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if port == self.execute {
            self.count += 1.0;
            // `max` takes 1 for NaN.
            if self.count >= self.nth.get(cx).floor().max(1.0) {
                self.count = 0.0;
                self.next.fire(cx);
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    fn pulses(op: &mut Bench<NthTrigger>, presses: u32) -> u64 {
        let before = op.pulses("Next");
        for _ in 0..presses {
            op.press("Execute").unwrap();
        }
        op.pulses("Next") - before
    }

    #[test]
    fn every_so_manieth_pulse_gets_through() {
        let mut op = Bench::<NthTrigger>::new();
        assert_eq!(pulses(&mut op, 4), 0);
        assert_eq!(pulses(&mut op, 1), 1);
        assert_eq!(pulses(&mut op, 10), 2);
        for (nth, count) in [
            (2.9, 3),
            (1.0, 6),
            (0.0, 6),
            (-3.0, 6),
            (f64::NAN, 6),
            (f64::INFINITY, 0),
        ] {
            op.set("Nth", nth).unwrap();
            assert_eq!(pulses(&mut op, 6), count, "{nth}");
        }
    }

    #[test]
    fn another_number_begins_to_count_anew() {
        let mut op = Bench::<NthTrigger>::new();
        pulses(&mut op, 4);
        op.set("Nth", 3.0).unwrap();
        assert_eq!(pulses(&mut op, 2), 0);
        assert_eq!(pulses(&mut op, 1), 1);
    }
}
