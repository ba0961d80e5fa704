//! `Ops.Math.Delta`

use ropewalk_flow::{Cx, Event, Handlers, In, Op, OpError, Out, Trigger};

/// Says by how much a number has changed.
#[derive(Op)]
#[op(name = "Ops.Math.Delta", help = include_str!("delta.md"))]
pub(super) struct Delta {
    /// The number to watch.
    #[input(name = "Value")]
    value: In<f64>,
    /// Whether the result goes back to 0 with the next frame without a change.
    #[input(name = "Change Always")]
    always: In<bool>,
    /// Takes the next number as the first.
    #[input(name = "Reset", display = "button")]
    reset: Trigger,
    /// The number before less the number that it is now.
    #[output(name = "Delta")]
    delta: Out<f64>,
    /// The number before; `None` where the next one is the first.
    before: Option<f64>,
    /// Whether it has been another number than the 0 that it is to begin with, which is none to
    /// measure from.
    was_set: bool,
    /// Whether it has changed since the last frame.
    has_changed: bool,
}

impl Handlers for Delta {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if self.value.changed(cx) {
            let value = self.value.get(cx);
            self.was_set |= value != 0.0;
            if self.was_set
                && let Some(before) = self.before.replace(value)
            {
                self.delta.set(cx, before - value);
            }
            self.has_changed = true;
        }
        cx.request_frames(self.always.get(cx));
        Ok(())
    }

    fn trigger(&mut self, port: Trigger, _: &mut Cx<'_>) -> Result<(), OpError> {
        if port == self.reset {
            self.before = None;
        }
        Ok(())
    }

    fn event(&mut self, event: Event, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if matches!(event, Event::Frame) && !std::mem::take(&mut self.has_changed) {
            self.delta.set(cx, 0.0);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;
    use ropewalk_flow::{Instant, OpEntry};

    use super::*;

    #[test]
    fn it_is_the_number_before_less_the_number() {
        let mut op = Bench::<Delta>::new();
        assert_eq!(op.out("Delta"), 0.0);
        for (value, delta) in [
            (3.0, 0.0),
            (5.0, -2.0),
            (5.0, -2.0),
            (4.5, 0.5),
            (0.0, 4.5),
            (f64::INFINITY, f64::NEG_INFINITY),
            (f64::NAN, f64::NAN),
            (1.0, f64::NAN),
            (2.0, -1.0),
        ] {
            op.set("Value", value).unwrap();
            assert_eq!(op.out("Delta"), delta, "{value}");
        }
    }

    #[test]
    fn the_first_number_is_no_change() {
        let mut op = Bench::<Delta>::new();
        op.node = op.graph.add(&OpEntry::of::<Delta>());
        op.set("Value", 100.0).unwrap();
        assert_eq!(op.out("Delta"), 0.0);
    }

    #[test]
    fn after_a_reset_the_next_number_is_the_first_whatever_it_is() {
        let mut op = Bench::<Delta>::new();
        op.set("Value", 3.0).unwrap();
        op.set("Value", 5.0).unwrap();
        for first in [100.0, 0.0] {
            op.press("Reset").unwrap();
            op.set("Value", first).unwrap();
            assert_eq!(op.out("Delta"), -2.0);
            op.set("Value", first + 2.0).unwrap();
            assert_eq!(op.out("Delta"), -2.0);
        }
    }

    #[test]
    fn it_can_go_back_to_zero_with_the_first_frame_without_a_change() {
        let mut op = Bench::<Delta>::new();
        assert!(!op.graph.wants_frames());
        op.set("Change Always", true).unwrap();
        op.frame(Instant::from_millis(16));
        op.set("Value", 1.0).unwrap();
        op.set("Value", 3.0).unwrap();
        op.frame(Instant::from_millis(16));
        assert_eq!(op.out("Delta"), -2.0);
        op.frame(Instant::from_millis(16));
        assert_eq!(op.out("Delta"), 0.0);
        op.set("Change Always", false).unwrap();
        assert!(!op.graph.wants_frames());
    }
}
