//! `Ops.String.StringEditor`

use ropewalk_flow::{Cx, Handlers, In, Op, OpError, Out, Text};

/// Holds a text of several lines.
#[derive(Op)]
#[op(name = "Ops.String.StringEditor", help = include_str!("string_editor.md"))]
pub(super) struct StringEditor {
    /// The text.
    #[input(name = "value", display = "editor")]
    value: In<Text>,
    /// What language the text is in: a note for who reads the patch.
    #[input(
        name = "Syntax",
        default = "text",
        choices(
            "text",
            "glsl",
            "css",
            "html",
            "xml",
            "json",
            "javascript",
            "inline-css",
            "sql"
        )
    )]
    #[expect(dead_code, reason = "nothing depends on it")]
    syntax: In<Text>,
    /// The same text.
    #[output(name = "Result")]
    result: Out<Text>,
}

impl Handlers for StringEditor {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let value = self.value.get(cx);
        self.result.set(cx, value);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn it_gives_what_it_holds_whatever_the_syntax() {
        let mut op = Bench::<StringEditor>::new();
        assert_eq!(op.out("Result"), "");
        op.set("value", "one\n  two\n").unwrap();
        assert_eq!(op.out("Result"), "one\n  two\n");
        op.set("Syntax", "json").unwrap();
        assert_eq!(op.out("Result"), "one\n  two\n");
    }
}
