//! How connections begin and end.

use super::*;
use crate::packet::Will;

#[test]
fn connect_says_who_the_client_is_and_what_it_leaves() {
    let mut bench = Bench::new();
    let will = Will {
        topic: "gone".into(),
        payload: Bytes::from_static(b"bye"),
        qos: QoS::ExactlyOnce,
        retain: true,
        properties: Properties::NONE,
    };
    bench.connect(ConnectOptions {
        username: Some("me".into()),
        password: Some(Secret::new("hush")),
        keep_alive: 30,
        clean_session: false,
        will: Some(will.clone()),
        max_qos: QoS::AtLeastOnce,
        ..options()
    });
    let connect = bench.accept(true);
    assert_eq!(connect.client_id, "lamp");
    assert_eq!(connect.username.unwrap(), "me");
    assert_eq!(connect.password.unwrap(), "hush");
    assert_eq!((connect.keep_alive, connect.clean_start), (30, false));
    let qos = QoS::AtLeastOnce;
    assert_eq!(connect.will, Some(Will { qos, ..will }));
    let session_present = true;
    assert_eq!(bench.events(), [Event::Connected { session_present }]);
}

#[test]
fn a_password_shows_in_no_debug_text() {
    let options = ConnectOptions {
        password: Some(Secret::new("hush")),
        ..options()
    };
    assert!(!format!("{options:?}").contains("hush"));
    let mut bench = Bench::new();
    bench.connect(options);
    bench.session.handle_opened(bench.now);
    assert!(!format!("{:?}", bench.session).contains("hush"));
    bench.run();
    assert!(!format!("{:?}", bench.packets()).contains("hush"));
}

#[test]
fn a_lost_connection_is_opened_again_and_its_end_is_told() {
    let mut bench = Bench::connected();
    bench.events();
    bench.close();
    assert!(matches!(
        bench.events()[..],
        [Event::Disconnected { reason: Some(_) }]
    ));
    assert!(matches!(bench.session.state(), State::Waiting { .. }));
    let waited = bench.wait();
    assert!(waited >= 2 * SECOND && waited <= 4 * SECOND, "{waited:?}");
    assert_eq!(bench.opened.len(), 2);
    bench.accept(false);
    assert_eq!(*bench.session.state(), State::Connected);
}

#[test]
fn the_network_coming_back_ends_the_wait() {
    let mut bench = Bench::connected();
    bench.close();
    bench.session.handle_online(bench.now);
    bench.run();
    assert_eq!(bench.opened.len(), 2);
}

#[test]
fn a_socket_that_is_held_is_waited_for_without_end_and_then_as_always() {
    let mut bench = Bench::new();
    bench.connect(options());
    bench.session.handle_held(true, bench.now);
    bench.now += 3600 * SECOND;
    bench.session.handle_timeout(bench.now);
    bench.run();
    assert_eq!(*bench.session.state(), State::Connecting);
    assert_eq!(bench.opened.len(), 1);
    bench.session.handle_held(false, bench.now);
    assert_eq!(bench.wait(), options().connect_timeout);
    assert!(matches!(bench.session.state(), State::Waiting { .. }));
}

#[test]
fn silence_is_noticed_within_a_keep_alive() {
    let mut bench = Bench::connected();
    assert_eq!(bench.wait(), 30 * SECOND);
    assert_eq!(bench.packets(), [Packet::PingReq]);
    assert_eq!(bench.wait(), 30 * SECOND);
    assert!(!bench.is_open);
    assert!(matches!(bench.session.state(), State::Waiting { .. }));
}

#[test]
fn a_client_that_only_sends_notices_silence_too() {
    let mut bench = Bench::connected();
    for _ in 0..6 {
        assert!(bench.is_open);
        bench.publish("x", QoS::AtMostOnce);
        bench.now += 10 * SECOND;
        bench.session.handle_timeout(bench.now);
        bench.run();
    }
    assert!(!bench.is_open, "after 60 seconds");
}

