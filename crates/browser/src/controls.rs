//! What elements tell of their use, and the choices of a select.

use std::cell::Cell;
use std::rc::Rc;

use js_sys::Reflect;
use ropewalk_runtime::{ElementEvent, Tag, Text, clamp};
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlElement, HtmlInputElement, KeyboardEvent, PointerEvent};

use crate::events::Listener;

/// An element and who hears of its use.
#[derive(Clone)]
pub(crate) struct Heard {
    pub(crate) element: HtmlElement,
    pub(crate) tag: Tag,
    pub(crate) tell: Rc<dyn Fn(ElementEvent)>,
    /// Whether Enter does nothing but to be told.
    keeps_enter: Rc<Cell<bool>>,
}

/// The events that an element tells of from the start.
pub(crate) fn events(tag: Tag) -> &'static [&'static str] {
    match tag {
        Tag::Range | Tag::Checkbox | Tag::Field | Tag::Color | Tag::TextArea | Tag::Select => {
            &["input"]
        }
        Tag::Image => &["load", "error"],
        Tag::Audio | Tag::Video => &[
            "loadedmetadata",
            "playing",
            "pause",
            "timeupdate",
            "ended",
            "error",
        ],
        _ => &[],
    }
}

impl Heard {
    pub(crate) fn new(element: &HtmlElement, tag: Tag, tell: Rc<dyn Fn(ElementEvent)>) -> Self {
        Self {
            element: element.clone(),
            tag,
            tell,
            keeps_enter: Rc::default(),
        }
    }

    /// Tells of events of these names.
    pub(crate) fn listen(&self, names: &[&'static str]) -> Vec<Listener> {
        let listen = |name: &&'static str| {
            let heard = self.clone();
            Listener::new(&self.element, name, move |event| {
                if let Some(event) = heard.read(&event) {
                    (heard.tell)(event);
                }
            })
        };
        names.iter().map(listen).collect()
    }

    pub(crate) fn keep_enter(&self, is_kept: bool) {
        self.keeps_enter.set(is_kept);
    }

    /// A number that the element has as a property; NaN where it has none.
    pub(crate) fn number(&self, property: &str) -> f64 {
        let value = Reflect::get(&self.element, &property.into());
        value
            .ok()
            .and_then(|value| value.as_f64())
            .unwrap_or(f64::NAN)
    }

    fn read(&self, event: &Event) -> Option<ElementEvent> {
        let control: &HtmlInputElement = self.element.unchecked_ref();
        let time = || self.number("currentTime");
        Some(match event.type_().as_str() {
            "click" => ElementEvent::Click,
            "pointerenter" => ElementEvent::Hover(true),
            "pointerleave" => ElementEvent::Hover(false),
            "input" => match self.tag {
                Tag::Range => ElementEvent::Number(control.value_as_number()),
                Tag::Checkbox => ElementEvent::Checked(control.checked()),
                Tag::Select => ElementEvent::Selected(selected(&self.element)),
                _ => ElementEvent::Text(control.value().into()),
            },
            "focus" => ElementEvent::Focus(true),
            "blur" => ElementEvent::Focus(false),
            "keydown" => {
                let event: &KeyboardEvent = event.unchecked_ref();
                match event.key().as_str() {
                    // One that ends the choice of a Japanese word, say, is none.
                    "Enter" if event.is_composing() => return None,
                    "Enter" => {
                        if self.keeps_enter.get() {
                            event.prevent_default();
                        }
                        ElementEvent::Key("Enter")
                    }
                    "Escape" => ElementEvent::Key("Escape"),
                    _ => return None,
                }
            }
            "pointerdown" | "pointermove" => return self.position(event.unchecked_ref()),
            "load" => ElementEvent::Loaded {
                width: self.number("naturalWidth"),
                height: self.number("naturalHeight"),
                duration: 0.0,
            },
            "loadedmetadata" => ElementEvent::Loaded {
                width: self.number("videoWidth"),
                height: self.number("videoHeight"),
                duration: self.number("duration"),
            },
            "error" => ElementEvent::Failed,
            "playing" => ElementEvent::Playing(true, time()),
            "pause" => ElementEvent::Playing(false, time()),
            "timeupdate" => ElementEvent::Time(time()),
            "ended" => ElementEvent::Ended,
            _ => return None,
        })
    }

    fn position(&self, event: &PointerEvent) -> Option<ElementEvent> {
        if event.buttons() & 1 == 0 {
            return None;
        }
        if event.type_() == "pointerdown" {
            // So that it is told too where the pointer leaves the element.
            let _ = self.element.set_pointer_capture(event.pointer_id());
        }
        let area = self.element.get_bounding_client_rect();
        let part = |at: f64, start: f64, size: f64| clamp((at - start) / size, 0.0, 1.0);
        let x = part(f64::from(event.client_x()), area.left(), area.width());
        let y = part(f64::from(event.client_y()), area.top(), area.height());
        // One that is not to be seen has no size.
        (x.is_finite() && y.is_finite()).then_some(ElementEvent::Position(x, y))
    }
}

/// Gives a select its choices.
pub(crate) fn set_options(select: &HtmlElement, options: &[Text]) {
    select.set_text_content(None);
    let Some(document) = select.owner_document() else {
        return;
    };
    for option in options {
        if let Ok(element) = document.create_element("option") {
            element.set_text_content(Some(option));
            let _ = select.append_child(&element);
        }
    }
}

/// Takes the choices of these indices, and no others.
pub(crate) fn select(select: &HtmlElement, indices: &[u32]) {
    let options = select.children();
    for index in 0..options.length() {
        if let Some(option) = options.item(index) {
            let _ = Reflect::set(
                &option,
                &"selected".into(),
                &indices.contains(&index).into(),
            );
        }
    }
}

fn selected(select: &HtmlElement) -> Vec<u32> {
    let options = select.children();
    let is_selected = |index: &u32| {
        let option = options.item(*index)?;
        Reflect::get(&option, &"selected".into()).ok()?.as_bool()
    };
    (0..options.length())
        .filter(|index| is_selected(index).unwrap_or(false))
        .collect()
}
