//! The elements that ops put on the page.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use ropewalk_runtime::{Attribute, ElementChange, ElementEvent, ElementId, Tag};
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlElement, HtmlInputElement, Text};

use crate::events::Listener;

/// The part of the page that belongs to ops.
///
/// A change to the page can run code of the page's own at once, which can have elements changed: an
/// element that goes tells that it has lost the focus. So nothing is borrowed meanwhile.
pub(crate) struct Stage {
    root: HtmlElement,
    elements: RefCell<HashMap<ElementId, Rc<Made>>>,
}

struct Made {
    element: HtmlElement,
    /// Its own text, before what is placed in it.
    text: RefCell<Option<Text>>,
    /// The listener of a control.
    _input: Option<Listener>,
    pointer: RefCell<Vec<Listener>>,
}

impl Stage {
    pub(crate) fn new(root: HtmlElement) -> Self {
        Self {
            root,
            elements: RefCell::default(),
        }
    }

    /// Makes an element, as the last child of the stage. How it is used goes to `tell`.
    pub(crate) fn create(&self, id: ElementId, tag: Tag, tell: impl Fn(ElementEvent) + 'static) {
        let (name, kind) = match tag {
            Tag::Block => ("div", None),
            Tag::Label => ("label", None),
            Tag::Inline => ("span", None),
            Tag::Button => ("button", Some("button")),
            Tag::Range => ("input", Some("range")),
            Tag::Checkbox => ("input", Some("checkbox")),
            _ => return,
        };
        let document = self.root.owner_document();
        let Some(element) = document.and_then(|document| document.create_element(name).ok()) else {
            return;
        };
        let element: HtmlElement = element.unchecked_into();
        if let Some(kind) = kind {
            // It fails for names that no attribute has.
            let _ = element.set_attribute("type", kind);
        }
        let input = matches!(tag, Tag::Range | Tag::Checkbox).then(|| {
            let control: HtmlInputElement = element.clone().unchecked_into();
            Listener::new(&element, "input", move |_| {
                tell(match tag {
                    Tag::Checkbox => ElementEvent::Checked(control.checked()),
                    _ => ElementEvent::Number(control.value_as_number()),
                });
            })
        });
        let made = Made {
            element: element.clone(),
            text: RefCell::default(),
            _input: input,
            pointer: RefCell::default(),
        };
        self.elements.borrow_mut().insert(id, Rc::new(made));
        let _ = self.root.append_child(&element);
    }

    /// Changes an element. How it is used, if that is listened to from here on, goes to `tell`.
    pub(crate) fn change(
        &self,
        id: ElementId,
        change: ElementChange,
        tell: impl Fn(ElementEvent) + Clone + 'static,
    ) {
        let Some(made) = self.made(id) else { return };
        let element = &made.element;
        let control: &HtmlInputElement = element.unchecked_ref();
        // The browser refuses what does not fit, and the rest goes on.
        match change {
            ElementChange::Text(text) => made.set_text(&text),
            ElementChange::Attribute(attribute, value) => {
                let Some(name) = name(attribute) else { return };
                let _ = match value {
                    Some(value) => element.set_attribute(name, &value),
                    None => element.remove_attribute(name),
                };
            }
            // By its property, as a page's policy can forbid the attribute.
            ElementChange::Style(css) => element.style().set_css_text(&css),
            ElementChange::Parent(parent) => {
                let parent = match parent {
                    None => Some(self.root.clone()),
                    Some(parent) => self.made(parent).map(|made| made.element.clone()),
                };
                // Inside of itself it cannot be, which the browser says by an error.
                let placed = parent.is_some_and(|parent| parent.append_child(element).is_ok());
                if !placed {
                    element.remove();
                }
            }
            ElementChange::Number(number) => control.set_value_as_number(number),
            ElementChange::Checked(checked) => control.set_checked(checked),
            ElementChange::Listen(false) => made.pointer.borrow_mut().clear(),
            ElementChange::Listen(true) => {
                let listen = |name, what: ElementEvent| {
                    let tell = tell.clone();
                    Listener::new(element, name, move |_: Event| tell(what.clone()))
                };
                *made.pointer.borrow_mut() = vec![
                    listen("click", ElementEvent::Click),
                    listen("pointerenter", ElementEvent::Hover(true)),
                    listen("pointerleave", ElementEvent::Hover(false)),
                ];
            }
            _ => {}
        }
    }

    /// An element that is on the page.
    pub(crate) fn element(&self, id: ElementId) -> Option<HtmlElement> {
        self.made(id).map(|made| made.element.clone())
    }

    /// Takes an element off the page.
    pub(crate) fn remove(&self, id: ElementId) {
        let made = self.elements.borrow_mut().remove(&id);
        if let Some(made) = made {
            made.element.remove();
        }
    }

    fn made(&self, id: ElementId) -> Option<Rc<Made>> {
        self.elements.borrow().get(&id).cloned()
    }
}

impl Made {
    fn set_text(&self, text: &str) {
        let node = self.text.borrow().clone();
        match (node, self.element.owner_document()) {
            (Some(node), _) => node.set_data(text),
            (None, Some(document)) => {
                let node = document.create_text_node(text);
                self.text.replace(Some(node.clone()));
                let first = self.element.first_child();
                let _ = self.element.insert_before(&node, first.as_ref());
            }
            (None, None) => {}
        }
    }
}

fn name(attribute: Attribute) -> Option<&'static str> {
    Some(match attribute {
        Attribute::Class => "class",
        Attribute::Title => "title",
        Attribute::Min => "min",
        Attribute::Max => "max",
        Attribute::Step => "step",
        Attribute::Disabled => "disabled",
        Attribute::Hidden => "hidden",
        Attribute::Label => "aria-label",
        Attribute::Expanded => "aria-expanded",
        _ => return None,
    })
}
