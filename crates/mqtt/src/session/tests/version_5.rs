//! What MQTT 5.0 adds.

use std::num::{NonZeroU16, NonZeroU32};

use super::*;
use crate::packet::{Ack, Auth, RetainHandling, Will};
use crate::property::{Property, VarInt};

/// With a session that the broker can keep, in MQTT 5.0.
fn options() -> ConnectOptions {
    ConnectOptions {
        protocol: Protocol::Only(Version::V5),
        ..super::options()
    }
}

fn connected() -> Bench {
    connected_with([])
}

/// A session whose broker's CONNACK has these properties.
fn connected_with<const N: usize>(properties: [Property; N]) -> Bench {
    let mut bench = Bench::new();
    bench.connect(options());
    bench.accept_with(false, properties.into_iter().collect());
    bench.events();
    bench
}

fn properties<const N: usize>(properties: [Property; N]) -> Properties {
    properties.into_iter().collect()
}

fn refusal(code: ReasonCode) -> Packet {
    Packet::ConnAck(ConnAck {
        code,
        ..ConnAck::default()
    })
}

fn dismissal<const N: usize>(code: ReasonCode, given: [Property; N]) -> Packet {
    Packet::Disconnect(Disconnect {
        code,
        properties: properties(given),
    })
}

fn ack(number: u16, code: ReasonCode) -> Ack {
    Ack {
        code,
        ..Ack::from(id(number))
    }
}

impl Bench {
    /// The protocol level of the CONNECT on the socket that was opened last.
    fn introduced_level(&mut self) -> u8 {
        self.session.handle_opened(self.now);
        let mut level = 0;
        while let Some(transmit) = self.session.poll_transmit() {
            if let Transmit::Bytes(bytes) = transmit {
                level = bytes[8];
            }
        }
        let is_5 = level == Version::V5 as u8;
        let version = if is_5 { Version::V5 } else { Version::V3_1_1 };
        self.decoder = Decoder::new(version, 1 << 20);
        level
    }

    fn one_packet(&mut self) -> Packet {
        let packets = self.packets();
        let [packet] = &packets[..] else {
            panic!("one packet: {packets:?}");
        };
        packet.clone()
    }

    fn one_publish(&mut self) -> Publish {
        match self.one_packet() {
            Packet::Publish(publish) => publish,
            other => panic!("{other:?} is no PUBLISH"),
        }
    }

    fn refused_with(&mut self) -> String {
        let events = self.events();
        let refused = events.iter().find_map(|event| match event {
            Event::Refused { reason } => Some(reason.clone()),
            _ => None,
        });
        refused.unwrap_or_else(|| panic!("it is refused: {events:?}"))
    }
}

#[test]
fn version_5_is_tried_first_and_3_1_1_with_a_server_that_does_not_speak_it() {
    // Each is what some broker does.
    let answers: [fn(&mut Bench); 5] = [
        |bench| bench.send(refusal(ReasonCode::UNSUPPORTED_PROTOCOL_VERSION)),
        // Old brokers answer in their own version: with a code, or as if all were well.
        |bench| bench.send_bytes(Bytes::from_static(&[0x20, 2, 0, 1])),
        |bench| bench.send_bytes(Bytes::from_static(&[0x20, 2, 0, 0])),
        Bench::close,
        |bench| {
            bench.wait();
        },
    ];
    for answer in answers {
        let mut bench = Bench::new();
        bench.connect(ConnectOptions {
            protocol: Protocol::Auto,
            ..options()
        });
        assert_eq!(bench.introduced_level(), 5);
        answer(&mut bench);
        assert_eq!(bench.opened.len(), 2, "at once");
        assert_eq!(bench.introduced_level(), 4);
        bench.send(refusal(ReasonCode::SUCCESS));
        assert_eq!(bench.session.version(), Version::V3_1_1);
        // And from then on.
        bench.close();
        bench.wait();
        assert_eq!(bench.introduced_level(), 4);
    }
}

#[test]
fn a_server_that_answers_neither_version_is_asked_in_both_and_then_waited_for() {
    let mut bench = Bench::new();
    bench.connect(ConnectOptions {
        protocol: Protocol::Auto,
        ..options()
    });
    for _ in 0..3 {
        assert_eq!(bench.introduced_level(), 5);
        bench.close();
        assert_eq!(bench.introduced_level(), 4);
        bench.close();
        assert!(matches!(bench.session.state(), State::Waiting { .. }));
        bench.wait();
    }
    let told = bench.events().len();
    assert_eq!(told, 3, "the change of version is nobody's concern");
}

