//! `Ops.String.String`

use ropewalk_flow::{Cx, Handlers, In, Op, OpError, Out, Text};

/// Holds a text.
#[derive(Op)]
#[op(
    name = "Ops.String.String",
    aliases(
        "Ops.String.String_v2",
        "Ops.String.String_v3",
        "Ops.String.ValueString_v2",
        // Between the two kinds of text that cables once had; here there is one.
        "Ops.String.StringNew2Old",
        "Ops.Deprecated.String.StringNew2Old",
        "Ops.Extension.Deprecated.StringNew2Old",
        "Ops.String.StringOld2New",
        "Ops.Deprecated.String.StringOld2New",
        "Ops.Extension.Deprecated.StringOld2New",
        "Ops.Value.ValueString"
    ),
    help = include_str!("string.md")
)]
pub(super) struct String {
    /// The text.
    #[input(name = "value", alias = "String")]
    value: In<Text>,
    /// The same text.
    #[output(name = "String", alias = "Result")]
    string: Out<Text>,
}

impl Handlers for String {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let value = self.value.get(cx);
        self.string.set(cx, value);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn it_gives_what_it_holds() {
        let mut op = Bench::<String>::new();
        assert_eq!(op.out("String"), "");
        op.set("value", "knot").unwrap();
        assert_eq!(op.out("String"), "knot");
    }
}
