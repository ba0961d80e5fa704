//! What is asked of each broker, over ws and wss, in 3.1.1 and 5.0.

use std::time::Duration;

use ropewalk_mqtt::{
    ConnectOptions, DropReason, Event, Message, Properties, Published, QoS, ReasonCode, State, Will,
};

use crate::client::{Client, Target};

const LEVELS: [QoS; 3] = [QoS::AtMostOnce, QoS::AtLeastOnce, QoS::ExactlyOnce];

pub(crate) fn it_connects_and_leaves_and_comes_back(target: &Target) {
    let options = target.options();
    let mut client = Client::connected(options.clone());
    assert_eq!(*client.session.state(), State::Connected);
    assert_eq!(client.session.version(), target.version);
    assert_eq!(client.session.server(), target.url());
    client.disconnect();
    client.connect(options);
    assert!(!client.until_connected(), "a clean session is a new one");
}

pub(crate) fn a_wrong_password_is_refused_for_good(target: &Target) {
    let mut client = Client::new();
    client.connect(ConnectOptions {
        password: Some(ropewalk_mqtt::Secret::new("wrong")),
        ..target.options()
    });
    let reason = client.until_refused();
    assert!(reason.contains("password"), "{reason}");
    assert_eq!(client.session.poll_timeout(), None, "it is not tried again");
}

pub(crate) fn messages_of_each_qos_arrive_with_the_lower_of_two(target: &Target) {
    let mut writer = target.client();
    for granted in LEVELS {
        let topic = target.topic(&format!("levels/{granted:?}"));
        let mut reader = target.client();
        assert_eq!(reader.subscribe(&topic, granted).1, granted);
        for sent in LEVELS {
            let published = writer.send(&topic, &format!("{sent:?}"), sent);
            match sent {
                QoS::AtMostOnce => assert_eq!(published, Published::Sent),
                _ => writer.until_acknowledged(published),
            }
            let message = reader.message();
            assert_eq!(message.payload, format!("{sent:?}"));
            assert_eq!(message.qos, sent.min(granted));
            assert_eq!(message.topic, *topic);
            assert!(!message.retain && !message.dup);
        }
        // That of QoS 2 is done with: nothing comes twice.
        writer.publish(&topic, "last", QoS::ExactlyOnce);
        assert_eq!(reader.payload(), "last");
    }
    assert_eq!(writer.session.stats().pending, 0);
}

pub(crate) fn many_messages_at_once_arrive_in_order(target: &Target) {
    // More than are under way at once.
    const COUNT: u32 = 300;
    let topic = target.topic("many");
    let mut client = target.client();
    client.subscribe(&topic, QoS::ExactlyOnce);
    for qos in [QoS::AtLeastOnce, QoS::ExactlyOnce] {
        for number in 0..COUNT {
            let _ = client.send(&topic, &number.to_string(), qos);
        }
        for number in 0..COUNT {
            assert_eq!(client.payload(), number.to_string(), "{qos:?}");
        }
    }
}

pub(crate) fn a_message_of_many_frames_arrives_whole(target: &Target) {
    // No more: Mosquitto 2.0.11 sends 40 KiB a second to a WebSocket.
    let payload: String = (0..4_000).map(|number| format!("{number:05}")).collect();
    let topic = target.topic("large");
    let mut client = target.client();
    client.subscribe(&topic, QoS::AtLeastOnce);
    client.publish(&topic, &payload, QoS::AtLeastOnce);
    assert_eq!(client.payload(), payload);
}

pub(crate) fn a_topic_of_the_greatest_length_arrives(target: &Target) {
    let topic = format!("{}{}", target.topic("long"), "x".repeat(65_535));
    let topic = &topic[..65_535];
    let mut client = target.client();
    client.subscribe(topic, QoS::AtLeastOnce);
    client.publish(topic, "1", QoS::AtLeastOnce);
    assert_eq!(client.message().topic, *topic);
}

pub(crate) fn what_is_retained_comes_to_who_subscribes_later(target: &Target) {
    let topic = target.topic("kept");
    let mut writer = target.client();
    let retained = |payload: &'static str| Message {
        topic: topic.as_str().into(),
        payload: payload.into(),
        qos: QoS::AtLeastOnce,
        retain: true,
        ..Message::default()
    };
    let published = writer.send_message(retained("kept"));
    writer.until_acknowledged(published);
    let mut early = target.client();
    early.subscribe(&topic, QoS::AtLeastOnce);
    let message = early.message();
    assert_eq!(message.payload, "kept");
    assert!(message.retain);

    let published = writer.send_message(retained(""));
    writer.until_acknowledged(published);
    let mut late = target.client();
    late.subscribe(&topic, QoS::AtLeastOnce);
    writer.publish(&topic, "new", QoS::AtLeastOnce);
    let message = late.message();
    assert_eq!(message.payload, "new");
    assert!(!message.retain);
}