#[test]
fn an_answered_ping_tells_the_latency_and_all_is_well() {
    let mut bench = Bench::connected();
    bench.events();
    bench.wait();
    bench.now += Instant::from_millis(40);
    bench.send(Packet::PingResp);
    assert_eq!(bench.events(), [Event::Latency(Instant::from_millis(40))]);
    assert_eq!(bench.wait(), 30 * SECOND - Instant::from_millis(40));
    assert!(bench.is_open);
}

#[test]
fn bytes_that_arrive_are_a_sign_of_life_while_the_answer_is_late() {
    let mut bench = Bench::connected();
    bench.wait();
    bench.now += 29 * SECOND;
    bench.send_bytes(Bytes::from_static(&[0x30]));
    assert_eq!(bench.wait(), SECOND);
    let pings = [Packet::PingReq, Packet::PingReq];
    assert_eq!(bench.packets(), pings, "the broker is to hear something");
    assert_eq!(
        bench.wait(),
        29 * SECOND,
        "half a keep-alive from the last byte"
    );
    assert!(!bench.is_open);
}

#[test]
fn a_keep_alive_of_0_never_pings() {
    let mut bench = Bench::new();
    bench.connect(ConnectOptions {
        keep_alive: 0,
        ..options()
    });
    bench.accept(false);
    assert_eq!(bench.session.poll_timeout(), None);
}

#[test]
fn a_socket_that_does_not_open_and_a_broker_that_does_not_answer_are_given_up() {
    let mut bench = Bench::new();
    bench.connect(options());
    assert_eq!(bench.wait(), 10 * SECOND);
    assert!(!bench.is_open);
    bench.wait();
    bench.session.handle_opened(bench.now);
    bench.run();
    assert_eq!(bench.wait(), 10 * SECOND);
    assert!(!bench.is_open);
    let Some(Event::Disconnected { reason }) = bench.events.pop_back() else {
        panic!("the end is told");
    };
    assert!(reason.unwrap().contains("says nothing"));
}

#[test]
fn what_no_retry_can_mend_is_not_tried_again() {
    for (code, cause) in [
        (ReasonCode::UNSUPPORTED_PROTOCOL_VERSION, Refusal::Protocol),
        (ReasonCode::CLIENT_ID_NOT_VALID, Refusal::ClientId),
        (ReasonCode::BAD_USER_NAME_OR_PASSWORD, Refusal::Credentials),
        (ReasonCode::NOT_AUTHORIZED, Refusal::Credentials),
    ] {
        let mut bench = Bench::new();
        bench.connect(options());
        bench.session.handle_opened(bench.now);
        bench.run();
        bench.answer(code, false);
        assert_eq!(*bench.session.state(), State::Refused(cause));
        assert_eq!(bench.session.poll_timeout(), None);
        assert!(matches!(bench.events()[..], [Event::Refused { .. }]));
        assert!(!bench.is_open);
        bench.connect(options());
        bench.accept(false);
        assert_eq!(*bench.session.state(), State::Connected);
    }
}

#[test]
fn a_broker_that_is_busy_is_tried_again() {
    let mut bench = Bench::new();
    bench.connect(options());
    bench.session.handle_opened(bench.now);
    bench.run();
    bench.answer(ReasonCode::SERVER_UNAVAILABLE, false);
    assert!(matches!(bench.session.state(), State::Waiting { .. }));
}

#[test]
fn servers_are_tried_in_turn_and_the_first_again_after_a_loss() {
    let mut bench = Bench::new();
    bench.connect(ConnectOptions {
        servers: vec!["ws://one".into(), "ws://two".into()],
        ..options()
    });
    bench.close();
    assert_eq!(bench.opened, ["ws://one", "ws://two"], "without a wait");
    bench.close();
    bench.wait();
    bench.close();
    bench.accept(false);
    assert_eq!(bench.session.server(), "ws://two");
    bench.close();
    bench.wait();
    assert_eq!(bench.opened.last().unwrap(), "ws://one");
}

#[test]
fn leaving_says_so_and_stays_away() {
    let mut bench = Bench::connected();
    bench.session.disconnect();
    bench.run();
    assert_eq!(bench.packets(), [Packet::Disconnect(Disconnect::default())]);
    assert!(!bench.is_open);
    assert_eq!(bench.session.poll_timeout(), None);
    assert_eq!(*bench.session.state(), State::Stopped);
}

