//! Connections other than those of MQTT.

use ropewalk_flow::OpEntry;

mod web_socket;
mod web_socket_send;

pub(crate) const OPS: &[OpEntry] = &[
    OpEntry::of::<web_socket::WebSocket>(),
    OpEntry::of::<web_socket_send::WebSocketSend>(),
];
