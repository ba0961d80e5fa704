//! `Ops.Array.Array3GetNumbers`

use ropewalk_flow::{Array, Cx, Handlers, In, Op, OpError, Out};

use super::place;
use crate::json::number;

/// Takes a point out of an array of points.
#[derive(Op)]
#[op(
    name = "Ops.Array.Array3GetNumbers",
    alias = "Ops.Array.ArrayGetValue3x",
    help = include_str!("array3_get_numbers.md")
)]
pub(super) struct Array3GetNumbers {
    /// The array, with three numbers for each point.
    #[input(name = "Array", needed)]
    array: In<Array>,
    /// Which point, counted from 0. Beyond the last, it is the last.
    #[input(name = "Index", min = 0, display = "integer")]
    index: In<f64>,
    /// Its first number; 0 where there is none.
    #[output(name = "X")]
    x: Out<f64>,
    /// Its second number; 0 where there is none.
    #[output(name = "Y")]
    y: Out<f64>,
    /// Its third number; 0 where there is none.
    #[output(name = "Z")]
    z: Out<f64>,
}

impl Handlers for Array3GetNumbers {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let array = self.array.get(cx);
        let points = array.as_deref().unwrap_or_default().as_chunks::<3>().0;
        let index = place(self.index.get(cx));
        let point = index.and_then(|index| points.get(index).or(points.last()));
        for (at, output) in [self.x, self.y, self.z].iter().enumerate() {
            let found = point.and_then(|point| number(&point[at]));
            output.set(cx, found.unwrap_or(0.0));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::Value;
    use ropewalk_flow::testing::Bench;

    use super::*;

    fn point(op: &mut Bench<Array3GetNumbers>, index: f64) -> [Value; 3] {
        op.set("Index", index).unwrap();
        ["X", "Y", "Z"].map(|port| op.out(port))
    }

    #[test]
    fn an_index_leads_to_a_point_and_beyond_the_last_to_the_last() {
        let mut op = Bench::<Array3GetNumbers>::new();
        let array = Value::from_json(r#"[1,2,3,4,"5",null,7,8]"#).unwrap();
        op.set("Array", array).unwrap();
        assert_eq!(point(&mut op, 0.9), [1.0, 2.0, 3.0]);
        for index in [1.0, 2.0, f64::INFINITY] {
            assert_eq!(point(&mut op, index), [4.0, 5.0, 0.0], "{index}");
        }
    }

    #[test]
    fn where_there_is_no_point_it_is_0() {
        let mut op = Bench::<Array3GetNumbers>::new();
        for json in ["null", "[]", "[1,2]"] {
            op.set("Array", Value::from_json(json).unwrap()).unwrap();
            assert_eq!(point(&mut op, 0.0), [0.0; 3], "{json}");
        }
        op.set("Array", Value::from_json("[1,2,3]").unwrap())
            .unwrap();
        for index in [-1.0, f64::NAN] {
            assert_eq!(point(&mut op, index), [0.0; 3], "{index}");
        }
    }
}
