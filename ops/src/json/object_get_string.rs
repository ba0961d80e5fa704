//! `Ops.Json.ObjectGetString`

use ropewalk_flow::{Cx, Handlers, In, Object, Op, OpError, Out, Text};

use super::{text, value};

/// Takes a text out of an object.
#[derive(Op)]
#[op(
    name = "Ops.Json.ObjectGetString",
    alias = "Ops.Json.ObjectGetString_v2",
    help = include_str!("object_get_string.md")
)]
pub(super) struct ObjectGetString {
    /// The object.
    #[input(name = "data", needed)]
    data: In<Object>,
    /// The name of the value.
    #[input(name = "Key")]
    key: In<Text>,
    /// Whether Result is the key where there is nothing, which shows what is missing.
    #[input(name = "Output Key if missing")]
    shows_key: In<bool>,
    /// The text; a number or a boolean as text, an object or a list as JSON; empty where there is
    /// nothing.
    #[output(name = "Result")]
    result: Out<Text>,
    /// Whether there is something.
    #[output(name = "Found")]
    found: Out<bool>,
}

impl Handlers for ObjectGetString {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let key = self.key.get(cx);
        let text = value(self.data.get(cx), &key).and_then(text);
        self.found.set(cx, text.is_some());
        let missing = match self.shows_key.get(cx) {
            true => key,
            false => "".into(),
        };
        self.result.set(cx, text.unwrap_or(missing));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::Value;
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn the_text_of_a_key_is_taken() {
        let mut op = Bench::<ObjectGetString>::new();
        assert_eq!(op.out("Found"), false, "nothing is linked");
        let json = r#"{"a":"x","b.c":7.5,"on":true,"empty":"","o":{"l":[1]},"n":null}"#;
        op.set("data", Value::from_json(json).unwrap()).unwrap();
        for (key, text) in [
            ("a", "x"),
            ("b.c", "7.5"),
            ("on", "true"),
            ("empty", ""),
            ("o", r#"{"l":[1]}"#),
        ] {
            op.set("Key", key).unwrap();
            assert_eq!(op.out("Result"), text, "{key}");
            assert_eq!(op.out("Found"), true, "{key}");
        }
        for key in ["", "A", "n", "o.l"] {
            op.set("Key", key).unwrap();
            assert_eq!(op.out("Result"), "", "{key}");
            assert_eq!(op.out("Found"), false, "{key}");
        }
    }

    #[test]
    fn what_is_missing_is_shown_where_that_is_asked_for() {
        let mut op = Bench::<ObjectGetString>::new();
        op.set("Key", "a").unwrap();
        op.set("Output Key if missing", true).unwrap();
        assert_eq!(op.out("Result"), "a");
        assert_eq!(op.out("Found"), false);
        op.set("data", Value::from_json(r#"{"a":"here"}"#).unwrap())
            .unwrap();
        assert_eq!(op.out("Result"), "here");
    }
}
