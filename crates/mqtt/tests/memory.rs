//! What a session holds does not grow with what passes through it.

#![allow(clippy::unwrap_used, reason = "what fails in a test is to end it")]

use std::alloc::System;

use bytes::BytesMut;
use cap::Cap;
use ropewalk_mqtt::{
    Ack, Bytes, ConnAck, ConnectOptions, Decoder, Event, Instant, Message, Packet, PacketId,
    Properties, Publish, QoS, ReasonCode, Session, SubAck, Transmit, Version, encode,
};

/// Counts the bytes that are in use. No other test is in this file, as it would count for it.
#[global_allocator]
static ALLOCATOR: Cap<System> = Cap::new(System, usize::MAX);

/// Messages that come in one frame.
const BATCH: u64 = 50;

/// A session and its broker, with nothing between them.
struct Pair {
    session: Session,
    decoder: Decoder,
    now: Instant,
    next_id: u16,
    received: u64,
    acknowledged: u64,
}

impl Pair {
    fn connected() -> Self {
        let mut session = Session::new(1);
        for filter in ["#", "plant/+/+", "plant/1/1"] {
            session.subscribe(filter, QoS::ExactlyOnce).unwrap();
        }
        let options = ConnectOptions::new("wss://broker.test/mqtt", "memory");
        session.connect(options, Instant::ZERO);
        while session.poll_transmit().is_some() {}
        session.handle_opened(Instant::ZERO);
        let mut pair = Self {
            session,
            decoder: Decoder::new(Version::V5, usize::MAX),
            now: Instant::ZERO,
            next_id: 0,
            received: 0,
            acknowledged: 0,
        };
        pair.exchange();
        pair
    }

    /// Lets messages of each QoS through in both ways, no topic of which comes twice.
    fn pass(&mut self, messages: std::ops::Range<u64>) {
        let mut bytes = BytesMut::new();
        for number in messages {
            let qos = match number % 10 {
                0 => QoS::ExactlyOnce,
                1..=3 => QoS::AtLeastOnce,
                _ => QoS::AtMostOnce,
            };
            let topic = format!("plant/{}/{number}", number % 7);
            let payload = Bytes::from(vec![b'x'; (number * 37 % 1500) as usize]);
            self.next_id = self.next_id.checked_add(1).unwrap_or(1);
            let publish = Publish {
                dup: false,
                qos,
                // What was there when it subscribed.
                retain: number < 100,
                topic: topic.as_str().into(),
                id: PacketId::new(self.next_id).filter(|_| qos != QoS::AtMostOnce),
                payload: payload.clone(),
                properties: Properties::NONE,
            };
            encode(&Packet::Publish(publish), Version::V5, &mut bytes).unwrap();
            let message = Message {
                topic: topic.into(),
                payload,
                qos,
                ..Message::default()
            };
            self.session.publish(message, self.now).unwrap();
            if number % BATCH == 0 {
                self.now += Instant::from_millis(10);
                self.session.handle_bytes(bytes.split().freeze(), self.now);
                self.exchange();
            }
        }
        self.session.handle_bytes(bytes.freeze(), self.now);
        self.exchange();
    }

    /// Both answer until neither has anything to say.
    fn exchange(&mut self) {
        loop {
            while let Some(event) = self.session.poll_event(self.now) {
                match event {
                    Event::Message(_) => self.received += 1,
                    Event::Acknowledged { .. } => self.acknowledged += 1,
                    _ => {}
                }
            }
            let mut answers = BytesMut::new();
            while let Some(transmit) = self.session.poll_transmit() {
                let Transmit::Bytes(bytes) = transmit else {
                    panic!("the session leaves: {:?}", self.session);
                };
                self.decoder.push(bytes);
                while let Some(packet) = self.decoder.next_packet().unwrap() {
                    if let Some(answer) = answer(packet) {
                        encode(&answer, Version::V5, &mut answers).unwrap();
                    }
                }
            }
            if answers.is_empty() {
                return;
            }
            self.session.handle_bytes(answers.freeze(), self.now);
        }
    }
}

fn answer(packet: Packet) -> Option<Packet> {
    Some(match packet {
        Packet::Connect(_) => Packet::ConnAck(ConnAck {
            session_present: false,
            code: ReasonCode::SUCCESS,
            properties: Properties::NONE,
        }),
        Packet::Subscribe(subscribe) => Packet::SubAck(SubAck {
            id: subscribe.id,
            granted: vec![Ok(QoS::ExactlyOnce); subscribe.filters.len()],
            properties: Properties::NONE,
        }),
        Packet::Publish(publish) => match publish.qos {
            QoS::AtMostOnce => return None,
            QoS::AtLeastOnce => Packet::PubAck(Ack::from(publish.id?)),
            QoS::ExactlyOnce => Packet::PubRec(Ack::from(publish.id?)),
        },
        Packet::PubRec(ack) => Packet::PubRel(Ack::from(ack.id)),
        Packet::PubRel(ack) => Packet::PubComp(Ack::from(ack.id)),
        _ => return None,
    })
}

#[test]
fn what_is_held_does_not_grow_with_the_messages_that_pass() {
    let mut pair = Pair::connected();
    pair.pass(0..100_000);
    let early = ALLOCATOR.allocated();
    pair.pass(100_000..1_100_000);
    let late = ALLOCATOR.allocated();
    assert_eq!(pair.received, 1_100_000);
    assert_eq!(pair.acknowledged, 1_100_000 * 4 / 10);
    // What is left in its buffers is not the same after every message.
    assert!(late < early + 64 * 1024, "{early} bytes, and then {late}");
}
