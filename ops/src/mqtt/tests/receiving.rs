//! The MqttSubscribe op.

use ropewalk_flow::{Array, Bytes, SocketEvent, Value};
use ropewalk_mqtt::{Packet, Properties, Property, Publish, RetainHandling, Version, encode};

use super::rig::{Rig, SECOND, published};
use crate::mqtt::mqtt::Mqtt;
use crate::mqtt::mqtt_publish::MqttPublish;
use crate::mqtt::mqtt_subscribe::MqttSubscribe;

#[test]
fn a_filter_matches_whole_levels() {
    let (mut rig, _) = Rig::connected();
    let subscribe = rig.add::<MqttSubscribe>();
    rig.settle();
    rig.grant();
    rig.send_message("/test2", b"no");
    assert_eq!(rig.out(subscribe, "Received"), 0.0);
    rig.send_message("/test", b"yes");
    assert_eq!(rig.out(subscribe, "Received"), 1.0);
}

#[test]
fn wildcards_deliver_and_say_what_they_stand_for() {
    let (mut rig, _) = Rig::connected();
    let subscribe = rig.add::<MqttSubscribe>();
    rig.look_at(subscribe);
    rig.set(subscribe, "Topic", "room/+/#");
    rig.grant();
    rig.send_message("room/2/lamp/on", b"1");
    assert_eq!(rig.out(subscribe, "Topic"), "room/2/lamp/on");
    let levels: Array = [Value::from("2"), Value::from("lamp/on")].into();
    assert_eq!(rig.out(subscribe, "Topic Levels"), Value::Array(levels));
}

#[test]
fn the_object_is_passed_on_before_any_message() {
    let mut rig = Rig::new();
    let mqtt = rig.add::<Mqtt>();
    let other = rig.add::<Mqtt>();
    let publish = rig.add::<MqttPublish>();
    let subscribe = rig.add::<MqttSubscribe>();
    rig.set(other, "Active", false);
    rig.link((publish, "MQTT Object - Out"), (subscribe, "MQTT Object"));
    rig.link((mqtt, "MQTT Object"), (publish, "MQTT Object"));
    rig.accept();
    assert_eq!(rig.grant(), ["/test"]);
}

#[test]
fn two_receivers_of_one_topic_both_go_on_after_a_reconnect() {
    let (mut rig, _) = Rig::connected();
    let receivers = [rig.add::<MqttSubscribe>(), rig.add::<MqttSubscribe>()];
    rig.settle();
    rig.grant();
    rig.cut();
    rig.wait(5 * SECOND);
    rig.accept();
    assert_eq!(rig.grant(), ["/test"]);
    rig.send_message("/test", b"1");
    for receiver in receivers {
        assert_eq!(rig.out(receiver, "Received"), 1.0);
    }
}

#[test]
fn a_receiver_that_is_linked_later_subscribes_then() {
    let mut rig = Rig::new();
    let mqtt = rig.add::<Mqtt>();
    let other = rig.add::<Mqtt>();
    rig.set(other, "Active", false);
    let subscribe = rig.add::<MqttSubscribe>();
    rig.settle();
    assert!(rig.problem(subscribe).unwrap().contains("several"));
    rig.accept();
    assert!(rig.grant().is_empty());
    rig.link((mqtt, "MQTT Object"), (subscribe, "MQTT Object"));
    assert_eq!(rig.grant(), ["/test"]);
    assert_eq!(rig.problem(subscribe), None);
}

#[test]
fn equal_messages_are_each_a_pulse_with_their_topic_set() {
    let (mut rig, _) = Rig::connected();
    let subscribe = rig.add::<MqttSubscribe>();
    rig.set(subscribe, "Topic", "+");
    rig.look_at(subscribe);
    // Publishes the topic of what was received, when it was received.
    let echo = rig.add::<MqttPublish>();
    rig.set(echo, "Topic", "echo/echo");
    rig.link((subscribe, "Topic"), (echo, "Message"));
    rig.link((subscribe, "Received"), (echo, "Send"));
    rig.grant();
    rig.send_message("a", b"1");
    rig.send_message("b", b"1");
    rig.send_message("b", b"1");
    let topics: Vec<String> = rig.published().into_iter().map(|(_, text)| text).collect();
    assert_eq!(topics, ["a", "b", "b"]);
    assert_eq!(rig.out(subscribe, "Count"), 3.0);
}

