//! `Ops.Anim.AnimNumber`

use ropewalk_flow::{Cx, EASINGS, Event, Fire, Handlers, In, Op, OpError, Out, Text, Trigger};

use super::tween::Tween;

/// Goes to each new number in a given time.
#[derive(Op)]
#[op(
    name = "Ops.Anim.AnimNumber",
    alias = "Ops.Anim.ValueChangeAnim",
    help = include_str!("anim_number.md")
)]
pub(crate) struct AnimNumber {
    /// Moves the result on. Without a link here, it moves by itself with each frame.
    #[input(name = "exe")]
    exe: Trigger,
    /// The number to go to.
    #[input(name = "Value")]
    value: In<f64>,
    /// How long the way takes, in seconds.
    #[input(name = "duration", default = 0.5, min = 0, unit = "s")]
    duration: In<f64>,
    /// How it goes: in a straight line, or with a beginning or an end of another kind.
    #[input(
        name = "easing",
        default = "linear",
        choices = EASINGS
    )]
    easing: In<Text>,
    /// Fires after each move.
    #[output(name = "Next")]
    next: Fire,
    /// The number on its way.
    #[output(name = "result")]
    result: Out<f64>,
    /// Fires when it has arrived.
    #[output(name = "Finished")]
    finished: Fire,
    tween: Tween,
    has_run: bool,
}

impl Handlers for AnimNumber {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let value = self.value.get(cx);
        if !std::mem::replace(&mut self.has_run, true) {
            self.result.set(cx, value);
        }
        let (from, seconds) = (self.result.get(cx), self.duration.get(cx));
        self.tween.head(from, value, seconds, cx.now());
        self.tween.ask_for_frames(self.exe, cx);
        Ok(())
    }

    fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if port == self.exe {
            self.step(cx);
        }
        Ok(())
    }

    fn event(&mut self, event: Event, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if matches!(event, Event::Frame) {
            self.step(cx);
            self.tween.ask_for_frames(self.exe, cx);
        }
        Ok(())
    }
}

impl AnimNumber {
    fn step(&mut self, cx: &mut Cx<'_>) {
        let arrives = self.tween.step(self.easing, self.result, cx);
        self.next.fire(cx);
        if arrives {
            self.finished.fire(cx);
        }
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;
    use ropewalk_flow::{Instant, OpEntry, Value};

    use super::super::main_loop::MainLoop;
    use super::*;

    const QUARTER: Instant = Instant::from_millis(250);

    #[test]
    fn it_starts_at_the_value_and_rests_there() {
        let mut op = Bench::<AnimNumber>::new();
        op.node = op.graph.add(&OpEntry::of::<AnimNumber>());
        op.set("Value", 8.0).unwrap();
        assert_eq!(op.out("result"), 8.0);
        assert!(!op.graph.wants_frames());
        assert_eq!(op.pulses("Finished"), 0);
    }

    #[test]
    fn it_goes_to_the_new_value_in_its_time() {
        let mut op = Bench::<AnimNumber>::new();
        op.set("duration", 1.0).unwrap();
        op.advance(Instant::from_secs(60));
        op.set("Value", 8.0).unwrap();
        for result in [2.0, 4.0, 6.0] {
            op.frame(QUARTER);
            assert_eq!(op.out("result"), result);
            assert_eq!(op.pulses("Finished"), 0);
        }
        op.frame(QUARTER);
        assert_eq!(op.out("result"), 8.0);
        assert_eq!(op.pulses("Finished"), 1);
        assert_eq!(op.pulses("Next"), 4);
        assert!(!op.graph.wants_frames());
    }

    #[test]
    fn a_value_that_changes_on_the_way_turns_it_around() {
        let mut op = Bench::<AnimNumber>::new();
        op.set("duration", 1.0).unwrap();
        op.set("Value", 8.0).unwrap();
        op.frame(QUARTER * 2);
        op.set("Value", 0.0).unwrap();
        op.frame(QUARTER);
        assert_eq!(op.out("result"), 3.0);
        op.frame(QUARTER * 3);
        assert_eq!(op.out("result"), 0.0);
        assert_eq!(op.pulses("Finished"), 1);
    }

    #[test]
    fn the_easing_bends_the_way() {
        let mut op = Bench::<AnimNumber>::new();
        op.set("easing", "Cubic In").unwrap();
        op.set("Value", 8.0).unwrap();
        op.frame(QUARTER);
        assert_eq!(op.out("result"), 1.0);
    }

    #[test]
    fn without_a_duration_it_is_there_with_the_next_frame() {
        let mut op = Bench::<AnimNumber>::new();
        for (value, duration) in [(1.0, 0.0), (2.0, -1.0), (3.0, f64::NAN)] {
            op.set("duration", duration).unwrap();
            op.set("Value", value).unwrap();
            op.frame(Instant::ZERO);
            assert_eq!(op.out("result"), value);
        }
    }

    #[test]
    fn nan_is_passed_on_and_spoils_nothing() {
        let mut op = Bench::<AnimNumber>::new();
        for value in [f64::NAN, 3.0, f64::INFINITY, 4.0] {
            op.set("Value", value).unwrap();
            op.frame(QUARTER);
            assert_eq!(op.out("result"), value);
            assert!(!op.graph.wants_frames());
        }
    }

    #[test]
    fn linked_it_moves_with_the_pulses_only() {
        let mut op = Bench::<AnimNumber>::new();
        let clock = op.graph.add(&OpEntry::of::<MainLoop>());
        op.graph.set(clock, 1, Value::Bool(false)).unwrap();
        let link = op.graph.connect((clock, 0), (op.node, 0)).unwrap();
        op.set("Value", 8.0).unwrap();
        op.frame(QUARTER);
        assert_eq!(op.out("result"), 0.0);
        op.press("exe").unwrap();
        assert_eq!(op.out("result"), 4.0);
        assert_eq!(op.pulses("Next"), 1);
        op.graph.disconnect(link);
        op.graph.settle(op.now);
        assert!(op.graph.wants_frames());
    }
}
