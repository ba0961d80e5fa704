//! What ops ask of their host beside sockets, stores and elements of their own.
//!
//! Some of it lasts (a style, a font), some is answered (a request over HTTP), some is both. All of
//! it is held by an [`Asked`]: dropping that takes back what was asked.

use std::rc::Rc;

use bytes::Bytes;

use crate::effect::{Effect, ElementId, Outbox};
use crate::value::{Object, Text};

/// Something that was asked, unique in the life of its graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AskId(pub u32);

/// A CSS property and its value.
pub type Declaration = (Text, Text);

/// What an op asks of its host.
///
/// Addresses are those of the web: `http:`, `https:`, `data:`, `blob:`, or relative to the page. A
/// host refuses any other.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Ask {
    /// Send a request over HTTP, and answer with [`Answer::Response`] or [`Answer::Failed`]. Taken
    /// back, it is aborted.
    Fetch(Rc<FetchRequest>),
    /// Have an element look so, over its own style and over what was asked for it before; `None`
    /// is the stage. Only the values of `filter` do not replace each other: all of them hold.
    Style(Option<ElementId>, Vec<Declaration>),
    /// Have a style sheet hold for what is on the stage, and for nothing around it.
    Sheet(Text),
    /// Load a font for the page. Answered with [`Answer::Done`] or [`Answer::Failed`].
    Font {
        /// The name for it in CSS.
        family: Text,
        /// Its file.
        url: Text,
    },
    /// Have an element hold this in the place of its own text.
    Content {
        /// The element.
        element: ElementId,
        /// What it is to hold.
        text: Text,
        /// Whether that is HTML, of which only what is harmless gets on the page. Answered with
        /// [`Answer::Failed`] where the host cannot make it so.
        is_markup: bool,
    },
    /// Have these elements stand in another, in this order, or off the page. Taken back, they stand
    /// on the stage.
    Children(Option<ElementId>, Vec<ElementId>),
    /// Tell what the pointer does at an element: [`Answer::Pointer`], for the events whose names are
    /// given.
    Pointer(ElementId, Vec<&'static str>),
    /// Answer with where an element is: [`Answer::Measured`].
    Measure(ElementId),
    /// Put a text into the clipboard. Answered with [`Answer::Done`] or [`Answer::Failed`].
    Copy(Text),
    /// Tell the text that is kept for patches under a key: [`Answer::Text`] at once, and when an
    /// op of this page keeps another.
    Recall(Memory),
    /// Keep a text under a key. Answered with [`Answer::Failed`] where it cannot be.
    Remember(Memory, Text),
    /// Answer with the query of the page's address: [`Answer::Text`].
    Query,
    /// Load the page anew. Answered with [`Answer::Failed`] where the host does not.
    Reload,
}

/// A request over HTTP.
#[derive(Clone, Debug, PartialEq)]
pub struct FetchRequest {
    /// What is asked for.
    pub url: Text,
    /// `GET`, `POST`, …
    pub method: Text,
    /// Names and values.
    pub headers: Vec<(Text, Text)>,
    /// What is sent, for methods that send something.
    pub body: Option<Text>,
    /// Whether cookies are sent to other hosts too.
    pub with_credentials: bool,
}

/// The answer to a request.
#[derive(Clone, Debug, PartialEq)]
pub struct FetchResponse {
    /// The status code, such as 200.
    pub status: u16,
    /// What the server says of it, such as `OK`; empty over HTTP/2.
    pub reason: Text,
    /// The media type of the body, as the server says it.
    pub media_type: Text,
    /// The body.
    pub body: Bytes,
}

/// Where a text is kept for patches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Memory {
    /// What it is kept under.
    pub key: Text,
    /// Whether it lasts as long as the page's tab only.
    pub is_session: bool,
}

/// Where an element is, in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measured {
    /// Its left and upper edge in the window, its width and its height.
    pub area: [f64; 4],
    /// The left and the upper edge of the stage in the window.
    pub stage: [f64; 2],
    /// How many pixels of the screen a CSS pixel is wide.
    pub ratio: f64,
}

/// What a host says to what was asked.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Answer {
    /// It is done.
    Done,
    /// It cannot be done, for a person to read why.
    Failed(Text),
    /// The text that was asked for, if there is one.
    Text(Option<Text>),
    /// What a server has answered.
    Response(FetchResponse),
    /// Where an element is.
    Measured(Measured),
    /// What the pointer has done, and its details.
    Pointer(&'static str, Object),
}

/// Something that was asked, and is taken back when this is dropped.
#[derive(Debug)]
pub struct Asked {
    id: AskId,
    outbox: Outbox,
}

impl Asked {
    /// Its name in events.
    pub fn id(&self) -> AskId {
        self.id
    }

    /// Asks for something else of the same sort in its place.
    pub fn change(&self, ask: Ask) {
        self.outbox.push(Effect::Ask(self.id, ask));
    }
}

impl Drop for Asked {
    fn drop(&mut self) {
        self.outbox.push(Effect::TakeBack(self.id));
    }
}

impl Outbox {
    pub(crate) fn ask(&self, id: AskId, ask: Ask) -> Asked {
        self.push(Effect::Ask(id, ask));
        Asked {
            id,
            outbox: self.clone(),
        }
    }
}