#[test]
fn connect_says_what_the_options_say() {
    let mut bench = Bench::new();
    let will = Will {
        topic: "gone".into(),
        payload: Bytes::new(),
        qos: QoS::AtMostOnce,
        retain: false,
        properties: properties([Property::WillDelay(5)]),
    };
    bench.connect(ConnectOptions {
        password: Some(Secret::new("hush")),
        session_expiry: 60,
        receive_maximum: NonZeroU16::new(7).unwrap(),
        topic_alias_maximum: 3,
        max_packet_size: 1 << 16,
        user_properties: vec![("stage".into(), "left".into())],
        request_response_information: true,
        will: Some(will.clone()),
        ..options()
    });
    let connect = bench.accept(false);
    assert_eq!(
        connect.properties,
        properties([
            Property::SessionExpiry(60),
            Property::ReceiveMaximum(NonZeroU16::new(7).unwrap()),
            Property::MaximumPacketSize(NonZeroU32::new(1 << 16).unwrap()),
            Property::TopicAliasMaximum(3),
            Property::RequestResponseInformation(true),
            Property::UserProperty(("stage".into(), "left".into())),
        ])
    );
    assert_eq!(connect.will, Some(will));
    assert_eq!(connect.username, None, "5.0 needs none with a password");

    // A session that is to end with its connection has no expiry.
    bench.connect(ConnectOptions {
        clean_session: true,
        topic_alias_maximum: 0,
        ..options()
    });
    // The DISCONNECT that went before.
    bench.packets();
    let connect = bench.accept(false);
    assert!(connect.clean_start);
    assert!(connect.properties.is_empty());
}

#[test]
fn the_servers_keep_alive_wins() {
    let mut bench = connected_with([Property::ServerKeepAlive(10)]);
    assert_eq!(bench.wait(), 5 * SECOND, "[MQTT-3.2.2-21]");
    assert_eq!(bench.packets(), [Packet::PingReq]);
    let bench = connected_with([Property::ServerKeepAlive(0)]);
    assert_eq!(bench.session.poll_timeout(), None);
}

#[test]
fn a_client_without_an_id_knows_the_one_it_was_given() {
    let mut bench = Bench::new();
    bench.connect(ConnectOptions {
        client_id: "".into(),
        ..options()
    });
    assert!(bench.introduction().clean_start);
    bench.send(Packet::ConnAck(ConnAck {
        properties: properties([Property::AssignedClientId("auto-7".into())]),
        ..ConnAck::default()
    }));
    assert_eq!(bench.session.client_id(), "auto-7");
}

#[test]
fn no_more_messages_are_under_way_than_the_server_takes_at_once() {
    let two = NonZeroU16::new(2).unwrap();
    let mut bench = connected_with([Property::ReceiveMaximum(two)]);
    for payload in ["one", "two", "three"] {
        bench.publish(payload, QoS::AtLeastOnce);
    }
    // QoS 0 does not count, and comes in its turn.
    bench.publish("four", QoS::AtMostOnce);
    assert_eq!(bench.published().len(), 2, "[MQTT-3.3.4-7]");
    bench.send(Packet::PubAck(id(1).into()));
    let sent: Vec<_> = bench.published().into_iter().map(|(it, _)| it).collect();
    assert_eq!(sent, ["three", "four"]);

    // Also of those that are sent again.
    bench.publish("five", QoS::AtLeastOnce);
    bench.close();
    bench.wait();
    let one = Property::ReceiveMaximum(NonZeroU16::MIN);
    bench.accept_with(true, properties([one]));
    assert_eq!(bench.published(), [("two".to_owned(), true)]);
    bench.send(Packet::PubAck(id(2).into()));
    assert_eq!(bench.published(), [("three".to_owned(), true)]);
    bench.send(Packet::PubAck(id(3).into()));
    assert_eq!(bench.published(), [("five".to_owned(), false)]);
}

#[test]
fn messages_have_at_most_the_servers_qos() {
    let mut bench = connected_with([Property::MaximumQoS(QoS::AtLeastOnce)]);
    bench.publish("x", QoS::ExactlyOnce);
    assert_eq!(bench.one_publish().qos, QoS::AtLeastOnce, "[MQTT-3.2.2-11]");
    // Where the next server takes even less, what waits is sent, and that is all.
    bench.close();
    bench.wait();
    bench.events();
    bench.accept_with(false, properties([Property::MaximumQoS(QoS::AtMostOnce)]));
    let publish = bench.one_publish();
    assert_eq!((publish.qos, publish.dup), (QoS::AtMostOnce, false));
    assert!(matches!(
        bench.events()[..],
        [Event::Connected { .. }, Event::Sent { is_last: true, .. }]
    ));
}

