use ropewalk_flow::{
    Attribute, Change, Cx, Element, ElementEvent, Event, Fire, Handlers, In, Op, OpError, Out,
    Place, Property, Tag, Text, Trigger, number_to_text,
};

/// A field on the stage, for a person to write into.
#[derive(Op)]
#[op(name = "Ops.Html.Elements.InputElement", help = include_str!("input_element.md"))]
pub(super) struct InputElement {
    /// A field of one line, or of several.
    #[input(name = "Element", default = "Input", choices("Input", "Textarea"))]
    element: In<Text>,
    /// What is written into it. It says nothing for several lines.
    #[input(
        name = "Type",
        default = "Text",
        choices("Text", "Number", "Password", "Date")
    )]
    kind: In<Text>,
    /// What it holds at first, and whenever this changes.
    #[input(name = "Default Value")]
    text: In<Text>,
    /// What stands in it in grey while it is empty.
    #[input(name = "Placeholder", default = "Type here...")]
    placeholder: In<Text>,
    /// The element's id, for style sheets.
    #[input(name = "Id")]
    id: In<Text>,
    /// Names of CSS classes, with spaces between.
    #[input(name = "Class")]
    class: In<Text>,
    /// CSS declarations.
    #[input(
        name = "Style",
        default = "color:#ccc;\nbackground-color:#222;\nborder:none;\npadding:4px;\n",
        display = "editor"
    )]
    style: In<Text>,
    /// Whether the browser offers what was written before.
    #[input(name = "Autocomplete")]
    autocomplete: In<bool>,
    /// How many letters it takes; 0 for any number.
    #[input(name = "Max Length", min = 0, display = "integer")]
    max_length: In<f64>,
    /// Whether Enter does nothing but to fire: no new line, say.
    #[input(name = "Enter Key Prevent Default")]
    keep_enter: In<bool>,
    /// Whether it is to be seen.
    #[input(name = "Visible", default = true)]
    visible: In<bool>,
    /// Puts the cursor into it.
    #[input(name = "Focus", display = "button")]
    focus: Trigger,
    /// Takes the cursor out of it.
    #[input(name = "Blur", display = "button")]
    blur: Trigger,
    /// Empties it.
    #[input(name = "Clear", display = "button")]
    clear: Trigger,
    /// Marks all that is in it.
    #[input(name = "Select", display = "button")]
    select: Trigger,
    /// The field, for other ops.
    #[output(name = "DOM Element")]
    place: Out<Place>,
    /// What is in it.
    #[output(name = "Value")]
    value: Out<Text>,
    /// Whether the pointer is over it.
    #[output(name = "Hover")]
    hover: Out<bool>,
    /// Fires when Enter is pressed in it.
    #[output(name = "Enter pressed")]
    enter: Fire,
    /// Fires when Escape is pressed in it.
    #[output(name = "Escape pressed")]
    escape: Fire,
    field: Option<Element>,
}

