use ropewalk_flow::{Attribute, Change, Cx, Handlers, In, Op, OpError, Out, Place, Tag, Text};

use super::item::{Item, Ports};

/// A value to read in a sidebar.
#[derive(Op)]
#[op(
    name = "Ops.Sidebar.DisplayValue",
    alias = "Ops.Sidebar.DisplayValue_v2",
    help = include_str!("display_value.md")
)]
pub(super) struct DisplayValue {
    /// The sidebar, or the control before this one.
    #[input(name = "link", needed)]
    link: In<Place>,
    /// What the value is.
    #[input(name = "Text", default = "Value")]
    text: In<Text>,
    /// The value.
    #[input(name = "Value")]
    value: In<Text>,
    /// Where the next control is linked.
    #[output(name = "childs")]
    childs: Out<Place>,
    item: Item,
}

impl Handlers for DisplayValue {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let ports = Ports {
            link: self.link,
            text: self.text,
            grey_out: None,
            visible: None,
            childs: self.childs,
        };
        let class = "ropewalk-sidebar-row";
        let fresh = self.item.update(Tag::Inline, class, ports, cx);
        let Some(parts) = self.item.parts() else {
            return Ok(());
        };
        if fresh {
            parts
                .control
                .set(Attribute::Class, Some("ropewalk-sidebar-value"));
        }
        if fresh || self.value.changed(cx) {
            parts.control.change(Change::Text(self.value.get(cx)));
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
    fn the_value_stands_beside_what_it_is() -> Result<(), GraphError> {
        let (mut op, mut page) = linked::<DisplayValue>();
        op.set("Text", "Heat")?;
        op.set("Value", 21.5)?;
        page.apply(op.effects());
        assert_eq!(page.labels(), ["Heat"]);
        assert_eq!(page.text(page.with_class("ropewalk-sidebar-value")), "21.5");
        let before = page.count();
        op.graph.remove(op.node)?;
        page.apply(op.effects());
        assert_eq!(page.count(), before - 3);
        Ok(())
    }
}
