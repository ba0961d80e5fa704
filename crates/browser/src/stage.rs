//! The elements that ops put on the page.

use std::collections::HashMap;

use ropewalk_runtime::{Attribute, ElementChange, ElementEvent, ElementId, Tag};
use wasm_bindgen::JsCast;
use web_sys::{Document, Event, HtmlElement, HtmlInputElement, Text};

use crate::events::Listener;

/// The part of the page that belongs to ops.
pub(crate) struct Stage {
    root: HtmlElement,
    elements: HashMap<ElementId, Made>,
}

struct Made {
    element: HtmlElement,
    /// Its own text, before what is placed in it.
    text: Option<Text>,
    /// The listener of a control.
    _input: Option<Listener>,
    pointer: Vec<Listener>,
}

impl Stage {
    pub(crate) fn new(root: HtmlElement) -> Self {
        Self {
            root,
            elements: HashMap::new(),
        }
    }

    /// Makes an element, as the last child of the stage. How it is used goes to `tell`.
    pub(crate) fn create(
        &mut self,
        id: ElementId,
        tag: Tag,
        tell: impl Fn(ElementEvent) + 'static,
    ) {
        let (name, kind) = match tag {
            Tag::Label => ("label", None),
            Tag::Inline => ("span", None),
            Tag::Button => ("button", Some("button")),
            Tag::Range => ("input", Some("range")),
            Tag::Checkbox => ("input", Some("checkbox")),
            _ => ("div", None),
        };
        let Some(element) = self
            .document()
            .and_then(|document| document.create_element(name).ok())
        else {
            return;
        };
        let element: HtmlElement = element.unchecked_into();
        if let Some(kind) = kind {
            let _ = element.set_attribute("type", kind);
        }
        let input = matches!(tag, Tag::Range | Tag::Checkbox).then(|| {
            let control: HtmlInputElement = element.clone().unchecked_into();
            Listener::new(&element, "input", move |_: Event| {
                tell(if tag == Tag::Checkbox {
                    ElementEvent::Checked(control.checked())
                } else {
                    ElementEvent::Number(control.value_as_number())
                });
            })
        });
        let _ = self.root.append_child(&element);
        let made = Made {
            element,
            text: None,
            _input: input,
            pointer: Vec::new(),
        };
        self.elements.insert(id, made);
    }

    pub(crate) fn change(
        &mut self,
        id: ElementId,
        change: ElementChange,
        tell: impl Fn(ElementEvent) + Clone + 'static,
    ) {
        if let ElementChange::Parent(parent) = change {
            return self.place(id, parent);
        }
        let document = self.document();
        let Some(made) = self.elements.get_mut(&id) else {
            return;
        };
        let element = &made.element;
        // The browser refuses what does not fit, and the rest goes on.
        match change {
            ElementChange::Text(text) => match (&made.text, document) {
                (Some(node), _) => node.set_data(&text),
                (None, Some(document)) => {
                    let node = document.create_text_node(&text);
                    let _ = element.insert_before(&node, element.first_child().as_ref());
                    made.text = Some(node);
                }
                (None, None) => {}
            },
            ElementChange::Attribute(attribute, value) => {
                let name = name(attribute);
                let _ = match value {
                    Some(value) => element.set_attribute(name, &value),
                    None => element.remove_attribute(name),
                };
            }
            ElementChange::Style(css) => {
                // By its property, as a page's policy can forbid the attribute.
                element.style().set_css_text(&css);
            }
            ElementChange::Number(number) => {
                let control: &HtmlInputElement = element.unchecked_ref();
                control.set_value(&number.to_string());
            }
            ElementChange::Checked(checked) => {
                let control: &HtmlInputElement = element.unchecked_ref();
                control.set_checked(checked);
            }
            ElementChange::Listen(false) => made.pointer.clear(),
            ElementChange::Listen(true) if made.pointer.is_empty() => {
                let listen = |name, what: ElementEvent| {
                    let tell = tell.clone();
                    Listener::new(element, name, move |_: Event| tell(what.clone()))
                };
                made.pointer = vec![
                    listen("click", ElementEvent::Click),
                    listen("pointerenter", ElementEvent::Hover(true)),
                    listen("pointerleave", ElementEvent::Hover(false)),
                ];
            }
            _ => {}
        }
    }

    pub(crate) fn remove(&mut self, id: ElementId) {
        if let Some(made) = self.elements.remove(&id) {
            made.element.remove();
        }
    }

    fn place(&self, id: ElementId, parent: Option<ElementId>) {
        let Some(made) = self.elements.get(&id) else {
            return;
        };
        let parent = match parent {
            None => Some(&self.root),
            Some(parent) => self.elements.get(&parent).map(|made| &made.element),
        };
        // Inside of itself it cannot be; the browser would say so by an error.
        let placed = parent.is_some_and(|parent| parent.append_child(&made.element).is_ok());
        if !placed {
            made.element.remove();
        }
    }

    fn document(&self) -> Option<Document> {
        self.root.owner_document()
    }
}

fn name(attribute: Attribute) -> &'static str {
    match attribute {
        Attribute::Class => "class",
        Attribute::Title => "title",
        Attribute::Min => "min",
        Attribute::Max => "max",
        Attribute::Step => "step",
        Attribute::Disabled => "disabled",
        Attribute::Hidden => "hidden",
        Attribute::Expanded => "aria-expanded",
        _ => "aria-label",
    }
}
