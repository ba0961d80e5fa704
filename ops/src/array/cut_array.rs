//! `Ops.Array.CutArray`

use ropewalk_flow::{Array, Cx, Handlers, In, Op, OpError, Out};

use super::{count, place, set};

/// Takes items away from both ends of an array.
#[derive(Op)]
#[op(name = "Ops.Array.CutArray", help = include_str!("cut_array.md"))]
pub(super) struct CutArray {
    /// The array.
    #[input(name = "Source Array", needed)]
    array: In<Array>,
    /// How many items are taken away from its beginning.
    #[input(name = "Remove from Start", min = 0, display = "integer")]
    start: In<f64>,
    /// How many are taken away from its end.
    #[input(name = "Remove From End", min = 0, display = "integer")]
    end: In<f64>,
    /// What is left; nothing where there is no array.
    #[output(name = "Cut Array")]
    rest: Out<Array>,
    /// How many items are left.
    #[output(name = "Array Length")]
    length: Out<f64>,
}

impl Handlers for CutArray {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        // Less than none is none.
        let start = place(self.start.get(cx)).unwrap_or(0);
        let end = place(self.end.get(cx)).unwrap_or(0);
        let rest = self.array.get(cx).map(|array| {
            let end = array.len().saturating_sub(end);
            Array::from(array.get(start..end).unwrap_or_default())
        });
        self.length
            .set(cx, count(rest.as_deref().unwrap_or_default()));
        set(self.rest, rest, cx);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::Value;
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn items_are_taken_away_from_both_ends() {
        let mut op = Bench::<CutArray>::new();
        assert_eq!(op.out("Cut Array"), Value::None, "nothing is linked");
        let array = Value::from_json(r#"[1,"a",3,4]"#).unwrap();
        op.set("Source Array", array).unwrap();
        for (start, end, json) in [
            (0.0, 0.0, r#"[1,"a",3,4]"#),
            (1.0, 2.9, r#"["a"]"#),
            (4.0, 0.0, "[]"),
            (3.0, 3.0, "[]"),
            (f64::INFINITY, 0.0, "[]"),
            (0.0, f64::INFINITY, "[]"),
            (-1.0, f64::NAN, r#"[1,"a",3,4]"#),
            (2.0, 1.0, "[3]"),
        ] {
            op.set("Remove from Start", start).unwrap();
            op.set("Remove From End", end).unwrap();
            assert_eq!(op.out("Cut Array").to_json(), json, "{start} {end}");
        }
        assert_eq!(op.out("Array Length"), 1.0);
    }
}
