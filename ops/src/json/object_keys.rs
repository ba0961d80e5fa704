//! `Ops.Json.ObjectKeys`

use ropewalk_flow::{Array, Cx, Handlers, In, Object, Op, OpError, Out, Value};

/// Gives the keys of an object.
#[derive(Op)]
#[op(name = "Ops.Json.ObjectKeys", help = include_str!("object_keys.md"))]
pub(super) struct ObjectKeys {
    /// The object.
    #[input(name = "Object", needed)]
    object: In<Object>,
    /// Its keys, in their order.
    #[output(name = "Keys")]
    keys: Out<Array>,
    /// How many there are.
    #[output(name = "Num Keys")]
    count: Out<f64>,
}

impl Handlers for ObjectKeys {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let object = self.object.get(cx).unwrap_or_default();
        let keys: Array = object.keys().map(|key| Value::Text(key.clone())).collect();
        #[expect(clippy::cast_precision_loss, reason = "memory ends long before")]
        self.count.set(cx, keys.len() as f64);
        self.keys.set(cx, keys);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn the_keys_come_in_their_order() {
        let mut op = Bench::<ObjectKeys>::new();
        for (json, keys, count) in [
            ("null", "[]", 0.0),
            (r#"{"b":1,"a":null,"":[]}"#, r#"["b","a",""]"#, 3.0),
            ("{}", "[]", 0.0),
        ] {
            op.set("Object", Value::from_json(json).unwrap()).unwrap();
            assert_eq!(op.out("Keys").to_json(), keys);
            assert_eq!(op.out("Num Keys"), count);
        }
    }
}
