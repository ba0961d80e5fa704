//! `Ops.Anim.Spring`

use ropewalk_flow::{Cx, Event, Fire, Handlers, In, Op, OpError, Out, Trigger};

use super::motion::Motion;

/// Follows a number as if it hung on a spring.
#[derive(Op)]
#[op(name = "Ops.Anim.Spring", help = include_str!("spring.md"))]
pub(crate) struct Spring {
    /// Moves the result on. Without a link here, it moves by itself with each frame.
    #[input(name = "exe")]
    pulse: Trigger,
    /// The number to follow.
    #[input(name = "value")]
    value: In<f64>,
    /// How soon it comes to rest: with 0 it swings for ever, with 1 it hardly swings.
    #[input(name = "damping", default = 0.2, min = 0, max = 1, display = "slider")]
    damping: In<f64>,
    /// How hard it is pulled to the number.
    #[input(
        name = "stiffness",
        default = 0.7,
        min = 0,
        max = 1,
        display = "slider"
    )]
    stiffness: In<f64>,
    /// Fires after each move.
    #[output(name = "trigger")]
    next: Fire,
    /// Where the spring is.
    #[output(name = "result")]
    result: Out<f64>,
    /// How fast it is, in cables' unit: a hundred times the way of a second.
    speed: f64,
    motion: Motion,
}

impl Handlers for Spring {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let is_away = self.speed != 0.0 || self.result.get(cx) != self.value.get(cx);
        self.motion.set(is_away && !self.pulse.linked(cx), cx);
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
            let rests = self.step(cx);
            self.motion.set(!rests, cx);
        }
        Ok(())
    }
}

/// The longest step in milliseconds: beyond about twice that a stiff spring would fly away.
const STEP: f64 = 20.0;
/// The longest time that is gone step by step, in milliseconds. What was before makes no difference
/// to be seen, and a page that was asleep for a night is not to compute it.
const LONGEST: f64 = 10_000.0;
/// How near to the goal, and how slow, it comes to rest.
const NEAR: f64 = 0.001;

impl Spring {
    /// Goes the way of the time since the last step. Whether it has come to rest.
    fn step(&mut self, cx: &mut Cx<'_>) -> bool {
        let passed = (self.motion.step(cx) * 1000.0).min(LONGEST);
        let steps = (passed / STEP - 1e-6).ceil().max(1.0);
        let (goal, each) = (self.value.get(cx), passed / steps);
        // How much of its speed it keeps, and how fast the spring makes it by each unit of way.
        let kept = (1.0 - self.damping.get(cx) * each / 20.0).max(0.0);
        let pull = self.stiffness.get(cx) * each / 10.0;
        let mut place = self.result.get(cx);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "there are at most 500"
        )]
        for _ in 0..steps as u32 {
            self.speed = self.speed * kept + (goal - place) * pull;
            place += self.speed * each / 100.0;
        }
        let is_near = (place - goal).abs() < NEAR && self.speed.abs() < NEAR;
        // NaN and the infinities have no way to go, and what flies away comes back.
        if is_near || !place.is_finite() || !self.speed.is_finite() {
            (place, self.speed) = (goal, 0.0);
        }
        self.result.set(cx, place);
        self.next.fire(cx);
        self.speed == 0.0
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;
    use ropewalk_flow::{Instant, OpEntry, Value};

    use super::super::main_loop::MainLoop;
    use super::*;

    const FRAME: Instant = Instant::from_millis(20);

    fn result(op: &Bench<Spring>) -> f64 {
        match op.out("result") {
            Value::Number(number) => number,
            other => panic!("{other} is no number"),
        }
    }

    #[test]
    fn it_overshoots_and_comes_to_rest_exactly() {
        let mut op = Bench::<Spring>::new();
        assert!(!op.graph.wants_frames());
        op.advance(Instant::from_secs(60));
        op.set("value", 1.0).unwrap();
        assert_eq!(result(&op), 0.0);
        let mut way = Vec::new();
        for _ in 0..120 {
            op.frame(FRAME);
            way.push(result(&op));
        }
        assert!((way[0] - 0.28).abs() < 1e-12, "{}", way[0]);
        assert!((way[1] - 0.7056).abs() < 1e-12, "{}", way[1]);
        assert!(way.iter().any(|place| *place > 1.1), "{way:?}");
        assert_eq!(way[119], 1.0);
        assert!(!op.graph.wants_frames());
        let before = op.pulses("trigger");
        op.frame(FRAME);
        assert_eq!(op.pulses("trigger"), before);
    }

    #[test]
    fn linked_it_moves_with_the_pulses_only() {
        let mut op = Bench::<Spring>::new();
        let clock = op.graph.add(&OpEntry::of::<MainLoop>());
        op.graph.set(clock, 1, Value::Bool(false)).unwrap();
        op.graph.connect((clock, 0), (op.node, 0)).unwrap();
        op.set("value", 1.0).unwrap();
        op.frame(FRAME);
        assert_eq!(result(&op), 0.0);
        op.press("exe").unwrap();
        assert!(result(&op) > 0.0);
    }

    #[test]
    fn a_long_time_without_a_pulse_does_not_tear_it() {
        let mut op = Bench::<Spring>::new();
        op.set("value", 1.0).unwrap();
        op.frame(Instant::from_secs(86_400));
        assert!((result(&op) - 1.0).abs() < 0.01, "{}", result(&op));
    }

    #[test]
    fn what_has_no_way_is_there_at_once_and_the_next_number_is_followed_from_it() {
        let mut op = Bench::<Spring>::new();
        for value in [f64::INFINITY, f64::NAN, f64::NEG_INFINITY] {
            op.set("value", value).unwrap();
            op.frame(FRAME);
            assert_eq!(op.out("result"), value);
            assert!(!op.graph.wants_frames());
        }
        op.set("value", 2.0).unwrap();
        op.frame(FRAME);
        assert_eq!(result(&op), 2.0);
    }

    #[test]
    fn whatever_its_inputs_are_it_stays_a_number() {
        for (damping, stiffness) in [
            (0.0, 1e9),
            (-5.0, 1.0),
            (1e9, -1e9),
            (f64::NAN, 1.0),
            (1.0, f64::NAN),
        ] {
            let mut op = Bench::<Spring>::new();
            op.set("damping", damping).unwrap();
            op.set("stiffness", stiffness).unwrap();
            op.set("value", 1.0).unwrap();
            for _ in 0..1000 {
                op.frame(FRAME);
                assert!(result(&op).is_finite(), "{damping} {stiffness}");
            }
        }
    }
}
