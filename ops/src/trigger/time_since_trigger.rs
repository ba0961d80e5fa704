//! `Ops.Trigger.TimeSinceTrigger`

use ropewalk_flow::{Cx, Event, Fire, Handlers, Instant, Op, OpError, Out, Trigger};

/// Tells how long ago a pulse came.
#[derive(Op)]
#[op(name = "Ops.Trigger.TimeSinceTrigger", help = include_str!("time_since_trigger.md"))]
pub(super) struct TimeSinceTrigger {
    /// Computes the time. Without a link here, it is computed with each frame.
    #[input(name = "exe")]
    exe: Trigger,
    /// Begins anew.
    #[input(name = "trigger", display = "button")]
    trigger: Trigger,
    /// Begins anew, too.
    #[input(name = "reset", display = "button")]
    reset: Trigger,
    /// Fires after each computation.
    #[output(name = "next")]
    next: Fire,
    /// The time since the last pulse to trigger or reset, or since the start, in seconds.
    #[output(name = "time", unit = "s")]
    time: Out<f64>,
    began: Option<Instant>,
}

impl Handlers for TimeSinceTrigger {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        self.began = Some(self.began.unwrap_or(cx.now()));
        cx.request_frames(!self.exe.linked(cx));
        Ok(())
    }

    fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if port == self.exe {
            self.compute(cx);
        } else if port == self.trigger || port == self.reset {
            self.began = Some(cx.now());
            self.time.set(cx, 0.0);
        }
        Ok(())
    }

    fn event(&mut self, event: Event, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if matches!(event, Event::Frame) {
            self.compute(cx);
        }
        Ok(())
    }
}

impl TimeSinceTrigger {
    fn compute(&self, cx: &mut Cx<'_>) {
        let passed = self
            .began
            .map_or(Instant::ZERO, |began| cx.now().saturating_sub(began));
        self.time.set(cx, passed.as_secs_f64());
        self.next.fire(cx);
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn the_time_since_the_last_pulse_counts_with_the_frames() {
        let mut op = Bench::<TimeSinceTrigger>::new();
        op.frame(Instant::from_millis(500));
        assert_eq!((op.out("time"), op.pulses("next")), (0.5.into(), 1));
        for input in ["trigger", "reset"] {
            op.press(input).unwrap();
            assert_eq!(op.out("time"), 0.0);
            op.frame(Instant::from_millis(250));
            assert_eq!(op.out("time"), 0.25);
        }
        op.press("exe").unwrap();
        assert_eq!(op.pulses("next"), 4);
    }
}
