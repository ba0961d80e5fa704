//! `Ops.Array.Objects.ArrayOfObjectsGetValues`

use ropewalk_flow::{Array, Cx, Handlers, In, Op, OpError, Out, Text, Value};

use super::set;
use crate::json::number;

/// Takes the same member out of each object of an array.
#[derive(Op)]
#[op(
    name = "Ops.Array.Objects.ArrayOfObjectsGetValues",
    alias = "Ops.Array.GetValuesFromArrayOfObjects",
    help = include_str!("array_of_objects_get_values.md")
)]
pub(super) struct ArrayOfObjectsGetValues {
    /// The array with the objects.
    #[input(name = "Array", needed)]
    array: In<Array>,
    /// The member's key.
    #[input(name = "Key")]
    key: In<Text>,
    /// Whether each value becomes a number, and what is none becomes 0.
    #[input(name = "Numbers Only")]
    numbers_only: In<bool>,
    /// Whether empty texts and `null` are left out.
    #[input(name = "Remove empty/invalid")]
    removes_empty: In<bool>,
    /// The values, in the order of the objects.
    #[output(name = "Result")]
    result: Out<Array>,
}

impl Handlers for ArrayOfObjectsGetValues {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let key = self.key.get(cx);
        let numbers_only = self.numbers_only.get(cx);
        let removes_empty = self.removes_empty.get(cx);
        let value_of = |item: &Value| {
            let Value::Object(object) = item else {
                return None;
            };
            let value = object.get(&*key)?;
            let is_empty = matches!(value, Value::None) || *value == "";
            if removes_empty && is_empty {
                return None;
            }
            Some(if numbers_only {
                Value::Number(number(value).unwrap_or_default())
            } else {
                value.clone()
            })
        };
        let array = self.array.get(cx);
        let values = array.map(|array| array.iter().filter_map(value_of).collect());
        set(self.result, values, cx);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    fn op() -> Bench<ArrayOfObjectsGetValues> {
        let mut op = Bench::new();
        let json =
            r#"[{"v":1,"w":{"x":2}},{"v":"2.5"},{"v":"a"},{"v":null},{"v":""},{"w":[]},7,null]"#;
        op.set("Array", Value::from_json(json).unwrap()).unwrap();
        op
    }

    #[test]
    fn the_values_of_one_key_are_taken_out() {
        let mut op = op();
        for (key, json) in [
            ("v", r#"[1,"2.5","a",null,""]"#),
            ("w", r#"[{"x":2},[]]"#),
            ("", "[]"),
        ] {
            op.set("Key", key).unwrap();
            assert_eq!(op.out("Result").to_json(), json);
        }
    }

    #[test]
    fn what_is_empty_can_be_left_out_and_what_is_no_number_is_zero() {
        let mut op = op();
        op.set("Key", "v").unwrap();
        op.set("Remove empty/invalid", true).unwrap();
        assert_eq!(op.out("Result").to_json(), r#"[1,"2.5","a"]"#);
        op.set("Numbers Only", true).unwrap();
        assert_eq!(op.out("Result").to_json(), "[1,2.5,0]");
        op.set("Remove empty/invalid", false).unwrap();
        assert_eq!(op.out("Result").to_json(), "[1,2.5,0,0,0]");
    }

    #[test]
    fn of_nothing_comes_nothing() {
        let mut op = Bench::<ArrayOfObjectsGetValues>::new();
        assert_eq!(op.out("Result"), Value::None);
        op.set("Array", Value::from_json("[]").unwrap()).unwrap();
        assert_eq!(op.out("Result").to_json(), "[]");
    }
}
