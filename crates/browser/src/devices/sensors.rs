//! How the device is held, and where it is.

use std::cell::Cell;
use std::rc::Rc;

use ropewalk_runtime::{DeviceEvent, Position};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, Window};

use super::read::{call, get, method, number, number_or_0};
use super::{Ears, Finally, Teller, ask};
use crate::events::Listener;

/// What a page is to be allowed on iOS, each by itself.
const ASKED: [&str; 2] = ["DeviceMotionEvent", "DeviceOrientationEvent"];

pub(super) fn listen_to_motion(window: &Window, teller: &Teller, ears: &mut Ears) {
    let [motion, _] = ASKED;
    if get(window, motion).is_undefined() {
        teller.tell(DeviceEvent::Refused(
            "This browser does not tell how the device is moved, or only to pages that come over \
             https: open the page at its https: address."
                .into(),
        ));
        return;
    }
    let told = teller.clone();
    let orientation = move |event: Event| {
        // A device without sensors says so by one event without numbers.
        if get(&event, "beta").is_null() {
            return;
        }
        told.tell(DeviceEvent::Orientation {
            alpha: number_or_0(&event, "alpha"),
            beta: number_or_0(&event, "beta"),
            gamma: number_or_0(&event, "gamma"),
            heading: get(&event, "webkitCompassHeading").as_f64(),
        });
    };
    let told = teller.clone();
    let motion = move |event: Event| {
        if get(&get(&event, "accelerationIncludingGravity"), "x")
            .as_f64()
            .is_none()
        {
            return;
        }
        let axes = |name, [x, y, z]: [&str; 3]| {
            let of = get(&event, name);
            [
                number_or_0(&of, x),
                number_or_0(&of, y),
                number_or_0(&of, z),
            ]
        };
        told.tell(DeviceEvent::Motion {
            acceleration: axes("acceleration", ["x", "y", "z"]),
            gravity: axes("accelerationIncludingGravity", ["x", "y", "z"]),
            rotation: axes("rotationRate", ["alpha", "beta", "gamma"]),
        });
    };
    ears.push(Box::new(Listener::new(
        window,
        "deviceorientation",
        orientation,
    )));
    ears.push(Box::new(Listener::new(window, "devicemotion", motion)));
    teller.tell(match needs_tap(window) {
        true => DeviceEvent::NeedsTap,
        false => DeviceEvent::Supported,
    });
}

fn needs_tap(window: &Window) -> bool {
    ASKED
        .iter()
        .any(|name| method(&get(window, name), "requestPermission").is_some())
}

/// Asks the person, which the browser only does while it handles a tap. The listeners are there
/// already, and are called once it is allowed.
pub(super) fn allow_motion(window: &Window, teller: &Teller) {
    if !needs_tap(window) {
        return;
    }
    let missing = Rc::new(Cell::new(ASKED.len()));
    for name in ASKED {
        let (missing, teller) = (Rc::clone(&missing), teller.clone());
        ask(
            &get(window, name),
            "requestPermission",
            &[],
            move |answer| {
                if answer.is_ok_and(|answer| answer == "granted") {
                    missing.set(missing.get() - 1);
                    if missing.get() == 0 {
                        teller.tell(DeviceEvent::Supported);
                    }
                } else {
                    teller.tell(DeviceEvent::Refused(
                    "This page may not know how the device is moved. To be asked again, close the \
                     browser and open the page anew."
                        .into(),
                ));
                }
            },
        );
    }
}

pub(super) fn listen_to_position(window: &Window, teller: &Teller, ears: &mut Ears) {
    let geolocation = get(&window.navigator(), "geolocation");
    let told = teller.clone();
    let found = Closure::<dyn Fn(JsValue)>::new(move |position: JsValue| {
        let of = get(&position, "coords");
        told.tell(DeviceEvent::Position(Position {
            latitude: number(&of, "latitude"),
            longitude: number(&of, "longitude"),
            accuracy: number(&of, "accuracy"),
            altitude: number(&of, "altitude"),
            altitude_accuracy: number(&of, "altitudeAccuracy"),
            heading: number(&of, "heading"),
            speed: number(&of, "speed"),
            timestamp: number(&position, "timestamp"),
        }));
    });
    let told = teller.clone();
    let failed = Closure::<dyn Fn(JsValue)>::new(move |error: JsValue| {
        told.tell(DeviceEvent::Refused(match number(&error, "code") {
            1.0 => {
                "This page may not know where the device is. Allow it beside the page's address, \
                    and open it over https:; then disable and enable this op."
                    .into()
            }
            _ => "The device does not know where it is: its location is turned off, or it has no \
                  reception."
                .into(),
        }));
    });
    let callbacks = [&found, &failed].map(|closure| closure.as_ref().unchecked_ref::<JsValue>());
    let watch = call(
        &geolocation,
        "watchPosition",
        &callbacks.map(JsValue::clone),
    );
    let Ok(watch) = watch else {
        teller.tell(DeviceEvent::Refused(
            "This browser does not tell where the device is.".into(),
        ));
        return;
    };
    ears.push(Box::new(Finally(move || {
        // The closures live as long as they can be called.
        let _keep = (&found, &failed);
        // It fails for numbers of no watch.
        let _ = call(&geolocation, "clearWatch", std::slice::from_ref(&watch));
    })));
    teller.tell(DeviceEvent::Supported);
}
