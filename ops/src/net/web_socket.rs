use std::rc::{Rc, Weak};

use ropewalk_flow::{
    Cx, Event, Fire, Handlers, In, Instant, Object, Op, OpError, Out, ResourceHandle, Socket,
    SocketEvent, Sockets, Text, Value,
};

/// How long it waits after a connection has ended until it opens another.
const RETRY: Instant = Instant::from_secs(2);

/// A connection as links carry it: whoever has it can send, and does not keep it open.
#[derive(Clone, Debug)]
pub(super) struct Line(Weak<Socket>);

impl Line {
    /// Sends a frame; false where the connection has ended.
    pub(super) fn send(&self, message: Value) -> bool {
        let socket = self.0.upgrade();
        if let Some(socket) = &socket {
            socket.send_message(message);
        }
        socket.is_some()
    }
}

impl ResourceHandle for Line {
    const KIND: &'static str = "Websocket";
}
ropewalk_flow::resource_port!(Line);

/// Keeps a WebSocket open, and tells what comes over it.
#[derive(Op)]
#[op(
    name = "Ops.Net.WebSocket.WebSocket",
    alias = "Ops.Net.WebSocket.WebSocket_v2",
    help = include_str!("web_socket.md")
)]
pub(super) struct WebSocket {
    /// The address: `wss://` or `ws://`, a host and perhaps a port and a path. Empty for none.
    #[input(name = "URL")]
    url: In<Text>,
    /// The last message, where it is JSON: an object, or a list as the `items` of one.
    #[output(name = "Result")]
    result: Out<Object>,
    /// Whether the last message was JSON.
    #[output(name = "Valid JSON")]
    is_json: Out<bool>,
    /// The connection, for WebSocketSend ops; empty while there is none.
    #[output(name = "Connection")]
    connection: Out<Line>,
    /// Whether it is open.
    #[output(name = "Connected")]
    connected: Out<bool>,
    /// Fires for each message, after the other outputs are set.
    #[output(name = "Received Data")]
    received: Fire,
    /// The last message as text.
    #[output(name = "Raw Data")]
    raw: Out<Text>,
    socket: Option<Rc<Socket>>,
}

impl Handlers for WebSocket {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        self.open(cx);
        Ok(())
    }

    fn event(&mut self, event: Event, cx: &mut Cx<'_>) -> Result<(), OpError> {
        match event {
            Event::Wake => self.open(cx),
            Event::Online if self.socket.is_none() => self.open(cx),
            Event::Socket(id, event) => {
                let Some(socket) = self.socket.as_ref().filter(|socket| socket.id() == id) else {
                    return Ok(());
                };
                match event {
                    SocketEvent::Opened => {
                        let line = Line(Rc::downgrade(socket));
                        self.connection.set(cx, line);
                        self.connected.set(cx, true);
                        cx.clear_problem();
                    }
                    SocketEvent::Text(text) => self.receive(text, cx),
                    SocketEvent::Bytes(bytes) => {
                        self.receive(String::from_utf8_lossy(&bytes).into(), cx);
                    }
                    SocketEvent::Closed { code, reason } => {
                        self.end(cx);
                        cx.wake_at(cx.now() + RETRY);
                        cx.set_warning(describe(code, &reason));
                    }
                    _ => {}
                }
            }
            _ => {}
        }
        Ok(())
    }
}

impl WebSocket {
    fn open(&mut self, cx: &mut Cx<'_>) {
        self.end(cx);
        cx.clear_problem();
        let url = self.url.get(cx);
        let url = url.trim();
        if url.is_empty() {
            return;
        }
        let (is_plain, is_secure) = (url.starts_with("ws://"), url.starts_with("wss://"));
        if !is_plain && !is_secure {
            cx.set_problem("The address of a WebSocket begins with wss:// or ws://.");
            return;
        }
        if url.split('/').nth(2).is_some_and(|host| host.contains('@')) {
            cx.set_problem(
                "There is a name or a password in the address, which others could read: take it \
                 out.",
            );
            return;
        }
        if is_plain && cx.host().sockets == Sockets::SecureWeb && !is_local(url) {
            cx.set_problem(
                "This page came over https, and browsers let such a page open encrypted \
                 connections only: use a wss:// address.",
            );
            return;
        }
        self.socket = Some(Rc::new(cx.open_socket(url, "")));
    }

    /// The connection is no more.
    fn end(&mut self, cx: &mut Cx<'_>) {
        self.socket = None;
        cx.cancel_wake();
        self.connection.clear(cx);
        self.connected.set(cx, false);
    }

    fn receive(&self, text: Text, cx: &mut Cx<'_>) {
        let result = match Value::from_json(&text) {
            Ok(Value::Object(object)) => Some(object),
            Ok(list @ Value::Array(_)) => {
                let items = [(Text::from("items"), list)];
                Some(Object::new(items.into_iter().collect()))
            }
            _ => None,
        };
        self.raw.set(cx, text);
        self.is_json.set(cx, result.is_some());
        if let Some(result) = result {
            self.result.set(cx, result);
        }
        self.received.fire(cx);
    }
}

