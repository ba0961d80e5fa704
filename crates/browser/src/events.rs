//! Listening to the browser.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{AddEventListenerOptions, Event, EventTarget};

/// A listener that ends when this is dropped.
#[derive(Debug)]
pub(crate) struct Listener {
    target: EventTarget,
    name: &'static str,
    /// `Fn`, as what it does can cause the same event again, within.
    closure: Closure<dyn Fn(Event)>,
}

impl Listener {
    pub(crate) fn new(
        target: &EventTarget,
        name: &'static str,
        listen: impl Fn(Event) + 'static,
    ) -> Self {
        Self::with(target, name, listen, None)
    }

    /// One that can have the browser not do what it does by itself, where that begins without
    /// waiting for listeners unless they say so: scrolling.
    pub(crate) fn active(
        target: &EventTarget,
        name: &'static str,
        listen: impl Fn(Event) + 'static,
    ) -> Self {
        let options = AddEventListenerOptions::new();
        options.set_passive(false);
        Self::with(target, name, listen, Some(&options))
    }

    fn with(
        target: &EventTarget,
        name: &'static str,
        listen: impl Fn(Event) + 'static,
        options: Option<&AddEventListenerOptions>,
    ) -> Self {
        let closure = Closure::new(listen);
        let callback = closure.as_ref().unchecked_ref();
        // They fail for arguments of wrong types only.
        let _ = match options {
            None => target.add_event_listener_with_callback(name, callback),
            Some(options) => target
                .add_event_listener_with_callback_and_add_event_listener_options(
                    name, callback, options,
                ),
        };
        Self {
            target: target.clone(),
            name,
            closure,
        }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let closure = self.closure.as_ref().unchecked_ref();
        let _ = self
            .target
            .remove_event_listener_with_callback(self.name, closure);
    }
}
