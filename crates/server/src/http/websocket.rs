//! WebSockets, which all belong to the broker.

use std::sync::Arc;

use axum::extract::ws::WebSocketUpgrade;
use axum::extract::{Extension, FromRequestParts, Request, State};
use axum::http::header::UPGRADE;
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tracing::debug;

use super::error::HttpError;
use crate::broker::{Broker, MAX_PACKET_SIZE};
use crate::listen::{Connection, Tasks};

/// The path that is told to people; `/` is accepted too, for clients that know no path.
pub(crate) const MQTT_PATH: &str = "/mqtt";

/// What a WebSocket handshake needs.
#[derive(Clone)]
pub(super) struct Mqtt {
    pub(super) broker: Arc<Broker>,
    pub(super) tasks: Tasks,
}

/// Hands WebSockets to the broker, and everything else on.
pub(super) async fn upgrade(
    State(mqtt): State<Mqtt>,
    Extension(connection): Extension<Connection>,
    request: Request,
    next: Next,
) -> Response {
    if !asks_for_websocket(request.headers()) {
        return next.run(request).await;
    }
    match accept(mqtt, connection, request).await {
        Ok(response) => response,
        Err(error) => error.into_response(),
    }
}

/// Whether the request is a WebSocket handshake, good or bad.
pub(super) fn asks_for_websocket(headers: &HeaderMap) -> bool {
    headers
        .get(UPGRADE)
        .is_some_and(|protocol| protocol.as_bytes().eq_ignore_ascii_case(b"websocket"))
}

async fn accept(
    Mqtt { broker, tasks }: Mqtt,
    connection: Connection,
    request: Request,
) -> Result<Response, HttpError> {
    let path = request.uri().path();
    if ![MQTT_PATH, "/"].contains(&path) {
        return Err(HttpError::new(
            StatusCode::NOT_FOUND,
            format!("there is no broker at {path}; its path is {MQTT_PATH}"),
        ));
    }
    let (mut parts, _body) = request.into_parts();
    let upgrade = WebSocketUpgrade::from_request_parts(&mut parts, &())
        .await
        .map_err(|rejection| HttpError::new(rejection.status(), rejection.body_text()))?
        .protocols([SUB_PROTOCOL])
        .max_message_size(MAX_MESSAGE_SIZE)
        .max_frame_size(MAX_MESSAGE_SIZE);
    if upgrade.selected_protocol().is_none() {
        return Err(HttpError::new(
            StatusCode::BAD_REQUEST,
            format!("a WebSocket here must ask for the sub-protocol `{SUB_PROTOCOL}`"),
        ));
    }
    // Counted from here on, so that a stopping server waits for this connection too.
    let task = tasks.token();
    Ok(upgrade
        .on_failed_upgrade(|error| debug!("a WebSocket handshake failed: {error}"))
        .on_upgrade(async move |socket| {
            let session = broker.serve(socket, connection.peer);
            tasks.run_until_killed(session).await;
            drop(task);
        }))
}

/// The only one: MQTT 3.1, which is `mqttv3.1`, is not spoken here.
const SUB_PROTOCOL: &str = "mqtt";

/// A largest packet with its header fits in one message.
const MAX_MESSAGE_SIZE: usize = MAX_PACKET_SIZE + 1024;
