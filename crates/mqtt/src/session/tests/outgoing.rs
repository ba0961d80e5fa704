//! What is published.

use super::*;

#[test]
fn a_message_of_qos_0_is_sent_and_forgotten() {
    let mut bench = Bench::connected();
    assert_eq!(bench.publish("x", QoS::AtMostOnce), Published::Sent);
    assert_eq!(bench.published(), [("x".to_owned(), false)]);
}

#[test]
fn a_message_of_qos_1_is_sent_until_it_is_acknowledged() {
    let mut bench = Bench::connected();
    let token = pending(bench.publish("x", QoS::AtLeastOnce));
    assert_eq!(bench.published(), [("x".to_owned(), false)]);
    bench.close();
    bench.wait();
    bench.accept(true);
    assert_eq!(
        bench.published(),
        [("x".to_owned(), true)],
        "[MQTT-4.4.0-1]"
    );
    bench.events();
    bench.send(Packet::PubAck(id(1).into()));
    assert_eq!(bench.events(), [acknowledged(token)]);
    bench.close();
    bench.wait();
    bench.accept(true);
    assert!(bench.published().is_empty());
}

#[test]
fn a_message_of_qos_2_is_released_once_it_was_received() {
    let mut bench = Bench::connected();
    let token = pending(bench.publish("x", QoS::ExactlyOnce));
    bench.packets();
    bench.send(Packet::PubRec(id(1).into()));
    assert_eq!(bench.packets(), [Packet::PubRel(id(1).into())]);
    bench.close();
    bench.wait();
    bench.accept(true);
    assert_eq!(
        bench.packets(),
        [Packet::PubRel(id(1).into())],
        "never the message again"
    );
    bench.events();
    bench.send(Packet::PubComp(id(1).into()));
    assert_eq!(bench.events(), [acknowledged(token)]);
}

#[test]
fn in_a_new_session_all_that_was_not_acknowledged_to_the_end_is_sent_as_new() {
    let mut bench = Bench::connected();
    bench.publish("one", QoS::AtLeastOnce);
    bench.publish("two", QoS::ExactlyOnce);
    bench.publish("three", QoS::ExactlyOnce);
    bench.packets();
    bench.send(Packet::PubRec(id(2).into()));
    bench.packets();
    bench.close();
    bench.wait();
    bench.accept(false);
    let sent = ["one", "two", "three"].map(|payload| (payload.to_owned(), false));
    assert_eq!(bench.published(), sent);
    bench.send(Packet::PubRec(id(2).into()));
    assert_eq!(bench.packets(), [Packet::PubRel(id(2).into())]);
}

#[test]
fn what_is_published_while_offline_is_sent_in_order() {
    let mut bench = Bench::new();
    let tokens = [
        bench.publish("one", QoS::AtMostOnce),
        bench.publish("two", QoS::AtLeastOnce),
        bench.publish("three", QoS::AtMostOnce),
    ]
    .map(pending);
    bench.connect(options());
    bench.accept(false);
    let sent: Vec<String> = bench
        .published()
        .into_iter()
        .map(|(sent, _)| sent)
        .collect();
    assert_eq!(sent, ["one", "two", "three"]);
    let [one, two, three] = tokens;
    let sent = [(one, true), (two, false), (three, true)];
    let sent = sent.map(|(token, is_last)| Event::Sent { token, is_last });
    assert!(bench.events().ends_with(&sent));
}

#[test]
fn a_full_queue_does_as_it_was_told_and_tells_what_is_lost() {
    let queue = |queue_policy| {
        let mut bench = Bench::new();
        bench.session.connect(
            ConnectOptions {
                max_queue: 2,
                queue_policy,
                ..options()
            },
            bench.now,
        );
        bench
    };
    let mut bench = queue(QueuePolicy::DropOldest);
    let first = pending(bench.publish("one", QoS::AtMostOnce));
    bench.publish("two", QoS::AtMostOnce);
    bench.publish("three", QoS::AtMostOnce);
    let dropped = |token| Event::Dropped {
        token,
        why: DropReason::QueueFull,
    };
    assert_eq!(bench.events(), [dropped(first)]);

    let mut bench = queue(QueuePolicy::DropNewest);
    bench.publish("one", QoS::AtMostOnce);
    bench.publish("two", QoS::AtMostOnce);
    let last = pending(bench.publish("three", QoS::AtMostOnce));
    assert_eq!(bench.events(), [dropped(last)]);

    let mut bench = queue(QueuePolicy::Refuse);
    bench.publish("one", QoS::AtMostOnce);
    bench.publish("two", QoS::AtMostOnce);
    let error = bench
        .session
        .publish(message("three", QoS::AtMostOnce), bench.now);
    assert_eq!(error, Err(PublishError::QueueFull));
    assert!(bench.events().is_empty());
}

