//! What outlasts the process.

use std::collections::BTreeMap;

use super::*;

/// A session that keeps records, and a host that has them on its disk.
struct Disk {
    bench: Bench,
    records: BTreeMap<RecordKey, Bytes>,
    changes: VecDeque<StoreChange>,
}

impl Disk {
    fn new() -> Self {
        Self::with(BTreeMap::new())
    }

    /// A process that starts with these records.
    fn with(records: BTreeMap<RecordKey, Bytes>) -> Self {
        let mut bench = Bench::new();
        let given = records.clone().into_iter().rev().collect();
        assert_eq!(bench.session.keep(given, bench.now).unreadable, 0);
        bench.connect(options());
        Self {
            bench,
            records,
            changes: VecDeque::new(),
        }
    }

    fn connected() -> Self {
        let mut disk = Self::new();
        disk.bench.accept(false);
        disk.store();
        disk
    }

    /// Takes the changes, and stores none of them yet.
    fn take(&mut self) {
        while let Some(change) = self.bench.session.poll_store() {
            self.changes.push_back(change);
        }
    }

    /// Stores all there is.
    fn store(&mut self) {
        self.take();
        let count = self.changes.len() as u64;
        for change in self.changes.drain(..) {
            match change {
                StoreChange::Put(key, record) => drop(self.records.insert(key, record)),
                StoreChange::Remove(key) => drop(self.records.remove(&key)),
            }
        }
        self.bench.session.handle_stored(count, self.bench.now);
        self.bench.run();
    }

    /// The power goes: what was not stored is gone. Another process begins with the rest.
    fn crash(self) -> Self {
        Self::with(self.records)
    }
}

#[test]
fn what_waits_for_the_broker_outlasts_the_process() {
    let mut disk = Disk::new();
    for (payload, qos) in [
        ("one", QoS::AtMostOnce),
        ("two", QoS::AtLeastOnce),
        ("three", QoS::ExactlyOnce),
    ] {
        disk.bench.publish(payload, qos);
    }
    disk.store();
    let mut disk = disk.crash();
    disk.bench.accept(false);
    disk.store();
    let sent = disk.bench.packets();
    let payloads = sent.iter().map(|packet| match packet {
        Packet::Publish(publish) => (&publish.payload[..], publish.qos as u8, publish.dup),
        other => panic!("{other:?}"),
    });
    let expected: [(&[u8], u8, bool); 3] =
        [(b"one", 0, false), (b"two", 1, false), (b"three", 2, false)];
    assert_eq!(payloads.collect::<Vec<_>>(), expected);
    disk.store();
    // What was sent and not acknowledged goes out again, as what may have arrived.
    let mut disk = disk.crash();
    disk.bench.accept(true);
    disk.store();
    let sent = [("two".to_owned(), true), ("three".to_owned(), true)];
    assert_eq!(disk.bench.published(), sent);
}

#[test]
fn what_is_acknowledged_is_kept_no_more() {
    let mut disk = Disk::connected();
    let before = disk.records.clone();
    disk.bench.publish("one", QoS::AtLeastOnce);
    disk.bench.publish("two", QoS::ExactlyOnce);
    disk.store();
    assert_eq!(disk.records.len(), before.len() + 4);
    disk.bench.send(Packet::PubAck(id(1).into()));
    disk.bench.send(Packet::PubRec(id(2).into()));
    disk.store();
    disk.bench.send(Packet::PubComp(id(2).into()));
    disk.store();
    assert_eq!(disk.records, before);
    // Nor is what falls out of the queue.
    disk.bench.close();
    disk.bench.publish("three", QoS::AtMostOnce);
    disk.bench.session.adjust(ConnectOptions {
        max_queue: 0,
        ..options()
    });
    disk.store();
    assert_eq!(disk.records, before);
}