#[test]
fn a_batch_of_messages_is_a_pulse_each_however_many_come_in_one_frame() {
    let (mut rig, _) = Rig::connected();
    let subscribe = rig.add::<MqttSubscribe>();
    let echo = rig.add::<MqttPublish>();
    rig.look_at(subscribe);
    rig.link((subscribe, "Message Float"), (echo, "Message"));
    rig.set(echo, "Topic", "echo");
    rig.set(echo, "Send On Change", true);
    rig.grant();
    let mut frame = Default::default();
    for number in 1..=50_u8 {
        let packet = Packet::Publish(Publish {
            topic: "/test".into(),
            payload: Bytes::from(number.to_string()),
            ..Publish::default()
        });
        encode(&packet, Version::V5, &mut frame).unwrap();
    }
    let socket = rig.socket();
    rig.tell(socket, SocketEvent::Bytes(frame.freeze()));
    let expected: Vec<_> = (1..=50)
        .map(|number| published("echo", &number.to_string()))
        .collect();
    assert_eq!(rig.published(), expected);
}

#[test]
fn a_payload_that_is_no_text_is_a_message_like_any_other() {
    let (mut rig, _) = Rig::connected();
    let subscribe = rig.add::<MqttSubscribe>();
    rig.look_at(subscribe);
    rig.grant();
    rig.send_message("/test", b"7");
    rig.send_message("/test", &[0xff, 0]);
    assert_eq!(
        rig.out(subscribe, "Message Float"),
        7.0,
        "the last number stays"
    );
    let bytes = Bytes::from_static(&[0xff, 0]);
    assert_eq!(rig.out(subscribe, "Message Bytes"), Value::Bytes(bytes));
    let Value::Text(error) = rig.out(subscribe, "Error") else {
        panic!("it is a text");
    };
    assert!(error.contains("not a number"), "{error}");
    rig.send_message("/test", b"{\"a\":1}");
    assert_eq!(rig.out(subscribe, "Message String"), "{\"a\":1}");
    let Value::Object(object) = rig.out(subscribe, "Message Object") else {
        panic!("it is an object");
    };
    assert_eq!(object["a"], 1.0);
    rig.send_message("/test", b" Off ");
    assert_eq!(rig.out(subscribe, "Message Boolean"), false);
    assert_eq!(rig.out(subscribe, "Received"), 4.0);
}

#[test]
fn latest_per_frame_gives_one_message_a_frame() {
    let (mut rig, _) = Rig::connected();
    let subscribe = rig.add::<MqttSubscribe>();
    rig.set(subscribe, "Delivery", "Latest per frame");
    rig.look_at(subscribe);
    rig.grant();
    rig.send_message("/test", b"1");
    rig.send_message("/test", b"2");
    assert_eq!(rig.out(subscribe, "Received"), 0.0);
    assert!(rig.graph.wants_frames());
    rig.graph.frame(rig.now);
    assert_eq!(rig.out(subscribe, "Message Float"), 2.0);
    assert_eq!(rig.out(subscribe, "Received"), 1.0);
    assert!(!rig.graph.wants_frames(), "nothing waits any more");
}

#[test]
fn only_new_leaves_out_what_the_broker_had_kept() {
    let (mut rig, _) = Rig::connected();
    let all = rig.add::<MqttSubscribe>();
    let new = rig.add::<MqttSubscribe>();
    rig.set(new, "Active", false);
    rig.set(new, "Retained", "Only new");
    rig.grant();
    rig.send(&Packet::Publish(Publish {
        topic: "/test".into(),
        retain: true,
        ..Publish::default()
    }));
    assert_eq!(rig.out(all, "Retained"), true);
    assert_eq!(rig.out(all, "Count"), 1.0);
    rig.set(new, "Active", true);
    rig.grant();
    rig.send(&Packet::Publish(Publish {
        topic: "/test".into(),
        retain: true,
        ..Publish::default()
    }));
    assert_eq!(rig.out(new, "Count"), 0.0);
    assert_eq!(rig.out(all, "Count"), 1.0, "it has seen it");
    rig.send_message("/test", b"1");
    assert_eq!(rig.out(new, "Count"), 1.0);
}

