//! The broker of a case: as simple as a broker can be, and written apart from the engine.

use std::collections::{BTreeMap, VecDeque};

use anyhow::{Result, anyhow, bail};
use bytes::{Bytes, BytesMut};
use mqttbytes::v4::{
    ConnAck, ConnectReturnCode, Packet, PubAck, PubComp, PubRec, PubRel, Publish, SubAck,
    SubscribeReasonCode, UnsubAck, read,
};
use mqttbytes::{QoS, matches, qos};
use ropewalk_runtime::{SocketEvent, SocketId};

use crate::script::Message;

const MAX_PACKET: usize = 1 << 20;

/// Whether a CONNECT of MQTT 5.0 begins here, after a length of one to four bytes.
fn is_of_5(bytes: &[u8]) -> bool {
    let protocol = b"\0\x04MQTT\x05";
    let follows = |at: usize| {
        bytes
            .get(at..)
            .is_some_and(|rest| rest.starts_with(protocol))
    };
    bytes.first() == Some(&0x10) && (2..=5).any(follows)
}

/// Takes every client in, keeps retained messages, and hands messages on. It grants what is asked
/// for.
#[derive(Default)]
pub(crate) struct Broker {
    clients: BTreeMap<SocketId, Client>,
    retained: BTreeMap<String, Message>,
    published: Vec<Message>,
    events: VecDeque<(SocketId, SocketEvent)>,
}

#[derive(Default)]
struct Client {
    incoming: BytesMut,
    filters: Vec<(String, QoS)>,
    last_id: u16,
}

impl Broker {
    pub(crate) fn open(&mut self, socket: SocketId) {
        self.clients.insert(socket, Client::default());
        self.events.push_back((socket, SocketEvent::Opened));
    }

    pub(crate) fn close(&mut self, socket: SocketId) {
        self.clients.remove(&socket);
        self.events.retain(|(to, _)| *to != socket);
    }

    /// Drops every connection; the sockets that were open.
    pub(crate) fn cut(&mut self) -> Vec<SocketId> {
        self.events.clear();
        std::mem::take(&mut self.clients).into_keys().collect()
    }

    pub(crate) fn receive(&mut self, socket: SocketId, bytes: &[u8]) -> Result<()> {
        let Some(client) = self.clients.get_mut(&socket) else {
            bail!("bytes were sent to a socket that is closed");
        };
        client.incoming.extend_from_slice(bytes);
        loop {
            let Some(client) = self.clients.get_mut(&socket) else {
                return Ok(());
            };
            if is_of_5(&client.incoming) {
                // It speaks 3.1.1 only, and says so as such a broker does.
                client.incoming.clear();
                self.send(socket, &[0x20, 2, 0, 1]);
                return Ok(());
            }
            match read(&mut client.incoming, MAX_PACKET) {
                Ok(packet) => self.handle(socket, packet)?,
                Err(mqttbytes::Error::InsufficientBytes(_)) => return Ok(()),

                Err(error) => bail!("what was sent is no packet: {error:?}"),
            }
        }
    }

    /// A message of somebody else.
    pub(crate) fn publish(&mut self, message: Message) {
        self.route(&message);
    }

    pub(crate) fn take_published(&mut self) -> Vec<Message> {
        std::mem::take(&mut self.published)
    }

    pub(crate) fn poll(&mut self) -> Option<(SocketId, SocketEvent)> {
        self.events.pop_front()
    }

