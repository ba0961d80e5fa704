//! Whatever is done, in whatever order, and whatever a broker sends.

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;
use crate::packet::Will;

/// One call of a session's methods.
#[derive(Clone, Debug)]
enum Call {
    Connect(ConnectOptions),
    Adjust(ConnectOptions),
    Disconnect,
    DisconnectWithWill,
    Opened,
    Accepted(bool),
    /// The broker answers the oldest packet that it has not answered, as it should.
    Answered,
    Packet(Packet),
    Bytes(Vec<u8>),
    Closed(u16),
    Wait,
    Sleep(u16),
    Online,
    Buffered(u64),
    Publish(Message),
    Subscribe(&'static str, QoS),
    Unsubscribe(prop::sample::Index),
}

fn call() -> impl Strategy<Value = Call> {
    prop_oneof![
        2 => options().prop_map(Call::Connect),
        1 => options().prop_map(Call::Adjust),
        1 => Just(Call::Disconnect),
        1 => Just(Call::DisconnectWithWill),
        6 => Just(Call::Opened),
        6 => any::<bool>().prop_map(Call::Accepted),
        20 => Just(Call::Answered),
        4 => packet().prop_map(Call::Packet),
        1 => vec(any::<u8>(), 0..20).prop_map(Call::Bytes),
        1 => (1000..1012_u16).prop_map(Call::Closed),
        4 => Just(Call::Wait),
        2 => any::<u16>().prop_map(Call::Sleep),
        1 => Just(Call::Online),
        1 => (0..3_u64 << 20).prop_map(Call::Buffered),
        6 => message().prop_map(Call::Publish),
        4 => (filter(), qos()).prop_map(|(filter, qos)| Call::Subscribe(filter, qos)),
        2 => any::<prop::sample::Index>().prop_map(Call::Unsubscribe),
    ]
}

fn options() -> impl Strategy<Value = ConnectOptions> {
    let session = (any::<bool>(), 0..3_u16, 1..4_usize, qos());
    let queue = (0..4_usize, 0..40_usize, 0..3_usize, 10..60_usize);
    let extras = (any::<bool>(), any::<bool>(), 0..3_u64);
    (session, queue, extras).prop_map(|(session, queue, extras)| {
        let (clean_session, keep_alive, servers, max_qos) = session;
        let (max_queue, max_queue_bytes, policy, max_packet_size) = queue;
        let (has_will, has_birth, reconnect) = extras;
        let policies = [
            QueuePolicy::DropOldest,
            QueuePolicy::DropNewest,
            QueuePolicy::Refuse,
        ];
        ConnectOptions {
            servers: ["ws://one", "ws://two", "ws://three"][..servers]
                .iter()
                .map(ToString::to_string)
                .collect(),
            clean_session,
            keep_alive,
            max_qos,
            max_queue,
            max_queue_bytes,
            queue_policy: policies[policy],
            max_packet_size,
            will: has_will.then(|| Will {
                topic: "gone".into(),
                payload: Bytes::new(),
                qos: QoS::ExactlyOnce,
                retain: true,
                properties: Properties::NONE,
            }),
            birth: has_birth.then(|| super::message("born", QoS::ExactlyOnce)),
            reconnect_min: Instant::from_secs(reconnect),
            reconnect_max: Instant::from_secs(reconnect),
            ..super::options()
        }
    })
}

fn packet() -> impl Strategy<Value = Packet> {
    // Few ids, so that they meet those in use.
    let id = || (1..6_u16).prop_map(super::id);
    let publish = (message(), any::<bool>(), id());
    prop_oneof![
        4 => publish.prop_map(|(message, dup, id)| {
            let has_id = message.qos != QoS::AtMostOnce;
            Packet::Publish(Publish {
                dup: dup && has_id,
                qos: message.qos,
                retain: message.retain,
                topic: message.topic,
                id: has_id.then_some(id),
                payload: message.payload,
                properties: Properties::NONE,
            })
        }),
        2 => id().prop_map(|id| Packet::PubAck(id.into())),
        2 => id().prop_map(|id| Packet::PubRec(id.into())),
        2 => id().prop_map(|id| Packet::PubRel(id.into())),
        2 => id().prop_map(|id| Packet::PubComp(id.into())),
        2 => (id(), vec(prop::option::of(qos()), 1..3)).prop_map(|(id, granted)| {
            let refused = ReasonCode::UNSPECIFIED_ERROR;
            let granted = granted.into_iter().map(|qos| qos.ok_or(refused)).collect();
            Packet::SubAck(SubAck { id, granted, properties: Properties::NONE })
        }),
        1 => id().prop_map(unsuback),
        2 => Just(Packet::PingResp),
    ]
}

fn message() -> impl Strategy<Value = Message> {
    let topic = prop::sample::select(vec!["a", "a/b", "$a", "", "a/+"]);
    (topic, 0..30_usize, qos(), any::<bool>()).prop_map(|(topic, size, qos, retain)| Message {
        topic: topic.into(),
        payload: vec![0; size].into(),
        qos,
        retain,
        ..Message::default()
    })
}

fn filter() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["a", "#", "a/+", "a/#", "$a", "+", "a#"])
}

