//! The window, the browser, and what fills the screen or shakes the device.

use ropewalk_runtime::{Browser, DeviceEvent, Window as State};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, EventTarget, Window};

use super::read::{call, get, is, method, number_or_0, text};
use super::{Ears, Teller, ask};
use crate::events::Listener;

pub(super) fn listen(window: &Window, teller: &Teller, ears: &mut Ears) {
    let Some(document) = window.document() else {
        return;
    };
    let mut listen = |target: &EventTarget, name| {
        let (teller, window) = (teller.clone(), window.clone());
        let tell = move |_| teller.tell(DeviceEvent::Window(read(&window)));
        ears.push(Box::new(Listener::new(target, name, tell)));
    };
    for name in ["resize", "focus", "blur"] {
        listen(window, name);
    }
    listen(&document, "visibilitychange");
    if let Ok(orientation) = get(&get(window, "screen"), "orientation").dyn_into::<EventTarget>() {
        listen(&orientation, "change");
    }
    teller.tell(DeviceEvent::Window(read(window)));
}

fn read(window: &Window) -> State {
    let orientation = get(&get(window, "screen"), "orientation");
    let document: JsValue = window.document().into();
    State {
        width: number_or_0(window, "innerWidth"),
        height: number_or_0(window, "innerHeight"),
        scroll_height: number_or_0(&get(&document, "documentElement"), "scrollHeight"),
        pixel_ratio: number_or_0(window, "devicePixelRatio"),
        framed: get(window, "top") != get(window, "self"),
        angle: number_or_0(&orientation, "angle"),
        orientation: text(&orientation, "type"),
        focus: call(&document, "hasFocus", &[]).is_ok_and(|focus| focus.is_truthy()),
        visible: !is(&document, "hidden"),
    }
}

pub(super) fn tell_browser(window: &Window, teller: &Teller) {
    let navigator = window.navigator();
    teller.tell(DeviceEvent::Browser(Browser {
        agent: text(&navigator, "userAgent"),
        language: text(&navigator, "language"),
        touch_points: number_or_0(&navigator, "maxTouchPoints"),
    }));
}

pub(super) fn listen_to_fullscreen(window: &Window, teller: &Teller, ears: &mut Ears) {
    let Some(document) = window.document() else {
        return;
    };
    if !is(&document, "fullscreenEnabled") {
        teller.tell(DeviceEvent::Refused(
            "This browser lets no page fill the screen, or not one that is shown inside of another."
                .into(),
        ));
        return;
    }
    let (told, target) = (teller.clone(), document.clone());
    let tell = move || told.tell(DeviceEvent::Fullscreen(is(&target, "fullscreenElement")));
    tell();
    ears.push(Box::new(Listener::new(
        &document,
        "fullscreenchange",
        move |_| tell(),
    )));
}

/// Has an element fill the screen, or none any more.
pub(super) fn fill_screen(window: &Window, element: Option<Element>, teller: &Teller) {
    let teller = teller.clone();
    match element {
        Some(element) => ask(&element, "requestFullscreen", &[], move |answer| {
            if answer.is_err() {
                teller.tell(DeviceEvent::NeedsTap);
            }
        }),
        // It is refused where nothing fills the screen.
        None => ask(&window.document().into(), "exitFullscreen", &[], |_| {}),
    }
}

pub(super) fn tell_vibration(window: &Window, teller: &Teller) {
    teller.tell(match method(&window.navigator(), "vibrate") {
        Some(_) => DeviceEvent::Supported,
        None => DeviceEvent::Refused("This browser cannot shake the device.".into()),
    });
}

pub(super) fn vibrate(window: &Window, time: u32, teller: &Teller) {
    let answer = call(&window.navigator(), "vibrate", &[time.into()]);
    if !answer.is_ok_and(|did| did.is_truthy()) {
        teller.tell(DeviceEvent::NeedsTap);
    }
}
