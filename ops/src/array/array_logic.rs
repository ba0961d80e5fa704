//! `Ops.Array.ArrayLogic`

use ropewalk_flow::{Array, Cx, Handlers, In, Op, OpError, Out, Text, Value};

use super::logic::judged;
use super::{count, set};

/// Compares each number of an array with another number.
#[derive(Op)]
#[op(name = "Ops.Array.ArrayLogic", help = include_str!("array_logic.md"))]
pub(super) struct ArrayLogic {
    /// The array.
    #[input(name = "array 0", needed)]
    array: In<Array>,
    /// How to compare. With `pass` behind it, the item itself stands where it holds.
    #[input(
        name = "Comparison mode",
        default = ">",
        choices(
            ">", "<", ">=", "<=", "==", "!=", ">pass", "<pass", ">=pass", "<=pass", "==pass",
            "!=pass"
        )
    )]
    mode: In<Text>,
    /// The other number.
    #[input(name = "Number for comparison", default = 0.5)]
    other: In<f64>,
    /// What stands where the comparison holds.
    #[input(name = "value if true", default = 1)]
    yes: In<f64>,
    /// What stands where it does not.
    #[input(name = "value if false")]
    no: In<f64>,
    /// What came of it, for each item.
    #[output(name = "Array result")]
    result: Out<Array>,
    /// How many items there are.
    #[output(name = "Array length")]
    length: Out<f64>,
}

impl Handlers for ArrayLogic {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let mode = self.mode.get(cx);
        let (yes, no) = (self.yes.get(cx), self.no.get(cx));
        let other = Value::Number(self.other.get(cx));
        let judged = |item: &Value| judged(item, &mode, &other, yes, no);
        let array = self.array.get(cx);
        let result = array.map(|array| array.iter().map(judged).collect::<Array>());
        self.length
            .set(cx, count(result.as_deref().unwrap_or_default()));
        set(self.result, result, cx);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    fn judge(mode: &str) -> String {
        let mut op = Bench::<ArrayLogic>::new();
        let array = Value::from_json(r#"[1,2,"3","x",null]"#).unwrap();
        op.set("array 0", array).unwrap();
        op.set("Number for comparison", 2.0).unwrap();
        op.set("value if false", -1.0).unwrap();
        op.set("Comparison mode", mode).unwrap();
        assert_eq!(op.out("Array length"), 5.0);
        op.out("Array result").to_json()
    }

    #[test]
    fn each_item_is_compared() {
        for (mode, json) in [
            (">", "[-1,-1,1,-1,-1]"),
            ("<", "[1,-1,-1,-1,-1]"),
            (">=", "[-1,1,1,-1,-1]"),
            ("<=", "[1,1,-1,-1,-1]"),
            ("==", "[-1,1,-1,-1,-1]"),
            ("!=", "[1,-1,1,1,1]"),
            (">pass", r#"[-1,-1,"3",-1,-1]"#),
            ("!=pass", r#"[1,-1,"3","x",null]"#),
        ] {
            assert_eq!(judge(mode), json, "{mode}");
        }
    }

    #[test]
    fn of_nothing_comes_nothing() {
        let mut op = Bench::<ArrayLogic>::new();
        assert_eq!(op.out("Array result"), Value::None);
        assert_eq!(op.out("Array length"), 0.0);
        op.set("array 0", Value::from_json("[]").unwrap()).unwrap();
        assert_eq!(op.out("Array result").to_json(), "[]");
    }
}
