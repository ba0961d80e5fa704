//! Everything that is asked of the server over HTTP.

mod error;
mod origin;
mod patch_folder;
mod patches;
mod static_files;
mod websocket;

use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum::http::header::{
    CONTENT_SECURITY_POLICY, HeaderName, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::from_fn_with_state;
use axum::routing::get;
use tower_http::set_header::SetResponseHeaderLayer;

use self::error::HttpError;
use self::websocket::Mqtt;
use crate::broker::Broker;
use crate::listen::Tasks;

pub(crate) use origin::Guard;
pub use origin::{Origin, OriginError};
pub(crate) use patch_folder::PatchFolder;
pub(crate) use websocket::MQTT_PATH;

/// Returns what answers all requests.
pub(crate) fn app(
    page: Option<PathBuf>,
    patches: PatchFolder,
    broker: Arc<Broker>,
    guard: Guard,
    tasks: Tasks,
) -> Router {
    let guard = Arc::new(guard);
    let app = Router::new()
        .merge(patches::router(patches, Arc::clone(&guard)))
        .route(MQTT_PATH, get(needs_websocket))
        .merge(static_files::router(page))
        .layer(from_fn_with_state(
            Mqtt { broker, tasks },
            websocket::upgrade,
        ))
        .layer(from_fn_with_state(guard, origin::guard));
    SECURITY_HEADERS.iter().fold(app, |app, (name, value)| {
        app.layer(SetResponseHeaderLayer::overriding(
            name.clone(),
            HeaderValue::from_static(value),
        ))
    })
}

async fn needs_websocket() -> HttpError {
    HttpError::new(
        StatusCode::UPGRADE_REQUIRED,
        "this is the MQTT broker; it is reached by a WebSocket",
    )
}

/// The page takes code and styles from nowhere else and evaluates no text. It may connect anywhere,
/// and show what is only to be seen or heard from anywhere, because a patch names the brokers it
/// talks to, its images and its sounds. Svelte and the graph view set inline styles.
const SECURITY_HEADERS: [(HeaderName, &str); 3] = [
    (
        CONTENT_SECURITY_POLICY,
        "default-src 'self'; \
         script-src 'self' 'wasm-unsafe-eval'; \
         style-src 'self' 'unsafe-inline'; \
         connect-src 'self' ws: wss: http: https:; \
         img-src 'self' data: blob: http: https:; \
         media-src 'self' data: blob: http: https:; \
         font-src 'self' data: http: https:; \
         frame-src http: https:; \
         object-src 'none'; \
         base-uri 'none'; \
         form-action 'none'; \
         frame-ancestors 'self'",
    ),
    // `no-referrer` would turn the Origin of some requests into `null`.
    (REFERRER_POLICY, "same-origin"),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
];
