//! `Ops.Json.GateObject`

use ropewalk_flow::{Cx, Handlers, In, Object, Op, OpError, Out, Text};

/// Lets an object through, or holds it.
#[derive(Op)]
#[op(name = "Ops.Json.GateObject", help = include_str!("gate_object.md"))]
pub(super) struct GateObject {
    /// The object.
    #[input(name = "Object In", needed)]
    object: In<Object>,
    /// Whether it gets through.
    #[input(name = "Pass Through", default = true)]
    pass: In<bool>,
    /// What comes out while it does not.
    #[input(
        name = "When False",
        default = "keep last object",
        choices("keep last object", "null")
    )]
    otherwise: In<Text>,
    /// Whether nothing at all is held back too.
    #[input(name = "Only Valid Objects")]
    only_valid: In<bool>,
    /// The object that got through last.
    #[output(name = "Object Out")]
    out: Out<Object>,
}

impl Handlers for GateObject {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let object = self.object.get(cx);
        if object.is_none() && self.only_valid.get(cx) {
            return Ok(());
        }
        match object.filter(|_| self.pass.get(cx)) {
            Some(object) => self.out.set(cx, object),
            None if self.pass.get(cx) || &*self.otherwise.get(cx) == "null" => self.out.clear(cx),
            None => {}
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn the_last_object_stays_or_nothing_is_there() {
        let json = |json| ropewalk_flow::Value::from_json(json).unwrap();
        let mut op = Bench::<GateObject>::new();
        op.set("Object In", json(r#"{"a":1}"#)).unwrap();
        assert_eq!(op.out("Object Out").to_json(), r#"{"a":1}"#);
        op.set("Pass Through", false).unwrap();
        op.set("Object In", json("{}")).unwrap();
        assert_eq!(op.out("Object Out").to_json(), r#"{"a":1}"#);
        op.set("When False", "null").unwrap();
        assert_eq!(op.out("Object Out").to_json(), "null");
        op.set("Pass Through", true).unwrap();
        assert_eq!(op.out("Object Out").to_json(), "{}");
        op.set("Only Valid Objects", true).unwrap();
        op.set("Object In", json("null")).unwrap();
        assert_eq!(op.out("Object Out").to_json(), "{}");
        op.set("Only Valid Objects", false).unwrap();
        assert_eq!(op.out("Object Out").to_json(), "null");
    }
}
