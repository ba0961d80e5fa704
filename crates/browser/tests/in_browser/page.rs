//! A page with a runtime, for tests.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Once;
use std::sync::atomic::{AtomicU32, Ordering};

use futures::channel::oneshot;
use futures::future::{Either, select};
use gloo_timers::future::TimeoutFuture;
use js_sys::{Array, Float64Array, JSON, Object, Reflect};
use ropewalk_browser::Face;
use serde_json::{Value as Json, json};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsError, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, HtmlElement, Window};

/// After how many milliseconds a test that waits for something has failed.
const PATIENCE: u32 = 40_000;

/// A page with a runtime, which is stopped when this is dropped.
pub(crate) struct Page {
    pub(crate) runtime: Face,
    pub(crate) stage: HtmlElement,
    heard: Rc<Heard>,
}

/// What the runtime has told.
#[derive(Default)]
struct Heard {
    notices: RefCell<Vec<Json>>,
    watched: RefCell<Vec<(String, String)>>,
    numbers: RefCell<Vec<f64>>,
    texts: RefCell<HashMap<u32, String>>,
    /// How often values have come.
    frames: Cell<u32>,
    waiting: RefCell<Vec<oneshot::Sender<()>>>,
    /// What the page does when it is told.
    reaction: RefCell<Option<Reaction>>,
    /// What it does when it is told of variables.
    on_variables: RefCell<Option<Hearing>>,
}

type Reaction = Rc<dyn Fn(&Json)>;
type Hearing = Rc<dyn Fn(Array)>;

impl Heard {
    fn wake(&self) {
        for waiting in self.waiting.take() {
            let _ = waiting.send(());
        }
    }
}

impl Page {
    pub(crate) async fn start() -> Self {
        let stage = document().create_element("div").unwrap();
        document().body().unwrap().append_child(&stage).unwrap();
        let heard = Rc::<Heard>::default();
        let runtime = Face::start(options(&stage, &heard).into()).await;
        // The panic of one test that fails is not to be the death of those that follow.
        static HOOK: Once = Once::new();
        HOOK.call_once(|| std::panic::set_hook(Box::new(console_error_panic_hook::hook)));
        Self {
            runtime: runtime.map_err(message).unwrap(),
            stage: stage.unchecked_into(),
            heard,
        }
    }

    /// A page with a patch of these ops and links open.
    pub(crate) async fn with(ops: Json, links: &[&str]) -> Self {
        // One of its own, as what is kept for it outlasts the test.
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let id = format!("test-{}", NUMBER.fetch_add(1, Ordering::Relaxed));
        let page = Self::start().await;
        page.open(&patch(&id, ops, links)).await.unwrap();
        page
    }

    /// Opens a patch file; the reason, where it is refused.
    pub(crate) async fn open(&self, file: &str) -> Result<(), String> {
        let opened = self.runtime.open(file.to_owned());
        JsFuture::from(opened).await.map(drop).map_err(message)
    }

    /// Edits the patch; the reason, where it is refused.
    pub(crate) fn edit(&self, command: Json) -> Result<Vec<String>, String> {
        let added = self.runtime.edit(&js(&command), None).map_err(message)?;
        Ok(added.iter().map(|id| id.as_string().unwrap()).collect())
    }

    pub(crate) fn set(&self, op: &str, port: &str, value: impl Into<Json>) {
        let value: Json = value.into();
        self.edit(json!({ "type": "set", "op": op, "port": port, "value": value }))
            .unwrap();
    }

    pub(crate) fn press(&self, op: &str, port: &str) {
        let pressed = self.runtime.press(op.to_owned(), port.to_owned());
        pressed.map_err(message).unwrap();
    }

    pub(crate) async fn set_secret(&self, op: &str, port: &str, value: &str) -> Result<(), String> {
        let stored = self
            .runtime
            .set_secret(op.to_owned(), port.to_owned(), value.to_owned());
        JsFuture::from(stored).await.map(drop).map_err(message)
    }

