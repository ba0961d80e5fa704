use ropewalk_flow::{Attribute, Cx, Handlers, In, Op, OpError, Out, Place, Tag, Text};

use super::item::{Item, Ports};

/// A text to read in a sidebar.
#[derive(Op)]
#[op(
    name = "Ops.Sidebar.SidebarText",
    aliases("Ops.Sidebar.SidebarText_v2", "Ops.Sidebar.SidebarText_v3"),
    help = include_str!("sidebar_text.md")
)]
pub(super) struct SidebarText {
    /// The sidebar, or the control before this one.
    #[input(name = "link", needed)]
    link: In<Place>,
    /// The text. Shown letter by letter as it is, never read as HTML.
    #[input(name = "Text", default = "Value")]
    text: In<Text>,
    /// The element's id, for style sheets.
    #[input(name = "Id")]
    id: In<Text>,
    /// Whether it is to be seen.
    #[input(name = "Visible", default = true)]
    visible: In<bool>,
    /// Where the next control is linked.
    #[output(name = "childs")]
    childs: Out<Place>,
    item: Item,
}

impl Handlers for SidebarText {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let ports = Ports {
            link: self.link,
            text: self.text,
            grey_out: None,
            visible: Some(self.visible),
            childs: self.childs,
        };
        let class = "ropewalk-sidebar-row ropewalk-sidebar-text";
        let fresh = self.item.update(Tag::Block, class, ports, cx);
        if let Some(parts) = self.item.parts()
            && (fresh || self.id.changed(cx))
        {
            let id = self.id.get(cx);
            let id = Some(&*id).filter(|id| !id.is_empty());
            parts.row.set(Attribute::Id, id);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::GraphError;

    use super::super::testing::linked;
    use super::*;

    #[test]
    fn markup_is_text_and_it_can_be_hidden() -> Result<(), GraphError> {
        let (mut op, mut page) = linked::<SidebarText>();
        op.set("Text", "<b>Note</b>")?;
        op.set("Id", "note")?;
        page.apply(op.effects());
        let text = page.with_text("<b>Note</b>");
        assert!(page.is_shown(text));
        let row = page.with_class("ropewalk-sidebar-text");
        assert_eq!(page.attribute(row, Attribute::Id), Some("note"));
        op.set("Visible", false)?;
        page.apply(op.effects());
        assert!(!page.is_shown(text));
        Ok(())
    }
}
