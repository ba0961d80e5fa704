use gloo_timers::future::TimeoutFuture;
use js_sys::Uint8Array;
use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::Event;

use crate::fake_socket::{Socket, Sockets, end, open, receive};
use crate::page::{Page, message, window};

const CONNECTING: u16 = 0;
const CLOSING: u16 = 2;

async fn connecting(url: &str) -> Page {
    let ops = json!([{ "id": "mqtt", "op": "Ops.Net.Mqtt.Mqtt", "values": { "Broker URL": url } }]);
    let page = Page::with(ops, &[]).await;
    page.watch(&[("mqtt", "State"), ("mqtt", "Error"), ("mqtt", "Queued")]);
    page
}

#[wasm_bindgen_test]
async fn a_socket_is_opened_with_its_url_and_protocol() {
    let sockets = Sockets::fake();
    let _page = connecting("wss://broker.test:8084/mqtt").await;
    let socket = sockets.last();
    assert_eq!(socket.url(), "wss://broker.test:8084/mqtt");
    assert_eq!(socket.protocol(), "mqtt");
    assert!(socket.frames().is_empty());
    open(&socket);
    assert_eq!(socket.frames().len(), 1);
    assert_eq!(socket.frames()[0][0], 0x10, "CONNECT");
}

#[wasm_bindgen_test]
async fn a_refusal_of_the_browser_s_is_told_without_the_url_s_key() {
    let _sockets = Sockets::fake();
    let page = connecting("wss://forbidden.test/mqtt?key=hidden").await;
    let state = page.output("mqtt", "State");
    assert_eq!(state, "waiting");
    let error = page.output("mqtt", "Error");
    assert!(error.contains("forbids this page to open it"), "{error}");
    for notice in page.notices() {
        if notice["type"] != "opened" {
            assert!(!notice.to_string().contains("hidden"), "{notice}");
        }
    }
}

#[wasm_bindgen_test]
async fn the_browser_s_own_refusal_of_an_address_is_told() {
    // Not a fake: the browser itself throws for a fragment.
    let page = connecting("ws://127.0.0.1:1/mqtt#fragment").await;
    let error = page.output("mqtt", "Error");
    assert!(!error.is_empty());
}

#[wasm_bindgen_test]
async fn text_from_a_broker_ends_the_connection() {
    let sockets = Sockets::fake();
    let page = connecting("wss://broker.test").await;
    let socket = sockets.last();
    socket.accept();
    assert_eq!(page.output("mqtt", "State"), "connected");
    receive(&socket, &"hello".into());
    assert_ne!(page.output("mqtt", "State"), "connected");
    let error = page.output("mqtt", "Error");
    assert!(error.contains("MQTT is binary"), "{error}");
    assert_eq!(socket.ready_state(), CLOSING);
}

#[wasm_bindgen_test]
async fn code_and_reason_of_a_close_are_told() {
    let sockets = Sockets::fake();
    let page = connecting("wss://broker.test").await;
    let socket = sockets.last();
    socket.accept();
    end(&socket, 4321, "gone fishing");
    let error = page.output("mqtt", "Error");
    assert!(
        error.contains("4321") && error.contains("gone fishing"),
        "{error}"
    );
}

#[wasm_bindgen_test]
async fn a_socket_that_was_closed_is_heard_no_more() {
    let sockets = Sockets::fake();
    let page = connecting("wss://broker.test").await;
    let socket = sockets.last();
    socket.accept();
    page.set("mqtt", "Active", false);
    page.until_text("mqtt", "State", "stopped").await;
    assert_eq!(socket.ready_state(), CLOSING);
    let said: Vec<u8> = socket.frames().last().unwrap().clone();
    assert_eq!(said, [0xe0, 0], "DISCONNECT");
    page.forget_notices();
    let frames = socket.frames().len();
    receive(&socket, &Uint8Array::from([0xff].as_slice()).buffer());
    end(&socket, 1006, "late");
    assert_eq!(page.output("mqtt", "Error"), "");
    assert_eq!(socket.frames().len(), frames);
    assert!(page.notices().is_empty());
}

#[wasm_bindgen_test]
async fn nothing_is_sent_on_a_socket_that_is_not_open() {
    let sockets = Sockets::fake();
    let page = connecting("wss://broker.test").await;
    let socket = sockets.last();
    assert_eq!(socket.ready_state(), CONNECTING);
    page.set("mqtt", "Active", false);
    page.until_text("mqtt", "State", "stopped").await;
    assert!(socket.frames().is_empty());
}

/// A page with a connection that is up, and an op that publishes.
async fn publishing() -> Page {
    let ops = json!([
        { "id": "mqtt", "op": "Ops.Net.Mqtt.Mqtt", "values": { "Broker URL": "wss://broker.test" } },
        { "id": "publish", "op": "Ops.Net.Mqtt.MqttPublish" },
    ]);
    Page::with(ops, &[]).await
}