#[test]
fn what_the_server_does_not_take_is_refused_here() {
    let mut bench = connected_with([
        Property::RetainAvailable(false),
        Property::MaximumPacketSize(NonZeroU32::new(40).unwrap()),
    ]);
    let retained = Message {
        retain: true,
        ..message("x", QoS::AtMostOnce)
    };
    let why = bench.session.publish(retained.clone(), bench.now);
    let no_retain = PublishError::Refused(DropReason::RetainUnavailable);
    assert_eq!(why, Err(no_retain), "[MQTT-3.2.2-14]");
    let large = message("0123456789012345678901234567890123456789", QoS::AtMostOnce);
    let why = bench.session.publish(large.clone(), bench.now);
    assert_eq!(
        why,
        Err(PublishError::Refused(DropReason::TooLarge)),
        "[MQTT-3.2.2-15]"
    );

    // What waited for the connection is told of.
    bench.close();
    for waiting in [retained, large] {
        bench.session.publish(waiting, bench.now).unwrap();
    }
    bench.wait();
    bench.events();
    let same = bench.session.connack_properties().clone();
    bench.accept_with(true, same);
    let dropped: Vec<_> = bench.events().into_iter().skip(1).collect();
    assert!(
        matches!(
            dropped[..],
            [
                Event::Dropped {
                    why: DropReason::RetainUnavailable,
                    ..
                },
                Event::Dropped {
                    why: DropReason::TooLarge,
                    ..
                }
            ]
        ),
        "{dropped:?}"
    );
}

#[test]
fn a_topic_goes_out_as_a_number_after_the_first_time() {
    let mut bench = connected_with([Property::TopicAliasMaximum(1)]);
    bench.publish("one", QoS::AtMostOnce);
    let first = bench.one_publish();
    let alias = Some(&NonZeroU16::MIN);
    assert_eq!(
        (&*first.topic, first.properties.topic_alias()),
        ("t", alias)
    );
    bench.publish("two", QoS::AtLeastOnce);
    let second = bench.one_publish();
    assert_eq!(
        (&*second.topic, second.properties.topic_alias()),
        ("", alias)
    );
    // There are no more numbers [MQTT-3.3.2-10].
    let other = Message {
        topic: "other".into(),
        ..message("x", QoS::AtMostOnce)
    };
    bench.session.publish(other, bench.now).unwrap();
    bench.run();
    let third = bench.one_publish();
    assert_eq!(
        (&*third.topic, third.properties.topic_alias()),
        ("other", None)
    );
    // They last as long as the connection [MQTT-3.3.2-7].
    bench.close();
    bench.wait();
    bench.accept(true);
    assert_eq!(bench.one_publish().topic, "t");
}

#[test]
fn a_topic_that_comes_in_as_a_number_is_the_one_it_was_given_to() {
    let mut bench = connected();
    let send = |bench: &mut Bench, topic: &'static str, alias: u16| {
        bench.send(Packet::Publish(Publish {
            topic: topic.into(),
            properties: properties([Property::TopicAlias(NonZeroU16::new(alias).unwrap())]),
            ..Publish::default()
        }));
    };
    for (topic, alias) in [("a", 3), ("", 3), ("b", 3), ("", 3)] {
        send(&mut bench, topic, alias);
    }
    let messages = bench.events().into_iter().map(|event| match event {
        Event::Message(message) => {
            assert!(
                message.properties.is_empty(),
                "the number is the session's own"
            );
            message.topic.to_string()
        }
        other => panic!("{other:?}"),
    });
    assert_eq!(messages.collect::<Vec<_>>(), ["a", "a", "b", "b"]);

    for (topic, alias) in [("", 4), ("a", 33)] {
        let mut bench = connected();
        send(&mut bench, topic, alias);
        assert!(!bench.is_open, "[MQTT-3.3.2-8], [MQTT-3.3.2-9]");
        assert_eq!(
            bench.one_packet(),
            dismissal(ReasonCode::TOPIC_ALIAS_INVALID, []),
            "[MQTT-4.13.1-1]"
        );
    }
}

