//! What is subscribed to.

use super::*;
use crate::packet::Unsubscribe;

#[test]
fn one_filter_is_asked_for_once_with_the_highest_qos() {
    let mut bench = Bench::new();
    bench.subscribe("t", QoS::AtMostOnce);
    bench.subscribe("t", QoS::AtLeastOnce);
    bench.subscribe("u", QoS::AtMostOnce);
    bench.connect(options());
    bench.accept(false);
    let subscribe = bench.grant();
    let filters = [
        ("t".into(), QoS::AtLeastOnce.into()),
        ("u".into(), QoS::AtMostOnce.into()),
    ];
    assert_eq!(subscribe.filters, filters);
    assert!(bench.packets().is_empty());
}

#[test]
fn each_subscription_is_told_what_it_was_granted() {
    let mut bench = Bench::connected();
    bench.events();
    let good = bench.subscribe("good", QoS::AtLeastOnce);
    bench.grant();
    let bad = bench.subscribe("bad", QoS::AtLeastOnce);
    let Some(Packet::Subscribe(subscribe)) = bench.packets.pop_front() else {
        panic!("it is asked for");
    };
    bench.send(Packet::SubAck(SubAck {
        id: subscribe.id,
        granted: vec![Err(ReasonCode::UNSPECIFIED_ERROR)],
        properties: Properties::NONE,
    }));
    let granted = Event::Granted {
        subscription: good,
        qos: QoS::AtLeastOnce,
    };
    assert_eq!(bench.events(), [granted, refused(bad)]);
    bench.send_message("good", QoS::AtMostOnce, 0, false);
    assert_eq!(bench.session.matched(), [good], "the others go on");
}

#[test]
fn filters_are_sent_again_in_a_new_session_and_not_in_one_that_was_kept() {
    let mut bench = Bench::connected();
    bench.subscribe("t", QoS::AtMostOnce);
    bench.grant();
    bench.close();
    bench.wait();
    bench.accept(true);
    assert!(bench.packets().is_empty(), "the broker has kept it");
    bench.close();
    bench.wait();
    bench.accept(false);
    assert_eq!(bench.grant().filters.len(), 1);
}

#[test]
fn a_filter_that_was_dropped_while_offline_is_taken_back_from_a_kept_session() {
    let mut bench = Bench::connected();
    let subscription = bench.subscribe("t", QoS::AtMostOnce);
    bench.grant();
    bench.close();
    bench.session.unsubscribe(subscription);
    bench.wait();
    bench.accept(true);
    let packets = bench.packets();
    let [Packet::Unsubscribe(Unsubscribe { filters, .. })] = &packets[..] else {
        panic!("{packets:?}");
    };
    assert_eq!(filters[..], ["t"]);
}

#[test]
fn the_last_subscription_of_a_filter_ends_it() {
    let mut bench = Bench::connected();
    let one = bench.subscribe("t", QoS::AtMostOnce);
    bench.grant();
    let two = bench.subscribe("t", QoS::AtMostOnce);
    bench.grant();
    bench.session.unsubscribe(one);
    bench.run();
    assert!(bench.packets().is_empty());
    bench.send_message("t", QoS::AtMostOnce, 0, false);
    assert_eq!(bench.session.matched(), [two]);
    bench.session.unsubscribe(two);
    bench.run();
    assert!(matches!(bench.packets()[..], [Packet::Unsubscribe(_)]));
    bench.send_message("t", QoS::AtMostOnce, 0, false);
    assert!(bench.session.matched().is_empty());
}

#[test]
fn a_subscription_that_comes_later_gets_retained_messages_and_no_one_gets_them_twice() {
    let mut bench = Bench::connected();
    let one = bench.subscribe("t", QoS::AtMostOnce);
    bench.grant();
    bench.send_message("t", QoS::AtMostOnce, 0, true);
    assert_eq!(bench.session.matched(), [one]);
    let two = bench.subscribe("t", QoS::AtMostOnce);
    bench.grant();
    bench.send_message("t", QoS::AtMostOnce, 0, true);
    assert_eq!(bench.session.matched(), [two]);
    bench.now += 2 * SECOND;
    let three = bench.subscribe("#", QoS::AtMostOnce);
    bench.grant();
    bench.send_message("t", QoS::AtMostOnce, 0, true);
    assert_eq!(bench.session.matched(), [three]);
    bench.session.unsubscribe(three);
    bench.send_message("t", QoS::AtMostOnce, 0, false);
    assert_eq!(
        bench.session.matched(),
        [one, two],
        "live messages go to both"
    );
}