#[test]
fn a_subscription_that_is_refused_marks_its_op_only() {
    let (mut rig, _) = Rig::connected();
    let good = rig.add::<MqttSubscribe>();
    rig.settle();
    rig.grant();
    let bad = rig.add::<MqttSubscribe>();
    rig.set(bad, "Topic", "secret/#");
    rig.refuse_all();
    assert!(rig.problem(bad).unwrap().contains("is refused"));
    rig.send_message("/test", b"1");
    assert_eq!(rig.out(good, "Count"), 1.0);
}

#[test]
fn a_refusal_lasts_until_the_broker_grants_it_and_shows_no_older_grant() {
    let (mut rig, _) = Rig::connected();
    let subscribe = rig.add::<MqttSubscribe>();
    rig.settle();
    rig.grant();
    assert_eq!(rig.out(subscribe, "Granted QoS"), 0.0);
    rig.cut();
    rig.wait(5 * SECOND);
    rig.accept();
    rig.refuse_all();
    assert_eq!(rig.out(subscribe, "Granted QoS"), -1.0);
    // To look at another output takes nothing away from it.
    rig.look_at(subscribe);
    rig.send_message("/test", b"7");
    assert!(rig.problem(subscribe).unwrap().contains("is refused"));
    let Value::Text(error) = rig.out(subscribe, "Error") else {
        panic!("it is a text");
    };
    assert!(error.contains("is refused"), "{error}");
    rig.cut();
    rig.wait(9 * SECOND);
    rig.accept();
    rig.grant();
    assert_eq!(rig.problem(subscribe), None);
    assert_eq!(rig.out(subscribe, "Error"), "");
    assert_eq!(rig.out(subscribe, "Granted QoS"), 0.0);
}

#[test]
fn what_nobody_looks_at_is_not_worked_out() {
    let (mut rig, _) = Rig::connected();
    let subscribe = rig.add::<MqttSubscribe>();
    rig.settle();
    rig.grant();
    rig.send_message("/test", b"7");
    assert_eq!(rig.out(subscribe, "Message Float"), 0.0);
    rig.look_at(subscribe);
    assert_eq!(rig.out(subscribe, "Message Float"), 7.0, "then it is");
}

#[test]
fn what_a_message_says_of_itself_is_an_object() {
    let (mut rig, _) = Rig::connected();
    let subscribe = rig.add::<MqttSubscribe>();
    rig.look_at(subscribe);
    rig.grant();
    let pair = |name: &str, value: &str| Property::UserProperty((name.into(), value.into()));
    rig.send(&Packet::Publish(Publish {
        topic: "/test".into(),
        properties: [
            Property::ContentType("text/plain".into()),
            Property::MessageExpiry(9),
            Property::CorrelationData("7".into()),
            pair("lamp", "a"),
            pair("room", "hall"),
            pair("lamp", "b"),
        ]
        .into_iter()
        .collect(),
        ..Publish::default()
    }));
    let expected = r#"{"contentType":"text/plain","messageExpiry":9,"correlationData":"7","userProperties":{"lamp":["a","b"],"room":"hall"}}"#;
    assert_eq!(rig.out(subscribe, "Properties").to_json(), expected);
    rig.send_message("/test", b"1");
    assert_eq!(rig.out(subscribe, "Properties").to_json(), "{}");
}

#[test]
fn the_broker_is_told_what_is_not_wanted() {
    let (mut rig, _) = Rig::connected();
    let subscribe = rig.add::<MqttSubscribe>();
    rig.set(subscribe, "No Local", true);
    rig.set(subscribe, "Retained", "Only new");
    let packets = rig.packets();
    let Some(Packet::Subscribe(asked)) = packets.last() else {
        panic!("{packets:?}");
    };
    let (_, options) = &asked.filters[0];
    assert!(options.no_local);
    assert_eq!(options.retain_handling, RetainHandling::DoNotSend);
}

#[test]
fn a_filter_that_the_broker_cannot_have_is_told_when_it_is_set() {
    let mut rig = Rig::new();
    rig.add::<Mqtt>();
    let subscribe = rig.add::<MqttSubscribe>();
    rig.settle();
    let no_wildcards = Property::WildcardAvailable(false);
    rig.accept_with(Properties::NONE.with(Some(no_wildcards)));
    rig.grant();
    rig.set(subscribe, "Topic", "room/+");
    let Value::Text(error) = rig.out(subscribe, "Error") else {
        panic!("it is a text");
    };
    assert!(error.contains("wildcard"), "{error}");
}
