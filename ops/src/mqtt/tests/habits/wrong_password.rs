//! The user name or the password is wrong.

use ropewalk_flow::{Bytes, SocketEvent};
use ropewalk_mqtt::{ReasonCode, Version};

use super::super::rig::SECOND;
use super::{Scene, VERSIONS};

/// The socket opens, and CONNECT comes.
fn introduced(protocol: &str) -> Scene {
    let mut scene = Scene::opened(protocol);
    let socket = scene.rig.socket();
    scene.rig.tell(socket, SocketEvent::Opened);
    scene.rig.packets();
    scene
}

fn answer(scene: &mut Scene, bytes: &'static [u8]) {
    let socket = scene.rig.socket();
    let bytes = Bytes::from_static(bytes);
    scene.rig.tell(socket, SocketEvent::Bytes(bytes));
}

#[test]
fn a_connack_that_says_so_is_told_and_ends_it_until_something_changes() {
    for protocol in VERSIONS {
        for (code, says) in [
            // 4 in 3.1.1 and 134 in 5.0: RabbitMQ, Aedes, the embedded broker.
            (ReasonCode::BAD_USER_NAME_OR_PASSWORD, "password"),
            // 5 and 135: Mosquitto, ejabberd, NATS, rmqtt.
            (ReasonCode::NOT_AUTHORIZED, "does not let"),
        ] {
            let mut scene = introduced(protocol);
            scene.rig.answer(code);
            assert_eq!(scene.state(), "refused");
            let error = scene.error();
            assert!(error.contains(says), "{error}");
            scene.rig.wait(1000 * SECOND);
            assert_eq!(scene.rig.urls.len(), 1, "it is not asked again");
            scene.rig.set(scene.mqtt, "Password", "right");
            scene.rig.wait(SECOND);
            scene.rig.accept();
            scene.rig.grant();
            scene.others_go_on();
        }
    }
}

/// RabbitMQ 3.10: 1002 in 3.1.1, 1011 in 5.0. It may have been something else, so it is tried
/// again.
#[test]
fn a_close_in_the_place_of_connack_is_told_with_what_is_likely() {
    for (protocol, code, reason) in [("3.1.1", 1002, "unauthenticated"), ("5.0", 1011, "")] {
        let mut scene = introduced(protocol);
        scene.rig.close(code, reason);
        assert_eq!(scene.state(), "waiting");
        let error = scene.error();
        assert!(
            error.contains(&format!("(code {code})"))
                && error.contains(reason)
                && error.contains("the password is wrong"),
            "{error}"
        );
        scene.come_back_and_go_on();
    }
}

/// NATS and Aedes answer a CONNECT of 5.0 in the words of 3.1.1: that they do not speak it. Only
/// then do they look at the password.
#[test]
fn a_connack_of_3_1_1_has_auto_speak_that_and_hear_of_the_password() {
    let mut scene = introduced("Auto");
    answer(&mut scene, &[0x20, 2, 0, 1]);
    assert_eq!(scene.state(), "connecting");
    let socket = scene.rig.socket();
    scene.rig.tell(socket, SocketEvent::Opened);
    assert_eq!(scene.rig.sockets[&socket].version(), Version::V3_1_1);
    scene.rig.packets();
    scene.rig.answer(ReasonCode::NOT_AUTHORIZED);
    assert_eq!(scene.state(), "refused");
    assert_eq!(scene.rig.urls.len(), 2);
}

#[test]
fn a_connack_of_3_1_1_is_told_where_5_0_is_asked_for() {
    let mut scene = introduced("5.0");
    answer(&mut scene, &[0x20, 2, 0, 1]);
    assert_eq!(scene.state(), "refused");
    let error = scene.error();
    assert!(error.contains("version"), "{error}");
}
