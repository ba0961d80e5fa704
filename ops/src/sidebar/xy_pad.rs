use ropewalk_flow::{
    Attribute, Change, Cx, Element, ElementEvent, ElementId, Event, Handlers, In, Op, OpError, Out,
    Place, Tag, Text, Trigger, clamp, number_to_text, text_to_number,
};

use super::item::{Item, Ports, is_restore};

/// An area in a sidebar, for two numbers at once.
#[derive(Op)]
#[op(name = "Ops.Sidebar.XYPad", help = include_str!("xy_pad.md"))]
pub(super) struct XyPad {
    /// The sidebar, or the control before this one.
    #[input(name = "Link", needed)]
    link: In<Place>,
    /// What it is for.
    #[input(name = "Text", default = "XY Pad")]
    text: In<Text>,
    /// Whether the numbers go from 0 to 1, or from -1 to 1.
    #[input(name = "Range", default = "0-1", choices("0-1", "-1-1"))]
    range: In<Text>,
    /// How far from the left it is at the start, and whenever this changes, from 0 to 1.
    #[input(name = "Input X", min = 0, max = 1, display = "slider")]
    x: In<f64>,
    /// How far from the top it is at the start, and whenever this changes, from 0 to 1.
    #[input(name = "Input Y", min = 0, max = 1, display = "slider")]
    y: In<f64>,
    /// Whether X grows from the right to the left.
    #[input(name = "Flip X")]
    flip_x: In<bool>,
    /// Whether Y grows from the bottom to the top.
    #[input(name = "Flip Y")]
    flip_y: In<bool>,
    /// Makes the position what a reset returns to, until the patch is opened again.
    #[input(name = "Set Default", display = "button")]
    set_default: Trigger,
    /// How far from the left a reset of the sidebar returns to, from 0 to 1.
    #[input(name = "Default X", default = "0.5")]
    default_x: In<Text>,
    /// How far from the top a reset of the sidebar returns to, from 0 to 1.
    #[input(name = "Default Y", default = "0.5")]
    default_y: In<Text>,
    /// Whether it is to be seen.
    #[input(name = "Visible", default = true)]
    visible: In<bool>,
    /// Where the next control is linked.
    #[output(name = "Children")]
    childs: Out<Place>,
    /// The number across.
    #[output(name = "X")]
    out_x: Out<f64>,
    /// The number down.
    #[output(name = "Y")]
    out_y: Out<f64>,
    /// The area, for other ops.
    #[output(name = "HTML Element")]
    place: Out<Place>,
    item: Item,
    parts: Option<Parts>,
    /// Where it is, from the left and from the top, from 0 to 1.
    position: [f64; 2],
    /// What a reset returns to.
    preset: [f64; 2],
}

/// What stands below what it is for.
struct Parts {
    /// Where the pointer is pressed.
    pad: Element,
    knob: Element,
    /// The same for the keyboard.
    sliders: [Element; 2],
}

impl Handlers for XyPad {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let ports = Ports {
            link: self.link,
            text: self.text,
            grey_out: None,
            visible: Some(self.visible),
            childs: self.childs,
        };
        let class = "ropewalk-sidebar-row ropewalk-sidebar-xy";
        let fresh = self.item.update(Tag::Inline, class, ports, cx);
        if fresh && let Some(item) = self.item.parts() {
            item.control
                .set(Attribute::Class, Some("ropewalk-sidebar-value"));
            let parts = Parts::create(&item.row, cx);
            self.place.set(cx, parts.pad.place());
            self.parts = Some(parts);
        } else if self.item.parts().is_none() {
            self.parts = None;
            self.place.clear(cx);
        }
        if let Some(parts) = &self.parts
            && (fresh || self.text.changed(cx))
        {
            for (slider, axis) in parts.sliders.iter().zip([", X", ", Y"]) {
                let label = [&*self.text.get(cx), axis].concat();
                slider.set(Attribute::Label, Some(&label));
            }
        }
        for (at, port) in [self.default_x, self.default_y].into_iter().enumerate() {
            if port.changed(cx) {
                self.preset[at] = text_to_number(&port.get(cx)).map_or(0.5, bounded);
            }
        }
        for (at, port) in [self.x, self.y].into_iter().enumerate() {
            if port.changed(cx) {
                self.position[at] = bounded(port.get(cx));
            }
        }
        self.show(None, cx);
        Ok(())
    }

    fn trigger(&mut self, port: Trigger, _: &mut Cx<'_>) -> Result<(), OpError> {
        if port == self.set_default {
            self.preset = self.position;
        }
        Ok(())
    }

    fn event(&mut self, event: Event, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if is_restore(&event, self.link.get(cx)) {
            self.position = self.preset;
            self.show(None, cx);
        }
        match event {
            Event::Element(_, ElementEvent::Position(x, y)) => {
                self.position = [x, y];
                self.show(None, cx);
            }
            Event::Element(id, ElementEvent::Number(number)) => {
                let sliders = self.parts.iter().flat_map(|parts| &parts.sliders);
                if let Some(at) = sliders.map(Element::id).position(|slider| slider == id) {
                    self.position[at] = bounded(number);
                    self.show(Some(id), cx);
                }
            }
            _ => {}
        }
        Ok(())
    }
}

