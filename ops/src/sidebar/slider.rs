use ropewalk_flow::{
    Attribute, Change, Cx, Element, ElementEvent, Event, Handlers, In, Op, OpError, Out, Place,
    Tag, Text, Trigger, number_to_text,
};

use super::item::{Item, Ports, is_restore, wanted};

/// A slider in a sidebar: a number between two others.
#[derive(Op)]
#[op(
    name = "Ops.Sidebar.Slider",
    aliases("Ops.Sidebar.Slider_v2", "Ops.Sidebar.Slider_v3"),
    help = include_str!("slider.md")
)]
pub(crate) struct Slider {
    /// The sidebar, or the control before this one.
    #[input(name = "link", needed)]
    link: In<Place>,
    /// What it is for.
    #[input(name = "Text", default = "Slider")]
    text: In<Text>,
    /// The least number.
    #[input(name = "Min", group = "Range")]
    min: In<f64>,
    /// The greatest number.
    #[input(name = "Max", default = 1, group = "Range")]
    max: In<f64>,
    /// From one position to the next. 0 has no steps.
    #[input(name = "Step", default = 0.00001, min = 0, group = "Range")]
    step: In<f64>,
    /// What stands behind the number, such as ` %`.
    #[input(name = "Suffix")]
    suffix: In<Text>,
    /// Whether it is grey and cannot be moved.
    #[input(name = "Grey Out", group = "Display")]
    grey_out: In<bool>,
    /// Whether it is to be seen.
    #[input(name = "Visible", default = true, group = "Display")]
    visible: In<bool>,
    /// Moves the slider whenever it changes.
    #[input(name = "Input", default = 0.5)]
    input: In<f64>,
    /// Makes the slider's position what `Reset` returns to, until the patch is opened again.
    #[input(name = "Set Default", display = "button")]
    set_default: Trigger,
    /// Returns to the default.
    #[input(name = "Reset", display = "button")]
    reset: Trigger,
    /// Where it stands when the patch is opened, and after `Reset`.
    #[input(name = "Default", default = 0.5)]
    default: In<f64>,
    /// Where the next control is linked.
    #[output(name = "childs")]
    childs: Out<Place>,
    /// The number, between `Min` and `Max`.
    #[output(name = "Result", default = 0.5)]
    result: Out<f64>,
    item: Item,
    /// Shows the number.
    readout: Option<Element>,
    /// What `Reset` returns to; `None` until it has a result.
    preset: Option<f64>,
}

impl Handlers for Slider {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let wanted = wanted(self.default, self.input, &mut self.preset, cx);
        let value = wanted.unwrap_or_else(|| self.result.get(cx));
        let ports = Ports {
            link: self.link,
            text: self.text,
            grey_out: Some(self.grey_out),
            visible: Some(self.visible),
            childs: self.childs,
        };
        let class = "ropewalk-sidebar-row ropewalk-sidebar-slider";
        let fresh = self.item.update(Tag::Range, class, ports, cx);
        match self.item.parts() {
            Some(parts) if fresh => {
                let readout = cx.create_element(Tag::Inline);
                readout.set(Attribute::Class, Some("ropewalk-sidebar-value"));
                readout.place_in(Some(parts.row.place()));
                self.readout = Some(readout);
            }
            Some(_) => {}
            None => self.readout = None,
        }
        self.describe(fresh, cx);
        self.put(value, true, cx);
        Ok(())
    }

    fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if port == self.set_default {
            self.preset = Some(self.result.get(cx));
        } else if port == self.reset {
            self.restore(cx);
        }
        Ok(())
    }

    fn event(&mut self, event: Event, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if is_restore(&event, self.link.get(cx)) {
            self.restore(cx);
        } else if let Event::Element(_, ElementEvent::Number(value)) = event {
            self.put(value, false, cx);
        }
        Ok(())
    }
}

impl Slider {
    /// Tells the control what it is for and its scale, where that has changed.
    fn describe(&self, fresh: bool, cx: &Cx<'_>) {
        let Some(parts) = self.item.parts() else {
            return;
        };
        let set = |attribute, value: &str| parts.control.set(attribute, Some(value));
        if fresh || self.text.changed(cx) {
            // The row has the number in it, which the control tells by itself.
            set(Attribute::Label, &self.text.get(cx));
        }
        let scale = [self.min, self.max, self.step];
        if fresh || scale.iter().any(|port| port.changed(cx)) {
            let (low, high) = self.range(cx);
            set(Attribute::Min, &number_to_text(low));
            set(Attribute::Max, &number_to_text(high));
            let step = self.step.get(cx);
            if step > 0.0 {
                set(Attribute::Step, &number_to_text(step));
            } else {
                set(Attribute::Step, "any");
            }
        }
    }

