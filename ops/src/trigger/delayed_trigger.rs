//! `Ops.Trigger.DelayedTrigger`

use ropewalk_flow::{Cx, Event, Fire, Handlers, In, Op, OpError, Out, Trigger};

use crate::time::seconds_from;

/// Fires some time after the last pulse.
#[derive(Op)]
#[op(
    name = "Ops.Trigger.DelayedTrigger",
    alias = "Ops.Time.DelayedTrigger",
    help = include_str!("delayed_trigger.md")
)]
pub(super) struct DelayedTrigger {
    /// Starts the time, or starts it again.
    #[input(name = "exe", display = "button")]
    exe: Trigger,
    /// How long it waits, in seconds. A change holds from the next pulse on.
    #[input(name = "delay", default = 1, min = 0, unit = "s")]
    delay: In<f64>,
    /// Stops the time, so that it does not fire.
    #[input(name = "Cancel", display = "button")]
    cancel: Trigger,
    /// Fires when the time is over.
    #[output(name = "next")]
    next: Fire,
    /// Whether the time is running.
    #[output(name = "Delaying")]
    delaying: Out<bool>,
}

impl Handlers for DelayedTrigger {
    fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if port == self.exe {
            cx.wake_at(seconds_from(cx.now(), self.delay.get(cx)));
            self.delaying.set(cx, true);
        } else if port == self.cancel {
            cx.cancel_wake();
            self.delaying.set(cx, false);
        }
        Ok(())
    }

    fn event(&mut self, event: Event, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if matches!(event, Event::Wake) {
            self.delaying.set(cx, false);
            self.next.fire(cx);
        }
        Ok(())
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
    fn it_fires_once_the_time_is_over() {
        let mut op = Bench::<DelayedTrigger>::new();
        op.press("exe").unwrap();
        assert_eq!(op.out("Delaying"), true);
        op.advance(ms(999));
        assert_eq!(op.pulses("next"), 0);
        op.advance(ms(1));
        assert_eq!(op.pulses("next"), 1);
        assert_eq!(op.out("Delaying"), false);
        op.advance(ms(10_000));
        assert_eq!(op.pulses("next"), 1);
    }

    #[test]
    fn each_pulse_starts_the_time_again() {
        let mut op = Bench::<DelayedTrigger>::new();
        for _ in 0..5 {
            op.press("exe").unwrap();
            op.advance(ms(900));
        }
        assert_eq!(op.pulses("next"), 0);
        op.advance(ms(100));
        assert_eq!(op.pulses("next"), 1);
    }

    #[test]
    fn cancelled_it_does_not_fire_and_says_so() {
        let mut op = Bench::<DelayedTrigger>::new();
        op.press("exe").unwrap();
        op.press("Cancel").unwrap();
        assert_eq!(op.out("Delaying"), false);
        op.advance(ms(5000));
        assert_eq!(op.pulses("next"), 0);
    }

    #[test]
    fn without_a_delay_it_fires_at_once() {
        let mut op = Bench::<DelayedTrigger>::new();
        for (pulses, delay) in [(1, 0.0), (2, -1.0), (3, f64::NAN)] {
            op.set("delay", delay).unwrap();
            op.press("exe").unwrap();
            op.advance(ms(0));
            assert_eq!(op.pulses("next"), pulses, "{delay}");
        }
    }

    #[test]
    fn a_delay_without_end_never_fires() {
        let mut op = Bench::<DelayedTrigger>::new();
        op.set("delay", f64::INFINITY).unwrap();
        op.press("exe").unwrap();
        op.advance(Instant::from_secs(1 << 40));
        assert_eq!(op.pulses("next"), 0);
        assert_eq!(op.out("Delaying"), true);
    }

    #[test]
    fn disabled_meanwhile_it_does_not_fire() {
        let mut op = Bench::<DelayedTrigger>::new();
        op.press("exe").unwrap();
        op.graph.set_disabled(op.node, true).unwrap();
        assert_eq!(op.graph.next_wake(), None);
        op.graph.set_disabled(op.node, false).unwrap();
        op.advance(ms(5000));
        assert_eq!(op.pulses("next"), 0);
        op.press("exe").unwrap();
        op.advance(ms(1000));
        assert_eq!(op.pulses("next"), 1);
    }
}
