//! The keyboard.

use ropewalk_runtime::{Area, DeviceEvent, Key};
use wasm_bindgen::JsValue;
use web_sys::{Element, Event, EventTarget, Window};

use super::read::{get, is, number_or_0, text};
use super::{Ears, Finally, Teller};
use crate::events::Listener;

pub(super) fn listen(
    area: Area,
    window: &Window,
    target: &Element,
    teller: &Teller,
    ears: &mut Ears,
) {
    for (name, down) in [("keydown", true), ("keyup", false)] {
        let teller = teller.clone();
        ears.push(Box::new(Listener::new(target, name, move |event| {
            // What went down before the person began to type may still go up.
            if down && is_typing(&event) {
                return;
            }
            let key = Key {
                down,
                repeat: is(&event, "repeat"),
                code: number_or_0(&event, "keyCode"),
                name: text(&event, "key"),
                alt: is(&event, "altKey"),
            };
            teller.tell_of(DeviceEvent::Key(key), event);
        })));
    }
    let window: &EventTarget = window;
    let mut blur = vec![(window, "blur")];
    if area != Area::Page {
        blur.push((target, "focusout"));
        // So that it can have the keyboard at all.
        if !target.has_attribute("tabindex") {
            // It fails for names that no attribute has.
            let _ = target.set_attribute("tabindex", "0");
            let target = target.clone();
            ears.push(Box::new(Finally(move || {
                let _ = target.remove_attribute("tabindex");
            })));
        }
    }
    for (target, name) in blur {
        let teller = teller.clone();
        let blurred = move |_| teller.tell(DeviceEvent::Blur);
        ears.push(Box::new(Listener::new(target, name, blurred)));
    }
}

/// Whether a key goes into a text, or works a control.
fn is_typing(event: &Event) -> bool {
    let target: JsValue = event.target().into();
    let name = text(&target, "tagName");
    matches!(&*name, "INPUT" | "TEXTAREA" | "SELECT")
        || is(&target, "isContentEditable")
        || get(event, "isComposing").is_truthy()
}
