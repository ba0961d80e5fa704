//! What brokers do to a WebSocket: in which frames they send, how they close one. Brokers with one
//! such habit each play it over a real one (`tests/brokers/habits.mjs`). What they do in the
//! language of MQTT is played to the ops, in their `habits`.

use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::control::habit;
use crate::fake_socket::Sockets;
use crate::page::Page;

const VERSIONS: [&str; 2] = ["3.1.1", "5.0"];

/// A page that is connected, or tries to be, in this version, with two subscribers and a publisher.
async fn page(name: &str, protocol: &str) -> Page {
    let subscribe = |id: &str, topic: &str| json!({ "id": id, "op": "Ops.Net.Mqtt.MqttSubscribe", "values": { "Topic": topic } });
    let ops = json!([
        { "id": "mqtt", "op": "Ops.Net.Mqtt.Mqtt", "values": {
            "Broker URL": habit(name), "Protocol": protocol,
            "Reconnect Min": 0.1, "Reconnect Max": 0.5 } },
        subscribe("subscribe", "a"),
        subscribe("other", "b"),
        { "id": "publish", "op": "Ops.Net.Mqtt.MqttPublish", "values": { "QoS": 1, "Topic": "c" } },
    ]);
    let page = Page::with(ops, &[]).await;
    page.watch(&[
        ("mqtt", "State"),
        ("mqtt", "Error"),
        ("mqtt", "On Connect"),
        ("subscribe", "Count"),
        ("other", "Count"),
        ("publish", "Acknowledged"),
        ("publish", "Refused"),
        ("subscribe", "Message String"),
        ("other", "Message String"),
    ]);
    page
}

/// Waits until the three messages of each subscriber have come.
async fn received_all(page: &Page, times: f64) {
    for id in ["subscribe", "other"] {
        page.until_number(id, "Count", 3.0 * times).await;
        page.until_text(id, "Message String", "three").await;
    }
}

#[wasm_bindgen_test]
async fn packets_arrive_in_whatever_frames_they_come() {
    for name in [
        "empty-frames",
        "a-frame-for-each-byte",
        "several-packets-in-a-frame",
    ] {
        for protocol in VERSIONS {
            let page = page(name, protocol).await;
            received_all(&page, 1.0).await;
            page.press("publish", "Send");
            page.until_number("publish", "Acknowledged", 1.0).await;
            assert_eq!(page.output("mqtt", "State"), "connected", "{name}");
            assert_eq!(page.output("mqtt", "On Connect"), "1", "{name}");
        }
    }
}

#[wasm_bindgen_test]
async fn a_close_in_the_place_of_connack_is_told_with_its_code_and_reason_and_tried_again() {
    for (name, says) in [
        ("no-connack-and-1002", "(code 1002): unauthenticated"),
        ("no-connack-and-1011", "(code 1011)"),
    ] {
        for protocol in VERSIONS {
            let sockets = Sockets::spied();
            let page = page(name, protocol).await;
            page.until_text("mqtt", "State", "waiting").await;
            let error = page.output("mqtt", "Error");
            assert!(error.contains(says), "{name}: {error}");
            assert!(error.contains("the password is wrong"), "{name}: {error}");
            // It may have been something else, so that it is tried again.
            page.until("another socket", || {
                (sockets.made().len() > 1).then_some(())
            })
            .await;
        }
    }
}

#[wasm_bindgen_test]
async fn a_broker_that_says_nothing_after_the_handshake_is_left() {
    let sockets = Sockets::spied();
    let page = page("silent-after-the-handshake", "3.1.1").await;
    page.until_text("mqtt", "State", "waiting").await;
    let error = page.output("mqtt", "Error");
    assert!(error.contains("then says nothing"), "{error}");
    assert!(sockets.made()[0].ready_state() >= 2, "it is closed");
}

#[wasm_bindgen_test]
async fn a_connack_of_3_1_1_to_a_client_of_5_0_has_it_speak_3_1_1() {
    let sockets = Sockets::spied();
    let page = page("connack-of-3-1-1", "Auto").await;
    received_all(&page, 1.0).await;
    assert_eq!(sockets.made().len(), 2);
    assert_eq!(page.output("mqtt", "State"), "connected");
    assert_eq!(page.output("mqtt", "Error"), "");
}

#[wasm_bindgen_test]
async fn a_connection_that_a_message_has_ended_is_told_and_is_back_for_all() {
    for (name, says) in [
        ("closes-without-a-word", "is lost."),
        (
            "closes-with-1003-and-a-reason",
            "has closed the connection (code 1003): access refused.",
        ),
        ("closes-with-1000", "has closed the connection (code 1000)."),
        ("closes-without-a-code", "has closed the connection."),
    ] {
        for protocol in VERSIONS {
            let page = page(name, protocol).await;
            received_all(&page, 1.0).await;
            // Of QoS 0, so that it is not sent again.
            page.set("publish", "QoS", 0);
            page.press("publish", "Send");
            page.until("the reason", || {
                page.text("mqtt", "Error")
                    .filter(|error| error.contains(says))
            })
            .await;
            page.until_number("mqtt", "On Connect", 2.0).await;
            received_all(&page, 2.0).await;
            assert_eq!(page.output("mqtt", "Error"), "", "{name}");
        }
    }
}

#[wasm_bindgen_test]
async fn a_message_that_ends_each_connection_is_given_up_and_the_others_go_on() {
    for protocol in VERSIONS {
        let page = page("closes-without-a-word", protocol).await;
        received_all(&page, 1.0).await;
        page.press("publish", "Send");
        page.until_number("publish", "Refused", 1.0).await;
        let error = page.output("publish", "Error");
        assert!(error.contains("closes the connection each time"), "{error}");
        assert_eq!(page.output("publish", "Pending"), "0");
        page.until_number("mqtt", "On Connect", 6.0).await;
        received_all(&page, 6.0).await;
        assert_eq!(page.output("mqtt", "Error"), "");
    }
}
