use ropewalk_flow::{
    Attribute, Change, Cx, Element, ElementEvent, Event, Handlers, In, Op, OpError, Out, Place,
    Property, Tag, Text, Trigger, clamp,
};

use super::item::{Item, Ports, flag, is_restore};

/// A colour in a sidebar, to be picked.
#[derive(Op)]
#[op(
    name = "Ops.Sidebar.ColorPicker",
    alias = "Ops.Sidebar.ColorPicker_v3",
    help = include_str!("color_picker.md")
)]
pub(super) struct ColorPicker {
    /// The sidebar, or the control before this one.
    #[input(name = "Link", needed)]
    link: In<Place>,
    /// What it is for.
    #[input(name = "Text", default = "Hex Color")]
    text: In<Text>,
    /// Red at the start, and whenever this changes, from 0 to 1.
    #[input(
        name = "Input Red",
        default = 0.027450980392156862,
        min = 0,
        max = 1,
        display = "slider"
    )]
    red: In<f64>,
    /// Green at the start, and whenever this changes, from 0 to 1.
    #[input(
        name = "Input Green",
        default = 0.9686274509803922,
        min = 0,
        max = 1,
        display = "slider"
    )]
    green: In<f64>,
    /// Blue at the start, and whenever this changes, from 0 to 1.
    #[input(
        name = "Input Blue",
        default = 0.5490196078431373,
        min = 0,
        max = 1,
        display = "slider"
    )]
    blue: In<f64>,
    /// The opacity at the start, and whenever this changes, from 0 to 1.
    #[input(
        name = "Input Opacity",
        default = 1,
        min = 0,
        max = 1,
        display = "slider"
    )]
    opacity: In<f64>,
    /// Makes the colour what a reset returns to, until the patch is opened again.
    #[input(name = "Set Default", display = "button")]
    set_default: Trigger,
    /// What a reset of the sidebar returns to, as `#rrggbb`.
    #[input(name = "Default", default = "#07F78C")]
    default: In<Text>,
    /// Whether there is a slider for the opacity.
    #[input(name = "Show Opacity")]
    show_opacity: In<bool>,
    /// Whether it is to be seen.
    #[input(name = "Visible", default = true)]
    visible: In<bool>,
    /// Where the next control is linked.
    #[output(name = "Children")]
    childs: Out<Place>,
    /// Red, from 0 to 1.
    #[output(name = "Red")]
    out_red: Out<f64>,
    /// Green, from 0 to 1.
    #[output(name = "Green")]
    out_green: Out<f64>,
    /// Blue, from 0 to 1.
    #[output(name = "Blue")]
    out_blue: Out<f64>,
    /// The opacity, from 0 to 1.
    #[output(name = "Opacity", default = 1)]
    out_opacity: Out<f64>,
    /// The colour as `#rrggbb`.
    #[output(name = "Hex", default = "#07F78C")]
    hex: Out<Text>,
    /// The row in the sidebar, for other ops.
    #[output(name = "Element")]
    place: Out<Place>,
    item: Item,
    /// The slider for the opacity.
    slider: Option<Element>,
    /// What a reset returns to.
    preset: Option<[f64; 3]>,
}

impl Handlers for ColorPicker {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let ports = Ports {
            link: self.link,
            text: self.text,
            grey_out: None,
            visible: Some(self.visible),
            childs: self.childs,
        };
        let class = "ropewalk-sidebar-row ropewalk-sidebar-color";
        let fresh = self.item.update(Tag::Color, class, ports, cx);
        let is_linked = self.item.parts().is_some();
        if fresh && let Some(parts) = self.item.parts() {
            let slider = cx.create_element(Tag::Range);
            for (attribute, value) in [
                (Attribute::Min, "0"),
                (Attribute::Max, "1"),
                (Attribute::Step, "0.01"),
            ] {
                slider.set(attribute, Some(value));
            }
            slider.place_in(Some(parts.row.place()));
            self.slider = Some(slider);
            self.place.set(cx, parts.row.place());
        } else if !is_linked {
            self.slider = None;
            self.place.clear(cx);
        }
        if let (Some(slider), Some(parts)) = (&self.slider, self.item.parts()) {
            if fresh || self.show_opacity.changed(cx) {
                let hidden = flag(!self.show_opacity.get(cx));
                slider.set(Attribute::Hidden, hidden);
            }
            if fresh || self.text.changed(cx) {
                let text = self.text.get(cx);
                parts.control.set(Attribute::Label, Some(&text));
                slider.set(Attribute::Label, Some(&[&*text, ", opacity"].concat()));
            }
        }
        if self.default.changed(cx) {
            self.preset = parse(&self.default.get(cx));
        }
        let inputs = [self.red, self.green, self.blue];
        if inputs.iter().any(|port| port.changed(cx)) {
            self.put(inputs.map(|port| port.get(cx)), true, cx);
        } else if fresh {
            self.put(self.color(cx), true, cx);
        }
        if self.opacity.changed(cx) {
            let opacity = self.opacity.get(cx);
            self.out_opacity.set(cx, opacity);
        }
        if let Some(slider) = &self.slider
            && (fresh || self.opacity.changed(cx))
        {
            slider.change(Change::Number(self.out_opacity.get(cx)));
        }
        Ok(())
    }

    fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if port == self.set_default {
            self.preset = Some(self.color(cx));
        }
        Ok(())
    }

    fn event(&mut self, event: Event, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if is_restore(&event, self.link.get(cx)) {
            if let Some(preset) = self.preset {
                self.put(preset, true, cx);
            }
            return Ok(());
        }
        match event {
            Event::Element(_, ElementEvent::Text(text)) => {
                if let Some(color) = parse(&text) {
                    self.put(color, false, cx);
                }
            }
            Event::Element(_, ElementEvent::Number(opacity)) => {
                self.out_opacity.set(cx, opacity);
            }
            _ => {}
        }
        Ok(())
    }
}

