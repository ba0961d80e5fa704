use ropewalk_flow::{
    Attribute, Change, Cx, Element, ElementEvent, Event, Handlers, In, Op, OpError, Out, Place,
    Tag, Text,
};

/// Shows another page on the stage.
#[derive(Op)]
#[op(
    name = "Ops.Html.Elements.IFrame",
    aliases("Ops.Html.Elements.IFrame_v2", "Ops.Html.Elements.IFrame_v3"),
    help = include_str!("iframe.md")
)]
pub(super) struct IFrame {
    /// The address of the page.
    #[input(name = "URL", default = "https://undev.studio", group = "Attributes")]
    url: In<Text>,
    /// The element's id, for style sheets.
    #[input(name = "ID", group = "Attributes")]
    id: In<Text>,
    /// Whether it is there at all.
    #[input(name = "Active", default = true)]
    active: In<bool>,
    /// CSS declarations.
    #[input(
        name = "Style",
        default = "position:absolute;\nz-index:9999;\nborder:0;\nwidth:50%;\nheight:50%;",
        display = "editor"
    )]
    style: In<Text>,
    /// The frame, for other ops.
    #[output(name = "Element")]
    place: Out<Place>,
    element: Option<Element>,
}

impl Handlers for IFrame {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if !self.active.get(cx) {
            self.element = None;
            self.place.clear(cx);
            cx.clear_problem();
            return Ok(());
        }
        let fresh = self.element.is_none();
        let element = self
            .element
            .get_or_insert_with(|| cx.create_element(Tag::Frame));
        if fresh {
            self.place.set(cx, element.place());
        }
        if fresh || self.style.changed(cx) {
            element.change(Change::Style(self.style.get(cx)));
        }
        if fresh || self.id.changed(cx) {
            let id = self.id.get(cx);
            element.set(Attribute::Id, Some(&*id).filter(|id| !id.is_empty()));
        }
        if fresh || self.url.changed(cx) {
            let url = self.url.get(cx);
            cx.clear_problem();
            // What the frame is, for those who cannot see it.
            element.set(Attribute::Title, Some(&url));
            element.change(Change::Source(url));
        }
        Ok(())
    }

    fn event(&mut self, event: Event, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if let Event::Element(_, ElementEvent::Failed) = event {
            cx.set_problem("This is no address of a page: it begins with https:// or http://.");
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
    fn it_shows_its_page_while_it_is_active() -> Result<(), GraphError> {
        let mut op = Bench::<IFrame>::new();
        let effects = op.effects();
        let (frame, tag) = created(&effects);
        assert_eq!(tag, Tag::Frame);
        assert!(changes(effects).contains(&Change::Source("https://undev.studio".into())));
        op.set("URL", "javascript:alert(1)")?;
        op.element(frame, ElementEvent::Failed);
        assert!(op.problem().unwrap().contains("no address of a page"));
        op.set("URL", "https://example.org/")?;
        assert_eq!(op.problem(), None);
        op.effects();
        op.set("Active", false)?;
        assert_eq!(op.effects(), [Effect::RemoveElement(frame)]);
        Ok(())
    }
}