#[test]
fn the_queue_is_bounded_in_bytes_too() {
    let mut bench = Bench::new();
    bench.session.connect(
        ConnectOptions {
            max_queue_bytes: 10,
            ..options()
        },
        bench.now,
    );
    bench.publish("12345", QoS::AtMostOnce);
    bench.publish("12345", QoS::AtMostOnce);
    assert_eq!(bench.events().len(), 1);
    assert_eq!(bench.session.stats().queued, 1);
}

#[test]
fn no_more_than_the_window_is_in_flight() {
    let mut bench = Bench::connected();
    for _ in 0..30 {
        bench.publish("x", QoS::AtLeastOnce);
    }
    assert_eq!(bench.published().len(), 20);
    bench.send(Packet::PubAck(id(1).into()));
    assert_eq!(bench.published().len(), 1);
    assert_eq!(bench.session.stats().queued, 9);
}

#[test]
fn a_socket_that_is_full_makes_messages_wait() {
    let mut bench = Bench::connected();
    bench.session.handle_buffered(2 << 20, bench.now);
    bench.publish("x", QoS::AtMostOnce);
    assert!(bench.published().is_empty());
    bench.session.handle_buffered(0, bench.now);
    bench.run();
    assert_eq!(bench.published().len(), 1);
}

#[test]
fn packet_ids_are_not_taken_twice_while_they_are_in_use() {
    let mut bench = Bench::connected();
    bench.publish("held", QoS::AtLeastOnce);
    bench.packets();
    for _ in 0..u32::from(u16::MAX) + 10 {
        bench.publish("x", QoS::AtLeastOnce);
        let Some(Packet::Publish(publish)) = bench.packets.pop_front() else {
            panic!("it is sent");
        };
        let id = publish.id.unwrap();
        assert_ne!(id.get(), 1, "it is in use");
        bench.send(Packet::PubAck(id.into()));
        bench.events();
    }
}

#[test]
fn the_birth_message_comes_first_on_each_connection() {
    let mut bench = Bench::new();
    bench.publish("queued", QoS::AtLeastOnce);
    bench.subscribe("t", QoS::AtMostOnce);
    bench.connect(ConnectOptions {
        birth: Some(message("born", QoS::ExactlyOnce)),
        ..options()
    });
    for session_present in [false, false, true] {
        bench.accept(session_present);
        let Some(Packet::Publish(birth)) = bench.packets.front() else {
            panic!("{:?}", bench.packets);
        };
        assert_eq!((&birth.payload[..], birth.dup), (&b"born"[..], false));
        bench.packets();
        bench.close();
        bench.wait();
    }
}

#[test]
fn a_birth_message_that_a_kept_session_knows_of_keeps_its_packet_id() {
    let mut bench = Bench::new();
    bench.connect(ConnectOptions {
        birth: Some(message("born", QoS::ExactlyOnce)),
        ..options()
    });
    bench.accept(false);
    bench.packets();
    bench.send(Packet::PubRec(id(1).into()));
    bench.packets();
    bench.close();
    bench.wait();
    bench.accept(true);
    let packets = bench.packets();
    assert!(
        packets.contains(&Packet::PubRel(id(1).into())),
        "{packets:?}"
    );
}

#[test]
fn max_qos_lowers_what_is_sent_and_asked_for() {
    let mut bench = Bench::new();
    bench.connect(ConnectOptions {
        max_qos: QoS::AtMostOnce,
        ..options()
    });
    bench.accept(false);
    assert_eq!(bench.publish("x", QoS::ExactlyOnce), Published::Sent);
    bench.packets();
    bench.subscribe("t", QoS::ExactlyOnce);
    assert_eq!(
        bench.grant().filters,
        [("t".into(), QoS::AtMostOnce.into())]
    );
}

#[test]
fn a_message_that_is_too_large_or_has_no_topic_is_refused_where_it_is_published() {
    let mut bench = Bench::new();
    bench.session.connect(
        ConnectOptions {
            max_packet_size: 20,
            ..options()
        },
        bench.now,
    );
    let mut publish = |message| bench.session.publish(message, bench.now).unwrap_err();
    let large = publish(message("a message of some length", QoS::AtMostOnce));
    assert!(matches!(large, PublishError::TooLarge { limit: 20, .. }));
    let nowhere = Message::default();
    assert_eq!(publish(nowhere), PublishError::Topic(TopicError::Empty));
}

