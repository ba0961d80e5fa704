//! `Ops.Boolean.MonoFlop`

use ropewalk_flow::{Cx, Event, Fire, Handlers, In, Op, OpError, Out, Trigger};

use crate::time::seconds_from;

/// Gives one number for a while, and another otherwise.
#[derive(Op)]
#[op(name = "Ops.Boolean.MonoFlop", help = include_str!("mono_flop.md"))]
pub(super) struct MonoFlop {
    /// Starts the time, or starts it again.
    #[input(name = "Trigger", display = "button")]
    trigger: Trigger,
    /// How long it lasts, in seconds. A change holds from the next pulse on.
    #[input(name = "Duration", default = 1, min = 0, unit = "s")]
    duration: In<f64>,
    /// The number while it lasts.
    #[input(name = "Value True", default = 1)]
    value_true: In<f64>,
    /// The number otherwise.
    #[input(name = "Value False")]
    value_false: In<f64>,
    /// Ends it before its time.
    #[input(name = "Reset", display = "button")]
    reset: Trigger,
    /// Fires when it begins.
    #[output(name = "Activated")]
    activated: Fire,
    /// Fires when its time is over.
    #[output(name = "Ended")]
    ended: Fire,
    /// The number.
    #[output(name = "Result")]
    result: Out<f64>,
    /// Whether its time is running.
    is_on: bool,
}

impl Handlers for MonoFlop {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        self.show(cx);
        Ok(())
    }

    fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if port == self.trigger {
            cx.wake_at(seconds_from(cx.now(), self.duration.get(cx)));
            if !std::mem::replace(&mut self.is_on, true) {
                self.show(cx);
                self.activated.fire(cx);
            }
        } else if port == self.reset {
            cx.cancel_wake();
            self.is_on = false;
            self.show(cx);
        }
        Ok(())
    }

    fn event(&mut self, event: Event, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if matches!(event, Event::Wake) && std::mem::take(&mut self.is_on) {
            self.show(cx);
            self.ended.fire(cx);
        }
        Ok(())
    }
}

impl MonoFlop {
    fn show(&self, cx: &mut Cx<'_>) {
        let value = if self.is_on {
            self.value_true
        } else {
            self.value_false
        };
        self.result.set(cx, value.get(cx));
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::Instant;
    use ropewalk_flow::testing::Bench;

    use super::*;

    fn ms(ms: u64) -> Instant {
        Instant::from_millis(ms)
    }

    #[test]
    fn it_lasts_for_its_time() {
        let mut op = Bench::<MonoFlop>::new();
        assert_eq!(op.out("Result"), 0.0);
        op.press("Trigger").unwrap();
        assert_eq!(op.out("Result"), 1.0);
        assert_eq!(op.pulses("Activated"), 1);
        op.advance(ms(999));
        assert_eq!((op.out("Result"), op.pulses("Ended")), (1.0.into(), 0));
        op.advance(ms(1));
        assert_eq!((op.out("Result"), op.pulses("Ended")), (0.0.into(), 1));
    }

    #[test]
    fn another_pulse_makes_it_last_longer_and_begins_nothing_new() {
        let mut op = Bench::<MonoFlop>::new();
        for _ in 0..3 {
            op.press("Trigger").unwrap();
            op.advance(ms(900));
        }
        assert_eq!(op.out("Result"), 1.0);
        op.advance(ms(100));
        assert_eq!(op.out("Result"), 0.0);
        assert_eq!((op.pulses("Activated"), op.pulses("Ended")), (1, 1));
    }

    #[test]
    fn reset_takes_it_back_without_an_end() {
        let mut op = Bench::<MonoFlop>::new();
        op.press("Reset").unwrap();
        op.press("Trigger").unwrap();
        op.press("Reset").unwrap();
        assert_eq!((op.out("Result"), op.pulses("Ended")), (0.0.into(), 0));
        op.advance(ms(5000));
        assert_eq!(op.pulses("Ended"), 0);
        op.press("Trigger").unwrap();
        assert_eq!(op.pulses("Activated"), 2);
    }

    #[test]
    fn other_numbers_show_at_once() {
        let mut op = Bench::<MonoFlop>::new();
        op.set("Value False", -1.0).unwrap();
        assert_eq!(op.out("Result"), -1.0);
        op.press("Trigger").unwrap();
        op.set("Value True", f64::NAN).unwrap();
        assert_eq!(op.out("Result"), f64::NAN);
    }

    #[test]
    fn without_a_duration_it_ends_as_it_begins_and_with_one_without_end_never() {
        let mut op = Bench::<MonoFlop>::new();
        for (pulses, duration) in [(1, 0.0), (2, -1.0), (3, f64::NAN)] {
            op.set("Duration", duration).unwrap();
            op.press("Trigger").unwrap();
            op.advance(ms(0));
            assert_eq!(
                (op.pulses("Activated"), op.pulses("Ended")),
                (pulses, pulses)
            );
        }
        op.set("Duration", f64::INFINITY).unwrap();
        op.press("Trigger").unwrap();
        op.advance(Instant::from_secs(1 << 40));
        assert_eq!(op.out("Result"), 1.0);
    }

    #[test]
    fn disabled_meanwhile_it_has_ended() {
        let mut op = Bench::<MonoFlop>::new();
        op.press("Trigger").unwrap();
        op.graph.set_disabled(op.node, true).unwrap();
        assert_eq!(op.graph.next_wake(), None);
        op.graph.set_disabled(op.node, false).unwrap();
        op.advance(ms(0));
        op.graph.settle(op.now);
        assert_eq!(op.out("Result"), 0.0);
    }
}
