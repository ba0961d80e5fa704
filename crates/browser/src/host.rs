//! Between the browser and the runtime.

mod effects;
mod timing;

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use gloo_timers::callback::Timeout;
use ropewalk_runtime::{
    Cost, Host as HostInfo, Input, Instant, Notice, Output, Reply, Runtime, Sockets as SocketKinds,
};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Event, HtmlElement, PageTransitionEvent, Window};

use crate::asks::Asks;
use crate::clock::{Clock, zone_at};
use crate::devices::Devices;
use crate::error::Error;
use crate::events::Listener;
use crate::held::Held;
use crate::identity::{Identity, random_bits};
use crate::page::Page;
use crate::panic;
use crate::records::Records;
use crate::secrets::{NotStored, Secrets};
use crate::sockets::Sockets;
use crate::stage::Stage;
use crate::storage::Storage;

/// One runtime with the parts of the browser that it uses.
///
/// Each part has a cell of its own, borrowed only while nothing of the page's own code can run, so
/// that the page can call back from within a notice.
pub(crate) struct Host {
    this: Weak<Self>,
    /// What keeps it alive until it is stopped, also where the page forgets its `Runtime`.
    alive: RefCell<Option<Rc<Self>>>,
    window: Window,
    page: Page,
    clock: Clock,
    runtime: RefCell<Runtime>,
    sockets: RefCell<Sockets>,
    stage: Stage,
    devices: Rc<Devices>,
    asks: Asks,
    held: Held,
    records: Records,
    secrets: Rc<Secrets>,
    /// Whether the page was told that secrets do not last.
    has_warned: Cell<bool>,
    timer: RefCell<Option<(Instant, Timeout)>>,
    backlog: RefCell<Option<Timeout>>,
    on_frame: Closure<dyn FnMut()>,
    frame: Cell<Option<i32>>,
    on_flush: Closure<dyn FnMut()>,
    /// Whether what was sent is to be flushed when the page's code has ended.
    is_flushing: Cell<bool>,
    /// Counts the patches that were opened, so that one that is overtaken is known to be.
    openings: Cell<u32>,
    /// The patch whose secrets the runtime waits for.
    waiting: RefCell<Option<String>>,
    listeners: RefCell<Vec<Listener>>,
    identity: RefCell<Option<Identity>>,
}

impl Host {
    pub(crate) async fn start(page: Page, stage: HtmlElement) -> Result<Rc<Self>, Error> {
        let window = web_sys::window().ok_or(Error::NoPage)?;
        let clock = Clock::new(window.performance().ok_or(Error::NoPage)?);
        panic::tell(&page);
        let storage = Storage::open().await.ok().map(Rc::new);
        let identity = Identity::find(&window, storage.as_deref()).await;
        let is_secure = window.location().protocol();
        let info = HostInfo {
            identity: identity.text.as_str().into(),
            sockets: match is_secure.as_deref() {
                Ok("https:") => SocketKinds::SecureWeb,
                _ => SocketKinds::Web,
            },
            keeps_records: true,
        };
        let has_storage = storage.is_some();
        let mut runtime = Runtime::new(random_bits(&window), info);
        runtime.set_zones(zone_at);
        let host = Rc::new_cyclic(|this: &Weak<Self>| {
            let framed = this.clone();
            let flushed = this.clone();
            let recorded = this.clone();
            let tell_store = move |(store, event)| {
                if let Some(host) = recorded.upgrade()
                    && host.check().is_ok()
                {
                    host.log_error(host.handle(Input::Store(store, event)));
                }
            };
            let (heard, moved) = (this.clone(), this.clone());
            let devices = Devices::new(
                window.clone(),
                stage.clone(),
                move |source, event| {
                    if let Some(host) = heard.upgrade()
                        && host.check().is_ok()
                    {
                        host.input(Input::Device(source, event));
                    }
                },
                move || {
                    if let Some(host) = moved.upgrade() {
                        host.arm();
                    }
                },
            );
            Self {
                this: this.clone(),
                devices,
                alive: RefCell::default(),
                page,
                clock,
                runtime: RefCell::new(runtime),
                sockets: RefCell::default(),
                stage: Stage::new(stage),
                asks: Asks::default(),
                held: Held::default(),
                records: Records::new(storage.clone(), tell_store),
                secrets: Secrets::new(storage),
                has_warned: Cell::default(),
                timer: RefCell::default(),
                backlog: RefCell::default(),
                on_frame: Closure::new(move || {
                    if let Some(host) = framed.upgrade() {
                        host.draw();
                    }
                }),
                frame: Cell::default(),
                on_flush: Closure::new(move || {
                    if let Some(host) = flushed.upgrade() {
                        host.is_flushing.set(false);
                        host.flush();
                    }
                }),
                is_flushing: Cell::default(),
                openings: Cell::default(),
                waiting: RefCell::default(),
                listeners: RefCell::default(),
                identity: RefCell::new(Some(identity)),
                window,
            }
        });
        host.alive.replace(Some(Rc::clone(&host)));
        host.listen();
        if !has_storage {
            host.warn_of_storage();
        }
        Ok(host)
    }

