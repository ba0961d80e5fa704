use ropewalk_flow::{Cx, Handlers, In, Op, OpError, Out, Place, Text};

use super::layer::Layer;

/// Sets one CSS property of an element to a text.
#[derive(Op)]
#[op(name = "Ops.Html.CSS.CSSPropertyString", help = include_str!("css_property_string.md"))]
pub(super) struct CssPropertyString {
    /// The element.
    #[input(name = "Element", group = "Element", needed)]
    element: In<Place>,
    /// The name of the property, such as `color` or `backgroundColor`.
    #[input(name = "Property", group = "Attributes")]
    property: In<Text>,
    /// Its value, such as `red`.
    #[input(name = "Value", group = "Attributes")]
    value: In<Text>,
    /// Whether it holds.
    #[input(name = "Active", default = true)]
    active: In<bool>,
    /// The element, for the next op.
    #[output(name = "HTML Element")]
    through: Out<Place>,
    layer: Layer,
}

impl Handlers for CssPropertyString {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if self.active.get(cx) {
            let (property, value) = (self.property.get(cx), self.value.get(cx));
            self.layer
                .update_one(self.element, self.through, &property, value, cx);
        } else {
            self.layer
                .update(self.element, self.through, Vec::new(), cx);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::GraphError;

    use super::super::testing::{linked, style};
    use super::*;

    #[test]
    fn the_property_holds_while_it_is_active() -> Result<(), GraphError> {
        let mut op = linked::<CssPropertyString>("Element");
        assert!(op.problem().unwrap().contains("no name"));
        op.set("Property", "backgroundColor")?;
        op.set("Value", "red; width: 1px")?;
        // The value is one value, and the browser refuses it whole.
        assert_eq!(style(&mut op).unwrap(), "background-color: red; width: 1px");
        assert_eq!(op.problem(), None);
        op.set("Active", false)?;
        assert_eq!(style(&mut op).unwrap(), "");
        op.set("Active", true)?;
        assert!(style(&mut op).is_some());
        op.graph.remove(op.node)?;
        assert_eq!(style(&mut op).unwrap(), "");
        Ok(())
    }

    #[test]
    fn without_an_element_it_says_so_and_asks_for_nothing() -> Result<(), GraphError> {
        let mut op = ropewalk_flow::testing::Bench::<CssPropertyString>::new();
        op.set("Property", "color")?;
        assert!(op.problem().unwrap().contains("link an element"));
        assert_eq!(style(&mut op), None);
        Ok(())
    }

    #[test]
    fn what_is_set_to_the_same_is_not_written_again() -> Result<(), GraphError> {
        let mut op = linked::<CssPropertyString>("Element");
        op.set("Property", "color")?;
        op.set("Value", "red")?;
        style(&mut op);
        op.set("Property", "Color")?;
        assert_eq!(style(&mut op).as_deref(), Some("-color: red"));
        op.set("Property", " -color")?;
        assert_eq!(style(&mut op), None);
        Ok(())
    }
}
