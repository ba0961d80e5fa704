//! What arrives.

use super::*;

#[test]
fn what_breaks_the_protocol_ends_the_connection_and_names_the_rule() {
    let connack = Bytes::from_static(&[0x20, 2, 0, 0]);
    for (bytes, rule) in [
        (connack, "second CONNACK"),
        (Bytes::from_static(&[0xc0, 0]), "only clients send"),
        (Bytes::from_static(&[0x36, 0]), "PUBLISH"),
        (Bytes::from_static(&[0x40, 2, 0, 0]), "[MQTT-2.3.1-1;"),
    ] {
        let mut bench = Bench::connected();
        bench.events();
        bench.send_bytes(bytes);
        assert!(!bench.is_open);
        let [Event::Disconnected { reason: Some(text) }] = &bench.events()[..] else {
            panic!("the end is told");
        };
        assert!(text.contains(rule), "{text}");
    }
    let mut bench = Bench::new();
    bench.connect(options());
    bench.session.handle_opened(bench.now);
    bench.run();
    bench.send(Packet::PingResp);
    assert!(!bench.is_open, "the first packet is CONNACK [MQTT-3.2.0-1]");
}

#[test]
fn received_messages_are_acknowledged_as_their_qos_asks() {
    let mut bench = Bench::connected();
    bench.subscribe("t", QoS::ExactlyOnce);
    bench.grant();
    bench.events();
    bench.send_message("t", QoS::AtMostOnce, 0, false);
    assert!(bench.packets().is_empty());
    bench.send_message("t", QoS::AtLeastOnce, 7, false);
    assert_eq!(bench.packets(), [Packet::PubAck(id(7).into())]);
    bench.send_message("t", QoS::ExactlyOnce, 8, false);
    assert_eq!(bench.packets(), [Packet::PubRec(id(8).into())]);
    bench.send(Packet::PubRel(id(8).into()));
    assert_eq!(bench.packets(), [Packet::PubComp(id(8).into())]);
    assert_eq!(bench.events().len(), 3);
}

#[test]
fn a_message_of_qos_2_that_comes_again_is_told_once() {
    let mut bench = Bench::connected();
    bench.send_message("t", QoS::ExactlyOnce, 8, false);
    bench.events();
    bench.packets();
    bench.close();
    bench.wait();
    bench.accept(true);
    bench.events();
    bench.packets();
    bench.send_message("t", QoS::ExactlyOnce, 8, false);
    assert!(bench.events().is_empty());
    assert_eq!(bench.packets(), [Packet::PubRec(id(8).into())]);
    bench.send(Packet::PubRel(id(8).into()));
    bench.send_message("t", QoS::ExactlyOnce, 8, false);
    assert_eq!(
        bench.events().len(),
        1,
        "released, the id is another message's"
    );
}

#[test]
fn packet_ids_of_another_servers_session_are_other_messages() {
    let mut bench = Bench::connected();
    bench.send_message("t", QoS::ExactlyOnce, 8, false);
    bench.events();
    bench.connect(ConnectOptions {
        servers: vec!["ws://two".into()],
        ..options()
    });
    bench.packets();
    bench.accept(true);
    bench.events();
    bench.send_message("t", QoS::ExactlyOnce, 8, false);
    assert_eq!(bench.events().len(), 1);
}

#[test]
fn what_arrived_before_the_connection_closed_is_handed_out() {
    let mut bench = Bench::connected();
    bench.events();
    let bytes = Bytes::from_static(b"\x30\x04\x00\x01t!");
    bench.session.handle_bytes(bytes, bench.now);
    bench.close();
    let events = bench.events();
    assert!(
        matches!(events[..], [Event::Message(_), Event::Disconnected { .. }]),
        "{events:?}"
    );
    assert!(matches!(bench.session.state(), State::Waiting { .. }));
}

#[test]
fn a_refusal_is_told_although_the_connection_closed_right_after_it() {
    let mut bench = Bench::new();
    bench.connect(options());
    bench.session.handle_opened(bench.now);
    bench.run();
    let refusal = Bytes::from_static(&[0x20, 2, 0, 5]);
    bench.session.handle_bytes(refusal, bench.now);
    bench.close();
    assert_eq!(*bench.session.state(), State::Refused(Refusal::Credentials));
}

#[test]
fn what_is_done_about_one_message_comes_before_the_next() {
    let mut bench = Bench::connected();
    bench.session.subscribe("a", QoS::AtMostOnce).unwrap();
    bench.run();
    let two = Bytes::from_static(b"\x30\x03\x00\x01a\x30\x03\x00\x01b");
    bench.session.handle_bytes(two, bench.now);
    let Some(Event::Message(first)) = bench.session.poll_event(bench.now) else {
        panic!("the first message comes first");
    };
    assert_eq!(first.topic, "a");
    let b = bench.session.subscribe("b", QoS::AtMostOnce).unwrap();
    bench
        .session
        .publish(message("x", QoS::AtMostOnce), bench.now)
        .unwrap();
    assert!(matches!(
        bench.session.poll_event(bench.now),
        Some(Event::Message(_))
    ));
    assert_eq!(bench.session.matched(), [b]);
}

#[test]
fn in_a_session_that_may_be_another_one_messages_tell_whether_they_come_again() {
    let mut bench = Bench::connected();
    bench.send_message("t", QoS::ExactlyOnce, 8, false);
    bench.close();
    bench.wait();
    bench.session.handle_opened(bench.now);
    bench.run();
    bench.packets();
    bench.close();
    bench.wait();
    bench.accept(true);
    bench.events();
    let again = Publish {
        dup: true,
        qos: QoS::ExactlyOnce,
        topic: "t".into(),
        id: PacketId::new(8),
        ..Publish::default()
    };
    bench.send(Packet::Publish(again));
    assert!(bench.events().is_empty());
    bench.send_message("t", QoS::ExactlyOnce, 8, false);
    assert_eq!(bench.events().len(), 1);
}

#[test]
fn a_message_that_no_one_subscribed_to_is_acknowledged_all_the_same() {
    let mut bench = Bench::connected();
    bench.send_message("t", QoS::AtLeastOnce, 7, false);
    assert_eq!(bench.packets(), [Packet::PubAck(id(7).into())]);
    assert!(bench.session.matched().is_empty());
}

#[test]
fn answers_go_out_in_the_order_of_what_they_answer() {
    let mut bench = Bench::connected();
    for number in [9, 7, 8] {
        bench.send_message("t", QoS::AtLeastOnce, number, false);
    }
    let acknowledged = [9, 7, 8].map(|number| Packet::PubAck(id(number).into()));
    assert_eq!(bench.packets(), acknowledged);
    for number in [6, 4, 5] {
        bench.send_message("t", QoS::ExactlyOnce, number, false);
    }
    let received = [6, 4, 5].map(|number| Packet::PubRec(id(number).into()));
    assert_eq!(bench.packets(), received);
    for _ in 0..3 {
        bench.publish("x", QoS::ExactlyOnce);
    }
    bench.packets();
    for number in 1..=3 {
        bench.send(Packet::PubRec(id(number).into()));
    }
    let released = [1, 2, 3].map(|number| Packet::PubRel(id(number).into()));
    assert_eq!(bench.packets(), released);
    bench.close();
    bench.wait();
    bench.accept(true);
    assert_eq!(bench.packets(), released, "also when they are sent again");
}
