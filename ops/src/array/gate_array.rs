//! `Ops.Array.GateArray`

use ropewalk_flow::{Array, Cx, Handlers, In, Op, OpError, Out, Text};

use super::set;

/// Lets an array through, or holds it.
#[derive(Op)]
#[op(
    name = "Ops.Array.GateArray",
    alias = "Ops.Array.GateArray_v2",
    help = include_str!("gate_array.md")
)]
pub(super) struct GateArray {
    /// The array.
    #[input(name = "Array in", needed)]
    array: In<Array>,
    /// Whether it gets through.
    #[input(name = "Pass Through", default = true)]
    pass: In<bool>,
    /// What comes out while it does not: the last array that did, or nothing.
    #[input(
        name = "When False",
        default = "keep last array",
        choices("keep last array", "null")
    )]
    otherwise: In<Text>,
    /// The array that got through.
    #[output(name = "Array Out")]
    out: Out<Array>,
}

impl Handlers for GateArray {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if self.pass.get(cx) {
            set(self.out, self.array.get(cx), cx);
        } else if &*self.otherwise.get(cx) == "null" {
            self.out.clear(cx);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::Value;
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn the_last_array_that_got_through_is_held_or_nothing_is() {
        let mut op = Bench::<GateArray>::new();
        assert_eq!(op.out("Array Out"), Value::None);
        let [first, second] = ["[1]", "[2]"].map(|json| Value::from_json(json).unwrap());
        op.set("Array in", first.clone()).unwrap();
        assert!(op.out("Array Out").same(&first));
        op.set("Pass Through", false).unwrap();
        op.set("Array in", second.clone()).unwrap();
        assert!(op.out("Array Out").same(&first));
        op.set("When False", "null").unwrap();
        assert_eq!(op.out("Array Out"), Value::None);
        op.set("Pass Through", true).unwrap();
        assert!(op.out("Array Out").same(&second));
        op.set("Array in", Value::None).unwrap();
        assert_eq!(op.out("Array Out"), Value::None);
    }
}
