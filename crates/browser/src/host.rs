//! Between the browser and the runtime.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::{Rc, Weak};

use gloo_timers::callback::Timeout;
use js_sys::{Array, Float64Array, Function};
use ropewalk_runtime::{
    Effect, Error, Host as HostInfo, Input, Instant, Notice, Output, Reply, Runtime, SocketEvent,
    Sockets as SocketKinds, StoredSecret,
};
use serde::Serialize;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{Event, HtmlElement, PageTransitionEvent, Performance, Window};

use crate::events::Listener;
use crate::identity::{Identity, random_bits};
use crate::panic;
use crate::sockets::Sockets;
use crate::stage::Stage;
use crate::storage::{Storage, parse};

/// How often a socket is looked at that has bytes waiting, in milliseconds.
const BACKLOG_PAUSE: u32 = 50;

/// One runtime with the parts of the browser that it uses.
///
/// Each part has a cell of its own, borrowed only while nothing of the page's own code can run, so
/// that the page can call back from within a notice.
pub(crate) struct Host {
    this: Weak<Self>,
    window: Window,
    clock: Clock,
    runtime: RefCell<Runtime>,
    outputs: RefCell<VecDeque<Output>>,
    sockets: RefCell<Sockets>,
    stage: RefCell<Stage>,
    storage: Option<Storage>,
    timer: RefCell<Option<(Instant, Timeout)>>,
    backlog: RefCell<Option<Timeout>>,
    on_frame: Closure<dyn FnMut()>,
    frame: Cell<Option<i32>>,
    on_notice: Function,
    on_values: Function,
    /// Counts the patches that were opened, so that one that is overtaken is known to be.
    opening: Cell<u32>,
    wanted_secrets: RefCell<Option<String>>,
    is_stopped: Cell<bool>,
    listeners: RefCell<Vec<Listener>>,
    _identity: Identity,
}

/// The time since the host began.
struct Clock {
    performance: Option<Performance>,
    last: Cell<Instant>,
}

impl Clock {
    fn now(&self) -> Instant {
        let now = self.performance.as_ref().map_or(0.0, Performance::now);
        // Browsers promise that it does not run backward; not all keep it.
        let now = Instant::from_secs_f64(now.max(0.0) / 1000.0).max(self.last.get());
        self.last.set(now);
        now
    }
}

