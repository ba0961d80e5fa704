//! The built page.

use std::path::PathBuf;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{ACCEPT_ENCODING, CACHE_CONTROL, HeaderValue, VARY};
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use tower_http::services::ServeDir;
use tracing::error;

/// Serves the files of `folder`, or says that there is no page. Of a file with a `.br` or a `.gz`
/// beside it, that is sent to who takes it, which makes WebAssembly a third or two fifths as large.
/// Browsers take Brotli over TLS and from their own machine; a phone in the room without TLS gets
/// the other.
pub(super) fn router(folder: Option<PathBuf>) -> Router {
    match folder {
        Some(folder) => {
            let files = ServeDir::new(folder)
                .precompressed_br()
                .precompressed_gzip();
            Router::new().fallback(move |request: Request| serve(files, request))
        }
        None => Router::new().fallback(async || {
            let text = "The page is not built, so there is nothing to show here.\n\
                        Start with `npm start`, or give the folder of a built page with --web.\n";
            (StatusCode::NOT_FOUND, text)
        }),
    }
}

async fn serve(mut files: ServeDir, request: Request) -> Response {
    if ![Method::GET, Method::HEAD].contains(request.method()) {
        let text = "Files can only be read.\n";
        return (
            StatusCode::METHOD_NOT_ALLOWED,
            [("allow", "GET, HEAD")],
            text,
        )
            .into_response();
    }
    let path = request.uri().path().to_owned();
    let mut response = match files.try_call(request).await {
        Ok(response) => response.map(Body::new),
        Err(error) => {
            error!("could not read {path}: {error}");
            return (
                StatusCode::INTERNAL_SERVER_ERROR,
                "This file cannot be read.\n",
            )
                .into_response();
        }
    };
    if response.status() == StatusCode::NOT_FOUND {
        return (StatusCode::NOT_FOUND, "There is no such file.\n").into_response();
    }
    let cache = if is_hashed(&path) {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(cache));
    headers.insert(VARY, ACCEPT_ENCODING.into());
    response
}

/// Whether the path is one of the build's assets, whose name has a hash of their content:
/// `/assets/<name>-<8 letters, digits, _ or ->.<extension>`.
fn is_hashed(path: &str) -> bool {
    let hash = path
        .strip_prefix("/assets/")
        .and_then(|name| name.split_once('.'))
        .and_then(|(stem, _extension)| stem.split_at_checked(stem.len().checked_sub(9)?))
        .and_then(|(_name, hash)| hash.strip_prefix('-'));
    hash.is_some_and(|hash| {
        hash.bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_assets_with_a_hash_in_their_name_never_change() {
        for path in [
            "/assets/index-BcD3_f-9.js",
            "/assets/ropewalk_bg-a1b2c3d4.wasm",
            "/assets/index-BcD3_f-9.js.map",
        ] {
            assert!(is_hashed(path), "{path}");
        }
        for path in [
            "/",
            "/index.html",
            "/assets/logo.svg",
            "/assets/index-short.js",
            "/assets/nohyphen1.js",
            "/index-BcD3_f-9.js",
            "/assets/é-é.js",
        ] {
            assert!(!is_hashed(path), "{path}");
        }
    }
}
