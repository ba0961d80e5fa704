//! `Ops.Array.InfoArray`

use ropewalk_flow::{Array, Cx, Handlers, In, Op, OpError, Out};

use crate::json::number;

/// Gives the least, the greatest and the average number of an array.
#[derive(Op)]
#[op(
    name = "Ops.Array.InfoArray",
    alias = "Ops.Array.ArrayAnalyze",
    help = include_str!("info_array.md")
)]
pub(super) struct InfoArray {
    /// The array.
    #[input(name = "Array", needed)]
    array: In<Array>,
    /// The least number; 0 where there is none.
    #[output(name = "Min")]
    min: Out<f64>,
    /// The greatest number; 0 where there is none.
    #[output(name = "Max")]
    max: Out<f64>,
    /// The average of the numbers; 0 where there is none.
    #[output(name = "Average")]
    average: Out<f64>,
}

impl Handlers for InfoArray {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let array = self.array.get(cx);
        let items = array.as_deref().unwrap_or_default();
        let (mut min, mut max) = (f64::INFINITY, f64::NEG_INFINITY);
        let (mut sum, mut count) = (0.0, 0.0);
        for number in items.iter().filter_map(number) {
            min = min.min(number);
            max = max.max(number);
            sum += number;
            count += 1.0;
        }
        let result = |number: f64| {
            if count == 0.0 {
                0.0
            } else if sum.is_nan() {
                // `min` and `max` leave NaN out.
                sum
            } else {
                number
            }
        };
        self.min.set(cx, result(min));
        self.max.set(cx, result(max));
        self.average.set(cx, result(sum / count));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::Value;
    use ropewalk_flow::testing::Bench;

    use super::*;

    fn info(op: &Bench<InfoArray>) -> [Value; 3] {
        ["Min", "Max", "Average"].map(|port| op.out(port))
    }

    #[test]
    fn the_least_the_greatest_and_the_average_are_told() {
        let mut op = Bench::<InfoArray>::new();
        for (json, numbers) in [
            ("[3,-1,4]", [-1.0, 4.0, 2.0]),
            ("[5]", [5.0, 5.0, 5.0]),
            (r#"["6","a",null,2,[100]]"#, [2.0, 6.0, 4.0]),
            ("[1e12,3e12]", [1e12, 3e12, 2e12]),
        ] {
            op.set("Array", Value::from_json(json).unwrap()).unwrap();
            assert_eq!(info(&op), numbers.map(Value::Number), "{json}");
        }
    }

    #[test]
    fn where_there_is_no_number_they_are_0() {
        let mut op = Bench::<InfoArray>::new();
        assert_eq!(info(&op), [0.0; 3], "nothing is linked");
        for json in ["[]", r#"["a",null]"#] {
            op.set("Array", Value::from_json(json).unwrap()).unwrap();
            assert_eq!(info(&op), [0.0; 3], "{json}");
        }
    }

    #[test]
    fn nan_is_passed_on() {
        let mut op = Bench::<InfoArray>::new();
        let array: Array = [1.0, f64::NAN].map(Value::Number).into();
        op.set("Array", array).unwrap();
        assert_eq!(info(&op), [f64::NAN; 3]);
    }
}
