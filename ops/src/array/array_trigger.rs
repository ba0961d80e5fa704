//! `Ops.Array.ArrayTrigger`

use ropewalk_flow::{Array, Cx, Fire, Handlers, In, Op, OpError, Out, Trigger};

use super::set;

/// Hands an array on with each pulse.
#[derive(Op)]
#[op(name = "Ops.Array.ArrayTrigger", help = include_str!("array_trigger.md"))]
pub(super) struct ArrayTrigger {
    /// Hands the array on.
    #[input(name = "Exec", display = "button")]
    exec: Trigger,
    /// The array.
    #[input(name = "Array", needed)]
    array: In<Array>,
    /// Fires after Result is set.
    #[output(name = "Trigger out")]
    next: Fire,
    /// The array at the last pulse.
    #[output(name = "Result")]
    result: Out<Array>,
}

impl Handlers for ArrayTrigger {
    fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if port == self.exec {
            set(self.result, self.array.get(cx), cx);
            self.next.fire(cx);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::Value;
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn the_array_is_handed_on_at_the_pulse_only() {
        let mut op = Bench::<ArrayTrigger>::new();
        for (pulses, json) in [(1, "[1]"), (2, "null"), (3, "[]")] {
            let array = Value::from_json(json).unwrap();
            let before = op.out("Result");
            op.set("Array", array.clone()).unwrap();
            assert!(op.out("Result").same(&before));
            op.press("Exec").unwrap();
            assert!(op.out("Result").same(&array));
            assert_eq!(op.pulses("Trigger out"), pulses);
        }
    }
}
