//! A raw MQTT client over a WebSocket: the packets are the bytes that a test sends.

use std::net::SocketAddr;

use futures_util::{SinkExt, StreamExt};
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::handshake::client::Request;
use tokio_tungstenite::tungstenite::{Error, Message};

use super::soon;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Version {
    V3_1_1 = 4,
    V5 = 5,
}

pub(crate) use Version::{V3_1_1, V5};

/// What a CONNECT says.
#[derive(Debug, Clone)]
pub(crate) struct Connect<'a> {
    pub(crate) version: Version,
    pub(crate) client_id: &'a str,
    pub(crate) clean: bool,
    pub(crate) user: Option<(&'a str, &'a str)>,
    /// Topic and message, QoS 0.
    pub(crate) will: Option<(&'a str, &'a [u8])>,
}

impl<'a> Connect<'a> {
    pub(crate) fn new(version: Version, client_id: &'a str) -> Self {
        Self {
            version,
            client_id,
            clean: true,
            user: Some(("try", "try")),
            will: None,
        }
    }

    pub(crate) fn encode(&self) -> Vec<u8> {
        let mut flags = u8::from(self.clean) << 1;
        let mut payload = text(self.client_id);
        if let Some((topic, message)) = self.will {
            flags |= 0x04;
            if self.version == V5 {
                payload.push(0);
            }
            payload.extend(text(topic));
            payload.extend(prefixed(message));
        }
        if let Some((name, password)) = self.user {
            flags |= 0xc0;
            payload.extend(text(name));
            payload.extend(text(password));
        }
        let mut body = text("MQTT");
        body.extend([self.version as u8, flags, 0, 60]);
        if self.version == V5 && self.clean {
            body.push(0);
        } else if self.version == V5 {
            // A session that outlives its connection by a minute.
            body.extend([5, 0x11, 0, 0, 0, 60]);
        }
        body.extend(payload);
        packet(0x10, &body)
    }
}

pub(crate) fn subscribe(version: Version, id: u16, filter: &str, qos: u8) -> Vec<u8> {
    let mut body = id.to_be_bytes().to_vec();
    if version == V5 {
        body.push(0);
    }
    body.extend(text(filter));
    body.push(qos);
    packet(0x82, &body)
}

/// What a PUBLISH says; `properties` are encoded, without their length.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Publish {
    pub(crate) qos: u8,
    pub(crate) retain: bool,
    pub(crate) topic: String,
    pub(crate) id: Option<u16>,
    pub(crate) properties: Vec<u8>,
    pub(crate) payload: Vec<u8>,
}

impl Publish {
    pub(crate) fn new(topic: &str, payload: &[u8]) -> Self {
        Self {
            qos: 0,
            retain: false,
            topic: topic.to_owned(),
            id: None,
            properties: Vec::new(),
            payload: payload.to_owned(),
        }
    }

    pub(crate) fn qos(mut self, qos: u8, id: u16) -> Self {
        self.qos = qos;
        self.id = (qos > 0).then_some(id);
        self
    }

    pub(crate) fn encode(&self, version: Version) -> Vec<u8> {
        let mut body = text(&self.topic);
        if let Some(id) = self.id {
            body.extend(id.to_be_bytes());
        }
        if version == V5 {
            body.extend(length(self.properties.len()));
            body.extend(&self.properties);
        }
        body.extend(&self.payload);
        packet(0x30 | self.qos << 1 | u8::from(self.retain), &body)
    }

