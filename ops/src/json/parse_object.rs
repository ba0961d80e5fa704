//! `Ops.Json.ParseObject`

use ropewalk_flow::{Cx, Handlers, In, Object, Op, OpError, Out, Text, Value};

/// Reads a JSON object from text.
#[derive(Op)]
#[op(
    name = "Ops.Json.ParseObject",
    alias = "Ops.Json.ParseObject_v2",
    help = include_str!("parse_object.md")
)]
pub(super) struct ParseObject {
    /// The JSON text.
    #[input(name = "JSON String", default = "{}", display = "editor")]
    text: In<Text>,
    /// The object; the last one, where the text is none.
    #[output(name = "Result")]
    result: Out<Object>,
    /// Whether the text is a JSON object.
    #[output(name = "Valid")]
    valid: Out<bool>,
}

impl Handlers for ParseObject {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        match Value::from_json(&self.text.get(cx)) {
            Ok(Value::Object(object)) => {
                self.result.set(cx, object);
                self.valid.set(cx, true);
                Ok(())
            }
            Ok(other) => {
                self.valid.set(cx, false);
                let what = other.type_name();
                Err(OpError::new(format!(
                    "The JSON is {what}, not an object: it begins with `{{`."
                )))
            }
            Err(error) => {
                self.valid.set(cx, false);
                Err(OpError::new(format!("This is not JSON: {error}.")))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn an_object_is_read_and_what_is_none_is_told() {
        let mut op = Bench::<ParseObject>::new();
        assert_eq!(op.out("Valid"), true);
        op.set("JSON String", r#"{"a":[1,2]}"#).unwrap();
        let good = op.out("Result");
        assert_eq!(good, Value::from_json(r#"{"a":[1,2]}"#).unwrap());
        for (text, says) in [
            ("{\"a\":", "line 1 column 5"),
            ("", "not JSON"),
            ("[1]", "an Array"),
        ] {
            op.set("JSON String", text).unwrap();
            assert_eq!(op.out("Valid"), false);
            assert!(op.out("Result").same(&good), "the last one stays");
            assert!(op.problem().unwrap().contains(says));
        }
        op.set("JSON String", "{}").unwrap();
        assert_eq!(op.problem(), None);
    }
}
