//! The handshake succeeds, and then nothing comes: Mosquitto without the sub-protocol, Mosca to a
//! CONNECT that it does not like.

use ropewalk_flow::SocketEvent;

use super::super::rig::SECOND;
use super::{Scene, VERSIONS};

#[test]
fn a_broker_that_never_answers_is_left_and_tried_again() {
    for protocol in VERSIONS {
        let mut scene = Scene::opened(protocol);
        let socket = scene.rig.socket();
        scene.rig.tell(socket, SocketEvent::Opened);
        assert_eq!(scene.state(), "connecting");
        scene.rig.wait(10 * SECOND);
        assert!(scene.rig.sockets.is_empty(), "the socket is closed");
        assert_eq!(scene.state(), "waiting");
        let error = scene.error();
        assert!(error.contains("then says nothing"), "{error}");
        scene.come_back_and_go_on();
    }
}

/// It may be 5.0 that it does not answer.
#[test]
fn a_broker_that_never_answers_5_0_is_tried_with_3_1_1_where_that_is_left_to_us() {
    let mut scene = Scene::opened("Auto");
    let socket = scene.rig.socket();
    scene.rig.tell(socket, SocketEvent::Opened);
    scene.rig.wait(10 * SECOND);
    assert_ne!(scene.rig.socket(), socket);
    scene.rig.packets();
    scene.rig.accept();
    scene.rig.grant();
    scene.others_go_on();
}
