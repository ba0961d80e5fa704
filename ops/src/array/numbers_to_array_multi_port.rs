//! `Ops.Array.NumbersToArrayMultiPort`

use ropewalk_flow::{Array, Cx, Handlers, In, Multi, Op, OpError, Out, Value};

use crate::multi::count;

/// Makes an array of numbers.
#[derive(Op)]
#[op(
    name = "Ops.Array.NumbersToArrayMultiPort",
    alias = "Ops.Array.NumbersToArrayMultiPort_v2",
    help = include_str!("numbers_to_array_multi_port.md")
)]
pub(super) struct NumbersToArrayMultiPort {
    /// The numbers.
    #[input(name = "Numbers", multi = 1)]
    values: Multi<In<f64>>,
    /// The numbers in their order.
    #[output(name = "Result")]
    array: Out<Array>,
    /// How many there are.
    #[output(name = "Num Values")]
    count: Out<f64>,
}

impl Handlers for NumbersToArrayMultiPort {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let array: Array = self
            .values
            .ports(cx)
            .map(|port| number(port.get(cx)))
            .collect();
        self.count.set(cx, count(self.values, cx));
        self.array.set(cx, array);
        Ok(())
    }
}

/// The number, or 0 where it is none, as in cables.
fn number(number: f64) -> Value {
    Value::Number(if number.is_nan() { 0.0 } else { number })
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn the_array_has_an_item_for_each_port() {
        let mut op = Bench::<NumbersToArrayMultiPort>::new();
        assert_eq!(op.out("Result").to_json(), "[0]");
        op.set_port_count(false, 3).unwrap();
        op.set("Numbers_2", 2.5).unwrap();
        assert_eq!(op.out("Result").to_json(), "[0,0,2.5]");
        assert_eq!(op.out("Num Values"), 3.0);
    }

    #[test]
    fn what_is_no_number_is_0() {
        let mut op = Bench::<NumbersToArrayMultiPort>::new();
        op.set("Numbers_0", f64::NAN).unwrap();
        assert_eq!(op.out("Result").to_json(), "[0]");
    }
}
