//! The folder of patches over HTTP; the requests are on the crate's front page.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, HeaderValue, IF_MATCH, IF_NONE_MATCH};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use futures_util::TryStreamExt;
use tower_http::cors::{AllowOrigin, CorsLayer};
use tower_http::set_header::SetResponseHeaderLayer;
use tracing::error;

use super::error::HttpError;
use super::origin::Guard;
use super::patch_folder::{Expected, MAX_PATCH_SIZE, PatchError, PatchFolder, PatchName, version};

/// Serves `folder` to the pages that `guard` allows.
pub(super) fn router(folder: PatchFolder, guard: Arc<Guard>) -> Router {
    let cors = CorsLayer::new()
        .allow_origin(AllowOrigin::predicate(move |origin, request| {
            guard.allows_origin(
                &String::from_utf8_lossy(origin.as_bytes()),
                &request.headers,
            )
        }))
        .allow_methods([Method::GET, Method::PUT, Method::DELETE])
        .allow_headers([CONTENT_TYPE, IF_MATCH, IF_NONE_MATCH])
        .expose_headers([ETAG]);
    Router::new()
        .route("/patches", get(list))
        .route("/patches/", get(list))
        // The wildcard takes separators too, so that a name with one is refused with the reason.
        .route("/patches/{*name}", get(read).put(write).delete(delete))
        .method_not_allowed_fallback(async || {
            HttpError::new(
                StatusCode::METHOD_NOT_ALLOWED,
                "patches are listed with GET /patches, and read, written and deleted with \
                 GET, PUT and DELETE /patches/<name>.json",
            )
        })
        .layer(cors)
        .layer(SetResponseHeaderLayer::overriding(
            CACHE_CONTROL,
            HeaderValue::from_static("no-store"),
        ))
        .with_state(folder)
}

type Name = Result<Path<String>, PathRejection>;

async fn list(State(folder): State<PatchFolder>) -> Result<Response, HttpError> {
    let patches = blocking(move || folder.list().map_err(PatchError::from)).await?;
    Ok(Json(patches).into_response())
}

async fn read(State(folder): State<PatchFolder>, name: Name) -> Result<Response, HttpError> {
    let name = parse(name)?;
    let content = blocking(move || folder.read(&name)).await?;
    let headers = [
        (CONTENT_TYPE, "application/json".to_owned()),
        (ETAG, version(&content)),
    ];
    Ok((headers, content).into_response())
}

async fn write(
    State(folder): State<PatchFolder>,
    name: Name,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, HttpError> {
    let name = parse(name)?;
    let expected = expected(&headers);
    let content = read_patch(body).await?;
    let tag = version(&content);
    let (info, is_new) = blocking(move || folder.write(&name, &content, &expected)).await?;
    let status = if is_new {
        StatusCode::CREATED
    } else {
        StatusCode::OK
    };
    Ok((status, [(ETAG, tag)], Json(info)).into_response())
}

/// What has to be there before something is written.
fn expected(headers: &HeaderMap) -> Expected {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    match (text(IF_MATCH), text(IF_NONE_MATCH)) {
        (Some(tag), _) => Expected::Version(tag.trim().to_owned()),
        (None, Some("*")) => Expected::Nothing,
        _ => Expected::Anything,
    }
}

async fn delete(State(folder): State<PatchFolder>, name: Name) -> Result<StatusCode, HttpError> {
    let name = parse(name)?;
    blocking(move || folder.delete(&name)).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn parse(name: Name) -> Result<PatchName, HttpError> {
    let bad_request = |message: String| HttpError::new(StatusCode::BAD_REQUEST, message);
    let Path(name) = name.map_err(|rejection| bad_request(rejection.body_text()))?;
    name.parse()
        .map_err(|error| bad_request(format!("`{}`: {error}", name.escape_debug())))
}

/// Reads to the end even what is too much: a client that is still sending would see its
/// connection break instead of the answer.
async fn read_patch(body: Body) -> Result<Vec<u8>, HttpError> {
    let mut content = Vec::new();
    let mut size = 0;
    let mut chunks = body.into_data_stream();
    while let Some(chunk) = chunks.try_next().await.map_err(|error| {
        HttpError::new(
            StatusCode::BAD_REQUEST,
            format!("the patch did not arrive whole: {error}"),
        )
    })? {
        size += chunk.len();
        if size <= MAX_PATCH_SIZE {
            content.extend_from_slice(&chunk);
        } else {
            content = Vec::new();
        }
    }
    if size > MAX_PATCH_SIZE {
        return Err(HttpError::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            format!("this patch has {size} bytes, and the most that is taken is {MAX_PATCH_SIZE}"),
        ));
    }
    Ok(content)
}

/// Runs what waits for the file system where it holds up no connection.
async fn blocking<T: Send + 'static>(
    operation: impl FnOnce() -> Result<T, PatchError> + Send + 'static,
) -> Result<T, HttpError> {
    match tokio::task::spawn_blocking(operation).await {
        Ok(result) => Ok(result?),
        // Only a runtime that ends cancels such a task, and this one with it.
        Err(error) => std::panic::resume_unwind(error.into_panic()),
    }
}

impl From<PatchError> for HttpError {
    fn from(error: PatchError) -> Self {
        let status = match &error {
            PatchError::NoSuchPatch(_) => StatusCode::NOT_FOUND,
            PatchError::NotInFolder(_) => StatusCode::BAD_REQUEST,
            PatchError::Changed(_) => StatusCode::PRECONDITION_FAILED,
            PatchError::NotAPatch(_) => StatusCode::UNPROCESSABLE_ENTITY,
            PatchError::Io(error) => match error.kind() {
                std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => {
                    StatusCode::INSUFFICIENT_STORAGE
                }
                _ => StatusCode::INTERNAL_SERVER_ERROR,
            },
        };
        if let PatchError::Io(error) = error {
            error!("folder of patches: {error}");
            return Self::new(status, format!("the folder of patches failed: {error}"));
        }
        Self::new(status, error.to_string())
    }
}
