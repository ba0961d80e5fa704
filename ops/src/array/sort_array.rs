//! `Ops.Array.SortArray`

use std::cmp::Ordering;

use ropewalk_flow::{Array, Cx, Handlers, In, Op, OpError, Out, Text, Value, sorted_by};

use super::set;

/// Sorts an array.
#[derive(Op)]
#[op(name = "Ops.Array.SortArray", help = include_str!("sort_array.md"))]
pub(super) struct SortArray {
    /// The array.
    #[input(name = "Array to sort", needed)]
    array: In<Array>,
    /// Whether the least or the greatest comes first.
    #[input(
        name = "Sorting mode",
        default = "Sort ascending",
        choices("Sort ascending", "Sort descending")
    )]
    mode: In<Text>,
    /// Its items in order.
    #[output(name = "Sorted array")]
    sorted: Out<Array>,
}

impl Handlers for SortArray {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let descends = &*self.mode.get(cx) == "Sort descending";
        let sorted = self.array.get(cx).map(|array| {
            let items = sorted_by(array.to_vec(), |a, b| {
                let (a, b) = if descends { (b, a) } else { (a, b) };
                order(a, b)
            });
            items.into()
        });
        set(self.sorted, sorted, cx);
        Ok(())
    }
}

fn order(a: &Value, b: &Value) -> Ordering {
    let rank = |value: &Value| match value {
        Value::Number(_) | Value::Bool(_) => 0,
        Value::Text(_) => 1,
        _ => 2,
    };
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a.total_cmp(b),
        (Value::Text(a), Value::Text(b)) => a.cmp(b),
        (a, b) => rank(a).cmp(&rank(b)),
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    fn sorted(json: &str, mode: &str) -> String {
        let mut op = Bench::<SortArray>::new();
        op.set("Array to sort", Value::from_json(json).unwrap())
            .unwrap();
        op.set("Sorting mode", mode).unwrap();
        op.out("Sorted array").to_json()
    }

    #[test]
    fn numbers_are_sorted_by_size_and_texts_by_letters() {
        for (json, up, down) in [
            ("[3,-1,10,2.5]", "[-1,2.5,3,10]", "[10,3,2.5,-1]"),
            (
                r#"["b","a","B","10","9"]"#,
                r#"["10","9","B","a","b"]"#,
                r#"["b","a","B","9","10"]"#,
            ),
            ("[]", "[]", "[]"),
            ("null", "null", "null"),
            (
                r#"["a",2,null,1]"#,
                r#"[1,2,"a",null]"#,
                r#"[null,"a",2,1]"#,
            ),
        ] {
            assert_eq!(sorted(json, "Sort ascending"), up);
            assert_eq!(sorted(json, "Sort descending"), down);
        }
    }

    #[test]
    fn what_is_the_same_keeps_its_order_and_nan_is_the_greatest() {
        assert_eq!(sorted("[[2],[1],{}]", "Sort ascending"), "[[2],[1],{}]");
        let mut op = Bench::<SortArray>::new();
        let array: Array = [f64::NAN, 1.0, f64::INFINITY].map(Value::Number).into();
        op.set("Array to sort", array).unwrap();
        let sorted = [1.0, f64::INFINITY, f64::NAN].map(Value::Number);
        assert_eq!(op.out("Sorted array"), Value::Array(sorted.into()));
    }
}