#[test]
fn connecting_anew_leaves_the_old_connection_first() {
    let mut bench = Bench::connected();
    let two = ConnectOptions::new("ws://two", "lamp");
    bench.connect(two);
    assert_eq!(bench.packets(), [Packet::Disconnect(Disconnect::default())]);
    assert_eq!(bench.opened, ["ws://one", "ws://two"]);
    bench.connect(options());
    assert_eq!(bench.opened.len(), 3, "one that is not up yet is left too");
}

#[test]
fn a_client_id_that_cannot_be_written_is_refused() {
    let mut bench = Bench::new();
    bench.connect(ConnectOptions::new("ws://one", "a".repeat(65_536)));
    bench.session.handle_opened(bench.now);
    bench.run();
    assert_eq!(*bench.session.state(), State::Refused(Refusal::Options));
}

#[test]
fn the_network_coming_back_asks_a_connection_whether_it_still_is() {
    let mut bench = Bench::connected();
    bench.session.handle_online(bench.now);
    bench.run();
    assert_eq!(bench.packets(), [Packet::PingReq]);
    assert_eq!(bench.wait(), 30 * SECOND);
    assert!(!bench.is_open);
}

#[test]
fn a_server_that_throws_clients_out_at_once_is_followed_by_the_next() {
    let servers = vec!["ws://one".into(), "ws://two".into()];
    let mut bench = Bench::new();
    bench.connect(ConnectOptions {
        servers,
        ..options()
    });
    bench.accept(false);
    bench.now += 9 * SECOND;
    bench.close();
    bench.wait();
    bench.accept(false);
    assert_eq!(bench.opened, ["ws://one", "ws://two"]);
    bench.now += 10 * SECOND;
    bench.close();
    bench.wait();
    assert_eq!(bench.opened.last().unwrap(), "ws://one", "the one to be on");
}

#[test]
fn delays_grow_until_a_connection_has_lasted() {
    let mut bench = Bench::new();
    bench.connect(ConnectOptions {
        reconnect_min: SECOND,
        reconnect_max: 1000 * SECOND,
        ..options()
    });
    let mut longest = Instant::ZERO;
    for _ in 0..12 {
        bench.accept(false);
        bench.close();
        longest = longest.max(bench.wait());
    }
    assert!(longest > 100 * SECOND, "{longest:?}");
    bench.accept(false);
    bench.now += 10 * SECOND;
    bench.close();
    assert!(bench.wait() <= 2 * SECOND);
}

#[test]
fn a_signature_in_a_url_reaches_no_text() {
    let mut bench = Bench::new();
    let options = ConnectOptions::new("wss://one/mqtt?sig=hush", "lamp");
    let mut session = Session::new(1);
    session.connect(options.clone(), Instant::ZERO);
    let open = format!("{:?}", session.poll_transmit());
    assert!(!open.contains("hush"), "{open}");
    bench.connect(options);
    assert_eq!(bench.opened, ["wss://one/mqtt?sig=hush"]);
    assert_eq!(bench.session.server(), "wss://one/mqtt");
    bench.close();
    let events = format!("{:?}", bench.events());
    assert!(
        events.contains("wss://one/mqtt") && !events.contains("hush"),
        "{events}"
    );
}

#[test]
fn without_a_client_id_the_session_is_a_clean_one() {
    let mut bench = Bench::new();
    bench.connect(ConnectOptions {
        clean_session: false,
        ..ConnectOptions::new("ws://one", "")
    });
    assert!(bench.accept(false).clean_start, "[MQTT-3.1.3-7]");
}

#[test]
fn a_password_alone_comes_with_an_empty_user_name() {
    let mut bench = Bench::new();
    bench.connect(ConnectOptions {
        password: Some(Secret::new("hush")),
        ..options()
    });
    let connect = bench.accept(false);
    assert_eq!(connect.username.unwrap(), "", "[MQTT-3.1.2-22]");
    assert_eq!(connect.password.unwrap(), "hush");
}

