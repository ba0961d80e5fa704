//! `Ops.Array.ArrayGetNumber`

use ropewalk_flow::{Array, Cx, Handlers, In, Op, OpError, Out};

use super::item;
use crate::json::number;

/// Takes a number out of an array.
#[derive(Op)]
#[op(name = "Ops.Array.ArrayGetNumber", help = include_str!("array_get_number.md"))]
pub(super) struct ArrayGetNumber {
    /// The array.
    #[input(name = "array", needed)]
    array: In<Array>,
    /// Where the number is, counted from 0.
    #[input(name = "index", min = 0, display = "integer")]
    index: In<f64>,
    /// The number to give where there is none.
    #[input(name = "Value Invalid Index")]
    otherwise: In<f64>,
    /// The number.
    #[output(name = "value")]
    value: Out<f64>,
    /// Whether there is a number at that place.
    #[output(name = "Valid Index")]
    valid: Out<bool>,
}

impl Handlers for ArrayGetNumber {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let item = item(self.array.get(cx), self.index.get(cx));
        let found = item.as_ref().and_then(number);
        self.value.set(cx, found.unwrap_or(self.otherwise.get(cx)));
        self.valid.set(cx, found.is_some());
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::Value;
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn an_index_leads_to_a_number() {
        let mut op = Bench::<ArrayGetNumber>::new();
        let array = Value::from_json(r#"[10,"2.5",true,-4]"#).unwrap();
        op.set("array", array).unwrap();
        for (index, number) in [(0.0, 10.0), (1.0, 2.5), (2.9, 1.0), (3.0, -4.0)] {
            op.set("index", index).unwrap();
            assert_eq!(op.out("value"), number, "{index}");
            assert_eq!(op.out("Valid Index"), true);
        }
    }

    #[test]
    fn where_there_is_no_number_another_stands_in() {
        let mut op = Bench::<ArrayGetNumber>::new();
        op.set("Value Invalid Index", 7.0).unwrap();
        assert_eq!(op.out("value"), 7.0, "nothing is linked");
        assert_eq!(op.out("Valid Index"), false);
        let array = Value::from_json(r#"["a",null,[1],{}]"#).unwrap();
        op.set("array", array).unwrap();
        for index in [0.0, 1.0, 2.0, 3.0, 4.0, -0.5, -1.0, f64::NAN, f64::INFINITY] {
            op.set("index", index).unwrap();
            assert_eq!(op.out("value"), 7.0, "{index}");
            assert_eq!(op.out("Valid Index"), false);
        }
    }
}
