//! `Ops.Number.RouteNumber`

use ropewalk_flow::{Cx, Handlers, In, Op, OpError, Out, clamp};

/// Hands a number to one of ten outputs.
#[derive(Op)]
#[op(
    name = "Ops.Number.RouteNumber",
    alias = "Ops.Value.RouteNumber",
    help = include_str!("route_number.md")
)]
pub(super) struct RouteNumber {
    /// Which output gets the number, from 0 to 9.
    #[input(name = "Index", min = 0, max = 9, display = "integer")]
    index: In<f64>,
    /// The number.
    #[input(name = "Value", default = 1)]
    value: In<f64>,
    /// What the outputs hold that have not got one.
    #[input(name = "Default Value", alias = "Default VaonlyOnePortlue")]
    default: In<f64>,
    /// Whether an output goes back to the default when another is chosen.
    #[input(name = "Set inactive to default")]
    only_one: In<bool>,
    /// The number, where Index is 0.
    #[output(name = "Index 0 Value")]
    index0: Out<f64>,
    /// The number, where Index is 1.
    #[output(name = "Index 1 Value")]
    index1: Out<f64>,
    /// The number, where Index is 2.
    #[output(name = "Index 2 Value")]
    index2: Out<f64>,
    /// The number, where Index is 3.
    #[output(name = "Index 3 Value")]
    index3: Out<f64>,
    /// The number, where Index is 4.
    #[output(name = "Index 4 Value")]
    index4: Out<f64>,
    /// The number, where Index is 5.
    #[output(name = "Index 5 Value")]
    index5: Out<f64>,
    /// The number, where Index is 6.
    #[output(name = "Index 6 Value")]
    index6: Out<f64>,
    /// The number, where Index is 7.
    #[output(name = "Index 7 Value")]
    index7: Out<f64>,
    /// The number, where Index is 8.
    #[output(name = "Index 8 Value")]
    index8: Out<f64>,
    /// The number, where Index is 9.
    #[output(name = "Index 9 Value")]
    index9: Out<f64>,
}

impl Handlers for RouteNumber {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let outputs = [
            self.index0,
            self.index1,
            self.index2,
            self.index3,
            self.index4,
            self.index5,
            self.index6,
            self.index7,
            self.index8,
            self.index9,
        ];
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "it is clamped"
        )]
        let index = clamp(self.index.get(cx), 0.0, 9.0) as usize;
        let (value, default) = (self.value.get(cx), self.default.get(cx));
        let clear = self.only_one.get(cx) || self.default.changed(cx);
        for (at, output) in outputs.into_iter().enumerate() {
            if at == index {
                output.set(cx, value);
            } else if clear {
                output.set(cx, default);
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    fn outputs(op: &Bench<RouteNumber>) -> Vec<ropewalk_flow::Value> {
        (0..10)
            .map(|index| op.out(&format!("Index {index} Value")))
            .collect()
    }

    #[test]
    fn the_output_that_is_chosen_gets_the_number_and_the_others_keep_theirs() {
        let mut op = Bench::<RouteNumber>::new();
        op.set("Index", 9.0).unwrap();
        op.set("Value", 5.0).unwrap();
        let mut expected = [0.0; 10];
        (expected[0], expected[9]) = (1.0, 5.0);
        assert_eq!(outputs(&op), expected);
    }

    #[test]
    fn the_others_can_go_back_to_the_default() {
        let mut op = Bench::<RouteNumber>::new();
        op.set("Set inactive to default", true).unwrap();
        op.set("Index", 9.0).unwrap();
        let mut expected = [0.0; 10];
        expected[9] = 1.0;
        assert_eq!(outputs(&op), expected);
    }

    #[test]
    fn another_default_is_taken_by_all_but_the_one_that_is_chosen() {
        let mut op = Bench::<RouteNumber>::new();
        op.set("Index", 1.0).unwrap();
        op.set("Default VaonlyOnePortlue", -1.0).unwrap();
        let mut expected = [-1.0; 10];
        expected[1] = 1.0;
        assert_eq!(outputs(&op), expected);
    }

    #[test]
    fn an_index_beyond_the_outputs_means_the_nearest() {
        for (index, output) in [
            (-1.0, "Index 0 Value"),
            (f64::NAN, "Index 0 Value"),
            (2.9, "Index 2 Value"),
            (10.0, "Index 9 Value"),
            (f64::INFINITY, "Index 9 Value"),
        ] {
            let mut op = Bench::<RouteNumber>::new();
            op.set("Index", index).unwrap();
            op.set("Value", 5.0).unwrap();
            assert_eq!(op.out(output), 5.0, "{index}");
        }
    }
}
