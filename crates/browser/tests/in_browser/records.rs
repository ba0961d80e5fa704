//! What outlasts the page.

use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::fake_socket::{Sockets, receive};
use crate::page::{Page, patch};

fn file(id: &str, server: &str) -> String {
    let ops = json!([
        { "id": "mqtt", "op": "Ops.Net.Mqtt.Mqtt",
          "values": { "Broker URL": server, "Clean Session": false } },
        { "id": "publish", "op": "Ops.Net.Mqtt.MqttPublish", "values": { "QoS": 1 } },
    ]);
    patch(id, ops, &[])
}

async fn open(file: &str) -> Page {
    let page = Page::start().await;
    page.open(file).await.unwrap();
    page
}

/// The payloads of the messages that were sent on the last socket once it was accepted.
fn sent(sockets: &Sockets) -> Vec<String> {
    let socket = sockets.last();
    socket.accept();
    let frames = socket.frames().concat();
    let text = String::from_utf8_lossy(&frames);
    let words = ["one", "two", "three"].into_iter();
    words
        .filter(|word| text.contains(word))
        .map(str::to_owned)
        .collect()
}

/// The packet id of the first message that was sent on the last socket.
fn first_packet_id(sockets: &Sockets) -> [u8; 2] {
    let frames = sockets.last().frames().concat();
    let topic = b"/test";
    let mut places = frames.windows(topic.len());
    let after = places.position(|bytes| bytes == topic).unwrap() + topic.len();
    [frames[after], frames[after + 1]]
}

/// Waits until what was to be stored is: whoever opens a patch waits for what came before.
async fn stored() {
    drop(open(&file("other", "wss://broker.test")).await);
}

#[wasm_bindgen_test]
async fn messages_that_wait_for_the_broker_outlast_the_page() {
    let sockets = Sockets::fake();
    let page = open(&file("waits", "wss://broker.test")).await;
    for message in ["one", "two"] {
        page.set("publish", "Message", message);
        page.press("publish", "Send");
    }
    page.open(&file("elsewhere", "wss://broker.test"))
        .await
        .unwrap();
    drop(page);

    let page = open(&file("waits", "wss://broker.test")).await;
    assert_eq!(page.output("mqtt", "Queued"), "2");
    assert_eq!(sent(&sockets), ["one", "two"]);
    // The broker acknowledges the first.
    let [high, low] = first_packet_id(&sockets);
    let acknowledgement = js_sys::Uint8Array::from([0x40, 2, high, low].as_slice());
    receive(&sockets.last(), &acknowledgement.buffer());
    page.open(&file("elsewhere", "wss://broker.test"))
        .await
        .unwrap();
    drop(page);

    let _page = open(&file("waits", "wss://broker.test")).await;
    assert_eq!(sent(&sockets), ["two"]);
}

#[wasm_bindgen_test]
async fn they_are_sent_to_no_other_broker() {
    let sockets = Sockets::fake();
    let page = open(&file("theirs", "wss://broker.test")).await;
    page.set("publish", "Message", "one");
    page.press("publish", "Send");
    drop(page);
    stored().await;

    // A file of somebody else's that bears the id of ours.
    let page = open(&file("theirs", "wss://elsewhere.test")).await;
    assert_eq!(page.output("mqtt", "Queued"), "0");
    assert!(sent(&sockets).is_empty());
}

#[wasm_bindgen_test]
async fn they_go_with_their_op() {
    let sockets = Sockets::fake();
    let page = open(&file("removed", "wss://broker.test")).await;
    page.set("publish", "Message", "one");
    page.press("publish", "Send");
    page.edit(json!({ "type": "remove", "ops": ["mqtt"] }))
        .unwrap();
    page.open(&file("elsewhere", "wss://broker.test"))
        .await
        .unwrap();
    drop(page);

    let _page = open(&file("removed", "wss://broker.test")).await;
    assert!(sent(&sockets).is_empty());
}
