//! Against real brokers: the one of `ropewalk serve`, and Mosquitto.

use serde_json::{Value as Json, json};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::client::Client;
use crate::control::Broker;
use crate::fake_socket::Sockets;
use crate::page::Page;

/// The same tests for each broker, in each version of MQTT.
macro_rules! for_each_broker {
    ($how:ident: $ropewalk_3_1_1:ident, $ropewalk_5_0:ident,
        $mosquitto_3_1_1:ident, $mosquitto_5_0:ident; $tests:tt) => {
        for_each_broker!($ropewalk_3_1_1, $how("ropewalk", "3.1.1"), $tests);
        for_each_broker!($ropewalk_5_0, $how("ropewalk", "5.0"), $tests);
        for_each_broker!($mosquitto_3_1_1, $how("mosquitto", "3.1.1"), $tests);
        for_each_broker!($mosquitto_5_0, $how("mosquitto", "5.0"), $tests);
    };
    ($module:ident, $how:ident($name:literal, $protocol:literal), { $($test:ident,)* }) => {
        mod $module {
            use super::*;
            $(#[wasm_bindgen_test]
            async fn $test() {
                super::$test(Broker::$how($name, $protocol).await).await;
            })*
        }
    };
}

for_each_broker!(named: ropewalk_in_3_1_1, ropewalk_in_5_0, mosquitto_in_3_1_1, mosquitto_in_5_0; {
    it_connects_and_leaves,
    a_wrong_password_is_refused_in_plain_words,
    what_is_published_reaches_others,
    wildcards_match_their_levels,
    what_a_broker_keeps_comes_first,
    two_subscribers_of_one_topic_both_receive,
    the_will_of_one_that_is_lost_is_published,
    the_will_of_ours_is_published_when_it_is_cut_off_and_not_when_it_leaves,
    a_killed_broker_that_is_back_gets_every_message_once,
    who_may_only_read_reads_and_is_refused_to_write,
    what_was_sent_while_it_was_away_comes_to_a_session_that_was_kept,
    what_a_message_says_of_itself_arrives_in_5_0,
    own_messages_are_left_out_where_that_is_asked_for_in_5_0,
    each_of_overlapping_filters_gets_a_message_once_in_5_0,
});

// TLS is the browser's, below what the runtime sees: these show that a socket of it opens, carries
// both ways, closes with a CONNACK that refuses, and is noticed when it is lost. What MQTT says in
// it is the same bytes.
for_each_broker!(secure: ropewalk_in_3_1_1_over_tls, ropewalk_in_5_0_over_tls,
    mosquitto_in_3_1_1_over_tls, mosquitto_in_5_0_over_tls; {
    it_connects_and_leaves,
    a_wrong_password_is_refused_in_plain_words,
    what_is_published_reaches_others,
    a_killed_broker_that_is_back_gets_every_message_once,
});

async fn it_connects_and_leaves(broker: Broker) {
    let page = page(&broker, json!({}), json!([]), &[]).await;
    assert_eq!(page.text("mqtt", "Error").as_deref(), Some(""));
    assert_eq!(page.number("mqtt", "Connected"), Some(1.0));
    assert_eq!(page.output("mqtt", "Server"), broker.url);
    page.set("mqtt", "Active", false);
    page.until_text("mqtt", "State", "stopped").await;
    assert_eq!(page.output("mqtt", "On Disconnect"), "1");
    page.set("mqtt", "Active", true);
    page.until_text("mqtt", "State", "connected").await;
    assert_eq!(page.output("mqtt", "On Connect"), "2");
}

async fn a_wrong_password_is_refused_in_plain_words(broker: Broker) {
    let page = page_as(&broker, "try", "wrong", json!({}), json!([]), &[]).await;
    page.until_text("mqtt", "State", "refused").await;
    let error = page.output("mqtt", "Error").to_lowercase();
    assert!(error.contains("password"), "{error}");
    let marked = page
        .until_notice(|notice| notice["type"] == "opStatus" && notice["op"] == "mqtt")
        .await;
    assert_eq!(marked["status"]["level"], "error", "{marked}");

    // With the right one it is tried again at once, and the mark goes.
    page.set_secret("mqtt", "Password", "try").await.unwrap();
    page.until_text("mqtt", "State", "connected").await;
    page.until_notice(|notice| notice["type"] == "opStatus" && notice["status"].is_null())
        .await;
}

