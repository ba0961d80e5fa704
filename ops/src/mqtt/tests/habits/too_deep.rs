//! A topic has more levels than the broker takes: 300, to Mosquitto and Aedes.

use ropewalk_mqtt::{Packet, PacketId};

use super::{Scene, VERSIONS};

/// That the connection is closed at it, each time, is as in `denied_publish`.
#[test]
fn a_message_that_is_never_acknowledged_stays_pending_and_the_others_go_on() {
    for protocol in VERSIONS {
        let mut scene = Scene::connected(protocol);
        let deep = vec!["x"; 300].join("/");
        scene.rig.set(scene.publish, "Topic", deep.as_str());
        scene.rig.set(scene.publish, "QoS", 1.0);
        scene.rig.press(scene.publish, "Send");
        scene.rig.set(scene.other_publish, "QoS", 1.0);
        scene.rig.press(scene.other_publish, "Send");
        let next = PacketId::new(last_id(&scene.rig.packets())).unwrap();
        scene.rig.send(&Packet::PubAck(next.into()));
        assert_eq!(scene.rig.out(scene.other_publish, "Acknowledged"), 1.0);
        assert_eq!(scene.rig.out(scene.publish, "Pending"), 1.0);
        scene.others_go_on();
    }
}

fn last_id(packets: &[Packet]) -> u16 {
    match packets.last() {
        Some(Packet::Publish(publish)) => publish.id.unwrap().get(),
        other => panic!("it is a message: {other:?}"),
    }
}
