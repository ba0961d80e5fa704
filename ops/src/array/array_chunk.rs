//! `Ops.Array.ArrayChunk`

use ropewalk_flow::{Array, Cx, Handlers, In, Op, OpError, Out};

use super::{count, place, set};

/// Takes a piece out of an array.
#[derive(Op)]
#[op(name = "Ops.Array.ArrayChunk", help = include_str!("array_chunk.md"))]
pub(super) struct ArrayChunk {
    /// The array.
    #[input(name = "Input Array", needed)]
    array: In<Array>,
    /// Where the piece begins, counted from 0.
    #[input(name = "Begin Index", min = 0, display = "integer")]
    begin: In<f64>,
    /// How many items it has.
    #[input(name = "Chunk Size", default = 1, min = 0, display = "integer")]
    size: In<f64>,
    /// Whether it goes on at the array's beginning where it comes to the end.
    #[input(name = "Circular")]
    circular: In<bool>,
    /// The piece; nothing where there is no array.
    #[output(name = "Output Array")]
    piece: Out<Array>,
    /// How many items it has.
    #[output(name = "Array length")]
    length: Out<f64>,
}

impl Handlers for ArrayChunk {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        // What is before the first item begins with it.
        let begin = place(self.begin.get(cx)).unwrap_or(0);
        let size = place(self.size.get(cx)).unwrap_or(0);
        let goes_round = self.circular.get(cx);
        let piece = self.array.get(cx).map(|array| -> Array {
            let (begin, more) = match array.len() {
                length if goes_round && length > 0 => (begin % length, &*array),
                _ => (begin, &[][..]),
            };
            // No longer than the array, also where it goes round.
            let items = array.iter().chain(more).skip(begin);
            items.take(size.min(array.len())).cloned().collect()
        });
        self.length
            .set(cx, count(piece.as_deref().unwrap_or_default()));
        set(self.piece, piece, cx);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::Value;
    use ropewalk_flow::testing::Bench;

    use super::*;

    fn piece(op: &mut Bench<ArrayChunk>, begin: f64, size: f64) -> String {
        op.set("Begin Index", begin).unwrap();
        op.set("Chunk Size", size).unwrap();
        op.out("Output Array").to_json()
    }

    fn op() -> Bench<ArrayChunk> {
        let mut op = Bench::new();
        let array = Value::from_json(r#"[10,"a",30,40]"#).unwrap();
        op.set("Input Array", array).unwrap();
        op
    }

    #[test]
    fn a_piece_ends_with_the_array() {
        let mut op = op();
        for (begin, size, json) in [
            (0.0, 1.0, "[10]"),
            (1.0, 2.9, r#"["a",30]"#),
            (3.0, 5.0, "[40]"),
            (4.0, 1.0, "[]"),
            (f64::INFINITY, 1.0, "[]"),
            (-2.0, 1.0, "[10]"),
            (f64::NAN, 2.0, r#"[10,"a"]"#),
            (0.0, 0.0, "[]"),
            (0.0, -1.0, "[]"),
            (0.0, f64::NAN, "[]"),
            (0.0, f64::INFINITY, r#"[10,"a",30,40]"#),
        ] {
            assert_eq!(piece(&mut op, begin, size), json, "{begin} {size}");
        }
        assert_eq!(op.out("Array length"), 4.0);
    }

    #[test]
    fn or_it_goes_round() {
        let mut op = op();
        op.set("Circular", true).unwrap();
        for (begin, size, json) in [
            (3.0, 2.0, "[40,10]"),
            (5.0, 2.0, r#"["a",30]"#),
            (2.0, 100.0, r#"[30,40,10,"a"]"#),
        ] {
            assert_eq!(piece(&mut op, begin, size), json, "{begin} {size}");
        }
        op.set("Input Array", Value::from_json("[]").unwrap())
            .unwrap();
        assert_eq!(piece(&mut op, 3.0, 2.0), "[]");
    }

    #[test]
    fn of_nothing_comes_nothing() {
        let op = Bench::<ArrayChunk>::new();
        assert_eq!(op.out("Output Array"), Value::None);
        assert_eq!(op.out("Array length"), 0.0);
    }
}