async fn what_is_published_reaches_others(broker: Broker) {
    let mut other = Client::connect(&broker.url, "what-is-published", None).await;
    other.subscribe("reach/one").await;
    let ops = json!([
        { "id": "publish", "op": "Ops.Net.Mqtt.MqttPublish",
          "values": { "Topic": "reach/one", "Message": "näh", "QoS": 1 } },
        { "id": "subscribe", "op": "Ops.Net.Mqtt.MqttSubscribe",
          "values": { "Topic": "reach/two" } },
    ]);
    let page = page(&broker, json!({}), ops, &[]).await;
    page.press("publish", "Send");
    let message = other.published().await;
    assert_eq!((&*message.topic, &*message.payload), ("reach/one", "näh"));
    page.until_number("publish", "Acknowledged", 1.0).await;
    assert_eq!(page.output("publish", "Pending"), "0");

    page.until("the subscription", || {
        page.number("subscribe", "Granted QoS")
            .filter(|qos| *qos >= 0.0)
    })
    .await;
    other.publish("reach/two", "12.5", false).await;
    page.until_number("subscribe", "Received", 1.0).await;
    assert_eq!(page.output("subscribe", "Message String"), "12.5");
    assert_eq!(page.output("subscribe", "Message Float"), "12.5");
}

async fn wildcards_match_their_levels(broker: Broker) {
    let ops = json!([
        { "id": "subscribe", "op": "Ops.Net.Mqtt.MqttSubscribe",
          "values": { "Topic": "wild/+/lamp/#" } },
    ]);
    let page = page(&broker, json!({}), ops, &[]).await;
    page.until_number("subscribe", "Granted QoS", 0.0).await;
    let mut other = Client::connect(&broker.url, "wildcards", None).await;
    other.publish("wild/hall/door/1", "no", false).await;
    other.publish("wild/hall/lamp/1/level", "yes", false).await;
    page.until_number("subscribe", "Received", 1.0).await;
    assert_eq!(page.output("subscribe", "Message String"), "yes");
    assert_eq!(page.output("subscribe", "Topic"), "wild/hall/lamp/1/level");
    assert_eq!(
        page.output("subscribe", "Topic Levels"),
        r#"["hall","1/level"]"#
    );
}

async fn what_a_broker_keeps_comes_first(broker: Broker) {
    let mut other = Client::connect(&broker.url, "retained", None).await;
    other.publish("kept/value", "kept", true).await;
    let ops = json!([
        { "id": "subscribe", "op": "Ops.Net.Mqtt.MqttSubscribe", "values": { "Topic": "kept/value" } },
        { "id": "publish", "op": "Ops.Net.Mqtt.MqttPublish",
          "values": { "Topic": "kept/value", "Message": "", "Retain": true, "QoS": 1 } },
    ]);
    let page = page(&broker, json!({}), ops, &[]).await;
    page.until_number("subscribe", "Received", 1.0).await;
    assert_eq!(page.output("subscribe", "Message String"), "kept");
    assert_eq!(page.output("subscribe", "Retained"), "true");
    other.publish("kept/value", "new", false).await;
    page.until_number("subscribe", "Received", 2.0).await;
    assert_eq!(page.output("subscribe", "Retained"), "false");
    // An empty message that is to be kept has the broker keep nothing.
    page.press("publish", "Send");
    page.until_number("publish", "Acknowledged", 1.0).await;
}