impl ColorPicker {
    fn color(&self, cx: &Cx<'_>) -> [f64; 3] {
        [self.out_red, self.out_green, self.out_blue].map(|port| port.get(cx))
    }

    /// Takes a colour and shows it; in the control itself only if it is not what has told it.
    fn put(&self, color: [f64; 3], shows: bool, cx: &mut Cx<'_>) {
        for (port, part) in [self.out_red, self.out_green, self.out_blue]
            .into_iter()
            .zip(color)
        {
            port.set(cx, part);
        }
        let hex = write(color);
        if let Some(parts) = self.item.parts().filter(|_| shows) {
            parts
                .control
                .change(Change::Property(Property::Value, hex.clone().into()));
        }
        self.hex.set(cx, hex);
    }
}

/// The parts of `#rrggbb`, whose first letter can be left out, from 0 to 1.
fn parse(hex: &str) -> Option<[f64; 3]> {
    let hex = hex.trim();
    let digits = hex.strip_prefix('#').unwrap_or(hex);
    if digits.len() != 6 || !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return None;
    }
    let mut color = [0.0; 3];
    for (part, at) in color.iter_mut().zip([0, 2, 4]) {
        let byte = u8::from_str_radix(digits.get(at..at + 2)?, 16).ok()?;
        *part = f64::from(byte) / 255.0;
    }
    Some(color)
}

fn write(color: [f64; 3]) -> Text {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut hex = "#".to_owned();
    for part in color {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "Bounded, and NaN becomes 0."
        )]
        let byte = clamp((part * 255.0).round(), 0.0, 255.0) as u8;
        for digit in [byte >> 4, byte & 15] {
            hex.push(char::from(DIGITS[usize::from(digit)]));
        }
    }
    hex.into()
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::GraphError;

    use super::super::testing::linked;
    use super::*;

    #[test]
    fn a_colour_is_picked_and_told_in_parts() -> Result<(), GraphError> {
        let (mut op, page) = linked::<ColorPicker>();
        let control = page.with_tag(Tag::Color);
        assert_eq!(page.value(control), "#07f78c");
        assert_eq!(op.out("Hex"), "#07f78c");
        op.element(control, ElementEvent::Text("#ff0033".into()));
        assert_eq!(op.out("Red"), 1.0);
        assert_eq!(op.out("Green"), 0.0);
        assert_eq!(op.out("Blue"), 0.2);
        assert_eq!(op.effects(), [], "nobody moves the control meanwhile");
        op.set("Input Red", 0.0)?;
        assert_eq!(op.out("Hex"), "#00f78c");
        Ok(())
    }

    #[test]
    fn the_opacity_has_a_slider_where_it_is_wanted() -> Result<(), GraphError> {
        let (mut op, mut page) = linked::<ColorPicker>();
        let slider = page.with_tag(Tag::Range);
        assert!(!page.is_shown(slider));
        op.set("Show Opacity", true)?;
        op.set("Input Opacity", 0.5)?;
        page.apply(op.effects());
        assert!(page.is_shown(slider));
        assert_eq!(page.number(slider), 0.5);
        op.element(slider, ElementEvent::Number(0.25));
        assert_eq!(op.out("Opacity"), 0.25);
        Ok(())
    }

    #[test]
    fn a_reset_returns_to_the_default() -> Result<(), GraphError> {
        let (mut op, page) = linked::<ColorPicker>();
        let undo = page.with_class("ropewalk-sidebar-undo");
        let control = page.with_tag(Tag::Color);
        op.set("Default", "0000ff")?;
        op.element(undo, ElementEvent::Click);
        assert_eq!(op.out("Hex"), "#0000ff");
        op.element(control, ElementEvent::Text("#112233".into()));
        op.press("Set Default")?;
        op.element(control, ElementEvent::Text("#445566".into()));
        op.element(undo, ElementEvent::Click);
        assert_eq!(op.out("Hex"), "#112233");
        Ok(())
    }

    #[test]
    fn what_is_no_colour_is_none() {
        for text in ["", "#12345", "#1234567", "#12345g", "#äöü"] {
            assert_eq!(parse(text), None, "{text}");
        }
        assert_eq!(&*write([f64::NAN, 2.0, -1.0]), "#00ff00");
        assert_eq!(&*write(parse(" 7F0001 ").unwrap()), "#7f0001");
    }
}
