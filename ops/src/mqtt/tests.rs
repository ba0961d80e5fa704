//! The three ops in a graph. The broker is the test itself.

use std::collections::BTreeMap;

use ropewalk_flow::{
    Array, Bytes, Effect, Graph, Host, Instant, NodeId, Op, OpEntry, SocketEvent, SocketId,
    Sockets, Value,
};
use ropewalk_mqtt::{
    ConnAck, Connect, ConnectCode, Decoder, Packet, PacketId, Properties, Publish, QoS, SubAck,
    Version, encode,
};

use super::mqtt::Mqtt;
use super::mqtt_publish::MqttPublish;
use super::mqtt_subscribe::MqttSubscribe;

const SECOND: Instant = Instant::from_secs(1);
const HALF: Instant = Instant::from_millis(500);

/// A graph, and the broker's ends of its sockets.
struct Rig {
    graph: Graph,
    now: Instant,
    sockets: BTreeMap<SocketId, Decoder>,
    urls: Vec<String>,
    packets: Vec<(SocketId, Packet)>,
}

impl Rig {
    fn new() -> Self {
        Self::on("page", Sockets::Web)
    }

    fn on(identity: &str, sockets: Sockets) -> Self {
        let identity = identity.into();
        Self {
            graph: Graph::new(1, Host { identity, sockets }),
            now: Instant::ZERO,
            sockets: BTreeMap::new(),
            urls: Vec::new(),
            packets: Vec::new(),
        }
    }

    fn add<T: Op>(&mut self) -> NodeId {
        self.graph.add(&OpEntry::of::<T>())
    }

    /// An Mqtt op that is connected, and the ops that use it.
    fn connected() -> (Self, NodeId) {
        let mut rig = Self::new();
        let mqtt = rig.add::<Mqtt>();
        rig.settle();
        rig.accept();
        (rig, mqtt)
    }

    fn set(&mut self, node: NodeId, port: &str, value: impl Into<Value>) {
        let index = self.graph.spec(node).unwrap().input(port).unwrap();
        self.graph.set(node, index, value.into()).unwrap();
        self.settle();
    }

    fn press(&mut self, node: NodeId, port: &str) {
        let index = self.graph.spec(node).unwrap().input(port).unwrap();
        self.graph.press(node, index, self.now).unwrap();
        self.take();
    }

    fn out(&self, node: NodeId, port: &str) -> Value {
        let index = self.graph.spec(node).unwrap().output(port).unwrap();
        self.graph.output(node, index).unwrap().clone()
    }

    fn look_at(&mut self, node: NodeId) {
        for index in (0..).take(self.graph.spec(node).unwrap().outputs.len()) {
            self.graph.watch(node, index, true).unwrap();
        }
        self.settle();
    }

    fn link(&mut self, from: (NodeId, &str), to: (NodeId, &str)) {
        let output = self.graph.spec(from.0).unwrap().output(from.1).unwrap();
        let input = self.graph.spec(to.0).unwrap().input(to.1).unwrap();
        self.graph.connect((from.0, output), (to.0, input)).unwrap();
        self.settle();
    }

    fn problem(&mut self, node: NodeId) -> Option<String> {
        let marks = std::iter::from_fn(|| self.graph.poll_status());
        let mark = marks.filter(|(marked, _)| *marked == node).last()?.1?;
        Some(mark.text.to_string())
    }

    fn settle(&mut self) {
        self.graph.settle(self.now);
        self.take();
    }

    fn wait(&mut self, time: Instant) {
        let end = self.now + time;
        while let Some(when) = self.graph.next_wake().filter(|when| *when <= end) {
            self.now = self.now.max(when);
            self.graph.wake(self.now);
            self.take();
        }
        self.now = end;
    }

    /// The newest socket opens, and the broker takes the client in.
    fn accept(&mut self) -> Connect {
        let socket = self.socket();
        self.tell(socket, SocketEvent::Opened);
        let Some((_, Packet::Connect(connect))) = self.packets.pop() else {
            panic!("the first packet is CONNECT");
        };
        self.answer(ConnectCode::Accepted);
        *connect
    }

    fn answer(&mut self, code: ConnectCode) {
        self.send(&Packet::ConnAck(ConnAck {
            session_present: false,
            code,
            properties: Properties::default(),
        }));
    }

    /// The one socket that is open.
    fn socket(&self) -> SocketId {
        assert_eq!(self.sockets.len(), 1, "one socket is open");
        *self.sockets.keys().next().unwrap()
    }

