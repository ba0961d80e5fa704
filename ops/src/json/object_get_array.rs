//! `Ops.Json.ObjectGetArray`

use ropewalk_flow::{Array, Cx, Handlers, In, Object, Op, OpError, Out, Text, Value};

use super::value;

/// Takes a list out of an object.
#[derive(Op)]
#[op(
    name = "Ops.Json.ObjectGetArray",
    alias = "Ops.Json.ObjectGetArray_v2",
    help = include_str!("object_get_array.md")
)]
pub(super) struct ObjectGetArray {
    /// The object.
    #[input(name = "data", needed)]
    data: In<Object>,
    /// The name of the list.
    #[input(name = "key")]
    key: In<Text>,
    /// The list of that name; nothing where there is none.
    #[output(name = "result")]
    result: Out<Array>,
    /// How many values are in the list; 0 where there is none.
    #[output(name = "Length")]
    length: Out<f64>,
}

impl Handlers for ObjectGetArray {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        match value(self.data.get(cx), &self.key.get(cx)) {
            Some(Value::Array(array)) => {
                self.length.set(cx, array.len() as f64);
                self.result.set(cx, array);
            }
            _ => {
                self.length.set(cx, 0.0);
                self.result.clear(cx);
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn the_list_of_a_key_is_taken_and_anything_else_is_nothing() {
        let mut op = Bench::<ObjectGetArray>::new();
        assert_eq!(op.out("result"), Value::None);
        let json = r#"{"list":[1,"b",null],"empty":[],"n":null,"o":{"0":1},"t":"[1]"}"#;
        op.set("data", Value::from_json(json).unwrap()).unwrap();
        for (key, list, length) in [("list", r#"[1,"b",null]"#, 3.0), ("empty", "[]", 0.0)] {
            op.set("key", key).unwrap();
            assert_eq!(op.out("result"), Value::from_json(list).unwrap());
            assert_eq!(op.out("Length"), length);
        }
        for key in ["", "n", "o", "t", "List"] {
            op.set("key", "list").unwrap();
            op.set("key", key).unwrap();
            assert_eq!(op.out("result"), Value::None, "{key}");
            assert_eq!(op.out("Length"), 0.0, "{key}");
        }
        op.set("key", "list").unwrap();
        op.set("data", Value::None).unwrap();
        assert_eq!(op.out("result"), Value::None);
        assert_eq!(op.out("Length"), 0.0);
    }
}
