//! `Ops.Json.ObjectSetString`

use ropewalk_flow::{Cx, Handlers, In, Object, Op, OpError, Out, Text, Value};

use super::set;

/// Puts a text into an object.
#[derive(Op)]
#[op(
    name = "Ops.Json.ObjectSetString",
    aliases("Ops.Json.ObjectSetString_v2", "Ops.Patch.PpiMxeG.ObjectSetString_v2"),
    help = include_str!("object_set_string.md")
)]
pub(super) struct ObjectSetString {
    /// The object; a new one where there is none.
    #[input(name = "Object")]
    object: In<Object>,
    /// The name of the value.
    #[input(name = "Key")]
    key: In<Text>,
    /// The text.
    #[input(name = "Value")]
    value: In<Text>,
    /// A copy of the object, in which Key has the value.
    #[output(name = "Result Object")]
    result: Out<Object>,
}

impl Handlers for ObjectSetString {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let value = Value::Text(self.value.get(cx));
        set(value, self.object, self.key, self.result, cx);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn the_text_is_there_for_the_key() {
        let mut op = Bench::<ObjectSetString>::new();
        op.set("Key", "room").unwrap();
        for (text, json) in [
            ("", r#"{"a":1,"room":""}"#),
            ("roof", r#"{"a":1,"room":"roof"}"#),
            ("7", r#"{"a":1,"room":"7"}"#),
            ("\"{", r#"{"a":1,"room":"\"{"}"#),
        ] {
            let object = Value::from_json(r#"{"a":1}"#).unwrap();
            op.set("Object", object.clone()).unwrap();
            op.set("Value", text).unwrap();
            assert_eq!(op.out("Result Object").to_json(), json);
            assert_eq!(object.to_json(), r#"{"a":1}"#, "another op may hold it");
        }
    }

    #[test]
    fn with_no_object_it_begins_one_and_with_no_key_it_is_marked() {
        let mut op = Bench::<ObjectSetString>::new();
        assert!(op.problem().unwrap().contains("Key is empty"));
        assert_eq!(op.out("Result Object").to_json(), "{}");
        op.set("Key", "a").unwrap();
        assert_eq!(op.out("Result Object").to_json(), r#"{"a":""}"#);
        assert_eq!(op.problem(), None);
    }
}
