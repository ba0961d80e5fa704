//! `Ops.Anim.SimpleAnim`

use ropewalk_flow::{
    Cx, EASINGS, Easing, Event, Fire, Handlers, In, Instant, Op, OpError, Out, Text, Trigger,
};

/// Goes once from one number to another, or again and again.
#[derive(Op)]
#[op(name = "Ops.Anim.SimpleAnim", help = include_str!("simple_anim.md"))]
pub(crate) struct SimpleAnim {
    /// Moves the result on. Without a link here, it moves by itself with each frame.
    #[input(name = "exe")]
    exe: Trigger,
    /// Sets out from the start.
    #[input(name = "reset", display = "button")]
    reset: Trigger,
    /// Goes back to the start and waits there.
    #[input(name = "rewind", display = "button")]
    rewind: Trigger,
    /// Where the way begins.
    #[input(name = "start")]
    start: In<f64>,
    /// Where it ends.
    #[input(name = "end", default = 1)]
    end: In<f64>,
    /// How long it takes, in seconds.
    #[input(name = "duration", default = 0.5, min = 0, unit = "s")]
    duration: In<f64>,
    /// Whether it begins again when it has come to the end.
    #[input(name = "loop")]
    again: In<bool>,
    /// Whether it waits for the first reset. It sets out at once otherwise.
    #[input(name = "Wait for Reset", default = true)]
    waits: In<bool>,
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
    /// Whether it has come to the end.
    #[output(name = "finished")]
    finished: Out<bool>,
    /// Fires when it comes to the end.
    #[output(name = "Finished Trigger")]
    has_finished: Fire,
    stage: Stage,
}

#[derive(Clone, Copy, Default)]
enum Stage {
    #[default]
    AtStart,
    /// On the way since then.
    OnTheWay(Instant),
    AtEnd,
}

impl Handlers for SimpleAnim {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let sets_out = self.waits.changed(cx) && !self.waits.get(cx);
        if sets_out && matches!(self.stage, Stage::AtStart) {
            self.stage = Stage::OnTheWay(cx.now());
        }
        match self.stage {
            Stage::AtStart => self.result.set(cx, self.start.get(cx)),
            Stage::AtEnd => self.result.set(cx, self.end.get(cx)),
            Stage::OnTheWay(_) => {}
        }
        self.move_with_frames(cx);
        Ok(())
    }

    fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if port == self.exe {
            self.step(cx);
            return Ok(());
        }
        self.stage = if port == self.reset {
            Stage::OnTheWay(cx.now())
        } else if port == self.rewind {
            Stage::AtStart
        } else {
            return Ok(());
        };
        self.result.set(cx, self.start.get(cx));
        self.finished.set(cx, false);
        self.move_with_frames(cx);
        Ok(())
    }

    fn event(&mut self, event: Event, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if matches!(event, Event::Frame) {
            self.step(cx);
            self.move_with_frames(cx);
        }
        Ok(())
    }
}

impl SimpleAnim {
    fn move_with_frames(&self, cx: &mut Cx<'_>) {
        let is_moving = matches!(self.stage, Stage::OnTheWay(_));
        cx.request_frames(is_moving && !self.exe.linked(cx));
    }

