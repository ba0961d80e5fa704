//! `Ops.Anim.Smooth`

use ropewalk_flow::{Cx, Event, Fire, Handlers, In, Op, OpError, Out, Trigger};

use super::motion::Motion;

/// How many steps a second the factors are made for.
const STEPS_PER_SECOND: f64 = 60.0;

/// Follows a number softly: quick at first, then slower and slower.
#[derive(Op)]
#[op(name = "Ops.Anim.Smooth", help = include_str!("smooth.md"))]
pub(crate) struct Smooth {
    /// Moves the result on. Without a link here, it moves by itself with each frame.
    #[input(name = "Update")]
    pulse: Trigger,
    /// Whether falling has a factor of its own.
    #[input(name = "Separate inc/dec")]
    separate: In<bool>,
    /// The number to follow.
    #[input(name = "Value")]
    value: In<f64>,
    /// How slow: each sixtieth of a second the result goes this part of the way (4: a quarter).
    /// 1 and less follow at once.
    #[input(name = "Inc factor", default = 4, min = 1)]
    up: In<f64>,
    /// The same for falling, if that is separate.
    #[input(name = "Dec factor", default = 4, min = 1)]
    down: In<f64>,
    /// Fires after each move.
    #[output(name = "Next")]
    next: Fire,
    /// The smoothed number.
    #[output(name = "Result")]
    result: Out<f64>,
    motion: Motion,
}

impl Handlers for Smooth {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if self.motion.is_new() {
            let start = self.value.get(cx);
            self.result.set(cx, start);
        }
        let arrived = self.result.get(cx) == self.value.get(cx);
        self.motion.set(!arrived && !self.pulse.linked(cx), cx);
        Ok(())
    }

    fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if port == self.pulse {
            self.step(cx);
        }
        Ok(())
    }

    fn event(&mut self, event: Event, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if matches!(event, Event::Frame) && self.motion.is_moving() {
            let arrived = self.step(cx);
            self.motion.set(!arrived, cx);
        }
        Ok(())
    }
}

impl Smooth {
    /// Goes the way of the time since the last step. Whether that was all of it.
    fn step(&mut self, cx: &mut Cx<'_>) -> bool {
        let passed = self.motion.step(cx);
        let goal = self.value.get(cx);
        let result = self.result.get(cx);
        let falls = goal < result && self.separate.get(cx);
        let factor = if falls { self.down } else { self.up }.get(cx);
        let result = followed(result, goal, factor, passed);
        self.result.set(cx, result);
        self.next.fire(cx);
        result == goal || result.is_nan()
    }
}

/// Where a number is that follows a goal, so many seconds later. It arrives at last.
pub(crate) fn followed(number: f64, goal: f64, factor: f64, passed: f64) -> f64 {
    // `max` takes 1 for NaN.
    let kept = 1.0 - 1.0 / factor.max(1.0);
    let rest = if kept > 0.0 {
        (goal - number) * kept.powf(passed * STEPS_PER_SECOND)
    } else {
        0.0
    };
    // The last bit is too small to be seen, and would never end. NaN and the infinities have no
    // way to go.
    if !rest.is_finite() || rest.abs() <= goal.abs().max(1e-3) * 1e-9 {
        goal
    } else {
        goal - rest
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;
    use ropewalk_flow::{GraphError, Instant, OpEntry, Value};

    use super::super::main_loop::MainLoop;
    use super::*;

    /// One sixtieth of a second.
    const FRAME: Instant = Instant::from_nanos(16_666_667);

    #[track_caller]
    fn assert_near(value: &Value, expected: f64) {
        let Value::Number(number) = value else {
            panic!("{value} is no number")
        };
        assert!((number - expected).abs() < 1e-6, "{number} is {expected}");
    }

    #[test]
    fn it_starts_at_the_value_and_rests_there() {
        let op = Bench::<Smooth>::new();
        assert_eq!(op.out("Result"), 0.0);
        assert!(!op.graph.wants_frames());
    }

    #[test]
    fn it_follows_by_itself_until_it_has_arrived() -> Result<(), GraphError> {
        let mut op = Bench::<Smooth>::new();
        op.advance(Instant::from_secs(60));
        op.set("Value", 8.0)?;
        assert_eq!(op.out("Result"), 0.0);
        op.frame(FRAME);
        assert_near(&op.out("Result"), 2.0);
        op.frame(FRAME);
        assert_near(&op.out("Result"), 3.5);
        assert_eq!(op.pulses("Next"), 2);
        (0..120).for_each(|_| op.frame(FRAME));
        assert_eq!(op.out("Result"), 8.0);
        assert!(!op.graph.wants_frames());
        Ok(())
    }

    #[test]
    fn the_way_does_not_depend_on_the_rate_of_frames() -> Result<(), GraphError> {
        for frames in [1, 5, 24, 144] {
            let mut op = Bench::<Smooth>::new();
            op.set("Inc factor", 40.0)?;
            op.set("Value", 1.0)?;
            (0..frames).for_each(|_| op.frame(Instant::from_secs(1) / frames));
            assert_near(&op.out("Result"), 1.0 - (39.0_f64 / 40.0).powi(60));
        }
        Ok(())
    }

    #[test]
    fn rising_and_falling_can_differ() -> Result<(), GraphError> {
        let mut op = Bench::<Smooth>::new();
        op.set("Inc factor", 1.0)?;
        op.set("Dec factor", 2.0)?;
        op.set("Separate inc/dec", true)?;
        op.set("Value", 8.0)?;
        op.frame(FRAME);
        assert_eq!(op.out("Result"), 8.0);
        op.set("Value", 0.0)?;
        op.frame(FRAME);
        assert_near(&op.out("Result"), 4.0);
        op.set("Separate inc/dec", false)?;
        op.frame(FRAME);
        assert_eq!(op.out("Result"), 0.0);
        Ok(())
    }

    #[test]
    fn factors_that_are_none_follow_at_once() -> Result<(), GraphError> {
        let mut op = Bench::<Smooth>::new();
        for (goal, factor) in [(1.0, 0.0), (2.0, -3.0), (3.0, f64::NAN), (4.0, 0.5)] {
            op.set("Inc factor", factor)?;
            op.set("Value", goal)?;
            op.frame(FRAME);
            assert_eq!(op.out("Result"), goal, "{factor}");
        }
        Ok(())
    }

    #[test]
    fn nan_is_passed_on_and_spoils_nothing() -> Result<(), GraphError> {
        let mut op = Bench::<Smooth>::new();
        op.set("Value", f64::NAN)?;
        op.frame(FRAME);
        assert_eq!(op.out("Result"), f64::NAN);
        op.set("Value", 3.0)?;
        op.frame(FRAME);
        assert_eq!(op.out("Result"), 3.0);
        Ok(())
    }

    #[test]
    fn linked_it_moves_with_the_pulses_only() -> Result<(), GraphError> {
        let mut op = Bench::<Smooth>::new();
        let clock = op.graph.add(&OpEntry::of::<MainLoop>());
        op.graph.set(clock, 1, Value::Bool(false))?;
        let link = op.graph.connect((clock, 0), (op.node, 0))?;
        op.set("Value", 8.0)?;
        op.frame(FRAME);
        assert_eq!(op.out("Result"), 0.0);
        assert!(!op.graph.wants_frames());
        op.press("Update")?;
        assert_near(&op.out("Result"), 2.0);
        op.graph.disconnect(link);
        op.graph.settle(op.now);
        assert!(op.graph.wants_frames());
        Ok(())
    }
}