#[test]
fn retained_messages_that_come_slowly_go_to_all_who_wait_for_them() {
    let mut bench = Bench::connected();
    let one = bench.subscribe("t/#", QoS::AtMostOnce);
    bench.grant();
    for _ in 0..5 {
        bench.now += SECOND;
        bench.send_message("t/a", QoS::AtMostOnce, 0, true);
        assert_eq!(bench.session.matched(), [one]);
    }
    let two = bench.subscribe("t/#", QoS::AtMostOnce);
    bench.send_message("t/b", QoS::AtMostOnce, 0, true);
    assert_eq!(bench.session.matched(), [one, two], "it may be either's");
    bench.now += 60 * SECOND;
    bench.grant();
    bench.now += 2 * SECOND;
    bench.send_message("t/c", QoS::AtMostOnce, 0, true);
    assert_eq!(
        bench.session.matched(),
        [one, two],
        "better twice than never"
    );
}

#[test]
fn retained_messages_of_a_session_that_was_kept_are_not_lost() {
    let mut bench = Bench::connected();
    let one = bench.subscribe("t", QoS::AtLeastOnce);
    bench.grant();
    bench.close();
    bench.wait();
    bench.accept(true);
    bench.now += 60 * SECOND;
    bench.send_message("t", QoS::AtLeastOnce, 1, true);
    assert_eq!(bench.session.matched(), [one]);
}

#[test]
fn many_filters_go_in_packets_of_a_sane_size() {
    let mut bench = Bench::new();
    for number in 0..1_000 {
        bench.subscribe(&format!("room/{number}/lamp"), QoS::AtMostOnce);
    }
    bench.connect(options());
    bench.accept(false);
    let packets = bench.packets();
    assert!(packets.len() > 1);
    let filters = packets.iter().map(|packet| match packet {
        Packet::Subscribe(subscribe) => subscribe.filters.len(),
        other => panic!("{other:?}"),
    });
    assert_eq!(filters.sum::<usize>(), 1_000);
}

#[test]
fn a_subscription_of_a_filter_that_was_granted_is_granted_at_once() {
    let mut bench = Bench::connected();
    bench.subscribe("t", QoS::AtLeastOnce);
    bench.grant();
    bench.events();
    let subscription = bench.subscribe("t", QoS::AtMostOnce);
    let qos = QoS::AtMostOnce;
    assert_eq!(bench.events(), [Event::Granted { subscription, qos }]);
    bench.grant();
    assert!(bench.events().is_empty(), "no one is told twice");
    let subscription = bench.subscribe("t", QoS::ExactlyOnce);
    assert!(bench.events().is_empty(), "more was not granted yet");
    let qos = QoS::ExactlyOnce;
    assert_eq!(bench.grant().filters, [("t".into(), qos.into())]);
    assert_eq!(bench.events(), [Event::Granted { subscription, qos }]);
}

#[test]
fn all_that_subscribe_in_one_go_are_asked_for_in_one_packet_before_what_is_published() {
    let mut bench = Bench::connected();
    for filter in ["a", "b", "a"] {
        bench.session.subscribe(filter, QoS::AtMostOnce).unwrap();
    }
    bench.publish("x", QoS::AtMostOnce);
    let filters = ["a", "b"].map(|filter| (filter.into(), QoS::AtMostOnce.into()));
    assert_eq!(bench.grant().filters, filters);
    assert_eq!(bench.published().len(), 1);
}

#[test]
fn a_filter_that_is_dropped_and_taken_up_again_in_one_go_stays() {
    let mut bench = Bench::connected();
    let one = bench.subscribe("t", QoS::AtMostOnce);
    bench.grant();
    bench.session.unsubscribe(one);
    bench.session.subscribe("t", QoS::AtLeastOnce).unwrap();
    bench.run();
    let packets = bench.packets();
    assert!(matches!(packets[..], [Packet::Subscribe(_)]), "{packets:?}");
}

#[test]
fn a_filter_that_a_kept_session_has_is_taken_back_whatever_came_in_between() {
    let unsubscribed = |bench: &mut Bench| {
        let packets = bench.packets().into_iter();
        let filters = packets.filter_map(|packet| match packet {
            Packet::Unsubscribe(Unsubscribe { filters, .. }) => Some(filters),
            _ => None,
        });
        filters.flatten().collect::<Vec<_>>()
    };
    // Dropped, taken up and dropped again while offline.
    let mut bench = Bench::connected();
    let one = bench.subscribe("t", QoS::AtMostOnce);
    bench.grant();
    bench.close();
    bench.session.unsubscribe(one);
    let two = bench.session.subscribe("t", QoS::AtMostOnce).unwrap();
    bench.session.unsubscribe(two);
    bench.wait();
    bench.accept(true);
    assert_eq!(unsubscribed(&mut bench), ["t"]);

    // Taken up again while the UNSUBSCRIBE was on its way, which was lost.
    let mut bench = Bench::connected();
    let one = bench.subscribe("t", QoS::AtMostOnce);
    bench.grant();
    bench.session.unsubscribe(one);
    bench.run();
    assert_eq!(unsubscribed(&mut bench), ["t"]);
    let two = bench.session.subscribe("t", QoS::AtMostOnce).unwrap();
    bench.close();
    bench.session.unsubscribe(two);
    bench.wait();
    bench.accept(true);
    assert_eq!(unsubscribed(&mut bench), ["t"]);
}

