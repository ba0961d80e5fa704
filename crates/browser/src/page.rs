//! What the page is told.

use js_sys::{Array, Float64Array, Function, JSON, Reflect};
use ropewalk_runtime::{Notice, Values};
use serde::Serialize;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{HtmlElement, console};

use crate::error::Error;

/// The callbacks of the page.
#[derive(Clone, PartialEq)]
pub(crate) struct Page {
    /// They are called as its methods.
    options: JsValue,
    on_notice: Function,
    on_values: Function,
}

impl Page {
    /// The page and its stage, from the options of `Runtime.start`.
    pub(crate) fn read(options: JsValue) -> Result<(Self, HtmlElement), Error> {
        let stage = option(&options, "stage")?;
        let page = Self {
            on_notice: option(&options, "onNotice")?,
            on_values: option(&options, "onValues")?,
            options,
        };
        Ok((page, stage))
    }

    /// Tells a notice.
    pub(crate) fn notice(&self, notice: &Notice) {
        report(self.on_notice.call1(&self.options, &to_js(notice)));
    }

    /// Tells values.
    pub(crate) fn values(&self, (numbers, texts): &(Float64Array, Array)) {
        report(self.on_values.call2(&self.options, numbers, texts));
    }
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
