//! `Ops.Array.Math.ArrayMath`

use ropewalk_flow::{Array, Cx, Handlers, In, Op, OpError, Out, Text, Value};

use super::{count, set};
use crate::json::number;
use crate::math::compute;

/// Computes with each number of an array and another number.
#[derive(Op)]
#[op(
    name = "Ops.Array.Math.ArrayMath",
    alias = "Ops.Array.ArrayMath",
    help = include_str!("array_math.md")
)]
pub(super) struct ArrayMath {
    /// The array.
    #[input(name = "array 0", needed)]
    array: In<Array>,
    /// The other number.
    #[input(name = "Number for math")]
    number: In<f64>,
    /// What to do with them.
    #[input(
        name = "Math function",
        default = "+",
        choices("+", "-", "*", "/", "%", "min", "max")
    )]
    mode: In<Text>,
    /// What comes of it, for each item.
    #[output(name = "Array result")]
    result: Out<Array>,
    /// How many items there are.
    #[output(name = "Array length")]
    length: Out<f64>,
}

impl Handlers for ArrayMath {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let (other, mode) = (self.number.get(cx), self.mode.get(cx));
        let computed = |item: &Value| match number(item) {
            Some(number) => compute(number, &mode, other).into(),
            None => item.clone(),
        };
        let array = self.array.get(cx);
        let result = array.map(|array| array.iter().map(computed).collect::<Array>());
        self.length
            .set(cx, count(result.as_deref().unwrap_or_default()));
        set(self.result, result, cx);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn each_number_is_computed_with_and_the_rest_stays() {
        let mut op = Bench::<ArrayMath>::new();
        assert_eq!(op.out("Array result"), Value::None, "nothing is linked");
        let array = Value::from_json(r#"[1,-7,"4",true,"a",null]"#).unwrap();
        op.set("array 0", array).unwrap();
        op.set("Number for math", 2.0).unwrap();
        for (mode, json) in [
            ("+", r#"[3,-5,6,3,"a",null]"#),
            ("-", r#"[-1,-9,2,-1,"a",null]"#),
            ("*", r#"[2,-14,8,2,"a",null]"#),
            ("/", r#"[0.5,-3.5,2,0.5,"a",null]"#),
            ("%", r#"[1,-1,0,1,"a",null]"#),
            ("min", r#"[1,-7,2,1,"a",null]"#),
            ("max", r#"[2,2,4,2,"a",null]"#),
        ] {
            op.set("Math function", mode).unwrap();
            assert_eq!(op.out("Array result").to_json(), json, "{mode}");
        }
        assert_eq!(op.out("Array length"), 6.0);
    }

    #[test]
    fn nan_is_passed_on() {
        let mut op = Bench::<ArrayMath>::new();
        op.set("array 0", Value::from_json("[1]").unwrap()).unwrap();
        for mode in ["+", "min", "max"] {
            op.set("Math function", mode).unwrap();
            op.set("Number for math", f64::NAN).unwrap();
            let nan = [Value::Number(f64::NAN)];
            assert_eq!(op.out("Array result"), Value::Array(nan.into()));
        }
    }
}