#[test]
fn a_receipt_is_stored_before_the_broker_learns_of_it() {
    let mut disk = Disk::connected();
    disk.bench.packets();
    disk.bench.send_message("t", QoS::ExactlyOnce, 8, false);
    disk.bench.send_message("t", QoS::AtLeastOnce, 9, false);
    assert!(matches!(disk.bench.events.back(), Some(Event::Message(_))));
    assert_eq!(
        disk.bench.packets(),
        [Packet::PubAck(id(9).into())],
        "only QoS 2 waits"
    );
    disk.store();
    assert_eq!(disk.bench.packets(), [Packet::PubRec(id(8).into())]);
    // So the message is not told again by a process that knows of it.
    let mut disk = disk.crash();
    disk.bench.accept(true);
    disk.bench.events();
    disk.bench.packets();
    disk.bench.send(Packet::Publish(Publish {
        dup: true,
        qos: QoS::ExactlyOnce,
        topic: "t".into(),
        id: PacketId::new(8),
        ..Publish::default()
    }));
    assert!(disk.bench.events().is_empty());
    disk.store();
    assert_eq!(disk.bench.packets(), [Packet::PubRec(id(8).into())]);
    // Another message under the id, after the broker has released it, is told.
    disk.bench.send(Packet::PubRel(id(8).into()));
    disk.bench.send_message("t", QoS::ExactlyOnce, 8, false);
    assert_eq!(disk.bench.events().len(), 1);
}

#[test]
fn a_message_of_qos_2_goes_out_once_its_packet_id_is_stored() {
    let mut disk = Disk::connected();
    disk.bench.publish("x", QoS::ExactlyOnce);
    disk.bench.publish("y", QoS::AtLeastOnce);
    assert_eq!(
        disk.bench.published(),
        [("y".to_owned(), false)],
        "only QoS 2 waits"
    );
    disk.store();
    assert_eq!(disk.bench.published(), [("x".to_owned(), false)]);
}

#[test]
fn a_release_is_stored_before_it_is_sent() {
    let mut disk = Disk::connected();
    disk.bench.publish("x", QoS::ExactlyOnce);
    disk.store();
    disk.bench.packets();
    disk.bench.send(Packet::PubRec(id(1).into()));
    assert!(disk.bench.packets().is_empty());
    disk.store();
    assert_eq!(disk.bench.packets(), [Packet::PubRel(id(1).into())]);
    let mut disk = disk.crash();
    disk.bench.accept(true);
    disk.store();
    assert_eq!(
        disk.bench.packets(),
        [Packet::PubRel(id(1).into())],
        "never the message again"
    );
}

#[test]
fn what_waits_to_be_stored_goes_with_its_connection() {
    let mut disk = Disk::connected();
    disk.bench.send_message("t", QoS::ExactlyOnce, 8, false);
    disk.bench.close();
    disk.store();
    disk.bench.wait();
    disk.bench.accept(true);
    assert!(disk.bench.packets().is_empty(), "the broker asks again");
}

#[test]
fn a_store_that_fails_holds_nothing_up() {
    let mut disk = Disk::connected();
    disk.bench.packets();
    disk.bench.send_message("t", QoS::ExactlyOnce, 8, false);
    disk.take();
    assert!(disk.bench.packets().is_empty());
    disk.bench.session.handle_store_failed(disk.bench.now);
    disk.bench.run();
    assert_eq!(disk.bench.packets(), [Packet::PubRec(id(8).into())]);
    disk.bench.send_message("t", QoS::ExactlyOnce, 9, false);
    assert_eq!(disk.bench.packets(), [Packet::PubRec(id(9).into())]);
    assert_eq!(disk.bench.session.poll_store(), None);
}

#[test]
fn what_was_kept_for_one_server_is_not_sent_to_another() {
    let mut disk = Disk::connected();
    disk.bench.publish("sent", QoS::ExactlyOnce);
    disk.bench.close();
    disk.bench.publish("queued", QoS::AtMostOnce);
    disk.bench.send_message("t", QoS::ExactlyOnce, 8, false);
    disk.store();
    let mut bench = Bench::new();
    bench.publish("new", QoS::AtLeastOnce);
    let records = disk.records.into_iter().collect();
    let kept = bench.session.keep(records, bench.now);
    assert_eq!((kept.messages.len(), kept.unreadable), (2, 0));
    bench.connect(ConnectOptions {
        servers: vec!["ws://other".to_owned()],
        ..options()
    });
    bench.accept(true);
    bench.session.handle_stored(u64::MAX, bench.now);
    bench.run();
    assert_eq!(bench.published(), [("new".to_owned(), false)]);
    // Where it is one of several, it is sent to the one that answers, as new.
    let mut disk = Disk::connected();
    disk.bench.publish("x", QoS::ExactlyOnce);
    disk.store();
    let mut bench = Bench::new();
    bench
        .session
        .keep(disk.records.into_iter().collect(), bench.now);
    bench.connect(ConnectOptions {
        servers: vec!["ws://other".to_owned(), "ws://one".to_owned()],
        ..options()
    });
    bench.accept(true);
    bench.session.handle_stored(u64::MAX, bench.now);
    bench.run();
    assert_eq!(bench.published(), [("x".to_owned(), false)], "not again");
}

