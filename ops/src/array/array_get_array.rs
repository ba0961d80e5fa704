//! `Ops.Array.ArrayGetArray`

use ropewalk_flow::{Array, Cx, Handlers, In, Op, OpError, Out, Value};

use super::{item, set};

/// Takes an array out of an array of arrays.
#[derive(Op)]
#[op(name = "Ops.Array.ArrayGetArray", help = include_str!("array_get_array.md"))]
pub(super) struct ArrayGetArray {
    /// The array with the arrays.
    #[input(name = "Array of Arrays", alias = "array", needed)]
    array: In<Array>,
    /// Where the array is, counted from 0.
    #[input(name = "Index", alias = "index", min = 0, display = "integer")]
    index: In<f64>,
    /// The array; nothing where there is none.
    #[output(name = "Result Array", alias = "value")]
    result: Out<Array>,
}

impl Handlers for ArrayGetArray {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let found = match item(self.array.get(cx), self.index.get(cx)) {
            Some(Value::Array(array)) => Some(array),
            _ => None,
        };
        set(self.result, found, cx);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn an_index_leads_to_an_array() {
        let mut op = Bench::<ArrayGetArray>::new();
        assert_eq!(op.out("Result Array"), Value::None, "nothing is linked");
        let array = Value::from_json(r#"[[1,2],[],3,{"a":[4]}]"#).unwrap();
        op.set("Array of Arrays", array).unwrap();
        for (index, json) in [(0.0, "[1,2]"), (1.0, "[]")] {
            op.set("Index", index).unwrap();
            assert_eq!(op.out("Result Array").to_json(), json);
        }
        for index in [2.0, 3.0, 4.0, -1.0, f64::NAN] {
            op.set("Index", index).unwrap();
            assert_eq!(op.out("Result Array"), Value::None, "{index}");
        }
    }
}
