//! When the browser is to call: for a frame, at a time, and to look after sockets.

use gloo_timers::callback::Timeout;
use ropewalk_runtime::{Input, Instant, Runtime};
use wasm_bindgen::JsCast;

use super::Host;
use crate::page::{values_to_js, variables_to_js};

/// How often a socket is looked at that has bytes waiting, in milliseconds.
const BACKLOG_PAUSE: u32 = 50;

impl Host {
    /// Asks for the timer and the frame that the runtime needs next.
    pub(super) fn arm(&self) {
        if self.check().is_err() {
            return;
        }
        let (wake, wants_frame) = {
            let mut runtime = self.runtime.borrow_mut();
            let wants_frame = runtime.wants_frames()
                || runtime.values_may_have_changed()
                || self.devices.want_frame();
            (runtime.next_wake(), wants_frame)
        };
        let armed = self.timer.borrow().as_ref().map(|(when, _)| *when);
        // One that comes too early is set anew then: a keep-alive ends later with every packet.
        if wake.is_none_or(|wake| armed.is_none_or(|armed| wake < armed)) {
            let timer = wake.map(|when| (when, self.timeout(when)));
            self.timer.replace(timer);
        }
        // A page that is hidden draws nothing, so the values that have changed meanwhile are told
        // in one when it is to be seen again.
        if wants_frame && self.frame.get().is_none() {
            let callback = self.on_frame.as_ref().unchecked_ref();
            let frame = self.window.request_animation_frame(callback);
            self.frame.set(frame.ok());
        }
    }

    fn timeout(&self, when: Instant) -> Timeout {
        let left = when.saturating_sub(self.clock.now());
        // Rounded up, so that it is not too early; at most what browsers can count.
        let left = left.as_secs_f64() * 1000.0;
        let left = left.ceil().min(f64::from(i32::MAX));
        let woken = self.teller(|host, ()| {
            host.timer.take();
            host.input(Input::Wake);
        });
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "bounded"
        )]
        Timeout::new(left as u32, move || woken(()))
    }

    /// The browser is about to draw.
    pub(super) fn draw(&self) {
        self.frame.set(None);
        if self.check().is_ok() {
            self.devices.frame();
        }
        if self.ask(Runtime::wants_frames).unwrap_or(false) {
            self.input(Input::Frame);
        }
        if self.check().is_err() {
            return;
        }
        let values = self.runtime.borrow_mut().take_values().map(values_to_js);
        if let Some(values) = values {
            self.page.values(&values);
        }
        let changed = self.runtime.borrow_mut().take_variables();
        if !changed.is_empty() && self.check().is_ok() {
            self.page.variables(&variables_to_js(changed));
        }
        self.arm();
    }

    /// Looks after sockets that have bytes waiting.
    pub(super) fn watch_backlog(&self) {
        if self.backlog.borrow().is_some() || !self.sockets.borrow().have_backlog() {
            return;
        }
        let look = self.teller(|host, ()| {
            host.backlog.take();
            let backlogs = host.sockets.borrow_mut().backlogs();
            for (socket, event) in backlogs {
                host.input(Input::Socket(socket, event));
            }
            host.watch_backlog();
        });
        let timeout = Timeout::new(BACKLOG_PAUSE, move || look(()));
        self.backlog.replace(Some(timeout));
    }
}
