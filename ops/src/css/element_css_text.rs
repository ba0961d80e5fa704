use ropewalk_flow::{Cx, Declaration, Handlers, In, Op, OpError, Out, Place, Text};

use super::layer::{Layer, length};

/// Sets how an element's text is written: its font, its size, its place.
#[derive(Op)]
#[op(name = "Ops.Html.CSS.ElementCssText", help = include_str!("element_css_text.md"))]
pub(super) struct ElementCssText {
    /// The element.
    #[input(name = "Element", needed)]
    element: In<Place>,
    /// Whether the font is set.
    #[input(name = "Set Family", default = true)]
    set_family: In<bool>,
    /// The name of the font, or several with commas between: the first that is there is taken.
    #[input(name = "Font Family", default = "sans serif")]
    family: In<Text>,
    /// The height of the letters; 0 leaves it as it is.
    #[input(name = "Text Size", default = 12, unit = "px")]
    size: In<f64>,
    /// How bold it is: `normal`, `bold`, or a number from 1 to 1000.
    #[input(name = "Font Weight", default = "normal")]
    weight: In<Text>,
    /// Where the lines stand.
    #[input(
        name = "Text Align",
        default = "Left",
        choices("Left", "Center", "Right", "Justify")
    )]
    align: In<Text>,
    /// A line at the text.
    #[input(
        name = "Text Decoration",
        default = "None",
        choices("None", "Underline", "Overline", "Line-Through")
    )]
    decoration: In<Text>,
    /// Whether text that is too long for the element ends in three dots.
    #[input(name = "Overflow Ellipsis")]
    ellipsis: In<bool>,
    /// What is added between letters.
    #[input(name = "Letter Spacing", unit = "px")]
    spacing: In<f64>,
    /// From one line to the next; 0 leaves it as it is.
    #[input(name = "Line Height", unit = "px")]
    line_height: In<f64>,
    /// Whether a person cannot select the text.
    #[input(name = "Disable Text Select")]
    no_select: In<bool>,
    /// The element, for the next op.
    #[output(name = "HTML Element")]
    through: Out<Place>,
    layer: Layer,
}

impl Handlers for ElementCssText {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let mut declared: Vec<Declaration> = Vec::new();
        let mut put = |name: &str, value: Text| declared.push((name.into(), value));
        if self.set_family.get(cx) {
            let family = self.family.get(cx);
            put(
                "font-family",
                match &*family {
                    // What the default means; CSS has a hyphen there.
                    "sans serif" => "sans-serif".into(),
                    _ => family,
                },
            );
        }
        put("letter-spacing", length(self.spacing.get(cx), "px"));
        put("font-weight", self.weight.get(cx));
        put("text-align", self.align.get(cx));
        put("text-decoration", self.decoration.get(cx));
        for (name, port) in [("font-size", self.size), ("line-height", self.line_height)] {
            let size = port.get(cx);
            if size != 0.0 {
                put(name, length(size, "px"));
            }
        }
        if self.ellipsis.get(cx) {
            put("overflow", "hidden".into());
            put("text-overflow", "ellipsis".into());
            put("white-space", "nowrap".into());
        }
        if self.no_select.get(cx) {
            put("user-select", "none".into());
        }
        self.layer.update(self.element, self.through, declared, cx);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::GraphError;

    use super::super::testing::{linked, style};
    use super::*;

    #[test]
    fn only_what_is_asked_for_is_set() -> Result<(), GraphError> {
        let mut op = linked::<ElementCssText>("Element");
        assert_eq!(
            style(&mut op).unwrap(),
            "font-family: sans-serif; letter-spacing: 0px; font-weight: normal; \
             text-align: Left; text-decoration: None; font-size: 12px"
        );
        op.set("Set Family", false)?;
        op.set("Text Size", 0.0)?;
        op.set("Line Height", 20.0)?;
        op.set("Disable Text Select", true)?;
        op.set("Overflow Ellipsis", true)?;
        assert_eq!(
            style(&mut op).unwrap(),
            "letter-spacing: 0px; font-weight: normal; text-align: Left; text-decoration: None; \
             line-height: 20px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; \
             user-select: none"
        );
        Ok(())
    }
}
