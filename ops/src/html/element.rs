use ropewalk_flow::{
    Attribute, Change, Cx, ElementEvent, Event, Fire, Handlers, In, Op, OpError, Out, Place, Tag,
    Text, number_to_text,
};

/// Puts an element on the stage: text to see, an area to click, a box for other elements.
#[derive(Op)]
#[op(
    name = "Ops.Html.Elements.Element",
    alias = "Ops.Html.Elements.Element_v2",
    help = include_str!("element.md")
)]
pub(crate) struct Element {
    /// What it says. Shown letter by letter as it is, never read as HTML.
    #[input(name = "Text", default = "Element")]
    text: In<Text>,
    /// Where it stands: `Absolute` and `Fixed` out of the flow, the others within it.
    #[input(
        name = "Position",
        default = "Absolute",
        choices("Absolute", "Static", "Relative", "Fixed")
    )]
    position: In<Text>,
    /// Whether clicks and the pointer are told. `No Pointer Events` lets both through to what is
    /// behind it.
    #[input(
        name = "Interactive",
        default = "True",
        choices("True", "False", "No Pointer Events")
    )]
    interactive: In<Text>,
    /// Whether `Width` and `Height` hold. Otherwise it is as large as what is in it.
    #[input(name = "Set Size", group = "Area")]
    set_size: In<bool>,
    /// How wide it is.
    #[input(name = "Width", default = 100, min = 0, group = "Area")]
    width: In<f64>,
    /// How high it is.
    #[input(name = "Height", default = 100, min = 0, group = "Area")]
    height: In<f64>,
    /// What the size is counted in: pixels, or hundredths of what it stands in or of the window.
    #[input(
        name = "Size  Units",
        alias = "Size Units",
        default = "px",
        choices("px", "%", "vwh"),
        group = "Area"
    )]
    unit: In<Text>,
    /// What becomes of that which does not fit in.
    #[input(
        name = "Overflow",
        default = "Hidden",
        choices("Visible", "Hidden", "Scroll", "Auto"),
        group = "Area"
    )]
    overflow: In<Text>,
    /// CSS declarations, such as `color: red;`. They count more than the other inputs.
    #[input(name = "Inline Style", display = "editor", group = "CSS")]
    style: In<Text>,
    /// Names of CSS classes, with spaces between.
    #[input(name = "CSS Class", group = "CSS")]
    class: In<Text>,
    /// CSS properties that the inputs are to leave alone, with spaces between, such as
    /// `position overflow`.
    #[input(name = "Disable CSS Props", group = "CSS")]
    disabled: In<Text>,
    /// How it takes part in the layout. `None` hides it.
    #[input(
        name = "Display",
        default = "Block",
        choices(
            "None",
            "Block",
            "Inline",
            "inline-block",
            "flex",
            "inline-flex",
            "grid",
            "inline-grid",
            "flow-root"
        )
    )]
    display: In<Text>,
    /// What kind of element it is.
    #[input(
        name = "Tag Name",
        default = "div",
        choices("div", "span", "label", "button")
    )]
    tag: In<Text>,
    /// 0 is invisible, 1 is solid.
    #[input(name = "Opacity", default = 1, min = 0, max = 1, display = "slider")]
    opacity: In<f64>,
    /// Whether there is an element at all.
    #[input(name = "Add to DOM", default = true)]
    add: In<bool>,
    /// The element to stand in, from another op. Without a link it stands on the stage.
    #[input(name = "Parent")]
    parent: In<Place>,
    /// The element, for others to stand in.
    #[output(name = "DOM Element")]
    place: Out<Place>,
    /// Whether the pointer is over it.
    #[output(name = "Hovering")]
    hovering: Out<bool>,
    /// Fires when it is clicked or tapped.
    #[output(name = "Clicked")]
    clicked: Fire,
    element: Option<ropewalk_flow::Element>,
    /// The style it has.
    styled: String,
}

impl Handlers for Element {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let tag = self.read_tag(cx);
        if !self.add.get(cx) || self.tag.changed(cx) {
            self.element = None;
            self.hovering.set(cx, false);
        }
        if !self.add.get(cx) {
            self.place.clear(cx);
            return Ok(());
        }
        let style = self.write_style(cx);
        let fresh = self.element.is_none();
        let element = self.element.get_or_insert_with(|| cx.create_element(tag));
        if fresh {
            self.styled.clear();
            self.place.set(cx, element.place());
        }
        if fresh || self.text.changed(cx) {
            element.change(Change::Text(self.text.get(cx)));
        }
        if fresh || self.class.changed(cx) {
            let class = self.class.get(cx);
            element.set(
                Attribute::Class,
                Some(&*class).filter(|class| !class.is_empty()),
            );
        }
        if fresh || self.interactive.changed(cx) {
            let listens = &*self.interactive.get(cx) == "True";
            element.change(Change::Listen(listens));
            if !listens {
                self.hovering.set(cx, false);
            }
        }
        if fresh || self.parent.changed(cx) {
            element.place_in(self.parent.get(cx));
        }
        if self.styled != style {
            element.change(Change::Style(style.as_str().into()));
            self.styled = style;
        }
        Ok(())
    }

    fn event(&mut self, event: Event, cx: &mut Cx<'_>) -> Result<(), OpError> {
        match event {
            Event::Element(_, ElementEvent::Click) => self.clicked.fire(cx),
            Event::Element(_, ElementEvent::Hover(hovering)) => self.hovering.set(cx, hovering),
            _ => {}
        }
        Ok(())
    }
}

