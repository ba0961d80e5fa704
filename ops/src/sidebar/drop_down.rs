use ropewalk_flow::{
    Array, Attribute, Change, Cx, ElementEvent, Event, Handlers, In, Op, OpError, Out, Place, Tag,
    Text, Trigger, Value, number_to_text,
};

use super::item::{Item, Ports, flag, is_restore};

/// A list in a sidebar, to choose from.
#[derive(Op)]
#[op(
    name = "Ops.Sidebar.DropDown",
    alias = "Ops.Sidebar.DropDown_v2",
    help = include_str!("drop_down.md")
)]
pub(super) struct DropDown {
    /// The sidebar, or the control before this one.
    #[input(name = "Link", needed)]
    link: In<Place>,
    /// What is chosen.
    #[input(name = "Text", default = "Value")]
    text: In<Text>,
    /// What there is to choose from.
    #[input(name = "Values")]
    values: In<Array>,
    /// What is chosen at first, whenever this changes, and after a reset of the sidebar.
    #[input(name = "Default")]
    default: In<Text>,
    /// Whether it is grey and cannot be used.
    #[input(name = "Grey Out")]
    grey_out: In<bool>,
    /// Whether it is to be seen.
    #[input(name = "Visible", default = true)]
    visible: In<bool>,
    /// Whether several can be chosen.
    #[input(name = "Multiple Selection")]
    multiple: In<bool>,
    /// How many are to be seen at once; with 1 the list opens when it is clicked.
    #[input(name = "Lines", default = 1, min = 1, display = "integer")]
    lines: In<f64>,
    /// Makes what is chosen what a reset returns to, until the patch is opened again.
    #[input(name = "Set Default", display = "button")]
    set_default: Trigger,
    /// Where the next control is linked.
    #[output(name = "Children")]
    childs: Out<Place>,
    /// What is chosen; of several, the first.
    #[output(name = "Result")]
    result: Out<Text>,
    /// Its index in the list, from 0; -1 where nothing is chosen.
    #[output(name = "Index")]
    index: Out<f64>,
    /// All that is chosen.
    #[output(name = "Selected Values")]
    selected: Out<Array>,
    item: Item,
    options: Vec<Text>,
    /// What a reset returns to.
    preset: Option<Text>,
}

impl Handlers for DropDown {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let ports = Ports {
            link: self.link,
            text: self.text,
            grey_out: Some(self.grey_out),
            visible: Some(self.visible),
            childs: self.childs,
        };
        let class = "ropewalk-sidebar-row ropewalk-sidebar-select";
        let fresh = self.item.update(Tag::Select, class, ports, cx);
        if let Some(parts) = self.item.parts() {
            if fresh || self.multiple.changed(cx) {
                let multiple = flag(self.multiple.get(cx));
                parts.control.set(Attribute::Multiple, multiple);
            }
            if fresh || self.lines.changed(cx) {
                let lines = number_to_text(self.lines.get(cx).round().max(1.0));
                parts.control.set(Attribute::Size, Some(&lines));
            }
        }
        let has_new = self.values.changed(cx);
        if has_new {
            let values = self.values.get(cx);
            let values = values.iter().flat_map(|values| values.iter());
            self.options = values.map(|value| value.to_string().into()).collect();
        }
        if let Some(parts) = self.item.parts().filter(|_| has_new || fresh) {
            parts.control.change(Change::Options(self.options.clone()));
        }
        if self.default.changed(cx) {
            let default = self.default.get(cx);
            self.preset = Some(default.clone());
            self.choose(&default, cx);
        } else if has_new || fresh {
            self.choose(&self.result.get(cx), cx);
        }
        Ok(())
    }

    fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if port == self.set_default {
            self.preset = Some(self.result.get(cx));
        }
        Ok(())
    }

    fn event(&mut self, event: Event, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if is_restore(&event, self.link.get(cx)) {
            let preset = self.preset.clone();
            self.choose(preset.as_deref().unwrap_or_default(), cx);
        } else if let Event::Element(_, ElementEvent::Selected(indices)) = event {
            self.put(&indices, cx);
        }
        Ok(())
    }
}

impl DropDown {
    /// Chooses this, or else what is chosen by default, or else the first.
    fn choose(&self, wanted: &str, cx: &mut Cx<'_>) {
        let find = |wanted: &str| self.options.iter().position(|option| &**option == wanted);
        let index = find(wanted)
            .or_else(|| find(self.preset.as_deref()?))
            .or((!self.options.is_empty()).then_some(0));
        let index = index.and_then(|index| u32::try_from(index).ok());
        let indices = Vec::from_iter(index);
        self.put(&indices, cx);
        if let Some(parts) = self.item.parts() {
            parts.control.change(Change::Select(indices));
        }
    }