    pub(crate) fn decode(version: Version, packet: &Packet) -> Self {
        assert_eq!(packet.first_byte >> 4, 3, "not a PUBLISH: {packet:?}");
        let mut rest = &packet.body[..];
        let mut take = |len: usize| rest.split_off(..len).unwrap();
        let len = u16::from_be_bytes(take(2).try_into().unwrap());
        let topic = String::from_utf8(take(len.into()).to_vec()).unwrap();
        let qos = packet.first_byte >> 1 & 3;
        let id = (qos > 0).then(|| u16::from_be_bytes(take(2).try_into().unwrap()));
        let properties = if version == V5 {
            let mut len = 0;
            for shift in [0, 7, 14, 21] {
                let byte = take(1)[0];
                len |= usize::from(byte & 0x7f) << shift;
                if byte < 0x80 {
                    break;
                }
            }
            take(len).to_vec()
        } else {
            Vec::new()
        };
        Self {
            qos,
            retain: packet.first_byte & 1 == 1,
            topic,
            id,
            properties,
            payload: rest.to_vec(),
        }
    }
}

/// PUBACK (4), PUBREC (5), PUBREL (6) or PUBCOMP (7).
pub(crate) fn acknowledge(packet_type: u8, id: u16) -> Vec<u8> {
    let flags = if packet_type == 6 { 2 } else { 0 };
    packet(packet_type << 4 | flags, &id.to_be_bytes())
}

pub(crate) const DISCONNECT: [u8; 2] = [0xe0, 0];
pub(crate) const PINGREQ: [u8; 2] = [0xc0, 0];
pub(crate) const PINGRESP: Packet = Packet {
    first_byte: 0xd0,
    body: Vec::new(),
};

pub(crate) fn user_property(name: &str, value: &str) -> Vec<u8> {
    [vec![0x26], text(name), text(value)].concat()
}

fn packet(first_byte: u8, body: &[u8]) -> Vec<u8> {
    [vec![first_byte], length(body.len()), body.to_vec()].concat()
}

fn text(text: &str) -> Vec<u8> {
    prefixed(text.as_bytes())
}

fn prefixed(bytes: &[u8]) -> Vec<u8> {
    let len = u16::try_from(bytes.len()).unwrap();
    [&len.to_be_bytes(), bytes].concat()
}

fn length(mut len: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    loop {
        let low = (len & 0x7f) as u8;
        len >>= 7;
        if len == 0 {
            bytes.push(low);
            return bytes;
        }
        bytes.push(low | 0x80);
    }
}

/// A packet as it arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Packet {
    pub(crate) first_byte: u8,
    /// What follows the Remaining Length.
    pub(crate) body: Vec<u8>,
}

/// A WebSocket handshake such as MQTT clients make.
pub(crate) fn handshake(scheme: &str, addr: SocketAddr) -> Request {
    let mut request = format!("{scheme}://{addr}/mqtt")
        .into_client_request()
        .unwrap();
    let headers = request.headers_mut();
    headers.insert("sec-websocket-protocol", "mqtt".parse().unwrap());
    request
}

/// One end of a WebSocket that MQTT is spoken over.
pub(crate) struct Client<S = TcpStream> {
    socket: WebSocketStream<S>,
    received: Vec<u8>,
}

impl Client {
    /// Opens the WebSocket and says nothing yet.
    pub(crate) async fn open(addr: SocketAddr) -> Self {
        let stream = TcpStream::connect(addr).await.unwrap();
        Self::over(stream, handshake("ws", addr)).await
    }

    /// Opens the WebSocket and returns the answer to CONNECT with it.
    pub(crate) async fn connect(addr: SocketAddr, connect: &Connect<'_>) -> (Self, Packet) {
        let mut client = Self::open(addr).await;
        client.send(&connect.encode()).await;
        let answer = client.packet().await;
        (client, answer)
    }

    /// Connects with a fresh session, which must succeed.
    pub(crate) async fn connected(addr: SocketAddr, connect: &Connect<'_>) -> Self {
        let (client, connack) = Self::connect(addr, connect).await;
        assert_eq!(connack.first_byte, 0x20);
        assert_eq!(connack.body[..2], [0, 0], "refused or resumed: {connack:?}");
        client
    }

