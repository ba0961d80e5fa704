//! `Ops.Json.ObjectSetBool`

use ropewalk_flow::{Cx, Handlers, In, Object, Op, OpError, Out, Text, Value};

use super::set;

/// Puts a truth value into an object.
#[derive(Op)]
#[op(name = "Ops.Json.ObjectSetBool", help = include_str!("object_set_bool.md"))]
pub(super) struct ObjectSetBool {
    /// The object; a new one where there is none.
    #[input(name = "Object")]
    object: In<Object>,
    /// The name of the value.
    #[input(name = "Key")]
    key: In<Text>,
    /// The truth value.
    #[input(name = "Boolean")]
    boolean: In<bool>,
    /// A copy of the object, in which Key has the value.
    #[output(name = "Result Object")]
    result: Out<Object>,
}

impl Handlers for ObjectSetBool {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let value = Value::Bool(self.boolean.get(cx));
        set(value, self.object, self.key, self.result, cx);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn the_truth_value_is_there_for_the_key() {
        let mut op = Bench::<ObjectSetBool>::new();
        op.set("Key", "on").unwrap();
        assert_eq!(op.out("Result Object").to_json(), r#"{"on":false}"#);
        let object = Value::from_json(r#"{"on":1,"a":2}"#).unwrap();
        op.set("Object", object.clone()).unwrap();
        op.set("Boolean", true).unwrap();
        assert_eq!(op.out("Result Object").to_json(), r#"{"on":true,"a":2}"#);
        assert_eq!(
            object.to_json(),
            r#"{"on":1,"a":2}"#,
            "another op may hold it"
        );
        op.set("Boolean", f64::NAN).unwrap();
        assert_eq!(op.out("Result Object").to_json(), r#"{"on":false,"a":2}"#);
    }

    #[test]
    fn without_a_key_it_is_marked() {
        let mut op = Bench::<ObjectSetBool>::new();
        assert!(op.problem().unwrap().contains("Key is empty"));
        assert_eq!(op.out("Result Object").to_json(), "{}");
    }
}
