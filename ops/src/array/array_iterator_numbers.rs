//! `Ops.Array.ArrayIteratorNumbers`

use ropewalk_flow::{Array, Cx, Fire, Handlers, In, Op, OpError, Out, Trigger};

use super::count;
use crate::json::number;
use crate::trigger::repeats;

/// Fires for each number of an array.
#[derive(Op)]
#[op(
    name = "Ops.Array.ArrayIteratorNumbers",
    alias = "Ops.Array.ArrayIterator",
    help = include_str!("array_iterator_numbers.md")
)]
pub(super) struct ArrayIteratorNumbers {
    /// Starts a round.
    #[input(name = "exe", display = "button")]
    exe: Trigger,
    /// The array.
    #[input(name = "array", needed)]
    array: In<Array>,
    /// Fires once for each item.
    #[output(name = "trigger")]
    trigger: Fire,
    /// Where the item is, counted from 0.
    #[output(name = "index")]
    index: Out<f64>,
    /// The number; 0 where the item is none.
    #[output(name = "value")]
    value: Out<f64>,
}

impl Handlers for ArrayIteratorNumbers {
    fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let Some(array) = self.array.get(cx).filter(|_| port == self.exe) else {
            return Ok(());
        };
        let (rounds, outcome) = repeats(count(&array), 1.0);
        for (index, item) in (0..rounds).zip(array.iter()) {
            self.index.set(cx, f64::from(index));
            self.value.set(cx, number(item).unwrap_or(0.0));
            self.trigger.fire(cx);
        }
        outcome
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;
    use ropewalk_flow::{OpEntry, Text, Value};

    use super::*;

    /// Writes down the numbers at each pulse.
    #[derive(Op)]
    #[op(name = "Ops.Test.Listener")]
    struct Listener {
        /// The pulses.
        #[input(name = "pulse")]
        pulse: Trigger,
        /// The first number.
        #[input(name = "index")]
        index: In<f64>,
        /// The second.
        #[input(name = "value")]
        value: In<f64>,
        /// All that was written.
        #[output(name = "heard")]
        heard: Out<Text>,
    }

    impl Handlers for Listener {
        fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
            assert_eq!(port, self.pulse);
            let (index, value) = (self.index.get(cx), self.value.get(cx));
            let heard = format!("{}{index}:{value} ", self.heard.get(cx));
            self.heard.set(cx, heard);
            Ok(())
        }
    }

    #[test]
    fn each_number_has_its_pulse_in_order() {
        let mut op = Bench::<ArrayIteratorNumbers>::new();
        let heard = op.graph.add(&OpEntry::of::<Listener>());
        for port in 0..3 {
            op.graph.connect((op.node, port), (heard, port)).unwrap();
        }
        let array = Value::from_json(r#"[7,7,"2.5",null,"a",true]"#).unwrap();
        op.set("array", array).unwrap();
        assert_eq!(op.pulses("trigger"), 0);
        op.press("exe").unwrap();
        let heard = op.graph.output(heard, 0).unwrap();
        assert_eq!(*heard, "0:7 1:7 2:2.5 3:0 4:0 5:1 ");
    }

    #[test]
    fn where_there_is_nothing_it_does_not_fire() {
        let mut op = Bench::<ArrayIteratorNumbers>::new();
        op.press("exe").unwrap();
        op.set("array", Value::from_json("[]").unwrap()).unwrap();
        op.press("exe").unwrap();
        assert_eq!(op.pulses("trigger"), 0);
        assert_eq!(op.problem(), None);
    }

    #[test]
    fn a_very_long_array_is_cut_off_and_it_says_so() {
        let mut op = Bench::<ArrayIteratorNumbers>::new();
        let array: Array = std::iter::repeat_n(Value::Number(1.0), 100_001).collect();
        op.set("array", array).unwrap();
        op.press("exe").unwrap();
        assert_eq!(op.pulses("trigger"), 100_000);
        assert!(op.problem().unwrap().contains("100000"));
    }
}
