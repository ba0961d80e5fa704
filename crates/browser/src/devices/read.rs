//! Reading what the browser tells by the names it has there: a device's event has dozens of values,
//! and a typed getter for each is code in the wasm and in its JavaScript.

use js_sys::{Array, Function, Reflect};
use ropewalk_runtime::Text;
use wasm_bindgen::{JsCast, JsValue};

pub(super) fn get(of: &JsValue, name: &str) -> JsValue {
    Reflect::get(of, &name.into()).unwrap_or_default()
}

/// A number; NaN where there is none.
pub(super) fn number(of: &JsValue, name: &str) -> f64 {
    get(of, name).as_f64().unwrap_or(f64::NAN)
}

/// A number; 0 where there is none.
pub(super) fn number_or_0(of: &JsValue, name: &str) -> f64 {
    get(of, name).as_f64().unwrap_or_default()
}

pub(super) fn text(of: &JsValue, name: &str) -> Text {
    get(of, name).as_string().unwrap_or_default().into()
}

pub(super) fn is(of: &JsValue, name: &str) -> bool {
    get(of, name).is_truthy()
}

/// A method; nothing where this browser lacks it.
pub(super) fn method(of: &JsValue, name: &str) -> Option<Function> {
    get(of, name).dyn_into().ok()
}

/// What a method answers, or throws; an error too where this browser lacks it.
pub(super) fn call(of: &JsValue, name: &str, arguments: &[JsValue]) -> Result<JsValue, JsValue> {
    let method = method(of, name).ok_or(JsValue::UNDEFINED)?;
    method.apply(of, &arguments.iter().collect::<Array>())
}

/// What is in a list, or in anything else with a length.
pub(super) fn items(list: &JsValue) -> impl Iterator<Item = JsValue> + use<> {
    Array::from(list).into_iter()
}
