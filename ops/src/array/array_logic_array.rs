//! `Ops.Array.ArrayLogicArray`

use ropewalk_flow::{Array, Cx, Handlers, In, Op, OpError, Out, Text};

use super::logic::judged;
use super::{count, set};

/// Compares each number of an array with that of another array.
#[derive(Op)]
#[op(name = "Ops.Array.ArrayLogicArray", help = include_str!("array_logic_array.md"))]
pub(super) struct ArrayLogicArray {
    /// The array.
    #[input(name = "array 0", needed)]
    array: In<Array>,
    /// The array to compare with, of the same length.
    #[input(name = "array 1", needed)]
    other: In<Array>,
    /// What stands where the comparison holds.
    #[input(name = "value if true", default = 1)]
    yes: In<f64>,
    /// What stands where it does not.
    #[input(name = "value if false")]
    no: In<f64>,
    /// How to compare. With `pass` behind it, the item of array 0 stands where it holds.
    #[input(
        name = "Comparison mode",
        default = ">",
        choices(
            ">", "<", ">=", "<=", "==", "!=", ">pass", "<pass", ">=pass", "<=pass", "==pass",
            "!=pass"
        )
    )]
    mode: In<Text>,
    /// What came of it, for each item.
    #[output(name = "Array result")]
    result: Out<Array>,
    /// How many items there are.
    #[output(name = "Array length")]
    length: Out<f64>,
}

impl Handlers for ArrayLogicArray {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let result = match (self.array.get(cx), self.other.get(cx)) {
            (Some(array), Some(other)) if array.len() != other.len() => {
                return Err(OpError::new("The arrays must be of the same length."));
            }
            (Some(array), Some(other)) => {
                let mode = self.mode.get(cx);
                let (yes, no) = (self.yes.get(cx), self.no.get(cx));
                let pairs = array.iter().zip(other.iter());
                Some(
                    pairs
                        .map(|(item, other)| judged(item, &mode, other, yes, no))
                        .collect::<Array>(),
                )
            }
            _ => None,
        };
        self.length
            .set(cx, count(result.as_deref().unwrap_or_default()));
        set(self.result, result, cx);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::Value;
    use ropewalk_flow::testing::Bench;

    use super::*;

    fn op(json: &str, other: &str) -> Bench<ArrayLogicArray> {
        let mut op = Bench::<ArrayLogicArray>::new();
        op.set("array 0", Value::from_json(json).unwrap()).unwrap();
        op.set("array 1", Value::from_json(other).unwrap()).unwrap();
        op
    }

    #[test]
    fn items_are_compared_pair_by_pair() {
        let mut op = op(r#"[1,2,3,"x"]"#, "[2,2,2,2]");
        op.set("value if true", 9.0).unwrap();
        for (mode, json) in [
            (">", "[0,0,9,0]"),
            ("<=", "[9,9,0,0]"),
            ("!=", "[9,0,9,9]"),
            ("==pass", "[0,2,0,0]"),
        ] {
            op.set("Comparison mode", mode).unwrap();
            assert_eq!(op.out("Array result").to_json(), json, "{mode}");
        }
        assert_eq!(op.out("Array length"), 4.0);
    }

    #[test]
    fn arrays_of_two_lengths_are_told_and_without_one_there_is_nothing() {
        let mut op = op("[1,2]", "[1]");
        assert!(op.problem().unwrap().contains("same length"));
        op.set("array 1", Value::from_json("[0,0]").unwrap())
            .unwrap();
        assert_eq!(op.out("Array result").to_json(), "[1,1]");
        op.set("array 1", Value::None).unwrap();
        assert_eq!(op.out("Array result"), Value::None);
        assert_eq!(op.out("Array length"), 0.0);
    }
}