    fn cut(&mut self) {
        let socket = self.socket();
        self.sockets.clear();
        let closed = SocketEvent::Closed {
            code: 1006,
            reason: "".into(),
        };
        self.tell(socket, closed);
    }

    fn send(&mut self, packet: &Packet) {
        let mut bytes = Default::default();
        encode(packet, Version::V3_1_1, &mut bytes).unwrap();
        let socket = self.socket();
        self.tell(socket, SocketEvent::Bytes(bytes.freeze()));
    }

    fn send_message(&mut self, topic: &'static str, payload: &'static [u8]) {
        self.send(&Packet::Publish(Publish {
            topic: topic.into(),
            payload: Bytes::from_static(payload),
            ..Publish::default()
        }));
    }

    fn tell(&mut self, socket: SocketId, event: SocketEvent) {
        self.graph.socket_event(socket, event, self.now);
        self.take();
    }

    fn take(&mut self) {
        while let Some(effect) = self.graph.poll_effect() {
            match effect {
                Effect::OpenSocket { socket, url, .. } => {
                    let decoder = Decoder::new(Version::V3_1_1, 1 << 20);
                    self.sockets.insert(socket, decoder);
                    self.urls.push(url.to_string());
                }
                Effect::Send(socket, bytes) => {
                    let Some(decoder) = self.sockets.get_mut(&socket) else {
                        panic!("bytes go to an open socket");
                    };
                    decoder.push(bytes);
                    while let Some(packet) = decoder.next_packet().unwrap() {
                        self.packets.push((socket, packet));
                    }
                }
                Effect::CloseSocket(socket) => {
                    self.sockets.remove(&socket);
                }
                _ => {}
            }
        }
    }

    fn packets(&mut self) -> Vec<Packet> {
        self.packets.drain(..).map(|(_, packet)| packet).collect()
    }

    /// The filters that were subscribed to, all granted.
    fn grant(&mut self) -> Vec<String> {
        let mut filters = Vec::new();
        for packet in self.packets() {
            if let Packet::Subscribe(subscribe) = packet {
                let granted = subscribe.filters.iter().map(|(_, qos)| Some(*qos));
                self.send(&Packet::SubAck(SubAck {
                    id: subscribe.id,
                    granted: granted.collect(),
                    properties: Properties::default(),
                }));
                filters.extend(
                    subscribe
                        .filters
                        .into_iter()
                        .map(|(name, _)| name.to_string()),
                );
            }
        }
        filters
    }

    /// The messages that were published, topic and payload.
    fn published(&mut self) -> Vec<(String, String)> {
        let messages = self
            .packets()
            .into_iter()
            .filter_map(|packet| match packet {
                Packet::Publish(publish) => Some((
                    publish.topic.to_string(),
                    String::from_utf8(publish.payload.to_vec()).unwrap(),
                )),
                _ => None,
            });
        messages.collect()
    }
}

fn published(topic: &str, payload: &str) -> (String, String) {
    (topic.to_owned(), payload.to_owned())
}

#[test]
fn it_reconnects_after_a_drop_and_says_meanwhile_that_it_is_not_connected() {
    let (mut rig, mqtt) = Rig::connected();
    assert_eq!(rig.out(mqtt, "Connected"), true);
    assert_eq!(rig.out(mqtt, "State"), "connected");
    rig.cut();
    assert_eq!(rig.out(mqtt, "Connected"), false);
    assert_eq!(rig.out(mqtt, "State"), "waiting");
    assert!(rig.problem(mqtt).unwrap().contains("tried again"));
    let Value::Number(seconds) = rig.out(mqtt, "Retry In") else {
        panic!("it is a number");
    };
    assert!((2.0..=4.0).contains(&seconds));
    rig.wait(SECOND);
    assert_eq!(rig.out(mqtt, "Retry In"), seconds - 1.0);
    rig.wait(3 * SECOND);
    rig.accept();
    assert_eq!(rig.out(mqtt, "Connected"), true);
    assert_eq!(rig.problem(mqtt), None);
    assert_eq!(rig.out(mqtt, "On Connect"), 2.0);
    assert_eq!(rig.out(mqtt, "On Disconnect"), 1.0);
}

