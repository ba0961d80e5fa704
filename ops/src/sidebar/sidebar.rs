use std::rc::Rc;

use ropewalk_flow::{
    Attribute, Change, Cx, Element, ElementEvent, Event, Handlers, In, NodeId, Op, OpError, Out,
    Place, Tag, Text, number_to_text,
};

use super::item::{Joined, Restore, flag};

/// What the sidebar is called where it has no title.
const UNTITLED: &str = "Controls";

/// Holds sliders, buttons and toggles on the stage.
#[derive(Op)]
#[op(name = "Ops.Sidebar.Sidebar", help = include_str!("sidebar.md"))]
pub(crate) struct Sidebar {
    /// Whether it is to be seen.
    #[input(name = "Visible", default = true)]
    visible: In<bool>,
    /// 0 is invisible, 1 is solid.
    #[input(name = "Opacity", default = 1, min = 0, max = 1, display = "slider")]
    opacity: In<f64>,
    /// Whether it is closed to its title at first.
    #[input(name = "Default Minimized")]
    default_minimized: In<bool>,
    /// The opacity while it is closed.
    #[input(
        name = "Minimized Opacity",
        default = 0.5,
        min = 0,
        max = 1,
        display = "slider"
    )]
    minimized_opacity: In<f64>,
    /// Whether there is a button that returns all controls to their defaults.
    #[input(name = "Show undo button")]
    show_undo: In<bool>,
    /// Whether the title has a mark that it opens and closes.
    #[input(name = "Show Minimize")]
    show_minimize: In<bool>,
    /// What stands above the controls. A click on it closes and opens the sidebar.
    #[input(name = "Title")]
    title: In<Text>,
    /// Whether it stands at the right.
    #[input(name = "Side")]
    side: In<bool>,
    /// Whether it looks as sidebars do here; off, it looks like a page without style.
    #[input(name = "Default CSS", default = true)]
    default_css: In<bool>,
    /// Where the first control is linked.
    #[output(name = "childs", alias = "Children")]
    childs: Out<Place>,
    /// Whether it is to be seen and open.
    #[output(name = "Opened", alias = "Opfened")]
    opened: Out<bool>,
    parts: Option<Parts>,
    minimized: bool,
    /// The ops whose controls were placed here, some of which may be gone.
    items: Vec<NodeId>,
}

struct Parts {
    root: Element,
    header: Element,
    title: Element,
    undo: Element,
    items: Element,
}

