//! Numbered statements of the specifications that no other test is about, in each version that has
//! them. Which test holds which statement is in `statements/`.

use std::num::{NonZeroU16, NonZeroU32};

use super::*;
use crate::Authentication;
use crate::packet::{Ack, Auth, Unsubscribe, Will};
use crate::property::Property;

const VERSIONS: [Version; 2] = [Version::V3_1_1, Version::V5];

/// With a session that the broker can keep.
fn speaking(version: Version) -> ConnectOptions {
    ConnectOptions {
        protocol: Protocol::Only(version),
        ..options()
    }
}

fn connected(version: Version) -> Bench {
    connected_with(speaking(version), [])
}

/// A session in a new session of the broker, whose CONNACK has these properties.
fn connected_with<const N: usize>(options: ConnectOptions, properties: [Property; N]) -> Bench {
    let mut bench = Bench::new();
    bench.connect(options);
    bench.accept_with(false, properties.into_iter().collect());
    bench.events();
    bench
}

/// Loses the connection, and has the broker accept the next one.
fn reconnect<const N: usize>(bench: &mut Bench, session_present: bool, properties: [Property; N]) {
    bench.close();
    bench.wait();
    bench.events();
    bench.packets();
    bench.accept_with(session_present, properties.into_iter().collect());
}

/// The packets that were sent, which are all PUBLISH.
fn publishes(bench: &mut Bench) -> Vec<Publish> {
    let packets = bench.packets().into_iter();
    let publishes = packets.map(|packet| match packet {
        Packet::Publish(publish) => publish,
        other => panic!("{other:?} is no PUBLISH"),
    });
    publishes.collect()
}

/// How many messages were handed out.
fn messages(bench: &mut Bench) -> usize {
    let is_message = |event: &Event| matches!(event, Event::Message(_));
    bench.events().iter().filter(|it| is_message(it)).count()
}

fn send_again(bench: &mut Bench, qos: QoS, number: u16) {
    bench.send(Packet::Publish(Publish {
        dup: true,
        qos,
        topic: "t".into(),
        id: PacketId::new(number),
        ..Publish::default()
    }));
}

fn dismissal(code: ReasonCode) -> Packet {
    let properties = Properties::NONE;
    Packet::Disconnect(Disconnect { code, properties })
}

fn refuses(options: ConnectOptions) -> String {
    let mut bench = Bench::new();
    bench.connect(options);
    let events = bench.events();
    let [Event::Refused { reason }] = &events[..] else {
        panic!("{events:?}");
    };
    assert!(bench.opened.is_empty());
    reason.clone()
}

#[test]
fn the_first_packet_is_connect_and_there_is_no_second() {
    for version in VERSIONS {
        let mut bench = Bench::new();
        bench.publish("x", QoS::AtLeastOnce);
        bench.subscribe("t", QoS::AtMostOnce);
        bench.connect(speaking(version));
        bench.session.handle_opened(bench.now);
        bench.session.handle_opened(bench.now);
        bench.run();
        let packets = bench.packets();
        assert!(
            matches!(packets[..], [Packet::Connect(_)]),
            "[MQTT-3.1.0-1]: {packets:?}"
        );
        bench.answer(ReasonCode::SUCCESS, false);
        bench.session.handle_opened(bench.now);
        bench.run();
        let packets = bench.packets();
        let is_connect = |packet: &Packet| matches!(packet, Packet::Connect(_));
        assert!(
            !packets.is_empty() && !packets.iter().any(is_connect),
            "[MQTT-3.1.0-2]: {packets:?}"
        );
    }
}

#[test]
fn what_the_server_keeps_no_state_for_begins_anew() {
    for version in VERSIONS {
        for clean_session in [true, false] {
            let mut bench = connected_with(
                ConnectOptions {
                    clean_session,
                    ..speaking(version)
                },
                [],
            );
            bench.publish("x", QoS::ExactlyOnce);
            bench.packets();
            bench.send(Packet::PubRec(id(1).into()));
            bench.send_message("t", QoS::ExactlyOnce, 8, false);
            bench.packets();
            reconnect(&mut bench, false, []);
            // Not a PUBREL of what the server knows nothing of, but a message that is new to it.
            let sent = publishes(&mut bench);
            assert_eq!(sent.len(), 1, "[MQTT-3.1.2-6; 5.0: MQTT-3.1.2-4]");
            assert_eq!((sent[0].qos, sent[0].dup), (QoS::ExactlyOnce, false));
            bench.events();
            bench.send_message("t", QoS::ExactlyOnce, 8, false);
            assert_eq!(messages(&mut bench), 1, "[5.0: MQTT-3.2.2-5]");
        }
    }
}

#[test]
fn a_session_belongs_to_its_client_id() {
    for version in VERSIONS {
        let mut bench = connected(version);
        bench.publish("x", QoS::AtLeastOnce);
        bench.send_message("t", QoS::ExactlyOnce, 8, false);
        bench.connect(ConnectOptions {
            client_id: "other".into(),
            ..speaking(version)
        });
        bench.packets();
        bench.events();
        assert_eq!(bench.accept(true).client_id, "other");
        assert_eq!(bench.published(), [("x".to_owned(), false)]);
        bench.events();
        bench.send_message("t", QoS::ExactlyOnce, 8, false);
        assert_eq!(messages(&mut bench), 1, "[MQTT-3.1.3-2]");
    }
}