#[test]
fn a_burst_of_changes_makes_one_new_connection_and_leaves_the_old_one() {
    let (mut rig, mqtt) = Rig::connected();
    for name in ["b", "br", "bro", "broker"] {
        rig.set(mqtt, "Broker URL", name);
        rig.wait(HALF / 2);
    }
    assert_eq!(rig.urls.len(), 1);
    rig.wait(HALF);
    assert_eq!(rig.urls[1..], ["wss://broker:443/mqtt"]);
    assert_eq!(rig.sockets.len(), 1);
    assert_eq!(rig.packets(), [Packet::Disconnect]);
}

#[test]
fn a_change_that_the_connection_can_live_with_does_not_interrupt_it() {
    let (mut rig, mqtt) = Rig::connected();
    for (port, value) in [
        ("Max Queue", 5.0),
        ("Reconnect Max", 90.0),
        ("Max QoS", 1.0),
    ] {
        rig.set(mqtt, port, value);
    }
    rig.set(mqtt, "Backup Brokers", "wss://two");
    rig.wait(SECOND);
    assert_eq!(rig.urls.len(), 1);
    rig.set(mqtt, "Will Topic", "gone");
    rig.wait(SECOND);
    assert_eq!(rig.urls.len(), 2, "a will is told when connecting");
}

#[test]
fn reconnect_leaves_the_old_socket() {
    let (mut rig, mqtt) = Rig::connected();
    rig.press(mqtt, "Reconnect");
    assert_eq!(rig.packets(), [Packet::Disconnect]);
    assert_eq!((rig.sockets.len(), rig.urls.len()), (1, 2));
}

#[test]
fn two_pages_and_two_ops_have_client_ids_of_their_own() {
    let id = |identity: &str, ops: usize| {
        let mut rig = Rig::on(identity, Sockets::Web);
        for _ in 1..ops {
            let other = rig.add::<Mqtt>();
            rig.set(other, "Active", false);
        }
        rig.add::<Mqtt>();
        rig.settle();
        rig.accept().client_id.to_string()
    };
    let ids = [id("one", 1), id("two", 1), id("one", 2)];
    assert!(ids.iter().all(|id| id.starts_with("Carolin Cable-")));
    assert!(ids[0] != ids[1] && ids[0] != ids[2] && ids[1] != ids[2]);
    assert_eq!(ids[0], id("one", 1), "a reload gives the same again");
}

#[test]
fn a_new_op_works_at_once() {
    let (mut rig, _) = Rig::connected();
    let subscribe = rig.add::<MqttSubscribe>();
    rig.settle();
    assert_eq!(
        rig.grant(),
        ["/test"],
        "the patch's only connection is used"
    );
    assert_eq!(rig.out(subscribe, "Granted QoS"), 0.0);
}

#[test]
fn a_broker_that_is_none_is_an_error_on_the_op_and_nothing_else_stops() {
    let mut rig = Rig::new();
    let mqtt = rig.add::<Mqtt>();
    let subscribe = rig.add::<MqttSubscribe>();
    for (url, says) in [
        ("", "empty"),
        ("ws://", "no host"),
        ("http://broker", "web page"),
        ("mqtt://broker", "WebSocket address"),
        ("a b", "space"),
    ] {
        rig.set(mqtt, "Broker URL", url);
        rig.wait(SECOND);
        assert_eq!(rig.out(mqtt, "State"), "offline");
        let Value::Text(error) = rig.out(mqtt, "Error") else {
            panic!("it is a text");
        };
        assert!(error.contains(says), "{error}");
        assert!(rig.problem(mqtt).unwrap().contains(says));
        assert!(rig.sockets.is_empty());
    }
    rig.set(mqtt, "Broker URL", "broker");
    rig.wait(SECOND);
    rig.accept();
    assert_eq!(rig.problem(mqtt), None);
    assert_eq!(rig.grant(), ["/test"]);
    assert_eq!(rig.out(subscribe, "Error"), "");
}

#[test]
fn a_page_over_https_refuses_what_its_browser_would_forget() {
    let mut rig = Rig::on("page", Sockets::SecureWeb);
    let mqtt = rig.add::<Mqtt>();
    rig.set(mqtt, "Broker URL", "ws://broker");
    assert!(rig.problem(mqtt).unwrap().contains("Use SSL"));
    rig.set(mqtt, "Broker URL", "ws://localhost:9001");
    rig.wait(SECOND);
    assert_eq!(rig.urls, ["ws://localhost:9001"]);
}

