//! What a person watches of a connection.

use ropewalk_flow::{NodeId, Text, Value};
use ropewalk_mqtt::{
    Bytes, Packet, Properties, Property, Publish, QoS, ReasonCode, RetainHandling, VarInt,
};

use super::rig::{Rig, SECOND, published};
use crate::mqtt::ask_broker;
use crate::mqtt::mqtt::Mqtt;
use crate::mqtt::mqtt_publish::MqttPublish;
use crate::mqtt::mqtt_subscribe::MqttSubscribe;

const LOOK: &str = r#"{"do":"look","from":0,"count":50,"search":"","topic":1,"picture":true}"#;
const WATCH: &str = r##"{"do":"watch","filter":"#","anyway":false}"##;

impl Rig {
    fn ask(&mut self, mqtt: NodeId, asked: &str) -> Result<Value, String> {
        let asked = Value::from_json(asked).unwrap();
        let connection = self.out(mqtt, "MQTT Object");
        let name = |node: NodeId| Some(Text::from(format!("op{}", node.index())));
        let told = ask_broker(&connection, &asked, self.now, &name);
        self.settle();
        told
    }

    fn look(&mut self, mqtt: NodeId) -> Value {
        self.ask(mqtt, LOOK).unwrap()
    }

    fn told(&mut self, mqtt: NodeId, key: &str) -> Value {
        match self.look(mqtt) {
            Value::Object(told) => told[key].clone(),
            other => panic!("a look tells an object: {other:?}"),
        }
    }

    /// Names and counts of the rows.
    fn rows(&mut self, mqtt: NodeId) -> Vec<(String, f64)> {
        let Value::Array(rows) = self.told(mqtt, "rows") else {
            panic!("rows are a list");
        };
        let parts = rows.iter().map(|row| match row {
            Value::Array(row) => match row[4] {
                Value::Number(count) => (row[2].to_string(), count),
                _ => panic!("a count is a number"),
            },
            _ => panic!("a row is a list"),
        });
        parts.collect()
    }

    /// A message for the filters of these numbers.
    fn send_for(&mut self, topic: &str, retain: bool, numbers: &[u32]) {
        let mut properties = Properties::NONE;
        for number in numbers {
            let number = VarInt::new(*number);
            properties = properties.with(number.map(Property::SubscriptionIdentifier));
        }
        self.send(&Packet::Publish(Publish {
            topic: topic.into(),
            payload: Bytes::from_static(b"1"),
            retain,
            properties,
            ..Publish::default()
        }));
    }

    /// Grants what was asked for; the numbers of the filters.
    fn numbers(&mut self) -> Vec<u32> {
        let packets: Vec<_> = self
            .packets
            .iter()
            .map(|(_, packet)| packet.clone())
            .collect();
        self.grant();
        let numbers = packets.iter().filter_map(|packet| match packet {
            Packet::Subscribe(subscribe) => {
                let mut numbers = subscribe.properties.subscription_identifiers();
                numbers.next().map(|number| number.get())
            }
            _ => None,
        });
        numbers.collect()
    }
}

fn on_3_1_1() -> (Rig, NodeId) {
    let mut rig = Rig::new();
    let mqtt = rig.add::<Mqtt>();
    rig.set(mqtt, "Protocol", "3.1.1");
    rig.wait(SECOND);
    rig.accept();
    (rig, mqtt)
}

#[test]
fn nothing_is_asked_for_before_a_person_wants_it() {
    let (mut rig, mqtt) = Rig::connected();
    rig.look(mqtt);
    assert_eq!(rig.grant(), [""; 0]);
    rig.ask(mqtt, WATCH).unwrap();
    assert_eq!(rig.told(mqtt, "asking"), true);
    assert_eq!(rig.grant(), ["#"]);
    assert_eq!(rig.told(mqtt, "asking"), false);
    rig.send_message("room/1", b"on");
    rig.send_message("room/1", b"off");
    rig.send_message("hall", b"on");
    let room = ("room".to_owned(), 2.0);
    assert_eq!(rig.rows(mqtt), [("hall".to_owned(), 1.0), room]);
    assert_eq!(rig.told(mqtt, "messages"), 3.0);
    assert_eq!(rig.told(mqtt, "topics"), 2.0);
}

