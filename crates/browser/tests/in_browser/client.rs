//! An MQTT 3.1.1 client of a few lines, so that ours is not tested by itself.

use std::collections::VecDeque;

use futures::StreamExt;
use futures::channel::mpsc::{UnboundedReceiver, unbounded};
use js_sys::{ArrayBuffer, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{BinaryType, MessageEvent, WebSocket};

/// What a broker publishes.
#[derive(Debug, PartialEq)]
pub(crate) struct Published {
    pub(crate) topic: String,
    pub(crate) payload: String,
    pub(crate) retain: bool,
}

pub(crate) struct Client {
    socket: WebSocket,
    frames: UnboundedReceiver<Vec<u8>>,
    bytes: VecDeque<u8>,
    _opened: Closure<dyn Fn()>,
    _message: Closure<dyn Fn(MessageEvent)>,
}

impl Client {
    /// Connects as the user `try`, with a will where there is one: topic and payload.
    pub(crate) async fn connect(url: &str, id: &str, will: Option<(&str, &str)>) -> Self {
        let socket = WebSocket::new_with_str(url, "mqtt").unwrap();
        socket.set_binary_type(BinaryType::Arraybuffer);
        let (sender, frames) = unbounded();
        let told = sender.clone();
        // An empty frame says that it is open.
        let opened = Closure::<dyn Fn()>::new(move || told.unbounded_send(Vec::new()).unwrap());
        let message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            let data: ArrayBuffer = event.data().unchecked_into();
            let _ = sender.unbounded_send(Uint8Array::new(&data).to_vec());
        });
        socket.set_onopen(Some(opened.as_ref().unchecked_ref()));
        socket.set_onmessage(Some(message.as_ref().unchecked_ref()));
        let mut client = Self {
            socket,
            frames,
            bytes: VecDeque::new(),
            _opened: opened,
            _message: message,
        };
        client.more().await;

        let mut connect = text("MQTT");
        // User name, password, clean session.
        let flags = 0b1100_0010 | if will.is_some() { 0b100 } else { 0 };
        connect.extend([4, flags, 0, 60]);
        connect.extend(text(id));
        if let Some((topic, payload)) = will {
            connect.extend(text(topic));
            connect.extend(text(payload));
        }
        connect.extend(text("try"));
        connect.extend(text("try"));
        client.send(0x10, &connect);
        assert_eq!(client.packet().await, (0x20, vec![0, 0]), "CONNACK");
        client
    }

    pub(crate) async fn subscribe(&mut self, filter: &str) {
        let mut subscribe = vec![0, 1];
        subscribe.extend(text(filter));
        subscribe.push(1);
        self.send(0x82, &subscribe);
        let (kind, _) = self.packet().await;
        assert_eq!(kind, 0x90, "SUBACK");
    }

    /// Publishes with QoS 1; done when the broker has it.
    pub(crate) async fn publish(&mut self, topic: &str, payload: &str, retain: bool) {
        let mut publish = text(topic);
        publish.extend([0, 1]);
        publish.extend(payload.as_bytes());
        self.send(0x32 | u8::from(retain), &publish);
        let (kind, _) = self.packet().await;
        assert_eq!(kind, 0x40, "PUBACK");
    }

    /// The next message.
    pub(crate) async fn published(&mut self) -> Published {
        let (kind, body) = self.packet().await;
        assert_eq!(kind & 0xf0, 0x30, "PUBLISH");
        let (length, rest) = body.split_at(2);
        let (topic, rest) = rest.split_at(usize::from(u16::from_be_bytes([length[0], length[1]])));
        let payload = if kind & 0b110 == 0 {
            rest
        } else {
            let (id, payload) = rest.split_at(2);
            self.send(0x40, id);
            payload
        };
        let utf8 = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        Published {
            topic: utf8(topic),
            payload: utf8(payload),
            retain: kind & 1 == 1,
        }
    }

    /// Goes without a word, so that the broker publishes the will.
    pub(crate) fn vanish(self) {
        self.socket.close().unwrap();
    }

    fn send(&self, kind: u8, body: &[u8]) {
        let length = u8::try_from(body.len()).unwrap();
        assert!(length < 0x80, "one byte of length will do here");
        let packet = [&[kind, length], body].concat();
        self.socket.send_with_u8_array(&packet).unwrap();
    }

    async fn packet(&mut self) -> (u8, Vec<u8>) {
        loop {
            let length = self.bytes.get(1).map(|length| usize::from(*length));
            if let Some(length) = length.filter(|length| self.bytes.len() >= 2 + length) {
                let header: Vec<u8> = self.bytes.drain(..2).collect();
                return (header[0], self.bytes.drain(..length).collect());
            }
            self.more().await;
        }
    }

    async fn more(&mut self) {
        self.bytes.extend(self.frames.next().await.unwrap());
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        let _ = self.socket.close();
    }
}

/// A text as MQTT has it, with its length before it.
fn text(text: &str) -> Vec<u8> {
    let length = u16::try_from(text.len()).unwrap().to_be_bytes();
    [&length, text.as_bytes()].concat()
}
