//! `Ops.Array.ArrayBuffer`

use ropewalk_flow::{Array, Cx, Fire, Handlers, In, Op, OpError, Out, Trigger, Value};

use super::{bounded, count};

/// Keeps the last numbers in an array.
#[derive(Op)]
#[op(name = "Ops.Array.ArrayBuffer", help = include_str!("array_buffer.md"))]
pub(super) struct ArrayBuffer {
    /// Takes the number in.
    #[input(name = "exec", display = "button")]
    exec: Trigger,
    /// The number.
    #[input(name = "Value")]
    value: In<f64>,
    /// How many of the last ones are kept.
    #[input(
        name = "Max Length",
        default = 100,
        min = 0,
        max = 100000,
        display = "integer"
    )]
    length: In<f64>,
    /// Forgets them all.
    #[input(name = "Reset", display = "button")]
    reset: Trigger,
    /// Fires after the array is set.
    #[output(name = "Trigger out")]
    next: Fire,
    /// The numbers, the last one at the end.
    #[output(name = "Result")]
    result: Out<Array>,
    /// How many there are.
    #[output(name = "Array length")]
    count: Out<f64>,
}

impl Handlers for ArrayBuffer {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        self.keep(&[], cx)
    }

    fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let outcome = if port == self.exec {
            let value = Value::Number(self.value.get(cx));
            self.keep(&[value], cx)
        } else if port == self.reset {
            self.result.clear(cx);
            self.keep(&[], cx)
        } else {
            return Ok(());
        };
        self.next.fire(cx);
        outcome
    }
}

impl ArrayBuffer {
    /// Takes more in, and forgets the oldest that are too many.
    fn keep(&self, more: &[Value], cx: &mut Cx<'_>) -> Result<(), OpError> {
        let (length, outcome) = bounded(self.length.get(cx));
        let array = self.result.get(cx);
        let old = array.as_deref().unwrap_or_default();
        let surplus = (old.len() + more.len()).saturating_sub(length);
        // As long as nothing has changed, the array stays the same one.
        if array.is_none() || surplus > 0 || !more.is_empty() {
            let kept: Array = old.iter().chain(more).skip(surplus).cloned().collect();
            self.count.set(cx, count(&kept));
            self.result.set(cx, kept);
        }
        outcome
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    fn take_in(op: &mut Bench<ArrayBuffer>, values: &[f64]) -> String {
        for value in values {
            op.set("Value", *value).unwrap();
            op.press("exec").unwrap();
        }
        op.out("Result").to_json()
    }

    #[test]
    fn the_last_numbers_are_kept() {
        let mut op = Bench::<ArrayBuffer>::new();
        assert_eq!(op.out("Result").to_json(), "[]");
        op.set("Max Length", 3.0).unwrap();
        assert_eq!(take_in(&mut op, &[1.0, 1.0]), "[1,1]");
        assert_eq!(op.out("Array length"), 2.0);
        assert_eq!(take_in(&mut op, &[2.0, 3.0]), "[1,2,3]");
        assert_eq!(op.out("Array length"), 3.0);
        assert_eq!(op.pulses("Trigger out"), 4);
    }

    #[test]
    fn a_change_of_the_value_alone_takes_nothing_in() {
        let mut op = Bench::<ArrayBuffer>::new();
        let before = op.out("Result");
        op.set("Value", 5.0).unwrap();
        assert!(op.out("Result").same(&before));
        assert_eq!(op.pulses("Trigger out"), 0);
    }

    #[test]
    fn an_array_that_was_handed_on_does_not_change() {
        let mut op = Bench::<ArrayBuffer>::new();
        take_in(&mut op, &[1.0]);
        let before = op.out("Result");
        take_in(&mut op, &[2.0]);
        assert_eq!(before.to_json(), "[1]");
    }

    #[test]
    fn a_shorter_length_forgets_the_oldest_and_a_reset_forgets_all() {
        let mut op = Bench::<ArrayBuffer>::new();
        take_in(&mut op, &[1.0, 2.0, 3.0]);
        op.set("Max Length", 2.9).unwrap();
        assert_eq!(op.out("Result").to_json(), "[2,3]");
        op.press("Reset").unwrap();
        assert_eq!(op.out("Result").to_json(), "[]");
        assert_eq!(op.out("Array length"), 0.0);
        for length in [0.0, -1.0, f64::NAN] {
            op.set("Max Length", length).unwrap();
            assert_eq!(take_in(&mut op, &[1.0]), "[]", "{length}");
        }
    }

    #[test]
    fn more_than_it_can_hold_is_told() {
        let mut op = Bench::<ArrayBuffer>::new();
        op.set("Max Length", f64::INFINITY).unwrap();
        assert!(op.problem().unwrap().contains("100000"));
        assert_eq!(take_in(&mut op, &[1.0]), "[1]");
        op.set("Max Length", 100_000.0).unwrap();
        assert_eq!(op.problem(), None);
    }
}
