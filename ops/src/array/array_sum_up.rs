//! `Ops.Array.Math.ArraySumUp`

use ropewalk_flow::{Array, Cx, Handlers, In, Op, OpError, Out};

use crate::json::number;

/// Adds up the numbers of an array.
#[derive(Op)]
#[op(
    name = "Ops.Array.Math.ArraySumUp",
    alias = "Ops.Array.ArraySumUp",
    help = include_str!("array_sum_up.md")
)]
pub(super) struct ArraySumUp {
    /// The array.
    #[input(name = "Array", needed)]
    array: In<Array>,
    /// The sum of its numbers; 0 where there is none.
    #[output(name = "Sum")]
    sum: Out<f64>,
}

impl Handlers for ArraySumUp {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let array = self.array.get(cx);
        let items = array.as_deref().unwrap_or_default();
        // The empty sum of the standard library is -0.
        let sum = items.iter().filter_map(number).fold(0.0, |a, b| a + b);
        self.sum.set(cx, sum);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::Value;
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn numbers_are_added_and_what_is_none_is_left_out() {
        let mut op = Bench::<ArraySumUp>::new();
        assert_eq!(op.out("Sum"), 0.0, "nothing is linked");
        for (json, sum) in [
            ("[1,2,3.5]", 6.5),
            (r#"["4",true,"a",null,[5],{}]"#, 5.0),
            ("[]", 0.0),
        ] {
            op.set("Array", Value::from_json(json).unwrap()).unwrap();
            assert_eq!(op.out("Sum"), sum, "{json}");
        }
        let array: Array = [1.0, f64::NAN].map(Value::Number).into();
        op.set("Array", array).unwrap();
        assert_eq!(op.out("Sum"), f64::NAN);
    }
}