impl Element {
    fn read_tag(&self, cx: &mut Cx<'_>) -> Tag {
        let name = self.tag.get(cx);
        let tag = match &*name {
            "div" | "" => Tag::Block,
            "span" => Tag::Inline,
            "label" => Tag::Label,
            "button" => Tag::Button,
            _ => {
                cx.set_warning(
                    "This `Tag Name` cannot be made, a `div` is shown instead. There are `div`, \
                     `span`, `label` and `button`.",
                );
                return Tag::Block;
            }
        };
        cx.clear_problem();
        tag
    }

    /// The inputs as CSS, the inline style last, so that it wins.
    fn write_style(&self, cx: &Cx<'_>) -> String {
        let disabled = self.disabled.get(cx);
        let mut style = String::new();
        let mut put = |name: &str, value: &str, unit: &str| {
            let mut skipped = disabled.split([' ', ',', ';', '\n']);
            if skipped.all(|skipped| skipped != name) {
                style.extend([name, ":", value, unit, ";"]);
            }
        };
        for (name, port) in [
            ("position", self.position),
            ("overflow", self.overflow),
            ("display", self.display),
        ] {
            let keyword = port.get(cx);
            // A link may bring any text: what is more than a word is not put into the style.
            if keyword
                .bytes()
                .all(|byte| byte.is_ascii_alphabetic() || byte == b'-')
            {
                put(name, &keyword, "");
            }
        }
        let opacity = self.opacity.get(cx);
        if opacity < 1.0 {
            put("opacity", &number_to_text(opacity), "");
        }
        if self.set_size.get(cx) {
            let (across, down) = match &*self.unit.get(cx) {
                "%" => ("%", "%"),
                "vwh" => ("vw", "vh"),
                _ => ("px", "px"),
            };
            put("width", &number_to_text(self.width.get(cx)), across);
            put("height", &number_to_text(self.height.get(cx)), down);
        }
        if &*self.interactive.get(cx) == "No Pointer Events" {
            put("pointer-events", "none", "");
        }
        style.push_str(&self.style.get(cx));
        style
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;
    use ropewalk_flow::{Effect, ElementId, GraphError, OpEntry, Value};

    use super::*;

    const START: &str = "position:Absolute;overflow:Hidden;display:Block;";

    fn created(effects: &[Effect]) -> Option<(ElementId, Tag)> {
        effects.iter().find_map(|effect| match effect {
            Effect::CreateElement { element, tag } => Some((*element, *tag)),
            _ => None,
        })
    }

    fn changes(effects: Vec<Effect>) -> Vec<Change> {
        let change = |effect| match effect {
            Effect::ChangeElement(_, change) => Some(change),
            _ => None,
        };
        effects.into_iter().filter_map(change).collect()
    }

    /// The style once an input was set.
    #[track_caller]
    fn style(op: &mut Bench<Element>, input: &str, value: impl Into<Value>) -> Text {
        op.set(input, value).unwrap();
        let styles = changes(op.effects()).into_iter();
        let styles = styles.filter_map(|change| match change {
            Change::Style(style) => Some(style),
            _ => None,
        });
        styles.last().expect("another style")
    }

    #[test]
    fn it_stands_on_the_stage_with_its_text_and_style() {
        let mut op = Bench::<Element>::new();
        let effects = op.effects();
        assert_eq!(created(&effects).unwrap().1, Tag::Block);
        assert_eq!(
            changes(effects),
            [
                Change::Text("Element".into()),
                Change::Attribute(Attribute::Class, None),
                Change::Listen(true),
                Change::Parent(None),
                Change::Style(START.into()),
            ]
        );
    }

    #[test]
    fn text_is_text_whatever_it_looks_like() -> Result<(), GraphError> {
        let mut op = Bench::<Element>::new();
        op.effects();
        let hostile = "<img src=x onerror=alert(1)>";
        op.set("Text", hostile)?;
        assert_eq!(changes(op.effects()), [Change::Text(hostile.into())]);
        Ok(())
    }

    #[test]
    fn the_inline_style_comes_last_and_so_wins() {
        let mut op = Bench::<Element>::new();
        let style = style(&mut op, "Inline Style", "display: grid;");
        assert_eq!(&*style, format!("{START}display: grid;"));
    }

    #[test]
    fn size_counts_in_its_unit() {
        let mut op = Bench::<Element>::new();
        let px = style(&mut op, "Set Size", true);
        assert_eq!(&*px, format!("{START}width:100px;height:100px;"));
        let vwh = style(&mut op, "Size  Units", "vwh");
        assert_eq!(&*vwh, format!("{START}width:100vw;height:100vh;"));
        let half = style(&mut op, "Width", 0.5);
        assert_eq!(&*half, format!("{START}width:0.5vw;height:100vh;"));
    }

    #[test]
    fn disabled_properties_are_left_alone() {
        let mut op = Bench::<Element>::new();
        let style = style(&mut op, "Disable CSS Props", "position, display");
        assert_eq!(&*style, "overflow:Hidden;");
    }

    #[test]
    fn a_choice_from_a_link_cannot_bring_more_than_a_word() {
        let mut op = Bench::<Element>::new();
        let style = style(&mut op, "Position", "fixed;background:url(//x)");
        assert_eq!(&*style, "overflow:Hidden;display:Block;");
    }

    #[test]
    fn opacity_is_written_where_it_matters() {
        let mut op = Bench::<Element>::new();
        let half = style(&mut op, "Opacity", 0.5);
        assert_eq!(&*half, format!("{START}opacity:0.5;"));
        assert_eq!(&*style(&mut op, "Opacity", f64::NAN), START);
    }

    #[test]
    fn clicks_and_the_pointer_are_told() -> Result<(), GraphError> {
        let mut op = Bench::<Element>::new();
        let (element, _) = created(&op.effects()).unwrap();
        op.element(element, ElementEvent::Hover(true));
        op.element(element, ElementEvent::Click);
        assert_eq!(op.out("Hovering"), true);
        assert_eq!(op.pulses("Clicked"), 1);

        op.set("Interactive", "No Pointer Events")?;
        assert_eq!(op.out("Hovering"), false);
        let style = format!("{START}pointer-events:none;");
        assert_eq!(
            changes(op.effects()),
            [Change::Listen(false), Change::Style(style.into())]
        );
        Ok(())
    }

    #[test]
    fn another_tag_is_another_element() -> Result<(), GraphError> {
        let mut op = Bench::<Element>::new();
        let (first, _) = created(&op.effects()).unwrap();
        op.set("Tag Name", "button")?;
        let effects = op.effects();
        assert_eq!(effects[0], Effect::RemoveElement(first));
        assert_eq!(created(&effects).unwrap().1, Tag::Button);
        assert!(changes(effects).contains(&Change::Style(START.into())));

        op.set("Tag Name", "script")?;
        assert!(op.problem().unwrap().contains("`div`"));
        assert_eq!(created(&op.effects()).unwrap().1, Tag::Block);
        Ok(())
    }

    #[test]
    fn it_goes_with_its_op_and_comes_back_with_it() -> Result<(), GraphError> {
        let mut op = Bench::<Element>::new();
        let (first, _) = created(&op.effects()).unwrap();
        op.graph.set_disabled(op.node, true)?;
        op.graph.settle(op.now);
        assert_eq!(op.effects(), [Effect::RemoveElement(first)]);

        op.graph.set_disabled(op.node, false)?;
        op.graph.settle(op.now);
        let (second, _) = created(&op.effects()).unwrap();
        op.set("Add to DOM", false)?;
        assert_eq!(op.effects(), [Effect::RemoveElement(second)]);
        assert_eq!(op.out("DOM Element"), Value::None);

        op.set("Add to DOM", true)?;
        let (third, _) = created(&op.effects()).unwrap();
        op.graph.remove(op.node)?;
        assert_eq!(op.effects(), [Effect::RemoveElement(third)]);
        Ok(())
    }

    #[test]
    fn linked_it_stands_in_the_other_and_follows_it() -> Result<(), GraphError> {
        let mut op = Bench::<Element>::new();
        let (parent, _) = created(&op.effects()).unwrap();
        let child = op.graph.add(&OpEntry::of::<Element>());
        let port = Element::SPEC.input("Parent").unwrap();
        let link = op.graph.connect((op.node, 0), (child, port))?;
        op.graph.settle(op.now);
        assert!(changes(op.effects()).contains(&Change::Parent(Some(parent))));

        op.set("Tag Name", "span")?;
        let effects = op.effects();
        let (parent, _) = created(&effects).unwrap();
        assert!(changes(effects).contains(&Change::Parent(Some(parent))));

        op.graph.disconnect(link);
        op.graph.settle(op.now);
        assert_eq!(changes(op.effects()), [Change::Parent(None)]);
        Ok(())
    }
}