#[test]
fn a_message_larger_than_the_queue_makes_no_one_give_way() {
    let mut bench = Bench::new();
    bench.session.connect(
        ConnectOptions {
            max_queue_bytes: 10,
            ..options()
        },
        bench.now,
    );
    bench.publish("small", QoS::AtMostOnce);
    let token = pending(bench.publish("a larger one", QoS::AtMostOnce));
    let why = DropReason::QueueFull;
    assert_eq!(bench.events(), [Event::Dropped { token, why }]);
    assert_eq!(bench.session.stats().queued, 1);
}

#[test]
fn what_can_leave_at_once_needs_no_queue() {
    let mut bench = Bench::new();
    bench.connect(ConnectOptions {
        max_queue: 0,
        queue_policy: QueuePolicy::Refuse,
        ..options()
    });
    bench.accept(false);
    bench.publish("one", QoS::AtMostOnce);
    bench.publish("two", QoS::ExactlyOnce);
    assert_eq!(bench.published().len(), 2);
}

#[test]
fn what_waits_and_is_too_large_for_the_next_connection_is_told() {
    let mut bench = Bench::new();
    let token = pending(bench.publish("a message of some length", QoS::AtMostOnce));
    bench.connect(ConnectOptions {
        max_packet_size: 20,
        ..options()
    });
    let why = DropReason::TooLarge;
    assert_eq!(bench.events(), [Event::Dropped { token, why }]);
}

#[test]
fn an_answer_that_is_not_the_messages_breaks_the_protocol() {
    for (qos, answer) in [
        (QoS::AtLeastOnce, Packet::PubRec(id(1).into())),
        (QoS::AtLeastOnce, Packet::PubComp(id(1).into())),
        (QoS::ExactlyOnce, Packet::PubAck(id(1).into())),
        (QoS::ExactlyOnce, Packet::PubComp(id(1).into())),
    ] {
        let mut bench = Bench::connected();
        bench.publish("x", qos);
        bench.packets();
        bench.send(answer);
        assert!(!bench.is_open);
        bench.wait();
        bench.accept(false);
        assert_eq!(bench.published().len(), 1, "nothing is lost");
    }
}

#[test]
fn answers_to_what_nothing_waits_for_are_taken() {
    let mut bench = Bench::connected();
    bench.send(Packet::PubAck(id(9).into()));
    bench.send(Packet::PubComp(id(9).into()));
    assert!(bench.packets().is_empty());
    bench.send(Packet::PubRec(id(9).into()));
    assert_eq!(
        bench.packets(),
        [Packet::PubRel(id(9).into())],
        "the broker can let go of it"
    );
    assert!(bench.is_open);
}

#[test]
fn max_qos_holds_for_what_was_there_before_it_was_known() {
    let mut bench = Bench::new();
    bench.publish("queued", QoS::ExactlyOnce);
    bench.subscribe("t", QoS::ExactlyOnce);
    let limited = ConnectOptions {
        max_qos: QoS::AtMostOnce,
        ..options()
    };
    bench.connect(limited.clone());
    bench.accept(false);
    assert_eq!(
        bench.grant().filters,
        [("t".into(), QoS::AtMostOnce.into())]
    );
    let Some(Packet::Publish(publish)) = bench.packets.pop_front() else {
        panic!("{:?}", bench.packets);
    };
    assert_eq!(publish.qos, QoS::AtMostOnce);
    bench.session.adjust(ConnectOptions {
        max_qos: QoS::AtLeastOnce,
        ..limited
    });
    bench.run();
    assert_eq!(
        bench.grant().filters,
        [("t".into(), QoS::AtLeastOnce.into())]
    );
}

#[test]
fn max_qos_holds_for_what_is_sent_anew() {
    let mut bench = Bench::connected();
    bench.publish("x", QoS::ExactlyOnce);
    bench.packets();
    bench.connect(ConnectOptions {
        max_qos: QoS::AtLeastOnce,
        ..options()
    });
    bench.packets();
    bench.accept(false);
    let Some(Packet::Publish(publish)) = bench.packets.pop_front() else {
        panic!("{:?}", bench.packets);
    };
    assert_eq!(publish.qos, QoS::AtLeastOnce);
    bench.events();
    bench.send(Packet::PubAck(id(1).into()));
    assert_eq!(bench.events().len(), 1);
}

