use ropewalk_flow::{Cx, Handlers, In, Object, Op, OpError, Out, Trigger, Value};

use super::web_socket::Line;

/// Sends an object over a WebSocket, as JSON.
#[derive(Op)]
#[op(name = "Ops.Net.WebSocket.WebSocketSend", help = include_str!("web_socket_send.md"))]
pub(super) struct WebSocketSend {
    /// The connection of a WebSocket op.
    #[input(name = "Connection", needed)]
    connection: In<Line>,
    /// What is sent.
    #[input(name = "Object")]
    object: In<Object>,
    /// Sends it.
    #[input(name = "Send", display = "button")]
    send: Trigger,
    /// Whether it goes as a frame of text. Off, the same JSON goes as a binary frame.
    #[input(name = "Send String", default = true)]
    as_text: In<bool>,
    /// Whether the last one was sent: there was a connection, and an object.
    #[output(name = "Sent")]
    sent: Out<bool>,
}

impl Handlers for WebSocketSend {
    fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if port == self.send {
            let object = self
                .object
                .get(cx)
                .map(|object| Value::Object(object).to_json());
            let message = object.map(|json| {
                if self.as_text.get(cx) {
                    Value::from(json)
                } else {
                    Value::Bytes(json.into())
                }
            });
            let connection = self.connection.get(cx);
            let sent = match (connection, message) {
                (Some(connection), Some(message)) => connection.send(message),
                _ => false,
            };
            self.sent.set(cx, sent);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;
    use ropewalk_flow::{Bytes, Effect, GraphError, OpEntry, SocketEvent};

    use super::super::web_socket::WebSocket;
    use super::super::web_socket::tests::opened;
    use super::*;

    #[test]
    fn it_sends_while_there_is_a_connection_and_an_object() -> Result<(), GraphError> {
        let mut op = Bench::<WebSocketSend>::new();
        let server = op.graph.add(&OpEntry::of::<WebSocket>());
        op.graph.connect((server, 2), (op.node, 0))?;
        op.graph.set(server, 0, "ws://a".into())?;
        op.press("Send")?;
        assert_eq!(op.out("Sent"), false);
        let (socket, _) = opened(&mut op).unwrap();
        op.socket(socket, SocketEvent::Opened);
        op.press("Send")?;
        assert_eq!(op.out("Sent"), false, "there is no object");

        op.set("Object", Value::from_json(r#"{"a":"b"}"#).unwrap())?;
        op.press("Send")?;
        assert_eq!(op.out("Sent"), true);
        let text = Effect::SendMessage(socket, r#"{"a":"b"}"#.into());
        assert_eq!(op.effects(), [text]);
        op.set("Send String", false)?;
        op.press("Send")?;
        let bytes = Bytes::from_static(br#"{"a":"b"}"#);
        assert_eq!(op.effects(), [Effect::SendMessage(socket, bytes.into())]);

        // What links carry does not keep it open.
        op.graph.set_disabled(server, true)?;
        assert_eq!(op.effects(), [Effect::CloseSocket(socket)]);
        op.press("Send")?;
        assert_eq!(op.out("Sent"), false);
        Ok(())
    }
}
