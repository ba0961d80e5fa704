//! `Ops.Anim.BoolAnim`

use ropewalk_flow::{Cx, EASINGS, Event, Fire, Handlers, In, Op, OpError, Out, Text, Trigger};

use super::tween::Tween;

/// Goes between two numbers as a boolean says.
#[derive(Op)]
#[op(name = "Ops.Anim.BoolAnim", help = include_str!("bool_anim.md"))]
pub(crate) struct BoolAnim {
    /// Moves the value on. Without a link here, it moves by itself with each frame.
    #[input(name = "exe")]
    exe: Trigger,
    /// Which number to go to.
    #[input(name = "bool")]
    bool: In<bool>,
    /// How long the way takes, in seconds.
    #[input(name = "duration", default = 0.25, min = 0, unit = "s")]
    duration: In<f64>,
    /// Which ways take time. The other one is a jump.
    #[input(
        name = "Direction",
        default = "Both",
        choices("Both", "Only True", "Only False")
    )]
    direction: In<Text>,
    /// The number for false.
    #[input(name = "value false")]
    value_false: In<f64>,
    /// The number for true.
    #[input(name = "value true", default = 1)]
    value_true: In<f64>,
    /// How it goes: in a straight line, or with a beginning or an end of another kind.
    #[input(
        name = "easing",
        default = "linear",
        choices = EASINGS
    )]
    easing: In<Text>,
    /// Fires after each move.
    #[output(name = "trigger")]
    trigger: Fire,
    /// The number on its way.
    #[output(name = "value")]
    value: Out<f64>,
    /// Whether it has arrived.
    #[output(name = "finished")]
    finished: Out<bool>,
    /// Fires when it has arrived.
    #[output(name = "Finished Trigger")]
    has_finished: Fire,
    tween: Tween,
    has_run: bool,
}

impl Handlers for BoolAnim {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let bool = self.bool.get(cx);
        let goal = if bool {
            self.value_true
        } else {
            self.value_false
        };
        let goal = goal.get(cx);
        if !std::mem::replace(&mut self.has_run, true) {
            self.value.set(cx, goal);
        }
        let jumps = match &*self.direction.get(cx) {
            "Only True" => !bool,
            "Only False" => bool,
            _ => false,
        };
        let seconds = if jumps { 0.0 } else { self.duration.get(cx) };
        self.tween.head(self.value.get(cx), goal, seconds, cx.now());
        self.finished.set(cx, !self.tween.is_moving());
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

impl BoolAnim {
    fn step(&mut self, cx: &mut Cx<'_>) {
        let arrives = self.tween.step(self.easing, self.value, cx);
        if arrives {
            self.finished.set(cx, true);
        }
        self.trigger.fire(cx);
        if arrives {
            self.has_finished.fire(cx);
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

    fn op(direction: &str) -> Bench<BoolAnim> {
        let mut op = Bench::new();
        op.set("duration", 1.0).unwrap();
        op.set("Direction", direction).unwrap();
        op
    }

    #[test]
    fn it_starts_where_the_boolean_says_and_rests_there() {
        let mut op = Bench::<BoolAnim>::new();
        assert_eq!(op.out("value"), 0.0);
        assert_eq!(op.out("finished"), true);
        assert!(!op.graph.wants_frames());
        op.node = op.graph.add(&OpEntry::of::<BoolAnim>());
        op.set("bool", true).unwrap();
        assert_eq!(op.out("value"), 1.0);
        assert_eq!(op.pulses("Finished Trigger"), 0);
    }

    #[test]
    fn it_goes_there_and_back_in_its_time() {
        let mut op = op("Both");
        op.set("value true", 5.0).unwrap();
        op.set("value false", 1.0).unwrap();
        op.frame(QUARTER * 4);
        let pulses = op.pulses("Finished Trigger");
        op.set("bool", true).unwrap();
        assert_eq!(op.out("finished"), false);
        for value in [2.0, 3.0, 4.0] {
            op.frame(QUARTER);
            assert_eq!(op.out("value"), value);
            assert_eq!(op.out("finished"), false);
        }
        op.frame(QUARTER);
        assert_eq!(op.out("value"), 5.0);
        assert_eq!(op.out("finished"), true);
        assert_eq!(op.pulses("Finished Trigger"), pulses + 1);
        assert!(!op.graph.wants_frames());
        op.set("bool", false).unwrap();
        op.frame(QUARTER);
        assert_eq!(op.out("value"), 4.0);
    }

    #[test]
    fn halfway_it_turns_around() {
        let mut op = op("Both");
        op.set("bool", true).unwrap();
        op.frame(QUARTER * 2);
        op.set("bool", false).unwrap();
        op.frame(QUARTER * 2);
        assert_eq!(op.out("value"), 0.25);
        op.frame(QUARTER * 2);
        assert_eq!(op.out("value"), 0.0);
        assert_eq!(op.pulses("Finished Trigger"), 1);
    }

    #[test]
    fn one_of_the_ways_can_be_a_jump() {
        for (direction, up, down) in [("Only True", 0.25, 0.0), ("Only False", 1.0, 0.75)] {
            let mut op = op(direction);
            op.set("bool", true).unwrap();
            op.frame(QUARTER);
            assert_eq!(op.out("value"), up, "{direction}");
            op.frame(QUARTER * 3);
            op.set("bool", false).unwrap();
            op.frame(QUARTER);
            assert_eq!(op.out("value"), down, "{direction}");
        }
    }

    #[test]
    fn without_a_duration_it_is_there_with_the_next_frame() {
        let mut op = Bench::<BoolAnim>::new();
        let mut bool = false;
        for duration in [0.0, -1.0, f64::NAN] {
            bool = !bool;
            op.set("duration", duration).unwrap();
            op.set("bool", bool).unwrap();
            op.frame(Instant::ZERO);
            assert_eq!(op.out("value"), f64::from(u8::from(bool)));
        }
    }

    #[test]
    fn linked_it_moves_with_the_pulses_only() {
        let mut op = op("Both");
        let clock = op.graph.add(&OpEntry::of::<MainLoop>());
        op.graph.set(clock, 1, Value::Bool(false)).unwrap();
        op.graph.connect((clock, 0), (op.node, 0)).unwrap();
        op.set("bool", true).unwrap();
        op.frame(QUARTER);
        assert_eq!(op.out("value"), 0.0);
        op.press("exe").unwrap();
        assert_eq!(op.out("value"), 0.25);
        assert_eq!(op.pulses("trigger"), 1);
    }
}