impl Host {
    pub(crate) async fn start(
        stage: HtmlElement,
        on_notice: Function,
        on_values: Function,
    ) -> Result<Rc<Self>, &'static str> {
        let window = web_sys::window().ok_or("The runtime needs a page to run in.")?;
        panic::tell(&on_notice);
        let storage = Storage::open().await.ok();
        let identity = Identity::find(storage.as_ref()).await;
        let is_secure = window
            .location()
            .protocol()
            .is_ok_and(|name| name == "https:");
        let info = HostInfo {
            identity: identity.text.as_str().into(),
            sockets: if is_secure {
                SocketKinds::SecureWeb
            } else {
                SocketKinds::Web
            },
        };
        let has_storage = storage.is_some();
        let host = Rc::new_cyclic(|this: &Weak<Self>| {
            let framed = this.clone();
            Self {
                this: this.clone(),
                clock: Clock {
                    performance: window.performance(),
                    last: Cell::default(),
                },
                window,
                runtime: RefCell::new(Runtime::new(random_bits(), info)),
                outputs: RefCell::default(),
                sockets: RefCell::default(),
                stage: RefCell::new(Stage::new(stage)),
                storage,
                timer: RefCell::default(),
                backlog: RefCell::default(),
                on_frame: Closure::new(move || {
                    if let Some(host) = framed.upgrade() {
                        host.draw();
                    }
                }),
                frame: Cell::default(),
                on_notice,
                on_values,
                opening: Cell::default(),
                wanted_secrets: RefCell::default(),
                is_stopped: Cell::default(),
                listeners: RefCell::default(),
                _identity: identity,
            }
        });
        host.listen();
        if !has_storage {
            host.notify(&Notice::Log {
                text: "This browser keeps nothing for this page: passwords have to be entered \
                       again after a reload."
                    .to_owned(),
            });
        }
        Ok(host)
    }

    /// Tells the runtime what has happened, and does what it says.
    pub(crate) fn handle(&self, input: Input) -> Result<Reply, Error> {
        let reply = self.runtime.borrow_mut().handle(input, self.clock.now());
        self.work();
        reply
    }

    /// Asks the runtime something.
    pub(crate) fn ask<T>(&self, question: impl FnOnce(&Runtime) -> T) -> T {
        question(&self.runtime.borrow())
    }

    /// Opens a patch file.
    pub(crate) async fn open(&self, file: Vec<u8>) -> Result<(), Error> {
        self.handle(Input::Open(file))?;
        let Some(patch) = self.wanted_secrets.take() else {
            return Ok(());
        };
        let number = self.opening.get() + 1;
        self.opening.set(number);
        let secrets = self.stored_secrets(&patch).await;
        // Another one may have been opened meanwhile, and the page may be gone.
        if self.opening.get() == number && !self.is_stopped.get() {
            self.handle(Input::Secrets(secrets))?;
        }
        Ok(())
    }

    /// Waits until what was to be stored is.
    pub(crate) async fn stored(&self) {
        // Requests of one store are answered in their order.
        self.stored_secrets("").await;
    }

    /// Puts the patch away and listens to nothing any more.
    pub(crate) fn stop(&self) {
        if self.is_stopped.replace(true) {
            return;
        }
        // Closing cannot fail.
        let _ = self.handle(Input::Close);
        self.listeners.borrow_mut().clear();
        self.timer.take();
        self.backlog.take();
        if let Some(frame) = self.frame.take() {
            let _ = self.window.cancel_animation_frame(frame);
        }
        panic::tell_no_more(&self.on_notice);
    }

    fn listen(&self) {
        let online = self.teller(|host, _: Event| host.input(Input::Online));
        let hidden = self.teller(|host, event: Event| {
            let event: PageTransitionEvent = event.unchecked_into();
            // A page that the browser keeps aside comes back as it was, and finds its connections
            // closed; one that goes for good leaves in good order.
            if !event.persisted() {
                host.stop();
            }
        });
        *self.listeners.borrow_mut() = vec![
            Listener::new(&self.window, "online", online),
            Listener::new(&self.window, "pagehide", hidden),
        ];
    }

    /// Handles something that cannot be refused.
    fn input(&self, input: Input) {
        if let Err(error) = self.handle(input) {
            self.notify(&Notice::Log {
                text: error.to_string(),
            });
        }
    }

    /// A callback that does nothing once the host is gone, or after a panic.
    fn teller<T: 'static>(
        &self,
        tell: impl Fn(&Self, T) + Clone + 'static,
    ) -> impl Fn(T) + Clone + 'static {
        let this = self.this.clone();
        move |what| {
            if let Some(host) = this.upgrade()
                && panic::check().is_ok()
            {
                tell(&host, what);
            }
        }
    }

    /// Does what the runtime says. The page may call back from within, and then what is left is
    /// done there, in order.
    fn work(&self) {
        loop {
            // Only as much as is needed, so that effects and notices keep their order.
            let output = self.outputs.borrow_mut().pop_front();
            let output = output.or_else(|| self.runtime.borrow_mut().poll_output());
            match output {
                Some(output) => self.perform(output),
                None => break,
            }
        }
        if !self.is_stopped.get() {
            self.arm();
        }
    }

    fn perform(&self, output: Output) {
        match output {
            Output::Effect(effect) => self.effect(effect),
            Output::Notice(notice) => self.notify(&notice),
            Output::LoadSecrets { patch } => {
                self.wanted_secrets.replace(Some(patch));
            }
            Output::StoreSecret { patch, secret } => {
                self.store(move |storage| async move { storage.keep(&patch, &secret).await });
            }
            Output::ForgetSecret { patch, op, port } => {
                self.store(move |storage| async move { storage.forget(&patch, &op, &port).await });
            }
            _ => {}
        }
    }

    fn effect(&self, effect: Effect) {
        match effect {
            Effect::OpenSocket {
                socket,
                url,
                protocol,
            } => {
                let tell = self.teller(move |host, event| host.input(Input::Socket(socket, event)));
                let opened = self
                    .sockets
                    .borrow_mut()
                    .open(socket, &url, &protocol, tell);
                if let Err(reason) = opened {
                    let reason = reason.into();
                    self.input(Input::Socket(
                        socket,
                        SocketEvent::Closed { code: 1006, reason },
                    ));
                }
            }
            Effect::Send(socket, bytes) => {
                self.sockets.borrow().send(socket, &bytes);
                self.watch_backlog();
            }
            Effect::CloseSocket(socket) => self.sockets.borrow_mut().close(socket),
            Effect::CreateElement { element, tag } => {
                let tell =
                    self.teller(move |host, event| host.input(Input::Element(element, event)));
                self.stage.borrow_mut().create(element, tag, tell);
            }
            Effect::ChangeElement(element, change) => {
                let tell =
                    self.teller(move |host, event| host.input(Input::Element(element, event)));
                self.stage.borrow_mut().change(element, change, tell);
            }
            Effect::RemoveElement(element) => self.stage.borrow_mut().remove(element),
            Effect::Log(text) => self.notify(&Notice::Log {
                text: text.to_string(),
            }),
            _ => {}
        }
    }

    fn notify(&self, notice: &Notice) {
        // An error in the page's own code is for its console, and no reason to stop.
        let _ = self.on_notice.call1(&JsValue::NULL, &to_js(notice));
    }

    fn store<F>(&self, work: impl FnOnce(Storage) -> F)
    where
        F: Future<Output = Result<(), JsValue>> + 'static,
    {
        let Some(storage) = self.storage.clone() else {
            return;
        };
        let work = work(storage);
        let this = self.this.clone();
        spawn_local(async move {
            if let (Err(_), Some(host)) = (work.await, this.upgrade()) {
                host.notify(&Notice::Log {
                    text: "This browser could not store the password. It lasts until the page is \
                           closed."
                        .to_owned(),
                });
            }
        });
    }

    async fn stored_secrets(&self, patch: &str) -> Vec<StoredSecret> {
        match &self.storage {
            Some(storage) => storage.secrets(patch).await.unwrap_or_default(),
            None => Vec::new(),
        }
    }

    /// Asks for the timer and the frame that the runtime needs next.
    fn arm(&self) {
        let (wake, wants_frame) = {
            let mut runtime = self.runtime.borrow_mut();
            let wants_frame = runtime.wants_frames() || runtime.values_may_have_changed();
            (runtime.next_wake(), wants_frame)
        };
        let armed = self.timer.borrow().as_ref().map(|(when, _)| *when);
        if wake != armed {
            let timer = wake.map(|when| {
                let left = when.saturating_sub(self.clock.now());
                // Rounded up, so that it is not too early; at most what browsers can count.
                let left = (left.as_secs_f64() * 1000.0)
                    .ceil()
                    .min(f64::from(i32::MAX));
                let woken = self.teller(|host, ()| {
                    host.timer.take();
                    host.input(Input::Wake);
                });
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "bounded"
                )]
                (when, Timeout::new(left as u32, move || woken(())))
            });
            self.timer.replace(timer);
        }
        if wants_frame && self.frame.get().is_none() {
            let callback = self.on_frame.as_ref().unchecked_ref();
            self.frame
                .set(self.window.request_animation_frame(callback).ok());
        }
    }

    /// The browser is about to draw.
    fn draw(&self) {
        self.frame.set(None);
        if self.is_stopped.get() || panic::check().is_err() {
            return;
        }
        if self.ask(Runtime::wants_frames) {
            self.input(Input::Frame);
        }
        let values = {
            let mut runtime = self.runtime.borrow_mut();
            runtime.take_values().map(|values| {
                let texts = values.texts.into_iter();
                let texts = texts.map(|(at, text)| Array::of2(&at.into(), &text.into()));
                (Float64Array::from(values.numbers), texts.collect::<Array>())
            })
        };
        if let Some((numbers, texts)) = values {
            let _ = self.on_values.call2(&JsValue::NULL, &numbers, &texts);
        }
        self.work();
    }

    /// Looks after sockets that have bytes waiting.
    fn watch_backlog(&self) {
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

/// A value as JavaScript has it.
pub(crate) fn to_js(value: &impl Serialize) -> JsValue {
    // Our types have texts for keys, and so can be written.
    parse(&serde_json::to_string(value).unwrap_or_default())
}
