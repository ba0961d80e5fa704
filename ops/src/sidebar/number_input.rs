use ropewalk_flow::{
    Attribute, Change, Cx, ElementEvent, Event, Handlers, In, Op, OpError, Out, Place, Property,
    Tag, Text, Trigger, number_to_text, text_to_number,
};

use super::item::{Item, Ports, is_restore};

/// A field in a sidebar, for a number.
#[derive(Op)]
#[op(
    name = "Ops.Sidebar.NumberInput",
    alias = "Ops.Sidebar.NumberInput_v2",
    help = include_str!("number_input.md")
)]
pub(super) struct NumberInput {
    /// The sidebar, or the control before this one.
    #[input(name = "Link", needed)]
    link: In<Place>,
    /// What it is for.
    #[input(name = "Text", default = "Number")]
    text: In<Text>,
    /// The number at the start, and whenever this changes.
    #[input(name = "Input")]
    input: In<f64>,
    /// Makes the number what a reset returns to, until the patch is opened again.
    #[input(name = "Set Default", display = "button")]
    set_default: Trigger,
    /// What a reset of the sidebar returns to.
    #[input(name = "Default")]
    default: In<f64>,
    /// Where the next control is linked.
    #[output(name = "Children")]
    childs: Out<Place>,
    /// The number.
    #[output(name = "Result")]
    result: Out<f64>,
    item: Item,
    /// What a reset returns to.
    preset: f64,
}

impl Handlers for NumberInput {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let ports = Ports {
            link: self.link,
            text: self.text,
            grey_out: None,
            visible: None,
            childs: self.childs,
        };
        let class = "ropewalk-sidebar-row ropewalk-sidebar-field";
        let fresh = self.item.update(Tag::Field, class, ports, cx);
        if let Some(parts) = self.item.parts().filter(|_| fresh) {
            parts.control.set(Attribute::Type, Some("number"));
            parts.control.set(Attribute::Step, Some("any"));
            self.show(cx);
        }
        if self.default.changed(cx) {
            self.preset = self.default.get(cx);
        }
        if self.input.changed(cx) {
            self.put(self.input.get(cx), cx);
        }
        Ok(())
    }

    fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if port == self.set_default {
            self.preset = self.result.get(cx);
        }
        Ok(())
    }

    fn event(&mut self, event: Event, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if is_restore(&event, self.link.get(cx)) {
            self.put(self.preset, cx);
        } else if let Event::Element(_, ElementEvent::Text(text)) = event {
            // What is no number yet, as a lone minus, leaves the field as it is.
            let number = text_to_number(&text).unwrap_or(0.0);
            self.result.set(cx, number);
        }
        Ok(())
    }
}

impl NumberInput {
    fn put(&self, number: f64, cx: &mut Cx<'_>) {
        self.result.set(cx, number);
        self.show(cx);
    }

    fn show(&self, cx: &Cx<'_>) {
        let number = self.result.get(cx);
        if let Some(parts) = self.item.parts().filter(|_| number.is_finite()) {
            let text = number_to_text(number);
            parts
                .control
                .change(Change::Property(Property::Value, text.into()));
        }
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::GraphError;

    use super::super::testing::linked;
    use super::*;

    #[test]
    fn it_starts_with_its_input_and_follows_the_field() -> Result<(), GraphError> {
        let (mut op, mut page) = linked::<NumberInput>();
        op.set("Input", 4.5)?;
        page.apply(op.effects());
        let field = page.with_tag(Tag::Field);
        assert_eq!(page.attribute(field, Attribute::Type), Some("number"));
        assert_eq!(page.value(field), "4.5");
        op.element(field, ElementEvent::Text("-7e1".into()));
        assert_eq!(op.out("Result"), -70.0);
        op.element(field, ElementEvent::Text("".into()));
        assert_eq!(op.out("Result"), 0.0);
        assert_eq!(op.effects(), [], "nobody writes into it meanwhile");
        op.set("Input", f64::NAN)?;
        assert_eq!(op.out("Result").to_string(), "NaN");
        assert_eq!(op.effects(), []);
        Ok(())
    }

    #[test]
    fn a_reset_returns_to_the_default() -> Result<(), GraphError> {
        let (mut op, mut page) = linked::<NumberInput>();
        let undo = page.with_class("ropewalk-sidebar-undo");
        op.set("Default", 3.0)?;
        op.set("Input", 8.0)?;
        assert_eq!(op.out("Result"), 8.0);
        op.element(undo, ElementEvent::Click);
        page.apply(op.effects());
        assert_eq!(op.out("Result"), 3.0);
        let field = page.with_tag(Tag::Field);
        assert_eq!(page.value(field), "3");
        op.element(field, ElementEvent::Text("6".into()));
        op.press("Set Default")?;
        op.set("Input", 9.0)?;
        op.element(undo, ElementEvent::Click);
        assert_eq!(op.out("Result"), 6.0);
        Ok(())
    }
}