#[test]
fn the_time_in_the_queue_is_taken_off_a_messages_expiry() {
    let mut bench = Bench::new();
    let with_expiry = |seconds| Message {
        properties: properties([
            Property::ContentType("text/plain".into()),
            Property::MessageExpiry(seconds),
        ]),
        ..message("x", QoS::AtLeastOnce)
    };
    bench.session.publish(with_expiry(10), bench.now).unwrap();
    let lost = pending(bench.session.publish(with_expiry(3), bench.now).unwrap());
    bench.now += 4 * SECOND;
    bench.connect(options());
    bench.accept(false);
    let why = DropReason::Expired;
    assert!(
        bench
            .events()
            .contains(&Event::Dropped { token: lost, why })
    );
    let left = |publish: &Publish| publish.properties.message_expiry().copied();
    assert_eq!(left(&bench.one_publish()), Some(6), "[MQTT-3.3.2-6]");
    bench.close();
    bench.now += 5 * SECOND;
    bench.session.handle_timeout(bench.now);
    bench.run();
    bench.accept(true);
    assert_eq!(left(&bench.one_publish()), Some(1));
}

/// 3.3.2.3.3 gives 0 no meaning of its own, and Mosquitto takes it for a message without an expiry.
#[test]
fn a_message_that_is_of_use_for_less_than_a_second_says_one_and_not_none() {
    let mut bench = Bench::new();
    let with_expiry = Message {
        properties: properties([Property::MessageExpiry(2)]),
        ..message("x", QoS::AtLeastOnce)
    };
    bench.session.publish(with_expiry, bench.now).unwrap();
    bench.now += SECOND * 3 / 2;
    bench.connect(options());
    bench.accept(false);
    let said = |bench: &mut Bench| match bench.packets.pop_front() {
        Some(Packet::Publish(publish)) => publish.properties.message_expiry().copied(),
        other => panic!("the message is sent: {other:?}"),
    };
    assert_eq!(said(&mut bench), Some(1), "half a second is left");
    bench.close();
    bench.wait();
    bench.accept(true);
    assert_eq!(
        said(&mut bench),
        Some(1),
        "the broker may have it, so it is sent again"
    );
}

#[test]
fn a_message_that_the_server_refuses_is_told_with_its_reason_and_done_with() {
    let mut bench = connected();
    for (qos, reply) in [
        (QoS::AtLeastOnce, Packet::PubAck as fn(Ack) -> Packet),
        (QoS::ExactlyOnce, Packet::PubRec),
    ] {
        let token = pending(bench.publish("x", qos));
        let sent = bench.one_publish().id.unwrap();
        bench.events();
        let words = properties([
            Property::ReasonString("not here".into()),
            Property::UserProperty(("rule".into(), "7".into())),
        ]);
        bench.send(reply(Ack {
            id: sent,
            code: ReasonCode::NOT_AUTHORIZED,
            properties: words.clone(),
        }));
        let why = DropReason::Refused(Reason {
            code: ReasonCode::NOT_AUTHORIZED,
            properties: words,
        });
        assert!(why.to_string().contains("“not here”"), "{why}");
        assert_eq!(bench.events(), [Event::Dropped { token, why }]);
        assert!(
            bench.packets().is_empty(),
            "[MQTT-4.3.3-4]: there is nothing to release"
        );
        assert_eq!(bench.session.stats().pending, 0);
    }
    // Nobody subscribes: that is no refusal.
    let token = pending(bench.publish("x", QoS::AtLeastOnce));
    let sent = bench.one_publish().id.unwrap();
    bench.events();
    bench.send(Packet::PubAck(ack(
        sent.get(),
        ReasonCode::NO_MATCHING_SUBSCRIBERS,
    )));
    let reason = Reason::from(ReasonCode::NO_MATCHING_SUBSCRIBERS);
    assert_eq!(bench.events(), [Event::Acknowledged { token, reason }]);
}

#[test]
fn a_packet_id_that_is_not_known_is_answered_as_such() {
    let mut bench = connected();
    let unknown = ReasonCode::PACKET_ID_NOT_FOUND;
    bench.send(Packet::PubRel(id(9).into()));
    assert_eq!(bench.packets(), [Packet::PubComp(ack(9, unknown))]);
    bench.send(Packet::PubRec(id(9).into()));
    assert_eq!(bench.packets(), [Packet::PubRel(ack(9, unknown))]);
    // The server may say so too; the message has arrived all the same.
    let token = pending(bench.publish("x", QoS::ExactlyOnce));
    let sent = bench.one_publish().id.unwrap();
    bench.send(Packet::PubRec(sent.into()));
    bench.events();
    bench.send(Packet::PubComp(ack(sent.get(), unknown)));
    assert!(matches!(bench.events()[..], [Event::Acknowledged { token: it, .. }] if it == token));
}

