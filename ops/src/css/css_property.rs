use ropewalk_flow::{Cx, Handlers, In, Op, OpError, Out, Place, Text};

use super::layer::{Layer, length};

/// Sets one CSS property of an element to a number with a unit.
#[derive(Op)]
#[op(
    name = "Ops.Html.CSS.CSSProperty",
    alias = "Ops.Html.CSS.CSSProperty_v2",
    help = include_str!("css_property.md")
)]
pub(super) struct CssProperty {
    /// The element.
    #[input(name = "Element", group = "Element", needed)]
    element: In<Place>,
    /// The name of the property, such as `width` or `fontSize`.
    #[input(name = "Property", group = "Attributes")]
    property: In<Text>,
    /// The number.
    #[input(name = "Value", group = "Attributes")]
    value: In<f64>,
    /// What stands behind the number: its unit, or nothing.
    #[input(name = "Value Suffix", default = "px", group = "Attributes")]
    suffix: In<Text>,
    /// The element, for the next op.
    #[output(name = "HTML Element")]
    through: Out<Place>,
    layer: Layer,
}

impl Handlers for CssProperty {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let value = length(self.value.get(cx), &self.suffix.get(cx));
        let property = self.property.get(cx);
        self.layer
            .update_one(self.element, self.through, &property, value, cx);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::GraphError;

    use super::super::testing::{linked, style};
    use super::*;

    #[test]
    fn the_number_has_its_unit() -> Result<(), GraphError> {
        let mut op = linked::<CssProperty>("Element");
        op.set("Property", "width")?;
        assert_eq!(style(&mut op).unwrap(), "width: 0px");
        op.set("Value", -2.5)?;
        op.set("Value Suffix", "%")?;
        assert_eq!(style(&mut op).unwrap(), "width: -2.5%");
        op.set("Value", f64::NAN)?;
        // What is no length is refused by the browser.
        assert_eq!(style(&mut op).unwrap(), "width: NaN%");
        Ok(())
    }
}
