//! `Ops.Trigger.Sequence`

use ropewalk_flow::{Cx, Fire, Handlers, Op, OpError, Trigger};

/// Fires one after the other.
#[derive(Op)]
#[op(name = "Ops.Trigger.Sequence", alias = "Ops.Sequence", help = include_str!("sequence.md"))]
#[expect(dead_code, reason = "any input starts the whole sequence")]
pub(super) struct Sequence {
    /// Starts the sequence.
    #[input(name = "exe", display = "button")]
    exe: Trigger,
    /// Starts it, too.
    #[input(name = "exe 0")]
    exe0: Trigger,
    /// Starts it, too.
    #[input(name = "exe 1")]
    exe1: Trigger,
    /// Starts it, too.
    #[input(name = "exe 2")]
    exe2: Trigger,
    /// Starts it, too.
    #[input(name = "exe 3")]
    exe3: Trigger,
    /// Starts it, too.
    #[input(name = "exe 4")]
    exe4: Trigger,
    /// Starts it, too.
    #[input(name = "exe 5")]
    exe5: Trigger,
    /// Starts it, too.
    #[input(name = "exe 6")]
    exe6: Trigger,
    /// Starts it, too.
    #[input(name = "exe 7")]
    exe7: Trigger,
    /// Starts it, too.
    #[input(name = "exe 8")]
    exe8: Trigger,
    /// Starts it, too.
    #[input(name = "exe 9")]
    exe9: Trigger,
    /// Starts it, too.
    #[input(name = "exe 10")]
    exe10: Trigger,
    /// Starts it, too.
    #[input(name = "exe 11")]
    exe11: Trigger,
    /// Starts it, too.
    #[input(name = "exe 12")]
    exe12: Trigger,
    /// Starts it, too.
    #[input(name = "exe 13")]
    exe13: Trigger,
    /// Starts it, too.
    #[input(name = "exe 14")]
    exe14: Trigger,
    /// Fires first.
    #[output(name = "trigger 0")]
    trigger0: Fire,
    /// Fires second.
    #[output(name = "trigger 1")]
    trigger1: Fire,
    /// Fires third.
    #[output(name = "trigger 2")]
    trigger2: Fire,
    /// Fires fourth.
    #[output(name = "trigger 3")]
    trigger3: Fire,
    /// Fires fifth.
    #[output(name = "trigger 4")]
    trigger4: Fire,
    /// Fires sixth.
    #[output(name = "trigger 5")]
    trigger5: Fire,
    /// Fires seventh.
    #[output(name = "trigger 6")]
    trigger6: Fire,
    /// Fires eighth.
    #[output(name = "trigger 7")]
    trigger7: Fire,
    /// Fires ninth.
    #[output(name = "trigger 8")]
    trigger8: Fire,
    /// Fires tenth.
    #[output(name = "trigger 9")]
    trigger9: Fire,
    /// Fires eleventh.
    #[output(name = "trigger 10")]
    trigger10: Fire,
    /// Fires twelfth.
    #[output(name = "trigger 11")]
    trigger11: Fire,
    /// Fires thirteenth.
    #[output(name = "trigger 12")]
    trigger12: Fire,
    /// Fires fourteenth.
    #[output(name = "trigger 13")]
    trigger13: Fire,
    /// Fires fifteenth.
    #[output(name = "trigger 14")]
    trigger14: Fire,
    /// Fires last.
    #[output(name = "trigger 15")]
    trigger15: Fire,
}

impl Handlers for Sequence {
    fn trigger(&mut self, _: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        for output in [
            self.trigger0,
            self.trigger1,
            self.trigger2,
            self.trigger3,
            self.trigger4,
            self.trigger5,
            self.trigger6,
            self.trigger7,
            self.trigger8,
            self.trigger9,
            self.trigger10,
            self.trigger11,
            self.trigger12,
            self.trigger13,
            self.trigger14,
            self.trigger15,
        ] {
            output.fire(cx);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;
    use ropewalk_flow::{OpEntry, Value};

    use super::super::trigger_counter::TriggerCounter;
    use super::super::trigger_number::TriggerNumber;
    use super::*;

    #[test]
    fn every_input_fires_every_output_once() {
        let mut op = Bench::<Sequence>::new();
        for (input, pulses) in [("exe", 1), ("exe 0", 2), ("exe 14", 3)] {
            op.press(input).unwrap();
            for output in Sequence::SPEC.outputs {
                assert_eq!(op.pulses(output.name), pulses, "{}", output.name);
            }
        }
    }

    #[test]
    fn an_output_fires_when_all_that_the_one_before_has_caused_is_done() {
        let mut op = Bench::<Sequence>::new();
        let add = OpEntry::of::<TriggerNumber>();
        let count = op.graph.add(&OpEntry::of::<TriggerCounter>());
        let [early, late] = [op.graph.add(&add), op.graph.add(&add)];
        // The later output was linked first: the links' own order does not count.
        op.graph.connect((op.node, 2), (late, 0)).unwrap();
        op.graph.connect((op.node, 1), (count, 0)).unwrap();
        op.graph.connect((op.node, 0), (early, 0)).unwrap();
        for take in [early, late] {
            op.graph.connect((count, 1), (take, 1)).unwrap();
        }
        op.press("exe").unwrap();
        assert_eq!(op.graph.output(early, 1).unwrap(), &Value::Number(0.0));
        assert_eq!(op.graph.output(late, 1).unwrap(), &Value::Number(1.0));
    }
}
