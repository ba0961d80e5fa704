//! `Ops.Json.ObjectGetObject`

use ropewalk_flow::{Cx, Handlers, In, Object, Op, OpError, Out, Text, Value};

use super::value;

/// Takes an object out of an object.
#[derive(Op)]
#[op(
    name = "Ops.Json.ObjectGetObject",
    alias = "Ops.Json.ObjectGetObject_v2",
    help = include_str!("object_get_object.md")
)]
pub(super) struct ObjectGetObject {
    /// The object.
    #[input(name = "Object", needed)]
    object: In<Object>,
    /// The name of the object in it.
    #[input(name = "Key")]
    key: In<Text>,
    /// The object of that name; nothing where there is none.
    #[output(name = "Result")]
    result: Out<Object>,
}

impl Handlers for ObjectGetObject {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        match value(self.object.get(cx), &self.key.get(cx)) {
            Some(Value::Object(object)) => self.result.set(cx, object),
            _ => self.result.clear(cx),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn the_object_of_a_key_is_taken_and_anything_else_is_nothing() {
        let mut op = Bench::<ObjectGetObject>::new();
        assert_eq!(op.out("Result"), Value::None);
        let json = r#"{"roof":{"celsius":21.5},"n":null,"l":[{}],"t":"{}","a":1}"#;
        op.set("Object", Value::from_json(json).unwrap()).unwrap();
        op.set("Key", "roof").unwrap();
        let roof = Value::from_json(r#"{"celsius":21.5}"#).unwrap();
        assert_eq!(op.out("Result"), roof);
        for key in ["", "n", "l", "t", "a", "Roof", "roof.celsius"] {
            op.set("Key", key).unwrap();
            assert_eq!(op.out("Result"), Value::None, "{key}");
        }
        op.set("Key", "roof").unwrap();
        op.set("Object", Value::None).unwrap();
        assert_eq!(op.out("Result"), Value::None);
    }
}