#[test]
fn without_a_client_id_connect_asks_for_a_clean_session() {
    for version in VERSIONS {
        let mut bench = Bench::new();
        bench.connect(ConnectOptions {
            client_id: "".into(),
            ..speaking(version)
        });
        let connect = bench.accept(false);
        assert_eq!(connect.client_id, "");
        assert!(connect.clean_start, "[MQTT-3.1.3-7]");
    }
}

#[test]
fn no_more_than_a_keep_alive_lies_between_what_is_sent() {
    for version in VERSIONS {
        let keep_alive = 60 * SECOND;
        let mut bench = connected(version);
        let mut last_sent = bench.now;
        // Something arrives all the time; PINGRESP never does.
        for _ in 0..100 {
            bench.now += 7 * SECOND;
            bench.send_message("t", QoS::AtMostOnce, 0, false);
            if bench.session.poll_timeout().unwrap() <= bench.now {
                bench.session.handle_timeout(bench.now);
                bench.run();
            }
            let packets = bench.packets();
            if !packets.is_empty() {
                assert_eq!(packets, [Packet::PingReq]);
                last_sent = bench.now;
            }
            assert!(bench.is_open);
            assert!(
                bench.now - last_sent < keep_alive,
                "[MQTT-3.1.2-23; 5.0: MQTT-3.1.2-20]"
            );
        }
    }
}

#[test]
fn no_text_that_goes_out_has_a_null_character() {
    let will = |properties: [Property; 1]| Will {
        topic: "gone".into(),
        payload: Bytes::new(),
        qos: QoS::AtMostOnce,
        retain: false,
        properties: properties.into_iter().collect(),
    };
    let five = || speaking(Version::V5);
    let pair = |name: &'static str, value: &'static str| (name.into(), value.into());
    for (options, what) in [
        (
            ConnectOptions {
                client_id: "a\0".into(),
                ..options()
            },
            "The client id",
        ),
        (
            ConnectOptions {
                username: Some("a\0".into()),
                ..options()
            },
            "The user name",
        ),
        (
            ConnectOptions {
                user_properties: vec![pair("a", "b\0")],
                ..five()
            },
            "A user property",
        ),
        (
            ConnectOptions {
                user_properties: vec![pair("a\0", "b")],
                ..five()
            },
            "A user property",
        ),
        (
            ConnectOptions {
                authentication: Some(Authentication {
                    method: "a\0".into(),
                    data: None,
                }),
                ..five()
            },
            "The authentication method",
        ),
        (
            ConnectOptions {
                will: Some(will([Property::ContentType("a\0".into())])),
                ..five()
            },
            "The will",
        ),
        (
            ConnectOptions {
                will: Some(will([Property::UserProperty(pair("a\0", "b"))])),
                ..five()
            },
            "The will",
        ),
        (
            ConnectOptions {
                will: Some(will([Property::ResponseTopic("a\0".into())])),
                ..five()
            },
            "The will",
        ),
    ] {
        let reason = refuses(options);
        assert!(
            reason.contains(what),
            "[MQTT-1.5.3-2; 5.0: MQTT-1.5.4-2, MQTT-1.5.7-1]: {reason}"
        );
    }
    let mut bench = connected(Version::V5);
    let refused = bench.session.subscribe("a\0", QoS::AtMostOnce);
    assert_eq!(refused, Err(TopicError::Null), "[MQTT-4.7.3-2]");
    let nowhere = Message {
        topic: "a\0".into(),
        ..Message::default()
    };
    let refused = bench.session.publish(nowhere, bench.now);
    assert_eq!(refused, Err(PublishError::Topic(TopicError::Null)));
}

#[test]
fn a_will_is_answered_to_a_topic_and_not_to_a_filter() {
    let will = Will {
        topic: "gone".into(),
        payload: Bytes::new(),
        qos: QoS::AtMostOnce,
        retain: false,
        properties: Properties::from_iter([Property::ResponseTopic("a/#".into())]),
    };
    let reason = refuses(ConnectOptions {
        will: Some(will),
        ..speaking(Version::V5)
    });
    assert!(
        reason.contains("response topic"),
        "[MQTT-3.3.2-14]: {reason}"
    );
}

#[test]
fn what_is_no_topic_filter_is_never_sent() {
    let mut bench = connected(Version::V5);
    let long = "a".repeat(65_536);
    for (filter, why) in [
        ("", TopicError::Empty),             // [MQTT-4.7.3-1]
        (&*long, TopicError::TooLong),       // [MQTT-4.7.3-3]
        ("a/b#", TopicError::HashNotLast),   // [MQTT-4.7.1-2; 5.0: MQTT-4.7.1-1]
        ("a/+b", TopicError::PlusInLevel),   // [MQTT-4.7.1-3; 5.0: MQTT-4.7.1-2]
        ("$share//a", TopicError::Shared),   // [5.0: MQTT-4.8.2-1]
        ("$share/a+/b", TopicError::Shared), // [5.0: MQTT-4.8.2-2]
        ("$share/a", TopicError::Shared),    // [5.0: MQTT-4.8.2-2]
    ] {
        let refused = bench.session.subscribe(filter, QoS::AtMostOnce);
        assert_eq!(refused, Err(why));
    }
    bench.run();
    assert!(bench.packets().is_empty());
}

