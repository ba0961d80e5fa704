//! The client was silent for too long, as when a computer has slept.

use ropewalk_mqtt::{Packet, Properties, Property, ReasonCode};

use super::super::rig::SECOND;
use super::{Scene, VERSIONS};

/// RabbitMQ 4.0, ejabberd.
#[test]
fn disconnect_141_is_told_and_it_comes_back() {
    let mut scene = Scene::connected("5.0");
    scene.dismiss(ReasonCode::KEEP_ALIVE_TIMEOUT, Properties::NONE);
    assert_eq!(scene.state(), "waiting");
    let error = scene.error();
    assert!(error.contains("heard nothing"), "{error}");
    scene.come_back_and_go_on();
}

/// Mosquitto, rmqtt, the embedded broker; all in 3.1.1.
#[test]
fn a_close_is_told_and_it_comes_back() {
    for protocol in VERSIONS {
        let mut scene = Scene::connected(protocol);
        scene.rig.close(1005, "");
        assert_eq!(scene.state(), "waiting");
        let error = scene.error();
        assert!(error.contains("has closed the connection."), "{error}");
        scene.come_back_and_go_on();
    }
}

/// ejabberd, rmqtt: the server's value is the one that holds, and half of it is the pace.
#[test]
fn a_server_keep_alive_is_kept() {
    let ten = Property::ServerKeepAlive(10);
    let mut scene = Scene::connected_with("5.0", Properties::NONE.with(Some(ten)));
    for _ in 0..3 {
        scene.rig.wait(5 * SECOND);
        assert_eq!(scene.rig.packets(), [Packet::PingReq]);
        scene.rig.send(&Packet::PingResp);
    }
    scene.others_go_on();
}
