//! Connections other than those of MQTT.

use ropewalk_flow::OpDeclaration;

mod web_socket;
mod web_socket_send;

pub(crate) const OPS: &[OpDeclaration] = &[
    OpDeclaration::of::<web_socket::WebSocket>(),
    OpDeclaration::of::<web_socket_send::WebSocketSend>(),
];
