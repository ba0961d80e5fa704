//! `Ops.Array.ArraySetNumber`

use ropewalk_flow::{Array, Cx, Handlers, In, Op, OpError, Out};

use super::{replaced, set};

/// Puts a number in the place of an item.
#[derive(Op)]
#[op(
    name = "Ops.Array.ArraySetNumber",
    aliases("Ops.Array.ArraySetNumber_v2", "Ops.Array.ArraySetNumber_v3"),
    help = include_str!("array_set_number.md")
)]
pub(super) struct ArraySetNumber {
    /// The array.
    #[input(name = "Array", alias = "array", needed)]
    array: In<Array>,
    /// Where the number goes, counted from 0.
    #[input(name = "Index", alias = "index", min = 0, display = "integer")]
    index: In<f64>,
    /// The number.
    #[input(name = "Number", alias = "Value", default = 1)]
    number: In<f64>,
    /// The array with the number in it.
    #[output(name = "Result", alias = "values")]
    result: Out<Array>,
}

impl Handlers for ArraySetNumber {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let (index, number) = (self.index.get(cx), self.number.get(cx));
        let array = self.array.get(cx);
        let array = array.map(|array| replaced(array, index, number.into()));
        set(self.result, array, cx);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::Value;
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn the_number_takes_the_place_of_an_item_and_the_array_it_came_from_stays() {
        let mut op = Bench::<ArraySetNumber>::new();
        assert_eq!(op.out("Result"), Value::None, "nothing is linked");
        let array = Value::from_json(r#"[1,"a",null]"#).unwrap();
        op.set("Array", array.clone()).unwrap();
        op.set("Number", 7.5).unwrap();
        for (index, json) in [
            (0.0, r#"[7.5,"a",null]"#),
            (1.9, "[1,7.5,null]"),
            (2.0, r#"[1,"a",7.5]"#),
        ] {
            op.set("Index", index).unwrap();
            assert_eq!(op.out("Result").to_json(), json);
        }
        assert_eq!(array.to_json(), r#"[1,"a",null]"#);
    }

    #[test]
    fn outside_of_the_array_nothing_is_set() {
        let mut op = Bench::<ArraySetNumber>::new();
        let array = Value::from_json("[1,2]").unwrap();
        op.set("Array", array.clone()).unwrap();
        for index in [2.0, -1.0, f64::NAN, f64::INFINITY] {
            op.set("Index", index).unwrap();
            assert!(op.out("Result").same(&array), "{index}");
        }
    }
}
