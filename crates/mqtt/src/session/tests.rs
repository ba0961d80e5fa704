//! What a session does, packet by packet. The broker of these tests is the test itself.

use super::*;
use crate::codec::Decoder;
use crate::packet::{Connect, Subscribe, Unsubscribe, Will};

const SECOND: Instant = Instant::from_secs(1);

/// A session with the broker's end of its socket.
struct Bench {
    session: Session,
    now: Instant,
    decoder: Decoder,
    /// The URLs of the sockets that were opened, and whether the last one still is.
    opened: Vec<String>,
    is_open: bool,
    packets: VecDeque<Packet>,
    events: VecDeque<Event>,
}

impl Bench {
    fn new() -> Self {
        Self {
            session: Session::new(1),
            now: Instant::ZERO,
            decoder: Decoder::new(Version::V3_1_1, 1 << 20),
            opened: Vec::new(),
            is_open: false,
            packets: VecDeque::new(),
            events: VecDeque::new(),
        }
    }

    /// A session that is connected, in a new session.
    fn connected() -> Self {
        let mut bench = Self::new();
        bench.connect(options());
        bench.accept(false);
        bench
    }

    fn connect(&mut self, options: ConnectOptions) {
        self.session.connect(options, self.now);
        self.run();
    }

    /// The socket opens and the broker accepts; the CONNECT.
    fn accept(&mut self, session_present: bool) -> Connect {
        self.session.handle_opened(self.now);
        self.run();
        let Some(Packet::Connect(connect)) = self.packets.pop_front() else {
            panic!("the first packet is CONNECT [MQTT-3.1.0-1]");
        };
        self.answer(ConnectCode::Accepted, session_present);
        connect
    }

    fn answer(&mut self, code: ConnectCode, session_present: bool) {
        self.send(Packet::ConnAck(ConnAck {
            session_present,
            code,
            properties: Properties,
        }));
    }

    fn send(&mut self, packet: Packet) {
        let mut bytes = BytesMut::new();
        encode(&packet, Version::V3_1_1, &mut bytes).unwrap();
        self.send_bytes(bytes.freeze());
    }

    fn send_bytes(&mut self, bytes: Bytes) {
        self.session.handle_bytes(bytes, self.now);
        self.run();
    }

    fn send_message(&mut self, topic: &'static str, qos: QoS, id: u16, retain: bool) {
        self.send(Packet::Publish(Publish {
            qos,
            retain,
            topic: topic.into(),
            id: PacketId::new(id),
            ..Publish::default()
        }));
    }

    fn close(&mut self) {
        self.is_open = false;
        self.session.handle_closed(1006, "", self.now);
        self.run();
    }

    /// Lets time pass up to the session's next time; how long that is.
    fn wait(&mut self) -> Instant {
        let until = self.session.poll_timeout().expect("it waits for something");
        let waited = until.saturating_sub(self.now);
        self.now = self.now.max(until);
        self.session.handle_timeout(self.now);
        self.run();
        waited
    }

    fn publish(&mut self, payload: &'static str, qos: QoS) -> Published {
        let published = self.session.publish(message(payload, qos), self.now);
        self.run();
        published.unwrap()
    }

    fn subscribe(&mut self, filter: &str, qos: QoS) -> SubscriptionId {
        let id = self.session.subscribe(filter, qos).unwrap();
        self.run();
        id
    }

    /// Answers the SUBSCRIBE that was sent last, and gives it.
    fn grant(&mut self) -> Subscribe {
        let Some(Packet::Subscribe(subscribe)) = self.packets.pop_front() else {
            panic!("the next packet is SUBSCRIBE: {:?}", self.packets);
        };
        let granted = subscribe.filters.iter().map(|(_, qos)| Some(*qos));
        self.send(Packet::SubAck(SubAck {
            id: subscribe.id,
            granted: granted.collect(),
            properties: Properties,
        }));
        subscribe
    }

    fn run(&mut self) {
        while let Some(event) = self.session.poll_event(self.now) {
            self.events.push_back(event);
        }
        while let Some(transmit) = self.session.poll_transmit() {
            match transmit {
                Transmit::Open { url, protocol } => {
                    assert!(!self.is_open, "there is never more than one socket");
                    assert_eq!(protocol, "mqtt");
                    self.is_open = true;
                    self.opened.push(url);
                    self.decoder = Decoder::new(Version::V3_1_1, 1 << 20);
                }
                Transmit::Bytes(bytes) => {
                    assert!(self.is_open, "bytes go to an open socket");
                    self.decoder.push(bytes);
                    while let Some(packet) = self.decoder.next_packet().unwrap() {
                        self.packets.push_back(packet);
                    }
                }
                Transmit::Close => {
                    assert!(self.is_open, "what is closed was open");
                    self.is_open = false;
                }
            }
        }
    }

