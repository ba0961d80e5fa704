use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Function};
use serde_json::{Value as Json, json};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{Page, js, message};

fn ops() -> Json {
    json!([
        { "id": "set", "op": "Ops.Vars.VarSetNumber", "values": { "Variable": "speed", "Value": 2 } },
        { "id": "sum", "op": "Ops.Math.Sum", "values": { "number2": 1 },
          "sources": { "number1": { "variable": "speed" } } },
        { "id": "text", "op": "Ops.Vars.VarGetString", "values": { "Variable": "word" } },
    ])
}

fn set(page: &Page, name: &str, value: &JsValue) -> Result<(), String> {
    page.runtime.set_variable(name, value).map_err(message)
}

fn variable(page: &Page, name: &str) -> JsValue {
    page.runtime.variable(name).map_err(message).unwrap()
}

#[wasm_bindgen_test]
async fn the_page_sets_variables_and_reads_them() {
    let page = Page::with(ops(), &[]).await;
    assert_eq!(variable(&page, "speed").as_f64(), Some(2.0));
    assert!(variable(&page, "word").is_null());
    set(&page, "speed", &40.5.into()).unwrap();
    assert_eq!(page.output("sum", "result"), "41.5");
    set(&page, "word", &"knot".into()).unwrap();
    assert_eq!(page.output("text", "Value"), "knot");
    for value in [
        json!([1, "two", { "three": true }]),
        json!({ "a": { "b": [null] } }),
        json!(true),
        json!("<b>"),
    ] {
        set(&page, "any", &js(&value)).unwrap();
        let back = js_sys::JSON::stringify(&variable(&page, "any")).unwrap();
        assert_eq!(String::from(back), value.to_string());
    }
    set(&page, "any", &f64::NAN.into()).unwrap();
    assert!(variable(&page, "any").as_f64().unwrap().is_nan());
    set(&page, "any", &JsValue::NULL).unwrap();
    assert!(variable(&page, "any").is_null());
}

#[wasm_bindgen_test]
async fn what_is_no_value_is_refused() {
    let page = Page::with(ops(), &[]).await;
    let function: JsValue = Function::new_no_args("").into();
    let itself = js(&json!({}));
    js_sys::Reflect::set(&itself, &"itself".into(), &itself).unwrap();
    for value in [
        &function,
        &JsValue::UNDEFINED,
        &JsValue::symbol(None),
        &itself,
    ] {
        let refused = set(&page, "speed", value).unwrap_err();
        assert!(
            refused.contains("a number, a truth value, a text"),
            "{refused}"
        );
    }
    assert!(set(&page, "", &1.into()).is_err());
    assert_eq!(variable(&page, "speed").as_f64(), Some(2.0));
}

#[wasm_bindgen_test]
async fn the_page_is_told_of_changes_once_it_asks() {
    let page = Page::start().await;
    let told: Rc<RefCell<Vec<(String, JsValue)>>> = Rc::default();
    let heard = Rc::clone(&told);
    page.hear_variables(move |changed: Array| {
        heard.borrow_mut().extend(changed.iter().map(|entry| {
            let entry: Array = entry.into();
            (entry.get(0).as_string().unwrap(), entry.get(1))
        }));
    });
    page.open(&crate::page::patch("variables", ops(), &[]))
        .await
        .unwrap();
    page.runtime.watch_variables(true).map_err(message).unwrap();
    let number = |name: &str| {
        let told = told.borrow();
        let mut of_name = told.iter().rev().filter(|(known, _)| known == name);
        of_name.next().and_then(|(_, value)| value.as_f64())
    };
    page.until("the variable", || {
        number("speed").filter(|speed| *speed == 2.0)
    })
    .await;
    page.set("set", "Value", 3);
    page.until("the change", || {
        number("speed").filter(|speed| *speed == 3.0)
    })
    .await;
    let list = page.runtime.variables().map_err(message).unwrap();
    let list = String::from(js_sys::JSON::stringify(&list).unwrap());
    let list: Json = serde_json::from_str(&list).unwrap();
    assert_eq!(list[0]["name"], "speed");
    assert_eq!(list[0]["kind"], "Number");
    assert_eq!(list[0]["setBy"], json!(["set"]));
    assert_eq!(
        list[0]["followedBy"],
        json!([{ "op": "sum", "port": "number1" }])
    );
}