#[test]
fn more_messages_than_were_allowed_end_the_connection() {
    let mut bench = Bench::new();
    bench.connect(ConnectOptions {
        receive_maximum: NonZeroU16::new(2).unwrap(),
        ..options()
    });
    bench.accept(false);
    for number in 1..=2 {
        bench.send_message("t", QoS::ExactlyOnce, number, false);
    }
    bench.send_message("t", QoS::AtLeastOnce, 5, false);
    assert!(bench.is_open, "it was acknowledged at once");
    bench.packets();
    bench.send_message("t", QoS::ExactlyOnce, 3, false);
    assert_eq!(
        bench.one_packet(),
        dismissal(ReasonCode::RECEIVE_MAXIMUM_EXCEEDED, []),
        "[MQTT-3.3.4-9]"
    );
    assert!(!bench.is_open);
}

#[test]
fn what_a_message_says_beside_its_payload_goes_out_and_comes_in() {
    let said = || {
        properties([
            Property::PayloadFormat(true),
            Property::ResponseTopic("answers".into()),
            Property::CorrelationData(Bytes::from_static(b"7")),
            Property::UserProperty(("a".into(), "1".into())),
            Property::UserProperty(("a".into(), "2".into())),
        ])
    };
    let message = Message {
        properties: said(),
        ..message("x", QoS::AtMostOnce)
    };
    let mut bench = connected();
    bench.session.publish(message.clone(), bench.now).unwrap();
    bench.run();
    let publish = bench.one_publish();
    assert_eq!(publish.properties, said());
    bench.send(Packet::Publish(publish));
    assert_eq!(
        bench.events(),
        [Event::Message(message.clone())],
        "[MQTT-3.3.2-15] and others"
    );
    // 3.1.1 has no place for it.
    let mut bench = Bench::connected();
    bench.session.publish(message, bench.now).unwrap();
    bench.run();
    assert!(bench.one_publish().properties.is_empty());
}

#[test]
fn what_a_message_cannot_say_is_refused() {
    let mut bench = connected();
    for property in [
        Property::TopicAlias(NonZeroU16::MIN),
        Property::SubscriptionIdentifier(VarInt::new(1).unwrap()),
        Property::SessionExpiry(1),
        Property::ContentType("a\0".into()),
        Property::UserProperty(("a".repeat(65_536).into(), "".into())),
        Property::CorrelationData(Bytes::from(vec![0; 65_536])),
    ] {
        let message = Message {
            properties: properties([property.clone()]),
            ..message("x", QoS::AtMostOnce)
        };
        let refused = bench.session.publish(message, bench.now);
        assert_eq!(refused, Err(PublishError::Property(property.name())));
    }
    let message = Message {
        properties: properties([Property::ResponseTopic("a/#".into())]),
        ..message("x", QoS::AtMostOnce)
    };
    let refused = bench.session.publish(message, bench.now);
    assert!(
        matches!(refused, Err(PublishError::ResponseTopic(_))),
        "[MQTT-3.3.2-14]"
    );
}

#[test]
fn a_subscription_is_told_why_it_is_refused() {
    let mut bench = connected();
    let subscription = bench.subscribe("t", QoS::AtMostOnce);
    let Packet::Subscribe(subscribe) = bench.one_packet() else {
        panic!("it is asked for");
    };
    bench.send(Packet::SubAck(SubAck {
        id: subscribe.id,
        granted: vec![Err(ReasonCode::QUOTA_EXCEEDED)],
        properties: properties([Property::ReasonString("ten at most".into())]),
    }));
    let events = bench.events();
    let [
        Event::SubscribeRefused {
            subscription: told,
            reason,
        },
    ] = &events[..]
    else {
        panic!("{events:?}");
    };
    assert_eq!(*told, subscription);
    assert!(reason.to_string().contains("“ten at most”"), "{reason}");
}

#[test]
fn what_the_server_cannot_do_is_not_asked_of_it() {
    let mut bench = connected_with([
        Property::WildcardAvailable(false),
        Property::SharedAvailable(false),
        Property::SubscriptionIdentifiersAvailable(false),
    ]);
    let wild = bench.session.subscribe("a/+", QoS::AtMostOnce).unwrap();
    let shared = bench
        .session
        .subscribe("$share/g/a", QoS::AtMostOnce)
        .unwrap();
    for plain in ["a", "b"] {
        bench.session.subscribe(plain, QoS::AtMostOnce).unwrap();
    }
    bench.run();
    let subscribe = bench.grant();
    assert_eq!(
        subscribe.filters.len(),
        2,
        "without numbers, several go in one packet"
    );
    assert!(subscribe.properties.is_empty());
    assert!(bench.packets().is_empty());
    let refused = |subscription, code| Event::SubscribeRefused {
        subscription,
        reason: Reason::from(code),
    };
    let events = bench.events();
    assert!(events.contains(&refused(
        wild,
        ReasonCode::WILDCARD_SUBSCRIPTIONS_NOT_SUPPORTED
    )));
    assert!(events.contains(&refused(
        shared,
        ReasonCode::SHARED_SUBSCRIPTIONS_NOT_SUPPORTED
    )));
    // The next connection is with another server, perhaps.
    bench.close();
    bench.wait();
    bench.accept(false);
    let asked: Vec<_> = bench.packets().into_iter().collect();
    assert_eq!(asked.len(), 4, "{asked:?}");
}

