//! `Ops.Array.ArrayGetObject`

use ropewalk_flow::{Array, Cx, Handlers, In, Object, Op, OpError, Out, Value};

use super::item;

/// Takes an object out of an array.
#[derive(Op)]
#[op(name = "Ops.Array.ArrayGetObject", help = include_str!("array_get_object.md"))]
pub(super) struct ArrayGetObject {
    /// The array.
    #[input(name = "array", needed)]
    array: In<Array>,
    /// Where the object is, counted from 0.
    #[input(name = "index", min = 0, display = "integer")]
    index: In<f64>,
    /// The object; nothing where there is none.
    #[output(name = "value")]
    value: Out<Object>,
    /// Whether there is an object at that place.
    #[output(name = "Found")]
    found: Out<bool>,
}

impl Handlers for ArrayGetObject {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let found = match item(self.array.get(cx), self.index.get(cx)) {
            Some(Value::Object(object)) => {
                self.value.set(cx, object);
                true
            }
            _ => {
                self.value.clear(cx);
                false
            }
        };
        self.found.set(cx, found);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn an_index_leads_to_an_object() {
        let mut op = Bench::<ArrayGetObject>::new();
        assert_eq!(op.out("Found"), false, "nothing is linked");
        let array = Value::from_json(r#"[{"a":1},{"b":2},3,null,[{}]]"#).unwrap();
        op.set("array", array).unwrap();
        for (index, json) in [(0.0, r#"{"a":1}"#), (1.5, r#"{"b":2}"#)] {
            op.set("index", index).unwrap();
            assert_eq!(op.out("value").to_json(), json);
            assert_eq!(op.out("Found"), true);
        }
        for index in [2.0, 3.0, 4.0, 5.0, -1.0, f64::NAN] {
            op.set("index", index).unwrap();
            assert_eq!(op.out("value"), Value::None);
            assert_eq!(op.out("Found"), false, "{index}");
        }
    }
}
