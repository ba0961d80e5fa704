//! `Ops.Devices.Mouse.Mouse`

use ropewalk_flow::{
    Cx, Device, DeviceEvent, Event, Fire, Handlers, In, Object, Op, OpError, Out, Place, Pointer,
    PointerAction, Request, Text,
};

use super::{Ear, area, is_inside, normalize, pointer_object};

/// Where the mouse, a pen or a finger is, and its clicks.
#[derive(Op)]
#[op(
    name = "Ops.Devices.Mouse.Mouse",
    aliases("Ops.Devices.Mouse.Mouse_v4", "Ops.Devices.Mouse.Mouse_v3", "Ops.Devices.Mouse.Mouse_v2"),
    help = include_str!("mouse.md")
)]
pub(super) struct Mouse {
    /// What `x` and `y` count: parts of the area, or CSS pixels.
    #[input(
        name = "Coordinates",
        default = "-1 to 1",
        choices("-1 to 1", "Pixel Display", "Pixel", "0 to 1")
    )]
    coordinates: In<Text>,
    /// Where it is listened to: the stage, or the whole page with `Document`.
    #[input(
        name = "Area",
        default = "Canvas Area",
        choices("Canvas Area", "Canvas", "Document", "Parent Element")
    )]
    area: In<Text>,
    /// Counts y from the lower edge.
    #[input(name = "flip y", default = true)]
    flip_y: In<bool>,
    /// Keeps the browser's menu away where the right button clicks.
    #[input(name = "right click prevent default", default = true)]
    prevent_menu: In<bool>,
    /// Who is listened to: all pointers, fingers only, or the mouse only.
    #[input(
        name = "Events",
        default = "Pointer",
        choices("Pointer", "Touch", "Mouse")
    )]
    events: In<Text>,
    /// Leaves to the browser what it does by itself: fingers scroll, the right button has its menu.
    #[input(name = "Passive Events")]
    passive: In<bool>,
    /// The element to listen on, in the place of the area.
    #[input(name = "Element")]
    element: In<Place>,
    /// Whether it listens.
    #[input(name = "Active", default = true)]
    active: In<bool>,
    /// Off, `x` and `y` are pixels whatever the coordinates: what older patches set.
    #[input(name = "normalize", default = true)]
    normalize: In<bool>,
    /// What `x` and `y` are multiplied by.
    #[input(name = "multiply", default = 1)]
    multiply: In<f64>,
    /// How far right it is.
    #[output(name = "x")]
    x: Out<f64>,
    /// How far up, or down where y is not flipped.
    #[output(name = "y")]
    y: Out<f64>,
    /// Fires with each click or tap.
    #[output(name = "click")]
    click: Fire,
    /// Fires with each click of the right button, or what stands for it.
    #[output(name = "click right")]
    click_right: Fire,
    /// Whether a button or a finger is down.
    #[output(name = "Button is down", alias = "button down")]
    down: Out<bool>,
    /// Whether it is over the area.
    #[output(name = "Mouse is hovering", alias = "mouseOver")]
    hovering: Out<bool>,
    /// How many CSS pixels the last move went right.
    #[output(name = "Movement X")]
    movement_x: Out<f64>,
    /// How many CSS pixels the last move went down.
    #[output(name = "Movement Y")]
    movement_y: Out<f64>,
    /// The last event, by the names that browsers have for what it tells.
    #[output(name = "Event", lazy)]
    event: Out<Object>,
    /// Fires when a button or a finger goes up.
    #[output(name = "Button Up")]
    up: Fire,
    /// The button that is down: 1 left, 2 middle, 3 right, 0 none.
    #[output(name = "button")]
    button: Out<f64>,
    ear: Ear,
    last: Option<Pointer>,
}

impl Handlers for Mouse {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let area = match self.element.linked(cx) {
            true => self.element.get(cx).map(Into::into),
            false => Some(area(&self.area.get(cx))),
        };
        let grab = !self.passive.get(cx);
        let area = area.filter(|_| self.active.get(cx));
        let source = area.map(|area| Device::Pointer { area, grab });
        if self.ear.listen(source, cx) {
            self.last = None;
            self.down.set(cx, false);
            self.button.set(cx, 0.0);
            self.hovering.set(cx, false);
        }
        if let Some(pointer) = self.last.clone() {
            self.show(&pointer, cx);
        }
        Ok(())
    }

    fn event(&mut self, event: Event, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let Event::Device(_, DeviceEvent::Pointer(pointer)) = event else {
            return Ok(());
        };
        let is_meant = match &*self.events.get(cx) {
            "Touch" => &*pointer.kind == "touch",
            "Mouse" => &*pointer.kind == "mouse",
            _ => true,
        };
        if is_meant || pointer.action == PointerAction::Start {
            self.handle(&pointer, cx);
        }
        Ok(())
    }
}