#[test]
fn packet_ids_are_not_taken_up_where_another_process_left_them() {
    let mut disk = Disk::connected();
    for _ in 0..3 {
        disk.bench.publish("x", QoS::AtLeastOnce);
    }
    let used = |packets: Vec<Packet>| {
        let ids = packets.into_iter().filter_map(|packet| match packet {
            Packet::Publish(publish) => publish.id,
            _ => None,
        });
        ids.collect::<Vec<_>>()
    };
    let before = used(disk.bench.packets());
    assert_eq!(before.len(), 3);
    // Nothing of it was stored, and the broker may have it all.
    let mut disk = disk.crash();
    disk.bench.accept(true);
    disk.bench.publish("y", QoS::AtLeastOnce);
    let after = used(disk.bench.packets());
    assert!(!before.contains(&after[0]), "{before:?} {after:?}");
}

#[test]
fn records_that_make_no_sense_are_counted_and_left_out() {
    let mut disk = Disk::connected();
    disk.bench.publish("x", QoS::AtLeastOnce);
    disk.store();
    for (key, record) in disk.records {
        for bytes in [
            Bytes::new(),
            record.slice(..record.len().min(2)),
            Bytes::from_static(b"\xff\xff\xff\xff\xff\xff\xff"),
        ] {
            let mut session = Session::new(1);
            let kept = session.keep(vec![(key, bytes)], Instant::ZERO);
            assert_eq!(kept.unreadable, 1, "{key:?}");
        }
    }
    // A key of no kind, and a message that is a packet, but none that could have been published: its
    // topic has a number, or is nothing but that.
    let of_no_kind = (RecordKey::from_number((1 << 53) - 1), Bytes::new());
    let message = RecordKey::from_number(1 << 50);
    let numbered = Bytes::from_static(b"\x01\x30\x07\x00\x01x\x03\x23\x00\x01");
    let nameless = Bytes::from_static(b"\x01\x30\x06\x00\x00\x03\x23\x00\x01");
    for record in [of_no_kind, (message, numbered), (message, nameless)] {
        let mut session = Session::new(1);
        let kept = session.keep(vec![record], Instant::ZERO);
        assert_eq!((kept.messages.len(), kept.unreadable), (0, 1));
    }
}

#[test]
fn what_was_published_before_the_records_were_there_goes_after_them() {
    let mut disk = Disk::new();
    disk.bench.publish("old", QoS::AtLeastOnce);
    disk.store();
    let mut bench = Bench::new();
    let early = pending(bench.publish("new", QoS::AtLeastOnce));
    let kept = bench
        .session
        .keep(disk.records.into_iter().collect(), bench.now);
    assert!(!kept.messages.contains(&early));
    assert!(bench.session.poll_store().is_some(), "it is kept, too");
    bench.connect(options());
    bench.accept(false);
    let sent: Vec<_> = bench.published().into_iter().map(|(it, _)| it).collect();
    assert_eq!(sent, ["old", "new"]);
}

#[test]
fn what_is_sent_again_keeps_its_order_across_levels() {
    let mut disk = Disk::connected();
    disk.bench.publish("one", QoS::ExactlyOnce);
    disk.store();
    disk.bench.publish("two", QoS::AtLeastOnce);
    disk.store();
    disk.bench.packets();
    disk.bench.close();
    disk.bench.wait();
    disk.bench.accept(true);
    let again = [("one".to_owned(), true), ("two".to_owned(), true)];
    assert_eq!(disk.bench.published(), again, "[MQTT-4.6.0-1]");
}
