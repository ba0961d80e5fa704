//! `Ops.String.StringsToArrayMultiPort`

use ropewalk_flow::{Array, Cx, Handlers, In, Multi, Op, OpError, Out, Text, Value};

use crate::multi::count;

/// Makes an array of texts.
#[derive(Op)]
#[op(
    name = "Ops.String.StringsToArrayMultiPort",
    alias = "Ops.String.StringsToArrayMultiPort_v2",
    help = include_str!("strings_to_array_multi_port.md")
)]
pub(super) struct StringsToArrayMultiPort {
    /// The texts.
    #[input(name = "Strings", multi = 1)]
    values: Multi<In<Text>>,
    /// The texts in their order.
    #[output(name = "Result")]
    array: Out<Array>,
    /// How many there are.
    #[output(name = "Num Values")]
    count: Out<f64>,
}

impl Handlers for StringsToArrayMultiPort {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let array: Array = self
            .values
            .ports(cx)
            .map(|port| Value::Text(port.get(cx)))
            .collect();
        self.count.set(cx, count(self.values, cx));
        self.array.set(cx, array);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn the_array_has_an_item_for_each_port() {
        let mut op = Bench::<StringsToArrayMultiPort>::new();
        assert_eq!(op.out("Result").to_json(), r#"[""]"#);
        op.set_port_count(false, 3).unwrap();
        op.set("Strings_2", "rope").unwrap();
        assert_eq!(op.out("Result").to_json(), r#"["","","rope"]"#);
        assert_eq!(op.out("Num Values"), 3.0);
    }
}
