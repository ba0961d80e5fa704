//! `Ops.Number.GateNumber`

use ropewalk_flow::{Cx, Handlers, In, Op, OpError, Out, Text};

/// Lets a number through, or holds it.
#[derive(Op)]
#[op(
    name = "Ops.Number.GateNumber",
    aliases("Ops.Value.Gate", "Ops.Value.GateNumber"),
    help = include_str!("gate_number.md")
)]
pub(super) struct GateNumber {
    /// The number.
    #[input(name = "Value In")]
    value: In<f64>,
    /// Whether it gets through.
    #[input(name = "Pass Through")]
    pass: In<bool>,
    /// What comes out while it does not.
    #[input(
        name = "When False",
        default = "keep last number",
        choices("keep last number", "custom")
    )]
    otherwise: In<Text>,
    /// The number that comes out then, for `custom`.
    #[input(name = "Custom Value")]
    custom: In<f64>,
    /// The number that got through, or what stands in for it.
    #[output(name = "Value Out")]
    out: Out<f64>,
}

impl Handlers for GateNumber {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if self.pass.get(cx) {
            self.out.set(cx, self.value.get(cx));
        } else if &*self.otherwise.get(cx) == "custom" {
            self.out.set(cx, self.custom.get(cx));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn the_last_number_that_got_through_is_held() {
        let mut op = Bench::<GateNumber>::new();
        op.set("Value In", 1.0).unwrap();
        assert_eq!(op.out("Value Out"), 0.0);
        op.set("Pass Through", true).unwrap();
        assert_eq!(op.out("Value Out"), 1.0);
        op.set("Value In", f64::NAN).unwrap();
        assert_eq!(op.out("Value Out"), f64::NAN);
        op.set("Value In", 3.0).unwrap();
        op.set("Pass Through", false).unwrap();
        op.set("Value In", 4.0).unwrap();
        assert_eq!(op.out("Value Out"), 3.0);
    }

    #[test]
    fn another_number_can_stand_in_for_what_is_held_back() {
        let mut op = Bench::<GateNumber>::new();
        op.set("When False", "custom").unwrap();
        op.set("Custom Value", -1.0).unwrap();
        assert_eq!(op.out("Value Out"), -1.0);
        op.set("Value In", 2.0).unwrap();
        op.set("Pass Through", true).unwrap();
        assert_eq!(op.out("Value Out"), 2.0);
        op.set("Pass Through", false).unwrap();
        assert_eq!(op.out("Value Out"), -1.0);
    }
}
