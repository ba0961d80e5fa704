//! `Ops.Trigger.TriggerCounterLoop`

use ropewalk_flow::{Cx, Fire, Handlers, In, Op, OpError, Out, Trigger};

/// Counts pulses, round and round.
#[derive(Op)]
#[op(name = "Ops.Trigger.TriggerCounterLoop", help = include_str!("trigger_counter_loop.md"))]
pub(super) struct TriggerCounterLoop {
    /// What is counted.
    #[input(name = "trigger in", display = "button")]
    input: Trigger,
    /// Goes back to Loop min.
    #[input(name = "reset", display = "button")]
    reset: Trigger,
    /// Where a round begins.
    #[input(name = "Loop min", display = "integer")]
    min: In<f64>,
    /// Where it ends; the next pulse goes back to the beginning. Below Loop min it counts down.
    #[input(name = "Loop max", default = 4, display = "integer")]
    max: In<f64>,
    /// Fires after each pulse that was counted.
    #[output(name = "trigger out")]
    output: Fire,
    /// Where it is.
    #[output(name = "current count")]
    count: Out<f64>,
    /// Whether a pulse has come since the start.
    counts: bool,
}

impl Handlers for TriggerCounterLoop {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if !self.counts {
            self.count.set(cx, self.min.get(cx).floor());
        }
        Ok(())
    }

    fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let (start, end) = (self.min.get(cx).floor(), self.max.get(cx).floor());
        if port == self.input {
            self.counts = true;
            let count = self.count.get(cx);
            let step = if start > end { -1.0 } else { 1.0 };
            let (low, high) = (start.min(end), start.max(end));
            // What is beyond, for the bounds have changed, starts anew.
            let goes_on = low <= count && count <= high && count != end;
            self.count
                .set(cx, if goes_on { count + step } else { start });
            self.output.fire(cx);
        } else if port == self.reset {
            self.counts = false;
            self.count.set(cx, start);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::Value;
    use ropewalk_flow::testing::Bench;

    use super::*;

    /// Where it is after each of some pulses, from the start.
    fn rounds(min: f64, max: f64) -> Vec<Value> {
        let mut op = Bench::<TriggerCounterLoop>::new();
        op.set("Loop min", min).unwrap();
        op.set("Loop max", max).unwrap();
        let mut counts = vec![op.out("current count")];
        for _ in 0..4 {
            op.press("trigger in").unwrap();
            counts.push(op.out("current count"));
        }
        assert_eq!(op.pulses("trigger out"), 4);
        counts
    }

    #[test]
    fn after_the_end_comes_the_beginning() {
        assert_eq!(rounds(0.0, 2.0), [0.0, 1.0, 2.0, 0.0, 1.0]);
        assert_eq!(rounds(-1.0, 1.9), [-1.0, 0.0, 1.0, -1.0, 0.0]);
    }

    #[test]
    fn it_counts_down_where_the_end_is_below() {
        assert_eq!(rounds(2.0, 0.0), [2.0, 1.0, 0.0, 2.0, 1.0]);
    }

    #[test]
    fn a_round_of_one_stands_still() {
        assert_eq!(rounds(3.0, 3.0), [3.0; 5]);
    }

    #[test]
    fn bounds_that_are_nan_are_passed_on_and_harm_nothing_later() {
        let mut op = Bench::<TriggerCounterLoop>::new();
        op.set("Loop min", f64::NAN).unwrap();
        op.press("trigger in").unwrap();
        assert_eq!(op.out("current count"), f64::NAN);
        op.set("Loop min", 1.0).unwrap();
        op.press("trigger in").unwrap();
        assert_eq!(op.out("current count"), 1.0);
    }

    #[test]
    fn bounds_that_leave_the_count_outside_start_anew_with_the_next_pulse() {
        let mut op = Bench::<TriggerCounterLoop>::new();
        op.press("trigger in").unwrap();
        op.set("Loop min", 10.0).unwrap();
        op.set("Loop max", 12.0).unwrap();
        assert_eq!(op.out("current count"), 1.0);
        op.press("trigger in").unwrap();
        assert_eq!(op.out("current count"), 10.0);
    }

    #[test]
    fn reset_goes_back_and_fires_nothing() {
        let mut op = Bench::<TriggerCounterLoop>::new();
        op.press("trigger in").unwrap();
        op.press("reset").unwrap();
        assert_eq!(op.out("current count"), 0.0);
        assert_eq!(op.pulses("trigger out"), 1);
    }
}