fn qos() -> impl Strategy<Value = QoS> {
    prop::sample::select(vec![QoS::AtMostOnce, QoS::AtLeastOnce, QoS::ExactlyOnce])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn a_session_keeps_its_promises(calls in vec(call(), 0..60)) {
        let mut bench = Bench::new();
        let mut subscriptions = Vec::new();
        // Tokens of which the end was not told yet.
        let mut pending = std::collections::BTreeSet::new();
        for call in calls {
            let now = bench.now;
            let session = &mut bench.session;
            let is_timeout = matches!(call, Call::Wait | Call::Sleep(_));
            match call {
                Call::Connect(options) => {
                    bench.packets.clear();
                    session.connect(options, now);
                }
                Call::Adjust(options) => session.adjust(options),
                Call::Disconnect => session.disconnect(),
                Call::DisconnectWithWill => session.disconnect_with_will(),
                Call::Opened if bench.is_open => session.handle_opened(now),
                Call::Accepted(session_present) if bench.is_open => {
                    bench.packets.clear();
                    bench.answer(ReasonCode::SUCCESS, session_present);
                }
                Call::Answered => {
                    if let Some(answer) = bench.packets.pop_front().and_then(answer)
                        && *bench.session.state() == State::Connected
                    {
                        bench.send(answer);
                    }
                }
                // What is none is refused by the decoder of the session.
                Call::Packet(packet) if bench.is_open && can_be_sent(&packet) => {
                    bench.send(packet);
                }
                Call::Bytes(bytes) if bench.is_open => session.handle_bytes(bytes.into(), now),
                Call::Closed(code) if bench.is_open => {
                    bench.is_open = false;
                    session.handle_closed(code, "why", now);
                }
                Call::Wait => {
                    bench.now = now.max(session.poll_timeout().unwrap_or(now));
                    session.handle_timeout(bench.now);
                }
                Call::Sleep(milliseconds) => {
                    bench.now += Instant::from_millis(milliseconds.into());
                    session.handle_timeout(bench.now);
                }
                Call::Online => session.handle_online(now),
                Call::Buffered(bytes) => session.handle_buffered(bytes, now),
                Call::Publish(message) => {
                    if let Ok(Published::Pending(token)) = session.publish(message, now) {
                        prop_assert!(pending.insert(token));
                    }
                }
                Call::Subscribe(filter, qos) => subscriptions.extend(session.subscribe(filter, qos)),
                Call::Unsubscribe(which) if !subscriptions.is_empty() => {
                    let which = which.index(subscriptions.len());
                    session.unsubscribe(subscriptions.swap_remove(which));
                }
                _ => {}
            }
            // This looks that there is one socket at most, and that it is used while it is open.
            bench.run();
            for event in bench.events() {
                match event {
                    Event::Acknowledged { token, .. } | Event::Dropped { token, .. } => {
                        prop_assert!(pending.remove(&token), "it was told once, and before");
                    }
                    // That is the end of a message of QoS 0, and a step of the others.
                    Event::Sent { token, .. } => prop_assert!(pending.contains(&token)),
                    _ => {}
                }
            }
            let session = &bench.session;
            let has_socket = matches!(session.state(), State::Connecting | State::Connected);
            prop_assert_eq!(has_socket, bench.is_open, "{:?}", session);
            if is_timeout && let Some(timeout) = session.poll_timeout() {
                prop_assert!(timeout > bench.now, "a host does not spin");
            }
        }
    }
}

fn answer(packet: Packet) -> Option<Packet> {
    let properties = Properties::NONE;
    match packet {
        Packet::Publish(publish) => match publish.qos {
            QoS::AtMostOnce => None,
            QoS::AtLeastOnce => publish.id.map(|id| Packet::PubAck(id.into())),
            QoS::ExactlyOnce => publish.id.map(|id| Packet::PubRec(id.into())),
        },
        Packet::PubRel(ack) => Some(Packet::PubComp(ack.id.into())),
        Packet::PubRec(ack) => Some(Packet::PubRel(ack.id.into())),
        Packet::Subscribe(subscribe) => Some(Packet::SubAck(SubAck {
            id: subscribe.id,
            granted: subscribe
                .filters
                .iter()
                .map(|(_, options)| Ok(options.qos))
                .collect(),
            properties,
        })),
        Packet::Unsubscribe(unsubscribe) => Some(unsuback(unsubscribe.id)),
        Packet::PingReq => Some(Packet::PingResp),
        _ => None,
    }
}

fn can_be_sent(packet: &Packet) -> bool {
    match packet {
        Packet::Publish(publish) => crate::topic::check_name(&publish.topic).is_ok(),
        _ => true,
    }
}
