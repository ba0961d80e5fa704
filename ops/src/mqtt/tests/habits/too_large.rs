//! A message is larger than one side takes.

use std::num::NonZeroU32;

use ropewalk_flow::Value;
use ropewalk_mqtt::{Bytes, Packet, Properties, Property, Publish};

use super::super::rig::SECOND;
use super::{Scene, VERSIONS};

/// 5.0's Maximum Packet Size, as the broker has it.
#[test]
fn what_the_broker_does_not_take_is_an_error_of_its_op_alone() {
    let size = Property::MaximumPacketSize(NonZeroU32::new(200).unwrap());
    let mut scene = Scene::connected_with("5.0", Properties::NONE.with(Some(size)));
    let message = Value::from("x".repeat(1000).as_str());
    scene.rig.set(scene.publish, "Message", message);
    scene.rig.press(scene.publish, "Send");
    assert!(scene.rig.published().is_empty(), "it is not sent");
    assert_eq!(scene.rig.out(scene.publish, "Refused"), 1.0);
    let error = scene.text(scene.publish, "Error");
    assert!(error.contains("larger than a packet may be"), "{error}");
    scene.others_go_on();
}

/// The op's own, which the broker hears of in 5.0: Mosquitto and RabbitMQ 4.0 leave such a message
/// out, so that there is nothing to see; ejabberd and rmqtt close.
#[test]
fn a_broker_that_closes_at_what_we_do_not_take_is_told_and_it_comes_back() {
    let mut scene = Scene::opened("5.0");
    scene.rig.set(scene.mqtt, "Max Packet Size", 2_000.0);
    scene.rig.wait(SECOND);
    scene.rig.packets();
    let connect = scene.rig.accept();
    let told = connect.properties.maximum_packet_size();
    assert_eq!(told.map(|size| size.get()), Some(2_000));
    scene.rig.grant();
    scene.rig.close(1006, "");
    assert!(scene.error().contains("is lost"), "{}", scene.error());
    scene.come_back_and_go_on();
}

/// In 3.1.1 the broker is not told.
#[test]
fn what_we_do_not_take_and_comes_all_the_same_is_named_and_it_comes_back() {
    for protocol in VERSIONS {
        let mut scene = Scene::opened(protocol);
        scene.rig.set(scene.mqtt, "Max Packet Size", 2_000.0);
        scene.rig.wait(SECOND);
        scene.rig.packets();
        scene.rig.accept();
        scene.rig.grant();
        scene.rig.send(&Packet::Publish(Publish {
            topic: "a".into(),
            payload: Bytes::from(vec![b'x'; 3_000]),
            ..Publish::default()
        }));
        assert_eq!(scene.state(), "waiting");
        let error = scene.error();
        assert!(error.contains("at most 2000 are taken"), "{error}");
        assert_eq!(scene.rig.out(scene.subscribe, "Count"), 0.0);
        scene.come_back_and_go_on();
    }
}
