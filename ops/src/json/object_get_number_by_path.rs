//! `Ops.Data.JsonPath.ObjectGetNumberByPath`

use ropewalk_flow::{Cx, Handlers, In, Object, Op, OpError, Out, Text};

use super::number;
use super::path::find;

/// Takes a number out of an object.
#[derive(Op)]
#[op(
    name = "Ops.Data.JsonPath.ObjectGetNumberByPath",
    help = include_str!("object_get_number_by_path.md")
)]
pub(super) struct ObjectGetNumberByPath {
    /// The object.
    #[input(name = "Object", needed)]
    object: In<Object>,
    /// Where the number is: keys, and places in lists counted from 0, with dots between them.
    #[input(name = "Path")]
    path: In<Text>,
    /// The number; 0 where there is none.
    #[output(name = "Output")]
    output: Out<f64>,
    /// Whether there is a number.
    #[output(name = "Found")]
    found: Out<bool>,
}

impl Handlers for ObjectGetNumberByPath {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let path = self.path.get(cx);
        let number = self
            .object
            .get(cx)
            .and_then(|object| number(&find(object, &path)?));
        self.output.set(cx, number.unwrap_or(0.0));
        self.found.set(cx, number.is_some());
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::Value;
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn a_path_leads_through_objects_and_lists() {
        let mut op = Bench::<ObjectGetNumberByPath>::new();
        assert_eq!(op.out("Found"), false, "nothing is linked");
        let json = r#"{"a":{"b":[10,{"c":7}]},"t":"2.5","on":true,"n":null}"#;
        op.set("Object", Value::from_json(json).unwrap()).unwrap();
        for (path, number) in [("a.b.0", 10.0), ("a.b.1.c", 7.0), ("t", 2.5), ("on", 1.0)] {
            op.set("Path", path).unwrap();
            assert_eq!(op.out("Output"), number);
            assert_eq!(op.out("Found"), true);
        }
        for path in ["", "a", "a.b.2", "a.b.-1", "a.b.x", "x.y", "n", "t.0"] {
            op.set("Path", path).unwrap();
            assert_eq!(op.out("Output"), 0.0);
            assert_eq!(op.out("Found"), false, "{path}");
        }
    }
}