#[test]
fn a_broker_that_refuses_is_not_asked_again_until_something_changes() {
    let mut rig = Rig::new();
    let mqtt = rig.add::<Mqtt>();
    rig.settle();
    let socket = rig.socket();
    rig.tell(socket, SocketEvent::Opened);
    rig.answer(ConnectCode::BadCredentials);
    assert_eq!(rig.out(mqtt, "State"), "refused");
    assert!(rig.problem(mqtt).unwrap().contains("password"));
    rig.wait(1000 * SECOND);
    assert_eq!(rig.urls.len(), 1);
    rig.set(mqtt, "Password", "better");
    rig.wait(SECOND);
    assert_eq!(rig.accept().password.unwrap(), "better");
}

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
        encode(&packet, Version::V3_1_1, &mut frame).unwrap();
    }
    let socket = rig.socket();
    rig.tell(socket, SocketEvent::Bytes(frame.freeze()));
    let expected: Vec<_> = (1..=50)
        .map(|number| published("echo", &number.to_string()))
        .collect();
    assert_eq!(rig.published(), expected);
}

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
    rig.send(&Packet::PubAck(PacketId::new(1).unwrap()));
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
    for packet in rig.packets() {
        if let Packet::Subscribe(subscribe) = packet {
            rig.send(&Packet::SubAck(SubAck {
                id: subscribe.id,
                granted: subscribe.filters.iter().map(|_| None).collect(),
                properties: Properties::default(),
            }));
        }
    }
    assert!(rig.problem(bad).unwrap().contains("does not let"));
    rig.send_message("/test", b"1");
    assert_eq!(rig.out(good, "Count"), 1.0);
}

#[test]
fn an_op_that_goes_takes_its_subscription_and_its_connection_with_it() {
    let (mut rig, mqtt) = Rig::connected();
    let subscribe = rig.add::<MqttSubscribe>();
    rig.settle();
    rig.grant();
    rig.graph.set_disabled(subscribe, true).unwrap();
    rig.settle();
    assert!(matches!(rig.packets()[..], [Packet::Unsubscribe(_)]));
    rig.graph.set_disabled(subscribe, false).unwrap();
    rig.settle();
    assert_eq!(rig.grant(), ["/test"]);
    rig.graph.remove(mqtt).unwrap();
    rig.settle();
    assert!(rig.packets().contains(&Packet::Disconnect));
    assert!(rig.sockets.is_empty());
    assert!(rig.problem(subscribe).unwrap().contains("no Mqtt op"));
}

#[test]
fn switching_the_connection_off_leaves_and_on_comes_back() {
    let (mut rig, mqtt) = Rig::connected();
    let subscribe = rig.add::<MqttSubscribe>();
    rig.settle();
    rig.grant();
    rig.set(mqtt, "Active", false);
    rig.wait(SECOND);
    assert_eq!(rig.packets(), [Packet::Disconnect]);
    assert_eq!(rig.out(mqtt, "State"), "stopped");
    rig.set(mqtt, "Active", true);
    rig.wait(SECOND);
    rig.accept();
    assert_eq!(rig.grant(), ["/test"]);
    // A disabled op is another one when it comes back, and its users follow.
    rig.graph.set_disabled(mqtt, true).unwrap();
    rig.settle();
    rig.graph.set_disabled(mqtt, false).unwrap();
    rig.settle();
    rig.accept();
    assert_eq!(rig.grant(), ["/test"]);
    rig.send_message("/test", b"1");
    assert_eq!(rig.out(subscribe, "Count"), 1.0);
}

#[test]
fn the_password_is_a_secret_and_wills_and_births_are_told() {
    let password = Mqtt::SPEC.input("Password").unwrap();
    assert!(Mqtt::SPEC.inputs[usize::from(password)].secret);
    let mut rig = Rig::new();
    let mqtt = rig.add::<Mqtt>();
    rig.set(mqtt, "Active", false);
    for (port, value) in [
        ("Will Topic", "lamp"),
        ("Will Message", "gone"),
        ("Birth Topic", "lamp"),
        ("Birth Message", "here"),
        ("Client Id", "lamp 1"),
    ] {
        rig.set(mqtt, port, value);
    }
    rig.set(mqtt, "Will QoS", 1.0);
    rig.set(mqtt, "Will Retain", true);
    rig.set(mqtt, "Active", true);
    rig.wait(SECOND);
    let connect = rig.accept();
    assert_eq!(connect.client_id, "lamp 1");
    let will = connect.will.unwrap();
    assert_eq!((&*will.topic, &will.payload[..]), ("lamp", &b"gone"[..]));
    assert_eq!((will.qos, will.retain), (QoS::AtLeastOnce, true));
    assert_eq!(rig.published(), [published("lamp", "here")]);
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
