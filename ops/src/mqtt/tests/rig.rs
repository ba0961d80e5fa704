//! A graph, and the test as its broker.

use std::collections::BTreeMap;

use ropewalk_flow::{
    Bytes, Effect, Graph, Host, Instant, NodeId, Op, OpEntry, RecordChange, SocketEvent, SocketId,
    Sockets, StoreEvent, StoreId, Value,
};
use ropewalk_mqtt::{
    ConnAck, Connect, Decoder, Packet, Properties, Publish, QoS, ReasonCode, SubAck, UnsubAck,
    Version, encode, wildcards,
};

use crate::mqtt::mqtt::Mqtt;

pub(super) const SECOND: Instant = Instant::from_secs(1);
pub(super) const HALF: Instant = Instant::from_millis(500);

/// A graph, and the broker's ends of its sockets.
pub(super) struct Rig {
    pub(super) graph: Graph,
    pub(super) now: Instant,
    pub(super) sockets: BTreeMap<SocketId, Decoder>,
    pub(super) urls: Vec<String>,
    pub(super) packets: Vec<(SocketId, Packet)>,
    /// The stores that are open.
    pub(super) stores: Vec<StoreId>,
    /// What is to be written to them and is not yet.
    pub(super) writes: Vec<(StoreId, Vec<RecordChange>)>,
    /// What the broker of [`serve`](Self::serve) knows: the filters of this connection, and the
    /// messages that it has kept.
    pub(super) filters: Vec<String>,
    pub(super) kept: Vec<Publish>,
}

impl Rig {
    pub(super) fn new() -> Self {
        Self::on("page", Sockets::Web)
    }

    pub(super) fn on(identity: &str, sockets: Sockets) -> Self {
        Self::with(Host {
            identity: identity.into(),
            sockets,
            keeps_records: false,
        })
    }

    /// On a host that keeps records: the test is its storage.
    pub(super) fn keeping_records() -> Self {
        Self::with(Host {
            identity: "page".into(),
            sockets: Sockets::Web,
            keeps_records: true,
        })
    }

    fn with(host: Host) -> Self {
        Self {
            graph: Graph::new(1, host),
            stores: Vec::new(),
            writes: Vec::new(),
            now: Instant::ZERO,
            sockets: BTreeMap::new(),
            urls: Vec::new(),
            packets: Vec::new(),
            filters: Vec::new(),
            kept: Vec::new(),
        }
    }

    pub(super) fn add<T: Op>(&mut self) -> NodeId {
        self.graph.add(&OpEntry::of::<T>())
    }

    /// An Mqtt op that is connected, and the ops that use it.
    pub(super) fn connected() -> (Self, NodeId) {
        let mut rig = Self::new();
        let mqtt = rig.add::<Mqtt>();
        rig.settle();
        rig.accept();
        (rig, mqtt)
    }

    pub(super) fn set(&mut self, node: NodeId, port: &str, value: impl Into<Value>) {
        let index = self.graph.spec(node).unwrap().input(port).unwrap();
        self.graph.set(node, index, value.into()).unwrap();
        self.settle();
    }

    pub(super) fn press(&mut self, node: NodeId, port: &str) {
        let index = self.graph.spec(node).unwrap().input(port).unwrap();
        self.graph.press(node, index, self.now).unwrap();
        self.take();
    }

    pub(super) fn out(&self, node: NodeId, port: &str) -> Value {
        let index = self.graph.spec(node).unwrap().output(port).unwrap();
        self.graph.output(node, index).unwrap().clone()
    }

    pub(super) fn look_at(&mut self, node: NodeId) {
        for index in (0..).take(self.graph.spec(node).unwrap().outputs.len()) {
            self.graph.watch(node, index, true).unwrap();
        }
        self.settle();
    }

    pub(super) fn link(&mut self, from: (NodeId, &str), to: (NodeId, &str)) {
        let output = self.graph.spec(from.0).unwrap().output(from.1).unwrap();
        let input = self.graph.spec(to.0).unwrap().input(to.1).unwrap();
        self.graph.connect((from.0, output), (to.0, input)).unwrap();
        self.settle();
    }

