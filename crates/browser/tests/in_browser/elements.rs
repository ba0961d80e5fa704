use std::rc::Rc;

use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Event, HtmlElement, HtmlInputElement};

use crate::page::{Page, document};

fn sidebar() -> (serde_json::Value, [&'static str; 3]) {
    let ops = json!([
        { "id": "bar", "op": "Ops.Sidebar.Sidebar", "values": { "Title": "Lights" } },
        { "id": "slider", "op": "Ops.Sidebar.Slider", "values": { "Max": 10, "Default": 4 } },
        { "id": "toggle", "op": "Ops.Sidebar.Toggle" },
        { "id": "button", "op": "Ops.Sidebar.Button" },
    ]);
    let links = [
        "bar.childs > slider.link",
        "slider.childs > toggle.link",
        "toggle.childs > button.link",
    ];
    (ops, links)
}

fn element(text: &str) -> serde_json::Value {
    json!([{ "id": "box", "op": "Ops.Html.Elements.Element", "values": {
        "Text": text, "CSS Class": "box", "Inline Style": "color: rgb(1, 2, 3)",
    } }])
}

#[wasm_bindgen_test]
async fn text_is_never_markup() {
    let text = "<img src=x onerror=alert(1)>&amp;";
    let page = Page::with(element(text), &[]).await;
    let shown: HtmlElement = page.element(".box");
    assert_eq!(shown.text_content().as_deref(), Some(text));
    assert_eq!(shown.child_element_count(), 0);
}

#[wasm_bindgen_test]
async fn an_element_has_its_style_and_follows_its_inputs() {
    let page = Page::with(element("one"), &[]).await;
    let shown: HtmlElement = page.element(".box");
    assert_eq!(
        shown.style().get_property_value("color").unwrap(),
        "rgb(1, 2, 3)"
    );
    page.set("box", "Text", "two");
    page.set("box", "CSS Class", "crate");
    assert_eq!(shown.text_content().as_deref(), Some("two"));
    assert_eq!(page.element::<HtmlElement>(".crate"), shown);
}

#[wasm_bindgen_test]
async fn an_element_goes_with_its_op_and_comes_back_with_it() {
    let page = Page::with(element("here"), &[]).await;
    page.edit(json!({ "type": "remove", "ops": ["box"] }))
        .unwrap();
    assert_eq!(page.stage.child_element_count(), 0);
    page.runtime.undo().map_err(crate::page::message).unwrap();
    let shown: HtmlElement = page.element(".box");
    assert_eq!(shown.text_content().as_deref(), Some("here"));
    page.edit(json!({ "type": "disable", "op": "box", "disabled": true }))
        .unwrap();
    assert_eq!(page.stage.child_element_count(), 0);
}

#[wasm_bindgen_test]
async fn an_element_stands_in_another_behind_its_text() {
    let ops = json!([
        { "id": "outer", "op": "Ops.Html.Elements.Element",
          "values": { "Text": "outer", "CSS Class": "outer" } },
        { "id": "inner", "op": "Ops.Html.Elements.Element",
          "values": { "Text": "inner", "CSS Class": "inner" } },
    ]);
    let page = Page::with(ops, &["outer.DOM Element > inner.Parent"]).await;
    let outer: HtmlElement = page.element(".outer");
    assert_eq!(
        page.element::<HtmlElement>(".outer > .inner")
            .text_content()
            .as_deref(),
        Some("inner")
    );
    page.set("outer", "Text", "first");
    assert_eq!(outer.text_content().as_deref(), Some("firstinner"));
    page.edit(json!({ "type": "remove", "ops": ["outer"] }))
        .unwrap();
    let inner: HtmlElement = page.element(".inner");
    assert_eq!(inner.parent_element().as_ref(), Some(page.stage.as_ref()));
}

#[wasm_bindgen_test]
async fn clicks_and_hovering_reach_the_op() {
    let page = Page::with(element("press"), &[]).await;
    let shown: HtmlElement = page.element(".box");
    shown.click();
    shown.click();
    assert_eq!(page.output("box", "Clicked"), "2");
    shown
        .dispatch_event(&Event::new("pointerenter").unwrap())
        .unwrap();
    assert_eq!(page.output("box", "Hovering"), "true");
    shown
        .dispatch_event(&Event::new("pointerleave").unwrap())
        .unwrap();
    assert_eq!(page.output("box", "Hovering"), "false");
}

#[wasm_bindgen_test]
async fn controls_of_a_sidebar_are_the_browser_s_own() {
    let (ops, links) = sidebar();
    let page = Page::with(ops, &links).await;
    let slider: HtmlInputElement = page.element("input[type=range]");
    assert_eq!(slider.value_as_number(), 4.0);
    assert_eq!(
        (slider.min(), slider.max()),
        ("0".to_owned(), "10".to_owned())
    );
    slider.set_value("7.5");
    slider
        .dispatch_event(&Event::new("input").unwrap())
        .unwrap();
    assert_eq!(page.output("slider", "Result"), "7.5");

    let toggle: HtmlInputElement = page.element("input[type=checkbox]");
    let before = page.output("toggle", "Value");
    toggle.click();
    assert_ne!(page.output("toggle", "Value"), before);

    let button: HtmlElement = page.element(".ropewalk-sidebar-items button");
    button.click();
    assert_eq!(page.output("button", "Pressed Trigger"), "1");
    page.set("button", "Grey Out", true);
    button.click();
    assert_eq!(page.output("button", "Pressed Trigger"), "1");
}

#[wasm_bindgen_test]
async fn a_page_can_use_an_element_from_within_a_notice() {
    let page = Rc::new(Page::with(element("press"), &[]).await);
    let weak = Rc::downgrade(&page);
    page.react(move |notice| {
        if notice["type"] == "changed" {
            let page = weak.upgrade().unwrap();
            page.element::<HtmlElement>("div").click();
        }
    });
    page.set("box", "Text", "other");
    page.react(|_| {});
    assert_eq!(page.output("box", "Clicked"), "1");
}

#[wasm_bindgen_test]
async fn a_page_can_edit_when_an_element_that_goes_loses_the_focus() {
    let (ops, links) = sidebar();
    let page = Rc::new(Page::with(ops, &links).await);
    let slider: HtmlInputElement = page.element("input[type=range]");
    slider.focus().unwrap();
    assert_eq!(document().active_element().as_ref(), Some(slider.as_ref()));
    let weak = Rc::downgrade(&page);
    let lost = wasm_bindgen::closure::Closure::<dyn Fn()>::new(move || {
        weak.upgrade().unwrap().set("bar", "Title", "Lost");
    });
    slider.set_onblur(Some(wasm_bindgen::JsCast::unchecked_ref(lost.as_ref())));
    page.edit(json!({ "type": "remove", "ops": ["slider"] }))
        .unwrap();
    let title: HtmlElement = page.element(".ropewalk-sidebar-title");
    assert_eq!(title.text_content().as_deref(), Some("Lost"));
}
