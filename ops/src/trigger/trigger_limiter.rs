//! `Ops.Trigger.TriggerLimiter`

use ropewalk_flow::{Cx, Event, Fire, Handlers, In, Instant, Op, OpError, Out, Trigger};

use crate::time::seconds_from;

/// Lets a pulse through, and then none for a while.
#[derive(Op)]
#[op(name = "Ops.Trigger.TriggerLimiter", help = include_str!("trigger_limiter.md"))]
pub(super) struct TriggerLimiter {
    /// The pulses.
    #[input(name = "In Trigger", needed)]
    input: Trigger,
    /// How long it lets none through after one, in milliseconds.
    #[input(name = "Milliseconds", default = 300, min = 0, unit = "ms")]
    pause: In<f64>,
    /// Whether a pulse that was held back comes out when the time is over.
    #[input(name = "Trailing")]
    trailing: In<bool>,
    /// The pulses that got through.
    #[output(name = "Out Trigger")]
    output: Fire,
    /// How much of the time is over, from 0 to 1. At 1 the next pulse gets through.
    #[output(name = "Progress", default = 1)]
    progress: Out<f64>,
    /// When the last pulse got through, until its time is over.
    passed: Option<Instant>,
    /// Whether a pulse comes out when it is.
    is_held: bool,
}

impl Handlers for TriggerLimiter {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        self.tick(cx);
        Ok(())
    }

    fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if port == self.input {
            self.tick(cx);
            if self.passed.is_none() {
                self.pass(cx);
            } else {
                self.is_held = self.trailing.get(cx);
            }
        }
        Ok(())
    }

    fn event(&mut self, event: Event, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if matches!(event, Event::Wake | Event::Frame) {
            self.tick(cx);
        }
        Ok(())
    }
}

impl TriggerLimiter {
    fn pass(&mut self, cx: &mut Cx<'_>) {
        self.passed = Some(cx.now());
        self.is_held = false;
        self.tick(cx);
        self.output.fire(cx);
    }

    /// Looks whether the time is over, and comes back when it is.
    fn tick(&mut self, cx: &mut Cx<'_>) {
        let Some(passed) = self.passed else { return };
        let pause = self.pause.get(cx) / 1000.0;
        let end = seconds_from(passed, pause);
        let is_over = end <= cx.now();
        cx.request_frames(!is_over);
        if !is_over {
            let since = cx.now().saturating_sub(passed).as_secs_f64();
            self.progress.set(cx, since / pause);
            cx.wake_at(end);
            return;
        }
        self.progress.set(cx, 1.0);
        cx.cancel_wake();
        self.passed = None;
        if std::mem::take(&mut self.is_held) {
            self.pass(cx);
        }
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
    fn a_pulse_closes_it_for_a_while() {
        let mut op = Bench::<TriggerLimiter>::new();
        for (after, pulses) in [(0, 1), (0, 1), (299, 1), (1, 2), (300, 3)] {
            op.advance(ms(after));
            op.press("In Trigger").unwrap();
            assert_eq!(op.pulses("Out Trigger"), pulses, "{after}");
        }
        op.advance(ms(5000));
        assert_eq!(op.pulses("Out Trigger"), 3);
    }

    #[test]
    fn the_last_that_was_held_back_can_come_out_at_the_end() {
        let mut op = Bench::<TriggerLimiter>::new();
        op.set("Trailing", true).unwrap();
        for _ in 0..3 {
            op.press("In Trigger").unwrap();
        }
        op.advance(ms(299));
        assert_eq!(op.pulses("Out Trigger"), 1);
        op.advance(ms(1));
        assert_eq!(op.pulses("Out Trigger"), 2);
        op.press("In Trigger").unwrap();
        assert_eq!(
            op.pulses("Out Trigger"),
            2,
            "that one, too, closed it for a while"
        );
        op.advance(ms(300));
        assert_eq!(op.pulses("Out Trigger"), 3);
        op.advance(ms(5000));
        assert_eq!(op.pulses("Out Trigger"), 3);
    }

    #[test]
    fn the_progress_goes_on_with_the_frames_and_then_rests() {
        let mut op = Bench::<TriggerLimiter>::new();
        assert_eq!(op.out("Progress"), 1.0);
        op.press("In Trigger").unwrap();
        assert_eq!(op.out("Progress"), 0.0);
        op.frame(ms(75));
        assert_eq!(op.out("Progress"), 0.25);
        op.advance(ms(225));
        assert_eq!(op.out("Progress"), 1.0);
        assert!(!op.graph.wants_frames());
        assert_eq!(op.graph.next_wake(), None);
    }

    #[test]
    fn another_time_holds_at_once() {
        let mut op = Bench::<TriggerLimiter>::new();
        op.press("In Trigger").unwrap();
        op.advance(ms(200));
        op.set("Milliseconds", 100.0).unwrap();
        assert_eq!(op.out("Progress"), 1.0);
        op.press("In Trigger").unwrap();
        assert_eq!(op.pulses("Out Trigger"), 2);
    }

    #[test]
    fn without_a_time_all_get_through_and_with_one_without_end_none() {
        let mut op = Bench::<TriggerLimiter>::new();
        for (pulses, time) in [(1, 0.0), (2, -1.0), (3, f64::NAN)] {
            op.set("Milliseconds", time).unwrap();
            op.press("In Trigger").unwrap();
            assert_eq!(op.pulses("Out Trigger"), pulses, "{time}");
            assert_eq!(op.out("Progress"), 1.0);
        }
        op.set("Milliseconds", f64::INFINITY).unwrap();
        op.press("In Trigger").unwrap();
        op.frame(Instant::from_secs(1 << 40));
        op.press("In Trigger").unwrap();
        assert_eq!(op.pulses("Out Trigger"), 4);
        assert_eq!(op.out("Progress"), 0.0);
    }
}
