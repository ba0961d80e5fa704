//! What ops have asked for, and a person has not allowed yet.
//!
//! A patch that came from outside opens with the servers held that it wants to reach. Which it may,
//! the page says ([`Page::held_in`]); here is what waits for that, to be done as if it were asked for
//! just now.

use std::cell::RefCell;
use std::mem::{Discriminant, discriminant};

use ropewalk_runtime::{Ask, AskId, Effect, ElementChange, ElementId, SocketId, Text};

use crate::page::Page;

/// By what it was asked for, and what: of an element, its address and its style can both wait.
type Key = (
    u32,
    Discriminant<Effect>,
    Option<Discriminant<ElementChange>>,
);

/// What waits, with the servers that it is for.
#[derive(Default)]
pub(crate) struct Held(RefCell<Vec<(Key, Effect, Text)>>);

impl Held {
    /// Keeps what a person has to allow first, in the place of what waits already by the same handle:
    /// a host does what is asked last.
    pub(crate) fn keep(&self, effect: Effect, servers: Text) {
        if let Some(key) = key(&effect) {
            self.let_go(&effect);
            self.0.borrow_mut().push((key, effect, servers));
        }
    }

    /// Keeps what is in the place of this no more; whether there was something.
    pub(crate) fn let_go(&self, effect: &Effect) -> bool {
        let key = key(effect);
        let mut held = self.0.borrow_mut();
        let count = held.len();
        held.retain(|(known, ..)| Some(*known) != key);
        held.len() < count
    }

    /// The servers that something waits for by a handle, with spaces between them.
    pub(crate) fn servers(&self, handle: u32) -> Text {
        let mut servers = String::new();
        for ((of, ..), _, more) in &*self.0.borrow() {
            if *of == handle {
                servers.push_str(if servers.is_empty() { "" } else { " " });
                servers.push_str(more);
            }
        }
        servers.into()
    }

    /// What was asked for by a handle is wanted no more.
    pub(crate) fn forget(&self, handle: u32) {
        self.0.borrow_mut().retain(|((of, ..), ..)| *of != handle);
    }

    /// All that waits, which is kept no more, each with its handle.
    pub(crate) fn take(&self) -> Vec<(u32, Effect)> {
        let held = self.0.take().into_iter();
        held.map(|((handle, ..), effect, _)| (handle, effect))
            .collect()
    }
}

/// The handle by which something is asked for, where that can be held.
pub(crate) fn handle(effect: &Effect) -> Option<u32> {
    key(effect).map(|(handle, ..)| handle)
}

fn key(effect: &Effect) -> Option<Key> {
    let (handle, change) = match effect {
        Effect::OpenSocket {
            socket: SocketId(handle),
            ..
        }
        | Effect::Ask(AskId(handle), _) => (handle, None),
        Effect::ChangeElement(ElementId(handle), change) => (handle, Some(change)),
        _ => return None,
    };
    Some((*handle, discriminant(effect), change.map(discriminant)))
}

/// The servers that would be reached and may not be; empty where there is none.
pub(crate) fn servers_of(effect: &Effect, page: &Page) -> Text {
    let address = |address: &str| page.held_in(&address.into(), true);
    let style = |text: &str| match may_load(text) {
        true => page.held_in(&text.into(), false),
        false => String::new(),
    };
    let servers = match effect {
        Effect::OpenSocket { url, .. } => address(url),
        Effect::ChangeElement(_, ElementChange::Source(url)) if !url.is_empty() => address(url),
        Effect::ChangeElement(_, ElementChange::Style(css)) | Effect::Ask(_, Ask::Sheet(css)) => {
            style(css)
        }
        Effect::Ask(_, Ask::Fetch(request)) => address(&request.url),
        Effect::Ask(_, Ask::Font { url, .. }) => address(url),
        Effect::Ask(_, Ask::Style(_, declarations)) => {
            let mut held = declarations.iter().map(|(_, value)| style(value));
            held.find(|servers| !servers.is_empty()).unwrap_or_default()
        }
        _ => String::new(),
    };
    servers.into()
}

/// Whether a text of CSS can name an address at all: most are a number and a unit, and come in each
/// frame.
fn may_load(css: &str) -> bool {
    css.contains(['/', '\\']) || css.to_ascii_lowercase().contains("http")
}
