//! A message is not allowed, or not as it is.

use ropewalk_mqtt::{Ack, Packet, PacketId, Properties, Property, Publish, ReasonCode};

use super::super::rig::published;
use super::{Scene, VERSIONS};

impl Scene {
    /// Publishes on `a`; the packet id of what was sent.
    fn publish(&mut self, qos: f64) -> Option<PacketId> {
        self.rig.set(self.publish, "QoS", qos);
        self.rig.press(self.publish, "Send");
        self.sent().pop()?.id
    }

    fn sent(&mut self) -> Vec<Publish> {
        let packets = self.rig.packets().into_iter();
        let sent = packets.filter_map(|packet| match packet {
            Packet::Publish(publish) => Some(publish),
            _ => None,
        });
        sent.collect()
    }

    fn is_refused(&mut self, says: &[&str]) {
        let outcome = ["Refused", "Acknowledged", "Pending"];
        let outcome = outcome.map(|port| self.rig.out(self.publish, port));
        assert_eq!(outcome, [1.0, 0.0, 0.0]);
        let error = self.text(self.publish, "Error");
        assert!(says.iter().all(|part| error.contains(part)), "{error}");
    }
}

/// In 3.1.1 all but RabbitMQ and Aedes; nothing says that it was not delivered.
#[test]
fn one_that_is_acknowledged_and_dropped_looks_like_any_other() {
    let mut scene = Scene::connected("3.1.1");
    let id = scene.publish(1.0).unwrap();
    scene.rig.send(&Packet::PubAck(id.into()));
    assert_eq!(scene.rig.out(scene.publish, "Acknowledged"), 1.0);
    assert_eq!(scene.rig.out(scene.publish, "Refused"), 0.0);
    scene.others_go_on();
}

/// 135 of Mosquitto, rmqtt and the embedded broker; 144 of ejabberd.
#[test]
fn one_that_is_refused_by_its_answer_is_an_error_of_its_op_alone() {
    for (code, says) in [
        (ReasonCode::NOT_AUTHORIZED, "does not let"),
        (ReasonCode::TOPIC_NAME_INVALID, "refuses the topic"),
    ] {
        for qos in [1.0, 2.0] {
            let mut scene = Scene::connected("5.0");
            let id = scene.publish(qos).unwrap();
            let reason = Property::ReasonString("not for you".into());
            let ack = Ack {
                code,
                properties: Properties::NONE.with(Some(reason)),
                ..Ack::from(id)
            };
            scene.rig.send(&match qos {
                1.0 => Packet::PubAck(ack),
                _ => Packet::PubRec(ack),
            });
            scene.is_refused(&["`a`", says, "not for you"]);
            scene.others_go_on();
        }
    }
}

/// Aedes, RabbitMQ. Of QoS 0, a message is not sent again.
#[test]
fn one_of_qos_0_that_is_answered_by_a_close_is_told_where_the_connection_is() {
    for protocol in VERSIONS {
        let mut scene = Scene::connected(protocol);
        scene.publish(0.0);
        scene.rig.close(1003, "access refused");
        assert_eq!(scene.state(), "waiting");
        let error = scene.error();
        assert!(error.contains("(code 1003): access refused"), "{error}");
        scene.come_back_and_go_on();
    }
}

/// It would be sent on each connection, and end each.
#[test]
fn one_of_qos_1_or_2_that_is_answered_by_a_close_each_time_is_given_up_and_the_others_go_on() {
    for protocol in VERSIONS {
        for qos in [1.0, 2.0] {
            let mut scene = Scene::connected(protocol);
            scene.publish(qos).unwrap();
            scene.rig.set(scene.other_publish, "QoS", 1.0);
            scene.rig.press(scene.other_publish, "Send");
            for _ in 0..4 {
                scene.rig.close(1006, "");
                scene.accept_again();
                scene.rig.grant();
                assert_eq!(scene.rig.out(scene.publish, "Pending"), 1.0);
            }
            scene.rig.close(1006, "");
            scene.is_refused(&["`a`", "closes the connection each time"]);
            scene.accept_again();
            // Before anything else, as nothing is to be lost.
            let sent: Vec<_> = scene.sent().into_iter().collect();
            assert_eq!(sent.len(), 1);
            assert_eq!(sent[0].topic, "b");
            scene.rig.send(&Packet::PubAck(sent[0].id.unwrap().into()));
            assert_eq!(scene.rig.out(scene.other_publish, "Acknowledged"), 1.0);
        }
    }
}

/// RabbitMQ 4.0, to QoS 2.
#[test]
fn one_that_is_answered_by_disconnect_155_is_refused_with_its_words() {
    let mut scene = Scene::connected("5.0");
    scene.publish(2.0).unwrap();
    for attempt in 1..=3 {
        scene.dismiss(ReasonCode::QOS_NOT_SUPPORTED, Properties::NONE);
        assert_eq!(scene.state(), "waiting");
        let error = scene.error();
        assert!(error.contains("does not support this QoS"), "{error}");
        if attempt < 3 {
            scene.accept_again();
            scene.rig.grant();
        }
    }
    scene.is_refused(&["`a`", "does not support this QoS"]);
    scene.come_back_and_go_on();
}

/// It says so before: the message goes with what the broker has.
#[test]
fn a_broker_that_says_that_it_has_no_qos_2_gets_qos_1() {
    let most = Property::MaximumQoS(ropewalk_mqtt::QoS::AtLeastOnce);
    let mut scene = Scene::connected_with("5.0", Properties::NONE.with(Some(most)));
    let id = scene.publish(2.0).unwrap();
    scene.rig.send(&Packet::PubAck(id.into()));
    assert_eq!(scene.rig.out(scene.publish, "Acknowledged"), 1.0);
    scene.rig.press(scene.other_publish, "Send");
    assert_eq!(scene.rig.published(), [published("b", "x")]);
}
