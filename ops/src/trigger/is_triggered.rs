//! `Ops.Trigger.IsTriggered`

use ropewalk_flow::{Cx, Event, Fire, Handlers, Op, OpError, Out, Trigger};

/// Tells whether pulses come in.
#[derive(Op)]
#[op(name = "Ops.Trigger.IsTriggered", help = include_str!("is_triggered.md"))]
pub(super) struct IsTriggered {
    /// The pulses.
    #[input(name = "Trigger", needed)]
    trigger: Trigger,
    /// Fires with each pulse.
    #[output(name = "Next")]
    next: Fire,
    /// Whether one came in this frame or the one before.
    #[output(name = "Was Triggered")]
    result: Out<bool>,
    frames: u8,
}

impl Handlers for IsTriggered {
    fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if port == self.trigger {
            self.frames = 0;
            self.result.set(cx, true);
            cx.request_frames(true);
            self.next.fire(cx);
        }
        Ok(())
    }

    fn event(&mut self, event: Event, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if matches!(event, Event::Frame) {
            self.frames += 1;
            if self.frames > 1 {
                self.result.set(cx, false);
                cx.request_frames(false);
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn it_is_true_until_a_frame_without_a_pulse_is_over() {
        let mut op = Bench::<IsTriggered>::new();
        let frame = ropewalk_flow::Instant::from_millis(16);
        assert_eq!(op.out("Was Triggered"), false);
        for _ in 0..3 {
            op.press("Trigger").unwrap();
            assert_eq!(op.out("Was Triggered"), true);
            op.frame(frame);
            assert_eq!(op.out("Was Triggered"), true);
        }
        op.frame(frame);
        assert_eq!(op.out("Was Triggered"), false);
        assert_eq!(op.pulses("Next"), 3);
    }
}
