//! Another client has the same client id.

use ropewalk_mqtt::{Properties, Property, ReasonCode};

use super::super::rig::SECOND;
use super::{Scene, VERSIONS};

/// RabbitMQ 4.0, ejabberd (with a reason), the embedded broker, Mosquitto.
#[test]
fn disconnect_142_ends_it_as_the_other_would_be_ended_in_turn() {
    for reason in [None, Some("replaced")] {
        let mut scene = Scene::connected("5.0");
        let words = reason.map(|text| Property::ReasonString(text.into()));
        scene.dismiss(ReasonCode::SESSION_TAKEN_OVER, Properties::NONE.with(words));
        assert_eq!(scene.state(), "refused");
        assert_eq!(scene.rig.out(scene.mqtt, "Connected"), false);
        let error = scene.error();
        assert!(error.contains("same client id"), "{error}");
        assert!(error.contains(reason.unwrap_or("")), "{error}");
        scene.rig.wait(1000 * SECOND);
        assert_eq!(scene.rig.urls.len(), 1);
        scene.rig.press(scene.mqtt, "Reconnect");
        scene.rig.accept();
        scene.rig.grant();
        scene.others_go_on();
    }
}

/// All in 3.1.1; rmqtt in 5.0. It is a loss like any other.
#[test]
fn a_close_is_a_connection_that_is_lost() {
    for protocol in VERSIONS {
        let mut scene = Scene::connected(protocol);
        scene.rig.close(1006, "");
        assert_eq!(scene.state(), "waiting");
        let error = scene.error();
        assert!(error.contains("is lost"), "{error}");
        scene.come_back_and_go_on();
    }
}