fn with_will(target: &Target, topic: &str) -> ConnectOptions {
    ConnectOptions {
        will: Some(Will {
            topic: topic.into(),
            payload: "gone".into(),
            qos: QoS::AtLeastOnce,
            retain: false,
            properties: Properties::NONE,
        }),
        ..target.options()
    }
}

pub(crate) fn a_will_is_published_for_who_is_cut_off_and_not_for_who_leaves(target: &Target) {
    let topic = target.topic("will");
    let mut reader = target.client();
    reader.subscribe(&topic, QoS::AtLeastOnce);
    let mut lost = Client::connected(with_will(target, &topic));
    lost.cut();
    assert_eq!(reader.payload(), "gone");
    let reason = lost.until_lost();
    assert!(reason.contains("is lost"), "{reason}");
    lost.until_connected();
    lost.disconnect();
    // Where a will was published all the same, it would come before this.
    target.client().publish(&topic, "next", QoS::AtLeastOnce);
    assert_eq!(reader.payload(), "next");
}

pub(crate) fn a_will_is_published_for_who_leaves_with_it(target: &Target) {
    let topic = target.topic("last-will");
    let mut reader = target.client();
    reader.subscribe(&topic, QoS::AtLeastOnce);
    let mut leaving = Client::connected(with_will(target, &topic));
    leaving.leave_with_will();
    assert_eq!(reader.payload(), "gone");
}

pub(crate) fn a_session_that_is_resumed_has_what_came_meanwhile(target: &Target) {
    let topic = target.topic("resumed");
    let options = ConnectOptions {
        clean_session: false,
        ..target.options()
    };
    let mut client = Client::new();
    client.connect(options.clone());
    assert!(!client.until_connected());
    client.subscribe(&topic, QoS::ExactlyOnce);
    client.disconnect();
    let mut writer = target.client();
    for (payload, qos) in [("one", QoS::AtLeastOnce), ("two", QoS::ExactlyOnce)] {
        writer.publish(&topic, payload, qos);
    }
    client.connect(options.clone());
    assert!(client.until_connected(), "the broker has the session");
    assert_eq!([client.payload(), client.payload()], ["one", "two"]);
    // Leaves nothing behind.
    client.connect(ConnectOptions {
        clean_session: true,
        ..options
    });
    assert!(!client.until_connected());
}

pub(crate) fn a_killed_broker_that_is_back_gets_what_was_published_meanwhile(target: &Target) {
    let topic = target.topic("killed");
    let mut client = target.client();
    client.subscribe(&topic, QoS::ExactlyOnce);
    target.broker.kill();
    client.until_lost();
    let sent = LEVELS[1..].iter();
    let sent: Vec<Published> = sent
        .map(|qos| client.send(&topic, &format!("{qos:?}"), *qos))
        .collect();
    assert_eq!(client.session.stats().queued, 2);
    target.broker.start();
    client.until_connected();
    for published in sent {
        client.until_acknowledged(published);
    }
    // What it has subscribed to, it has again.
    for qos in &LEVELS[1..] {
        assert_eq!(client.payload(), format!("{qos:?}"));
    }
}