#[test]
fn without_a_server_there_is_nothing_to_try() {
    let mut bench = Bench::new();
    let servers = Vec::new();
    bench.connect(ConnectOptions {
        servers,
        ..options()
    });
    assert_eq!(*bench.session.state(), State::Refused(Refusal::Options));
    assert!(matches!(bench.events()[..], [Event::Refused { .. }]));
}

#[test]
fn a_connection_closed_before_its_answer_is_told_with_what_the_broker_said() {
    let mut bench = Bench::new();
    bench.connect(options());
    bench.session.handle_opened(bench.now);
    bench.run();
    bench.is_open = false;
    bench
        .session
        .handle_closed(1002, "unauthenticated", bench.now);
    bench.run();
    let events = bench.events();
    let [Event::Disconnected { reason: Some(text) }] = &events[..] else {
        panic!("{events:?}");
    };
    assert!(
        text.contains("1002") && text.contains("unauthenticated"),
        "{text}"
    );
    assert!(text.contains("password"), "{text}");
}

#[test]
fn what_is_late_does_no_harm() {
    let mut bench = Bench::new();
    bench.session.handle_opened(bench.now);
    bench
        .session
        .handle_bytes(Bytes::from_static(&[0xff; 9]), bench.now);
    bench.session.handle_closed(1006, "", bench.now);
    bench.session.handle_timeout(bench.now);
    bench.run();
    assert!(bench.events().is_empty());
    bench.connect(options());
    bench.accept(false);
    bench.session.disconnect();
    bench.run();
    bench
        .session
        .handle_bytes(Bytes::from_static(&[0xff; 9]), bench.now);
    bench.session.handle_closed(1000, "", bench.now);
    bench.run();
    assert_eq!(*bench.session.state(), State::Stopped);
}

#[test]
fn options_that_no_broker_could_make_sense_of_are_refused_before_a_socket_opens() {
    let will = |topic: &str| Will {
        topic: topic.into(),
        payload: Bytes::new(),
        qos: QoS::AtMostOnce,
        retain: false,
        properties: Properties::NONE,
    };
    let birth = Message {
        topic: "t".repeat(65_536).into(),
        ..Message::default()
    };
    for (options, what) in [
        (
            ConnectOptions::new("ws://one", "a\0"),
            "client id has a null",
        ),
        (
            ConnectOptions {
                will: Some(will("gone/#")),
                ..options()
            },
            "The will",
        ),
        (
            ConnectOptions {
                birth: Some(birth),
                ..options()
            },
            "The birth message",
        ),
        (
            ConnectOptions {
                birth: Some(message("a message of some length", QoS::AtMostOnce)),
                max_packet_size: 20,
                ..options()
            },
            "The birth message",
        ),
    ] {
        let mut bench = Bench::new();
        bench.connect(options);
        let events = bench.events();
        let [Event::Refused { reason }] = &events[..] else {
            panic!("{events:?}");
        };
        assert!(reason.contains(what), "{reason}");
        assert!(bench.opened.is_empty());
    }
}

#[test]
fn a_broker_that_claims_to_have_kept_a_clean_session_is_not_believed() {
    let mut bench = Bench::new();
    bench.connect(ConnectOptions {
        clean_session: true,
        ..options()
    });
    bench.accept(false);
    bench.subscribe("t", QoS::AtMostOnce);
    bench.grant();
    bench.close();
    bench.wait();
    bench.accept(true);
    assert_eq!(bench.grant().filters.len(), 1);
}

#[test]
fn delays_can_be_as_long_as_times_are() {
    let mut bench = Bench::new();
    bench.now = SECOND;
    bench.connect(ConnectOptions {
        connect_timeout: Instant::MAX,
        reconnect_min: Instant::MAX,
        ..options()
    });
    bench.close();
    let until = Instant::MAX;
    assert_eq!(*bench.session.state(), State::Waiting { until });
}

#[test]
fn a_birth_message_that_is_none_is_left_out_after_adjusting() {
    for topic in ["a/#".to_owned(), "a".repeat(65_536)] {
        let mut bench = Bench::new();
        bench.connect(options());
        let birth = Some(Message {
            topic: topic.into(),
            ..Message::default()
        });
        bench.session.adjust(ConnectOptions { birth, ..options() });
        bench.accept(false);
        assert!(bench.packets().is_empty());
    }
}