impl Mouse {
    fn handle(&mut self, pointer: &Pointer, cx: &mut Cx<'_>) {
        let Pointer {
            x,
            y,
            width,
            height,
            ..
        } = *pointer;
        let is_over = is_inside(x, y, width, height);
        let name = match pointer.action {
            PointerAction::Start => "",
            PointerAction::Move => "pointermove",
            PointerAction::Down => "pointerdown",
            PointerAction::Up => "pointerup",
            PointerAction::Enter => "pointerenter",
            PointerAction::Leave => "pointerleave",
            PointerAction::Cancel => "pointercancel",
            PointerAction::Click => "click",
            PointerAction::Menu => "contextmenu",
            _ => return,
        };
        if !name.is_empty() && self.event.used(cx) {
            self.event.set(cx, pointer_object(name, pointer));
        }
        // A finger that has left the area is still told of.
        if is_over {
            self.show(pointer, cx);
            self.last = Some(pointer.clone());
        }
        match pointer.action {
            PointerAction::Move => {
                self.hovering.set(cx, is_over);
                self.movement_x.set(cx, pointer.movement_x);
                self.movement_y.set(cx, pointer.movement_y);
            }
            PointerAction::Down => {
                self.hovering.set(cx, is_over);
                self.button.set(cx, pointer.button + 1.0);
                self.down.set(cx, true);
            }
            PointerAction::Up => {
                self.lift(cx);
                self.up.fire(cx);
            }
            PointerAction::Enter => {
                self.lift(cx);
                self.hovering.set(cx, true);
            }
            PointerAction::Leave | PointerAction::Cancel => {
                self.lift(cx);
                self.hovering.set(cx, false);
            }
            PointerAction::Click => self.click.fire(cx),
            PointerAction::Menu => {
                if self.prevent_menu.get(cx) && !self.passive.get(cx) {
                    cx.request(Request::PreventDefault);
                }
                self.click_right.fire(cx);
            }
            _ => {}
        }
    }

    fn lift(&self, cx: &mut Cx<'_>) {
        self.down.set(cx, false);
        self.button.set(cx, 0.0);
    }