#[test]
fn each_packet_has_an_id_under_which_nothing_else_waits() {
    for version in VERSIONS {
        let mut bench = connected(version);
        let one = bench.subscribe("one", QoS::AtMostOnce);
        bench.grant();
        bench.session.unsubscribe(one);
        bench.run();
        bench.subscribe("two", QoS::AtMostOnce);
        bench.publish("x", QoS::AtLeastOnce);
        bench.publish("x", QoS::ExactlyOnce);
        let packets = bench.packets();
        let ids = packets.iter().map(|packet| match packet {
            Packet::Publish(publish) => publish.id.unwrap().get(),
            Packet::Subscribe(subscribe) => subscribe.id.get(),
            Packet::Unsubscribe(unsubscribe) => unsubscribe.id.get(),
            other => panic!("{other:?}"),
        });
        assert_eq!(
            ids.collect::<Vec<_>>(),
            [2, 3, 4, 5],
            "[MQTT-2.3.1-1, MQTT-2.3.1-2; 5.0: MQTT-2.2.1-3]"
        );
    }
}

#[test]
fn packet_ids_begin_anew_after_the_last_without_those_in_use() {
    let mut bench = connected(Version::V5);
    bench.subscribe("one", QoS::AtMostOnce);
    bench.publish("held", QoS::ExactlyOnce);
    bench.packets();
    bench.session.last_id = u16::MAX;
    bench.publish("x", QoS::AtLeastOnce);
    let id = publishes(&mut bench)[0].id.unwrap().get();
    assert_eq!(id, 3, "1 and 2 wait [MQTT-2.3.1-2; 5.0: MQTT-2.2.1-3]");
}

#[test]
fn a_message_of_qos_0_bears_no_packet_id_and_is_never_sent_again() {
    for version in VERSIONS {
        let mut bench = connected(version);
        bench.publish("x", QoS::AtMostOnce);
        let sent = publishes(&mut bench);
        assert_eq!(
            (sent[0].qos, sent[0].dup, sent[0].id),
            (QoS::AtMostOnce, false, None),
            "[MQTT-2.3.1-5, MQTT-3.3.1-2, MQTT-4.3.1-1; 5.0: MQTT-2.2.1-2]"
        );
        reconnect(&mut bench, true, []);
        assert!(bench.packets().is_empty());
    }
}

#[test]
fn a_message_that_is_passed_on_is_sent_for_the_first_time() {
    for version in VERSIONS {
        let mut bench = connected(version);
        let received = Message {
            dup: true,
            ..message("x", QoS::AtLeastOnce)
        };
        bench.session.publish(received, bench.now).unwrap();
        bench.run();
        assert_eq!(
            bench.published(),
            [("x".to_owned(), false)],
            "[MQTT-3.3.1-3]"
        );
    }
}

#[test]
fn a_message_of_qos_1_is_acknowledged_and_its_id_then_names_another() {
    for version in VERSIONS {
        let mut bench = connected(version);
        bench.send_message("t", QoS::AtLeastOnce, 7, false);
        assert_eq!(
            bench.packets(),
            [Packet::PubAck(id(7).into())],
            "[5.0: MQTT-4.3.2-4, MQTT-3.4.2-1]"
        );
        send_again(&mut bench, QoS::AtLeastOnce, 7);
        assert_eq!(bench.packets(), [Packet::PubAck(id(7).into())]);
        assert_eq!(messages(&mut bench), 2, "[MQTT-4.3.2-2; 5.0: MQTT-4.3.2-5]");
    }
}

#[test]
fn a_message_of_qos_2_is_received_once_until_it_is_released() {
    for version in VERSIONS {
        let mut bench = connected(version);
        bench.send_message("t", QoS::ExactlyOnce, 7, false);
        let received = [Packet::PubRec(id(7).into())];
        assert_eq!(bench.packets(), received, "[5.0: MQTT-4.3.3-8]");
        assert_eq!(messages(&mut bench), 1);
        reconnect(&mut bench, true, []);
        bench.events();
        send_again(&mut bench, QoS::ExactlyOnce, 7);
        assert_eq!(
            bench.packets(),
            received,
            "[MQTT-4.3.3-2; 5.0: MQTT-4.3.3-10]"
        );
        assert_eq!(messages(&mut bench), 0);
        bench.send(Packet::PubRel(id(7).into()));
        assert_eq!(
            bench.packets(),
            [Packet::PubComp(id(7).into())],
            "[5.0: MQTT-4.3.3-11]"
        );
        bench.send_message("t", QoS::ExactlyOnce, 7, false);
        assert_eq!(bench.packets(), received);
        assert_eq!(messages(&mut bench), 1, "[5.0: MQTT-4.3.3-12]");
    }
}

#[test]
fn a_message_of_qos_1_waits_for_its_acknowledgement() {
    for version in VERSIONS {
        let mut bench = connected(version);
        let token = pending(bench.publish("x", QoS::AtLeastOnce));
        let sent = publishes(&mut bench).remove(0);
        assert_eq!(
            (sent.qos, sent.dup, sent.id),
            (QoS::AtLeastOnce, false, Some(id(1))),
            "[MQTT-4.3.2-1; 5.0: MQTT-4.3.2-1, MQTT-4.3.2-2]"
        );
        reconnect(&mut bench, true, []);
        let sent = publishes(&mut bench).remove(0);
        assert_eq!(
            (sent.dup, sent.id),
            (true, Some(id(1))),
            "[MQTT-2.3.1-3, MQTT-3.3.1-1; 5.0: MQTT-4.3.2-3]"
        );
        bench.events();
        bench.send(Packet::PubAck(id(1).into()));
        assert_eq!(bench.events(), [acknowledged(token)]);
        reconnect(&mut bench, true, []);
        assert!(bench.packets().is_empty());
    }
}