    fn range(&self, cx: &Cx<'_>) -> (f64, f64) {
        let (min, max) = (self.min.get(cx), self.max.get(cx));
        if max < min { (max, min) } else { (min, max) }
    }

    fn restore(&self, cx: &mut Cx<'_>) {
        if let Some(preset) = self.preset {
            self.put(preset, true, cx);
        }
    }

    /// Takes a value into the range and shows it; the control itself only if it is not what has
    /// told the value, for a person may be moving it.
    fn put(&self, value: f64, move_control: bool, cx: &mut Cx<'_>) {
        let (low, high) = self.range(cx);
        // Not `clamp`, which fails where a bound is NaN.
        let value = if value > high {
            high
        } else if value < low {
            low
        } else {
            value
        };
        self.result.set(cx, value);
        let Some(parts) = self.item.parts() else {
            return;
        };
        if move_control && value.is_finite() {
            parts.control.change(Change::Number(value));
        }
        if let Some(readout) = &self.readout {
            let rounded = (value * 1e5).round() / 1e5;
            let mut text = number_to_text(rounded);
            text.push_str(&self.suffix.get(cx));
            readout.change(Change::Text(text.into()));
        }
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;
    use ropewalk_flow::{GraphError, OpEntry, Value};

    use super::super::sidebar::Sidebar;
    use super::super::testing::Page;
    use super::*;

    fn linked() -> (Bench<Slider>, Page) {
        super::super::testing::linked()
    }

    #[test]
    fn without_a_sidebar_it_has_its_default_and_says_what_is_missing() {
        let mut op = Bench::<Slider>::new();
        assert_eq!(op.out("Result"), 0.5);
        assert!(op.problem().unwrap().contains("Sidebar"));
        assert_eq!(Page::of(op.effects()).count(), 0);
    }

    #[test]
    fn in_a_sidebar_it_is_a_control_with_a_name_and_a_scale() -> Result<(), GraphError> {
        let (mut op, mut page) = linked();
        assert_eq!(op.problem(), None);
        op.set("Text", "Level")?;
        op.set("Max", 10.0)?;
        op.set("Step", 0.5)?;
        op.set("Suffix", " dB")?;
        op.set("Input", 4.0)?;
        page.apply(op.effects());
        let control = page.with_tag(Tag::Range);
        for (attribute, value) in [
            (Attribute::Label, "Level"),
            (Attribute::Min, "0"),
            (Attribute::Max, "10"),
            (Attribute::Step, "0.5"),
        ] {
            assert_eq!(page.attribute(control, attribute), Some(value));
        }
        assert_eq!(page.number(control), 4.0);
        assert_eq!(
            page.text(page.with_class("ropewalk-sidebar-label")),
            "Level"
        );
        assert_eq!(page.text(page.with_class("ropewalk-sidebar-value")), "4 dB");
        assert!(page.is_shown(control));
        Ok(())
    }

    #[test]
    fn moving_it_sets_the_result_and_leaves_the_control_alone() {
        let (mut op, mut page) = linked();
        let control = page.with_tag(Tag::Range);
        op.element(control, ElementEvent::Number(0.1 + 0.2));
        page.apply(op.effects());
        assert_eq!(op.out("Result"), 0.1 + 0.2);
        assert_eq!(page.number(control), 0.5);
        assert_eq!(page.text(page.with_class("ropewalk-sidebar-value")), "0.3");
    }

    #[test]
    fn it_follows_its_input_where_that_changes() -> Result<(), GraphError> {
        let (mut op, page) = linked();
        op.set("Input", 0.8)?;
        assert_eq!(op.out("Result"), 0.8);
        op.element(page.with_tag(Tag::Range), ElementEvent::Number(0.2));
        op.set("Text", "Level")?;
        assert_eq!(op.out("Result"), 0.2);
        op.set("Input", 0.9)?;
        assert_eq!(op.out("Result"), 0.9);
        Ok(())
    }

    #[test]
    fn it_starts_at_its_default_or_where_a_link_says() -> Result<(), GraphError> {
        let slider = OpEntry::of::<Slider>();
        let mut op = Bench::<Slider>::new();
        op.set("Default", 0.25)?;
        assert_eq!(op.out("Result"), 0.25);

        let input = Slider::SPEC.input("Input").unwrap();
        let follower = op.graph.add(&slider);
        op.graph.connect((op.node, 1), (follower, input))?;
        let other = op.graph.add(&slider);
        op.graph.set(other, input, Value::Number(0.9))?;
        op.graph.settle(op.now);
        assert_eq!(op.graph.output(follower, 1)?, &0.25);
        assert_eq!(op.graph.output(other, 1)?, &0.5);
        Ok(())
    }

    #[test]
    fn reset_returns_to_the_default_which_can_be_set() -> Result<(), GraphError> {
        let (mut op, page) = linked();
        let control = page.with_tag(Tag::Range);
        op.element(control, ElementEvent::Number(0.9));
        op.press("Reset")?;
        assert_eq!(op.out("Result"), 0.5);
        assert_eq!(op.effects().pop(), Some(readout_of(&page, "0.5")));
        op.element(control, ElementEvent::Number(0.7));
        op.press("Set Default")?;
        op.element(control, ElementEvent::Number(0.9));
        op.press("Reset")?;
        assert_eq!(op.out("Result"), 0.7);
        op.set("Default", 0.1)?;
        assert_eq!(op.out("Result"), 0.1);
        Ok(())
    }

    fn readout_of(page: &Page, text: &str) -> ropewalk_flow::Effect {
        let readout = page.with_class("ropewalk-sidebar-value");
        ropewalk_flow::Effect::ChangeElement(readout, Change::Text(text.into()))
    }

    #[test]
    fn the_result_stays_in_the_range_whichever_way_it_is_given() -> Result<(), GraphError> {
        let (mut op, page) = linked();
        op.set("Input", 7.0)?;
        assert_eq!(op.out("Result"), 1.0);
        op.set("Min", 5.0)?;
        op.set("Max", 2.0)?;
        assert_eq!(op.out("Result"), 2.0);
        op.set("Input", 9.0)?;
        assert_eq!(op.out("Result"), 5.0);
        op.element(page.with_tag(Tag::Range), ElementEvent::Number(-1.0));
        assert_eq!(op.out("Result"), 2.0);
        Ok(())
    }

    #[test]
    fn nan_is_passed_on_and_bounds_that_are_nan_do_not_bind() -> Result<(), GraphError> {
        let (mut op, mut page) = linked();
        op.set("Input", f64::NAN)?;
        assert_eq!(op.out("Result"), f64::NAN);
        op.set("Max", f64::NAN)?;
        op.set("Step", f64::NAN)?;
        op.set("Input", 100.0)?;
        assert_eq!(op.out("Result"), 100.0);
        page.apply(op.effects());
        let control = page.with_tag(Tag::Range);
        assert_eq!(page.attribute(control, Attribute::Step), Some("any"));
        Ok(())
    }

    #[test]
    fn grey_it_is_disabled_and_invisible_it_is_hidden() -> Result<(), GraphError> {
        let (mut op, mut page) = linked();
        let control = page.with_tag(Tag::Range);
        op.set("Grey Out", true)?;
        op.set("Visible", false)?;
        page.apply(op.effects());
        assert_eq!(page.attribute(control, Attribute::Disabled), Some(""));
        assert!(!page.is_shown(control));
        op.set("Grey Out", false)?;
        op.set("Visible", true)?;
        page.apply(op.effects());
        assert_eq!(page.attribute(control, Attribute::Disabled), None);
        assert!(page.is_shown(control));
        Ok(())
    }

    #[test]
    fn unlinked_or_disabled_it_leaves_no_element_behind() -> Result<(), GraphError> {
        let mut op = Bench::<Slider>::new();
        let sidebar = op.graph.add(&OpEntry::of::<Sidebar>());
        let link = op.graph.connect((sidebar, 0), (op.node, 0))?;
        op.graph.settle(op.now);
        let mut page = Page::of(op.effects());
        let alone = page.count() - 4;

        op.graph.disconnect(link);
        op.graph.settle(op.now);
        page.apply(op.effects());
        assert_eq!(page.count(), alone);
        assert_eq!(op.out("childs"), Value::None);

        op.graph.connect((sidebar, 0), (op.node, 0))?;
        op.graph.settle(op.now);
        page.apply(op.effects());
        assert_eq!(page.count(), alone + 4);
        op.graph.set_disabled(op.node, true)?;
        page.apply(op.effects());
        assert_eq!(page.count(), alone);
        Ok(())
    }

    #[test]
    fn sliders_stand_in_the_order_of_their_chain() -> Result<(), GraphError> {
        let (mut op, mut page) = linked();
        op.set("Text", "first")?;
        let add = |op: &mut Bench<Slider>, name: &str| {
            let slider = op.graph.add(&OpEntry::of::<Slider>());
            op.graph.set(slider, 1, name.into()).unwrap();
            slider
        };
        let last = add(&mut op, "last");
        let link = op.graph.connect((op.node, 0), (last, 0))?;
        op.graph.settle(op.now);
        page.apply(op.effects());
        assert_eq!(page.labels(), ["first", "last"]);

        let between = add(&mut op, "between");
        op.graph.disconnect(link);
        op.graph.connect((op.node, 0), (between, 0))?;
        op.graph.connect((between, 0), (last, 0))?;
        op.graph.settle(op.now);
        page.apply(op.effects());
        assert_eq!(page.labels(), ["first", "between", "last"]);
        Ok(())
    }
}
