//! `Ops.Array.ArrayLength`

use ropewalk_flow::{Array, Cx, Handlers, In, Op, OpError, Out};

use super::count;

/// Counts the items of an array.
#[derive(Op)]
#[op(
    name = "Ops.Array.ArrayLength",
    alias = "Ops.Array.ArrayLength_v2",
    help = include_str!("array_length.md")
)]
pub(super) struct ArrayLength {
    /// The array.
    #[input(name = "array", needed)]
    array: In<Array>,
    /// How many items it has; 0 where there is none.
    #[output(name = "length")]
    length: Out<f64>,
}

impl Handlers for ArrayLength {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let array = self.array.get(cx);
        self.length
            .set(cx, count(array.as_deref().unwrap_or_default()));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::Value;
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn items_are_counted_whatever_they_are() {
        let mut op = Bench::<ArrayLength>::new();
        assert_eq!(op.out("length"), 0.0, "nothing is linked");
        for (json, length) in [(r#"[1,null,"a",[2,3]]"#, 4.0), ("[]", 0.0), ("null", 0.0)] {
            op.set("array", Value::from_json(json).unwrap()).unwrap();
            assert_eq!(op.out("length"), length, "{json}");
        }
    }
}
