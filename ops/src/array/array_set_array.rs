//! `Ops.Array.ArraySetArray`

use std::rc::Rc;

use ropewalk_flow::{Array, Cx, Handlers, In, Op, OpError, Out, Trigger, Value};

use super::replaced;

/// Puts arrays in the places of items.
#[derive(Op)]
#[op(
    name = "Ops.Array.ArraySetArray",
    alias = "Ops.Extension.Deprecated.ArraySetArray",
    help = include_str!("array_set_array.md")
)]
pub(super) struct ArraySetArray {
    /// Puts the array there.
    #[input(name = "exe", display = "button")]
    exe: Trigger,
    /// The array to begin with. Another one forgets what was put in the one before.
    #[input(name = "array", needed)]
    array: In<Array>,
    /// Where the new array goes, counted from 0.
    #[input(name = "index", min = 0, display = "integer")]
    index: In<f64>,
    /// What is put there.
    #[input(name = "new Array")]
    item: In<Array>,
    /// The array with all that was put in it.
    #[output(name = "values")]
    values: Out<Array>,
    /// What it began with.
    origin: Option<Array>,
}

impl Handlers for ArraySetArray {
    fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let Some(array) = self.array.get(cx).filter(|_| port == self.exe) else {
            return Ok(());
        };
        let goes_on = matches!(&self.origin, Some(origin) if Rc::ptr_eq(origin, &array));
        let values = self.values.get(cx).filter(|_| goes_on);
        let values = values.unwrap_or_else(|| array.clone());
        self.origin = Some(array);
        let item = self.item.get(cx).map_or(Value::None, Value::Array);
        self.values
            .set(cx, replaced(values, self.index.get(cx), item));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    fn put(op: &mut Bench<ArraySetArray>, index: f64, item: &str) -> String {
        op.set("index", index).unwrap();
        op.set("new Array", Value::from_json(item).unwrap())
            .unwrap();
        op.press("exe").unwrap();
        op.out("values").to_json()
    }

    #[test]
    fn arrays_take_the_places_of_items_one_after_the_other() {
        let mut op = Bench::<ArraySetArray>::new();
        let array = Value::from_json("[0,0,0]").unwrap();
        op.set("array", array.clone()).unwrap();
        assert_eq!(op.out("values"), Value::None, "nothing has been put there");
        assert_eq!(put(&mut op, 1.0, "[1,2]"), "[0,[1,2],0]");
        let before = op.out("values");
        assert_eq!(put(&mut op, 2.9, "[]"), "[0,[1,2],[]]");
        assert_eq!(put(&mut op, 1.0, "null"), "[0,null,[]]");
        assert_eq!(array.to_json(), "[0,0,0]", "it is another op's");
        assert_eq!(before.to_json(), "[0,[1,2],0]");
    }

    #[test]
    fn another_array_begins_anew() {
        let mut op = Bench::<ArraySetArray>::new();
        for _ in 0..2 {
            let array = Value::from_json("[0,0]").unwrap();
            op.set("array", array).unwrap();
            assert_eq!(put(&mut op, 0.0, "[1]"), "[[1],0]");
            assert_eq!(put(&mut op, 1.0, "[2]"), "[[1],[2]]");
        }
    }

    #[test]
    fn outside_of_the_array_and_without_one_nothing_is_put_there() {
        let mut op = Bench::<ArraySetArray>::new();
        assert_eq!(put(&mut op, 0.0, "[1]"), "null");
        op.set("array", Value::from_json("[0]").unwrap()).unwrap();
        for index in [1.0, -1.0, f64::NAN, f64::INFINITY] {
            assert_eq!(put(&mut op, index, "[1]"), "[0]", "{index}");
        }
    }
}
