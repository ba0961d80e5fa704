//! `Ops.Json.ObjectMerge`

use std::rc::Rc;

use ropewalk_flow::{Cx, Handlers, In, Object, Op, OpError, Out};

/// Makes one object of two.
#[derive(Op)]
#[op(name = "Ops.Json.ObjectMerge", help = include_str!("object_merge.md"))]
pub(super) struct ObjectMerge {
    /// An object.
    #[input(name = "Object 1")]
    first: In<Object>,
    /// Another; what both have, it decides.
    #[input(name = "Object 2")]
    second: In<Object>,
    /// What either has.
    #[output(name = "Object Result")]
    result: Out<Object>,
}

impl Handlers for ObjectMerge {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let objects = [self.first, self.second].map(|input| input.get(cx).unwrap_or_default());
        let members = objects.iter().flat_map(|object| object.iter());
        let merged = members.map(|(key, value)| (key.clone(), value.clone()));
        self.result.set(cx, Rc::new(merged.collect()) as Object);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn the_second_decides_what_both_have() {
        let mut op = Bench::<ObjectMerge>::new();
        assert_eq!(op.out("Object Result").to_json(), "{}");
        for (input, json, merged) in [
            ("Object 1", r#"{"a":1,"b":2}"#, r#"{"a":1,"b":2}"#),
            (
                "Object 2",
                r#"{"b":{"x":3},"c":null}"#,
                r#"{"a":1,"b":{"x":3},"c":null}"#,
            ),
            ("Object 1", "null", r#"{"b":{"x":3},"c":null}"#),
        ] {
            let value = ropewalk_flow::Value::from_json(json).unwrap();
            op.set(input, value).unwrap();
            assert_eq!(op.out("Object Result").to_json(), merged);
        }
    }
}
