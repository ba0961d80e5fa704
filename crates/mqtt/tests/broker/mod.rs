//! A broker for the virtual network: it keeps sessions, and sends again what was not acknowledged.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::num::NonZeroU16;

use ropewalk_mqtt::{
    Ack, ByteString, Bytes, ConnAck, Decoder, MAX_REMAINING, Packet, PacketId, Properties,
    Property, Publish, QoS, ReasonCode, SubAck, VarInt, Version, encode, wildcards,
};

/// A client's connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Client {
    pub(crate) client: usize,
    pub(crate) socket: u64,
}

pub(crate) struct Broker {
    connections: BTreeMap<Client, Connection>,
    /// By client id.
    sessions: BTreeMap<String, State>,
    sent: Vec<(Client, Bytes)>,
    /// Whether it hands a message of QoS 2 on when it is released, and not when it is received:
    /// methods A and B of 4.3.3.
    waits_for_release: bool,
    /// How many messages of QoS 1 and 2 it takes at once, where it can say so.
    quota: NonZeroU16,
    /// The messages that it has handed on, by topic.
    pub(crate) handed_on: BTreeMap<String, Vec<Bytes>>,
}

struct Connection {
    decoder: Decoder,
    id: Option<String>,
    /// The topics that the client sends as numbers.
    aliases: BTreeMap<NonZeroU16, ByteString>,
    /// The messages of QoS 2 that were received over it and are not released yet.
    unreleased: BTreeSet<PacketId>,
}

/// A session, which lasts longer than its connection.
#[derive(Default)]
struct State {
    connection: Option<Client>,
    /// Each with the number that its messages bear.
    filters: BTreeMap<String, (QoS, Option<VarInt>)>,
    is_clean: bool,
    /// Messages of QoS 2 that were received and are not released yet, and whether they are still
    /// to be handed on.
    received: BTreeMap<PacketId, Option<Publish>>,
    in_flight: VecDeque<(PacketId, Stage)>,
    last_id: u16,
}

enum Stage {
    Message(Publish),
    Release,
}

impl Broker {
    pub(crate) fn new(waits_for_release: bool, quota: NonZeroU16) -> Self {
        Self {
            connections: BTreeMap::new(),
            sessions: BTreeMap::new(),
            sent: Vec::new(),
            waits_for_release,
            quota,
            handed_on: BTreeMap::new(),
        }
    }

    pub(crate) fn receive(&mut self, client: Client, bytes: &[u8]) {
        let connection = self
            .connections
            .entry(client)
            .or_insert_with(|| Connection {
                decoder: Decoder::new(Version::V3_1_1, MAX_REMAINING),
                id: None,
                aliases: BTreeMap::new(),
                unreleased: BTreeSet::new(),
            });
        connection.decoder.push(Bytes::copy_from_slice(bytes));
        while let Some(connection) = self.connections.get_mut(&client) {
            match connection
                .decoder
                .next_packet()
                .expect("clients are correct")
            {
                Some(packet) => self.handle(client, packet),
                None => return,
            }
        }
    }

    /// What is to be sent, in order.
    pub(crate) fn take(&mut self) -> Vec<(Client, Bytes)> {
        std::mem::take(&mut self.sent)
    }

    pub(crate) fn closed(&mut self, client: Client) {
        self.connections.remove(&client);
        for session in self.sessions.values_mut() {
            if session.connection == Some(client) {
                session.connection = None;
            }
        }
        self.drop_clean();
    }

    /// All connections are gone, and the sessions if it forgets them.
    pub(crate) fn restart(&mut self, forgets: bool) {
        self.connections.clear();
        self.sent.clear();
        if forgets {
            self.sessions.clear();
        }
        for session in self.sessions.values_mut() {
            session.connection = None;
        }
        self.drop_clean();
    }

    /// Clean sessions end with their connection [MQTT-3.1.2-6].
    fn drop_clean(&mut self) {
        self.sessions
            .retain(|_, session| !session.is_clean || session.connection.is_some());
    }

