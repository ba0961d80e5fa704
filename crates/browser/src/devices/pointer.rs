//! The mouse, pens and fingers.

use ropewalk_runtime::{
    Area, DeviceEvent, Finger, Pointer, PointerAction, Touch, TouchAction, Wheel,
};
use web_sys::{Element, Event, Window};

use super::read::{get, items, number_or_0, text};
use super::{Ears, Teller};
use crate::events::Listener;

const ACTIONS: [(&str, PointerAction); 9] = [
    ("pointermove", PointerAction::Move),
    ("pointerdown", PointerAction::Down),
    ("pointerup", PointerAction::Up),
    ("pointerenter", PointerAction::Enter),
    ("pointerleave", PointerAction::Leave),
    ("pointercancel", PointerAction::Cancel),
    ("click", PointerAction::Click),
    ("dblclick", PointerAction::DoubleClick),
    ("contextmenu", PointerAction::Menu),
];

/// Where an area begins, and its size.
fn frame(area: Area, target: &Element) -> (f64, f64, f64, f64) {
    if area == Area::Page {
        let (width, height) = (target.client_width(), target.client_height());
        return (0.0, 0.0, width.into(), height.into());
    }
    let rect = target.get_bounding_client_rect();
    (rect.x(), rect.y(), rect.width(), rect.height())
}

pub(super) fn listen(area: Area, target: &Element, teller: &Teller, ears: &mut Ears) {
    for (name, action) in ACTIONS {
        let (teller, target_here) = (teller.clone(), target.clone());
        ears.push(Box::new(Listener::new(target, name, move |event| {
            // A key has pressed a button: nothing was pointed at.
            if action == PointerAction::Click && number_or_0(&event, "detail") == 0.0 {
                return;
            }
            let pointer = read(area, &target_here, action, &event);
            if action == PointerAction::Move {
                teller.tell(DeviceEvent::Pointer(pointer));
            } else {
                teller.tell_of(DeviceEvent::Pointer(pointer), event);
            }
        })));
    }
    let (_, _, width, height) = frame(area, target);
    teller.tell(DeviceEvent::Pointer(Pointer {
        x: width / 2.0,
        y: height / 2.0,
        width,
        height,
        ..Pointer::default()
    }));
}

fn read(area: Area, target: &Element, action: PointerAction, event: &Event) -> Pointer {
    let (left, top, width, height) = frame(area, target);
    let kind = text(event, "pointerType");
    Pointer {
        action,
        x: number_or_0(event, "clientX") - left,
        y: number_or_0(event, "clientY") - top,
        width,
        height,
        movement_x: number_or_0(event, "movementX"),
        movement_y: number_or_0(event, "movementY"),
        button: number_or_0(event, "button"),
        buttons: number_or_0(event, "buttons"),
        id: number_or_0(event, "pointerId"),
        pressure: number_or_0(event, "pressure"),
        // Not every browser says what has clicked.
        kind: if kind.is_empty() {
            "mouse".into()
        } else {
            kind
        },
    }
}

pub(super) fn listen_to_wheel(target: &Element, teller: &Teller, ears: &mut Ears) {
    let teller = teller.clone();
    ears.push(Box::new(Listener::active(target, "wheel", move |event| {
        // Lines and pages, as some mice count, are brought to pixels.
        let unit = match number_or_0(&event, "deltaMode") {
            1.0 => 16.0,
            2.0 => 800.0,
            _ => 1.0,
        };
        let wheel = Wheel {
            x: number_or_0(&event, "deltaX") * unit,
            y: number_or_0(&event, "deltaY") * unit,
            notches: number_or_0(&event, "wheelDelta"),
        };
        teller.tell_of(DeviceEvent::Wheel(wheel), event);
    })));
}

pub(super) fn listen_to_touch(
    area: Area,
    window: &Window,
    target: &Element,
    teller: &Teller,
    ears: &mut Ears,
) {
    for (name, action) in [
        ("touchstart", TouchAction::Start),
        ("touchmove", TouchAction::Move),
        ("touchend", TouchAction::End),
        ("touchcancel", TouchAction::End),
    ] {
        let (teller, target_here, window) = (teller.clone(), target.clone(), window.clone());
        ears.push(Box::new(Listener::active(target, name, move |event| {
            let (left, top, width, height) = frame(area, &target_here);
            let fingers = items(&get(&event, "touches")).map(|finger| Finger {
                id: number_or_0(&finger, "identifier"),
                x: number_or_0(&finger, "clientX") - left,
                y: number_or_0(&finger, "clientY") - top,
                force: number_or_0(&finger, "force"),
            });
            let touch = Touch {
                action,
                fingers: fingers.collect(),
                width,
                height,
                pixel_ratio: window.device_pixel_ratio(),
            };
            teller.tell_of(DeviceEvent::Touch(touch), event);
        })));
    }
}
