use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::Page;

fn ops() -> serde_json::Value {
    json!([
        { "id": "sum", "op": "Ops.Math.Sum", "values": { "number1": 2, "number2": 3 } },
        { "id": "text", "op": "Ops.String.String", "values": { "value": "knot" } },
        { "id": "button", "op": "Ops.Trigger.TriggerButton" },
        { "id": "bar", "op": "Ops.Sidebar.Sidebar" },
    ])
}

#[wasm_bindgen_test]
async fn each_watched_port_is_told_once_and_then_when_it_changes() {
    let page = Page::with(ops(), &[]).await;
    page.watch(&[
        ("sum", "result"),
        ("text", "String"),
        ("button", "Next"),
        ("bar", "Opened"),
    ]);
    page.until_number("sum", "result", 5.0).await;
    assert_eq!(page.text("text", "String").as_deref(), Some("knot"));
    assert!(page.number("text", "String").unwrap().is_nan());
    assert_eq!(page.number("button", "Next"), Some(0.0));
    assert_eq!(page.number("bar", "Opened"), Some(1.0));
    assert_eq!(page.text("sum", "result"), None);

    page.press("button", "Trigger");
    page.press("button", "Trigger");
    page.set("text", "value", "bend");
    page.until_number("button", "Next", 2.0).await;
    assert_eq!(page.text("text", "String").as_deref(), Some("bend"));
}

#[wasm_bindgen_test]
async fn who_watches_again_is_told_again() {
    let page = Page::with(ops(), &[]).await;
    page.watch(&[("text", "String"), ("sum", "result")]);
    page.until_text("text", "String", "knot").await;
    page.watch(&[("sum", "result"), ("text", "String")]);
    page.until_text("text", "String", "knot").await;
    assert_eq!(page.number("sum", "result"), Some(5.0));
}

#[wasm_bindgen_test]
async fn a_long_text_is_told_in_short_and_whole_when_asked_for() {
    let page = Page::with(ops(), &[]).await;
    page.watch(&[("text", "String")]);
    let long = "rope ".repeat(100);
    page.set("text", "value", long.as_str());
    let told = page
        .until("the text", || {
            page.text("text", "String").filter(|text| text.len() > 4)
        })
        .await;
    assert_eq!(told.chars().count(), 200);
    assert!(told.ends_with('…'), "{told}");
    assert_eq!(page.output("text", "String"), long);
}

#[wasm_bindgen_test]
async fn a_port_can_be_watched_before_its_op_is_there() {
    let page = Page::with(ops(), &[]).await;
    page.watch(&[("sum", "result"), ("sum2", "result")]);
    page.until_number("sum", "result", 5.0).await;
    assert!(page.number("sum2", "result").unwrap().is_nan());
    let op = json!({ "op": "Ops.Math.Sum", "x": 0, "y": 0, "values": { "number1": 9 } });
    page.edit(json!({ "type": "add", "op": op })).unwrap();
    page.until_number("sum2", "result", 9.0).await;
}
