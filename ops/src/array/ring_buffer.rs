//! `Ops.Array.RingBuffer`

use ropewalk_flow::{Array, Cx, Handlers, In, Op, OpError, Out, Trigger, Value};

use super::bounded;

/// Writes numbers into an array, round and round.
#[derive(Op)]
#[op(name = "Ops.Array.RingBuffer", help = include_str!("ring_buffer.md"))]
pub(super) struct RingBuffer {
    /// The number.
    #[input(name = "Value")]
    value: In<f64>,
    /// Writes it to the next place.
    #[input(name = "Write", display = "button")]
    write: Trigger,
    /// How many places there are. Another length begins with zeros.
    #[input(
        name = "Length",
        default = 10,
        min = 0,
        max = 100000,
        display = "integer"
    )]
    length: In<f64>,
    /// Goes back to the first place.
    #[input(name = "Reset Index", display = "button")]
    reset: Trigger,
    /// The numbers.
    #[output(name = "Result")]
    result: Out<Array>,
    /// Where it has written last, counted from 0.
    #[output(name = "Index")]
    index: Out<f64>,
    next: usize,
}

impl Handlers for RingBuffer {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if !self.length.changed(cx) {
            return Ok(());
        }
        let (length, outcome) = bounded(self.length.get(cx));
        self.result.set(cx, vec![Value::Number(0.0); length]);
        outcome
    }

    fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if port == self.reset {
            self.next = 0;
        } else if port == self.write
            && let Some(array) = self.result.get(cx).filter(|array| !array.is_empty())
        {
            let place = self.next % array.len();
            self.next = place + 1;
            let mut items = array.to_vec();
            items[place] = self.value.get(cx).into();
            self.result.set(cx, items);
            #[expect(clippy::cast_precision_loss, reason = "there are few")]
            self.index.set(cx, place as f64);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    fn write(op: &mut Bench<RingBuffer>, value: f64) -> String {
        op.set("Value", value).unwrap();
        op.press("Write").unwrap();
        op.out("Result").to_json()
    }

    #[test]
    fn it_writes_round_and_round() {
        let mut op = Bench::<RingBuffer>::new();
        op.set("Length", 3.0).unwrap();
        assert_eq!(op.out("Result").to_json(), "[0,0,0]");
        assert_eq!(write(&mut op, 1.0), "[1,0,0]");
        write(&mut op, 2.0);
        assert_eq!(write(&mut op, 3.0), "[1,2,3]");
        assert_eq!(op.out("Index"), 2.0);
        assert_eq!(write(&mut op, 4.0), "[4,2,3]");
        assert_eq!(op.out("Index"), 0.0);
        op.press("Reset Index").unwrap();
        assert_eq!(write(&mut op, 5.0), "[5,2,3]");
    }

    #[test]
    fn another_length_begins_with_zeros() {
        let mut op = Bench::<RingBuffer>::new();
        write(&mut op, 1.0);
        op.set("Length", 2.9).unwrap();
        assert_eq!(op.out("Result").to_json(), "[0,0]");
        for length in [0.0, -1.0, f64::NAN] {
            op.set("Length", length).unwrap();
            assert_eq!(write(&mut op, 1.0), "[]", "{length}");
        }
        op.set("Length", f64::INFINITY).unwrap();
        assert!(op.problem().unwrap().contains("at most"));
    }
}