    fn show(&self, pointer: &Pointer, cx: &mut Cx<'_>) {
        let (width, height) = (pointer.width, pointer.height);
        let x = pointer.x;
        let y = match self.flip_y.get(cx) {
            true => height - pointer.y,
            false => pointer.y,
        };
        let coordinates = self.coordinates.get(cx);
        let (x, y) = match &*coordinates {
            _ if !self.normalize.get(cx) => (x, y),
            "Pixel" | "Pixel Display" => (x, y),
            "0 to 1" => (
                normalize(x, width) / 2.0 + 0.5,
                normalize(y, height) / 2.0 + 0.5,
            ),
            _ => (normalize(x, width), normalize(y, height)),
        };
        let multiply = self.multiply.get(cx);
        self.x.set(cx, x * multiply);
        self.y.set(cx, y * multiply);
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;
    use ropewalk_flow::{Area, GraphError};

    use super::super::testing::{STAGE, at};
    use super::*;

    #[track_caller]
    fn assert_at(op: &Bench<Mouse>, x: f64, y: f64) {
        assert_eq!(op.out("x"), x);
        assert_eq!(op.out("y"), y);
    }

    #[test]
    fn it_counts_in_four_ways() -> Result<(), GraphError> {
        let mut op = Bench::<Mouse>::new();
        op.device(&STAGE, at(PointerAction::Start, 100.0, 50.0));
        assert_at(&op, 0.0, 0.0);
        op.device(&STAGE, at(PointerAction::Move, 150.0, 25.0));
        assert_at(&op, 0.5, 0.5);
        op.set("flip y", false)?;
        assert_at(&op, 0.5, -0.5);
        op.set("Coordinates", "0 to 1")?;
        assert_at(&op, 0.75, 0.25);
        op.set("Coordinates", "Pixel")?;
        assert_at(&op, 150.0, 25.0);
        op.set("Coordinates", "-1 to 1")?;
        op.set("normalize", false)?;
        op.set("multiply", 2.0)?;
        assert_at(&op, 300.0, 50.0);
        Ok(())
    }

    #[test]
    fn outside_it_stays_where_it_was_and_hovers_no_more() {
        let mut op = Bench::<Mouse>::new();
        op.device(&STAGE, at(PointerAction::Move, 150.0, 25.0));
        assert_eq!(op.out("Mouse is hovering"), true);
        op.device(&STAGE, at(PointerAction::Move, 250.0, 25.0));
        assert_eq!(op.out("Mouse is hovering"), false);
        assert_at(&op, 0.5, 0.5);
    }

    #[test]
    fn an_area_without_size_and_no_number_are_the_middle() {
        let mut op = Bench::<Mouse>::new();
        let nowhere = Pointer::default();
        op.device(&STAGE, DeviceEvent::Pointer(nowhere));
        assert_at(&op, 0.0, 0.0);
        op.device(&STAGE, at(PointerAction::Move, f64::NAN, 25.0));
        assert_at(&op, 0.0, 0.0);
    }

    #[test]
    fn buttons_clicks_and_the_menu() -> Result<(), GraphError> {
        let mut op = Bench::<Mouse>::new();
        op.device(&STAGE, at(PointerAction::Down, 10.0, 10.0));
        assert_eq!(op.out("Button is down"), true);
        assert_eq!(op.out("button"), 1.0);
        op.device(&STAGE, at(PointerAction::Up, 10.0, 10.0));
        op.device(&STAGE, at(PointerAction::Click, 10.0, 10.0));
        assert_eq!(op.out("Button is down"), false);
        assert_eq!((op.pulses("Button Up"), op.pulses("click")), (1, 1));

        op.device(&STAGE, at(PointerAction::Menu, 10.0, 10.0));
        assert_eq!(op.requests(), [Request::PreventDefault]);
        op.set("right click prevent default", false)?;
        op.device(&STAGE, at(PointerAction::Menu, 10.0, 10.0));
        assert_eq!(op.requests(), []);
        assert_eq!(op.pulses("click right"), 2);

        op.device(&STAGE, at(PointerAction::Down, 10.0, 10.0));
        op.device(&STAGE, at(PointerAction::Leave, 210.0, 10.0));
        assert_eq!(op.out("Button is down"), false);
        Ok(())
    }

    #[test]
    fn it_hears_those_it_is_to_hear() -> Result<(), GraphError> {
        let mut op = Bench::<Mouse>::new();
        op.set("Events", "Touch")?;
        op.device(&STAGE, at(PointerAction::Click, 10.0, 10.0));
        assert_eq!(op.pulses("click"), 0);
        op.set("Events", "Mouse")?;
        op.device(&STAGE, at(PointerAction::Click, 10.0, 10.0));
        assert_eq!(op.pulses("click"), 1);
        Ok(())
    }

    #[test]
    fn it_listens_where_it_is_told_and_lets_go() -> Result<(), GraphError> {
        let mut op = Bench::<Mouse>::new();
        assert_eq!(op.listenings(), [(true, STAGE)]);
        let page = Device::Pointer {
            area: Area::Page,
            grab: true,
        };
        op.set("Area", "Document")?;
        assert_eq!(op.listenings(), [(false, STAGE), (true, page.clone())]);
        op.device(&page, at(PointerAction::Down, 10.0, 10.0));
        op.set("Active", false)?;
        assert_eq!(op.listenings(), [(false, page.clone())]);
        assert_eq!(op.out("Button is down"), false);
        op.set("Active", true)?;
        op.set("Passive Events", true)?;
        op.listenings();
        op.graph.remove(op.node)?;
        let passive = Device::Pointer {
            area: Area::Page,
            grab: false,
        };
        assert_eq!(op.listenings(), [(false, passive)]);
        Ok(())
    }

    #[test]
    fn its_event_is_made_for_who_looks_at_it() {
        let mut op = Bench::<Mouse>::new();
        op.device(&STAGE, at(PointerAction::Click, 10.0, 20.0));
        assert_eq!(op.out("Event"), ropewalk_flow::Value::None);
        op.watch_all();
        op.device(&STAGE, at(PointerAction::Click, 10.0, 20.0));
        let event = op.out("Event").to_json();
        assert!(event.starts_with(r#"{"type":"click","offsetX":10,"offsetY":20"#));
    }
}
