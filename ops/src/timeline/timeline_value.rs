//! `Ops.TimeLine.TimelineValue`

use std::rc::Rc;

use ropewalk_flow::{Animation, Array, Cx, Handlers, In, Op, OpError, Out, Text, Value};

use super::FRAMES;

/// Looks up the number that an animation has at a time.
#[derive(Op)]
#[op(name = "Ops.TimeLine.TimelineValue", help = include_str!("timeline_value.md"))]
pub(super) struct TimelineValue {
    /// The time to look at.
    #[input(name = "Time")]
    time: In<f64>,
    /// The animation: give this input its keys.
    #[input(name = "Value")]
    value: In<f64>,
    /// What the time is in: seconds, or frames, of which a second has 30.
    #[input(name = "Unit", default = "Seconds", choices("Seconds", "Frames"))]
    unit: In<Text>,
    /// The number at that time.
    #[output(name = "Result")]
    result: Out<f64>,
    /// The keys: time, value, time, value and so on, the times in seconds.
    #[output(name = "Anim Array")]
    keys: Out<Array>,
    /// Whether the time is after the last key.
    #[output(name = "Anim Finished")]
    finished: Out<bool>,
    /// The animation whose keys are in the array.
    seen: Option<Rc<Animation>>,
}

impl Handlers for TimelineValue {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let Some(animation) = self.value.animation(cx) else {
            cx.set_warning("`Value` is not animated: give it keys.");
            self.result.set(cx, self.value.get(cx));
            self.keys.set(cx, Array::from([]));
            self.finished.set(cx, true);
            self.seen = None;
            return Ok(());
        };
        cx.clear_problem();
        let mut time = self.time.get(cx);
        if &*self.unit.get(cx) == "Frames" {
            time /= FRAMES;
        }
        let own = self.value.get(cx);
        self.result.set(cx, animation.at(time).unwrap_or(own));
        let last = animation.keys().last();
        let has_ended = last.is_none_or(|last| time >= last.time);
        self.finished.set(cx, has_ended);
        let is_known = self
            .seen
            .as_ref()
            .is_some_and(|seen| Rc::ptr_eq(seen, &animation));
        if !is_known {
            let keys = animation.keys().iter();
            let numbers = keys.flat_map(|key| [key.time, key.value]);
            self.keys
                .set(cx, numbers.map(Value::Number).collect::<Array>());
            self.seen = Some(animation);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;
    use ropewalk_flow::{Keyframe, Repeat, Source};

    use super::*;

    fn animate(op: &mut Bench<TimelineValue>, keys: &[(f64, f64)], repeat: Repeat) {
        let key = |&(time, value): &(f64, f64)| Keyframe {
            time,
            value,
            ..Keyframe::default()
        };
        let animation = Animation::new(keys.iter().map(key).collect(), repeat);
        let source = Some(Source::Animation(Rc::new(animation)));
        op.graph.set_source(op.node, 1, source).unwrap();
        op.graph.settle(op.now);
    }

    #[test]
    fn it_tells_the_number_at_a_time() {
        let mut op = Bench::<TimelineValue>::new();
        animate(&mut op, &[(1.0, 10.0), (3.0, 20.0)], Repeat::Off);
        for (time, number, finished) in [
            (0.0, 10.0, false),
            (2.0, 15.0, false),
            (3.0, 20.0, true),
            (9.0, 20.0, true),
            (f64::NAN, 10.0, false),
        ] {
            op.set("Time", time).unwrap();
            assert_eq!(op.out("Result"), number, "{time}");
            assert_eq!(op.out("Anim Finished"), finished, "{time}");
        }
        op.set("Unit", "Frames").unwrap();
        op.set("Time", 60.0).unwrap();
        assert_eq!(op.out("Result"), 15.0);
    }

    #[test]
    fn it_shows_the_keys_and_sees_them_change() {
        let mut op = Bench::<TimelineValue>::new();
        animate(&mut op, &[(1.0, 10.0), (3.0, 20.0)], Repeat::Mirror);
        let keys = Value::from_json("[1, 10, 3, 20]").unwrap();
        assert_eq!(op.out("Anim Array"), keys);
        op.set("Time", 4.0).unwrap();
        assert_eq!(op.out("Result"), 15.0);
        assert!(op.out("Anim Array").same(&op.out("Anim Array")));
        animate(&mut op, &[(0.0, 5.0)], Repeat::Off);
        assert_eq!(op.out("Anim Array"), Value::from_json("[0, 5]").unwrap());
        assert_eq!(op.out("Result"), 5.0);
        animate(&mut op, &[], Repeat::Off);
        assert_eq!(op.out("Anim Array"), Value::from_json("[]").unwrap());
        assert_eq!(op.out("Anim Finished"), true);
    }

    #[test]
    fn without_an_animation_it_says_so_and_passes_the_value_on() {
        let mut op = Bench::<TimelineValue>::new();
        op.set("Value", 7.0).unwrap();
        assert_eq!(
            op.problem().unwrap(),
            "`Value` is not animated: give it keys.".into()
        );
        assert_eq!(op.out("Result"), 7.0);
        assert_eq!(op.out("Anim Finished"), true);
    }
}