    /// What an output holds, as text.
    pub(crate) fn output(&self, op: &str, port: &str) -> String {
        let text = self.runtime.inspect(op, port, true);
        text.map_err(message).unwrap()
    }

    /// All notices since the start.
    pub(crate) fn notices(&self) -> Vec<Json> {
        self.heard.notices.borrow().clone()
    }

    pub(crate) fn forget_notices(&self) {
        self.heard.notices.take();
    }

    /// Has the page do this with each notice, within it.
    pub(crate) fn react(&self, reaction: impl Fn(&Json) + 'static) {
        self.heard.reaction.replace(Some(Rc::new(reaction)));
    }

    /// Has the page do this with the variables that it is told of.
    pub(crate) fn hear_variables(&self, hear: impl Fn(Array) + 'static) {
        self.heard.on_variables.replace(Some(Rc::new(hear)));
    }

    /// Watches these outputs, each an op and a port.
    pub(crate) fn watch(&self, outputs: &[(&str, &str)]) {
        self.heard.numbers.take();
        self.heard.texts.take();
        self.heard.watched.replace(
            outputs
                .iter()
                .map(|(op, port)| ((*op).to_owned(), (*port).to_owned()))
                .collect(),
        );
        let ports = outputs
            .iter()
            .map(|(op, port)| json!({ "op": op, "port": port, "output": true }));
        let watched = self.runtime.watch(&js(&ports.collect()));
        watched.map_err(message).unwrap();
    }

    /// How often values were told.
    pub(crate) fn frames(&self) -> u32 {
        self.heard.frames.get()
    }

    /// The number that was told last of a watched output.
    pub(crate) fn number(&self, op: &str, port: &str) -> Option<f64> {
        let numbers = self.heard.numbers.borrow();
        numbers.get(self.place(op, port) as usize).copied()
    }

    /// The text that was told last of a watched output.
    pub(crate) fn text(&self, op: &str, port: &str) -> Option<String> {
        let place = self.place(op, port);
        self.heard.texts.borrow().get(&place).cloned()
    }

    /// Waits until a watched output is this number.
    pub(crate) async fn until_number(&self, op: &str, port: &str, number: f64) {
        self.until(&format!("{port} of {op} to be {number}"), || {
            (self.number(op, port) == Some(number)).then_some(())
        })
        .await;
    }

    /// Waits until a watched output is this text.
    pub(crate) async fn until_text(&self, op: &str, port: &str, text: &str) {
        self.until(&format!("{port} of {op} to be {text:?}"), || {
            (self.text(op, port).as_deref() == Some(text)).then_some(())
        })
        .await;
    }

    /// Waits for a notice.
    pub(crate) async fn until_notice(&self, is_it: impl Fn(&Json) -> bool) -> Json {
        self.until("a notice", || {
            self.notices().into_iter().find(|notice| is_it(notice))
        })
        .await
    }

    /// Waits until the runtime has told what is asked for.
    pub(crate) async fn until<T>(&self, what: &str, found: impl Fn() -> Option<T>) -> T {
        let mut patience = TimeoutFuture::new(PATIENCE);
        loop {
            if let Some(found) = found() {
                return found;
            }
            let (sender, told) = oneshot::channel();
            self.heard.waiting.borrow_mut().push(sender);
            match select(told, patience).await {
                Either::Left((_, left)) => patience = left,
                Either::Right(_) => {
                    let watched = self.heard.watched.borrow();
                    let (numbers, texts) = (&self.heard.numbers, &self.heard.texts);
                    panic!(
                        "waited in vain for {what}. Watched: {watched:?}; numbers: {numbers:?}; \
                         texts: {texts:?}; notices: {:#?}",
                        self.notices()
                    );
                }
            }
        }
    }

