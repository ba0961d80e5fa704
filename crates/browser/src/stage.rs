//! The elements that ops put on the page.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::Reflect;
use ropewalk_runtime::{
    AskId, Attribute, Declaration, ElementChange, ElementEvent, ElementId, Measured, Property,
    Table, Tag, Text, Value,
};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{HtmlElement, HtmlInputElement, Node};

use crate::controls::{self, Heard};
use crate::events::Listener;
use crate::media;
use crate::page::window;

/// Selects the stage, for style sheets of patches.
pub(crate) const SCOPE: &str = "[data-ropewalk-stage]";

/// The part of the page that belongs to ops.
///
/// A change to the page can run code of the page's own at once, which can have elements changed: an
/// element that goes tells that it has lost the focus. So nothing is borrowed meanwhile.
pub(crate) struct Stage {
    root: HtmlElement,
    elements: RefCell<Table<ElementId, Rc<Made>>>,
    /// What was asked of the stage's own style.
    layers: RefCell<Vec<Layer>>,
}

/// What was asked of an element's style, and by what.
type Layer = (AskId, Vec<Declaration>);

struct Made {
    element: HtmlElement,
    heard: Heard,
    /// Its own text, before what is placed in it.
    text: RefCell<Option<web_sys::Text>>,
    /// What stands in the place of its text, and how often that has changed.
    content: RefCell<Option<Node>>,
    content_version: Cell<u32>,
    /// Its own style, and what lies over it.
    css: RefCell<Text>,
    layers: RefCell<Vec<Layer>>,
    /// The listeners of a control.
    controls: RefCell<Vec<Listener>>,
    pointer: RefCell<Vec<Listener>>,
}

impl Stage {
    pub(crate) fn new(root: HtmlElement) -> Self {
        // It fails for names that no attribute has.
        let _ = root.set_attribute(&SCOPE[1..SCOPE.len() - 1], "");
        Self {
            root,
            elements: RefCell::default(),
            layers: RefCell::default(),
        }
    }

    /// The document, or the shadow root, that the stage is in.
    pub(crate) fn tree(&self) -> Node {
        self.root.get_root_node()
    }

    /// Makes an element, as the last child of the stage. How it is used goes to `tell`.
    pub(crate) fn create(&self, id: ElementId, tag: Tag, tell: Rc<dyn Fn(ElementEvent)>) {
        let (name, kind) = match tag {
            Tag::Block => ("div", None),
            Tag::Label => ("label", None),
            Tag::Inline => ("span", None),
            Tag::Button => ("button", Some("button")),
            Tag::Range => ("input", Some("range")),
            Tag::Checkbox => ("input", Some("checkbox")),
            Tag::Field => ("input", Some("text")),
            Tag::Color => ("input", Some("color")),
            Tag::TextArea => ("textarea", None),
            Tag::Select => ("select", None),
            Tag::Image => ("img", None),
            Tag::Audio => ("audio", None),
            Tag::Video => ("video", None),
            Tag::Frame => ("iframe", None),
            _ => return,
        };
        let document = self.root.owner_document();
        let Some(element) = document.and_then(|document| document.create_element(name).ok()) else {
            return;
        };
        let element: HtmlElement = element.unchecked_into();
        if let Some(kind) = kind {
            let _ = element.set_attribute("type", kind);
        }
        if tag == Tag::Video {
            // Phones show it full screen otherwise.
            let _ = element.set_attribute("playsinline", "");
        }
        let heard = Heard::new(&element, tag, tell);
        let made = Made {
            controls: RefCell::new(heard.listen(controls::events(tag))),
            element: element.clone(),
            heard,
            text: RefCell::default(),
            content: RefCell::default(),
            content_version: Cell::default(),
            css: RefCell::new("".into()),
            layers: RefCell::default(),
            pointer: RefCell::default(),
        };
        self.elements.borrow_mut().insert(id, Rc::new(made));
        // A sound is heard without that, and one that is taken off the page again is paused.
        if tag != Tag::Audio {
            let _ = self.root.append_child(&element);
        }
    }

