use ropewalk_flow::{
    Attribute, Change, Cx, ElementEvent, Event, Fire, Handlers, In, Op, OpError, Out, Place, Tag,
    Text,
};

/// Shows an image on the stage.
#[derive(Op)]
#[op(
    name = "Ops.Html.Elements.ImageElement",
    aliases("Ops.Html.Elements.ImageElement_v2", "Ops.Html.Elements.ImageElement_v3"),
    help = include_str!("image_element.md")
)]
pub(super) struct ImageElement {
    /// The address of the image.
    #[input(name = "File")]
    file: In<Text>,
    /// Where it stands: `Absolute` and `Fixed` out of the flow, the others within it.
    #[input(
        name = "Position",
        default = "Absolute",
        choices("Absolute", "Static", "Relative", "Fixed")
    )]
    position: In<Text>,
    /// Names of CSS classes, with spaces between.
    #[input(name = "Class")]
    class: In<Text>,
    /// CSS declarations, such as `width: 200px;`.
    #[input(name = "Style", display = "editor")]
    style: In<Text>,
    /// `none` hides it.
    #[input(name = "CSS Display", default = "not set", choices("not set", "none"))]
    display: In<Text>,
    /// What the image shows, for those who cannot see it; empty where that matters to nobody.
    #[input(name = "Alt Text")]
    alt: In<Text>,
    /// The image, for other ops.
    #[output(name = "Image Element")]
    place: Out<Place>,
    /// How wide the image itself is, in pixels.
    #[output(name = "Width", unit = "px")]
    width: Out<f64>,
    /// How high the image itself is, in pixels.
    #[output(name = "Height", unit = "px")]
    height: Out<f64>,
    /// Whether it is on its way.
    #[output(name = "Loading")]
    loading: Out<bool>,
    /// Whether there is none: no file is named, or it cannot be loaded.
    #[output(name = "Error")]
    error: Out<bool>,
    /// Fires when it is there.
    #[output(name = "Loaded")]
    loaded: Fire,
    element: Option<ropewalk_flow::Element>,
}

impl Handlers for ImageElement {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let fresh = self.element.is_none();
        let element = self
            .element
            .get_or_insert_with(|| cx.create_element(Tag::Image));
        if fresh {
            self.place.set(cx, element.place());
        }
        if fresh || self.file.changed(cx) {
            let file = self.file.get(cx);
            self.error.set(cx, file.is_empty());
            self.loading.set(cx, !file.is_empty());
            cx.clear_problem();
            element.change(Change::Source(file));
        }
        if fresh || self.class.changed(cx) {
            element.set(Attribute::Class, Some(&self.class.get(cx)));
        }
        if fresh || self.alt.changed(cx) {
            element.set(Attribute::Alt, Some(&self.alt.get(cx)));
        }
        let looks = [self.position, self.style, self.display];
        if fresh || looks.iter().any(|port| port.changed(cx)) {
            let mut style = ["position:", &self.position.get(cx), ";"].concat();
            if &*self.display.get(cx) == "none" {
                style.push_str("display:none;");
            }
            style.push_str(&self.style.get(cx));
            element.change(Change::Style(style.into()));
        }
        Ok(())
    }

    fn event(&mut self, event: Event, cx: &mut Cx<'_>) -> Result<(), OpError> {
        match event {
            Event::Element(_, ElementEvent::Loaded { width, height, .. }) => {
                self.width.set(cx, width);
                self.height.set(cx, height);
                self.loading.set(cx, false);
                self.error.set(cx, false);
                self.loaded.fire(cx);
            }
            Event::Element(_, ElementEvent::Failed) => {
                self.loading.set(cx, false);
                self.error.set(cx, true);
                cx.set_warning(
                    "The image cannot be loaded: look whether `File` is the address of one.",
                );
            }
            _ => {}
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
    fn it_loads_what_is_named_and_tells_how_large_it_is() -> Result<(), GraphError> {
        let mut op = Bench::<ImageElement>::new();
        let (image, tag) = created(&op.effects());
        assert_eq!(tag, Tag::Image);
        assert_eq!(op.out("Error"), true);
        op.set("File", "cat.png")?;
        assert_eq!(op.out("Loading"), true);
        assert_eq!(op.out("Error"), false);
        assert_eq!(changes(op.effects()), [Change::Source("cat.png".into())]);
        let there = ElementEvent::Loaded {
            width: 640.0,
            height: 480.0,
            duration: 0.0,
        };
        op.element(image, there);
        assert_eq!(op.out("Width"), 640.0);
        assert_eq!(op.out("Height"), 480.0);
        assert_eq!(op.out("Loading"), false);
        assert_eq!(op.pulses("Loaded"), 1);
        op.element(image, ElementEvent::Failed);
        assert_eq!(op.out("Error"), true);
        assert!(op.problem().unwrap().contains("cannot be loaded"));
        op.set("File", "dog.png")?;
        assert_eq!(op.problem(), None);
        Ok(())
    }

    #[test]
    fn its_own_style_wins_and_it_goes_with_its_op() -> Result<(), GraphError> {
        let mut op = Bench::<ImageElement>::new();
        let (image, _) = created(&op.effects());
        op.set("CSS Display", "none")?;
        op.set("Style", "width: 9px")?;
        let style = changes(op.effects()).pop();
        let expected = "position:Absolute;display:none;width: 9px";
        assert_eq!(style, Some(Change::Style(expected.into())));
        op.graph.remove(op.node)?;
        assert_eq!(op.effects(), [Effect::RemoveElement(image)]);
        Ok(())
    }
}