#[test]
fn it_is_watched_again_after_a_reconnect_and_not_after_it_was_left() {
    let (mut rig, mqtt) = Rig::connected();
    rig.ask(mqtt, WATCH).unwrap();
    rig.grant();
    rig.cut();
    rig.wait(5 * SECOND);
    rig.accept();
    assert_eq!(rig.grant(), ["#"]);
    rig.ask(mqtt, r#"{"do":"leave"}"#).unwrap();
    let gone = rig.packets();
    assert!(
        matches!(&gone[..], [Packet::Unsubscribe(it)] if it.filters == ["#"]),
        "{gone:?}"
    );
    rig.cut();
    rig.wait(60 * SECOND);
    rig.accept();
    assert_eq!(rig.grant(), [""; 0]);
}

#[test]
fn an_op_that_is_removed_leaves_nothing_watched_at_the_broker() {
    let (mut rig, mqtt) = Rig::connected();
    rig.ask(mqtt, WATCH).unwrap();
    rig.grant();
    rig.graph.remove(mqtt).unwrap();
    // Its socket goes with it: what was sent before is looked at.
    let mut sent = Vec::new();
    while let Some(effect) = rig.graph.poll_effect() {
        if let ropewalk_flow::Effect::Send(_, bytes) = effect {
            sent.extend(bytes);
        }
    }
    assert_eq!(
        sent.first(),
        Some(&0xa2),
        "UNSUBSCRIBE comes before DISCONNECT: {sent:x?}"
    );
}

#[test]
fn ops_get_each_message_once_where_the_broker_says_for_which_filter_it_is() {
    let (mut rig, mqtt) = Rig::connected();
    let subscribe = rig.add::<MqttSubscribe>();
    rig.settle();
    let own = rig.numbers()[0];
    rig.send_for("/test", true, &[own]);
    rig.ask(mqtt, WATCH).unwrap();
    let watched = rig.numbers()[0];
    // What the broker keeps comes again, for who watches.
    rig.send_for("/test", true, &[watched]);
    assert_eq!(rig.out(subscribe, "Received"), 1.0);
    assert_eq!(rig.told(mqtt, "messages"), 1.0);
    // As two copies, and as one.
    rig.send_for("/test", false, &[watched]);
    rig.send_for("/test", false, &[own]);
    rig.send_for("/test", false, &[own, watched]);
    assert_eq!(rig.out(subscribe, "Received"), 3.0);
    assert_eq!(rig.told(mqtt, "messages"), 3.0);
    rig.ask(mqtt, r#"{"do":"leave"}"#).unwrap();
    rig.packets();
    rig.send_for("/test", false, &[own]);
    assert_eq!(rig.out(subscribe, "Received"), 4.0);
}

#[test]
fn a_filter_that_an_op_has_too_stays_the_ops() {
    let (mut rig, mqtt) = Rig::connected();
    let subscribe = rig.add::<MqttSubscribe>();
    rig.set(subscribe, "Topic", "#");
    let own = rig.numbers();
    rig.send_for("kept", true, &own);
    rig.wait(5 * SECOND);
    rig.ask(mqtt, WATCH).unwrap();
    let asked = rig.packets.last().unwrap().1.clone();
    let Packet::Subscribe(asked) = asked else {
        panic!("it is asked again, for what the broker keeps: {asked:?}");
    };
    assert_eq!(asked.filters[0].1.retain_handling, RetainHandling::Send);
    assert!(
        !asked.filters[0].1.retain_as_published,
        "the op is to see what it did"
    );
    rig.grant();
    rig.send_for("kept", true, &own);
    assert_eq!(rig.out(subscribe, "Received"), 1.0, "it has seen it");
    assert_eq!(rig.told(mqtt, "messages"), 1.0);
    rig.ask(mqtt, r#"{"do":"watch","filter":"","anyway":false}"#)
        .unwrap();
    let is_gone = |it: &Packet| matches!(it, Packet::Unsubscribe(_));
    assert!(!rig.packets().iter().any(is_gone), "the op still wants it");
    rig.send_for("t", false, &own);
    assert_eq!(rig.out(subscribe, "Received"), 2.0);
    assert_eq!(
        rig.told(mqtt, "messages"),
        1.0,
        "what was seen stays to be looked at"
    );
}

#[test]
fn where_the_broker_does_not_say_it_overlapping_filters_are_not_watched_unasked() {
    let (mut rig, mqtt) = on_3_1_1();
    let subscribe = rig.add::<MqttSubscribe>();
    rig.settle();
    assert_eq!(rig.grant(), ["/test"]);
    rig.ask(mqtt, WATCH).unwrap();
    assert_eq!(rig.grant(), [""; 0]);
    assert_eq!(rig.told(mqtt, "held"), true);
    let fault = rig.told(mqtt, "fault").to_string();
    assert!(fault.contains("`/test`"), "{fault}");
    // One that has nothing in common does no harm.
    rig.ask(mqtt, r#"{"do":"watch","filter":"room/#","anyway":false}"#)
        .unwrap();
    assert_eq!(rig.grant(), ["room/#"]);
    assert_eq!(rig.told(mqtt, "fault"), "");
    // Until an op wants what it has: then it goes, before the broker hears of the op's.
    rig.set(subscribe, "Topic", "room/1");
    let packets = rig.packets();
    let goes = packets
        .iter()
        .position(|it| matches!(it, Packet::Unsubscribe(_)));
    let comes = packets
        .iter()
        .position(|it| matches!(it, Packet::Subscribe(_)));
    assert!(goes < comes, "{packets:?}");
    assert_eq!(rig.told(mqtt, "held"), true);
    // And comes back when the op is gone.
    rig.graph.remove(subscribe).unwrap();
    rig.settle();
    assert_eq!(rig.told(mqtt, "held"), false);
    assert_eq!(rig.grant(), ["room/#"]);
    rig.ask(mqtt, r##"{"do":"watch","filter":"#","anyway":true}"##)
        .unwrap();
    assert_eq!(rig.grant(), ["#"]);
}

#[test]
fn the_broker_refuses_only_what_is_watched() {
    let (mut rig, mqtt) = Rig::connected();
    let subscribe = rig.add::<MqttSubscribe>();
    rig.settle();
    rig.grant();
    rig.ask(mqtt, WATCH).unwrap();
    rig.refuse_all();
    let fault = rig.told(mqtt, "fault").to_string();
    assert!(fault.starts_with("The broker refuses `#`"), "{fault}");
    assert_eq!(rig.told(mqtt, "held"), false);
    assert_eq!(rig.problem(subscribe), None);
    rig.send_message("/test", b"1");
    assert_eq!(rig.out(subscribe, "Received"), 1.0);
}

#[test]
fn a_broker_that_ends_the_connection_over_it_is_not_asked_again() {
    let (mut rig, mqtt) = Rig::connected();
    rig.ask(mqtt, WATCH).unwrap();
    rig.packets();
    rig.cut();
    rig.wait(5 * SECOND);
    rig.accept();
    assert_eq!(rig.grant(), [""; 0]);
    let fault = rig.told(mqtt, "fault").to_string();
    assert!(
        fault.starts_with("The connection ended when `#`"),
        "{fault}"
    );
    // A person may try again.
    rig.ask(mqtt, WATCH).unwrap();
    assert_eq!(rig.grant(), ["#"]);
}

#[test]
fn what_is_no_filter_is_refused_and_what_is_watched_goes_on() {
    let (mut rig, mqtt) = Rig::connected();
    rig.ask(mqtt, WATCH).unwrap();
    rig.grant();
    let refused = rig.ask(mqtt, r##"{"do":"watch","filter":"a#","anyway":false}"##);
    assert!(refused.unwrap_err().contains("comes last"));
    rig.send_message("a", b"");
    assert_eq!(rig.told(mqtt, "messages"), 1.0);
    assert!(rig.ask(mqtt, r#"{"do":"dance"}"#).is_err());
    assert!(rig.ask(mqtt, "null").is_err());
    let none = ask_broker(&Value::None, &Value::None, rig.now, &|_| None);
    assert!(none.unwrap_err().contains("no connection"));
}

#[test]
fn another_broker_has_other_topics() {
    let (mut rig, mqtt) = Rig::connected();
    rig.ask(mqtt, WATCH).unwrap();
    rig.grant();
    rig.send_message("a", b"1");
    rig.cut();
    rig.wait(5 * SECOND);
    rig.accept();
    rig.grant();
    assert_eq!(rig.told(mqtt, "messages"), 1.0, "the same one is back");
    rig.set(mqtt, "Broker URL", "elsewhere.example");
    rig.wait(SECOND);
    rig.accept();
    assert_eq!(rig.grant(), ["#"]);
    assert_eq!(rig.told(mqtt, "messages"), 0.0);
}

#[test]
fn who_publishes_and_subscribes_is_told_with_counts() {
    let (mut rig, mqtt) = Rig::connected();
    let publish = rig.add::<MqttPublish>();
    let subscribe = rig.add::<MqttSubscribe>();
    rig.set(subscribe, "Topic", "a/+");
    rig.set(publish, "Topic", "a/1");
    rig.ask(mqtt, WATCH).unwrap();
    rig.serve();
    for _ in 0..3 {
        rig.press(publish, "Send");
        rig.serve();
    }
    // Another client.
    rig.send_message("a/1", b"x");
    rig.send_message("a/2", b"x");
    let expected = format!(
        r#"[["op{}","a/1",3,4]] [["op{}","a/+",0,5]]"#,
        publish.index(),
        subscribe.index()
    );
    let publishes = rig.told(mqtt, "publishes").to_json();
    let subscribes = rig.told(mqtt, "subscribes").to_json();
    assert_eq!(format!("{publishes} {subscribes}"), expected);
}

#[test]
fn what_the_broker_has_answered_to_each_filter_is_told() {
    let (mut rig, mqtt) = Rig::connected();
    let subscribe = rig.add::<MqttSubscribe>();
    rig.set(subscribe, "Topic", "a");
    rig.set(subscribe, "QoS", 1.0);
    let told = |rig: &mut Rig| rig.told(mqtt, "subscribes").to_json();
    let expected = |answer| format!(r#"[["op{}","a",{answer},0]]"#, subscribe.index());
    assert_eq!(told(&mut rig), expected("null"), "it is asked");
    rig.grant();
    assert_eq!(told(&mut rig), expected("1"));
    rig.cut();
    rig.wait(5 * SECOND);
    rig.accept();
    assert_eq!(told(&mut rig), expected("null"), "it is asked again");
    rig.refuse_all();
    let why = r#""The broker refuses it and does not say why""#;
    assert_eq!(told(&mut rig), expected(why));
}

#[test]
fn a_message_by_hand_is_published_and_followed() {
    let (mut rig, mqtt) = Rig::connected();
    let publish = |topic: &str, qos: u8| {
        format!(r#"{{"do":"publish","topic":"{topic}","payload":"on","qos":{qos},"retain":true}}"#)
    };
    rig.ask(mqtt, &publish("lamp", 0)).unwrap();
    assert_eq!(rig.published(), [published("lamp", "on")]);
    assert_eq!(rig.told(mqtt, "byHand"), "Sent");
    rig.ask(mqtt, &publish("lamp", 1)).unwrap();
    let packets = rig.packets();
    let [Packet::Publish(sent)] = &packets[..] else {
        panic!("one message: {packets:?}");
    };
    assert!(sent.retain && sent.qos == QoS::AtLeastOnce);
    rig.send(&Packet::PubAck(sent.id.unwrap().into()));
    assert_eq!(rig.told(mqtt, "byHand"), "Taken by the broker");
    assert_eq!(rig.told(mqtt, "isByHandLost"), Value::Bool(false));
    rig.ask(mqtt, &publish("lamp", 1)).unwrap();
    let packets = rig.packets();
    let [Packet::Publish(sent)] = &packets[..] else {
        panic!("one message: {packets:?}");
    };
    let mut refused = ropewalk_mqtt::Ack::from(sent.id.unwrap());
    refused.code = ReasonCode::NOT_AUTHORIZED;
    rig.send(&Packet::PubAck(refused));
    let text = rig.told(mqtt, "byHand").to_string();
    assert!(text.starts_with("Lost: "), "{text}");
    assert_eq!(rig.told(mqtt, "isByHandLost"), Value::Bool(true));
    assert!(
        rig.ask(mqtt, &publish("a/+", 0))
            .unwrap_err()
            .contains("no wildcard")
    );
    // Offline it waits.
    rig.cut();
    rig.ask(mqtt, &publish("lamp", 0)).unwrap();
    assert_eq!(rig.told(mqtt, "byHand"), "Waits to be sent");
    rig.wait(5 * SECOND);
    rig.accept();
    assert_eq!(rig.published(), [published("lamp", "on")]);
    assert_eq!(rig.told(mqtt, "byHand"), "Sent");
}

#[test]
fn the_broker_is_asked_for_its_latency_while_somebody_looks() {
    let (mut rig, mqtt) = Rig::connected();
    rig.wait(10 * SECOND);
    assert!(rig.packets().is_empty());
    rig.look(mqtt);
    assert_eq!(rig.packets(), [Packet::PingReq]);
    rig.now += SECOND / 4;
    rig.send(&Packet::PingResp);
    assert_eq!(rig.out(mqtt, "Latency"), 250.0);
    rig.wait(SECOND);
    rig.look(mqtt);
    assert!(rig.packets().is_empty());
    rig.wait(4 * SECOND);
    rig.look(mqtt);
    assert_eq!(rig.packets(), [Packet::PingReq]);
}

#[test]
fn the_traffic_is_what_comes_and_goes_in_a_second() {
    let (mut rig, mqtt) = Rig::connected();
    rig.wait(10 * SECOND);
    rig.look(mqtt);
    rig.packets();
    let publish = rig.add::<MqttPublish>();
    rig.settle();
    for _ in 0..50 {
        for _ in 0..4 {
            rig.send_message("t", b"1");
        }
        rig.press(publish, "Send");
        rig.wait(SECOND / 10);
        rig.look(mqtt);
    }
    let Value::Array(traffic) = rig.told(mqtt, "traffic") else {
        panic!("four numbers");
    };
    let number = |at: usize| match traffic[at] {
        Value::Number(number) => number,
        _ => panic!("four numbers"),
    };
    assert!((number(0) - 40.0).abs() < 0.5, "{traffic:?}");
    assert!((number(1) - 10.0).abs() < 0.5, "{traffic:?}");
    // A PUBLISH of QoS 0 in 5.0: two bytes, the topic, no properties, the payload.
    assert!((number(2) - 40.0 * 7.0).abs() < 5.0, "{traffic:?}");
    assert!(number(3) > 0.0);
}
