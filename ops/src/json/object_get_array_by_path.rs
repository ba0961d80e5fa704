//! `Ops.Data.JsonPath.ObjectGetArrayByPath`

use ropewalk_flow::{Array, Cx, Handlers, In, Object, Op, OpError, Out, Text, Value};

use super::path::find;

/// Takes a list out of an object by a path.
#[derive(Op)]
#[op(name = "Ops.Data.JsonPath.ObjectGetArrayByPath", help = include_str!("object_get_array_by_path.md"))]
pub(super) struct ObjectGetArrayByPath {
    /// The object.
    #[input(name = "Object", needed)]
    object: In<Object>,
    /// Keys, and places in lists counted from 0, with dots between them.
    #[input(name = "Path")]
    path: In<Text>,
    /// The list; nothing where there is none.
    #[output(name = "Output")]
    output: Out<Array>,
    /// Whether there is a list.
    #[output(name = "Found")]
    found: Out<bool>,
}

impl Handlers for ObjectGetArrayByPath {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let path = self.path.get(cx);
        let found = self.object.get(cx).and_then(|object| find(object, &path));
        if let Some(Value::Array(array)) = found {
            self.output.set(cx, array);
            self.found.set(cx, true);
        } else {
            self.output.clear(cx);
            self.found.set(cx, false);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn a_path_leads_to_a_list_or_to_none() {
        let mut op = Bench::<ObjectGetArrayByPath>::new();
        assert_eq!(
            (op.out("Output"), op.out("Found")),
            (Value::None, false.into())
        );
        let object = Value::from_json(r#"{"a":{"b":[1,[2,3]]},"c":"t"}"#).unwrap();
        op.set("Object", object).unwrap();
        for (path, json) in [
            ("a.b", "[1,[2,3]]"),
            ("a.b.1", "[2,3]"),
            ("a.b.0", "null"),
            ("a.b.9", "null"),
            ("a", "null"),
            ("c", "null"),
            ("", "null"),
            ("a..b", "null"),
        ] {
            op.set("Path", path).unwrap();
            assert_eq!(op.out("Output").to_json(), json, "{path}");
            assert_eq!(op.out("Found"), json != "null");
        }
    }
}
