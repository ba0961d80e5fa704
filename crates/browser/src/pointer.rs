//! What the pointer does at an element, in detail.

use std::rc::Rc;

use js_sys::Reflect;
use ropewalk_runtime::{Answer, Object, Text, Value};
use web_sys::{Event, HtmlElement};

use crate::events::Listener;

/// What is told of an event, by its name in the browser.
const DETAILS: [&str; 11] = [
    "clientX",
    "clientY",
    "offsetX",
    "offsetY",
    "movementX",
    "movementY",
    "button",
    "buttons",
    "ctrlKey",
    "shiftKey",
    "altKey",
];

/// Tells of events of these names, and that the browser is to do nothing else with them.
pub(crate) fn listen(
    element: &HtmlElement,
    names: &[&'static str],
    tell: &Rc<dyn Fn(Answer)>,
) -> Vec<Listener> {
    let listen = |name: &&'static str| {
        let (name, tell) = (*name, Rc::clone(tell));
        Listener::new(element, name, move |event| {
            event.prevent_default();
            tell(Answer::Pointer(name, details(name, &event)));
        })
    };
    names.iter().map(listen).collect()
}

fn details(name: &str, event: &Event) -> Object {
    // Of several fingers, the one that has moved first.
    let touches = Reflect::get(event, &"changedTouches".into()).unwrap_or_default();
    let touch = Reflect::get_u32(&touches, 0).unwrap_or_default();
    let mut details = vec![(Text::from("type"), Value::text(name))];
    for detail in DETAILS {
        let of = |source| Reflect::get(source, &detail.into()).unwrap_or_default();
        let mut value = of(event);
        if value.is_undefined() && touch.is_object() {
            value = of(&touch);
        }
        let value = match (value.as_f64(), value.as_bool()) {
            (Some(number), _) => Value::Number(number),
            (_, Some(bool)) => Value::Bool(bool),
            _ => continue,
        };
        details.push((detail.into(), value));
    }
    Rc::new(details.into_iter().collect())
}
