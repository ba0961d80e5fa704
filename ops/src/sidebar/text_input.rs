use ropewalk_flow::{
    Attribute, Change, Cx, ElementEvent, Event, Fire, Handlers, In, Op, OpError, Out, Place,
    Property, Tag, Text, Trigger,
};

use super::item::{Item, Ports, is_restore};

/// A field in a sidebar, for a text.
#[derive(Op)]
#[op(
    name = "Ops.Sidebar.TextInput",
    alias = "Ops.Sidebar.TextInput_v2",
    help = include_str!("text_input.md")
)]
pub(super) struct TextInput {
    /// The sidebar, or the control before this one.
    #[input(name = "Link", needed)]
    link: In<Place>,
    /// What it is for.
    #[input(name = "Text", default = "Text")]
    text: In<Text>,
    /// What it holds at first, whenever this changes, and after a reset of the sidebar.
    #[input(name = "Default")]
    default: In<Text>,
    /// What stands in it in grey while it is empty.
    #[input(name = "Placeholder")]
    placeholder: In<Text>,
    /// What is written into it. It says nothing for several lines.
    #[input(name = "Type", default = "text", choices("text", "password", "search"))]
    kind: In<Text>,
    /// Whether it has several lines.
    #[input(name = "TextArea")]
    is_area: In<bool>,
    /// Whether it is grey and cannot be written into.
    #[input(name = "Grey Out")]
    grey_out: In<bool>,
    /// Whether it is to be seen.
    #[input(name = "Visible", default = true)]
    visible: In<bool>,
    /// Whether Enter does nothing but to fire: no new line, say.
    #[input(name = "Enter Key Prevent Default")]
    keep_enter: In<bool>,
    /// Empties it.
    #[input(name = "Clear", display = "button")]
    clear: Trigger,
    /// Puts the cursor into it.
    #[input(name = "Focus Input", display = "button")]
    focus: Trigger,
    /// Where the next control is linked.
    #[output(name = "Children")]
    childs: Out<Place>,
    /// What is in it.
    #[output(name = "Result")]
    result: Out<Text>,
    /// Whether the cursor is in it.
    #[output(name = "Focus")]
    focused: Out<bool>,
    /// Fires when Enter is pressed in it.
    #[output(name = "Keypress Enter")]
    enter: Fire,
    /// Fires when Escape is pressed in it.
    #[output(name = "Keypress ESC")]
    escape: Fire,
    item: Item,
}

impl Handlers for TextInput {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if self.is_area.changed(cx) {
            self.item.clear();
        }
        let ports = Ports {
            link: self.link,
            text: self.text,
            grey_out: Some(self.grey_out),
            visible: Some(self.visible),
            childs: self.childs,
        };
        let is_area = self.is_area.get(cx);
        let (tag, class) = if is_area {
            (Tag::TextArea, "ropewalk-sidebar-row ropewalk-sidebar-area")
        } else {
            (Tag::Field, "ropewalk-sidebar-row ropewalk-sidebar-field")
        };
        let fresh = self.item.update(tag, class, ports, cx);
        if self.default.changed(cx) {
            self.put(self.default.get(cx), cx);
        } else if fresh {
            self.put(self.result.get(cx), cx);
        }
        let Some(parts) = self.item.parts() else {
            self.focused.set(cx, false);
            return Ok(());
        };
        if fresh || self.placeholder.changed(cx) {
            let placeholder = self.placeholder.get(cx);
            parts
                .control
                .set(Attribute::Placeholder, Some(&placeholder));
        }
        if (fresh || self.kind.changed(cx)) && !is_area {
            let kind = self.kind.get(cx);
            let kind = match &*kind {
                "password" | "search" => &*kind,
                _ => "text",
            };
            parts.control.set(Attribute::Type, Some(kind));
        }
        if fresh || self.keep_enter.changed(cx) {
            let keeps = self.keep_enter.get(cx);
            parts.control.change(Change::KeepEnter(keeps));
        }
        Ok(())
    }

    fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if port == self.clear {
            self.put("".into(), cx);
        } else if let Some(parts) = self.item.parts().filter(|_| port == self.focus) {
            parts.control.change(Change::Focus(true));
        }
        Ok(())
    }

    fn event(&mut self, event: Event, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if is_restore(&event, self.link.get(cx)) {
            self.put(self.default.get(cx), cx);
        }
        let Event::Element(_, event) = event else {
            return Ok(());
        };
        match event {
            ElementEvent::Text(text) => self.result.set(cx, text),
            ElementEvent::Focus(has) => self.focused.set(cx, has),
            ElementEvent::Key("Enter") => self.enter.fire(cx),
            ElementEvent::Key("Escape") => self.escape.fire(cx),
            _ => {}
        }
        Ok(())
    }
}

impl TextInput {
    fn put(&self, text: Text, cx: &mut Cx<'_>) {
        if let Some(parts) = self.item.parts() {
            parts
                .control
                .change(Change::Property(Property::Value, text.clone().into()));
        }
        self.result.set(cx, text);
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::GraphError;

    use super::super::testing::linked;
    use super::*;

    #[test]
    fn it_tells_what_is_written_and_which_keys_are_pressed() -> Result<(), GraphError> {
        let (mut op, mut page) = linked::<TextInput>();
        op.set("Default", "Ada")?;
        assert_eq!(op.out("Result"), "Ada");
        page.apply(op.effects());
        let field = page.with_tag(Tag::Field);
        assert_eq!(page.value(field), "Ada");
        op.element(field, ElementEvent::Focus(true));
        op.element(field, ElementEvent::Text("Grace".into()));
        op.element(field, ElementEvent::Key("Enter"));
        op.element(field, ElementEvent::Key("Escape"));
        assert_eq!(op.out("Result"), "Grace");
        assert_eq!(op.out("Focus"), true);
        assert_eq!(op.pulses("Keypress Enter"), 1);
        assert_eq!(op.pulses("Keypress ESC"), 1);
        let undo = page.with_class("ropewalk-sidebar-undo");
        op.element(undo, ElementEvent::Click);
        assert_eq!(op.out("Result"), "Ada");
        op.press("Clear")?;
        page.apply(op.effects());
        assert_eq!(op.out("Result"), "");
        assert_eq!(page.value(field), "");
        Ok(())
    }

    #[test]
    fn several_lines_are_another_control_with_the_same_text() -> Result<(), GraphError> {
        let (mut op, mut page) = linked::<TextInput>();
        let field = page.with_tag(Tag::Field);
        op.element(field, ElementEvent::Text("one".into()));
        op.set("TextArea", true)?;
        page.apply(op.effects());
        let area = page.with_tag(Tag::TextArea);
        assert_eq!(page.value(area), "one");
        assert_eq!(page.attribute(area, Attribute::Type), None);
        assert_eq!(page.labels(), ["Text"]);
        Ok(())
    }
}
