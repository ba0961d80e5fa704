use ropewalk_flow::{
    Change, Cx, ElementEvent, Event, Fire, Handlers, In, Op, OpError, Out, Place, Tag, Text,
    Trigger,
};

use super::item::{Item, Ports, is_restore, wanted};

/// A switch in a sidebar: on or off.
#[derive(Op)]
#[op(
    name = "Ops.Sidebar.Toggle",
    aliases("Ops.Sidebar.Toggle_v2", "Ops.Sidebar.Toggle_v3", "Ops.Sidebar.Toggle_v4"),
    help = include_str!("toggle.md")
)]
pub(crate) struct Toggle {
    /// The sidebar, or the control before this one.
    #[input(name = "link", needed)]
    link: In<Place>,
    /// What it is for.
    #[input(name = "Text", default = "Toggle")]
    text: In<Text>,
    /// Switches it whenever this changes.
    #[input(name = "Input", default = true)]
    input: In<bool>,
    /// Makes the state of the switch what a reset returns to, until the patch is opened again.
    #[input(name = "Set Default", display = "button")]
    set_default: Trigger,
    /// How it stands when the patch is opened, and after a reset of the sidebar.
    #[input(name = "Default")]
    default: In<bool>,
    /// Whether it is grey and cannot be switched.
    #[input(name = "Grey Out")]
    grey_out: In<bool>,
    /// Whether it is to be seen.
    #[input(name = "Visible", default = true)]
    visible: In<bool>,
    /// Where the next control is linked.
    #[output(name = "childs")]
    childs: Out<Place>,
    /// Whether it is on.
    #[output(name = "Value")]
    value: Out<bool>,
    /// Fires when the value changes, but for how it starts.
    #[output(name = "Toggled")]
    toggled: Fire,
    item: Item,
    /// What a reset returns to; `None` until it has a value.
    preset: Option<bool>,
}

impl Handlers for Toggle {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let is_new = self.preset.is_none();
        let wanted = wanted(self.default, self.input, &mut self.preset, cx);
        let value = wanted.unwrap_or_else(|| self.value.get(cx));
        let ports = Ports {
            link: self.link,
            text: self.text,
            grey_out: Some(self.grey_out),
            visible: Some(self.visible),
            childs: self.childs,
        };
        let class = "ropewalk-sidebar-row ropewalk-sidebar-toggle";
        self.item.update(Tag::Checkbox, class, ports, cx);
        if let Some(parts) = self.item.parts() {
            parts.control.change(Change::Checked(value));
        }
        if is_new {
            self.value.set(cx, value);
        } else {
            self.put(value, cx);
        }
        Ok(())
    }

    fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if port == self.set_default {
            self.preset = Some(self.value.get(cx));
        }
        Ok(())
    }

    fn event(&mut self, event: Event, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if is_restore(&event, self.link.get(cx)) {
            let value = self.preset.unwrap_or_default();
            if let Some(parts) = self.item.parts() {
                parts.control.change(Change::Checked(value));
            }
            self.put(value, cx);
        } else if let Event::Element(_, ElementEvent::Checked(value)) = event {
            self.put(value, cx);
        }
        Ok(())
    }
}

impl Toggle {
    fn put(&self, value: bool, cx: &mut Cx<'_>) {
        if value != self.value.get(cx) {
            self.value.set(cx, value);
            self.toggled.fire(cx);
        }
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::GraphError;
    use ropewalk_flow::testing::Bench;

    use super::super::testing::Page;
    use super::*;

    fn linked() -> (Bench<Toggle>, Page) {
        super::super::testing::linked()
    }

    #[test]
    fn one_click_switches_it_once() {
        let (mut op, page) = linked();
        let control = page.with_tag(Tag::Checkbox);
        assert!(!page.is_checked(control));
        assert_eq!(
            page.text(page.with_class("ropewalk-sidebar-label")),
            "Toggle"
        );
        op.element(control, ElementEvent::Checked(true));
        assert_eq!(op.out("Value"), true);
        assert_eq!(op.pulses("Toggled"), 1);
    }

    #[test]
    fn it_starts_at_its_default_without_a_pulse() -> Result<(), GraphError> {
        let mut op = Bench::<Toggle>::new();
        assert_eq!(op.out("Value"), false);
        assert_eq!(op.pulses("Toggled"), 0);
        op.set("Default", true)?;
        assert_eq!(op.out("Value"), true);
        assert_eq!(op.pulses("Toggled"), 1);
        Ok(())
    }

    #[test]
    fn it_follows_its_input_where_that_changes() -> Result<(), GraphError> {
        let (mut op, mut page) = linked();
        let control = page.with_tag(Tag::Checkbox);
        op.element(control, ElementEvent::Checked(true));
        op.set("Input", false)?;
        page.apply(op.effects());
        assert_eq!(op.out("Value"), false);
        assert!(!page.is_checked(control));
        assert_eq!(op.pulses("Toggled"), 2);
        op.set("Text", "Fog")?;
        assert_eq!(op.pulses("Toggled"), 2);
        Ok(())
    }

    #[test]
    fn a_reset_of_the_sidebar_returns_to_what_was_made_the_default() -> Result<(), GraphError> {
        let (mut op, mut page) = linked();
        let control = page.with_tag(Tag::Checkbox);
        let undo = page.with_class("ropewalk-sidebar-undo");
        op.element(control, ElementEvent::Checked(true));
        op.press("Set Default")?;
        op.element(control, ElementEvent::Checked(false));
        op.element(undo, ElementEvent::Click);
        page.apply(op.effects());
        assert_eq!(op.out("Value"), true);
        assert!(page.is_checked(control));
        assert_eq!(op.pulses("Toggled"), 3);
        Ok(())
    }

    #[test]
    fn disabled_it_leaves_no_element_behind() -> Result<(), GraphError> {
        let (mut op, mut page) = linked();
        let before = page.count();
        op.graph.set_disabled(op.node, true)?;
        page.apply(op.effects());
        assert_eq!(page.count(), before - 3);
        Ok(())
    }
}
