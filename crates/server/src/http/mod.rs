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

/// What a page may do, in one place for all pages, which have no inline script and evaluate no text;
/// WebAssembly is compiled, which `wasm-unsafe-eval` allows and no more. Nothing makes markup of a
/// text but the code behind two named policies: the templates of the page's own parts, and the
/// purifier of what patches show.
///
/// It may connect to any server, and show what is only to be seen or heard from any, as a person
/// names the brokers, images and sounds of a patch: which of them a patch from outside may reach, the
/// page itself holds back until it is allowed. Parts and the graph view set inline styles on
/// elements; a style sheet comes from this server.
const SECURITY_HEADERS: [(HeaderName, &str); 4] = [
    (
        CONTENT_SECURITY_POLICY,
        "default-src 'none'; \
         script-src 'self' 'wasm-unsafe-eval'; \
         style-src 'self' 'unsafe-inline'; \
         style-src-elem 'self'; \
         style-src-attr 'unsafe-inline'; \
         connect-src 'self' ws: wss: http: https: data: blob:; \
         img-src 'self' data: blob: http: https:; \
         media-src 'self' data: blob: http: https:; \
         font-src 'self' data: blob: http: https:; \
         frame-src http: https:; \
         object-src 'none'; \
         base-uri 'none'; \
         form-action 'none'; \
         frame-ancestors 'self'; \
         require-trusted-types-for 'script'; \
         trusted-types svelte-trusted-html dompurify",
    ),
    // `no-referrer` would turn the Origin of some requests into `null`.
    (REFERRER_POLICY, "same-origin"),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    // Who opened this page in a window cannot reach into it.
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
];