/// Both brokers: 3.1.1 has no way to refuse a message, so that it is acknowledged and dropped.
pub(crate) fn a_message_that_is_not_allowed_is_refused_in_5_0_and_dropped_in_3_1_1(
    target: &Target,
) {
    let topic = target.topic("denied");
    let mut client = Client::connected(target.options_of_view());
    client.subscribe(&topic, QoS::AtMostOnce);
    client.send(&topic, "denied", QoS::AtMostOnce);
    for qos in &LEVELS[1..] {
        let published = client.send(&topic, "denied", *qos);
        if !target.is_5_0() {
            client.until_acknowledged(published);
            continue;
        }
        match client.until_dropped(published) {
            DropReason::Refused(reason) => assert_eq!(reason.code, ReasonCode::NOT_AUTHORIZED),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(client.session.stats().pending, 0);
    // The connection goes on, and nothing of it was delivered.
    target.client().publish(&topic, "allowed", QoS::AtLeastOnce);
    assert_eq!(client.payload(), "allowed");
}

pub(crate) fn a_filter_that_is_not_allowed_may_be_granted_and_stay_silent(target: &Target) {
    let open = target.topic("open");
    let closed = format!("closed/{open}");
    let mut client = Client::connected(target.options_of_view());
    client.subscribe(&closed, QoS::AtLeastOnce);
    client.subscribe(&open, QoS::AtLeastOnce);
    let mut writer = target.client();
    writer.publish(&closed, "hidden", QoS::AtLeastOnce);
    writer.publish(&open, "seen", QoS::AtLeastOnce);
    assert_eq!(client.payload(), "seen");
}

/// The embedded broker says so in 5.0; Mosquitto 2.0.11 closes before it does, and 3.1.1 has no
/// way to say so.
pub(crate) fn who_has_the_same_client_id_takes_the_connection_over(target: &Target) {
    let options = target.options();
    let mut first = Client::connected(options.clone());
    let _second = Client::connected(options);
    if target.is_5_0() && target.broker.name == "ropewalk" {
        // To come back would be to take it from the other, which takes it back.
        let reason = first.until_refused();
        assert!(reason.contains("same client id"), "{reason}");
    } else {
        let reason = first.until_lost();
        assert!(
            reason.contains("is lost") || reason.contains("closed"),
            "{reason}"
        );
    }
}

pub(crate) fn who_sends_nothing_for_a_keep_alive_and_a_half_is_dropped_and_comes_back(
    target: &Target,
) {
    let mut client = Client::new();
    // It is not told when to send PINGREQ.
    client.has_clock = false;
    client.connect(ConnectOptions {
        keep_alive: 1,
        ..target.options()
    });
    client.until_connected();
    client.until_lost();
    client.has_clock = true;
    client.until_connected();
}

pub(crate) fn a_quiet_connection_is_kept_alive(target: &Target) {
    let topic = target.topic("quiet");
    let mut client = Client::connected(ConnectOptions {
        keep_alive: 1,
        ..target.options()
    });
    client.subscribe(&topic, QoS::AtMostOnce);
    // Two keep-alives, so more than a broker waits.
    for _ in 0..4 {
        client.until("an answer to PINGREQ", |event| {
            matches!(event, Event::Latency(_)).then_some(())
        });
    }
    target
        .client()
        .publish(&topic, "still here", QoS::AtLeastOnce);
    assert_eq!(client.payload(), "still here");
}

pub(crate) fn a_shared_subscription_gives_each_message_to_one(target: &Target) {
    let topic = target.topic("shared");
    let filter = format!("$share/group/{topic}");
    let mut readers = [target.client(), target.client()];
    for reader in &mut readers {
        reader.subscribe(&filter, QoS::AtLeastOnce);
        reader.subscribe(&format!("{topic}/end"), QoS::AtLeastOnce);
    }
    let mut writer = target.client();
    for number in 0..6 {
        writer.publish(&topic, &number.to_string(), QoS::AtLeastOnce);
    }
    writer.publish(&format!("{topic}/end"), "end", QoS::AtLeastOnce);
    let mut received = Vec::new();
    for reader in &mut readers {
        received.extend(std::iter::from_fn(|| {
            Some(reader.payload()).filter(|payload| payload != "end")
        }));
    }
    received.sort();
    assert_eq!(received, ["0", "1", "2", "3", "4", "5"]);
}

/// Mosquitto closes the connection at it, each time. It is given up, and the others go on.
pub(crate) fn a_topic_that_is_too_deep_holds_nothing_up(target: &Target) {
    let deep = vec!["x"; 300].join("/");
    let topic = target.topic("deep");
    let mut client = target.client();
    client.subscribe(&topic, QoS::AtLeastOnce);
    let published = client.send(&deep, "deep", QoS::AtLeastOnce);
    let next = client.send(&topic, "next", QoS::AtLeastOnce);
    if target.broker.name == "mosquitto" {
        let why = client.until_dropped(published);
        assert_eq!(why, DropReason::EndsConnections);
    } else {
        client.until_acknowledged(published);
    }
    client.until_acknowledged(next);
    assert_eq!(client.payload(), "next");
    assert_eq!(*client.session.state(), State::Connected);
}

pub(crate) fn what_is_larger_than_the_client_takes_is_left_out_in_5_0(target: &Target) {
    let topic = target.topic("largest");
    let mut client = Client::connected(ConnectOptions {
        max_packet_size: 200,
        ..target.options()
    });
    client.subscribe(&topic, QoS::AtLeastOnce);
    let mut writer = target.client();
    writer.publish(&topic, &"x".repeat(1_000), QoS::AtLeastOnce);
    if target.is_5_0() {
        writer.publish(&topic, "small", QoS::AtLeastOnce);
        assert_eq!(client.payload(), "small");
    } else {
        // The broker is not told how much that is.
        let reason = client.until_lost();
        assert!(reason.contains("at most 200 are taken"), "{reason}");
        client.until_connected();
    }
}

/// Without Mosquitto's sub-protocol, a WebSocket opens and then nothing ever comes.
pub(crate) fn silence_after_the_handshake_is_noticed(target: &Target) {
    let mut client = Client::new();
    client.asks_for_mqtt = false;
    client.connect(ConnectOptions {
        connect_timeout: Duration::from_millis(300),
        ..target.options()
    });
    let reason = client.until_lost();
    assert!(reason.contains("says nothing"), "{reason}");
    client.asks_for_mqtt = true;
    client.until_connected();
}