#[test]
fn a_filter_that_was_never_asked_for_is_never_taken_back() {
    let mut bench = Bench::connected();
    let one = bench.session.subscribe("t", QoS::AtMostOnce).unwrap();
    bench.session.unsubscribe(one);
    bench.run();
    assert!(bench.packets().is_empty());
}

#[test]
fn what_was_not_answered_when_the_connection_was_lost_is_asked_again() {
    let mut bench = Bench::connected();
    let one = bench.subscribe("one", QoS::AtMostOnce);
    bench.grant();
    bench.session.unsubscribe(one);
    bench.run();
    bench.subscribe("two", QoS::AtMostOnce);
    bench.packets();
    bench.close();
    bench.wait();
    bench.accept(true);
    let packets = bench.packets();
    assert!(
        matches!(packets[..], [Packet::Unsubscribe(_), Packet::Subscribe(_)]),
        "{packets:?}"
    );
}

#[test]
fn a_filter_that_was_refused_is_asked_for_on_the_next_connection() {
    let mut bench = Bench::connected();
    let subscription = bench.subscribe("t", QoS::AtMostOnce);
    bench.packets();
    let (id, granted) = (id(1), vec![Err(ReasonCode::UNSPECIFIED_ERROR)]);
    let properties = Properties::NONE;
    bench.send(Packet::SubAck(SubAck {
        id,
        granted,
        properties,
    }));
    assert!(bench.events().contains(&refused(subscription)));
    bench.close();
    bench.wait();
    bench.accept(true);
    bench.grant();
    let qos = QoS::AtMostOnce;
    assert!(
        bench
            .events()
            .contains(&Event::Granted { subscription, qos })
    );
}

#[test]
fn a_highest_qos_that_changes_before_the_broker_has_answered_holds_all_the_same() {
    let mut bench = Bench::connected();
    bench.subscribe("t", QoS::ExactlyOnce);
    bench.session.adjust(ConnectOptions {
        max_qos: QoS::AtMostOnce,
        ..options()
    });
    bench.run();
    assert_eq!(bench.grant().filters[0].1.qos, QoS::ExactlyOnce);
    assert_eq!(bench.grant().filters[0].1.qos, QoS::AtMostOnce);
    assert!(bench.packets().is_empty());
}

#[test]
fn a_filter_that_is_asked_for_anew_already_is_not_asked_for_once_more() {
    let mut bench = Bench::connected();
    bench.subscribe("t", QoS::AtMostOnce);
    bench.run();
    bench.subscribe("t", QoS::AtLeastOnce);
    bench.run();
    assert_eq!(bench.grant().filters[0].1.qos, QoS::AtMostOnce);
    assert_eq!(bench.grant().filters[0].1.qos, QoS::AtLeastOnce);
    assert!(bench.packets().is_empty());
}

#[test]
fn an_answer_to_what_was_not_asked_breaks_the_protocol() {
    let (granted, properties) = (vec![Ok(QoS::AtMostOnce)], Properties::NONE);
    let suback = SubAck {
        id: id(9),
        granted,
        properties,
    };
    for packet in [Packet::SubAck(suback), unsuback(id(9))] {
        let mut bench = Bench::connected();
        bench.send(packet);
        assert!(!bench.is_open);
    }
}

#[test]
fn a_broker_that_grants_less_is_not_asked_again_in_a_session_that_was_kept() {
    let mut bench = Bench::connected();
    let subscription = bench.subscribe("t", QoS::ExactlyOnce);
    bench.packets();
    bench.events();
    let qos = QoS::AtMostOnce;
    let (id, granted, properties) = (id(1), vec![Ok(qos)], Properties::NONE);
    bench.send(Packet::SubAck(SubAck {
        id,
        granted,
        properties,
    }));
    assert_eq!(bench.events(), [Event::Granted { subscription, qos }]);
    bench.close();
    bench.wait();
    bench.accept(true);
    assert!(bench.packets().is_empty());
}

#[test]
fn a_session_that_an_unanswered_connect_may_have_begun_is_told_all_filters() {
    let mut bench = Bench::connected();
    bench.subscribe("t", QoS::AtMostOnce);
    bench.grant();
    bench.close();
    bench.wait();
    // The broker has restarted. It begins a session, and its answer is lost.
    bench.session.handle_opened(bench.now);
    bench.run();
    bench.packets();
    bench.close();
    bench.wait();
    bench.accept(true);
    assert_eq!(bench.grant().filters.len(), 1);
}