#[wasm_bindgen_test]
async fn what_a_page_publishes_at_once_shares_frames_of_bounded_size() {
    let sockets = Sockets::fake();
    let page = publishing().await;
    let socket = sockets.last();
    socket.accept();
    let before = socket.frames().len();
    for message in ["one", "two", "three"] {
        page.set("publish", "Message", message);
        page.press("publish", "Send");
    }
    assert_eq!(socket.frames().len(), before, "more may follow");
    TimeoutFuture::new(0).await;
    let frames = socket.frames();
    assert_eq!(frames.len(), before + 1);
    let text = String::from_utf8_lossy(&frames[before]).into_owned();
    let at = |word: &str| text.find(word).unwrap();
    assert!(at("one") < at("two") && at("two") < at("three"), "{text}");

    page.set("publish", "Message", "x".repeat(6_000));
    for _ in 0..5 {
        page.press("publish", "Send");
    }
    page.set("publish", "Message", "y".repeat(100_000));
    page.press("publish", "Send");
    TimeoutFuture::new(0).await;
    let frames = socket.frames().split_off(before + 1);
    let sizes: Vec<_> = frames.iter().map(|frame| frame.len() / 6_000).collect();
    assert_eq!(sizes, [2, 2, 1, 16]);
}

#[wasm_bindgen_test]
async fn what_was_published_goes_before_the_socket_is_closed() {
    let sockets = Sockets::fake();
    let page = publishing().await;
    let socket = sockets.last();
    socket.accept();
    page.set("publish", "Message", "last words");
    page.press("publish", "Send");
    page.runtime.stop().map_err(message).unwrap();
    let frame = socket.frames().pop().unwrap();
    assert!(String::from_utf8_lossy(&frame).contains("last words"));
    assert!(frame.ends_with(&[0xe0, 0]), "DISCONNECT");
    assert_eq!(socket.ready_state(), CLOSING);
}

#[wasm_bindgen_test]
async fn while_a_socket_has_much_to_send_messages_wait() {
    let sockets = Sockets::fake();
    let page = publishing().await;
    page.watch(&[("mqtt", "Queued"), ("publish", "Sent")]);
    let socket = sockets.last();
    socket.accept();
    socket.set_buffered_amount(2 << 20);
    // The browser is asked now and then only.
    while page.output("mqtt", "Queued") == "0" {
        page.press("publish", "Send");
        TimeoutFuture::new(0).await;
    }
    let sent = socket.frames().len();
    page.press("publish", "Send");
    assert_eq!(socket.frames().len(), sent);
    assert_eq!(page.output("mqtt", "Queued"), "2");
    page.until_number("mqtt", "Queued", 2.0).await;
    socket.set_buffered_amount(0);
    page.until_number("mqtt", "Queued", 0.0).await;
    assert!(socket.frames().len() > sent);
}

#[wasm_bindgen_test]
async fn when_the_network_is_back_it_is_tried_at_once() {
    let sockets = Sockets::fake();
    let page = connecting("wss://broker.test").await;
    end(&sockets.last(), 1006, "");
    assert_eq!(page.output("mqtt", "State"), "waiting");
    assert_eq!(sockets.made().len(), 1);
    window()
        .dispatch_event(&Event::new("online").unwrap())
        .unwrap();
    assert_eq!(page.output("mqtt", "State"), "connecting");
    assert_eq!(sockets.made().len(), 2);
}

#[wasm_bindgen_test]
async fn every_frame_arrives_as_it_was_sent() {
    let sockets = Sockets::fake();
    let ops = json!([
        { "id": "mqtt", "op": "Ops.Net.Mqtt.Mqtt", "values": { "Broker URL": "wss://broker.test" } },
        { "id": "subscribe", "op": "Ops.Net.Mqtt.MqttSubscribe", "values": { "Topic": "t" } },
    ]);
    let page = Page::with(ops, &[]).await;
    page.watch(&[("subscribe", "Message String"), ("subscribe", "Count")]);
    let socket: Socket = sockets.last();
    socket.accept();
    // A PUBLISH in two frames, then two in one.
    let publish = [0x30, 5, 0, 1, b't', 0, b'a'];
    let buffer = |bytes: &[u8]| Uint8Array::from(bytes).buffer();
    receive(&socket, &buffer(&publish[..3]));
    receive(&socket, &buffer(&publish[3..]));
    assert_eq!(page.output("subscribe", "Count"), "1");
    receive(&socket, &buffer(&[publish, publish].concat()));
    assert_eq!(page.output("subscribe", "Count"), "3");
    assert_eq!(page.output("subscribe", "Message String"), "a");
}