#[test]
fn a_message_goes_to_the_subscriptions_that_the_server_says_it_is_for() {
    let mut bench = connected();
    let wide = bench.subscribe("a/#", QoS::AtMostOnce);
    let wide_number = bench.grant().properties;
    let narrow = bench.subscribe("a/b", QoS::AtMostOnce);
    let narrow_number = bench.grant().properties;
    let numbers = |properties: &Properties| properties.subscription_identifiers().next().unwrap();
    assert_ne!(numbers(&wide_number), numbers(&narrow_number));
    let send = |bench: &mut Bench, numbers: Properties| {
        bench.send(Packet::Publish(Publish {
            topic: "a/b".into(),
            properties: numbers,
            ..Publish::default()
        }));
        bench.session.matched().to_vec()
    };
    // A copy for each filter, or one for both.
    assert_eq!(send(&mut bench, wide_number.clone()), [wide]);
    assert_eq!(send(&mut bench, narrow_number.clone()), [narrow]);
    let both = wide_number
        .iter()
        .chain(narrow_number.iter())
        .cloned()
        .collect();
    assert_eq!(send(&mut bench, both), [wide, narrow]);
    // Without a number, or with one that nobody knows, the topic tells.
    let mut by_topic = send(&mut bench, Properties::NONE);
    by_topic.sort();
    assert_eq!(by_topic, [wide, narrow]);
    let unknown = Property::SubscriptionIdentifier(VarInt::new(99).unwrap());
    assert_eq!(send(&mut bench, properties([unknown])).len(), 2);
    // In a session that was kept, the server goes on with the numbers that it knows.
    bench.close();
    bench.wait();
    bench.accept(true);
    assert!(bench.packets().is_empty());
    assert_eq!(send(&mut bench, narrow_number.clone()), [narrow]);
    bench.session.unsubscribe(narrow);
    assert_eq!(send(&mut bench, narrow_number), [wide]);
}

#[test]
fn filters_are_told_apart_by_their_numbers_wherever_these_begin() {
    let mut bench = Bench::new();
    bench.session.subscriptions.number_from(268_435_453);
    bench.connect(options());
    bench.accept(false);
    let filters = ["a/#", "a/b", "a/+", "+/b"];
    let subscriptions = filters.map(|filter| {
        let subscription = bench.subscribe(filter, QoS::AtMostOnce);
        (subscription, bench.grant().properties)
    });
    for (subscription, number) in subscriptions {
        bench.send(Packet::Publish(Publish {
            topic: "a/b".into(),
            properties: number,
            ..Publish::default()
        }));
        assert_eq!(bench.session.matched(), [subscription]);
    }
}

/// There are 65,535 packet ids, and to find one that is free takes longer the fewer there are.
#[test]
fn no_more_is_asked_for_at_once_than_leaves_packet_ids_for_messages() {
    let mut bench = connected();
    for number in 0..2000 {
        let filter = format!("{number:05}");
        bench.session.subscribe(&filter, QoS::AtMostOnce).unwrap();
    }
    bench.run();
    assert_eq!(bench.packets.len(), 1024);
    bench.grant();
    assert_eq!(bench.packets.len(), 1024, "the next one is asked for");
    while !bench.packets.is_empty() {
        bench.grant();
    }
    let granted = |event: &Event| matches!(event, Event::Granted { .. });
    assert_eq!(bench.events().into_iter().filter(granted).count(), 2000);
}

#[test]
fn a_filter_is_asked_for_with_what_its_subscriptions_want_together() {
    let mut bench = connected();
    let quiet = SubscribeOptions {
        qos: QoS::AtMostOnce,
        no_local: true,
        retain_as_published: true,
        retain_handling: RetainHandling::DoNotSend,
    };
    let asked = |bench: &mut Bench| bench.grant().filters[0].1;
    bench.session.subscribe("t", quiet).unwrap();
    bench.run();
    assert_eq!(asked(&mut bench), quiet);
    bench.session.subscribe("t", QoS::ExactlyOnce).unwrap();
    bench.run();
    let both = SubscribeOptions {
        qos: QoS::ExactlyOnce,
        no_local: false,
        retain_as_published: true,
        retain_handling: RetainHandling::Send,
    };
    assert_eq!(asked(&mut bench), both);
    // The retained messages have come: none are asked for a subscription that wants none.
    bench.session.subscribe("t", quiet).unwrap();
    bench.run();
    assert_eq!(asked(&mut bench).retain_handling, RetainHandling::DoNotSend);
    let refused = bench.session.subscribe("$share/g/t", quiet);
    assert_eq!(refused, Err(TopicError::SharedNoLocal), "[MQTT-3.8.3-4]");
}

