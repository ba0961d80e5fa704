//! `Ops.Array.ArrayUnpack3`

use ropewalk_flow::{Array, Cx, Handlers, In, Op, OpError, Out};

use super::count;

/// Makes three arrays of one, which get its items in turn.
#[derive(Op)]
#[op(name = "Ops.Array.ArrayUnpack3", help = include_str!("array_unpack3.md"))]
pub(super) struct ArrayUnpack3 {
    /// The array, with as many items as can be shared out evenly.
    #[input(name = "Array in xyz", needed)]
    array: In<Array>,
    /// The first, the fourth, the seventh item, and so on.
    #[output(name = "Array 1 out")]
    first: Out<Array>,
    /// The second, the fifth, the eighth item, and so on.
    #[output(name = "Array 2 out")]
    second: Out<Array>,
    /// The third, the sixth, the ninth item, and so on.
    #[output(name = "Array 3 out")]
    third: Out<Array>,
    /// How many items each of them has.
    #[output(name = "Array lengths")]
    lengths: Out<f64>,
}

impl Handlers for ArrayUnpack3 {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let array = self.array.get(cx);
        let items = array.as_deref().unwrap_or_default();
        if !items.len().is_multiple_of(3) {
            let length = items.len();
            let text = format!("{length} items cannot be shared out to three arrays evenly.");
            return Err(OpError::new(text));
        }
        for (start, output) in [self.first, self.second, self.third].iter().enumerate() {
            let part: Array = items.iter().skip(start).step_by(3).cloned().collect();
            self.lengths.set(cx, count(&part));
            output.set(cx, part);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::Value;
    use ropewalk_flow::testing::Bench;

    use super::*;

    fn unpacked(op: &mut Bench<ArrayUnpack3>, json: &str) -> [String; 3] {
        op.set("Array in xyz", Value::from_json(json).unwrap())
            .unwrap();
        ["Array 1 out", "Array 2 out", "Array 3 out"].map(|port| op.out(port).to_json())
    }

    #[test]
    fn items_are_shared_out_in_turn() {
        let mut op = Bench::<ArrayUnpack3>::new();
        let parts = unpacked(&mut op, r#"[1,"b",[3],4,null,6]"#);
        assert_eq!(parts, ["[1,4]", r#"["b",null]"#, "[[3],6]"]);
        assert_eq!(op.out("Array lengths"), 2.0);
        for json in ["[]", "null"] {
            assert_eq!(unpacked(&mut op, json), ["[]"; 3]);
            assert_eq!(op.out("Array lengths"), 0.0);
        }
    }

    #[test]
    fn what_cannot_be_shared_evenly_is_told_and_the_last_arrays_stay() {
        let mut op = Bench::<ArrayUnpack3>::new();
        unpacked(&mut op, "[1,2,3]");
        assert_eq!(unpacked(&mut op, "[4,5,6,7]"), ["[1]", "[2]", "[3]"]);
        assert!(op.problem().unwrap().contains("evenly"));
        assert_eq!(unpacked(&mut op, "[4,5,6]"), ["[4]", "[5]", "[6]"]);
        assert_eq!(op.problem(), None);
    }
}