    /// Ends the TCP connection without a word.
    pub(crate) fn vanish(self) {
        drop(self);
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> Client<S> {
    pub(crate) async fn over(stream: S, handshake: Request) -> Self {
        let (socket, response) = soon(tokio_tungstenite::client_async(handshake, stream))
            .await
            .unwrap();
        assert_eq!(response.headers()["sec-websocket-protocol"], "mqtt");
        Self {
            socket,
            received: Vec::new(),
        }
    }

    /// Sends the bytes, whatever they are of a packet, as one binary frame.
    pub(crate) async fn send(&mut self, bytes: &[u8]) {
        self.send_message(Message::Binary(bytes.to_vec().into()))
            .await;
    }

    pub(crate) async fn send_message(&mut self, message: Message) {
        soon(self.socket.send(message)).await.unwrap();
    }

    /// Sends bytes that the WebSocket library would not.
    pub(crate) async fn send_raw(&mut self, bytes: &[u8]) {
        soon(self.socket.get_mut().write_all(bytes)).await.unwrap();
    }

    /// Subscribes, which must be granted as asked.
    pub(crate) async fn subscribe(&mut self, version: Version, filter: &str, qos: u8) {
        self.send(&subscribe(version, 1, filter, qos)).await;
        let suback = self.packet().await;
        assert_eq!(suback.first_byte, 0x90);
        assert_eq!(suback.body.last(), Some(&qos));
    }

    /// Returns the next packet.
    pub(crate) async fn packet(&mut self) -> Packet {
        loop {
            if let Some(packet) = self.take_packet() {
                return packet;
            }
            match soon(self.socket.next()).await {
                Some(Ok(Message::Binary(bytes))) => {
                    assert!(!bytes.is_empty(), "the server sends no empty frames");
                    self.received.extend_from_slice(&bytes);
                }
                other => panic!("expected a packet, got {other:?}"),
            }
        }
    }

    pub(crate) async fn publish(&mut self, version: Version) -> Publish {
        Publish::decode(version, &self.packet().await)
    }

    /// Asserts that nothing but a PINGRESP is on its way from what was sent so far.
    pub(crate) async fn has_nothing_more(&mut self) {
        self.send(&PINGREQ).await;
        assert_eq!(self.packet().await, PINGRESP);
    }

    /// Returns the status code of the close frame, which must be what comes next.
    pub(crate) async fn close_frame(&mut self) -> u16 {
        assert_eq!(self.received, b"", "a packet came before the close frame");
        match soon(self.socket.next()).await {
            Some(Ok(Message::Close(Some(frame)))) => frame.code.into(),
            other => panic!("expected a close frame, got {other:?}"),
        }
    }

    /// Returns the status code of the close frame, which must be what comes next, with the end of
    /// the connection after it.
    pub(crate) async fn close_code(&mut self) -> u16 {
        let code = self.close_frame().await;
        match soon(self.socket.next()).await {
            None | Some(Err(Error::ConnectionClosed)) => code,
            other => panic!("expected the end, got {other:?}"),
        }
    }

    /// Closes the WebSocket and returns the server's status code.
    pub(crate) async fn close(&mut self) -> u16 {
        soon(self.socket.close(None)).await.unwrap();
        match soon(self.socket.next()).await {
            Some(Ok(Message::Close(Some(frame)))) => frame.code.into(),
            // An empty close frame is answered by one. [RFC 6455, 7.1.5]
            Some(Ok(Message::Close(None))) => 1005,
            other => panic!("expected a close frame, got {other:?}"),
        }
    }

    fn take_packet(&mut self) -> Option<Packet> {
        let mut len = 0;
        for (index, shift) in [0, 7, 14, 21].into_iter().enumerate() {
            let byte = *self.received.get(1 + index)?;
            len |= usize::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                let start = 2 + index;
                if self.received.len() < start + len {
                    return None;
                }
                let rest = self.received.split_off(start + len);
                let packet = std::mem::replace(&mut self.received, rest);
                return Some(Packet {
                    first_byte: packet[0],
                    body: packet[start..].to_vec(),
                });
            }
        }
        panic!("a Remaining Length of more than four bytes");
    }
}