#[test]
fn messages_of_a_shared_subscription_come_under_their_own_topic() {
    let mut bench = connected();
    let shared = bench.subscribe("$share/lamps/light/+", QoS::AtMostOnce);
    bench.grant();
    bench.send_message("light/1", QoS::AtMostOnce, 0, false);
    assert_eq!(bench.session.matched(), [shared]);
}

#[test]
fn a_server_that_ends_the_connection_is_quoted_and_tried_again() {
    let mut bench = connected();
    let words = Property::ReasonString("back at nine".into());
    bench.send(dismissal(ReasonCode::SERVER_SHUTTING_DOWN, [words]));
    assert!(!bench.is_open);
    let events = bench.events();
    let [Event::Disconnected { reason: Some(text) }] = &events[..] else {
        panic!("{events:?}");
    };
    assert!(text.contains("shutting down (“back at nine”)"), "{text}");
    assert!(matches!(bench.session.state(), State::Waiting { .. }));
}

#[test]
fn what_no_retry_can_mend_ends_it() {
    for code in [
        ReasonCode::SESSION_TAKEN_OVER,
        ReasonCode::BAD_AUTHENTICATION_METHOD,
    ] {
        let mut bench = connected();
        bench.send(dismissal(code, []));
        assert!(!bench.is_open);
        assert!(bench.refused_with().contains(&code.to_string()));
        assert_eq!(bench.session.poll_timeout(), None);
    }
    for code in [
        ReasonCode::CLIENT_ID_NOT_VALID,
        ReasonCode::BAD_USER_NAME_OR_PASSWORD,
        ReasonCode::BANNED,
        ReasonCode::UNSUPPORTED_PROTOCOL_VERSION,
        ReasonCode::PACKET_TOO_LARGE,
    ] {
        let mut bench = Bench::new();
        bench.connect(options());
        bench.introduction();
        bench.send(refusal(code));
        assert!(bench.refused_with().contains(&code.to_string()));
    }
    for code in [ReasonCode::SERVER_BUSY, ReasonCode::QUOTA_EXCEEDED] {
        let mut bench = Bench::new();
        bench.connect(options());
        bench.introduction();
        bench.send(refusal(code));
        assert!(matches!(bench.session.state(), State::Waiting { .. }));
    }
}

#[test]
fn a_right_that_lacks_ends_one_connection_and_only_that_to_connect_ends_them_all() {
    let mut bench = connected();
    // Some servers end the connection for one message that is not allowed.
    bench.send(dismissal(ReasonCode::NOT_AUTHORIZED, []));
    assert!(matches!(bench.session.state(), State::Waiting { .. }));
    bench.wait();
    bench.introduction();
    bench.send(refusal(ReasonCode::NOT_AUTHORIZED));
    assert!(bench.refused_with().contains("does not let"));
}

#[test]
fn a_server_that_names_another_one_is_followed() {
    let moved = |reference: &'static str| [Property::ServerReference(reference.into())];
    // In CONNACK, and in DISCONNECT; what is left out is as it was.
    let mut bench = Bench::new();
    bench.connect(ConnectOptions {
        servers: vec!["wss://one:8884/mqtt?token=x".to_owned()],
        ..options()
    });
    bench.introduction();
    bench.send(Packet::ConnAck(ConnAck {
        code: ReasonCode::USE_ANOTHER_SERVER,
        properties: properties(moved("two three")),
        ..ConnAck::default()
    }));
    bench.accept(false);
    bench.send(dismissal(ReasonCode::SERVER_MOVED, moved("wss://four/ws")));
    assert_eq!(
        bench.opened,
        [
            "wss://one:8884/mqtt?token=x",
            "wss://two:8884/mqtt",
            "wss://four/ws"
        ]
    );
    bench.accept(false);
    assert_eq!(bench.session.server(), "wss://four/ws");
    // When that one is gone, the first is asked anew.
    bench.close();
    bench.wait();
    assert_eq!(bench.opened[3], "wss://one:8884/mqtt?token=x");
    // What was encrypted is not sent in clear, and an endless way has an end.
    bench.accept(false);
    bench.send(dismissal(ReasonCode::SERVER_MOVED, moved("ws://five")));
    assert!(matches!(bench.session.state(), State::Waiting { .. }));
    bench.wait();
    let before = bench.opened.len();
    for _ in 0..10 {
        if matches!(bench.session.state(), State::Waiting { .. }) {
            break;
        }
        bench.introduction();
        bench.send(Packet::ConnAck(ConnAck {
            code: ReasonCode::USE_ANOTHER_SERVER,
            properties: properties(moved("six")),
            ..ConnAck::default()
        }));
    }
    assert!(bench.opened.len() - before <= 5, "{:?}", bench.opened);
}