/// The broker closes the connection; it is tried again, and the broker has no session.
fn end(bench: &mut Bench) {
    bench.close();
    bench.wait();
    bench.packets();
    bench.accept(false);
}

fn dropped(bench: &mut Bench) -> Vec<(PublishToken, DropReason)> {
    let events = bench.events().into_iter();
    let dropped = events.filter_map(|event| match event {
        Event::Dropped { token, why } => Some((token, why)),
        _ => None,
    });
    dropped.collect()
}

#[test]
fn a_message_that_ends_five_connections_is_given_up_and_the_others_go_on() {
    let mut bench = Bench::connected();
    let bad = pending(bench.publish("bad", QoS::AtLeastOnce));
    bench.publish("good", QoS::ExactlyOnce);
    end(&mut bench);
    let sent = |payload: &str| (payload.to_owned(), false);
    assert_eq!(bench.published(), [sent("bad"), sent("good")]);
    for count in 2..5 {
        end(&mut bench);
        bench.publish("late", QoS::AtMostOnce);
        assert_eq!(bench.published(), [sent("bad")], "alone after {count}");
        assert_eq!(dropped(&mut bench), []);
    }
    end(&mut bench);
    assert_eq!(dropped(&mut bench), [(bad, DropReason::EndsConnections)]);
    let others = ["good", "late", "late", "late"];
    assert_eq!(bench.published(), others.map(sent));
}

#[test]
fn a_message_that_is_answered_is_not_to_blame_and_holds_nothing_up() {
    let mut bench = Bench::connected();
    for _ in 0..10 {
        let first = pending(bench.publish("first", QoS::AtLeastOnce));
        bench.publish("second", QoS::AtLeastOnce);
        let last_id = bench.session.last_id;
        end(&mut bench);
        end(&mut bench);
        assert_eq!(bench.published(), [("first".to_owned(), false)], "alone");
        bench.events();
        bench.send(Packet::PubAck(id(last_id - 1).into()));
        assert_eq!(bench.events(), [acknowledged(first)]);
        assert_eq!(bench.published(), [("second".to_owned(), false)]);
        bench.send(Packet::PubAck(id(last_id).into()));
    }
    assert_eq!(bench.session.stats().pending, 0);
}

#[test]
fn a_connection_that_has_lasted_is_not_ended_by_what_was_sent_when_it_began() {
    let mut bench = Bench::connected();
    bench.publish("slow", QoS::AtLeastOnce);
    for _ in 0..10 {
        bench.now += 20 * SECOND;
        end(&mut bench);
    }
    assert_eq!(dropped(&mut bench), []);
    assert_eq!(bench.session.stats().pending, 1);
}

#[test]
fn a_connection_that_a_filter_may_have_ended_is_not_ended_by_a_message() {
    let mut bench = Bench::connected();
    bench.subscribe("t", QoS::AtLeastOnce);
    bench.publish("innocent", QoS::AtLeastOnce);
    for _ in 0..10 {
        end(&mut bench);
    }
    assert_eq!(dropped(&mut bench), []);
}

#[test]
fn a_message_that_may_have_ended_a_connection_is_tried_when_the_filters_are_granted() {
    let mut bench = Bench::connected();
    bench.subscribe("t", QoS::AtLeastOnce);
    let bad = pending(bench.publish("bad", QoS::AtLeastOnce));
    // The broker closes before its SUBACK has left it.
    end(&mut bench);
    for _ in 0..5 {
        assert_eq!(dropped(&mut bench), []);
        bench.grant();
        assert_eq!(bench.published(), [("bad".to_owned(), false)]);
        bench.close();
        bench.wait();
        bench.accept(false);
    }
    assert_eq!(dropped(&mut bench), [(bad, DropReason::EndsConnections)]);
}

#[test]
fn a_message_that_the_broker_says_it_closes_for_is_given_up_after_three_with_its_words() {
    let mut bench = Bench::new();
    bench.connect(ConnectOptions {
        protocol: Protocol::Only(Version::V5),
        ..options()
    });
    bench.accept(false);
    let bad = pending(bench.publish("bad", QoS::ExactlyOnce));
    let reason = Reason::from(ReasonCode::QOS_NOT_SUPPORTED);
    for count in 1..=3 {
        assert_eq!(dropped(&mut bench), [], "before {count}");
        bench.send(Packet::Disconnect(Disconnect {
            code: reason.code,
            properties: Properties::NONE,
        }));
        bench.packets();
        if count < 3 {
            bench.wait();
            bench.accept(false);
        }
    }
    assert_eq!(dropped(&mut bench), [(bad, DropReason::Refused(reason))]);
}
