use ropewalk_flow::{Cx, Handlers, In, Op, OpError, Place, Text, number_to_text};

use super::layer::Layer;

/// Blurs an element, or changes its colours.
#[derive(Op)]
#[op(name = "Ops.Html.CSS.CSSFilter", help = include_str!("css_filter.md"))]
pub(super) struct CssFilter {
    /// The element.
    #[input(name = "Element", needed)]
    element: In<Place>,
    /// What is done to it; `-` for nothing.
    #[input(
        name = "method",
        default = "-",
        choices(
            "-",
            "blur",
            "brightness",
            "contrast",
            "grayscale",
            "hue-rotate",
            "invert",
            "opacity",
            "saturate",
            "sepia"
        )
    )]
    method: In<Text>,
    /// How much: pixels for `blur`, degrees for `hue-rotate`, 1 for no change with `brightness` and
    /// `saturate`, hundredths with all others.
    #[input(name = "Value")]
    value: In<f64>,
    layer: Layer,
}

impl Handlers for CssFilter {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let method = self.method.get(cx);
        let unit = match &*method {
            "blur" => Some("px"),
            "hue-rotate" => Some("deg"),
            "brightness" | "saturate" => Some(""),
            "contrast" | "grayscale" | "invert" | "opacity" | "sepia" => Some("%"),
            _ => None,
        };
        let value = number_to_text(self.value.get(cx));
        let filter = unit.map(|unit| {
            let filter = [&*method, "(", &value, unit, ")"].concat();
            ("filter".into(), filter.into())
        });
        self.layer.declare(self.element, Vec::from_iter(filter), cx);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::GraphError;

    use super::super::testing::{linked, style};
    use super::*;

    #[test]
    fn each_method_has_its_unit_and_others_are_none() -> Result<(), GraphError> {
        let mut op = linked::<CssFilter>("Element");
        assert_eq!(style(&mut op), None);
        op.set("Value", 2.5)?;
        for (method, filter) in [
            ("blur", "filter: blur(2.5px)"),
            ("brightness", "filter: brightness(2.5)"),
            ("sepia", "filter: sepia(2.5%)"),
            ("hue-rotate", "filter: hue-rotate(2.5deg)"),
            ("drop-shadow(0 0 9px red) blur", ""),
        ] {
            op.set("method", method)?;
            assert_eq!(style(&mut op).unwrap(), filter);
        }
        Ok(())
    }
}
