//! RabbitMQ publishes the will after a DISCONNECT, too, which is to leave it unpublished.

use ropewalk_mqtt::{Disconnect, Packet};

use super::super::rig::{Rig, SECOND, published};
use crate::mqtt::mqtt::Mqtt;
use crate::mqtt::mqtt_presence::MqttPresence;

/// So the last word of who leaves and the will are one message: that it comes twice changes
/// nothing for anybody.
#[test]
fn a_will_that_is_published_after_a_goodbye_says_what_the_goodbye_has_said() {
    let mut rig = Rig::new();
    let mqtt = rig.add::<Mqtt>();
    let presence = rig.add::<MqttPresence>();
    rig.set(presence, "Name", "lamp");
    let will = rig.accept().will.unwrap();
    rig.serve();
    rig.set(mqtt, "Active", false);
    rig.wait(SECOND);
    let packets = rig.packets();
    let said = packets.iter().find_map(|packet| match packet {
        Packet::Publish(publish) => Some(publish),
        _ => None,
    });
    let said = said.unwrap();
    assert_eq!(
        packets.last(),
        Some(&Packet::Disconnect(Disconnect::default()))
    );
    assert!(said.retain && will.retain);
    let text = |payload: &[u8]| String::from_utf8(payload.to_vec()).unwrap();
    assert_eq!(
        published(&said.topic, &text(&said.payload)),
        published(&will.topic, &text(&will.payload))
    );
}