#[test]
fn a_message_of_qos_2_waits_to_be_received_and_then_its_release_to_be_completed() {
    for version in VERSIONS {
        let mut bench = connected(version);
        let token = pending(bench.publish("x", QoS::ExactlyOnce));
        let sent = publishes(&mut bench).remove(0);
        assert_eq!(
            (sent.qos, sent.dup, sent.id),
            (QoS::ExactlyOnce, false, Some(id(1))),
            "[MQTT-4.3.3-1; 5.0: MQTT-4.3.3-1, MQTT-4.3.3-2]"
        );
        reconnect(&mut bench, true, []);
        let sent = publishes(&mut bench).remove(0);
        assert_eq!(
            (sent.dup, sent.id),
            (true, Some(id(1))),
            "[5.0: MQTT-4.3.3-3]"
        );
        bench.send(Packet::PubRec(id(1).into()));
        let release = [Packet::PubRel(id(1).into())];
        assert_eq!(bench.packets(), release, "[5.0: MQTT-4.3.3-4]");
        reconnect(&mut bench, true, []);
        assert_eq!(
            bench.packets(),
            release,
            "[5.0: MQTT-4.3.3-5, MQTT-4.3.3-6]"
        );
        bench.events();
        bench.send(Packet::PubComp(id(1).into()));
        assert_eq!(bench.events(), [acknowledged(token)]);
        reconnect(&mut bench, true, []);
        assert!(bench.packets().is_empty());
    }
}

#[test]
fn a_message_that_nobody_subscribes_to_is_released_all_the_same() {
    let mut bench = connected(Version::V5);
    bench.publish("x", QoS::ExactlyOnce);
    bench.packets();
    bench.send(Packet::PubRec(Ack {
        code: ReasonCode::NO_MATCHING_SUBSCRIBERS,
        ..Ack::from(id(1))
    }));
    assert_eq!(
        bench.packets(),
        [Packet::PubRel(id(1).into())],
        "[MQTT-4.3.3-4]"
    );
}

#[test]
fn a_message_that_the_server_has_refused_is_not_sent_again() {
    for (qos, reply) in [
        (QoS::AtLeastOnce, Packet::PubAck as fn(Ack) -> Packet),
        (QoS::ExactlyOnce, Packet::PubRec),
    ] {
        let mut bench = connected(Version::V5);
        bench.publish("x", qos);
        bench.packets();
        bench.send(reply(Ack {
            code: ReasonCode::QUOTA_EXCEEDED,
            ..Ack::from(id(1))
        }));
        for session_present in [true, false] {
            reconnect(&mut bench, session_present, []);
            assert!(bench.packets().is_empty(), "[MQTT-4.4.0-2]");
        }
    }
}

#[test]
fn nothing_is_sent_again_while_the_connection_lasts() {
    for version in VERSIONS {
        let mut bench = connected(version);
        bench.publish("x", QoS::AtLeastOnce);
        bench.publish("x", QoS::ExactlyOnce);
        bench.publish("x", QoS::ExactlyOnce);
        bench.send(Packet::PubRec(id(3).into()));
        bench.packets();
        for _ in 0..100 {
            bench.wait();
            assert_eq!(bench.packets(), [Packet::PingReq], "[MQTT-4.4.0-1]");
            bench.send(Packet::PingResp);
        }
    }
}

#[test]
fn nothing_is_forgotten_while_the_connection_lasts() {
    for version in VERSIONS {
        for clean_session in [true, false] {
            let options = ConnectOptions {
                clean_session,
                ..speaking(version)
            };
            let mut bench = connected_with(options, []);
            let one = pending(bench.publish("one", QoS::AtLeastOnce));
            let two = pending(bench.publish("two", QoS::ExactlyOnce));
            bench.send(Packet::PubRec(id(2).into()));
            bench.send_message("t", QoS::ExactlyOnce, 7, false);
            for _ in 0..1_000 {
                bench.wait();
                bench.send(Packet::PingResp);
            }
            bench.events();
            send_again(&mut bench, QoS::ExactlyOnce, 7);
            bench.send(Packet::PubAck(id(1).into()));
            bench.send(Packet::PubComp(id(2).into()));
            assert_eq!(
                bench.events(),
                [acknowledged(one), acknowledged(two)],
                "[MQTT-4.1.0-1], [MQTT-4.1.0-2]"
            );
        }
    }
}

#[test]
fn what_is_sent_again_keeps_its_id_and_its_place() {
    for version in VERSIONS {
        let mut bench = connected(version);
        for qos in [QoS::AtLeastOnce, QoS::ExactlyOnce, QoS::AtLeastOnce] {
            bench.publish("x", qos);
        }
        bench.packets();
        reconnect(&mut bench, true, []);
        let again = publishes(&mut bench);
        let again = again
            .iter()
            .map(|it| (it.id.unwrap().get(), it.qos, it.dup));
        assert_eq!(
            again.collect::<Vec<_>>(),
            [
                (1, QoS::AtLeastOnce, true),
                (2, QoS::ExactlyOnce, true),
                (3, QoS::AtLeastOnce, true),
            ],
            "[MQTT-4.4.0-1], [MQTT-4.6.0-1]"
        );
    }
}

