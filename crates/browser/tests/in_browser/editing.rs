use js_sys::Reflect;
use serde_json::json;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{Page, js, message, patch, thrown};

fn sum() -> serde_json::Value {
    json!([{ "id": "sum", "op": "Ops.Math.Sum", "values": { "number1": 2, "number2": 3 } }])
}

#[wasm_bindgen_test]
async fn opening_tells_of_the_patch_before_its_promise_is_kept() {
    let page = Page::with(sum(), &[]).await;
    let notices = page.notices();
    assert_eq!(notices.len(), 1, "{notices:?}");
    assert_eq!(notices[0]["type"], "opened");
    assert_eq!(notices[0]["document"]["ops"][0]["id"], "sum");
    assert_eq!(page.output("sum", "result"), "5");
}

#[wasm_bindgen_test]
async fn an_edit_has_told_of_its_changes_when_it_returns() {
    let page = Page::with(sum(), &[]).await;
    page.forget_notices();
    let added = page.edit(json!({ "type": "add", "op": { "op": "Ops.Math.Sum", "x": 1, "y": 2 } }));
    assert_eq!(added.unwrap(), ["sum2"]);
    let notices = page.notices();
    assert_eq!(notices.len(), 1, "{notices:?}");
    assert_eq!(notices[0]["type"], "changed");
    assert_eq!(notices[0]["changes"][0]["type"], "opAdded");
    assert!(notices[0]["canUndo"].is_string());
    assert!(notices[0]["canRedo"].is_null());
}

#[wasm_bindgen_test]
async fn undo_and_redo_say_whether_there_was_something_and_tell_of_it() {
    let page = Page::with(sum(), &[]).await;
    page.set("sum", "number1", 7);
    assert_eq!(page.output("sum", "result"), "10");
    page.forget_notices();

    assert!(page.runtime.undo().map_err(message).unwrap());
    assert_eq!(page.output("sum", "result"), "5");
    assert!(!page.runtime.undo().map_err(message).unwrap());
    let history = page.runtime.history().map_err(message).unwrap();
    let labels = |name: &str| Reflect::get(&history, &name.into()).unwrap();
    assert_eq!(js_sys::Array::from(&labels("undo")).length(), 0);
    assert_eq!(js_sys::Array::from(&labels("redo")).length(), 1);

    assert!(page.runtime.redo().map_err(message).unwrap());
    assert!(!page.runtime.redo().map_err(message).unwrap());
    assert_eq!(page.output("sum", "result"), "10");
    assert_eq!(page.notices().len(), 2);
}

#[wasm_bindgen_test]
async fn edits_of_one_gesture_are_undone_together() {
    let page = Page::with(sum(), &[]).await;
    for number in [10, 20, 30] {
        let set = json!({ "type": "set", "op": "sum", "port": "number1", "value": number });
        page.runtime
            .edit(&js(&set), Some(1))
            .map_err(message)
            .unwrap();
    }
    assert!(page.runtime.undo().map_err(message).unwrap());
    assert_eq!(page.output("sum", "result"), "5");
}

#[wasm_bindgen_test]
async fn a_page_can_edit_from_within_a_notice() {
    let page = std::rc::Rc::new(Page::with(sum(), &[]).await);
    page.forget_notices();
    let weak = std::rc::Rc::downgrade(&page);
    page.react(move |notice| {
        let page = weak.upgrade().unwrap();
        let seen = page.notices().len();
        if notice["type"] == "changed" && seen == 1 {
            page.set("sum", "number2", 100);
            // Its own notice has come by now.
            assert_eq!(page.notices().len(), 2);
        }
    });
    page.set("sum", "number1", 1);
    assert_eq!(page.output("sum", "result"), "101");
    let values: Vec<_> = page
        .notices()
        .iter()
        .map(|notice| notice["changes"][0]["value"].clone())
        .collect();
    assert_eq!(values, [1, 100]);
    page.react(|_| {});
}

#[wasm_bindgen_test]
async fn a_page_that_throws_in_a_notice_harms_itself_only() {
    let page = Page::with(sum(), &[]).await;
    page.react(|_| wasm_bindgen::throw_str("the page's own error"));
    page.set("sum", "number1", 1);
    page.react(|_| {});
    assert_eq!(page.output("sum", "result"), "4");
}

#[wasm_bindgen_test]
async fn what_is_refused_throws_a_reason_and_changes_nothing() {
    let page = Page::with(sum(), &[]).await;
    let before = page.runtime.save().map_err(message).unwrap();
    page.forget_notices();
    let refusals = [
        (
            json!({ "type": "add", "op": { "op": "Ops.No.Such", "x": 0, "y": 0 } }),
            "Ops.No.Such",
        ),
        (
            json!({ "type": "set", "op": "gone", "port": "number1", "value": 1 }),
            "gone",
        ),
        (
            json!({ "type": "set", "op": "sum", "port": "nothing", "value": 1 }),
            "nothing",
        ),
        (json!({ "type": "explode" }), "name of a command"),
        (json!(42), "command"),
    ];
    for (command, named) in refusals {
        let reason = page.edit(command).unwrap_err();
        assert!(reason.contains(named), "{reason}");
    }
    assert!(!thrown(page.runtime.edit(&JsValue::UNDEFINED, None)).is_empty());
    let reason = thrown(page.runtime.press("sum".into(), "number1".into()));
    assert_eq!(reason, "`number1` of `sum` is no trigger.");
    let reason = thrown(page.runtime.inspect("sum", "nothing", true));
    assert_eq!(reason, "`sum` has no output `nothing`.");
    let reason = thrown(page.runtime.watch(&js(&json!([{ "op": 1 }]))));
    assert!(reason.starts_with("The ports to watch are not"), "{reason}");
    assert_eq!(page.runtime.save().map_err(message).unwrap(), before);
    assert!(page.notices().is_empty());
}

#[wasm_bindgen_test]
async fn a_file_that_is_no_patch_leaves_the_open_one_open() {
    let page = Page::with(sum(), &[]).await;
    page.forget_notices();
    for file in ["", "no JSON", "[]", r#"{"ropewalk": 99, "ops": []}"#] {
        let reason = page.open(file).await.unwrap_err();
        assert!(!reason.is_empty(), "{file}");
    }
    assert!(page.notices().is_empty());
    assert_eq!(page.output("sum", "result"), "5");
}

#[wasm_bindgen_test]
async fn of_two_patches_opened_at_once_the_later_one_is_open() {
    let page = Page::start().await;
    let first = page.runtime.open(patch("first", sum(), &[]));
    let second = page.runtime.open(patch("second", json!([]), &[]));
    let first = wasm_bindgen_futures::JsFuture::from(first).await;
    let reason = message(first.unwrap_err());
    assert!(reason.contains("Another patch was opened"), "{reason}");
    wasm_bindgen_futures::JsFuture::from(second).await.unwrap();
    let notices = page.notices();
    assert_eq!(notices.len(), 1, "{notices:?}");
    assert_eq!(notices[0]["document"]["id"], "second");
}

#[wasm_bindgen_test]
async fn what_is_saved_opens_again_as_it_was() {
    let page = Page::with(sum(), &[]).await;
    page.set("sum", "number1", 40);
    let file = page.runtime.save().map_err(message).unwrap();
    let other = Page::start().await;
    other.open(&file).await.unwrap();
    assert_eq!(other.output("sum", "result"), "43");
    assert_eq!(other.runtime.save().map_err(message).unwrap(), file);
}
