//! The MqttPublish op.

use ropewalk_flow::Value;
use ropewalk_mqtt::{Ack, Packet, PacketId, Properties, Property, ReasonCode};

use super::rig::{HALF, Rig, SECOND, published};
use crate::mqtt::mqtt::Mqtt;
use crate::mqtt::mqtt_publish::MqttPublish;
use crate::mqtt::mqtt_subscribe::MqttSubscribe;

#[test]
fn anything_can_be_sent_and_nan_stops_nothing() {
    let (mut rig, _) = Rig::connected();
    let publish = rig.add::<MqttPublish>();
    rig.settle();
    for (value, text) in [
        (Value::Number(f64::NAN), "NaN"),
        (Value::Number(0.5), "0.5"),
        (Value::Bool(true), "true"),
        (Value::from("knot"), "knot"),
        (Value::from_json(r#"{"a":[1]}"#).unwrap(), r#"{"a":[1]}"#),
    ] {
        rig.set(publish, "Message", value);
        rig.press(publish, "Send");
        assert_eq!(rig.published(), [published("/test", text)]);
    }
    assert_eq!(rig.out(publish, "Sent"), 5.0);
}

#[test]
fn messages_that_are_sent_while_offline_go_out_later() {
    let mut rig = Rig::new();
    rig.add::<Mqtt>();
    let publish = rig.add::<MqttPublish>();
    rig.settle();
    for number in [1.0, 2.0] {
        rig.set(publish, "Message", number);
        rig.press(publish, "Send");
    }
    assert_eq!(rig.out(publish, "Pending"), 2.0);
    assert_eq!(rig.out(publish, "Sent"), 0.0);
    rig.accept();
    assert_eq!(
        rig.published(),
        [published("/test", "1"), published("/test", "2")]
    );
    assert_eq!(rig.out(publish, "Pending"), 0.0);
    assert_eq!(rig.out(publish, "Sent"), 2.0);
}

#[test]
fn what_the_queue_drops_is_told_to_who_has_sent_it() {
    let mut rig = Rig::new();
    let mqtt = rig.add::<Mqtt>();
    rig.set(mqtt, "Max Queue", 1.0);
    rig.wait(SECOND);
    let publish = rig.add::<MqttPublish>();
    rig.settle();
    rig.press(publish, "Send");
    rig.press(publish, "Send");
    assert_eq!(rig.out(publish, "Refused"), 1.0);
    assert_eq!(rig.out(publish, "Pending"), 1.0);
    assert!(rig.problem(publish).unwrap().contains("lost"));
}

#[test]
fn a_message_of_qos_1_is_pending_until_it_is_acknowledged() {
    let (mut rig, _) = Rig::connected();
    let publish = rig.add::<MqttPublish>();
    rig.set(publish, "QoS", 1.0);
    rig.press(publish, "Send");
    assert_eq!(rig.out(publish, "Pending"), 1.0);
    rig.send(&Packet::PubAck(PacketId::new(1).unwrap().into()));
    assert_eq!(rig.out(publish, "Pending"), 0.0);
    assert_eq!(rig.out(publish, "Acknowledged"), 1.0);
}

#[test]
fn a_topic_that_is_none_is_an_error_where_it_is() {
    let (mut rig, _) = Rig::connected();
    let publish = rig.add::<MqttPublish>();
    rig.set(publish, "Topic", "a/#");
    rig.press(publish, "Send");
    assert!(rig.problem(publish).unwrap().contains("wildcard"));
    assert_eq!(rig.out(publish, "Refused"), 1.0);
    let subscribe = rig.add::<MqttSubscribe>();
    rig.set(subscribe, "Topic", "a/#/b");
    assert!(rig.problem(subscribe).unwrap().contains("comes last"));
    rig.set(publish, "Topic", "a");
    rig.press(publish, "Send");
    assert_eq!(rig.published().len(), 1, "the others go on");
}

#[test]
fn a_rate_holds_back_all_but_the_latest() {
    let (mut rig, _) = Rig::connected();
    let publish = rig.add::<MqttPublish>();
    rig.set(publish, "Max Rate", 2.0);
    rig.set(publish, "Send On Change", true);
    for number in [1.0, 2.0, 3.0] {
        rig.set(publish, "Message", number);
    }
    assert_eq!(rig.published(), [published("/test", "1")]);
    rig.wait(HALF);
    assert_eq!(rig.published(), [published("/test", "3")]);
    rig.wait(10 * SECOND);
    assert!(rig.published().is_empty());
}

#[test]
fn what_a_rate_holds_back_is_what_was_sent_and_goes_out_once() {
    let (mut rig, _) = Rig::connected();
    let publish = rig.add::<MqttPublish>();
    rig.set(publish, "Max Rate", 2.0);
    for (message, topic) in [("1", "a"), ("2", "b")] {
        rig.set(publish, "Message", message);
        rig.set(publish, "Topic", topic);
        rig.press(publish, "Send");
    }
    assert_eq!(rig.published(), [published("a", "1")]);
    // Not sent, so not to be published.
    rig.set(publish, "Message", "3");
    rig.set(publish, "Topic", "c");
    rig.wait(HALF);
    assert_eq!(rig.published(), [published("b", "2")]);

    rig.press(publish, "Send");
    rig.set(publish, "Max Rate", 0.0);
    rig.press(publish, "Send");
    assert_eq!(
        rig.published(),
        [published("c", "3")],
        "the later one is in its place"
    );
    rig.wait(10 * SECOND);
    assert!(rig.published().is_empty());
}

#[test]
fn what_is_sent_while_the_connection_is_switched_off_is_refused() {
    let (mut rig, mqtt) = Rig::connected();
    let publish = rig.add::<MqttPublish>();
    rig.link((mqtt, "MQTT Object"), (publish, "MQTT Object"));
    rig.graph.set_disabled(mqtt, true).unwrap();
    rig.settle();
    rig.press(publish, "Send");
    assert_eq!(rig.out(publish, "Refused"), 1.0);
    assert_eq!(rig.out(publish, "Pending"), 0.0);
    assert!(rig.problem(publish).unwrap().contains("switched off"));

    rig.graph.set_disabled(mqtt, false).unwrap();
    rig.settle();
    rig.accept();
    rig.press(publish, "Send");
    assert_eq!(rig.published().len(), 1);
    assert_eq!(rig.problem(publish), None);
}

#[test]
fn a_message_is_done_with_by_its_own_qos_whatever_the_op_is_set_to_since() {
    let mut rig = Rig::new();
    let mqtt = rig.add::<Mqtt>();
    let publish = rig.add::<MqttPublish>();
    rig.settle();
    rig.press(publish, "Send");
    rig.set(publish, "QoS", 1.0);
    rig.set(publish, "Topic", "b");
    rig.press(publish, "Send");
    rig.accept();
    assert_eq!(rig.out(publish, "Pending"), 1.0, "the one of QoS 0 is gone");
    rig.set(publish, "QoS", 0.0);
    rig.send(&Packet::PubAck(PacketId::new(1).unwrap().into()));
    assert_eq!(rig.out(publish, "Pending"), 0.0);

    // What the connection sends with QoS 0 is not acknowledged.
    rig.set(mqtt, "Max QoS", 0.0);
    rig.wait(SECOND);
    rig.cut();
    rig.set(publish, "QoS", 1.0);
    rig.press(publish, "Send");
    rig.wait(5 * SECOND);
    rig.accept();
    assert_eq!(rig.out(publish, "Pending"), 0.0);
}

#[test]
fn a_lost_message_is_named_by_the_topic_it_was_sent_to() {
    let mut rig = Rig::new();
    let mqtt = rig.add::<Mqtt>();
    rig.set(mqtt, "Max Queue", 1.0);
    rig.wait(SECOND);
    let publish = rig.add::<MqttPublish>();
    for topic in ["first", "second"] {
        rig.set(publish, "Topic", topic);
        rig.press(publish, "Send");
    }
    assert!(rig.problem(publish).unwrap().contains("`first`"));
}

#[test]
fn what_a_message_says_of_itself_goes_with_it() {
    let (mut rig, _) = Rig::connected();
    let publish = rig.add::<MqttPublish>();
    rig.set(publish, "Expiry", 1.5);
    rig.set(publish, "Content Type", "text/plain");
    rig.set(publish, "Response Topic", "answers");
    rig.set(publish, "Correlation Data", 7.0);
    let user = Value::from_json(r#"{ "room": "hall", "lamp": ["a", 2] }"#).unwrap();
    rig.set(publish, "User Properties", user);
    rig.press(publish, "Send");
    let packets = rig.packets();
    let [Packet::Publish(sent)] = &packets[..] else {
        panic!("{packets:?}");
    };
    let pair = |name: &str, value: &str| Property::UserProperty((name.into(), value.into()));
    let expected: Properties = [
        Property::MessageExpiry(2),
        Property::ContentType("text/plain".into()),
        Property::ResponseTopic("answers".into()),
        Property::CorrelationData("7".into()),
        pair("room", "hall"),
        pair("lamp", "a"),
        pair("lamp", "2"),
    ]
    .into_iter()
    .collect();
    assert_eq!(sent.properties, expected);

    rig.set(publish, "Response Topic", "answers/#");
    rig.press(publish, "Send");
    assert!(rig.problem(publish).unwrap().contains("response topic"));
}

#[test]
fn a_message_that_the_broker_refuses_marks_its_op_and_no_other() {
    let (mut rig, mqtt) = Rig::connected();
    let publish = rig.add::<MqttPublish>();
    let other = rig.add::<MqttPublish>();
    rig.set(publish, "QoS", 1.0);
    rig.press(publish, "Send");
    rig.packets();
    rig.send(&Packet::PubAck(Ack {
        code: ReasonCode::NOT_AUTHORIZED,
        ..Ack::from(PacketId::new(1).unwrap())
    }));
    assert_eq!(rig.out(publish, "Refused"), 1.0);
    assert_eq!(rig.out(publish, "Acknowledged"), 0.0);
    assert_eq!(rig.out(publish, "Pending"), 0.0);
    let problem = rig.problem(publish).unwrap();
    assert!(
        problem.contains("`/test`") && problem.contains("does not let"),
        "{problem}"
    );
    assert_eq!(rig.out(mqtt, "Connected"), true);
    rig.press(other, "Send");
    assert_eq!(rig.published().len(), 1);
}
