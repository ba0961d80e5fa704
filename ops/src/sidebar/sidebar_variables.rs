use ropewalk_flow::{
    Attribute, Change, Cx, Element, Handlers, In, Op, OpError, Out, Place, Tag, Text, Trigger,
    Value,
};

use super::item::{Item, Ports};

/// Shows the patch's variables in a sidebar.
#[derive(Op)]
#[op(name = "Ops.Sidebar.SidebarVariables", help = include_str!("sidebar_variables.md"))]
pub(super) struct SidebarVariables {
    /// The sidebar, or the control before this one.
    #[input(name = "link", needed)]
    link: In<Place>,
    /// The element's id, for style sheets.
    #[input(name = "Id")]
    id: In<Text>,
    /// Looks at the variables anew.
    #[input(name = "update", display = "button")]
    update: Trigger,
    /// What stands above them.
    #[input(name = "Text", default = "Variables")]
    text: In<Text>,
    /// Where the next control is linked.
    #[output(name = "childs")]
    childs: Out<Place>,
    item: Item,
    /// A name and a value for each variable.
    rows: Vec<[Element; 3]>,
}

impl Handlers for SidebarVariables {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let ports = Ports {
            link: self.link,
            text: self.text,
            grey_out: None,
            visible: None,
            childs: self.childs,
        };
        let class = "ropewalk-sidebar-variables";
        let fresh = self.item.update(Tag::Inline, class, ports, cx);
        let Some(parts) = self.item.parts() else {
            self.rows.clear();
            return Ok(());
        };
        if fresh || self.id.changed(cx) {
            let id = self.id.get(cx);
            let id = Some(&*id).filter(|id| !id.is_empty());
            parts.row.set(Attribute::Id, id);
        }
        if fresh {
            self.show(cx);
        }
        Ok(())
    }

    fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if port == self.update {
            self.show(cx);
        }
        Ok(())
    }
}

impl SidebarVariables {
    fn show(&mut self, cx: &mut Cx<'_>) {
        let Some(parts) = self.item.parts() else {
            return;
        };
        let variables = cx.variables();
        self.rows.truncate(variables.len());
        while self.rows.len() < variables.len() {
            let mut part = |class: &str, inside: &Element| {
                let element = cx.create_element(Tag::Block);
                element.set(Attribute::Class, Some(class));
                element.place_in(Some(inside.place()));
                element
            };
            let row = part("ropewalk-sidebar-row", &parts.row);
            let name = part("ropewalk-sidebar-name", &row);
            let value = part("ropewalk-sidebar-value", &row);
            self.rows.push([row, name, value]);
        }
        for ([_, shown_name, shown_value], (name, value)) in self.rows.iter().zip(variables) {
            shown_name.change(Change::Text(name));
            shown_value.change(Change::Text(describe(&value)));
        }
    }
}

/// A value in a few words.
fn describe(value: &Value) -> Text {
    match value {
        Value::Object(_) | Value::Array(_) | Value::Bytes(_) => value.type_name().into(),
        value => value.to_string().into(),
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::{GraphError, OpEntry};

    use super::super::testing::linked;
    use super::*;

    #[test]
    fn it_shows_each_variable_when_it_is_told_to_look() -> Result<(), GraphError> {
        let (mut op, mut page) = linked::<SidebarVariables>();
        let entry = crate::library().find(|entry| entry.spec.name == "Ops.Vars.VarSetNumber");
        let entry: &OpEntry = entry.unwrap();
        let setter = op.graph.add(entry);
        let name = entry.spec.input("Variable").unwrap();
        let value = entry.spec.input("Value").unwrap();
        op.graph.set(setter, name, "<b>speed".into())?;
        op.graph.set(setter, value, 4.5.into())?;
        op.graph.settle(op.now);
        op.press("update")?;
        page.apply(op.effects());
        assert_eq!(
            page.text(page.with_class("ropewalk-sidebar-name")),
            "<b>speed"
        );
        assert!(page.is_shown(page.with_text("4.5")));
        op.graph.remove(setter)?;
        let before = page.count();
        op.press("update")?;
        page.apply(op.effects());
        assert_eq!(page.count(), before - 3);
        Ok(())
    }

    #[test]
    fn what_is_long_is_named_only() {
        let list = Value::from_json("[1,2]").unwrap();
        assert_eq!(&*describe(&list), "an Array");
        assert_eq!(&*describe(&Value::Bool(true)), "true");
        assert_eq!(&*describe(&Value::None), "");
    }
}
