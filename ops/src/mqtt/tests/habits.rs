//! What brokers were seen to do, and what a person sees of it: a module for each row of this.
//! Mosquitto 2.0, RabbitMQ 3.10 and 4.0, ejabberd 23, NATS 2, Aedes 1, rmqtt 0.24 and the embedded
//! broker were asked.
//!
//! | what | the brokers do |
//! |---|---|
//! | [`wrong_password`] | CONNACK 4, 5, 134 or 135; no CONNACK and a close; CONNACK as of 3.1.1 in 5.0 |
//! | [`silence`] | nothing after the handshake |
//! | [`denied_publish`] | acknowledged and not delivered; PUBACK or PUBREC 135 or 144; a close; DISCONNECT 155 |
//! | [`denied_subscribe`] | granted in silence; SUBACK 128 or 135; a close |
//! | [`takeover`] | a close; DISCONNECT 142, with a reason or without |
//! | [`keep_alive`] | a close; DISCONNECT 141; Server Keep Alive |
//! | [`closes`] | 1000, 1002, 1003, 1007 or 1011; no code; no close frame at all |
//! | [`shared`] | granted; advertised as absent; taken for a plain topic |
//! | [`too_deep`] | no PUBACK ever; a close |
//! | [`too_large`] | Maximum Packet Size; left out; a close |
//! | [`wills`] | published after a clean DISCONNECT |
//!
//! In which frames they send, and a real WebSocket that closes, is for the browser's tests to show
//! (`habits` there); that two real brokers do some of it, for `tests/brokers`.

mod closes;
mod denied_publish;
mod denied_subscribe;
mod keep_alive;
mod shared;
mod silence;
mod takeover;
mod too_deep;
mod too_large;
mod wills;
mod wrong_password;

use ropewalk_flow::{NodeId, Value};
use ropewalk_mqtt::{Connect, Disconnect, Packet, Properties, ReasonCode};

use super::rig::{HALF, Rig, published};
use crate::mqtt::mqtt::Mqtt;
use crate::mqtt::mqtt_publish::MqttPublish;
use crate::mqtt::mqtt_subscribe::MqttSubscribe;

const VERSIONS: [&str; 2] = ["3.1.1", "5.0"];

/// A patch whose connection two publishers and two subscribers use. The broker has something
/// against those of the topic `a`; those of `b` are to go on.
struct Scene {
    rig: Rig,
    mqtt: NodeId,
    publish: NodeId,
    subscribe: NodeId,
    other_publish: NodeId,
    other_subscribe: NodeId,
}

impl Scene {
    /// Before the broker has answered.
    fn opened(protocol: &str) -> Self {
        let mut rig = Rig::new();
        let mqtt = rig.add::<Mqtt>();
        rig.set(mqtt, "Protocol", protocol);
        let using = |rig: &mut Rig, topic: &str| {
            let publish = rig.add::<MqttPublish>();
            rig.set(publish, "Topic", topic);
            rig.set(publish, "Message", "x");
            let subscribe = rig.add::<MqttSubscribe>();
            rig.set(subscribe, "Topic", topic);
            (publish, subscribe)
        };
        let (publish, subscribe) = using(&mut rig, "a");
        let (other_publish, other_subscribe) = using(&mut rig, "b");
        Self {
            rig,
            mqtt,
            publish,
            subscribe,
            other_publish,
            other_subscribe,
        }
    }

    /// Connected, and all is granted.
    fn connected(protocol: &str) -> Self {
        Self::connected_with(protocol, Properties::NONE)
    }

    fn connected_with(protocol: &str, properties: Properties) -> Self {
        let mut scene = Self::opened(protocol);
        scene.rig.accept_with(properties);
        assert_eq!(scene.rig.grant(), ["a", "b"]);
        scene
    }

    fn text(&self, node: NodeId, port: &str) -> String {
        match self.rig.out(node, port) {
            Value::Text(text) => text.to_string(),
            other => panic!("{port} is {other:?}"),
        }
    }

    fn state(&self) -> String {
        self.text(self.mqtt, "State")
    }

    fn error(&self) -> String {
        self.text(self.mqtt, "Error")
    }

    /// Waits for the next attempt, and takes the client in.
    fn accept_again(&mut self) -> Connect {
        let before = self.rig.urls.len();
        while self.rig.urls.len() == before {
            assert_eq!(self.state(), "waiting");
            self.rig.wait(HALF);
        }
        self.rig.packets();
        self.rig.accept()
    }

    /// The broker ends the connection with these words of 5.0.
    fn dismiss(&mut self, code: ReasonCode, properties: Properties) {
        self.rig
            .send(&Packet::Disconnect(Disconnect { code, properties }));
    }

    /// What the other ops send and receive goes its way, on the connection as it is.
    fn others_go_on(&mut self) {
        assert_eq!(self.state(), "connected");
        self.rig.packets();
        self.rig.press(self.other_publish, "Send");
        assert_eq!(self.rig.published(), [published("b", "x")]);
        let before = self.count();
        self.rig.send_message("b", b"1");
        assert_eq!(self.count(), before + 1.0);
        for (node, port) in [
            (self.mqtt, "Error"),
            (self.other_publish, "Error"),
            (self.other_subscribe, "Error"),
        ] {
            assert_eq!(self.text(node, port), "", "{port}");
        }
    }

    /// The connection was lost: it comes back, with what was subscribed to.
    fn come_back_and_go_on(&mut self) {
        self.accept_again();
        assert_eq!(self.rig.grant(), ["a", "b"]);
        self.others_go_on();
    }

    fn count(&self) -> f64 {
        match self.rig.out(self.other_subscribe, "Count") {
            Value::Number(count) => count,
            other => panic!("it is a number: {other:?}"),
        }
    }
}