/// Whether an address is of this machine, which browsers let pages reach without encryption.
fn is_local(url: &str) -> bool {
    let host = url.split('/').nth(2).unwrap_or_default();
    ["localhost", "127.0.0.1", "[::1]"].iter().any(|local| {
        host == *local
            || host
                .strip_prefix(local)
                .is_some_and(|port| port.starts_with(':'))
    })
}

fn describe(code: u16, reason: &str) -> String {
    let why = match (code, reason) {
        (1000 | 1001, "") => "the server has ended it".to_owned(),
        // No code was received, and browsers tell pages no more.
        (1006, "") => "the server cannot be reached, or does not answer as a WebSocket".to_owned(),
        (_, "") => format!("it was closed with the code {code}"),
        (_, reason) => reason.to_owned(),
    };
    format!("There is no connection: {why}. Another one is tried every two seconds.")
}

#[cfg(test)]
pub(super) mod tests {
    use ropewalk_flow::testing::Bench;
    use ropewalk_flow::{Bytes, Effect, GraphError, Host, SocketId};

    use super::*;

    pub(in super::super) fn opened<T>(op: &mut Bench<T>) -> Option<(SocketId, Text)>
    where
        T: Op,
    {
        op.effects().into_iter().find_map(|effect| match effect {
            Effect::OpenSocket { socket, url, .. } => Some((socket, url)),
            _ => None,
        })
    }

    fn open() -> (Bench<WebSocket>, SocketId) {
        let mut op = Bench::<WebSocket>::new();
        assert_eq!(opened(&mut op), None);
        op.set("URL", "ws://a:1/b").unwrap();
        let (socket, url) = opened(&mut op).unwrap();
        assert_eq!(&*url, "ws://a:1/b");
        assert_eq!(op.out("Connected"), false);
        op.socket(socket, SocketEvent::Opened);
        (op, socket)
    }

    fn closed(code: u16) -> SocketEvent {
        SocketEvent::Closed {
            code,
            reason: "".into(),
        }
    }

    #[test]
    fn each_message_is_told_and_json_is_read() {
        let (mut op, socket) = open();
        assert_eq!(op.out("Connected"), true);
        op.socket(socket, SocketEvent::Text(r#"{"a":1}"#.into()));
        assert_eq!(op.out("Raw Data"), r#"{"a":1}"#);
        assert_eq!(op.out("Valid JSON"), true);
        op.socket(socket, SocketEvent::Bytes(Bytes::from_static(b"hi\xff")));
        assert_eq!(op.out("Raw Data"), "hi\u{fffd}");
        assert_eq!(op.out("Valid JSON"), false);
        assert_eq!(op.out("Result").to_string(), r#"{"a":1}"#);
        op.socket(socket, SocketEvent::Text("[2]".into()));
        assert_eq!(op.out("Result").to_string(), r#"{"items":[2]}"#);
        assert_eq!(op.pulses("Received Data"), 3);
    }

    #[test]
    fn a_connection_that_ends_is_opened_again() {
        let (mut op, socket) = open();
        op.socket(socket, closed(1006));
        assert_eq!(op.out("Connected"), false);
        assert_eq!(op.out("Connection"), Value::None);
        assert!(op.problem().unwrap().contains("cannot be reached"));
        op.advance(Instant::from_millis(1999));
        assert_eq!(opened(&mut op), None);
        op.advance(Instant::from_millis(1));
        let (second, _) = opened(&mut op).unwrap();
        assert_ne!(second, socket);
        op.socket(second, SocketEvent::Opened);
        assert_eq!(op.out("Connected"), true);
        assert_eq!(op.problem(), None);
        // Back on the network it does not wait.
        op.socket(second, closed(1001));
        op.graph.online(op.now);
        assert!(opened(&mut op).is_some());
    }

    #[test]
    fn another_address_closes_the_first() -> Result<(), GraphError> {
        let (mut op, socket) = open();
        op.set("URL", "wss://c")?;
        let effects = op.effects();
        assert_eq!(effects[0], Effect::CloseSocket(socket));
        op.set("URL", "")?;
        assert!(matches!(op.effects()[..], [Effect::CloseSocket(_)]));
        op.advance(Instant::from_secs(9));
        assert_eq!(op.effects(), []);
        Ok(())
    }

    #[test]
    fn an_address_that_is_none_is_said_without_a_try() -> Result<(), GraphError> {
        let mut op = Bench::<WebSocket>::on(Host {
            identity: "bench".into(),
            sockets: Sockets::SecureWeb,
            keeps_records: false,
        });
        for (url, problem) in [
            ("http://a", Some("begins with")),
            ("ws://me:secret@a", Some("password")),
            ("ws://a", Some("https")),
            ("ws://localhost:80", None),
            ("ws://localhost.evil", Some("https")),
            ("wss://a", None),
        ] {
            op.set("URL", url)?;
            assert_eq!(opened(&mut op).is_some(), problem.is_none(), "{url}");
            if let Some(problem) = problem {
                let text = op.problem().unwrap();
                assert!(text.contains(problem) && !text.contains("secret"), "{text}");
            }
        }
        Ok(())
    }
}
