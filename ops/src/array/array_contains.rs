//! `Ops.Array.ArrayContains`

use ropewalk_flow::{Array, Cx, Handlers, In, Op, OpError, Out};

use super::count;
use crate::json::number;

/// Looks for a number in an array.
#[derive(Op)]
#[op(
    name = "Ops.Array.ArrayContains",
    alias = "Ops.Array.ArrayContains_v2",
    help = include_str!("array_contains.md")
)]
pub(super) struct ArrayContains {
    /// The array.
    #[input(name = "Array", needed)]
    array: In<Array>,
    /// The number to look for.
    #[input(name = "SearchValue")]
    wanted: In<f64>,
    /// Whether it is there.
    #[output(name = "Found")]
    found: Out<bool>,
    /// Where it first is, counted from 0; -1 where it is not.
    #[output(name = "Index", default = -1)]
    index: Out<f64>,
}

impl Handlers for ArrayContains {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let wanted = self.wanted.get(cx);
        let array = self.array.get(cx);
        let items = array.as_deref().unwrap_or_default();
        let place = items.iter().position(|item| number(item) == Some(wanted));
        let index = place.map_or(-1.0, |place| count(&items[..place]));
        self.found.set(cx, place.is_some());
        self.index.set(cx, index);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::Value;
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn the_first_place_of_a_number_is_found() {
        let mut op = Bench::<ArrayContains>::new();
        let array = Value::from_json(r#"[3,"a",0.5,3,"7",null]"#).unwrap();
        op.set("Array", array).unwrap();
        for (number, index) in [(3.0, 0.0), (0.5, 2.0), (7.0, 4.0)] {
            op.set("SearchValue", number).unwrap();
            assert_eq!(op.out("Found"), true);
            assert_eq!(op.out("Index"), index, "{number}");
        }
    }

    #[test]
    fn what_is_not_there_is_not_found() {
        let mut op = Bench::<ArrayContains>::new();
        for json in ["null", "[]", r#"[1,"a",null,[0],{}]"#] {
            op.set("Array", Value::from_json(json).unwrap()).unwrap();
            for number in [0.0, f64::NAN] {
                op.set("SearchValue", number).unwrap();
                assert_eq!(op.out("Found"), false, "{json}");
                assert_eq!(op.out("Index"), -1.0);
            }
        }
    }
}
