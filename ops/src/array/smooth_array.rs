//! `Ops.Array.SmoothArray`

use ropewalk_flow::{Array, Cx, Event, Fire, Handlers, In, Op, OpError, Out, Trigger, Value};

use super::set;
use crate::json::number;
use crate::time::{Motion, followed};

/// Follows the numbers of an array softly.
#[derive(Op)]
#[op(name = "Ops.Array.SmoothArray", help = include_str!("smooth_array.md"))]
pub(super) struct SmoothArray {
    /// Moves the numbers on. Without a link here, they move by themselves with each frame.
    #[input(name = "Execute")]
    pulse: Trigger,
    /// The numbers to follow.
    #[input(name = "Array In", needed)]
    array: In<Array>,
    /// Whether falling has a factor of its own.
    #[input(name = "Separate inc/dec")]
    separate: In<bool>,
    /// How slow: each sixtieth of a second a number goes this part of the way (4: a quarter).
    /// 1 and less follow at once.
    #[input(name = "Inc factor", default = 4, min = 1)]
    up: In<f64>,
    /// The same for falling, if that is separate.
    #[input(name = "Dec factor", default = 4, min = 1)]
    down: In<f64>,
    /// Fires after each move.
    #[output(name = "Next")]
    next: Fire,
    /// The smoothed numbers.
    #[output(name = "Array Out")]
    result: Out<Array>,
    goals: Option<Vec<f64>>,
    numbers: Option<Vec<f64>>,
    motion: Motion,
}

impl Handlers for SmoothArray {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if self.array.changed(cx) {
            self.goals = self.array.get(cx).map(|array| {
                let number = |item: &Value| number(item).unwrap_or(0.0);
                array.iter().map(number).collect()
            });
            // Another length has no way to go: it begins anew.
            if self.goals.as_ref().map(Vec::len) != self.numbers.as_ref().map(Vec::len) {
                self.numbers.clone_from(&self.goals);
                self.show(cx);
            }
        }
        self.move_with_frames(cx);
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
            self.step(cx);
            self.move_with_frames(cx);
        }
        Ok(())
    }
}

impl SmoothArray {
    fn show(&self, cx: &mut Cx<'_>) {
        let numbers = self.numbers.iter().flatten();
        let array = numbers.map(|number| Value::Number(*number)).collect();
        set(self.result, self.numbers.is_some().then_some(array), cx);
    }

    fn move_with_frames(&mut self, cx: &mut Cx<'_>) {
        let moves = self.numbers != self.goals && !self.pulse.linked(cx);
        self.motion.set(moves, cx);
    }

    /// Goes the way of the time since the last step.
    fn step(&mut self, cx: &mut Cx<'_>) {
        let passed = self.motion.step(cx);
        let (up, down) = (self.up.get(cx), self.down.get(cx));
        let down = if self.separate.get(cx) { down } else { up };
        let (Some(goals), Some(numbers)) = (&self.goals, &mut self.numbers) else {
            return;
        };
        for (number, goal) in numbers.iter_mut().zip(goals) {
            let factor = if goal < number { down } else { up };
            *number = followed(*number, *goal, factor, passed);
        }
        self.show(cx);
        self.next.fire(cx);
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::Instant;
    use ropewalk_flow::testing::Bench;

    use super::*;

    fn array(json: &str) -> Value {
        Value::from_json(json).unwrap()
    }

    const FRAME: Instant = Instant::from_micros(16_667);

    #[test]
    fn the_numbers_follow_frame_by_frame_and_come_to_rest() {
        let mut op = Bench::<SmoothArray>::new();
        assert_eq!(op.out("Array Out"), Value::None);
        op.set("Array In", array("[0,8]")).unwrap();
        assert_eq!(op.out("Array Out").to_json(), "[0,8]", "it starts there");
        op.set("Inc factor", 2.0).unwrap();
        op.set("Array In", array("[8,0]")).unwrap();
        op.frame(FRAME);
        let Value::Array(numbers) = op.out("Array Out") else {
            panic!("no array");
        };
        for number in numbers.iter() {
            let Value::Number(number) = number else {
                panic!("{number}");
            };
            assert!((number - 4.0).abs() < 1e-3, "{number}");
        }
        for _ in 0..100 {
            op.frame(FRAME);
        }
        assert_eq!(op.out("Array Out").to_json(), "[8,0]");
        let pulses = op.pulses("Next");
        op.frame(FRAME);
        assert_eq!(op.pulses("Next"), pulses, "it rests");
    }

    #[test]
    fn falling_can_have_a_factor_of_its_own() {
        let mut op = Bench::<SmoothArray>::new();
        op.set("Array In", array("[0,8]")).unwrap();
        op.set("Separate inc/dec", true).unwrap();
        op.set("Dec factor", 1.0).unwrap();
        op.set("Inc factor", f64::NAN).unwrap();
        op.set("Array In", array("[8,0]")).unwrap();
        op.frame(FRAME);
        assert_eq!(op.out("Array Out").to_json(), "[8,0]");
    }

    #[test]
    fn another_length_and_what_is_no_number() {
        let mut op = Bench::<SmoothArray>::new();
        op.set("Array In", array("[1]")).unwrap();
        op.set("Array In", array(r#"[5,"x",null]"#)).unwrap();
        assert_eq!(op.out("Array Out").to_json(), "[5,0,0]");
        op.set("Array In", Value::None).unwrap();
        assert_eq!(op.out("Array Out"), Value::None);
        op.press("Execute").unwrap();
        assert_eq!(op.pulses("Next"), 0);
    }
}
