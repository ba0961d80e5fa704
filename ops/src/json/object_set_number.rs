//! `Ops.Json.ObjectSetNumber`

use ropewalk_flow::{Cx, Handlers, In, Object, Op, OpError, Out, Text, Value};

use super::set;

/// Puts a number into an object.
#[derive(Op)]
#[op(
    name = "Ops.Json.ObjectSetNumber",
    alias = "Ops.Json.ObjectSetNumber_v2",
    help = include_str!("object_set_number.md")
)]
pub(super) struct ObjectSetNumber {
    /// The object; a new one where there is none.
    #[input(name = "Object")]
    object: In<Object>,
    /// The name of the value.
    #[input(name = "Key")]
    key: In<Text>,
    /// The number.
    #[input(name = "Number")]
    number: In<f64>,
    /// A copy of the object, in which Key has the value.
    #[output(name = "Result Object")]
    result: Out<Object>,
}

impl Handlers for ObjectSetNumber {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let value = Value::Number(self.number.get(cx));
        set(value, self.object, self.key, self.result, cx);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn the_number_is_there_for_the_key_and_the_rest_as_it_was() {
        let mut op = Bench::<ObjectSetNumber>::new();
        op.set("Key", "b").unwrap();
        assert_eq!(op.out("Result Object").to_json(), r#"{"b":0}"#);
        let object = Value::from_json(r#"{"a":[1],"b":"old","c":null}"#).unwrap();
        op.set("Object", object.clone()).unwrap();
        op.set("Number", 21.5).unwrap();
        let json = r#"{"a":[1],"b":21.5,"c":null}"#;
        assert_eq!(op.out("Result Object").to_json(), json);
        assert_eq!(
            object.to_json(),
            r#"{"a":[1],"b":"old","c":null}"#,
            "another op may hold it"
        );
        op.set("Key", "d").unwrap();
        let json = r#"{"a":[1],"b":"old","c":null,"d":21.5}"#;
        assert_eq!(op.out("Result Object").to_json(), json);
    }

    #[test]
    fn what_it_gave_before_does_not_change_any_more() {
        let mut op = Bench::<ObjectSetNumber>::new();
        op.set("Key", "a").unwrap();
        op.set("Number", 1.0).unwrap();
        let before = op.out("Result Object");
        op.set("Number", f64::NAN).unwrap();
        assert_eq!(before.to_json(), r#"{"a":1}"#);
        let Value::Object(object) = op.out("Result Object") else {
            panic!("it is one");
        };
        assert_eq!(object["a"], f64::NAN);
    }

    #[test]
    fn without_a_key_the_object_stays_as_it_is_and_the_op_is_marked() {
        let mut op = Bench::<ObjectSetNumber>::new();
        assert!(op.problem().unwrap().contains("Key is empty"));
        let object = Value::from_json(r#"{"a":1}"#).unwrap();
        op.set("Object", object.clone()).unwrap();
        assert!(op.out("Result Object").same(&object));
        op.set("Key", "a").unwrap();
        assert_eq!(op.problem(), None);
        assert_eq!(op.out("Result Object").to_json(), r#"{"a":0}"#);
    }
}