async fn two_subscribers_of_one_topic_both_receive(broker: Broker) {
    let subscribe = |id: &str| json!({ "id": id, "op": "Ops.Net.Mqtt.MqttSubscribe", "values": { "Topic": "twice" } });
    let page = page(
        &broker,
        json!({}),
        json!([subscribe("subscribe"), subscribe("second")]),
        &[],
    )
    .await;
    page.until_number("subscribe", "Granted QoS", 0.0).await;
    page.until("the second", || {
        (page.output("second", "Granted QoS") == "0").then_some(())
    })
    .await;
    let mut other = Client::connect(&broker.url, "two-subscribers", None).await;
    other.publish("twice", "both", false).await;
    page.until_number("subscribe", "Received", 1.0).await;
    assert_eq!(page.output("subscribe", "Count"), "1");
    assert_eq!(page.output("second", "Count"), "1");
}

async fn the_will_of_one_that_is_lost_is_published(broker: Broker) {
    let ops = json!([
        { "id": "subscribe", "op": "Ops.Net.Mqtt.MqttSubscribe", "values": { "Topic": "will/other" } },
    ]);
    let page = page(&broker, json!({}), ops, &[]).await;
    page.until_number("subscribe", "Granted QoS", 0.0).await;
    let will = Some(("will/other", "it is lost"));
    Client::connect(&broker.url, "with-a-will", will)
        .await
        .vanish();
    page.until_number("subscribe", "Received", 1.0).await;
    assert_eq!(page.output("subscribe", "Message String"), "it is lost");
}

async fn the_will_of_ours_is_published_when_it_is_cut_off_and_not_when_it_leaves(broker: Broker) {
    let mut other = Client::connect(&broker.url, "hears-the-will", None).await;
    other.subscribe("will/#").await;
    let sockets = Sockets::spied();
    let options = json!({
        "Will Topic": "will/ours", "Will Message": "gone", "Birth Topic": "will/birth",
        "Birth Message": "here",
    });
    let page = page(&broker, options, json!([]), &[]).await;
    assert_eq!(other.published().await.payload, "here");
    // Closed behind the runtime's back, which so cannot say goodbye.
    sockets.last().close();
    assert_eq!(other.published().await.payload, "gone");
    page.until_number("mqtt", "On Connect", 2.0).await;
    assert_eq!(other.published().await.payload, "here");
    page.set("mqtt", "Active", false);
    page.until_text("mqtt", "State", "stopped").await;
    // What the next one says is the next that is heard.
    Client::connect(&broker.url, "says-so", None)
        .await
        .publish("will/none", "no will", false)
        .await;
    assert_eq!(other.published().await.payload, "no will");
}

async fn a_killed_broker_that_is_back_gets_every_message_once(broker: Broker) {
    let ops = json!([
        { "id": "publish", "op": "Ops.Net.Mqtt.MqttPublish",
          "values": { "Topic": "back/out", "QoS": 1 } },
        { "id": "subscribe", "op": "Ops.Net.Mqtt.MqttSubscribe",
          "values": { "Topic": "back/in", "QoS": 1 } },
    ]);
    // It is tried often, so that a client of the test's can be there before it.
    let page = page(&broker, json!({ "Reconnect Max": 1 }), ops, &[]).await;
    page.until_number("subscribe", "Granted QoS", 1.0).await;
    broker.kill().await;
    page.until_number("mqtt", "Connected", 0.0).await;
    assert_eq!(page.output("mqtt", "On Disconnect"), "1");
    for message in ["one", "two", "three"] {
        page.set("publish", "Message", message);
        page.press("publish", "Send");
    }
    assert_eq!(page.output("publish", "Pending"), "3");
    page.set("mqtt", "Active", true);
    broker.start().await;
    // One that listens before ours is back is not to be had for sure, so what was published is
    // kept by a second connection of the same page's.
    page.until_number("publish", "Acknowledged", 3.0).await;
    assert_eq!(page.output("publish", "Pending"), "0");
    assert_eq!(page.output("publish", "Refused"), "0");
    let mut other = Client::connect(&broker.url, "after-the-cut", None).await;
    other.publish("back/in", "still subscribed", false).await;
    page.until_number("subscribe", "Received", 1.0).await;
    assert_eq!(
        page.output("subscribe", "Message String"),
        "still subscribed"
    );
}

