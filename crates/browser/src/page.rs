//! What the page is told.

use js_sys::{Array, Float64Array, Function, JSON, Promise, Reflect};
use ropewalk_runtime::{Notice, Value, Values, VariableChange};
use serde::Serialize;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{HtmlElement, Window, console};

use crate::error::Error;

/// The callbacks of the page.
#[derive(Clone, PartialEq)]
pub(crate) struct Page {
    /// They are called as its methods.
    options: JsValue,
    on_notice: Function,
    on_values: Function,
    on_variables: Option<Function>,
    purify: Option<Function>,
    hold: Option<Function>,
}

impl Page {
    /// The page and its stage, from the options of `Runtime.start`.
    pub(crate) fn read(options: JsValue) -> Result<(Self, HtmlElement), Error> {
        let stage = option(&options, "stage")?;
        let page = Self {
            on_notice: option(&options, "onNotice")?,
            on_values: option(&options, "onValues")?,
            on_variables: option(&options, "onVariables").ok(),
            purify: option(&options, "purify").ok(),
            hold: option(&options, "hold").ok(),
            options,
        };
        Ok((page, stage))
    }

    /// The harmless part of some HTML, as a fragment that can be put on the page; nothing where the
    /// page has no way to tell.
    pub(crate) fn purify(&self, markup: &str) -> Option<Promise> {
        let purify = self.purify.as_ref()?;
        let purified = purify.call1(&self.options, &markup.into()).ok()?;
        purified.dyn_into().ok()
    }

    /// The servers that an address, or a text or a fragment that may have some in it, names and that
    /// the patch may not reach, with spaces between them; empty where there is none.
    pub(crate) fn held_in(&self, what: &JsValue, is_address: bool) -> String {
        let Some(hold) = &self.hold else {
            return String::new();
        };
        match hold.call2(&self.options, what, &is_address.into()) {
            Ok(servers) => servers.as_string().unwrap_or_default(),
            Err(error) => {
                console::error_1(&error);
                // What cannot be judged is not allowed.
                "the server".to_owned()
            }
        }
    }

    /// Tells a notice.
    pub(crate) fn notice(&self, notice: &Notice) {
        report(self.on_notice.call1(&self.options, &to_js(notice)));
    }

    /// Tells what variables hold.
    pub(crate) fn variables(&self, changed: &Array) {
        if let Some(on_variables) = &self.on_variables {
            report(on_variables.call1(&self.options, changed));
        }
    }

    /// Tells values.
    pub(crate) fn values(&self, (numbers, texts): &(Float64Array, Array)) {
        report(self.on_values.call2(&self.options, numbers, texts));
    }
}

/// Variables as `onVariables` takes them.
pub(crate) fn variables_to_js(changed: Vec<VariableChange>) -> Array {
    let changed = changed.into_iter().map(|(name, value)| {
        let value = value.as_ref().map_or(JsValue::NULL, value_to_js);
        Array::of2(&JsValue::from_str(&name), &value)
    });
    changed.collect()
}

/// A value of the patch as JavaScript has it.
pub(crate) fn value_to_js(value: &Value) -> JsValue {
    match value {
        Value::None => JsValue::NULL,
        // Not by JSON, which has no NaN.
        Value::Number(number) => (*number).into(),
        Value::Bool(bool) => (*bool).into(),
        Value::Text(text) => JsValue::from_str(text),
        other => JSON::parse(&other.to_json()).unwrap_or(JsValue::NULL),
    }
}

/// A value of the page's as the patch has it; nothing where it has none like it.
pub(crate) fn value_of(value: &JsValue) -> Option<Value> {
    if let Some(number) = value.as_f64() {
        return Some(Value::Number(number));
    }
    // Of what JSON cannot write, a function for instance, nothing is left.
    Value::from_json(&to_json(value)).ok()
}

/// Values as `onValues` takes them.
pub(crate) fn values_to_js(values: Values<'_>) -> (Float64Array, Array) {
    let texts = values.texts.into_iter();
    let texts = texts.map(|(at, text)| Array::of2(&at.into(), &text.into()));
    (Float64Array::from(values.numbers), texts.collect())
}

/// Something that serialises, as JavaScript has it.
pub(crate) fn to_js(value: &impl Serialize) -> JsValue {
    // What crosses to the page has texts for keys, and so is JSON.
    let json = serde_json::to_string(value).unwrap_or_default();
    JSON::parse(&json).unwrap_or(JsValue::UNDEFINED)
}

/// A value of the page's as JSON; empty where it cannot be.
pub(crate) fn to_json(value: &JsValue) -> String {
    let json = JSON::stringify(value).ok();
    json.and_then(|json| json.as_string()).unwrap_or_default()
}

fn option<T: JsCast>(options: &JsValue, name: &'static str) -> Result<T, Error> {
    Reflect::get(options, &name.into())
        .ok()
        .and_then(|value| value.dyn_into().ok())
        .ok_or(Error::Option(name))
}

/// An error in the page's own code is for its console, and no reason for the runtime to stop.
fn report<T>(result: Result<T, JsValue>) {
    if let Err(error) = result {
        console::error_1(&error);
    }
}

/// The window. There is one: a host starts in a page only.
pub(crate) fn window() -> Window {
    js_sys::global().unchecked_into()
}