    fn put(&self, indices: &[u32], cx: &mut Cx<'_>) {
        let options = indices
            .iter()
            .filter_map(|index| self.options.get(*index as usize));
        let chosen = Vec::from_iter(options.map(|option| Value::Text(option.clone())));
        let first = match chosen.first() {
            Some(Value::Text(text)) => text.clone(),
            _ => "".into(),
        };
        self.result.set(cx, first);
        self.index
            .set(cx, indices.first().map_or(-1.0, |index| f64::from(*index)));
        self.selected.set(cx, chosen);
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::GraphError;

    use super::super::testing::linked;
    use super::*;

    fn list(json: &str) -> Value {
        Value::from_json(json).unwrap()
    }

    #[test]
    fn what_is_chosen_is_told_with_its_index() -> Result<(), GraphError> {
        let (mut op, mut page) = linked::<DropDown>();
        assert_eq!(
            (op.out("Result"), op.out("Index")),
            ("".into(), (-1.0).into())
        );
        op.set("Values", list(r#"["red", "green", 3]"#))?;
        assert_eq!(
            (op.out("Result"), op.out("Index")),
            ("red".into(), 0.0.into())
        );
        op.set("Default", "green")?;
        assert_eq!(
            (op.out("Result"), op.out("Index")),
            ("green".into(), 1.0.into())
        );
        page.apply(op.effects());
        let control = page.with_tag(Tag::Select);
        assert_eq!(page.options(control), ["red", "green", "3"]);
        assert_eq!(page.selected(control), [1]);
        op.element(control, ElementEvent::Selected(vec![2]));
        assert_eq!(
            (op.out("Result"), op.out("Index")),
            ("3".into(), 2.0.into())
        );
        Ok(())
    }

    #[test]
    fn a_new_list_keeps_what_is_chosen_where_it_can() -> Result<(), GraphError> {
        let (mut op, mut page) = linked::<DropDown>();
        op.set("Default", "b")?;
        op.set("Values", list(r#"["a", "b", "c"]"#))?;
        page.apply(op.effects());
        assert_eq!(op.out("Result"), "b", "the default comes before its list");
        let control = page.with_tag(Tag::Select);
        op.element(control, ElementEvent::Selected(vec![2]));
        op.set("Values", list(r#"["c", "b"]"#))?;
        assert_eq!(
            (op.out("Result"), op.out("Index")),
            ("c".into(), 0.0.into())
        );
        op.set("Values", list(r#"["a", "b"]"#))?;
        assert_eq!(op.out("Result"), "b");
        op.set("Values", list("[]"))?;
        assert_eq!(
            (op.out("Result"), op.out("Index")),
            ("".into(), (-1.0).into())
        );
        Ok(())
    }

    #[test]
    fn several_can_be_chosen() -> Result<(), GraphError> {
        let (mut op, mut page) = linked::<DropDown>();
        op.set("Values", list(r#"["a", "b", "c"]"#))?;
        op.set("Multiple Selection", true)?;
        op.set("Lines", 3.0)?;
        page.apply(op.effects());
        let control = page.with_tag(Tag::Select);
        assert_eq!(page.attribute(control, Attribute::Multiple), Some(""));
        assert_eq!(page.attribute(control, Attribute::Size), Some("3"));
        op.element(control, ElementEvent::Selected(vec![1, 2]));
        assert_eq!(op.out("Result"), "b");
        assert_eq!(op.out("Selected Values"), list(r#"["b", "c"]"#));
        op.element(control, ElementEvent::Selected(vec![]));
        assert_eq!(op.out("Index"), -1.0);
        assert_eq!(op.out("Selected Values"), list("[]"));
        Ok(())
    }

    #[test]
    fn a_reset_returns_to_what_was_made_the_default() -> Result<(), GraphError> {
        let (mut op, mut page) = linked::<DropDown>();
        op.set("Values", list(r#"["a", "b", "c"]"#))?;
        page.apply(op.effects());
        let control = page.with_tag(Tag::Select);
        op.element(control, ElementEvent::Selected(vec![2]));
        op.press("Set Default")?;
        op.element(control, ElementEvent::Selected(vec![1]));
        let undo = page.with_class("ropewalk-sidebar-undo");
        op.element(undo, ElementEvent::Click);
        page.apply(op.effects());
        assert_eq!(op.out("Result"), "c");
        assert_eq!(page.selected(control), [2]);
        Ok(())
    }
}
