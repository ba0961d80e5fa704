//! What sounds and videos share: their source, how they play, and what a person has to do where the
//! browser does not let them.

use ropewalk_flow::{
    Attribute, Change, Cx, Element, ElementEvent, ElementId, Property, Tag, Text, Value, clamp,
};

/// An `audio` or a `video`, and the button that starts it where the browser wants a person to.
#[derive(Debug)]
pub(crate) struct Medium {
    pub(crate) element: Element,
    starter: Option<Element>,
}

impl Medium {
    pub(crate) fn new(tag: Tag, cx: &mut Cx<'_>) -> Self {
        Self {
            element: cx.create_element(tag),
            starter: None,
        }
    }

    pub(crate) fn set(&self, property: Property, value: impl Into<Value>) {
        self.element
            .change(Change::Property(property, value.into()));
    }

    /// Has it play what is at an address. What was wrong with the one before is forgotten.
    pub(crate) fn load(&mut self, address: Text, cx: &mut Cx<'_>) {
        self.starter = None;
        cx.clear_problem();
        self.element.change(Change::Source(address));
    }

    pub(crate) fn play(&self) {
        self.element.change(Change::Play(true));
    }

    pub(crate) fn pause(&mut self, cx: &mut Cx<'_>) {
        self.element.change(Change::Play(false));
        if self.starter.take().is_some() {
            cx.clear_problem();
        }
    }

    /// Sets how loud it is: 1 at most, and silent where that is no number.
    pub(crate) fn set_volume(&self, volume: f64) {
        let volume = clamp(volume, 0.0, 1.0);
        self.set(Property::Volume, if volume.is_nan() { 0.0 } else { volume });
    }

    /// Marks the op where something keeps it from playing, and takes the mark off when it plays.
    pub(crate) fn hear(
        &mut self,
        id: ElementId,
        event: &ElementEvent,
        what: &str,
        cx: &mut Cx<'_>,
    ) {
        match event {
            ElementEvent::Click if self.starter.as_ref().map(Element::id) == Some(id) => {
                self.play();
            }
            ElementEvent::Playing(true, _) => {
                self.starter = None;
                cx.clear_problem();
            }
            ElementEvent::Refused => {
                cx.set_warning(
                    "The browser plays nothing before somebody has used the page: click the \
                     button on the stage, or anything else, and play it again.",
                );
                let starter = cx.create_element(Tag::Button);
                starter.set(Attribute::Class, Some("ropewalk-start"));
                starter.change(Change::Text(["Play the ", what].concat().into()));
                starter.change(Change::Listen(true));
                self.starter = Some(starter);
            }
            ElementEvent::Failed => {
                cx.set_warning(
                    "It cannot be played: look whether the file is there, and is one that browsers \
                     play.",
                );
            }
            _ => {}
        }
    }
}
