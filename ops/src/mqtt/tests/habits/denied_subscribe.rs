//! A filter is not allowed.

use ropewalk_mqtt::{Packet, Properties, QoS, ReasonCode, SubAck};

use super::{Scene, VERSIONS};

/// Mosquitto, ejabberd: nothing says that nothing will come.
#[test]
fn one_that_is_granted_in_silence_looks_like_a_quiet_topic() {
    for protocol in VERSIONS {
        let mut scene = Scene::connected(protocol);
        assert_eq!(scene.rig.out(scene.subscribe, "Granted QoS"), 0.0);
        assert_eq!(scene.text(scene.subscribe, "Error"), "");
        scene.others_go_on();
        assert_eq!(scene.rig.out(scene.subscribe, "Count"), 0.0);
    }
}

/// 128: NATS, Aedes, rmqtt, the embedded broker in 3.1.1. 135: that one in 5.0.
#[test]
fn one_that_is_refused_is_an_error_of_its_op_alone() {
    for (protocol, code, says) in [
        ("3.1.1", ReasonCode::UNSPECIFIED_ERROR, "refuse"),
        ("5.0", ReasonCode::UNSPECIFIED_ERROR, "refuse"),
        ("5.0", ReasonCode::NOT_AUTHORIZED, "does not let"),
    ] {
        let mut scene = Scene::opened(protocol);
        scene.rig.accept();
        for packet in scene.rig.packets() {
            let Packet::Subscribe(subscribe) = packet else {
                continue;
            };
            let granted = subscribe.filters.iter().map(|(filter, _)| match &**filter {
                "a" => Err(code),
                _ => Ok(QoS::AtMostOnce),
            });
            scene.rig.send(&Packet::SubAck(SubAck {
                id: subscribe.id,
                granted: granted.collect(),
                properties: Properties::NONE,
            }));
        }
        let error = scene.text(scene.subscribe, "Error");
        assert!(error.contains(says), "{error}");
        scene.others_go_on();
    }
}

/// RabbitMQ. Which of the filters it was, nothing says; the reason stands where the connection is.
/// When the one is left out, the others go on.
#[test]
fn one_that_is_answered_by_a_close_is_told_where_the_connection_is() {
    let mut scene = Scene::opened("3.1.1");
    scene.rig.accept();
    for _ in 0..3 {
        scene.rig.close(1003, "access refused");
        assert_eq!(scene.state(), "waiting");
        let error = scene.error();
        assert!(error.contains("(code 1003): access refused"), "{error}");
        scene.accept_again();
    }
    scene.rig.set(scene.subscribe, "Active", false);
    scene.rig.close(1003, "access refused");
    scene.accept_again();
    assert_eq!(scene.rig.grant(), ["b"]);
    scene.others_go_on();
}
