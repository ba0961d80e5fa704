//! `Ops.String.GateString`

use ropewalk_flow::{Cx, Handlers, In, Op, OpError, Out, Text};

/// Lets a text through, or holds it.
#[derive(Op)]
#[op(name = "Ops.String.GateString", help = include_str!("gate_string.md"))]
pub(super) struct GateString {
    /// The text.
    #[input(name = "String In", default = "hello")]
    text: In<Text>,
    /// Whether it gets through.
    #[input(name = "Pass Through")]
    pass: In<bool>,
    /// What comes out while it does not.
    #[input(
        name = "When False",
        default = "keep last string",
        choices("keep last string", "custom")
    )]
    otherwise: In<Text>,
    /// The text that comes out then, for `custom`.
    #[input(name = "Custom Value")]
    custom: In<Text>,
    /// The text that got through, or what stands in for it.
    #[output(name = "String Out")]
    out: Out<Text>,
}

impl Handlers for GateString {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if self.pass.get(cx) {
            self.out.set(cx, self.text.get(cx));
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
    fn the_last_text_stays_or_another_takes_its_place() {
        let mut op = Bench::<GateString>::new();
        assert_eq!(op.out("String Out"), "");
        op.set("Pass Through", true).unwrap();
        assert_eq!(op.out("String Out"), "hello");
        op.set("Pass Through", false).unwrap();
        op.set("String In", "a").unwrap();
        assert_eq!(op.out("String Out"), "hello");
        op.set("Custom Value", "b").unwrap();
        op.set("When False", "custom").unwrap();
        assert_eq!(op.out("String Out"), "b");
        op.set("Pass Through", true).unwrap();
        assert_eq!(op.out("String Out"), "a");
    }
}
