use ropewalk_flow::{Cx, Handlers, In, Op, OpError, Out, Place, Text};

use super::layer::{Layer, length};

/// Sets how large an element is.
#[derive(Op)]
#[op(name = "Ops.Html.CSS.ElementCssSize", help = include_str!("element_css_size.md"))]
pub(super) struct ElementCssSize {
    /// The element.
    #[input(name = "Element", needed)]
    element: In<Place>,
    /// Whether the height is `Height`, or follows from the width by `Aspect`.
    #[input(
        name = "Method",
        default = "Absolute",
        choices("Absolute", "Aspect Ratio")
    )]
    method: In<Text>,
    /// How wide it is.
    #[input(name = "Width", default = 100)]
    width: In<f64>,
    /// How high it is.
    #[input(name = "Height", default = 100)]
    height: In<f64>,
    /// The width divided by the height.
    #[input(name = "Aspect", default = 1.7777777777777777)]
    aspect: In<f64>,
    /// Pixels, or hundredths of what it stands in.
    #[input(name = "Unit", default = "px", choices("px", "%"))]
    unit: In<Text>,
    /// The element, for the next op.
    #[output(name = "HTML Element")]
    through: Out<Place>,
    layer: Layer,
}

impl Handlers for ElementCssSize {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let unit = self.unit.get(cx);
        let width = ("width".into(), length(self.width.get(cx), &unit));
        let other = if &*self.method.get(cx) == "Aspect Ratio" {
            ("aspect-ratio".into(), length(self.aspect.get(cx), ""))
        } else {
            ("height".into(), length(self.height.get(cx), &unit))
        };
        self.layer
            .update(self.element, self.through, vec![width, other], cx);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::GraphError;

    use super::super::testing::{linked, style};
    use super::*;

    #[test]
    fn the_height_is_given_or_follows_from_the_width() -> Result<(), GraphError> {
        let mut op = linked::<ElementCssSize>("Element");
        assert_eq!(style(&mut op).unwrap(), "width: 100px; height: 100px");
        op.set("Unit", "%")?;
        op.set("Aspect", 2.0)?;
        op.set("Method", "Aspect Ratio")?;
        assert_eq!(style(&mut op).unwrap(), "width: 100%; aspect-ratio: 2");
        Ok(())
    }
}