#[test]
fn messages_are_acknowledged_in_the_order_in_which_they_came() {
    for version in VERSIONS {
        let mut bench = connected(version);
        for number in [9, 7, 8] {
            bench.send_message("t", QoS::AtLeastOnce, number, false);
        }
        let acknowledged = [9, 7, 8].map(|number| Packet::PubAck(id(number).into()));
        assert_eq!(bench.packets(), acknowledged, "[MQTT-4.6.0-2]");
        for number in [9, 7, 8] {
            bench.send_message("t", QoS::ExactlyOnce, number, false);
        }
        let received = [9, 7, 8].map(|number| Packet::PubRec(id(number).into()));
        assert_eq!(bench.packets(), received, "[MQTT-4.6.0-3]");
    }
}

#[test]
fn releases_go_out_in_the_order_of_what_they_answer_also_when_sent_again() {
    for version in VERSIONS {
        let mut bench = connected(version);
        for _ in 0..4 {
            bench.publish("x", QoS::ExactlyOnce);
        }
        bench.packets();
        for number in [3, 1, 4, 2] {
            bench.send(Packet::PubRec(id(number).into()));
        }
        let released = |numbers: &[u16]| -> Vec<Packet> {
            let acks = numbers.iter().map(|number| Ack::from(id(*number)));
            acks.map(Packet::PubRel).collect()
        };
        assert_eq!(bench.packets(), released(&[3, 1, 4, 2]), "[MQTT-4.6.0-4]");
        bench.send(Packet::PubComp(id(1).into()));
        reconnect(&mut bench, true, []);
        assert_eq!(bench.packets(), released(&[3, 4, 2]), "[MQTT-4.6.0-4]");
        // To a server that knows nothing they are messages, in the order of these.
        reconnect(&mut bench, false, []);
        let sent = publishes(&mut bench);
        let sent: Vec<_> = sent.iter().map(|it| it.id.unwrap().get()).collect();
        assert_eq!(sent, [2, 3, 4]);
        reconnect(&mut bench, true, []);
        assert_eq!(publishes(&mut bench).len(), 3);
    }
}

#[test]
fn after_disconnect_comes_nothing_but_the_end_of_the_socket() {
    for version in VERSIONS {
        let mut bench = connected(version);
        bench.session.subscribe("t", QoS::AtMostOnce).unwrap();
        bench
            .session
            .publish(message("x", QoS::AtLeastOnce), bench.now)
            .unwrap();
        bench.session.disconnect();
        bench.session.subscribe("u", QoS::AtMostOnce).unwrap();
        bench
            .session
            .publish(message("y", QoS::AtMostOnce), bench.now)
            .unwrap();
        bench.run();
        assert!(!bench.is_open, "[MQTT-3.14.4-1; 5.0: MQTT-3.14.4-2]");
        let packets = bench.packets();
        assert_eq!(
            packets.last(),
            Some(&Packet::Disconnect(Disconnect::default())),
            "[MQTT-3.14.4-2; 5.0: MQTT-3.14.4-1]"
        );
    }
}

#[test]
fn leaving_with_the_will_closes_no_socket_that_is_not_open() {
    for version in VERSIONS {
        // The bench looks that what is closed was open.
        let mut bench = Bench::new();
        bench.session.disconnect_with_will();
        bench.run();
        bench.connect(speaking(version));
        bench.session.disconnect_with_will();
        bench.run();
        assert!(!bench.is_open);
        bench.connect(speaking(version));
        bench.accept(false);
        bench.close();
        bench.session.disconnect_with_will();
        bench.run();
        assert_eq!(*bench.session.state(), State::Stopped);
        bench.connect(speaking(version));
        bench.accept(false);
        bench.is_open = false;
        bench.session.handle_closed(1006, "", bench.now);
        bench.session.disconnect_with_will();
        bench.run();
    }
}

#[test]
fn a_packet_that_is_malformed_ends_the_connection() {
    let in_both: [(&[u8], &str); 4] = [
        (&[0x30, 4, 0, 2, 0xc3, 0x28], "[MQTT-1.5.3-1]"),
        (&[0x30, 5, 0, 3, 0xed, 0xa0, 0x80], "[MQTT-1.5.3-1]"),
        (&[0x30, 3, 0, 1, 0], "[MQTT-1.5.3-2]"),
        (&[0x60, 2, 0, 1], "[MQTT-2.2.2-2; 5.0: MQTT-3.6.1-1]"),
    ];
    let in_5: [(&[u8], &str); 2] = [
        (&[0xe1, 0], "[MQTT-3.14.1-1]"),
        (&[0xf2, 0], "[MQTT-3.15.1-1]"),
    ];
    for (bytes, rule) in in_both {
        let mut bench = connected(Version::V3_1_1);
        bench.send_bytes(Bytes::from_static(bytes));
        assert!(!bench.is_open, "{rule}, [MQTT-4.8.0-1]");
    }
    for (bytes, rule) in in_both.into_iter().chain(in_5) {
        let mut bench = connected(Version::V5);
        bench.send_bytes(Bytes::from_static(bytes));
        assert!(!bench.is_open, "{rule}");
        let said = [dismissal(ReasonCode::MALFORMED_PACKET)];
        assert_eq!(bench.packets(), said, "{rule}");
    }
}

