//! `Ops.Array.ArrayMerge`

use ropewalk_flow::{Array, Cx, Handlers, In, Op, OpError, Out};

use super::count;

/// Puts arrays one behind the other.
#[derive(Op)]
#[op(name = "Ops.Array.ArrayMerge", aliases("Ops.Array.ArrayMerge_v2", "Ops.Array.ArrayMerge_v3"), help = include_str!("array_merge.md"))]
pub(super) struct ArrayMerge {
    /// An array; what is not linked adds nothing.
    #[input(name = "Array 0")]
    array0: In<Array>,
    /// An array; what is not linked adds nothing.
    #[input(name = "Array 1")]
    array1: In<Array>,
    /// An array; what is not linked adds nothing.
    #[input(name = "Array 2")]
    array2: In<Array>,
    /// An array; what is not linked adds nothing.
    #[input(name = "Array 3")]
    array3: In<Array>,
    /// An array; what is not linked adds nothing.
    #[input(name = "Array 4")]
    array4: In<Array>,
    /// An array; what is not linked adds nothing.
    #[input(name = "Array 5")]
    array5: In<Array>,
    /// An array; what is not linked adds nothing.
    #[input(name = "Array 6")]
    array6: In<Array>,
    /// An array; what is not linked adds nothing.
    #[input(name = "Array 7")]
    array7: In<Array>,
    /// All their items.
    #[output(name = "Result")]
    result: Out<Array>,
    /// How many items there are.
    #[output(name = "Array length")]
    length: Out<f64>,
}

impl Handlers for ArrayMerge {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let arrays = [
            self.array0,
            self.array1,
            self.array2,
            self.array3,
            self.array4,
            self.array5,
            self.array6,
            self.array7,
        ];
        let arrays = arrays.map(|array| array.get(cx).unwrap_or_default());
        let merged: Array = arrays
            .iter()
            .flat_map(|array| array.iter().cloned())
            .collect();
        self.length.set(cx, count(&merged));
        self.result.set(cx, merged);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn the_items_stand_one_behind_the_other() {
        use ropewalk_flow::Value;
        let mut op = Bench::<ArrayMerge>::new();
        assert_eq!(op.out("Result").to_json(), "[]");
        for (array, json, merged) in [
            ("Array 7", r#"["z"]"#, r#"["z"]"#),
            ("Array 0", "[1,2]", r#"[1,2,"z"]"#),
            ("Array 1", "[]", r#"[1,2,"z"]"#),
            ("Array 2", "[[3]]", r#"[1,2,[3],"z"]"#),
            ("Array 0", "null", r#"[[3],"z"]"#),
        ] {
            op.set(array, Value::from_json(json).unwrap()).unwrap();
            assert_eq!(op.out("Result").to_json(), merged);
        }
        assert_eq!(op.out("Array length"), 2.0);
    }
}
