//! `Ops.Array.ArrayIteratorObjects`

use ropewalk_flow::{Array, Cx, Fire, Handlers, In, Object, Op, OpError, Out, Trigger, Value};

use super::count;
use crate::trigger::repeats;

/// Fires for each object of an array.
#[derive(Op)]
#[op(name = "Ops.Array.ArrayIteratorObjects", help = include_str!("array_iterator_objects.md"))]
pub(super) struct ArrayIteratorObjects {
    /// Starts a round.
    #[input(name = "exe", display = "button")]
    exe: Trigger,
    /// The array.
    #[input(name = "array", needed)]
    array: In<Array>,
    /// Fires once for each item.
    #[output(name = "trigger")]
    trigger: Fire,
    /// Fires after the last item.
    #[output(name = "finished")]
    finished: Fire,
    /// Where the item is, counted from 0.
    #[output(name = "index")]
    index: Out<f64>,
    /// The object; nothing where the item is none.
    #[output(name = "value")]
    value: Out<Object>,
}

impl Handlers for ArrayIteratorObjects {
    fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let Some(array) = self.array.get(cx).filter(|_| port == self.exe) else {
            return Ok(());
        };
        let (rounds, outcome) = repeats(count(&array), 1.0);
        for (index, item) in (0..rounds).zip(array.iter()) {
            self.index.set(cx, f64::from(index));
            match item {
                Value::Object(object) => self.value.set(cx, object.clone()),
                _ => self.value.clear(cx),
            }
            self.trigger.fire(cx);
        }
        self.finished.fire(cx);
        outcome
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;
    use ropewalk_flow::{OpEntry, Text};

    use super::*;

    /// Writes down the objects at each pulse.
    #[derive(Op)]
    #[op(name = "Ops.Test.Listener")]
    struct Listener {
        /// The pulses.
        #[input(name = "pulse")]
        pulse: Trigger,
        /// The end.
        #[input(name = "end")]
        end: Trigger,
        /// The index.
        #[input(name = "index")]
        index: In<f64>,
        /// The object.
        #[input(name = "value")]
        value: In<Object>,
        /// All that was written.
        #[output(name = "heard")]
        heard: Out<Text>,
    }

    impl Handlers for Listener {
        fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
            let mut heard = self.heard.get(cx).to_string();
            if port == self.pulse {
                let object = self.value.get(cx).map_or(Value::None, Value::Object);
                heard += &format!("{}:{} ", self.index.get(cx), object.to_json());
            } else {
                assert_eq!(port, self.end);
                heard += "end";
            }
            self.heard.set(cx, heard);
            Ok(())
        }
    }

    #[test]
    fn each_object_has_its_pulse_and_the_end_too() {
        let mut op = Bench::<ArrayIteratorObjects>::new();
        let heard = op.graph.add(&OpEntry::of::<Listener>());
        for port in 0..4 {
            op.graph.connect((op.node, port), (heard, port)).unwrap();
        }
        let array = Value::from_json(r#"[{"a":1},7,{}]"#).unwrap();
        op.set("array", array).unwrap();
        op.press("exe").unwrap();
        let heard = op.graph.output(heard, 0).unwrap();
        assert_eq!(*heard, r#"0:{"a":1} 1:null 2:{} end"#);
    }

    #[test]
    fn an_empty_array_ends_at_once_and_none_does_nothing() {
        let mut op = Bench::<ArrayIteratorObjects>::new();
        op.press("exe").unwrap();
        assert_eq!(op.pulses("finished"), 0);
        op.set("array", Value::from_json("[]").unwrap()).unwrap();
        op.press("exe").unwrap();
        assert_eq!(op.pulses("trigger"), 0);
        assert_eq!(op.pulses("finished"), 1);
    }

    #[test]
    fn a_very_long_array_is_cut_off_and_it_says_so() {
        let mut op = Bench::<ArrayIteratorObjects>::new();
        let array: Array = std::iter::repeat_n(Value::None, 100_001).collect();
        op.set("array", array).unwrap();
        op.press("exe").unwrap();
        assert_eq!(op.pulses("trigger"), 100_000);
        assert_eq!(op.pulses("finished"), 1);
        assert!(op.problem().unwrap().contains("100000"));
    }
}
