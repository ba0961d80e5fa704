//! `Ops.Math.DeltaSum`

use ropewalk_flow::{Cx, Event, Handlers, In, Instant, Op, OpError, Out, Trigger};

/// How long nothing is added before the sum springs back to its limits.
const LET_GO: Instant = Instant::from_millis(300);

/// Adds changes up.
#[derive(Op)]
#[op(name = "Ops.Math.DeltaSum", help = include_str!("delta_sum.md"))]
pub(super) struct DeltaSum {
    /// What is added, each time it changes.
    #[input(name = "Delta Value")]
    delta: In<f64>,
    /// What the sum starts with.
    #[input(name = "Default Value")]
    default: In<f64>,
    /// What each change is multiplied by.
    #[input(name = "Multiply", default = 1)]
    factor: In<f64>,
    /// Goes back to the default.
    #[input(name = "Reset", display = "button")]
    reset: Trigger,
    /// Whether the sum stays between Min and Max.
    #[input(name = "Limit", group = "Limit")]
    limit: In<bool>,
    /// The least sum.
    #[input(name = "Min", group = "Limit")]
    min: In<f64>,
    /// The greatest sum.
    #[input(name = "Max", default = 100, group = "Limit")]
    max: In<f64>,
    /// How far it can be drawn beyond them. Let go for 0.3 seconds, it springs back.
    #[input(name = "Rubberband", min = 0, group = "Limit")]
    rubberband: In<f64>,
    /// Adds Delta Value. With a link here, its changes alone add nothing.
    #[input(name = "Add", display = "button")]
    add: Trigger,
    /// The sum.
    #[output(name = "Absolute Value")]
    sum: Out<f64>,
}

impl Handlers for DeltaSum {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if self.default.changed(cx) {
            self.sum.set(cx, self.default.get(cx));
        } else if self.delta.changed(cx) {
            if !self.add.linked(cx) {
                self.add_delta(cx);
            }
        } else {
            self.keep_limits(0.0, cx);
        }
        Ok(())
    }

    fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if port == self.reset {
            self.sum.set(cx, self.default.get(cx));
            cx.cancel_wake();
        } else if port == self.add {
            self.add_delta(cx);
        }
        Ok(())
    }

    fn event(&mut self, event: Event, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if matches!(event, Event::Wake) {
            self.keep_limits(0.0, cx);
        }
        Ok(())
    }
}

impl DeltaSum {
    fn add_delta(&self, cx: &mut Cx<'_>) {
        let step = self.delta.get(cx) * self.factor.get(cx);
        let sum = self.sum.get(cx) + step;
        // It would spoil the sum for good.
        if sum.is_finite() {
            self.sum.set(cx, sum);
        }
        self.keep_limits(self.rubberband.get(cx).max(0.0), cx);
    }

    /// Brings the sum back to its limits, or to this far beyond them for a while.
    fn keep_limits(&self, beyond: f64, cx: &mut Cx<'_>) {
        if !self.limit.get(cx) {
            return;
        }
        let (min, max) = (self.min.get(cx), self.max.get(cx));
        // Limits that were mixed up are put right.
        let (low, high) = if min > max { (max, min) } else { (min, max) };
        let sum = self.sum.get(cx);
        // Not `clamp`, which panics where a limit is NaN.
        let kept = sum.min(high + beyond).max(low - beyond);
        self.sum.set(cx, kept);
        if kept < low || kept > high {
            cx.wake_at(cx.now() + LET_GO);
        } else {
            cx.cancel_wake();
        }
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::OpEntry;
    use ropewalk_flow::testing::Bench;

    use super::super::trigger_random_number::TriggerRandomNumber;
    use super::*;

    #[test]
    fn each_change_is_added() {
        let mut op = Bench::<DeltaSum>::new();
        for (delta, sum) in [(3.0, 3.0), (-1.0, 2.0), (-1.0, 2.0), (0.5, 2.5)] {
            op.set("Delta Value", delta).unwrap();
            assert_eq!(op.out("Absolute Value"), sum, "{delta}");
        }
        op.set("Multiply", 10.0).unwrap();
        assert_eq!(op.out("Absolute Value"), 2.5);
        op.set("Delta Value", 1.0).unwrap();
        assert_eq!(op.out("Absolute Value"), 12.5);
    }

    #[test]
    fn with_pulses_the_same_change_counts_again() {
        let mut op = Bench::<DeltaSum>::new();
        let source = op.graph.add(&OpEntry::of::<TriggerRandomNumber>());
        op.graph.connect((source, 0), (op.node, 8)).unwrap();
        op.set("Delta Value", 3.0).unwrap();
        assert_eq!(op.out("Absolute Value"), 0.0);
        for _ in 0..2 {
            op.graph.press(source, 0, op.now).unwrap();
        }
        assert_eq!(op.out("Absolute Value"), 6.0);
    }

    #[test]
    fn what_is_no_number_is_left_out() {
        let mut op = Bench::<DeltaSum>::new();
        for delta in [1.0, f64::NAN, f64::INFINITY] {
            op.set("Delta Value", delta).unwrap();
            assert_eq!(op.out("Absolute Value"), 1.0, "{delta}");
        }
    }

    #[test]
    fn it_starts_with_the_default_and_goes_back_to_it() {
        let mut op = Bench::<DeltaSum>::new();
        op.set("Default Value", 50.0).unwrap();
        assert_eq!(op.out("Absolute Value"), 50.0);
        op.set("Delta Value", 1.0).unwrap();
        op.press("Reset").unwrap();
        assert_eq!(op.out("Absolute Value"), 50.0);
    }

    #[test]
    fn the_limits_hold_whichever_is_which() {
        let mut op = Bench::<DeltaSum>::new();
        op.set("Limit", true).unwrap();
        for (min, max) in [(0.0, 100.0), (100.0, 0.0)] {
            op.set("Min", min).unwrap();
            op.set("Max", max).unwrap();
            op.set("Delta Value", 1000.0).unwrap();
            assert_eq!(op.out("Absolute Value"), 100.0);
            op.set("Delta Value", -1000.0).unwrap();
            assert_eq!(op.out("Absolute Value"), 0.0);
        }
        op.set("Max", 5.0).unwrap();
        assert_eq!(op.out("Absolute Value"), 5.0);
    }

    #[test]
    fn beyond_the_limits_it_springs_back_when_it_is_let_go() {
        let mut op = Bench::<DeltaSum>::new();
        op.set("Limit", true).unwrap();
        op.set("Rubberband", 10.0).unwrap();
        op.set("Delta Value", 105.0).unwrap();
        assert_eq!(op.out("Absolute Value"), 105.0);
        op.advance(Instant::from_millis(200));
        op.set("Delta Value", 50.0).unwrap();
        assert_eq!(op.out("Absolute Value"), 110.0);
        op.advance(Instant::from_millis(299));
        assert_eq!(op.out("Absolute Value"), 110.0);
        op.advance(Instant::from_millis(1));
        assert_eq!(op.out("Absolute Value"), 100.0);
        assert_eq!(op.graph.next_wake(), None);
    }
}
