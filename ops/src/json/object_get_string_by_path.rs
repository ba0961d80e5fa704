//! `Ops.Data.JsonPath.ObjectGetStringByPath_v2`

use ropewalk_flow::{Cx, Handlers, In, Object, Op, OpError, Out, Text};

use super::path::find;
use super::text;

/// Takes a text out of an object.
#[derive(Op)]
#[op(
    name = "Ops.Data.JsonPath.ObjectGetStringByPath_v2",
    aliases("Ops.Data.JsonPath.ObjectGetStringByPath"),
    help = include_str!("object_get_string_by_path.md")
)]
pub(super) struct ObjectGetStringByPath {
    /// The object.
    #[input(name = "Object", needed)]
    object: In<Object>,
    /// Where the text is: keys, and places in lists counted from 0, with dots between them.
    #[input(name = "Path")]
    path: In<Text>,
    /// Whether Output is the path where there is nothing, which shows what is missing.
    #[input(name = "Output path if missing")]
    shows_path: In<bool>,
    /// The text; a number or a boolean as text, an object or a list as JSON; empty where there is
    /// nothing.
    #[output(name = "Output")]
    output: Out<Text>,
    /// Whether there is something.
    #[output(name = "Found")]
    found: Out<bool>,
}

impl Handlers for ObjectGetStringByPath {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let path = self.path.get(cx);
        let object = self.object.get(cx);
        let text = object.and_then(|object| text(find(object, &path)?));
        self.found.set(cx, text.is_some());
        let missing = match self.shows_path.get(cx) {
            true => path,
            false => "".into(),
        };
        self.output.set(cx, text.unwrap_or(missing));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::Value;
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn a_path_leads_to_a_text() {
        let mut op = Bench::<ObjectGetStringByPath>::new();
        assert_eq!(op.out("Found"), false, "nothing is linked");
        let json = r#"{"a":{"b":["x",{"c":7.5}]},"on":true,"empty":"","n":null}"#;
        op.set("Object", Value::from_json(json).unwrap()).unwrap();
        for (path, text) in [
            ("a.b.0", "x"),
            ("a.b.1.c", "7.5"),
            ("a.b.1", r#"{"c":7.5}"#),
            ("on", "true"),
            ("empty", ""),
        ] {
            op.set("Path", path).unwrap();
            assert_eq!(op.out("Output"), text);
            assert_eq!(op.out("Found"), true);
        }
        for path in ["", "a.b.2", "a.b.-1", "x.y", "n", "on.0"] {
            op.set("Path", path).unwrap();
            assert_eq!(op.out("Output"), "");
            assert_eq!(op.out("Found"), false, "{path}");
        }
    }

    #[test]
    fn what_is_missing_is_shown_where_that_is_asked_for() {
        let mut op = Bench::<ObjectGetStringByPath>::new();
        op.set("Path", "a.b").unwrap();
        op.set("Output path if missing", true).unwrap();
        assert_eq!(op.out("Output"), "a.b");
        assert_eq!(op.out("Found"), false);
        op.set("Object", Value::from_json(r#"{"a":{"b":"here"}}"#).unwrap())
            .unwrap();
        assert_eq!(op.out("Output"), "here");
    }
}
