use std::rc::Rc;

use ropewalk_flow::{
    Attribute, Change, Cx, Element, ElementEvent, Event, Handlers, In, NodeId, Op, OpError, Out,
    Place, Tag, Text,
};

use super::item::{Joined, Restore, flag, is_restore};

/// Holds controls of a sidebar under a title that closes and opens them.
#[derive(Op)]
#[op(name = "Ops.Sidebar.Group", help = include_str!("group.md"))]
pub(super) struct Group {
    /// The sidebar, or the control before this group.
    #[input(name = "link", needed)]
    link: In<Place>,
    /// What stands above the controls. A click on it closes and opens the group.
    #[input(name = "Text", default = "Group")]
    text: In<Text>,
    /// Whether the title is to be seen.
    #[input(name = "Show Title", default = true)]
    show_title: In<bool>,
    /// Whether it is closed at first.
    #[input(name = "Default Minimized")]
    default_minimized: In<bool>,
    /// Whether it is to be seen.
    #[input(name = "Visible", default = true)]
    visible: In<bool>,
    /// Where the control behind this group is linked.
    #[output(name = "next")]
    next: Out<Place>,
    /// Where the first control in this group is linked.
    #[output(name = "childs")]
    childs: Out<Place>,
    parts: Option<Parts>,
    minimized: bool,
    /// The ops whose controls were placed here, some of which may be gone.
    items: Vec<NodeId>,
}

struct Parts {
    root: Element,
    title: Element,
    items: Element,
}

impl Handlers for Group {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let Some(place) = self.link.get(cx) else {
            cx.set_warning("It is not to be seen: link it to the `childs` of a Sidebar.");
            self.parts = None;
            self.next.clear(cx);
            self.childs.clear(cx);
            return Ok(());
        };
        cx.clear_problem();
        let fresh = self.parts.is_none();
        let parts = self.parts.get_or_insert_with(|| Parts::create(cx));
        if fresh {
            self.childs.set(cx, parts.items.place());
        }
        if fresh || self.link.changed(cx) {
            parts.root.place_in(Some(place));
            cx.post([place.owner()], Rc::new(Joined(cx.node())));
            // Set anew also where the place is the same, so that what follows stays behind.
            self.next.set(cx, place);
        }
        if self.default_minimized.changed(cx) {
            self.minimized = self.default_minimized.get(cx);
        }
        parts.title.change(Change::Text(self.text.get(cx)));
        self.show(cx);
        Ok(())
    }

    fn event(&mut self, event: Event, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let Some(parts) = &self.parts else {
            return Ok(());
        };
        if is_restore(&event, self.link.get(cx)) {
            let restore = Rc::new(Restore(parts.items.place()));
            cx.post(self.items.iter().copied(), restore);
        }
        match event {
            Event::Element(_, ElementEvent::Click) => {
                self.minimized = !self.minimized;
                self.show(cx);
            }
            Event::Posted(payload) => {
                if let Some(Joined(item)) = payload.downcast_ref()
                    && !self.items.contains(item)
                {
                    self.items.push(*item);
                }
            }
            _ => {}
        }
        Ok(())
    }
}

impl Group {
    fn show(&self, cx: &Cx<'_>) {
        let Some(parts) = &self.parts else { return };
        let shows_title = self.show_title.get(cx);
        let expanded = if self.minimized { "false" } else { "true" };
        parts
            .root
            .set(Attribute::Hidden, flag(!self.visible.get(cx)));
        parts.title.set(Attribute::Hidden, flag(!shows_title));
        parts.title.set(Attribute::Expanded, Some(expanded));
        parts.items.set(Attribute::Hidden, flag(self.minimized));
    }
}

impl Parts {
    fn create(cx: &mut Cx<'_>) -> Self {
        let root = cx.create_element(Tag::Block);
        root.set(Attribute::Class, Some("ropewalk-sidebar-group"));
        let mut part = |tag, class: &str| {
            let element = cx.create_element(tag);
            element.set(Attribute::Class, Some(class));
            element.place_in(Some(root.place()));
            element
        };
        let title = "ropewalk-sidebar-title ropewalk-sidebar-chevron";
        let title = part(Tag::Button, title);
        let items = part(Tag::Block, "ropewalk-sidebar-group-items");
        title.change(Change::Listen(true));
        Self { root, title, items }
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;
    use ropewalk_flow::{GraphError, OpEntry, Value};

    use super::super::slider::Slider;
    use super::super::testing::{Page, linked};
    use super::*;

    /// A group in a sidebar, a slider in it and one behind it.
    fn full() -> (Bench<Group>, Page, [NodeId; 2]) {
        let (mut op, mut page) = linked::<Group>();
        let sliders = ["inner", "outer"].map(|text| {
            let slider = op.graph.add(&OpEntry::of::<Slider>());
            op.graph.set(slider, 1, text.into()).unwrap();
            slider
        });
        op.graph.connect((op.node, 1), (sliders[0], 0)).unwrap();
        op.graph.connect((op.node, 0), (sliders[1], 0)).unwrap();
        op.graph.settle(op.now);
        page.apply(op.effects());
        (op, page, sliders)
    }

    #[test]
    fn a_click_on_the_title_closes_what_is_in_it_only() -> Result<(), GraphError> {
        let (mut op, mut page, _) = full();
        let (inner, outer) = (page.with_text("inner"), page.with_text("outer"));
        let title = page.with_text("Group");
        assert_eq!(page.attribute(title, Attribute::Expanded), Some("true"));
        op.element(title, ElementEvent::Click);
        page.apply(op.effects());
        assert!(!page.is_shown(inner) && page.is_shown(outer) && page.is_shown(title));
        assert_eq!(page.attribute(title, Attribute::Expanded), Some("false"));
        op.element(title, ElementEvent::Click);
        op.set("Show Title", false)?;
        page.apply(op.effects());
        assert!(page.is_shown(inner) && !page.is_shown(title));
        op.set("Visible", false)?;
        page.apply(op.effects());
        assert!(!page.is_shown(inner) && page.is_shown(outer));
        Ok(())
    }

    #[test]
    fn a_reset_of_the_sidebar_reaches_what_is_in_it() {
        let (mut op, page, [inner, outer]) = full();
        for slider in [inner, outer] {
            op.graph.set(slider, 8, Value::Number(0.9)).unwrap();
        }
        op.graph.settle(op.now);
        let undo = page.with_class("ropewalk-sidebar-undo");
        op.element(undo, ElementEvent::Click);
        for slider in [inner, outer] {
            assert_eq!(op.graph.output(slider, 1), Ok(&Value::Number(0.5)));
        }
    }

    #[test]
    fn without_a_sidebar_what_is_in_it_is_not_to_be_seen() -> Result<(), GraphError> {
        let mut op = Bench::<Group>::new();
        assert!(op.problem().unwrap().contains("Sidebar"));
        assert_eq!(op.out("childs"), Value::None);
        assert_eq!(op.out("next"), Value::None);
        Ok(())
    }
}