#[test]
fn an_end_that_the_server_announces_is_made_whatever_its_code() {
    for code in 0x80..=0xa2 {
        for first in [0x20, 0xe0] {
            let mut bench = Bench::new();
            bench.connect(speaking(Version::V5));
            bench.introduction();
            let bytes = if first == 0x20 {
                vec![first, 3, 0, code, 0]
            } else {
                bench.answer(ReasonCode::SUCCESS, false);
                vec![first, 2, code, 0]
            };
            bench.send_bytes(bytes.into());
            assert!(!bench.is_open, "{code:#x}: [MQTT-4.13.2-1]");
        }
    }
}

#[test]
fn nothing_but_auth_goes_out_before_an_authentication_has_ended() {
    let mut bench = Bench::new();
    bench.publish("x", QoS::AtLeastOnce);
    bench.connect(ConnectOptions {
        authentication: Some(Authentication {
            method: "SCRAM".into(),
            data: None,
        }),
        ..speaking(Version::V5)
    });
    bench.introduction();
    bench.subscribe("t", QoS::AtMostOnce);
    bench.session.handle_online(bench.now);
    bench.publish("y", QoS::AtMostOnce);
    bench
        .session
        .authenticate_again(Bytes::from_static(b"early"), bench.now);
    bench.now += 9 * SECOND;
    bench.session.handle_timeout(bench.now);
    bench.session.authenticate(Bytes::new(), bench.now);
    bench.run();
    let method = Property::AuthenticationMethod("SCRAM".into());
    let auth = Packet::Auth(Auth {
        code: ReasonCode::CONTINUE_AUTHENTICATION,
        properties: Properties::from_iter([method]),
    });
    assert_eq!(
        bench.packets(),
        [auth],
        "[MQTT-3.1.2-30], [MQTT-4.12.0-3], [MQTT-4.12.0-5]"
    );
}

#[test]
fn without_a_method_nothing_is_sent_to_authenticate() {
    let mut bench = connected(Version::V5);
    bench
        .session
        .authenticate(Bytes::from_static(b"x"), bench.now);
    bench
        .session
        .authenticate_again(Bytes::from_static(b"x"), bench.now);
    bench.run();
    assert!(bench.packets().is_empty(), "[MQTT-4.12.0-7]");
}

#[test]
fn to_authenticate_in_3_1_1_does_not_count_as_something_sent() {
    let mut bench = Bench::new();
    bench.connect(ConnectOptions {
        authentication: Some(Authentication {
            method: "SCRAM".into(),
            data: None,
        }),
        ..speaking(Version::V3_1_1)
    });
    bench.accept(false);
    bench.now += 20 * SECOND;
    bench
        .session
        .authenticate_again(Bytes::from_static(b"x"), bench.now);
    bench.run();
    assert!(bench.packets().is_empty());
    assert_eq!(bench.wait(), 10 * SECOND, "[MQTT-3.1.2-23]");
    assert_eq!(bench.packets(), [Packet::PingReq]);
}

#[test]
fn an_auth_that_is_larger_than_the_server_takes_is_not_sent() {
    let authentication = Some(Authentication {
        method: "SCRAM".into(),
        data: None,
    });
    let options = ConnectOptions {
        authentication,
        ..speaking(Version::V5)
    };
    let forty = Property::MaximumPacketSize(NonZeroU32::new(40).unwrap());
    for (data, fits) in [(25, true), (26, false), (70_000, false)] {
        let mut bench = connected_with(options.clone(), [forty.clone()]);
        bench
            .session
            .authenticate_again(vec![0; data].into(), bench.now);
        bench.run();
        let packets = bench.packets();
        assert_eq!(packets.len(), 1, "[MQTT-3.2.2-15]");
        assert_eq!(matches!(packets[0], Packet::Auth(_)), fits);
        assert_eq!(bench.is_open, fits);
        let is_told = matches!(
            bench.events()[..],
            [Event::Disconnected { .. }, Event::Refused { .. }]
        );
        assert_eq!(is_told, !fits);
    }
}

#[test]
fn no_subscription_makes_a_packet_that_is_larger_than_the_server_takes() {
    let forty = || Property::MaximumPacketSize(NonZeroU32::new(40).unwrap());
    for takes_numbers in [true, false] {
        let takes = Property::SubscriptionIdentifiersAvailable(takes_numbers);
        let options = speaking(Version::V5);
        let mut bench = connected_with(options, [forty(), takes.clone()]);
        let long = "a".repeat(40);
        let refused = bench.session.subscribe(&long, QoS::AtMostOnce).unwrap();
        let mut ids = Vec::new();
        for letter in ["b", "c", "d", "e"] {
            let filter = letter.repeat(20);
            ids.push(bench.session.subscribe(&filter, QoS::AtMostOnce).unwrap());
        }
        bench.run();
        bench.run();
        let reason = Reason::from(ReasonCode::PACKET_TOO_LARGE);
        let told = Event::SubscribeRefused {
            subscription: refused,
            reason,
        };
        assert!(bench.events().contains(&told));
        for _ in 0..4 {
            let subscribe = bench.packets.front().cloned().unwrap();
            assert!(size(&subscribe) <= 40, "[MQTT-3.2.2-15]: {subscribe:?}");
            bench.grant();
        }
        assert!(bench.packets().is_empty());
        for id in ids {
            bench.session.unsubscribe(id);
        }
        bench.session.unsubscribe(refused);
        bench.run();
        let packets = bench.packets();
        let filters = packets.iter().map(|packet| match packet {
            Packet::Unsubscribe(Unsubscribe { filters, .. }) => filters.len(),
            other => panic!("{other:?}"),
        });
        assert_eq!(filters.sum::<usize>(), 4);
        for packet in &packets {
            assert!(size(packet) <= 40, "[MQTT-3.2.2-15]: {packet:?}");
        }
    }
}