    pub(super) fn problem(&mut self, node: NodeId) -> Option<String> {
        let marks = std::iter::from_fn(|| self.graph.poll_status());
        let mark = marks.filter(|(marked, _)| *marked == node).last()?.1?;
        Some(mark.text.to_string())
    }

    pub(super) fn settle(&mut self) {
        self.graph.settle(self.now);
        self.take();
    }

    pub(super) fn wait(&mut self, time: Instant) {
        let end = self.now + time;
        while let Some(when) = self.graph.next_wake().filter(|when| *when <= end) {
            self.now = self.now.max(when);
            self.graph.wake(self.now);
            self.take();
        }
        self.now = end;
    }

    /// The newest socket opens, and the broker takes the client in.
    pub(super) fn accept(&mut self) -> Connect {
        self.accept_with(Properties::NONE)
    }

    /// And says this of itself.
    pub(super) fn accept_with(&mut self, properties: Properties) -> Connect {
        let socket = self.socket();
        self.tell(socket, SocketEvent::Opened);
        let Some((_, Packet::Connect(connect))) = self.packets.pop() else {
            panic!("the first packet is CONNECT");
        };
        self.filters.clear();
        self.send(&Packet::ConnAck(ConnAck {
            properties,
            ..ConnAck::default()
        }));
        *connect
    }

    pub(super) fn answer(&mut self, code: ReasonCode) {
        self.send(&Packet::ConnAck(ConnAck {
            session_present: false,
            code,
            properties: Properties::NONE,
        }));
    }

    /// The one socket that is open.
    pub(super) fn socket(&self) -> SocketId {
        assert_eq!(self.sockets.len(), 1, "one socket is open");
        *self.sockets.keys().next().unwrap()
    }

    pub(super) fn cut(&mut self) {
        self.close(1006, "");
    }

    /// The broker closes the WebSocket.
    pub(super) fn close(&mut self, code: u16, reason: &str) {
        let socket = self.socket();
        self.sockets.clear();
        let reason = reason.into();
        self.tell(socket, SocketEvent::Closed { code, reason });
    }

    pub(super) fn send(&mut self, packet: &Packet) {
        let mut bytes = Default::default();
        let socket = self.socket();
        // That of the CONNECT which has come over it.
        let version = self.sockets[&socket].version();
        encode(packet, version, &mut bytes).unwrap();
        self.tell(socket, SocketEvent::Bytes(bytes.freeze()));
    }

    pub(super) fn send_message(&mut self, topic: &'static str, payload: &'static [u8]) {
        self.send(&Packet::Publish(Publish {
            topic: topic.into(),
            payload: Bytes::from_static(payload),
            ..Publish::default()
        }));
    }

    pub(super) fn tell(&mut self, socket: SocketId, event: SocketEvent) {
        self.graph.socket_event(socket, event, self.now);
        self.take();
    }

    /// The one store that is open has something to say.
    pub(super) fn tell_store(&mut self, event: StoreEvent) {
        let [store] = self.stores[..] else {
            panic!("one store is open: {:?}", self.stores);
        };
        self.graph.store_event(store, event, self.now);
        self.take();
    }

    /// Writes what is to be written, into these records.
    pub(super) fn write(&mut self, records: &mut BTreeMap<u64, Bytes>) {
        for (store, changes) in std::mem::take(&mut self.writes) {
            for (number, record) in changes {
                match record {
                    Some(record) => drop(records.insert(number, record)),
                    None => drop(records.remove(&number)),
                }
            }
            self.graph.store_event(store, StoreEvent::Written, self.now);
        }
        self.take();
    }

    pub(super) fn take(&mut self) {
        while let Some(effect) = self.graph.poll_effect() {
            match effect {
                Effect::OpenSocket { socket, url, .. } => {
                    let decoder = Decoder::new(Version::V3_1_1, 1 << 20);
                    self.sockets.insert(socket, decoder);
                    self.urls.push(url.to_string());
                }
                Effect::Send(socket, bytes) => {
                    let Some(decoder) = self.sockets.get_mut(&socket) else {
                        panic!("bytes go to an open socket");
                    };
                    decoder.push(bytes);
                    while let Some(packet) = decoder.next_packet().unwrap() {
                        self.packets.push((socket, packet));
                    }
                }
                Effect::CloseSocket(socket) => {
                    self.sockets.remove(&socket);
                }
                Effect::OpenStore { store, .. } => self.stores.push(store),
                Effect::WriteStore(store, changes) => self.writes.push((store, changes)),
                Effect::CloseStore(store) => self.stores.retain(|open| *open != store),
                _ => {}
            }
        }
    }

