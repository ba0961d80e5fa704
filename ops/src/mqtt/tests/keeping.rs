//! What outlasts the page.

use std::collections::BTreeMap;

use ropewalk_flow::{Bytes, StoreEvent};
use ropewalk_mqtt::{Packet, Publish, QoS};

use super::rig::{Rig, published};
use crate::mqtt::mqtt::Mqtt;
use crate::mqtt::mqtt_publish::MqttPublish;

fn opened(records: &BTreeMap<u64, Bytes>) -> StoreEvent {
    StoreEvent::Opened(records.clone().into_iter().collect())
}

#[test]
fn messages_that_wait_for_the_broker_outlast_the_page() {
    let mut records = BTreeMap::new();
    let mut rig = Rig::keeping_records();
    rig.add::<Mqtt>();
    let publish = rig.add::<MqttPublish>();
    rig.settle();
    assert!(rig.sockets.is_empty(), "it waits for what was kept");
    // Also what is sent before that is there.
    rig.set(publish, "Message", "one");
    rig.press(publish, "Send");
    rig.tell_store(opened(&records));
    rig.set(publish, "Message", "two");
    rig.set(publish, "QoS", 2.0);
    rig.press(publish, "Send");
    rig.write(&mut records);
    drop(rig);

    let mut rig = Rig::keeping_records();
    let mqtt = rig.add::<Mqtt>();
    rig.settle();
    rig.tell_store(opened(&records));
    assert_eq!(rig.out(mqtt, "Queued"), 2.0);
    rig.accept();
    rig.write(&mut records);
    assert_eq!(
        rig.published(),
        [published("/test", "one"), published("/test", "two")]
    );
}

#[test]
fn a_receipt_is_stored_before_the_broker_learns_of_it() {
    let mut records = BTreeMap::new();
    let mut rig = Rig::keeping_records();
    rig.add::<Mqtt>();
    rig.settle();
    rig.tell_store(opened(&records));
    rig.accept();
    rig.write(&mut records);
    rig.send(&Packet::Publish(Publish {
        qos: QoS::ExactlyOnce,
        topic: "/test".into(),
        id: ropewalk_mqtt::PacketId::new(7),
        ..Publish::default()
    }));
    assert!(rig.packets().is_empty());
    rig.write(&mut records);
    assert!(matches!(rig.packets()[..], [Packet::PubRec(_)]));
}

#[test]
fn a_storage_that_fails_is_told_of_and_stops_nothing() {
    for fails_later in [false, true] {
        let mut rig = Rig::keeping_records();
        let mqtt = rig.add::<Mqtt>();
        let publish = rig.add::<MqttPublish>();
        rig.settle();
        if fails_later {
            rig.tell_store(opened(&BTreeMap::new()));
        }
        rig.tell_store(StoreEvent::Failed("the disk is full.".into()));
        rig.accept();
        assert_eq!(rig.out(mqtt, "Connected"), true);
        assert_eq!(rig.out(mqtt, "Error"), "", "the connection is well");
        let mark = rig.problem(mqtt).unwrap();
        assert!(
            mark.contains("lost when the page is closed") && mark.contains("full"),
            "{mark}"
        );
        rig.set(publish, "QoS", 2.0);
        rig.press(publish, "Send");
        assert_eq!(rig.published().len(), 1);
        assert!(rig.stores.is_empty(), "it is asked no more");
    }
}

#[test]
fn records_that_cannot_be_read_are_left_out() {
    let mut rig = Rig::keeping_records();
    let mqtt = rig.add::<Mqtt>();
    rig.settle();
    rig.tell_store(StoreEvent::Opened(vec![(1 << 50, Bytes::new())]));
    rig.accept();
    assert_eq!(rig.out(mqtt, "Connected"), true);
    assert_eq!(rig.out(mqtt, "Queued"), 0.0);
}

#[test]
fn an_op_that_is_deleted_closes_its_store() {
    let mut rig = Rig::keeping_records();
    let mqtt = rig.add::<Mqtt>();
    rig.settle();
    assert_eq!(rig.stores.len(), 1);
    rig.graph.remove(mqtt).unwrap();
    rig.settle();
    assert!(rig.stores.is_empty());
}