#[test]
fn what_a_server_with_larger_packets_took_is_not_taken_back_in_a_packet_too_large() {
    let mut bench = connected(Version::V5);
    let long = bench.subscribe(&"a".repeat(100), QoS::AtMostOnce);
    bench.grant();
    let short = bench.subscribe("b", QoS::AtMostOnce);
    bench.grant();
    bench.close();
    bench.session.unsubscribe(long);
    bench.session.unsubscribe(short);
    bench.wait();
    let forty = Property::MaximumPacketSize(NonZeroU32::new(40).unwrap());
    bench.accept_with(true, Properties::from_iter([forty]));
    let packets = bench.packets();
    let [Packet::Unsubscribe(Unsubscribe { filters, .. })] = &packets[..] else {
        panic!("{packets:?}");
    };
    assert_eq!(filters[..], ["b"], "[MQTT-3.2.2-15]");
}

fn size(packet: &Packet) -> usize {
    let mut bytes = BytesMut::new();
    encode(packet, Version::V5, &mut bytes).unwrap();
    bytes.len()
}

#[test]
fn no_packet_goes_out_that_has_no_filter() {
    for version in VERSIONS {
        let mut bench = connected_with(speaking(version), [Property::WildcardAvailable(false)]);
        bench.packets();
        // 3.1.1 has no such property, so there it is asked for.
        bench.subscribe("a/+", QoS::AtMostOnce);
        let expected = usize::from(version == Version::V3_1_1);
        assert_eq!(
            bench.packets().len(),
            expected,
            "[MQTT-3.8.3-3; 5.0: MQTT-3.8.3-2]"
        );
        let one = bench.session.subscribe("one", QoS::AtMostOnce).unwrap();
        bench.session.unsubscribe(one);
        bench.run();
        assert!(bench.packets().is_empty(), "[MQTT-3.10.3-2]");
    }
}

#[test]
fn without_a_maximum_no_topic_goes_out_as_a_number() {
    for given in [None, Some(Property::TopicAliasMaximum(0))] {
        let mut bench = Bench::new();
        bench.connect(speaking(Version::V5));
        bench.accept_with(false, given.into_iter().collect());
        for _ in 0..3 {
            bench.publish("x", QoS::AtMostOnce);
        }
        for publish in publishes(&mut bench) {
            assert_eq!(publish.topic, "t");
            assert_eq!(publish.properties.topic_alias(), None, "[MQTT-3.2.2-18]");
        }
    }
}

#[test]
fn no_number_of_a_topic_is_above_the_servers_maximum() {
    let mut bench = connected_with(speaking(Version::V5), [Property::TopicAliasMaximum(3)]);
    for round in 0..2 {
        for topic in ["a", "b", "c", "d", "e"] {
            let message = Message {
                topic: topic.into(),
                ..message("x", QoS::AtMostOnce)
            };
            bench.session.publish(message, bench.now).unwrap();
        }
        bench.run();
        let aliases = publishes(&mut bench);
        let aliases = aliases.iter().map(|it| it.properties.topic_alias());
        let aliases: Vec<_> = aliases.map(|it| it.map_or(0, |it| it.get())).collect();
        assert_eq!(
            aliases,
            [1, 2, 3, 0, 0],
            "[MQTT-3.2.2-17], [MQTT-3.3.2-8], [MQTT-3.3.2-9], round {round}"
        );
    }
}

#[test]
fn numbers_of_topics_up_to_the_clients_maximum_are_taken_and_end_with_the_connection() {
    let send = |bench: &mut Bench, topic: &'static str, alias: u16| {
        let alias = NonZeroU16::new(alias).unwrap();
        bench.send(Packet::Publish(Publish {
            topic: topic.into(),
            properties: Properties::from_iter([Property::TopicAlias(alias)]),
            ..Publish::default()
        }));
    };
    let options = ConnectOptions {
        topic_alias_maximum: 5,
        ..speaking(Version::V5)
    };
    let mut bench = connected_with(options, []);
    for alias in 1..=5 {
        send(&mut bench, "a", alias);
        send(&mut bench, "", alias);
    }
    assert_eq!(messages(&mut bench), 10, "[MQTT-3.3.2-10]");
    reconnect(&mut bench, true, []);
    bench.events();
    send(&mut bench, "", 5);
    assert_eq!(messages(&mut bench), 0, "[MQTT-3.3.2-7]");
    assert!(!bench.is_open);
}

#[test]
fn what_is_no_message_does_not_wait_while_the_server_takes_no_more_of_them() {
    let one = Property::ReceiveMaximum(NonZeroU16::MIN);
    let mut bench = connected_with(speaking(Version::V5), [one]);
    bench.publish("one", QoS::ExactlyOnce);
    bench.publish("two", QoS::AtLeastOnce);
    assert_eq!(bench.published().len(), 1, "[MQTT-4.9.0-1], [MQTT-4.9.0-2]");
    let filter = bench.subscribe("t", QoS::AtMostOnce);
    bench.grant();
    bench.session.unsubscribe(filter);
    bench.run();
    assert!(matches!(bench.packets()[..], [Packet::Unsubscribe(_)]));
    bench.send_message("t", QoS::AtLeastOnce, 1, false);
    bench.send_message("t", QoS::ExactlyOnce, 2, false);
    bench.send(Packet::PubRel(id(2).into()));
    bench.send(Packet::PubRec(id(1).into()));
    assert_eq!(
        bench.packets(),
        [
            Packet::PubAck(id(1).into()),
            Packet::PubRec(id(2).into()),
            Packet::PubComp(id(2).into()),
            Packet::PubRel(id(1).into()),
        ],
        "[MQTT-3.3.4-8], [MQTT-4.9.0-3]"
    );
    bench.wait();
    assert_eq!(bench.packets(), [Packet::PingReq]);
    bench.send(Packet::PubComp(id(1).into()));
    assert_eq!(bench.published().len(), 1);
}

