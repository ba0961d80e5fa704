//! `Ops.Json.ObjectGetNumber`

use ropewalk_flow::{Cx, Handlers, In, Object, Op, OpError, Out, Text};

use super::{number, value};

/// Takes a number out of an object.
#[derive(Op)]
#[op(
    name = "Ops.Json.ObjectGetNumber",
    aliases("Ops.Json.ObjectGetNumber_v2", "Ops.Json.ObjectGetValue"),
    help = include_str!("object_get_number.md")
)]
pub(super) struct ObjectGetNumber {
    /// The object.
    #[input(name = "Data", needed)]
    data: In<Object>,
    /// The name of the value.
    #[input(name = "Key")]
    key: In<Text>,
    /// The number; 0 where there is none.
    #[output(name = "Result")]
    result: Out<f64>,
    /// Whether there is a number.
    #[output(name = "Found")]
    found: Out<bool>,
}

impl Handlers for ObjectGetNumber {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let value = value(self.data.get(cx), &self.key.get(cx));
        let number = value.as_ref().and_then(number);
        self.result.set(cx, number.unwrap_or(0.0));
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
    fn the_number_of_a_key_is_taken() {
        let mut op = Bench::<ObjectGetNumber>::new();
        assert_eq!(op.out("Found"), false, "nothing is linked");
        let json =
            r#"{"a":10,"a.b":-2.5,"t":" 2.5 ","on":true,"":3,"w":"x","n":null,"l":[1],"o":{}}"#;
        op.set("Data", Value::from_json(json).unwrap()).unwrap();
        for (key, number) in [
            ("a", 10.0),
            ("a.b", -2.5),
            ("t", 2.5),
            ("on", 1.0),
            ("", 3.0),
        ] {
            op.set("Key", key).unwrap();
            assert_eq!(op.out("Result"), number, "{key}");
            assert_eq!(op.out("Found"), true, "{key}");
        }
        for key in ["w", "n", "l", "o", "A", "l.0"] {
            op.set("Key", key).unwrap();
            assert_eq!(op.out("Result"), 0.0, "{key}");
            assert_eq!(op.out("Found"), false, "{key}");
        }
    }

    #[test]
    fn nothing_is_found_once_the_object_is_gone() {
        let mut op = Bench::<ObjectGetNumber>::new();
        op.set("Key", "a").unwrap();
        op.set("Data", Value::from_json(r#"{"a":1}"#).unwrap())
            .unwrap();
        assert_eq!(op.out("Result"), 1.0);
        op.set("Data", Value::None).unwrap();
        assert_eq!(op.out("Result"), 0.0);
        assert_eq!(op.out("Found"), false);
    }
}