    fn handle(&mut self, client: Client, packet: Packet) {
        if let Packet::Connect(connect) = packet {
            let id = connect.client_id.to_string();
            if connect.clean_start {
                let old = self.sessions.remove(&id);
                if let Some(old) = old.and_then(|old| old.connection) {
                    self.connections.remove(&old);
                }
            }
            self.connections.get_mut(&client).unwrap().id = Some(id.clone());
            let session_present = self.sessions.contains_key(&id);
            let session = self.sessions.entry(id).or_default();
            session.is_clean = connect.clean_start;
            let old = session.connection.replace(client);
            let again: Vec<Packet> = session
                .in_flight
                .iter()
                .map(|(id, stage)| match stage {
                    Stage::Message(publish) => Packet::Publish(Publish {
                        dup: true,
                        ..publish.clone()
                    }),
                    Stage::Release => Packet::PubRel((*id).into()),
                })
                .collect();
            if let Some(old) = old {
                self.connections.remove(&old);
            }
            self.send(
                client,
                &Packet::ConnAck(ConnAck {
                    session_present,
                    code: ReasonCode::SUCCESS,
                    // Left out in 3.1.1.
                    properties: Properties::from_iter([
                        Property::ReceiveMaximum(self.quota),
                        Property::TopicAliasMaximum(2),
                    ]),
                }),
            );
            for packet in again {
                self.send(client, &packet);
            }
            return;
        }
        let connection = self.connections.get_mut(&client).unwrap();
        let packet = match packet {
            Packet::Publish(publish) => Packet::Publish(connection.lengthen(publish)),
            other => other,
        };
        match &packet {
            Packet::Publish(Publish {
                qos: QoS::ExactlyOnce,
                id: Some(id),
                ..
            }) => {
                connection.unreleased.insert(*id);
                let keeps_to_it = connection.unreleased.len() <= usize::from(self.quota.get());
                let is_told = connection.decoder.version() == Version::V5;
                assert!(keeps_to_it || !is_told, "[MQTT-3.3.4-7]");
            }
            Packet::PubRel(ack) => {
                connection.unreleased.remove(&ack.id);
            }
            _ => {}
        }
        let id = connection.id.clone();
        let id = id.expect("the first packet is CONNECT");
        let Some(session) = self.sessions.get_mut(&id) else {
            return;
        };
        match packet {
            Packet::Publish(publish) => {
                let answer = match (publish.qos, publish.id) {
                    (QoS::AtLeastOnce, Some(id)) => Some(Packet::PubAck(id.into())),
                    (QoS::ExactlyOnce, Some(id)) => {
                        let is_new = !session.received.contains_key(&id);
                        let kept = (is_new && self.waits_for_release).then(|| publish.clone());
                        if is_new {
                            session.received.insert(id, kept);
                        }
                        self.send(client, &Packet::PubRec(id.into()));
                        if !is_new || self.waits_for_release {
                            return;
                        }
                        None
                    }
                    _ => None,
                };
                if let Some(answer) = answer {
                    self.send(client, &answer);
                }
                self.route(&publish);
            }
            Packet::PubRel(ack) => {
                let kept = session.received.remove(&ack.id).flatten();
                self.send(client, &Packet::PubComp(ack.id.into()));
                if let Some(publish) = kept {
                    self.route(&publish);
                }
            }
            Packet::PubAck(ack) | Packet::PubComp(ack) => {
                session.in_flight.retain(|(other, _)| *other != ack.id);
            }
            Packet::PubRec(Ack { id, .. }) => {
                if let Some((_, stage)) =
                    session.in_flight.iter_mut().find(|(other, _)| *other == id)
                {
                    *stage = Stage::Release;
                }
                self.send(client, &Packet::PubRel(id.into()));
            }
            Packet::Subscribe(subscribe) => {
                for (filter, options) in &subscribe.filters {
                    let mut numbers = subscribe.properties.subscription_identifiers();
                    let wanted = (options.qos, numbers.next());
                    session.filters.insert(filter.to_string(), wanted);
                }
                let granted = subscribe.filters.iter().map(|(_, options)| Ok(options.qos));
                let suback = Packet::SubAck(SubAck {
                    id: subscribe.id,
                    granted: granted.collect(),
                    properties: Properties::NONE,
                });
                self.send(client, &suback);
            }
            Packet::PingReq => self.send(client, &Packet::PingResp),
            other => panic!("a client does not send {other:?} here"),
        }
    }

    fn route(&mut self, publish: &Publish) {
        let topic = publish.topic.to_string();
        let handed_on = self.handed_on.entry(topic).or_default();
        handed_on.push(publish.payload.clone());
        let mut packets = Vec::new();
        for session in self.sessions.values_mut() {
            let matching = session
                .filters
                .iter()
                .filter(|(filter, _)| wildcards(filter, &publish.topic).is_some());
            let matching: Vec<_> = matching.map(|(_, wanted)| *wanted).collect();
            let Some(granted) = matching.iter().map(|(qos, _)| *qos).max() else {
                continue;
            };
            let numbers = matching.iter().filter_map(|(_, number)| *number);
            let qos = publish.qos.min(granted);
            let mut copy = Publish {
                dup: false,
                qos,
                id: None,
                properties: numbers.map(Property::SubscriptionIdentifier).collect(),
                ..publish.clone()
            };
            if qos != QoS::AtMostOnce {
                session.last_id = session.last_id.checked_add(1).unwrap_or(1);
                let id = PacketId::new(session.last_id).unwrap();
                copy.id = Some(id);
                let stage = Stage::Message(copy.clone());
                session.in_flight.push_back((id, stage));
            }
            packets.extend(session.connection.map(|client| (client, copy)));
        }
        for (client, copy) in packets {
            self.send(client, &Packet::Publish(copy));
        }
    }

    fn send(&mut self, client: Client, packet: &Packet) {
        let Some(connection) = self.connections.get(&client) else {
            return;
        };
        let mut bytes = Default::default();
        encode(packet, connection.decoder.version(), &mut bytes).unwrap();
        self.sent.push((client, bytes.freeze()));
    }
}

impl Connection {
    fn lengthen(&mut self, mut publish: Publish) -> Publish {
        if let Some(alias) = publish.properties.topic_alias() {
            if publish.topic.is_empty() {
                publish.topic = self.aliases[alias].clone();
            } else {
                self.aliases.insert(*alias, publish.topic.clone());
            }
            publish.properties = Properties::NONE;
        }
        publish
    }
}