    /// Tells the runtime what has happened, and does what it says. More may follow at once, so what
    /// is to be sent waits until the code that runs has ended.
    pub(crate) fn handle(&self, input: Input) -> Result<Reply, Error> {
        let reply = self.react(input);
        if self.sockets.borrow().have_unsent() && !self.is_flushing.replace(true) {
            let callback = self.on_flush.as_ref().unchecked_ref();
            self.window.queue_microtask(callback);
        }
        reply
    }

    /// Asks the runtime something.
    pub(crate) fn ask<T>(&self, question: impl FnOnce(&Runtime) -> T) -> Result<T, Error> {
        self.check()?;
        Ok(question(&self.runtime.borrow()))
    }

    /// Has the runtime measure what its ops cost, or no more.
    pub(crate) fn profile(&self, on: bool) -> Result<(), Error> {
        self.check()?;
        let stopwatch = on.then(|| self.clock.stopwatch());
        self.runtime.borrow_mut().profile(stopwatch);
        Ok(())
    }

    /// What the ops have cost since the last call.
    pub(crate) fn take_profile(&self) -> Result<Vec<(String, Cost)>, Error> {
        self.check()?;
        Ok(self.runtime.borrow_mut().take_profile())
    }

    /// Opens a patch file. It is read at once; what is awaited are its secrets, and the records of
    /// its ops.
    pub(crate) fn open(
        self: &Rc<Self>,
        file: Vec<u8>,
    ) -> impl Future<Output = Result<(), Error>> + use<> {
        let host = Rc::clone(self);
        let begun = self.handle(Input::Open(file)).map(|_| {
            let number = self.openings.get() + 1;
            self.openings.set(number);
            let patch = self.waiting.take();
            (number, patch.map(|patch| self.secrets.of(&patch)))
        });
        async move {
            let (number, secrets) = begun?;
            let secrets = secrets.ok_or(Error::Overtaken)?.await;
            if host.openings.get() != number {
                return Err(Error::Overtaken);
            }
            host.handle(Input::Secrets(secrets))?;
            host.records.settled().await;
            Ok(())
        }
    }

    /// Sets a secret at once; what is awaited is that it is stored.
    pub(crate) fn set_secret(
        &self,
        op: String,
        port: String,
        value: String,
    ) -> impl Future<Output = Result<(), Error>> + use<> {
        let set = self.handle(Input::SetSecret { op, port, value });
        let stored = self.secrets.settled();
        async move {
            set?;
            stored.await;
            Ok(())
        }
    }

    /// Puts the patch away and listens to nothing any more.
    pub(crate) fn stop(&self) {
        // Held until the end of this function, and the page is told nothing from here on.
        let Some(_alive) = self.alive.take() else {
            return;
        };
        // It cannot be refused.
        let _ = self
            .runtime
            .borrow_mut()
            .handle(Input::Close, self.clock.now());
        self.work();
        self.listeners.take();
        self.devices.stop();
        self.timer.take();
        self.backlog.take();
        if let Some(frame) = self.frame.take() {
            // It fails for handles of other types only.
            let _ = self.window.cancel_animation_frame(frame);
        }
        self.identity.take();
        panic::tell_no_more(&self.page);
    }