impl Handlers for Sidebar {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if self.parts.is_none() {
            let parts = Parts::create(cx);
            self.childs.set(cx, parts.items.place());
            self.parts = Some(parts);
        }
        if self.default_minimized.changed(cx) {
            self.minimized = self.default_minimized.get(cx);
        }
        self.show(cx);
        Ok(())
    }

    fn event(&mut self, event: Event, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let Some(parts) = &self.parts else {
            return Ok(());
        };
        match event {
            Event::Element(id, ElementEvent::Click) if id == parts.title.id() => {
                self.minimized = !self.minimized;
                self.show(cx);
            }
            Event::Element(id, ElementEvent::Click) if id == parts.undo.id() => {
                let restore = Rc::new(Restore(parts.items.place()));
                cx.post(self.items.iter().copied(), restore);
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

impl Sidebar {
    fn show(&self, cx: &mut Cx<'_>) {
        let Some(parts) = &self.parts else { return };
        let is_open = !self.minimized;
        let visible = self.visible.get(cx);
        let title = self.title.get(cx);
        let show_minimize = self.show_minimize.get(cx);
        let show_undo = self.show_undo.get(cx);

        // Every style of the page's is for what stands in the root's class.
        let class = match (self.default_css.get(cx), self.side.get(cx)) {
            (false, _) => None,
            (true, false) => Some("ropewalk-sidebar"),
            (true, true) => Some("ropewalk-sidebar ropewalk-sidebar-right"),
        };
        parts.root.set(Attribute::Class, class);
        parts.root.set(Attribute::Hidden, flag(!visible));
        let opacity = if is_open {
            self.opacity
        } else {
            self.minimized_opacity
        };
        let opacity = number_to_text(opacity.get(cx));
        let style = format!("opacity:{opacity}").into();
        parts.root.change(Change::Style(style));

        // An empty header would be in the way, but a closed sidebar has to be opened again.
        let bare = title.is_empty() && !show_minimize && !show_undo && is_open;
        parts.header.set(Attribute::Hidden, flag(bare));
        let mark = if show_minimize {
            "ropewalk-sidebar-title ropewalk-sidebar-chevron"
        } else {
            "ropewalk-sidebar-title"
        };
        parts.title.set(Attribute::Class, Some(mark));
        let expanded = if is_open { "true" } else { "false" };
        parts.title.set(Attribute::Expanded, Some(expanded));
        let title = if title.is_empty() {
            UNTITLED.into()
        } else {
            title
        };
        parts.title.change(Change::Text(title));
        parts.undo.set(Attribute::Hidden, flag(!show_undo));
        parts.items.set(Attribute::Hidden, flag(!is_open));
        self.opened.set(cx, visible && is_open);
    }
}

impl Parts {
    fn create(cx: &mut Cx<'_>) -> Self {
        let root = cx.create_element(Tag::Block);
        let mut part = |tag, class: &str, inside: &Element| {
            let element = cx.create_element(tag);
            element.set(Attribute::Class, Some(class));
            element.place_in(Some(inside.place()));
            element
        };
        let header = part(Tag::Block, "ropewalk-sidebar-header", &root);
        let title = part(Tag::Button, "ropewalk-sidebar-title", &header);
        let undo = part(Tag::Button, "ropewalk-sidebar-undo", &header);
        let items = part(Tag::Block, "ropewalk-sidebar-items", &root);
        undo.change(Change::Text("Reset".into()));
        title.change(Change::Listen(true));
        undo.change(Change::Listen(true));
        Self {
            root,
            header,
            title,
            undo,
            items,
        }
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;
    use ropewalk_flow::{GraphError, OpEntry, Value};

    use super::super::slider::Slider;
    use super::super::testing::Page;
    use super::*;

    #[test]
    fn it_stands_on_the_stage_open_and_without_a_bare_header() {
        let mut op = Bench::<Sidebar>::new();
        let page = Page::of(op.effects());
        let root = page.with_class("ropewalk-sidebar");
        assert!(page.is_shown(root));
        assert!(page.is_shown(page.with_class("ropewalk-sidebar-items")));
        assert!(!page.is_shown(page.with_class("ropewalk-sidebar-header")));
        assert_eq!(op.out("Opened"), true);
    }

    #[test]
    fn a_click_on_its_title_closes_and_opens_it() -> Result<(), GraphError> {
        let mut op = Bench::<Sidebar>::new();
        op.set("Title", "Lights")?;
        let mut page = Page::of(op.effects());
        let title = page.with_class("ropewalk-sidebar-title");
        assert!(page.is_shown(title));
        assert_eq!(page.text(title), "Lights");
        assert_eq!(page.attribute(title, Attribute::Expanded), Some("true"));

        op.element(title, ElementEvent::Click);
        page.apply(op.effects());
        assert_eq!(op.out("Opened"), false);
        assert_eq!(page.attribute(title, Attribute::Expanded), Some("false"));
        assert!(!page.is_shown(page.with_class("ropewalk-sidebar-items")));
        let root = page.with_class("ropewalk-sidebar");
        assert_eq!(page.style(root), "opacity:0.5");

        op.element(title, ElementEvent::Click);
        page.apply(op.effects());
        assert_eq!(op.out("Opened"), true);
        assert_eq!(page.style(root), "opacity:1");
        Ok(())
    }

    #[test]
    fn closed_without_a_title_it_can_still_be_opened() -> Result<(), GraphError> {
        let mut op = Bench::<Sidebar>::new();
        op.set("Default Minimized", true)?;
        let page = Page::of(op.effects());
        let title = page.with_class("ropewalk-sidebar-title");
        assert!(page.is_shown(title));
        assert_eq!(page.text(title), UNTITLED);
        op.element(title, ElementEvent::Click);
        assert_eq!(op.out("Opened"), true);
        Ok(())
    }

    #[test]
    fn invisible_it_is_not_open() -> Result<(), GraphError> {
        let mut op = Bench::<Sidebar>::new();
        op.set("Visible", false)?;
        let page = Page::of(op.effects());
        assert!(!page.is_shown(page.with_class("ropewalk-sidebar")));
        assert_eq!(op.out("Opened"), false);
        Ok(())
    }

    #[test]
    fn without_the_default_css_it_has_no_class() -> Result<(), GraphError> {
        let mut op = Bench::<Sidebar>::new();
        let mut page = Page::of(op.effects());
        let root = page.with_class("ropewalk-sidebar");
        op.set("Side", true)?;
        page.apply(op.effects());
        let class = page.attribute(root, Attribute::Class);
        assert_eq!(class, Some("ropewalk-sidebar ropewalk-sidebar-right"));
        op.set("Default CSS", false)?;
        page.apply(op.effects());
        assert_eq!(page.attribute(root, Attribute::Class), None);
        Ok(())
    }

    #[test]
    fn all_of_it_goes_with_its_op() -> Result<(), GraphError> {
        let mut op = Bench::<Sidebar>::new();
        op.graph.set_disabled(op.node, true)?;
        op.graph.settle(op.now);
        assert_eq!(Page::of(op.effects()).count(), 0);
        Ok(())
    }

    #[test]
    fn reset_returns_the_controls_that_are_still_in_it_to_their_defaults() -> Result<(), GraphError>
    {
        let mut op = Bench::<Sidebar>::new();
        op.set("Show undo button", true)?;
        let undo = Page::of(op.effects()).with_class("ropewalk-sidebar-undo");
        let [kept, moved] = [(); 2].map(|()| op.graph.add(&OpEntry::of::<Slider>()));
        let link = Slider::SPEC.input("link").unwrap();
        let childs = Slider::SPEC.output("childs").unwrap();
        op.graph.connect((op.node, 0), (kept, link))?;
        let chained = op.graph.connect((kept, childs), (moved, link))?;
        op.graph.settle(op.now);

        let input = Slider::SPEC.input("Input").unwrap();
        let result = Slider::SPEC.output("Result").unwrap();
        for expected in [[0.5, 0.5], [0.5, 0.9]] {
            for slider in [kept, moved] {
                op.graph.set(slider, input, Value::Number(0.1))?;
                op.graph.settle(op.now);
                op.graph.set(slider, input, Value::Number(0.9))?;
                op.graph.settle(op.now);
            }
            op.element(undo, ElementEvent::Click);
            for (slider, expected) in [kept, moved].into_iter().zip(expected) {
                assert_eq!(op.graph.output(slider, result)?, &expected);
            }
            op.graph.disconnect(chained);
        }
        Ok(())
    }
}
