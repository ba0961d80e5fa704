use ropewalk_flow::{
    Change, Cx, ElementEvent, Event, Fire, Handlers, In, Op, OpError, Out, Place, Tag, Text,
};

use super::item::{Item, Ports};

/// A button in a sidebar.
#[derive(Op)]
#[op(
    name = "Ops.Sidebar.Button",
    alias = "Ops.Sidebar.Button_v2",
    help = include_str!("button.md")
)]
pub(crate) struct Button {
    /// The sidebar, or the control before this one.
    #[input(name = "link", needed)]
    link: In<Place>,
    /// What stands on it.
    #[input(name = "Text", default = "Button")]
    text: In<Text>,
    /// Whether it is grey and cannot be pressed.
    #[input(name = "Grey Out")]
    grey_out: In<bool>,
    /// Whether it is to be seen.
    #[input(name = "Visible", default = true)]
    visible: In<bool>,
    /// Where the next control is linked.
    #[output(name = "childs")]
    childs: Out<Place>,
    /// Fires when it is clicked, tapped, or pressed with Enter or Space.
    #[output(name = "Pressed Trigger")]
    pressed: Fire,
    item: Item,
}

impl Handlers for Button {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let ports = Ports {
            link: self.link,
            text: self.text,
            grey_out: Some(self.grey_out),
            visible: Some(self.visible),
            childs: self.childs,
        };
        let class = "ropewalk-sidebar-row ropewalk-sidebar-button";
        let fresh = self.item.update(Tag::Button, class, ports, cx);
        if let Some(parts) = self.item.parts().filter(|_| fresh) {
            parts.control.change(Change::Listen(true));
        }
        Ok(())
    }

    fn event(&mut self, event: Event, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if let Event::Element(_, ElementEvent::Click) = event {
            self.pressed.fire(cx);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;
    use ropewalk_flow::{Attribute, GraphError, OpEntry};

    use super::super::sidebar::Sidebar;
    use super::super::testing::Page;
    use super::*;

    #[test]
    fn each_press_is_one_pulse() -> Result<(), GraphError> {
        let mut op = Bench::<Button>::new();
        let sidebar = op.graph.add(&OpEntry::of::<Sidebar>());
        op.graph.connect((sidebar, 0), (op.node, 0))?;
        op.set("Text", "Go")?;
        let mut page = Page::of(op.effects());
        let button = page.with_text("Go");
        op.element(button, ElementEvent::Click);
        op.element(button, ElementEvent::Click);
        assert_eq!(op.pulses("Pressed Trigger"), 2);

        op.set("Grey Out", true)?;
        page.apply(op.effects());
        assert_eq!(page.attribute(button, Attribute::Disabled), Some(""));
        let before = page.count();
        op.graph.remove(op.node)?;
        page.apply(op.effects());
        assert_eq!(page.count(), before - 2);
        Ok(())
    }
}