#[test]
fn an_authentication_goes_step_by_step() {
    let mut bench = Bench::new();
    bench.connect(ConnectOptions {
        authentication: Some(crate::Authentication {
            method: "SCRAM".into(),
            data: Some(Secret::new("first")),
        }),
        ..options()
    });
    let connect = bench.introduction();
    assert_eq!(connect.properties.authentication_method().unwrap(), "SCRAM");
    assert_eq!(connect.properties.authentication_data().unwrap(), "first");
    let step = |code, data: &'static [u8]| {
        Packet::Auth(Auth {
            code,
            properties: properties([
                Property::AuthenticationMethod("SCRAM".into()),
                Property::AuthenticationData(Bytes::from_static(data)),
            ]),
        })
    };
    bench.send(step(ReasonCode::CONTINUE_AUTHENTICATION, b"challenge"));
    let asked = Event::Authentication {
        code: ReasonCode::CONTINUE_AUTHENTICATION,
        data: Bytes::from_static(b"challenge"),
    };
    assert_eq!(bench.events(), [asked]);
    bench
        .session
        .authenticate(Bytes::from_static(b"proof"), bench.now);
    bench.run();
    let answer = step(ReasonCode::CONTINUE_AUTHENTICATION, b"proof");
    assert_eq!(bench.packets(), [answer], "[MQTT-4.12.0-3]");
    bench.send(Packet::ConnAck(ConnAck {
        properties: properties([
            Property::AuthenticationMethod("SCRAM".into()),
            Property::AuthenticationData(Bytes::from_static(b"verified")),
        ]),
        ..ConnAck::default()
    }));
    assert!(matches!(
        &bench.events()[..],
        [Event::Connected { .. }, Event::Authentication { code: ReasonCode::SUCCESS, data }]
            if data == "verified"
    ));
    bench
        .session
        .authenticate_again(Bytes::from_static(b"again"), bench.now);
    bench.run();
    assert_eq!(
        bench.packets(),
        [step(ReasonCode::RE_AUTHENTICATE, b"again")]
    );

    // Nobody has asked for it [MQTT-4.12.0-6].
    let mut bench = connected();
    bench.send(step(ReasonCode::CONTINUE_AUTHENTICATION, b"x"));
    assert_eq!(
        bench.one_packet(),
        dismissal(ReasonCode::PROTOCOL_ERROR, [])
    );
}

#[test]
fn the_server_is_told_how_it_breaks_the_protocol() {
    let mut bench = connected();
    bench.send_bytes(Bytes::from_static(&[0x20, 3, 0, 0, 0]));
    assert_eq!(
        bench.one_packet(),
        dismissal(ReasonCode::PROTOCOL_ERROR, [])
    );
    let mut bench = connected();
    bench.send_bytes(Bytes::from_static(&[0x30, 0xff, 0xff, 0xff, 0xff, 1]));
    assert_eq!(
        bench.one_packet(),
        dismissal(ReasonCode::MALFORMED_PACKET, [])
    );
    let mut bench = Bench::new();
    bench.connect(ConnectOptions {
        max_packet_size: 20,
        ..options()
    });
    bench.accept(false);
    bench.send_message("a long topic of 26 letters", QoS::AtMostOnce, 0, false);
    assert_eq!(
        bench.one_packet(),
        dismissal(ReasonCode::PACKET_TOO_LARGE, [])
    );
}

#[test]
fn a_client_can_leave_and_have_its_will_published() {
    let mut bench = connected();
    bench.session.disconnect_with_will();
    bench.run();
    let code = ReasonCode::DISCONNECT_WITH_WILL;
    assert_eq!(bench.one_packet(), dismissal(code, []), "[MQTT-3.14.4-1]");
    assert!(!bench.is_open);
    assert_eq!(*bench.session.state(), State::Stopped);
    // 3.1.1 knows no such thing but to be gone.
    let mut bench = Bench::connected();
    bench.session.disconnect_with_will();
    bench.run();
    assert!(bench.packets().is_empty());
    assert!(!bench.is_open);
}