    fn step(&mut self, cx: &mut Cx<'_>) {
        let mut arrives = false;
        if let Stage::OnTheWay(since) = self.stage {
            let passed = cx.now().saturating_sub(since).as_secs_f64();
            let seconds = self.duration.get(cx);
            let (start, end) = (self.start.get(cx), self.end.get(cx));
            // A time that is none, or next to none, is over and cannot begin again.
            let rounds = if seconds > 0.0 {
                passed / seconds
            } else {
                f64::INFINITY
            };
            let goes_on = rounds < 1.0 || (rounds.is_finite() && self.again.get(cx));
            if goes_on {
                let easing = Easing::of_name(&self.easing.get(cx)).unwrap_or_default();
                let part = easing.at(rounds.fract());
                self.result.set(cx, start + (end - start) * part);
            } else {
                arrives = true;
                self.stage = Stage::AtEnd;
                self.result.set(cx, end);
                self.finished.set(cx, true);
            }
        }
        self.next.fire(cx);
        if arrives {
            self.has_finished.fire(cx);
        }
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;
    use ropewalk_flow::{OpEntry, Value};

    use super::super::main_loop::MainLoop;
    use super::*;

    const QUARTER: Instant = Instant::from_millis(250);

    /// From 10 to 30 in a second.
    fn op() -> Bench<SimpleAnim> {
        let mut op = Bench::new();
        for (port, number) in [("start", 10.0), ("end", 30.0), ("duration", 1.0)] {
            op.set(port, number).unwrap();
        }
        op
    }

    #[test]
    fn it_waits_at_the_start_and_goes_its_way_after_a_reset() {
        let mut op = op();
        op.frame(QUARTER * 8);
        assert_eq!(op.out("result"), 10.0);
        assert!(!op.graph.wants_frames());
        op.press("reset").unwrap();
        for result in [15.0, 20.0, 25.0] {
            op.frame(QUARTER);
            assert_eq!(op.out("result"), result);
            assert_eq!(op.out("finished"), false);
        }
        op.frame(QUARTER);
        assert_eq!(op.out("result"), 30.0);
        assert_eq!(op.out("finished"), true);
        assert_eq!(op.pulses("Finished Trigger"), 1);
        assert_eq!(op.pulses("Next"), 4);
        assert!(!op.graph.wants_frames());
        op.press("reset").unwrap();
        assert_eq!(op.out("result"), 10.0);
        assert_eq!(op.out("finished"), false);
        assert!(op.graph.wants_frames());
    }

    #[test]
    fn it_can_set_out_at_once() {
        let mut op = op();
        op.set("Wait for Reset", false).unwrap();
        op.frame(QUARTER);
        assert_eq!(op.out("result"), 15.0);
    }

    #[test]
    fn rewound_it_waits_at_the_start() {
        let mut op = op();
        op.press("reset").unwrap();
        op.frame(QUARTER);
        op.press("rewind").unwrap();
        assert_eq!(op.out("result"), 10.0);
        assert!(!op.graph.wants_frames());
        op.set("start", 5.0).unwrap();
        assert_eq!(op.out("result"), 5.0);
    }

    #[test]
    fn in_a_loop_it_begins_again_and_never_ends() {
        let mut op = op();
        op.set("loop", true).unwrap();
        op.press("reset").unwrap();
        for result in [25.0, 20.0, 15.0, 10.0] {
            op.frame(QUARTER * 3);
            assert_eq!(op.out("result"), result);
        }
        assert_eq!(op.pulses("Finished Trigger"), 0);
        op.set("loop", false).unwrap();
        op.frame(QUARTER);
        assert_eq!(op.out("result"), 30.0);
    }

    #[test]
    fn without_a_duration_it_is_there_with_the_next_frame_also_in_a_loop() {
        let mut op = op();
        op.set("loop", true).unwrap();
        for (pulses, duration) in [(1, 0.0), (2, -1.0), (3, f64::NAN), (4, 5e-324)] {
            op.set("duration", duration).unwrap();
            op.press("reset").unwrap();
            op.frame(QUARTER);
            assert_eq!(op.out("result"), 30.0);
            assert_eq!(op.pulses("Finished Trigger"), pulses, "{duration}");
        }
    }

    #[test]
    fn linked_it_moves_with_the_pulses_only() {
        let mut op = op();
        let clock = op.graph.add(&OpEntry::of::<MainLoop>());
        op.graph.set(clock, 1, Value::Bool(false)).unwrap();
        op.graph.connect((clock, 0), (op.node, 0)).unwrap();
        op.press("reset").unwrap();
        op.frame(QUARTER);
        assert_eq!(op.out("result"), 10.0);
        op.press("exe").unwrap();
        assert_eq!(op.out("result"), 15.0);
    }
}