    pub(super) fn packets(&mut self) -> Vec<Packet> {
        self.packets.drain(..).map(|(_, packet)| packet).collect()
    }

    /// The filters that were subscribed to, all granted.
    pub(super) fn grant(&mut self) -> Vec<String> {
        let mut filters = Vec::new();
        for packet in self.packets() {
            if let Packet::Subscribe(subscribe) = packet {
                let granted = subscribe.filters.iter().map(|(_, options)| Ok(options.qos));
                self.send(&Packet::SubAck(SubAck {
                    id: subscribe.id,
                    granted: granted.collect(),
                    properties: Properties::NONE,
                }));
                filters.extend(
                    subscribe
                        .filters
                        .into_iter()
                        .map(|(name, _)| name.to_string()),
                );
            }
        }
        filters
    }

    /// Does what a broker does until nothing more comes; what has come.
    pub(super) fn serve(&mut self) -> Vec<Packet> {
        let mut all = Vec::new();
        while !self.packets.is_empty() {
            for packet in self.packets() {
                self.serve_one(&packet);
                all.push(packet);
            }
        }
        all
    }

    fn serve_one(&mut self, packet: &Packet) {
        match packet {
            Packet::Subscribe(subscribe) => {
                let granted = subscribe.filters.iter().map(|(_, options)| Ok(options.qos));
                self.send(&Packet::SubAck(SubAck {
                    id: subscribe.id,
                    granted: granted.collect(),
                    properties: Properties::NONE,
                }));
                for (filter, _) in &subscribe.filters {
                    self.filters.push(filter.to_string());
                    for kept in self.kept.clone() {
                        if wildcards(filter, &kept.topic).is_some() {
                            self.send(&Packet::Publish(kept));
                        }
                    }
                }
            }
            Packet::Unsubscribe(unsubscribe) => {
                let is_left = |filter: &String| unsubscribe.filters.iter().all(|it| it != filter);
                self.filters.retain(is_left);
                self.send(&Packet::UnsubAck(UnsubAck {
                    id: unsubscribe.id,
                    codes: vec![ReasonCode::SUCCESS; unsubscribe.filters.len()],
                    properties: Properties::NONE,
                }));
            }
            Packet::Publish(publish) => {
                if let (QoS::AtLeastOnce, Some(id)) = (publish.qos, publish.id) {
                    self.send(&Packet::PubAck(id.into()));
                }
                let message = Publish {
                    qos: QoS::AtMostOnce,
                    id: None,
                    ..publish.clone()
                };
                if message.retain {
                    self.kept.retain(|kept| kept.topic != message.topic);
                }
                if message.retain && !message.payload.is_empty() {
                    self.kept.push(message.clone());
                }
                let matches = |filter: &String| wildcards(filter, &message.topic).is_some();
                if self.filters.iter().any(matches) {
                    self.send(&Packet::Publish(Publish {
                        retain: false,
                        ..message
                    }));
                }
            }
            _ => {}
        }
    }

    /// Refuses the filters that were subscribed to.
    pub(super) fn refuse_all(&mut self) {
        for packet in self.packets() {
            if let Packet::Subscribe(subscribe) = packet {
                self.send(&Packet::SubAck(SubAck {
                    id: subscribe.id,
                    granted: subscribe
                        .filters
                        .iter()
                        .map(|_| Err(ReasonCode::UNSPECIFIED_ERROR))
                        .collect(),
                    properties: Properties::NONE,
                }));
            }
        }
    }

    /// The messages that were published, topic and payload.
    pub(super) fn published(&mut self) -> Vec<(String, String)> {
        let messages = self
            .packets()
            .into_iter()
            .filter_map(|packet| match packet {
                Packet::Publish(publish) => Some((
                    publish.topic.to_string(),
                    String::from_utf8(publish.payload.to_vec()).unwrap(),
                )),
                _ => None,
            });
        messages.collect()
    }
}

pub(super) fn published(topic: &str, payload: &str) -> (String, String) {
    (topic.to_owned(), payload.to_owned())
}