    fn packets(&mut self) -> Vec<Packet> {
        self.packets.drain(..).collect()
    }

    fn events(&mut self) -> Vec<Event> {
        self.events.drain(..).collect()
    }

    /// The payloads of the messages that were sent, each with its DUP flag.
    fn published(&mut self) -> Vec<(String, bool)> {
        let packets = self.packets();
        let messages = packets.into_iter().filter_map(|packet| match packet {
            Packet::Publish(publish) => Some((
                String::from_utf8(publish.payload.to_vec()).unwrap(),
                publish.dup,
            )),
            _ => None,
        });
        messages.collect()
    }
}

fn options() -> ConnectOptions {
    ConnectOptions::new("ws://one", "lamp")
}

fn message(payload: &'static str, qos: QoS) -> Message {
    Message {
        topic: "t".into(),
        payload: Bytes::from_static(payload.as_bytes()),
        qos,
        ..Message::default()
    }
}

fn id(number: u16) -> PacketId {
    PacketId::new(number).unwrap()
}

fn pending(published: Published) -> PublishToken {
    match published {
        Published::Pending(token) => token,
        Published::Sent => panic!("it waits for an acknowledgement"),
    }
}

#[test]
fn connect_says_who_the_client_is_and_what_it_leaves() {
    let mut bench = Bench::new();
    let will = Will {
        topic: "gone".into(),
        payload: Bytes::from_static(b"bye"),
        qos: QoS::ExactlyOnce,
        retain: true,
        properties: Properties,
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
    assert_eq!((connect.keep_alive, connect.clean_session), (30, false));
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
    let mut session = Session::new(1);
    session.connect(options, Instant::ZERO);
    assert!(!format!("{session:?}").contains("hush"));
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
fn silence_is_noticed_within_one_and_a_half_keep_alives() {
    let mut bench = Bench::connected();
    assert_eq!(bench.wait(), 60 * SECOND);
    assert_eq!(bench.packets(), [Packet::PingReq]);
    assert_eq!(bench.wait(), 30 * SECOND);
    assert!(!bench.is_open);
    assert!(matches!(bench.session.state(), State::Waiting { .. }));
}

#[test]
fn a_client_that_only_sends_notices_silence_too() {
    let mut bench = Bench::connected();
    for _ in 0..9 {
        assert!(bench.is_open);
        bench.publish("x", QoS::AtMostOnce);
        bench.now += 10 * SECOND;
        bench.session.handle_timeout(bench.now);
        bench.run();
    }
    assert!(!bench.is_open, "after 90 seconds");
}

#[test]
fn an_answered_ping_tells_the_latency_and_all_is_well() {
    let mut bench = Bench::connected();
    bench.events();
    bench.wait();
    bench.now += Instant::from_millis(40);
    bench.send(Packet::PingResp);
    assert_eq!(bench.events(), [Event::Latency(Instant::from_millis(40))]);
    assert_eq!(bench.wait(), 60 * SECOND - Instant::from_millis(40));
    assert!(bench.is_open);
}

#[test]
fn bytes_that_arrive_are_a_sign_of_life_while_the_answer_is_late() {
    let mut bench = Bench::connected();
    bench.wait();
    bench.now += 29 * SECOND;
    bench.send_bytes(Bytes::from_static(&[0x30]));
    assert_eq!(
        bench.wait(),
        30 * SECOND,
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
    for code in [
        ConnectCode::UnacceptableVersion,
        ConnectCode::IdentifierRejected,
        ConnectCode::BadCredentials,
        ConnectCode::NotAuthorized,
    ] {
        let mut bench = Bench::new();
        bench.connect(options());
        bench.session.handle_opened(bench.now);
        bench.run();
        bench.answer(code, false);
        assert_eq!(*bench.session.state(), State::Refused);
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
    bench.answer(ConnectCode::ServerUnavailable, false);
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
    assert_eq!(bench.packets(), [Packet::Disconnect]);
    assert!(!bench.is_open);
    assert_eq!(bench.session.poll_timeout(), None);
    assert_eq!(*bench.session.state(), State::Stopped);
}

#[test]
fn connecting_anew_leaves_the_old_connection_first() {
    let mut bench = Bench::connected();
    let two = ConnectOptions::new("ws://two", "lamp");
    bench.connect(two);
    assert_eq!(bench.packets(), [Packet::Disconnect]);
    assert_eq!(bench.opened, ["ws://one", "ws://two"]);
    bench.connect(options());
    assert_eq!(bench.opened.len(), 3, "one that is not up yet is left too");
}

#[test]
fn what_breaks_the_protocol_ends_the_connection_and_names_the_rule() {
    let connack = Bytes::from_static(&[0x20, 2, 0, 0]);
    for (bytes, rule) in [
        (connack, "second CONNACK"),
        (Bytes::from_static(&[0xc0, 0]), "only clients send"),
        (Bytes::from_static(&[0x36, 0]), "PUBLISH"),
        (Bytes::from_static(&[0x40, 2, 0, 0]), "[MQTT-2.3.1-1]"),
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
    bench.send(Packet::PubAck(id(1)));
    assert_eq!(bench.events(), [Event::Acknowledged { token }]);
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
    bench.send(Packet::PubRec(id(1)));
    assert_eq!(bench.packets(), [Packet::PubRel(id(1))]);
    bench.close();
    bench.wait();
    bench.accept(true);
    assert_eq!(
        bench.packets(),
        [Packet::PubRel(id(1))],
        "never the message again"
    );
    bench.events();
    bench.send(Packet::PubComp(id(1)));
    assert_eq!(bench.events(), [Event::Acknowledged { token }]);
}

#[test]
fn in_a_new_session_what_was_not_received_is_sent_as_new() {
    let mut bench = Bench::connected();
    bench.publish("one", QoS::AtLeastOnce);
    let two = pending(bench.publish("two", QoS::ExactlyOnce));
    bench.publish("three", QoS::ExactlyOnce);
    bench.packets();
    bench.send(Packet::PubRec(id(2)));
    bench.packets();
    bench.close();
    bench.events();
    bench.wait();
    bench.accept(false);
    let sent = bench.published();
    assert_eq!(
        sent,
        [("one".to_owned(), false), ("three".to_owned(), false)]
    );
    assert!(bench.events().contains(&Event::Acknowledged { token: two }));
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
    let sent = tokens.map(|token| Event::Sent { token });
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
    bench.send(Packet::PubAck(id(1)));
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
        bench.send(Packet::PubAck(id));
        bench.events();
    }
}

#[test]
fn the_birth_message_comes_first_on_each_connection() {
    let mut bench = Bench::new();
    bench.publish("queued", QoS::AtMostOnce);
    bench.connect(ConnectOptions {
        birth: Some(message("born", QoS::AtLeastOnce)),
        ..options()
    });
    for _ in 0..2 {
        bench.accept(false);
        assert_eq!(bench.published()[0].0, "born");
        bench.close();
        bench.wait();
    }
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
    assert_eq!(bench.grant().filters, [("t".into(), QoS::AtMostOnce)]);
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
    assert_eq!(bench.packets(), [Packet::PubAck(id(7))]);
    bench.send_message("t", QoS::ExactlyOnce, 8, false);
    assert_eq!(bench.packets(), [Packet::PubRec(id(8))]);
    bench.send(Packet::PubRel(id(8)));
    assert_eq!(bench.packets(), [Packet::PubComp(id(8))]);
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
    assert_eq!(bench.packets(), [Packet::PubRec(id(8))]);
    bench.send(Packet::PubRel(id(8)));
    bench.send_message("t", QoS::ExactlyOnce, 8, false);
    assert_eq!(
        bench.events().len(),
        1,
        "released, the id is another message's"
    );
}

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
        ("t".into(), QoS::AtLeastOnce),
        ("u".into(), QoS::AtMostOnce),
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
        granted: vec![None],
        properties: Properties,
    }));
    let granted = Event::Granted {
        subscription: good,
        qos: QoS::AtLeastOnce,
    };
    let refused = Event::SubscribeRefused { subscription: bad };
    assert_eq!(bench.events(), [granted, refused]);
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
    bench.send_message("t", QoS::AtMostOnce, 0, false);
    assert_eq!(
        bench.session.matched(),
        [one, two],
        "live messages go to both"
    );
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
fn a_client_id_that_cannot_be_written_is_refused() {
    let mut bench = Bench::new();
    bench.connect(ConnectOptions::new("ws://one", "a".repeat(65_536)));
    bench.session.handle_opened(bench.now);
    bench.run();
    assert_eq!(*bench.session.state(), State::Refused);
}
