//! `Ops.Anim.Bang`

use ropewalk_flow::{Cx, Event, Fire, Handlers, In, Instant, Op, OpError, Out, Trigger};

/// Jumps to 1 with a pulse and falls back to 0.
#[derive(Op)]
#[op(name = "Ops.Anim.Bang", help = include_str!("bang.md"))]
pub(super) struct Bang {
    /// Moves the number on. Without a link here, it moves by itself with each frame.
    #[input(name = "update")]
    pulse: Trigger,
    /// Starts the fall.
    #[input(name = "Bang", display = "button")]
    bang: Trigger,
    /// How long the fall takes, in seconds.
    #[input(name = "Duration", default = 0.1, min = 0, unit = "s")]
    duration: In<f64>,
    /// Whether it jumps to 0 and rises to 1.
    #[input(name = "Invert")]
    invert: In<bool>,
    /// Fires after each move.
    #[output(name = "Trigger Out")]
    next: Fire,
    /// The number, from 0 to 1.
    #[output(name = "Value")]
    value: Out<f64>,
    began: Option<Instant>,
}

impl Handlers for Bang {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        self.show(cx);
        self.move_with_frames(cx);
        Ok(())
    }

    fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if port == self.bang {
            self.began = Some(cx.now());
            self.show(cx);
            self.move_with_frames(cx);
        } else if port == self.pulse {
            self.show(cx);
            self.next.fire(cx);
        }
        Ok(())
    }

    fn event(&mut self, event: Event, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if matches!(event, Event::Frame) {
            self.show(cx);
            self.next.fire(cx);
            self.move_with_frames(cx);
        }
        Ok(())
    }
}

impl Bang {
    fn show(&mut self, cx: &mut Cx<'_>) {
        let passed = self
            .began
            .map(|began| cx.now().saturating_sub(began).as_secs_f64());
        // Of a duration that is none, and of NaN, nothing is left.
        let left = passed.map_or(0.0, |passed| 1.0 - passed / self.duration.get(cx).max(0.0));
        let left = left.max(0.0);
        if left == 0.0 {
            self.began = None;
        }
        let value = if self.invert.get(cx) {
            1.0 - left
        } else {
            left
        };
        self.value.set(cx, value);
    }

    fn move_with_frames(&self, cx: &mut Cx<'_>) {
        let moves = self.began.is_some() && !self.pulse.linked(cx);
        cx.request_frames(moves);
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
    fn it_falls_from_one_to_zero_and_rests() {
        let mut op = Bench::<Bang>::new();
        op.set("Duration", 1.0).unwrap();
        assert_eq!(op.out("Value"), 0.0);
        op.press("Bang").unwrap();
        assert_eq!(op.out("Value"), 1.0);
        for value in [0.75, 0.5] {
            op.frame(ms(250));
            assert_eq!(op.out("Value"), value);
        }
        op.press("Bang").unwrap();
        op.frame(ms(500));
        assert_eq!(op.out("Value"), 0.5, "it began anew");
        op.frame(ms(600));
        assert_eq!(op.out("Value"), 0.0);
        let pulses = op.pulses("Trigger Out");
        op.frame(ms(100));
        assert_eq!(op.pulses("Trigger Out"), pulses);
    }

    #[test]
    fn inverted_it_rises() {
        let mut op = Bench::<Bang>::new();
        op.set("Invert", true).unwrap();
        assert_eq!(op.out("Value"), 1.0);
        op.press("Bang").unwrap();
        assert_eq!(op.out("Value"), 0.0);
    }

    #[test]
    fn without_a_duration_it_is_over_at_once() {
        let mut op = Bench::<Bang>::new();
        for duration in [0.0, -1.0, f64::NAN] {
            op.set("Duration", duration).unwrap();
            op.press("Bang").unwrap();
            op.frame(ms(1));
            assert_eq!(op.out("Value"), 0.0, "{duration}");
        }
    }
}