#[test]
fn a_message_that_was_sent_does_not_expire() {
    for qos in [QoS::AtLeastOnce, QoS::ExactlyOnce] {
        let mut bench = connected(Version::V5);
        let message = Message {
            properties: Properties::from_iter([Property::MessageExpiry(3)]),
            ..message("x", qos)
        };
        bench.session.publish(message, bench.now).unwrap();
        bench.run();
        bench.packets();
        bench.now += 60 * SECOND;
        reconnect(&mut bench, true, []);
        let again = publishes(&mut bench);
        assert_eq!(again.len(), 1, "[MQTT-4.3.3-7]");
        assert_eq!(again[0].id, Some(id(1)));
    }
}

#[test]
fn what_is_sent_again_has_at_most_the_servers_qos() {
    let mut bench = connected(Version::V5);
    bench.publish("one", QoS::ExactlyOnce);
    bench.publish("two", QoS::ExactlyOnce);
    bench.publish("three", QoS::AtLeastOnce);
    bench.packets();
    bench.send(Packet::PubRec(id(2).into()));
    bench.packets();
    reconnect(&mut bench, true, [Property::MaximumQoS(QoS::AtLeastOnce)]);
    let mut packets = bench.packets();
    assert_eq!(packets.remove(0), Packet::PubRel(id(2).into()));
    let sent: Vec<_> = packets
        .into_iter()
        .map(|packet| match packet {
            Packet::Publish(publish) => (publish.id.unwrap().get(), publish.qos, publish.dup),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(
        sent,
        [(1, QoS::AtLeastOnce, false), (3, QoS::AtLeastOnce, true)],
        "[MQTT-3.2.2-11]"
    );
    reconnect(&mut bench, true, [Property::MaximumQoS(QoS::AtMostOnce)]);
    let packets = bench.packets();
    let is_allowed = |packet: &Packet| match packet {
        Packet::Publish(publish) => publish.qos == QoS::AtMostOnce,
        _ => true,
    };
    assert!(packets.iter().all(is_allowed), "[MQTT-3.2.2-11]");
}

#[test]
fn a_message_beyond_the_allowed_number_is_not_taken_for_one_that_was_received() {
    let options = ConnectOptions {
        receive_maximum: NonZeroU16::MIN,
        ..speaking(Version::V5)
    };
    let mut bench = connected_with(options, []);
    bench.send_message("t", QoS::ExactlyOnce, 1, false);
    bench.send_message("t", QoS::ExactlyOnce, 2, false);
    assert!(!bench.is_open, "[MQTT-3.3.4-9]");
    assert_eq!(messages(&mut bench), 1);
    bench.packets();
    bench.wait();
    bench.accept(true);
    bench.send(Packet::PubRel(id(1).into()));
    send_again(&mut bench, QoS::ExactlyOnce, 2);
    assert_eq!(messages(&mut bench), 1, "[MQTT-4.3.3-8]");
}

#[test]
fn what_an_earlier_connection_left_unreleased_does_not_count_on_this_one() {
    let options = ConnectOptions {
        receive_maximum: NonZeroU16::MIN,
        ..speaking(Version::V5)
    };
    let mut bench = connected_with(options, []);
    bench.send_message("t", QoS::ExactlyOnce, 1, false);
    reconnect(&mut bench, true, []);
    bench.events();
    // The server begins to count anew with each connection (4.9).
    bench.send_message("t", QoS::ExactlyOnce, 2, false);
    assert_eq!(messages(&mut bench), 1);
    assert!(bench.is_open);
    bench.send(Packet::PubRel(id(2).into()));
    bench.send(Packet::PubRel(id(1).into()));
    bench.send_message("t", QoS::ExactlyOnce, 3, false);
    assert!(bench.is_open);
    bench.send_message("t", QoS::ExactlyOnce, 4, false);
    assert!(!bench.is_open, "[MQTT-3.3.4-9]");
}

#[test]
fn the_socket_is_to_speak_mqtt() {
    let mut session = Session::new(1);
    session.connect(options(), Instant::ZERO);
    let Some(Transmit::Open { protocol, .. }) = session.poll_transmit() else {
        panic!("a socket is asked for");
    };
    assert_eq!(protocol, "mqtt", "[MQTT-6.0.0-3]");
}

#[test]
fn a_filter_that_is_subscribed_to_again_is_asked_for_again() {
    for version in VERSIONS {
        let mut bench = connected(version);
        for qos in [QoS::AtMostOnce, QoS::ExactlyOnce] {
            bench.subscribe("t", qos);
            let Some(Packet::Subscribe(Subscribe { filters, .. })) = bench.packets.front() else {
                panic!("{:?}", bench.packets);
            };
            assert_eq!(filters[0].0, "t");
            assert_eq!(filters[0].1.qos, qos);
            bench.grant();
        }
    }
}
