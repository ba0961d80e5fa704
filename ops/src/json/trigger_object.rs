//! `Ops.Json.TriggerObject`

use ropewalk_flow::{Cx, Fire, Handlers, In, Object, Op, OpError, Out, Trigger};

/// Hands an object on with each pulse.
#[derive(Op)]
#[op(name = "Ops.Json.TriggerObject", help = include_str!("trigger_object.md"))]
pub(super) struct TriggerObject {
    /// Hands the object on.
    #[input(name = "Trigger", display = "button")]
    trigger: Trigger,
    /// The object.
    #[input(name = "Object", needed)]
    object: In<Object>,
    /// Fires after Result is set.
    #[output(name = "Next")]
    next: Fire,
    /// The object at the last pulse.
    #[output(name = "Result")]
    result: Out<Object>,
}

impl Handlers for TriggerObject {
    fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if port == self.trigger {
            match self.object.get(cx) {
                Some(object) => self.result.send(cx, object),
                None => self.result.clear(cx),
            }
            self.next.fire(cx);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn the_object_is_handed_on_at_the_pulse_only() {
        let mut op = Bench::<TriggerObject>::new();
        for (pulses, json) in [(1, r#"{"a":1}"#), (2, "null"), (3, "{}")] {
            let object = ropewalk_flow::Value::from_json(json).unwrap();
            let before = op.out("Result");
            op.set("Object", object.clone()).unwrap();
            assert!(op.out("Result").same(&before));
            op.press("Trigger").unwrap();
            assert!(op.out("Result").same(&object));
            assert_eq!(op.pulses("Next"), pulses);
        }
    }
}