    fn check(&self) -> Result<(), Error> {
        panic::check()?;
        match self.alive.borrow().is_some() {
            true => Ok(()),
            false => Err(Error::Stopped),
        }
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
        self.listeners.replace(vec![
            Listener::new(&self.window, "online", online),
            Listener::new(&self.window, "pagehide", hidden),
        ]);
    }

    fn react(&self, input: Input) -> Result<Reply, Error> {
        self.check()?;
        // Ops look at the clock when they are woken, and at first when a patch is opened.
        let may_look = matches!(input, Input::Wake | Input::Open(_));
        if let Some(clock) = may_look.then(|| self.clock.news_of_day()).flatten() {
            let now = self.clock.now();
            self.runtime.borrow_mut().handle(Input::Clock(clock), now)?;
        }
        let reply = self.runtime.borrow_mut().handle(input, self.clock.now());
        self.work();
        self.arm();
        Ok(reply?)
    }

    /// Handles something that the browser tells, and that nobody waits for an answer to.
    fn input(&self, input: Input) {
        self.log_error(self.react(input));
        self.flush();
    }

    /// Hands what was sent to the browser.
    fn flush(&self) {
        if self.sockets.borrow().have_unsent() {
            self.sockets.borrow_mut().flush();
            self.watch_backlog();
        }
    }

    /// A callback that does nothing once the host has been stopped, or after a panic.
    fn teller<T: 'static>(
        &self,
        tell: impl Fn(&Self, T) + Clone + 'static,
    ) -> impl Fn(T) + Clone + 'static {
        let this = self.this.clone();
        move |what| {
            if let Some(host) = this.upgrade()
                && host.check().is_ok()
            {
                tell(&host, what);
            }
        }
    }

    /// Does what the runtime says. Where the page calls back from within, what is left is done
    /// there, in the same order.
    fn work(&self) {
        loop {
            let output = self.runtime.borrow_mut().poll_output();
            match output {
                Some(output) => self.perform(output),
                None => break,
            }
        }
    }

    fn perform(&self, output: Output) {
        match output {
            Output::Effect(effect) => self.effect(effect),
            Output::Notice(notice) => self.notify(&notice),
            Output::LoadSecrets { patch } => {
                self.waiting.replace(Some(patch));
            }
            Output::StoreSecret { patch, secret } => {
                self.watch_storing(self.secrets.keep(patch, secret));
            }
            Output::ForgetSecret { patch, op, port } => {
                self.watch_storing(self.secrets.forget((patch, op, port)));
            }
            Output::OpenStore { store, patch, op } => {
                self.records.open(store, self.store_name(&patch, &op));
            }
            Output::ForgetStore { patch, op } => {
                self.records.forget(self.store_name(&patch, &op));
            }
            _ => {}
        }
    }

    /// What the records of an op are called. Two pages with the same patch each have their own.
    fn store_name(&self, patch: &str, op: &str) -> String {
        let identity = self.identity.borrow();
        let page = identity.as_ref().map_or("", |identity| &identity.text);
        // A line break is in none but the last.
        format!("{page}\n{patch}\n{op}")
    }

    fn log_error(&self, result: Result<Reply, Error>) {
        if let Err(error) = result {
            self.log(error.to_string());
        }
    }

    fn log(&self, text: String) {
        self.notify(&Notice::Log { text });
    }

    fn notify(&self, notice: &Notice) {
        if self.check().is_ok() {
            self.page.notice(notice);
        }
    }

    fn watch_storing(&self, stored: impl Future<Output = Result<(), NotStored>> + 'static) {
        let failed = self.teller(|host, NotStored| host.warn_of_storage());
        spawn_local(async move {
            if let Err(error) = stored.await {
                failed(error);
            }
        });
    }

    fn warn_of_storage(&self) {
        if !self.has_warned.replace(true) {
            self.log(
                "This browser keeps nothing for this page: passwords last until the page is \
                 closed, and have to be entered again then."
                    .to_owned(),
            );
        }
    }
}
