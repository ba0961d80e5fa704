//! What a session does, packet by packet. The broker of these tests is the test itself.

mod any_order;
mod connection;
mod incoming;
mod outgoing;
mod statements;
mod store;
mod subscriptions;
mod version_5;

use super::*;
use crate::codec::{Decoder, encode};
use crate::packet::{ConnAck, Connect, Disconnect, PacketId, Publish, SubAck, Subscribe, UnsubAck};
use crate::reason::Reason;

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
        self.accept_with(session_present, Properties::NONE)
    }

    fn accept_with(&mut self, session_present: bool, properties: Properties) -> Connect {
        let connect = self.introduction();
        self.send(Packet::ConnAck(ConnAck {
            session_present,
            code: ReasonCode::SUCCESS,
            properties,
        }));
        connect
    }

    /// The socket opens; the CONNECT.
    fn introduction(&mut self) -> Connect {
        self.session.handle_opened(self.now);
        self.run();
        let Some(Packet::Connect(connect)) = self.packets.pop_front() else {
            panic!("the first packet is CONNECT [MQTT-3.1.0-1]");
        };
        *connect
    }

    fn answer(&mut self, code: ReasonCode, session_present: bool) {
        self.send(Packet::ConnAck(ConnAck {
            session_present,
            code,
            properties: Properties::NONE,
        }));
    }

    fn send(&mut self, packet: Packet) {
        let mut bytes = BytesMut::new();
        encode(&packet, self.decoder.version(), &mut bytes).unwrap();
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
        let granted = subscribe.filters.iter().map(|(_, options)| Ok(options.qos));
        self.send(Packet::SubAck(SubAck {
            id: subscribe.id,
            granted: granted.collect(),
            properties: Properties::NONE,
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

/// With a session that the broker can keep, in MQTT 3.1.1.
fn options() -> ConnectOptions {
    ConnectOptions {
        protocol: Protocol::Only(Version::V3_1_1),
        clean_session: false,
        ..ConnectOptions::new("ws://one", "lamp")
    }
}

fn message(payload: &'static str, qos: QoS) -> Message {
    Message {
        topic: "t".into(),
        payload: Bytes::from_static(payload.as_bytes()),
        qos,
        ..Message::default()
    }
}

fn acknowledged(token: PublishToken) -> Event {
    let reason = Reason::default();
    Event::Acknowledged { token, reason }
}

fn refused(subscription: SubscriptionId) -> Event {
    let reason = Reason::from(ReasonCode::UNSPECIFIED_ERROR);
    Event::SubscribeRefused {
        subscription,
        reason,
    }
}

fn unsuback(id: PacketId) -> Packet {
    Packet::UnsubAck(UnsubAck {
        id,
        codes: Vec::new(),
        properties: Properties::NONE,
    })
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
