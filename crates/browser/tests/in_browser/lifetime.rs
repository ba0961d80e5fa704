use js_sys::{Object, Reflect};
use ropewalk_browser::Face;
use serde_json::json;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{PageTransitionEvent, PageTransitionEventInit};

use crate::fake_socket::{Sockets, receive};
use crate::page::{Page, message, thrown, window};

const STOPPED: &str = "The runtime was stopped. Start another one.";

/// A page with a connection, an element and a timer.
async fn busy() -> Page {
    let ops = json!([
        { "id": "mqtt", "op": "Ops.Net.Mqtt.Mqtt", "values": { "Broker URL": "wss://broker.test" } },
        { "id": "box", "op": "Ops.Html.Elements.Element" },
        { "id": "loop", "op": "Ops.Gl.MainLoop" },
        { "id": "interval", "op": "Ops.Trigger.Interval", "values": { "interval": 1 } },
    ]);
    let page = Page::with(ops, &[]).await;
    page.watch(&[("interval", "trigger"), ("loop", "trigger")]);
    page
}

fn leave(persisted: bool) {
    let init = PageTransitionEventInit::new();
    init.set_persisted(persisted);
    let event = PageTransitionEvent::new_with_event_init_dict("pagehide", &init).unwrap();
    window().dispatch_event(&event).unwrap();
}

#[wasm_bindgen_test]
async fn stopping_leaves_nothing_behind() {
    let sockets = Sockets::fake();
    let page = busy().await;
    let socket = sockets.last();
    socket.accept();
    page.until("the timer to run", || {
        page.number("interval", "trigger").filter(|n| *n > 2.0)
    })
    .await;
    page.forget_notices();
    let frames = page.frames();

    page.runtime.stop().map_err(message).unwrap();
    assert_eq!(page.stage.child_element_count(), 0);
    assert_eq!(socket.frames().last().unwrap(), &[0xe0, 0], "DISCONNECT");
    receive(
        &socket,
        &js_sys::Uint8Array::from([0xff].as_slice()).buffer(),
    );

    // A second runtime's frames come after those that the first one had asked for.
    let other = busy().await;
    other
        .until("frames", || {
            other.number("loop", "trigger").filter(|n| *n > 2.0)
        })
        .await;
    assert_eq!(page.frames(), frames);
    assert!(page.notices().is_empty(), "{:?}", page.notices());
}

#[wasm_bindgen_test]
async fn what_was_stopped_says_so() {
    let page = Page::start().await;
    page.runtime.stop().map_err(message).unwrap();
    page.runtime.stop().map_err(message).unwrap();
    let add = json!({ "type": "add", "op": { "op": "Ops.Math.Sum", "x": 0, "y": 0 } });
    assert_eq!(page.edit(add).unwrap_err(), STOPPED);
    assert_eq!(thrown(page.runtime.save()), STOPPED);
    assert_eq!(thrown(page.runtime.undo()), STOPPED);
    assert_eq!(thrown(page.runtime.history()), STOPPED);
    assert_eq!(page.open("{}").await.unwrap_err(), STOPPED);
    assert_eq!(page.set_secret("a", "b", "c").await.unwrap_err(), STOPPED);
}

#[wasm_bindgen_test]
async fn a_patch_that_is_being_opened_when_it_is_stopped_is_not_opened() {
    let page = Page::start().await;
    let opening = page
        .runtime
        .open(crate::page::patch("late", json!([]), &[]));
    page.runtime.stop().map_err(message).unwrap();
    let reason = message(JsFuture::from(opening).await.unwrap_err());
    assert_eq!(reason, STOPPED);
    assert!(page.notices().is_empty());
}

#[wasm_bindgen_test]
async fn it_can_be_stopped_from_within_a_notice() {
    let sockets = Sockets::fake();
    let page = std::rc::Rc::new(busy().await);
    let weak = std::rc::Rc::downgrade(&page);
    page.react(move |_| {
        weak.upgrade()
            .unwrap()
            .runtime
            .stop()
            .map_err(message)
            .unwrap()
    });
    page.set("mqtt", "Client Name", "other");
    page.react(|_| {});
    assert_eq!(page.stage.child_element_count(), 0);
    assert_ne!(sockets.last().ready_state(), 0);
}

#[wasm_bindgen_test]
async fn a_page_that_is_left_for_good_leaves_its_brokers_in_good_order() {
    let sockets = Sockets::fake();
    let page = busy().await;
    let socket = sockets.last();
    socket.accept();
    leave(true);
    assert_eq!(page.output("mqtt", "State"), "connected");
    leave(false);
    assert_eq!(socket.frames().last().unwrap(), &[0xe0, 0], "DISCONNECT");
    assert_eq!(thrown(page.runtime.save()), STOPPED);
}

#[wasm_bindgen_test]
async fn wrong_options_are_named() {
    let reason = |options: JsValue| async { thrown(Face::start(options).await) };
    assert!(reason(JsValue::UNDEFINED).await.contains("`stage`"));
    let options = Object::new();
    Reflect::set(&options, &"stage".into(), &"here".into()).unwrap();
    assert!(reason(options.clone().into()).await.contains("`stage`"));
    let stage = crate::page::document().create_element("div").unwrap();
    Reflect::set(&options, &"stage".into(), &stage).unwrap();
    assert!(reason(options.into()).await.contains("`onNotice`"));
}