    fn handle(&mut self, socket: SocketId, packet: Packet) -> Result<()> {
        let mut answer = BytesMut::new();
        let written = match packet {
            Packet::Connect(_) => {
                ConnAck::new(ConnectReturnCode::Success, false).write(&mut answer)
            }
            Packet::Publish(publish) => {
                let written = match publish.qos {
                    QoS::AtMostOnce => Ok(0),
                    QoS::AtLeastOnce => PubAck::new(publish.pkid).write(&mut answer),
                    QoS::ExactlyOnce => PubRec::new(publish.pkid).write(&mut answer),
                };
                let message = Message {
                    topic: publish.topic,
                    payload: String::from_utf8_lossy(&publish.payload).into_owned(),
                    qos: publish.qos as u8,
                    retain: publish.retain,
                };
                self.route(&message);
                self.published.push(message);
                written
            }
            Packet::PubRel(release) => PubComp::new(release.pkid).write(&mut answer),
            Packet::PubRec(received) => PubRel::new(received.pkid).write(&mut answer),
            Packet::Subscribe(subscribe) => {
                let granted = subscribe
                    .filters
                    .iter()
                    .map(|filter| SubscribeReasonCode::Success(filter.qos));
                let written = SubAck::new(subscribe.pkid, granted.collect()).write(&mut answer);
                self.send(socket, &answer);
                answer.clear();
                for filter in subscribe.filters {
                    self.subscribe(socket, filter.path, filter.qos);
                }
                written
            }
            Packet::Unsubscribe(unsubscribe) => {
                if let Some(client) = self.clients.get_mut(&socket) {
                    client
                        .filters
                        .retain(|(filter, _)| !unsubscribe.topics.contains(filter));
                }
                UnsubAck::new(unsubscribe.pkid).write(&mut answer)
            }
            Packet::PingReq => mqttbytes::v4::PingResp.write(&mut answer),
            Packet::Disconnect => {
                self.close(socket);
                return Ok(());
            }
            Packet::PubAck(_) | Packet::PubComp(_) => Ok(0),
            other => bail!("a client may not send {other:?}"),
        };
        written.map_err(|error| anyhow!("{error:?}"))?;
        self.send(socket, &answer);
        Ok(())
    }

    fn subscribe(&mut self, socket: SocketId, filter: String, granted: QoS) {
        let retained = self.retained.values();
        let kept: Vec<Message> = retained
            .filter(|message| matches(&message.topic, &filter))
            .cloned()
            .collect();
        if let Some(client) = self.clients.get_mut(&socket) {
            client.filters.retain(|(known, _)| *known != filter);
            client.filters.push((filter, granted));
        }
        for message in kept {
            self.deliver(socket, &message, granted, true);
        }
    }

    fn route(&mut self, message: &Message) {
        if message.retain {
            if message.payload.is_empty() {
                self.retained.remove(&message.topic);
            } else {
                self.retained.insert(message.topic.clone(), message.clone());
            }
        }
        let receivers: Vec<(SocketId, QoS)> = self
            .clients
            .iter()
            .filter_map(|(socket, client)| {
                let granted = client
                    .filters
                    .iter()
                    .filter(|(filter, _)| matches(&message.topic, filter))
                    .map(|(_, granted)| *granted)
                    .max_by_key(|granted| *granted as u8)?;
                Some((*socket, granted))
            })
            .collect();
        for (socket, granted) in receivers {
            self.deliver(socket, message, granted, false);
        }
    }

    fn deliver(&mut self, socket: SocketId, message: &Message, granted: QoS, retain: bool) {
        let Some(client) = self.clients.get_mut(&socket) else {
            return;
        };
        let level = qos(message.qos.min(granted as u8)).unwrap_or(QoS::AtMostOnce);
        let mut publish = Publish::new(&message.topic, level, message.payload.as_bytes());
        publish.retain = retain;
        if level != QoS::AtMostOnce {
            client.last_id = client.last_id.checked_add(1).unwrap_or(1);
            publish.pkid = client.last_id;
        }
        let mut packet = BytesMut::new();
        if publish.write(&mut packet).is_ok() {
            self.send(socket, &packet);
        }
    }

    fn send(&mut self, socket: SocketId, bytes: &[u8]) {
        if !bytes.is_empty() && self.clients.contains_key(&socket) {
            let bytes = Bytes::copy_from_slice(bytes);
            self.events.push_back((socket, SocketEvent::Bytes(bytes)));
        }
    }
}