async fn who_may_only_read_reads_and_is_refused_to_write(broker: Broker) {
    let ops = json!([
        { "id": "publish", "op": "Ops.Net.Mqtt.MqttPublish",
          "values": { "Topic": "read/only", "Message": "no", "QoS": 1 } },
        { "id": "subscribe", "op": "Ops.Net.Mqtt.MqttSubscribe", "values": { "Topic": "read/only" } },
    ]);
    let page = page_as(&broker, "view", "view", json!({}), ops, &[]).await;
    page.until_text("mqtt", "State", "connected").await;
    page.until_number("subscribe", "Granted QoS", 0.0).await;
    page.press("publish", "Send");
    // 3.1.1 has no way to refuse a message: these brokers acknowledge it, and drop it.
    if broker.protocol == "5.0" {
        page.until("the refusal", || {
            (page.output("publish", "Refused") == "1").then_some(())
        })
        .await;
        let error = page.output("publish", "Error");
        assert!(error.contains("read/only"), "{error}");
        assert_eq!(page.output("publish", "Acknowledged"), "0");
    }
    let mut other = Client::connect(&broker.url, "may-write", None).await;
    other.publish("read/only", "yes", false).await;
    page.until_number("subscribe", "Received", 1.0).await;
    assert_eq!(page.output("subscribe", "Message String"), "yes");
    assert_eq!(page.number("mqtt", "Connected"), Some(1.0));
}

async fn what_was_sent_while_it_was_away_comes_to_a_session_that_was_kept(broker: Broker) {
    let ops = json!([
        { "id": "subscribe", "op": "Ops.Net.Mqtt.MqttSubscribe",
          "values": { "Topic": "away", "QoS": 1 } },
    ]);
    let page = page(&broker, json!({ "Clean Session": false }), ops, &[]).await;
    page.until_number("subscribe", "Granted QoS", 1.0).await;
    let mut other = Client::connect(&broker.url, "while-away", None).await;
    page.set("mqtt", "Active", false);
    page.until_text("mqtt", "State", "stopped").await;
    other.publish("away", "kept for it", false).await;
    page.set("mqtt", "Active", true);
    page.until_number("subscribe", "Received", 1.0).await;
    assert_eq!(page.output("subscribe", "Message String"), "kept for it");
    assert_eq!(page.output("mqtt", "Session Present"), "true");
    // Leaves nothing behind at the broker.
    page.set("mqtt", "Clean Session", true);
    page.until_number("mqtt", "On Connect", 3.0).await;
}

async fn what_a_message_says_of_itself_arrives_in_5_0(broker: Broker) {
    let ops = json!([
        { "id": "publish", "op": "Ops.Net.Mqtt.MqttPublish", "values": {
            "Topic": "said", "Message": "x", "Expiry": 60, "Content Type": "text/plain",
            "Response Topic": "answers", "Correlation Data": "7",
            "User Properties": { "room": "hall", "lamp": ["a", "b"] } } },
        { "id": "subscribe", "op": "Ops.Net.Mqtt.MqttSubscribe", "values": { "Topic": "said" } },
    ]);
    let page = page(&broker, json!({}), ops, &[]).await;
    page.watch(&[
        ("subscribe", "Properties"),
        ("subscribe", "Granted QoS"),
        ("subscribe", "Received"),
    ]);
    page.until_number("subscribe", "Granted QoS", 0.0).await;
    page.press("publish", "Send");
    page.until_number("subscribe", "Received", 1.0).await;
    let said: Json = serde_json::from_str(&page.output("subscribe", "Properties")).unwrap();
    if broker.protocol == "3.1.1" {
        assert_eq!(said, json!({}));
        return;
    }
    assert_eq!(said["contentType"], "text/plain");
    assert_eq!(said["responseTopic"], "answers");
    assert_eq!(said["correlationData"], "7");
    assert_eq!(said["messageExpiry"], 60);
    assert_eq!(said["userProperties"]["room"], "hall");
    assert_eq!(said["userProperties"]["lamp"], json!(["a", "b"]));
}