impl Handlers for InputElement {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if self.element.changed(cx) {
            self.field = None;
        }
        let is_area = &*self.element.get(cx) == "Textarea";
        let fresh = self.field.is_none();
        let tag = if is_area { Tag::TextArea } else { Tag::Field };
        let field = self.field.get_or_insert_with(|| cx.create_element(tag));
        if fresh {
            field.change(Change::Listen(true));
            self.place.set(cx, field.place());
        }
        if (fresh || self.kind.changed(cx)) && !is_area {
            let kind = match &*self.kind.get(cx) {
                "Number" => "number",
                "Password" => "password",
                "Date" => "date",
                _ => "text",
            };
            field.set(Attribute::Type, Some(kind));
        }
        if fresh || self.text.changed(cx) {
            let text = self.text.get(cx);
            field.change(Change::Property(Property::Value, text.clone().into()));
            self.value.set(cx, text);
        }
        if fresh || self.placeholder.changed(cx) {
            let placeholder = self.placeholder.get(cx);
            field.set(Attribute::Placeholder, Some(&placeholder));
            // It is all that says what the field is for.
            field.set(Attribute::Label, Some(&placeholder));
        }
        for (port, attribute) in [(self.id, Attribute::Id), (self.class, Attribute::Class)] {
            if fresh || port.changed(cx) {
                let name = port.get(cx);
                field.set(attribute, Some(&*name).filter(|name| !name.is_empty()));
            }
        }
        if fresh || self.style.changed(cx) {
            field.change(Change::Style(self.style.get(cx)));
        }
        if fresh || self.autocomplete.changed(cx) {
            let offers = if self.autocomplete.get(cx) {
                "on"
            } else {
                "off"
            };
            field.set(Attribute::Autocomplete, Some(offers));
        }
        if fresh || self.max_length.changed(cx) {
            let most = self.max_length.get(cx).floor();
            let most = (most > 0.0).then(|| number_to_text(most));
            field.set(Attribute::MaxLength, most.as_deref());
        }
        if fresh || self.keep_enter.changed(cx) {
            field.change(Change::KeepEnter(self.keep_enter.get(cx)));
        }
        if fresh || self.visible.changed(cx) {
            let hidden = (!self.visible.get(cx)).then_some("");
            field.set(Attribute::Hidden, hidden);
        }
        Ok(())
    }

    fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let Some(field) = &self.field else {
            return Ok(());
        };
        if port == self.focus {
            field.change(Change::Focus(true));
        } else if port == self.blur {
            field.change(Change::Focus(false));
        } else if port == self.select {
            field.change(Change::SelectText);
        } else if port == self.clear {
            field.change(Change::Property(Property::Value, "".into()));
            self.value.set(cx, "");
        }
        Ok(())
    }

    fn event(&mut self, event: Event, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let Event::Element(_, event) = event else {
            return Ok(());
        };
        match event {
            ElementEvent::Text(text) => self.value.set(cx, text),
            ElementEvent::Hover(hovers) => self.hover.set(cx, hovers),
            ElementEvent::Key("Enter") => self.enter.fire(cx),
            ElementEvent::Key("Escape") => self.escape.fire(cx),
            _ => {}
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;
    use ropewalk_flow::{Effect, GraphError};

    use super::super::testing::{changes, created};
    use super::*;

    #[test]
    fn it_tells_what_is_written_into_it() -> Result<(), GraphError> {
        let mut op = Bench::<InputElement>::new();
        let (field, tag) = created(&op.effects());
        assert_eq!(tag, Tag::Field);
        op.element(field, ElementEvent::Text("Ada".into()));
        op.element(field, ElementEvent::Key("Enter"));
        op.element(field, ElementEvent::Key("Escape"));
        op.element(field, ElementEvent::Hover(true));
        assert_eq!(op.out("Value"), "Ada");
        assert_eq!(op.pulses("Enter pressed"), 1);
        assert_eq!(op.pulses("Escape pressed"), 1);
        assert_eq!(op.out("Hover"), true);
        op.press("Clear")?;
        assert_eq!(op.out("Value"), "");
        let emptied = Change::Property(Property::Value, "".into());
        assert_eq!(changes(op.effects()), [emptied]);
        op.set("Default Value", "Grace")?;
        assert_eq!(op.out("Value"), "Grace");
        Ok(())
    }

    #[test]
    fn several_lines_are_another_element() -> Result<(), GraphError> {
        let mut op = Bench::<InputElement>::new();
        let (field, _) = created(&op.effects());
        op.set("Element", "Textarea")?;
        let effects = op.effects();
        assert_eq!(effects[0], Effect::RemoveElement(field));
        assert_eq!(created(&effects).1, Tag::TextArea);
        let changes = changes(effects);
        assert!(
            !changes
                .iter()
                .any(|change| matches!(change, Change::Attribute(Attribute::Type, _)))
        );
        Ok(())
    }

    #[test]
    fn a_length_that_is_none_does_not_bound() -> Result<(), GraphError> {
        let mut op = Bench::<InputElement>::new();
        for (length, attribute) in [
            (3.7, Some("3")),
            (0.0, None),
            (5.0, Some("5")),
            (f64::NAN, None),
        ] {
            op.effects();
            op.set("Max Length", length)?;
            let expected = Change::Attribute(Attribute::MaxLength, attribute.map(Text::from));
            assert_eq!(changes(op.effects()), [expected]);
        }
        Ok(())
    }
}
