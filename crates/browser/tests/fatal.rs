//! What a panic leaves behind. Alone in its file, as nothing of the module runs after it.

#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "what fails in a test is to end it")]

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Function, JSON, Object, Reflect};
use ropewalk_browser::Face;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
async fn a_panic_is_told_to_the_page_and_every_method_says_so_from_then_on() {
    let document = web_sys::window().unwrap().document().unwrap();
    let stage = document.create_element("div").unwrap();
    let notices = Rc::<RefCell<Vec<String>>>::default();
    let told = Rc::clone(&notices);
    let on_notice = Closure::<dyn Fn(JsValue)>::new(move |notice: JsValue| {
        let notice = JSON::stringify(&notice).unwrap();
        told.borrow_mut().push(notice.into());
    });
    let options = Object::new();
    for (name, value) in [
        ("stage", stage.into()),
        ("onNotice", on_notice.into_js_value()),
        ("onValues", Function::new_no_args("").into()),
    ] {
        Reflect::set(&options, &name.into(), &value).unwrap();
    }
    let runtime = Face::start(options.clone().into()).await;
    let runtime = runtime.map_err(JsValue::from).unwrap();

    // As when the browser calls: the panic ends the call, and nothing more.
    let broken = Closure::<dyn Fn()>::new(|| panic!("the strand has parted"));
    let broken: &Function = broken.as_ref().unchecked_ref();
    broken.call0(&JsValue::NULL).unwrap_err();

    let notices = notices.take();
    assert_eq!(notices.len(), 1, "{notices:?}");
    assert!(notices[0].contains(r#""type":"fatal""#), "{notices:?}");
    assert!(notices[0].contains("the strand has parted"), "{notices:?}");
    assert!(notices[0].contains("fatal.rs:"), "{notices:?}");

    let reason = |error: JsValue| String::from(error.unchecked_into::<js_sys::Error>().message());
    let dead = "The runtime has stopped because of an error of its own. Reload the page.";
    assert_eq!(reason(runtime.save().unwrap_err().into()), dead);
    assert_eq!(reason(runtime.undo().unwrap_err().into()), dead);
    assert_eq!(reason(runtime.stop().unwrap_err().into()), dead);
    let again = Face::start(options.into()).await;
    assert_eq!(reason(again.err().unwrap().into()), dead);
}
