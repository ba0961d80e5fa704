//! What the Mqtt op's inputs ask for.

use ropewalk_flow::{Bytes, Cx, In, Sockets, Text};
use ropewalk_mqtt::{
    BrokerUrl, ConnectOptions, Instant, Message, Properties, Property, Protocol, QoS, Scheme,
    Secret, UrlDefaults, Version, Will, check_name,
};

use super::mqtt::Mqtt;
use super::properties::user_properties;

/// The options, or what a person is to change.
pub(super) fn read(op: &Mqtt, cx: &Cx<'_>) -> Result<ConnectOptions, String> {
    let mut servers = vec![server(&op.broker_url.get(cx), op, cx)?];
    let backups = op.backup_brokers.get(cx);
    let backups = backups.lines().map(str::trim);
    for backup in backups.filter(|backup| !backup.is_empty()) {
        let server = server(backup, op, cx);
        servers.push(server.map_err(|error| format!("Backup Brokers: {error}"))?);
    }
    let filled = |text: Text| (!text.is_empty()).then_some(text);
    let username = filled(op.username.get(cx));
    let password = filled(op.password.get(cx));
    let will = message(
        "Will",
        [op.will_topic, op.will_message],
        op.will_qos,
        op.will_retain,
        cx,
    )?;
    let birth_ports = [op.birth_topic, op.birth_message];
    let birth = message("Birth", birth_ports, op.birth_qos, op.birth_retain, cx)?;
    let least = seconds(op.reconnect_min.get(cx), 2.0, 0.1);
    Ok(ConnectOptions {
        servers,
        client_id: client_id(op, cx).into(),
        username: username.map(|name| name.to_string().into()),
        password: password.map(|password| Secret::new(password.to_string())),
        protocol: match &*op.protocol.get(cx) {
            "5.0" => Protocol::Only(Version::V5),
            "3.1.1" => Protocol::Only(Version::V3_1_1),
            _ => Protocol::Auto,
        },
        keep_alive: whole(op.keep_alive.get(cx), 60, 0, u16::MAX.into()) as u16,
        clean_session: op.clean_session.get(cx),
        session_expiry: whole(op.session_expiry.get(cx), DAY, 0, u32::MAX),
        user_properties: user_properties(op.user_properties.get(cx)),
        will: will.map(|will| Will {
            topic: will.topic,
            payload: will.payload,
            qos: will.qos,
            retain: will.retain,
            properties: will_properties(op, cx),
        }),
        birth,
        reconnect_min: least,
        reconnect_max: seconds(op.reconnect_max.get(cx), 60.0, 0.1).max(least),
        max_qos: qos(op.max_qos.get(cx)),
        max_queue: whole(op.max_queue.get(cx), 1_000, 0, u32::MAX) as usize,
        max_queue_bytes: whole(op.max_queue_size.get(cx), 1 << 20, 0, u32::MAX) as usize,
        max_packet_size: whole(op.max_packet_size.get(cx), MAX_PACKET, 16, MAX_PACKET) as usize,
        ..ConnectOptions::new("", "")
    })
}

/// What goes with the will, whoever has it said.
pub(super) fn will_properties(op: &Mqtt, cx: &Cx<'_>) -> Properties {
    let delay = whole(op.will_delay.get(cx), 0, 0, u32::MAX);
    Properties::NONE.with((delay > 0).then_some(Property::WillDelay(delay)))
}

/// A day in seconds.
const DAY: u32 = 86_400;

/// The largest packet of MQTT.
const MAX_PACKET: u32 = 268_435_460;

/// A QoS as a port has it.
pub(super) fn qos(number: f64) -> QoS {
    QoS::from_number(whole(number, 0, 0, 2) as u8).unwrap_or_default()
}

fn server(text: &str, op: &Mqtt, cx: &Cx<'_>) -> Result<String, String> {
    let port = op.port.get(cx);
    let defaults = UrlDefaults {
        port: u16::try_from(whole(port, 0, 0, u32::MAX))
            .ok()
            .filter(|port| *port != 0)
            .ok_or("Port is a number from 1 to 65535.")?,
        tls: op.use_ssl.get(cx),
        path: op.path.get(cx).to_string(),
    };
    let url = BrokerUrl::parse(text, &defaults).map_err(|error| error.to_string())?;
    let sockets = cx.host().sockets;
    let is_web_socket = matches!(url.scheme(), Scheme::Ws | Scheme::Wss);
    if sockets != Sockets::Native && !is_web_socket {
        return Err(format!(
            "A web page cannot open `{}`: enter the broker's WebSocket address, which begins with \
             `wss://` or `ws://`.",
            url.shown()
        ));
    }
    if sockets == Sockets::SecureWeb && !url.is_secure() && !url.is_loopback() {
        return Err(format!(
            "This page came over https, where browsers forget `{}` without a word: turn Use SSL on \
             (or write `wss://`), or open the page over http.",
            url.shown()
        ));
    }
    Ok(url.to_string())
}

fn client_id(op: &Mqtt, cx: &Cx<'_>) -> String {
    let given = op.client_id.get(cx);
    if !given.is_empty() {
        return given.to_string();
    }
    // The op's number tells apart the connections of one page, which share its identity.
    let (name, identity) = (op.client_name.get(cx), &cx.host().identity);
    format!("{name}-{identity}-{}", cx.node().index())
}

fn message(
    what: &str,
    [topic, payload]: [In<Text>; 2],
    level: In<f64>,
    retain: In<bool>,
    cx: &Cx<'_>,
) -> Result<Option<Message>, String> {
    let topic = topic.get(cx);
    if topic.is_empty() {
        return Ok(None);
    }
    check_name(&topic).map_err(|error| format!("{what} Topic: {error}"))?;
    Ok(Some(Message {
        topic: topic.to_string().into(),
        payload: Bytes::copy_from_slice(payload.get(cx).as_bytes()),
        qos: qos(level.get(cx)),
        retain: retain.get(cx),
        ..Message::default()
    }))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "it is clamped"
)]
pub(super) fn whole(number: f64, if_nan: u32, least: u32, most: u32) -> u32 {
    if number.is_nan() {
        return if_nan;
    }
    between(number.round(), least.into(), most.into()) as u32
}

pub(super) fn seconds(number: f64, if_nan: f64, least: f64) -> Instant {
    let number = if number.is_nan() { if_nan } else { number };
    Instant::from_secs_f64(between(number, least, 86_400.0))
}

/// `f64::clamp`, but for its panic: that prints floats, which takes 16 kB of wasm.
fn between(number: f64, least: f64, most: f64) -> f64 {
    number.max(least).min(most)
}