async fn own_messages_are_left_out_where_that_is_asked_for_in_5_0(broker: Broker) {
    let ops = json!([
        { "id": "publish", "op": "Ops.Net.Mqtt.MqttPublish",
          "values": { "Topic": "local", "Message": "own", "QoS": 1 } },
        { "id": "subscribe", "op": "Ops.Net.Mqtt.MqttSubscribe",
          "values": { "Topic": "local", "No Local": true } },
    ]);
    let page = page(&broker, json!({}), ops, &[]).await;
    page.until_number("subscribe", "Granted QoS", 0.0).await;
    page.press("publish", "Send");
    page.until_number("publish", "Acknowledged", 1.0).await;
    let mut other = Client::connect(&broker.url, "not-local", None).await;
    other.publish("local", "another's", false).await;
    let all = if broker.protocol == "5.0" { 1.0 } else { 2.0 };
    page.until_number("subscribe", "Received", all).await;
    assert_eq!(page.output("subscribe", "Message String"), "another's");
}

async fn each_of_overlapping_filters_gets_a_message_once_in_5_0(broker: Broker) {
    let subscribe = |id: &str, topic: &str| json!({ "id": id, "op": "Ops.Net.Mqtt.MqttSubscribe", "values": { "Topic": topic } });
    let ops = json!([
        subscribe("subscribe", "over/#"),
        subscribe("second", "over/lap"),
        subscribe("last", "end"),
    ]);
    let page = page(&broker, json!({}), ops, &[]).await;
    // Whoever waits for a value looks again when one that is watched has changed.
    page.watch(&[
        ("subscribe", "Granted QoS"),
        ("second", "Granted QoS"),
        ("last", "Granted QoS"),
        ("last", "Count"),
    ]);
    for id in ["subscribe", "second", "last"] {
        page.until("all are granted", || {
            (page.output(id, "Granted QoS") == "0").then_some(())
        })
        .await;
    }
    let mut other = Client::connect(&broker.url, "overlapping", None).await;
    other.publish("over/lap", "1", false).await;
    other.publish("end", "2", false).await;
    page.until("the last", || {
        (page.output("last", "Count") == "1").then_some(())
    })
    .await;
    let counts = [
        page.output("subscribe", "Count"),
        page.output("second", "Count"),
    ];
    // In 3.1.1 nothing says which filter a copy is for, so each may see two.
    if broker.protocol == "5.0" {
        assert_eq!(counts, ["1", "1"]);
    } else {
        assert!(
            counts.iter().all(|count| count == "1" || count == "2"),
            "{counts:?}"
        );
    }
}

/// A page whose patch is connected to the broker as the user `try`.
async fn page(broker: &Broker, options: Json, ops: Json, links: &[&str]) -> Page {
    let page = page_as(broker, "try", "try", options, ops, links).await;
    page.until_text("mqtt", "State", "connected").await;
    page
}

/// A page whose patch connects to the broker. What its ops have to say is watched.
async fn page_as(
    broker: &Broker,
    user: &str,
    password: &str,
    mut options: Json,
    ops: Json,
    links: &[&str],
) -> Page {
    options["Broker URL"] = broker.url.clone().into();
    options["Protocol"] = broker.protocol.into();
    options["Username"] = user.into();
    options["Password"] = password.into();
    options["Reconnect Min"] = json!(0.1);
    let mut all = vec![json!({ "id": "mqtt", "op": "Ops.Net.Mqtt.Mqtt", "values": options })];
    all.extend(ops.as_array().unwrap().iter().cloned());
    let page = Page::with(all.into(), links).await;
    page.watch(&[
        ("mqtt", "State"),
        ("mqtt", "Error"),
        ("mqtt", "Connected"),
        ("mqtt", "On Connect"),
        ("publish", "Sent"),
        ("publish", "Acknowledged"),
        ("subscribe", "Granted QoS"),
        ("subscribe", "Received"),
        ("subscribe", "Message String"),
        ("subscribe", "Message Float"),
        ("subscribe", "Topic"),
        ("subscribe", "Topic Levels"),
    ]);
    page
}