impl XyPad {
    /// Shows where it is, but for the slider that has told so.
    fn show(&self, told: Option<ElementId>, cx: &mut Cx<'_>) {
        let is_signed = &*self.range.get(cx) == "-1-1";
        let number = |at: f64, flips: bool| {
            let number = if flips { 1.0 - at } else { at };
            if is_signed {
                number * 2.0 - 1.0
            } else {
                number
            }
        };
        let [x, y] = self.position;
        let x_number = number(x, self.flip_x.get(cx));
        let y_number = number(y, self.flip_y.get(cx));
        self.out_x.set(cx, x_number);
        self.out_y.set(cx, y_number);
        if let Some(item) = self.item.parts() {
            let rounded = |number: f64| number_to_text((number * 100.0).round() / 100.0);
            let readout = [rounded(x_number), rounded(y_number)].join(", ");
            item.control.change(Change::Text(readout.into()));
        }
        let Some(parts) = &self.parts else { return };
        let percent = |at: f64| number_to_text(at * 100.0);
        let style = ["left:", &percent(x), "%;top:", &percent(y), "%"].concat();
        parts.knob.change(Change::Style(style.into()));
        for (slider, at) in parts.sliders.iter().zip(self.position) {
            if told != Some(slider.id()) {
                slider.change(Change::Number(at));
            }
        }
    }
}

impl Parts {
    fn create(row: &Element, cx: &mut Cx<'_>) -> Self {
        let mut part = |tag, class: &str, inside: &Element| {
            let element = cx.create_element(tag);
            element.set(Attribute::Class, Some(class));
            element.place_in(Some(inside.place()));
            element
        };
        let pad = part(Tag::Block, "ropewalk-sidebar-pad", row);
        let knob = part(Tag::Block, "ropewalk-sidebar-knob", &pad);
        pad.change(Change::Drag);
        let sliders = [0, 1].map(|_| {
            let slider = part(Tag::Range, "ropewalk-sidebar-axis", row);
            for (attribute, value) in [
                (Attribute::Min, "0"),
                (Attribute::Max, "1"),
                (Attribute::Step, "0.01"),
            ] {
                slider.set(attribute, Some(value));
            }
            slider
        });
        Self { pad, knob, sliders }
    }
}

/// From 0 to 1; 0 where it is no number.
fn bounded(number: f64) -> f64 {
    if number.is_nan() {
        0.0
    } else {
        clamp(number, 0.0, 1.0)
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::GraphError;

    use super::super::testing::linked;
    use super::*;

    #[test]
    fn a_drag_sets_both_numbers_in_their_range() -> Result<(), GraphError> {
        let (mut op, mut page) = linked::<XyPad>();
        let pad = page.with_class("ropewalk-sidebar-pad");
        op.element(pad, ElementEvent::Position(0.25, 0.75));
        assert_eq!((op.out("X"), op.out("Y")), (0.25.into(), 0.75.into()));
        op.set("Range", "-1-1")?;
        op.set("Flip Y", true)?;
        assert_eq!((op.out("X"), op.out("Y")), ((-0.5).into(), (-0.5).into()));
        page.apply(op.effects());
        let knob = page.with_class("ropewalk-sidebar-knob");
        assert_eq!(page.style(knob), "left:25%;top:75%");
        assert!(page.is_shown(page.with_text("-0.5, -0.5")));
        Ok(())
    }

    #[test]
    fn inputs_move_it_within_its_bounds_and_a_reset_brings_it_back() -> Result<(), GraphError> {
        let (mut op, page) = linked::<XyPad>();
        op.set("Input X", 7.0)?;
        op.set("Input Y", f64::NAN)?;
        assert_eq!((op.out("X"), op.out("Y")), (1.0.into(), 0.0.into()));
        let undo = page.with_class("ropewalk-sidebar-undo");
        op.set("Default X", "nonsense")?;
        op.set("Default Y", "0.125")?;
        op.element(undo, ElementEvent::Click);
        assert_eq!((op.out("X"), op.out("Y")), (0.5.into(), 0.125.into()));
        Ok(())
    }

    #[test]
    fn each_axis_has_a_slider_for_the_keyboard() -> Result<(), GraphError> {
        let (mut op, mut page) = linked::<XyPad>();
        op.set("Text", "Aim")?;
        page.apply(op.effects());
        let slider = page.with_label("Aim, Y");
        op.element(slider, ElementEvent::Number(0.5));
        assert_eq!(op.out("Y"), 0.5);
        let is_number = |effect: &ropewalk_flow::Effect| matches!(effect, ropewalk_flow::Effect::ChangeElement(id, Change::Number(_)) if *id == slider);
        assert!(
            !op.effects().iter().any(is_number),
            "nobody moves it meanwhile"
        );
        Ok(())
    }
}
