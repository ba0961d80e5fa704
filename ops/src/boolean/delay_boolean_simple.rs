//! `Ops.Boolean.DelayBooleanSimple`

use ropewalk_flow::{Cx, Event, Handlers, In, Instant, Op, OpError, Out};

use crate::time::seconds_from;

/// Follows a truth value some time later, once it holds.
#[derive(Op)]
#[op(name = "Ops.Boolean.DelayBooleanSimple", help = include_str!("delay_boolean_simple.md"))]
pub(super) struct DelayBooleanSimple {
    /// What to follow: 0 is false.
    #[input(name = "Value")]
    value: In<f64>,
    /// How long it must be true, in seconds.
    #[input(name = "Delay True", default = 1, min = 0, unit = "s")]
    rise: In<f64>,
    /// How long it must be false, in seconds.
    #[input(name = "Delay False", default = 1, min = 0, unit = "s")]
    fall: In<f64>,
    /// What it was that much earlier and has been since.
    #[output(name = "Out Value")]
    out: Out<bool>,
    since: Instant,
    goal: bool,
}

impl Handlers for DelayBooleanSimple {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let value = self.value;
        let (is_true, delay) = if value.get(cx) != 0.0 && !value.get(cx).is_nan() {
            (true, self.rise.get(cx))
        } else {
            (false, self.fall.get(cx))
        };
        if is_true == self.out.get(cx) {
            cx.cancel_wake();
        } else {
            if value.changed(cx) {
                self.since = cx.now();
            }
            cx.wake_at(seconds_from(self.since, delay));
        }
        self.goal = is_true;
        Ok(())
    }

    fn event(&mut self, event: Event, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if matches!(event, Event::Wake) {
            self.out.set(cx, self.goal);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    fn ms(ms: u64) -> Instant {
        Instant::from_millis(ms)
    }

    #[test]
    fn it_rises_and_falls_later() {
        let mut op = Bench::<DelayBooleanSimple>::new();
        op.set("Delay False", 0.5).unwrap();
        op.set("Value", 1.0).unwrap();
        op.advance(ms(999));
        assert_eq!(op.out("Out Value"), false);
        op.advance(ms(1));
        assert_eq!(op.out("Out Value"), true);
        op.set("Value", 0.0).unwrap();
        op.advance(ms(499));
        assert_eq!(op.out("Out Value"), true);
        op.advance(ms(1));
        assert_eq!(op.out("Out Value"), false);
    }

    #[test]
    fn what_does_not_last_is_left_out() {
        let mut op = Bench::<DelayBooleanSimple>::new();
        op.set("Value", 1.0).unwrap();
        op.advance(ms(900));
        op.set("Value", 0.0).unwrap();
        op.advance(ms(5000));
        assert_eq!(op.out("Out Value"), false);
        op.set("Value", f64::NAN).unwrap();
        assert_eq!(op.graph.next_wake(), None, "NaN is false");
    }

    #[test]
    fn another_delay_holds_at_once() {
        let mut op = Bench::<DelayBooleanSimple>::new();
        op.set("Value", 1.0).unwrap();
        op.advance(ms(400));
        op.set("Delay True", 0.5).unwrap();
        op.advance(ms(100));
        assert_eq!(op.out("Out Value"), true);
    }
}