    /// The only element of the stage that a CSS selector finds.
    pub(crate) fn element<T: JsCast>(&self, selector: &str) -> T {
        let found = self.stage.query_selector_all(selector).unwrap();
        assert_eq!(found.length(), 1, "{}", self.stage.outer_html());
        found.get(0).unwrap().dyn_into().unwrap()
    }

    fn place(&self, op: &str, port: &str) -> u32 {
        let watched = self.heard.watched.borrow();
        let place = watched.iter().position(|(o, p)| o == op && p == port);
        u32::try_from(place.expect("it is watched")).unwrap()
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        let _ = self.runtime.stop();
        self.stage.remove();
    }
}

/// A patch file. A link is written `op.port > op.port`.
pub(crate) fn patch(id: &str, ops: Json, links: &[&str]) -> String {
    let end = |end: &str| {
        let (op, port) = end.split_once('.').unwrap();
        json!({ "op": op, "port": port })
    };
    let links = links.iter().map(|link| {
        let (from, to) = link.split_once(" > ").unwrap();
        json!({ "from": end(from), "to": end(to) })
    });
    let links: Json = links.collect();
    let Json::Array(mut ops) = ops else {
        panic!("ops are a list");
    };
    for op in &mut ops {
        op["x"] = 0.into();
        op["y"] = 0.into();
    }
    json!({ "ropewalk": 1, "id": id, "name": "A test", "ops": ops, "links": links }).to_string()
}

pub(crate) fn window() -> Window {
    web_sys::window().unwrap()
}

pub(crate) fn document() -> web_sys::Document {
    window().document().unwrap()
}

pub(crate) fn js(value: &Json) -> JsValue {
    JSON::parse(&value.to_string()).unwrap()
}

/// The message of an `Error`.
pub(crate) fn message(error: impl Into<JsValue>) -> String {
    let error: JsValue = error.into();
    let error: js_sys::Error = error.dyn_into().expect("an Error was thrown");
    error.message().into()
}

/// What a method has thrown.
pub(crate) fn thrown<T>(result: Result<T, JsError>) -> String {
    match result {
        Ok(_) => panic!("nothing was thrown"),
        Err(error) => message(error),
    }
}

fn options(stage: &Element, heard: &Rc<Heard>) -> Object {
    let told = Rc::clone(heard);
    let on_notice = Closure::<dyn Fn(JsValue)>::new(move |notice: JsValue| {
        let notice = String::from(JSON::stringify(&notice).unwrap());
        let notice: Json = serde_json::from_str(&notice).unwrap();
        told.notices.borrow_mut().push(notice.clone());
        let reaction = told.reaction.borrow().clone();
        if let Some(reaction) = reaction {
            reaction(&notice);
        }
        told.wake();
    });
    let told = Rc::clone(heard);
    let on_values = Closure::<dyn Fn(Float64Array, Array)>::new(move |numbers, texts| {
        let numbers: Float64Array = numbers;
        let texts: Array = texts;
        told.numbers.replace(numbers.to_vec());
        for entry in texts.iter() {
            let entry: Array = entry.unchecked_into();
            let place = entry.get(0).as_f64().unwrap() as u32;
            let text = entry.get(1).as_string().unwrap();
            told.texts.borrow_mut().insert(place, text);
        }
        told.frames.set(told.frames.get() + 1);
        told.wake();
    });
    let told = Rc::clone(heard);
    let on_variables = Closure::<dyn Fn(Array)>::new(move |changed: Array| {
        if let Some(hear) = told.on_variables.borrow().clone() {
            hear(changed);
        }
        told.wake();
    });
    let options = Object::new();
    for (name, value) in [
        ("stage", stage.into()),
        ("onNotice", on_notice.into_js_value()),
        ("onValues", on_values.into_js_value()),
        ("onVariables", on_variables.into_js_value()),
    ] {
        Reflect::set(&options, &name.into(), &value).unwrap();
    }
    options
}