    /// Changes an element.
    pub(crate) fn change(&self, id: ElementId, change: ElementChange) {
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
            ElementChange::Style(css) => {
                made.css.replace(css);
                made.restyle();
            }
            ElementChange::Parent(parent) => self.place(id, parent),
            ElementChange::Detach => element.remove(),
            ElementChange::Number(number) => control.set_value_as_number(number),
            ElementChange::Checked(checked) => control.set_checked(checked),
            ElementChange::Listen(false) => made.pointer.borrow_mut().clear(),
            ElementChange::Listen(true) => {
                let names = &["click", "pointerenter", "pointerleave"];
                made.pointer.replace(made.heard.listen(names));
            }
            ElementChange::Drag => {
                made.pointer
                    .replace(made.heard.listen(&["pointerdown", "pointermove"]));
            }
            ElementChange::KeepEnter(is_kept) => {
                made.heard.keep_enter(is_kept);
                let mut controls = made.controls.borrow_mut();
                if controls.len() < 3 {
                    controls.extend(made.heard.listen(&["keydown", "focus", "blur"]));
                }
            }
            ElementChange::Property(property, value) => {
                let (Some(name), Some(value)) = (property_name(property), to_js(&value)) else {
                    return;
                };
                let _ = Reflect::set(element, &name.into(), &value);
            }
            ElementChange::Options(options) => controls::set_options(element, &options),
            ElementChange::Select(indices) => controls::select(element, &indices),
            ElementChange::Focus(true) => {
                let _ = element.focus();
            }
            ElementChange::Focus(false) => {
                let _ = element.blur();
            }
            ElementChange::SelectText => control.select(),
            ElementChange::Source(address) => media::set_source(&made.heard, &address),
            ElementChange::Play(plays) => media::play(&made.heard, plays),
            _ => {}
        }
    }

    /// Takes an element off the page.
    pub(crate) fn remove(&self, id: ElementId) {
        let made = self.elements.borrow_mut().remove(&id);
        if let Some(made) = made {
            media::stop(&made.heard);
            made.element.remove();
        }
    }

    /// Moves an element into another as its last child, or onto the stage. Off the page where the
    /// other is gone, is the element itself, or is inside of it.
    pub(crate) fn place(&self, id: ElementId, parent: Option<ElementId>) {
        let Some(element) = self.element(id) else {
            return;
        };
        let parent = match parent {
            None => Some(self.root.clone()),
            Some(parent) => self.element(parent),
        };
        // Inside of itself it cannot be, which the browser says by an error.
        let placed = parent.is_some_and(|parent| parent.append_child(&element).is_ok());
        if !placed {
            element.remove();
        }
    }

    /// Takes an element off the page until it is placed again.
    pub(crate) fn detach(&self, id: ElementId) {
        if let Some(element) = self.element(id) {
            element.remove();
        }
    }

    /// The element of that name, if it lives.
    pub(crate) fn element(&self, id: ElementId) -> Option<HtmlElement> {
        self.made(id).map(|made| made.element.clone())
    }

    /// Puts declarations over the style of an element, or of the stage; those that were put by the
    /// same ask before are replaced.
    pub(crate) fn layer(&self, id: Option<ElementId>, ask: AskId, declarations: Vec<Declaration>) {
        match id {
            None => {
                self.unlayer(None, ask);
                put_declarations(&self.root, &declarations);
                self.layers.borrow_mut().push((ask, declarations));
            }
            Some(id) => {
                if let Some(made) = self.made(id) {
                    made.layer(ask, declarations);
                }
            }
        }
    }

    /// Takes away what was put over a style.
    pub(crate) fn unlayer(&self, id: Option<ElementId>, ask: AskId) {
        match id {
            None => {
                let mut layers = self.layers.borrow_mut();
                let at = layers.iter().position(|(known, _)| *known == ask);
                let Some((_, gone)) = at.map(|at| layers.remove(at)) else {
                    return;
                };
                for (name, _) in &gone {
                    let _ = self.root.style().remove_property(name);
                }
                for (_, left) in layers.iter() {
                    put_declarations(&self.root, left);
                }
            }
            Some(id) => {
                if let Some(made) = self.made(id) {
                    made.layers.borrow_mut().retain(|(known, _)| *known != ask);
                    made.restyle();
                }
            }
        }
    }

    /// Puts something in the place of an element's own text, or takes it away again.
    pub(crate) fn set_content(&self, id: ElementId, content: Option<Node>) {
        if let Some(made) = self.made(id) {
            made.set_content(content);
        }
    }

    /// A way to put something in the place of an element's text once it is known, unless something
    /// else was put there meanwhile.
    pub(crate) fn content_later(&self, id: ElementId) -> impl FnOnce(Node) + 'static {
        let made = self.made(id);
        if let Some(made) = &made {
            made.content_version.set(made.content_version.get() + 1);
        }
        let version = made.as_ref().map(|made| made.content_version.get());
        move |content| {
            if let Some(made) = made
                && version == Some(made.content_version.get())
            {
                made.set_content(Some(content));
            }
        }
    }

    /// Where an element is.
    pub(crate) fn measure(&self, id: ElementId) -> Option<Measured> {
        let area = self.element(id)?.get_bounding_client_rect();
        let stage = self.root.get_bounding_client_rect();
        Some(Measured {
            area: [area.left(), area.top(), area.width(), area.height()],
            stage: [stage.left(), stage.top()],
            ratio: window().device_pixel_ratio(),
        })
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
                if self.content.borrow().is_none() {
                    self.put_first(&node);
                }
            }
            (None, None) => {}
        }
    }

    fn set_content(&self, content: Option<Node>) {
        self.content_version.set(self.content_version.get() + 1);
        let holder = content.and_then(|content| {
            let holder = self.element.owner_document()?.create_element("span").ok()?;
            holder.append_child(&content).ok()?;
            Some(holder.unchecked_into::<HtmlElement>())
        });
        let before = self.content.replace(holder.clone().map(Into::into));
        if let Some(before) = before {
            let _ = self.element.remove_child(&before);
        }
        let text = self.text.borrow().clone();
        match (holder, text) {
            (Some(holder), text) => {
                // As if what is in it stood in the element itself.
                holder.style().set_css_text("display:contents");
                if let Some(text) = text {
                    text.remove();
                }
                self.put_first(&holder);
            }
            (None, Some(text)) => self.put_first(&text),
            (None, None) => {}
        }
    }

    fn put_first(&self, node: &Node) {
        let first = self.element.first_child();
        let _ = self.element.insert_before(node, first.as_ref());
    }

    fn layer(&self, ask: AskId, declarations: Vec<Declaration>) {
        let mut layers = self.layers.borrow_mut();
        let names = |declarations: &[Declaration]| {
            Vec::from_iter(declarations.iter().map(|(name, _)| name.clone()))
        };
        let mut is_less = false;
        let at = match layers.iter().position(|(known, _)| *known == ask) {
            Some(at) => {
                is_less = names(&layers[at].1) != names(&declarations);
                layers[at].1 = declarations;
                at
            }
            None => {
                layers.push((ask, declarations));
                layers.len() - 1
            }
        };
        if is_less {
            drop(layers);
            self.restyle();
        } else {
            // Of values that change in each frame, only those are written.
            self.put_layers(&layers, at);
        }
    }

    fn restyle(&self) {
        // By its property, as a page's policy can forbid the attribute.
        self.element.style().set_css_text(&self.css.borrow());
        self.put_layers(&self.layers.borrow(), 0);
    }

    /// Writes the layers from the one at `from` on.
    fn put_layers(&self, layers: &[Layer], from: usize) {
        for (_, declarations) in &layers[from..] {
            put_declarations(&self.element, declarations);
        }
        let declared = layers.iter().flat_map(|(_, declarations)| declarations);
        let filters = declared.filter(|(name, _)| &**name == "filter");
        let filters = Vec::from_iter(filters.map(|(_, filter)| &**filter));
        if filters.len() > 1 {
            // They do not replace each other.
            let _ = self
                .element
                .style()
                .set_property("filter", &filters.join(" "));
        }
    }
}

/// Writes declarations into a style, one by one: what is in one of them cannot reach another.
fn put_declarations(element: &HtmlElement, declarations: &[Declaration]) {
    let style = element.style();
    for (name, value) in declarations {
        let _ = style.set_property(name, value);
    }
}

fn to_js(value: &Value) -> Option<JsValue> {
    Some(match value {
        Value::Number(number) => (*number).into(),
        Value::Bool(bool) => (*bool).into(),
        Value::Text(text) => (&**text).into(),
        _ => return None,
    })
}

fn property_name(property: Property) -> Option<&'static str> {
    Some(match property {
        Property::Value => "value",
        Property::CurrentTime => "currentTime",
        Property::Volume => "volume",
        Property::Muted => "muted",
        Property::Loop => "loop",
        Property::Controls => "controls",
        _ => return None,
    })
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
        Attribute::Id => "id",
        Attribute::Type => "type",
        Attribute::Placeholder => "placeholder",
        Attribute::MaxLength => "maxlength",
        Attribute::Autocomplete => "autocomplete",
        Attribute::Multiple => "multiple",
        Attribute::Size => "size",
        Attribute::Alt => "alt",
        Attribute::Role => "role",
        _ => return None,
    })
}
