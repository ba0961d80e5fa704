use ropewalk_flow::{Cx, Handlers, In, Op, OpError, Out, Text};

/// Shows a text in the patch and passes it on.
#[derive(Op)]
#[op(name = "Ops.Ui.VizString", help = include_str!("viz_string.md"))]
#[expect(dead_code, reason = "the editor shows the text as the ports say")]
pub(super) struct VizString {
    /// The text to show.
    #[input(name = "String", display = "editor")]
    string: In<Text>,
    /// Kept for patches of cables: the text always grows with the canvas.
    #[input(name = "ZoomText", group = "Look")]
    zoom_text: In<bool>,
    /// Whether each line has its number in front.
    #[input(name = "Line Numbers", group = "Look")]
    line_numbers: In<bool>,
    /// Whether spaces and tabs are to be seen.
    #[input(name = "Whitespace", group = "Look")]
    whitespace: In<bool>,
    /// Whether long lines go on in the next.
    #[input(name = "Wrap lines", default = true, group = "Look")]
    wrap: In<bool>,
    /// Kept for patches of cables: the text has one colour.
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
        ),
        group = "Look"
    )]
    syntax: In<Text>,
    /// How large the letters are, in pixels of the canvas.
    #[input(
        name = "Font Size",
        default = 10,
        min = 4,
        max = 64,
        unit = "px",
        group = "Look"
    )]
    font_size: In<f64>,
    /// How far down the text is shown from: 0 its beginning, 1 its end.
    #[input(name = "Scroll", min = 0, max = 1, display = "slider", group = "Look")]
    scroll: In<f64>,
    /// The same text.
    #[output(name = "Passthrough String")]
    passthrough: Out<Text>,
}

impl Handlers for VizString {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        self.passthrough.set(cx, self.string.get(cx));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::GraphError;
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn it_passes_every_text_on() -> Result<(), GraphError> {
        let mut op = Bench::<VizString>::new();
        assert_eq!(op.out("Passthrough String"), "");
        for text in ["a\nb", "<b>knot</b>", "", "ä\u{0}"] {
            op.set("String", text)?;
            assert_eq!(op.out("Passthrough String"), text);
        }
        op.set("String", 0.5)?;
        assert_eq!(op.out("Passthrough String"), "0.5");
        Ok(())
    }
}
