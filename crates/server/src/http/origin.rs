//! Which pages may use the server; the rules are on the crate's front page.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;
use std::sync::Arc;

use axum::extract::{Extension, Request, State};
use axum::http::header::{HOST, ORIGIN};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::error::HttpError;
use super::websocket::asks_for_websocket;
use crate::listen::Connection;

/// The origin of a page, such as `https://example.org` or `http://192.168.1.7:5173`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    scheme: String,
    /// In lower case, an IPv6 address without its brackets.
    host: String,
    port: u16,
}

impl FromStr for Origin {
    type Err = OriginError;

    fn from_str(text: &str) -> Result<Self, OriginError> {
        let error = || OriginError(text.to_owned());
        let uri: Uri = text.parse().map_err(|_| error())?;
        let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
            return Err(error());
        };
        let default_port = match scheme {
            "http" => 80,
            "https" => 443,
            _ => return Err(error()),
        };
        let has_path = uri.path_and_query().is_some_and(|path| path != "/");
        if has_path || authority.as_str().contains('@') {
            return Err(error());
        }
        Ok(Self {
            scheme: scheme.to_owned(),
            host: host_name(authority),
            port: authority.port_u16().unwrap_or(default_port),
        })
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { scheme, host, port } = self;
        if host.contains(':') {
            write!(f, "{scheme}://[{host}]:{port}")
        } else {
            write!(f, "{scheme}://{host}:{port}")
        }
    }
}

/// The text is not the origin of a page.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not an origin; one looks like `https://example.org` or `http://localhost:5173`")]
pub struct OriginError(String);

/// Decides which pages may use the server.
#[derive(Debug)]
pub(crate) struct Guard {
    allowed: Vec<Origin>,
    /// The name that the server was told to listen on.
    host: String,
}

impl Guard {
    pub(crate) fn new(allowed: Vec<Origin>, host: &str) -> Self {
        Self {
            allowed,
            host: host.to_ascii_lowercase(),
        }
    }

    /// Whether a page of this `Origin` may use what was asked for under this `Host`.
    pub(super) fn allows_origin(&self, origin: &str, headers: &HeaderMap) -> bool {
        let Ok(origin) = origin.parse::<Origin>() else {
            return false;
        };
        is_loopback(&origin.host)
            || self.allowed.contains(&origin)
            || requested_host(headers).is_some_and(|host| host == origin.host)
    }

    fn allows_host(&self, host: &str, local: IpAddr) -> bool {
        !local.to_canonical().is_loopback()
            || is_loopback(host)
            || host == self.host
            || self.allowed.iter().any(|origin| origin.host == host)
    }

    fn check(&self, request: &Request, local: IpAddr) -> Result<(), HttpError> {
        let headers = request.headers();
        let Some(host) = requested_host(headers) else {
            return Err(HttpError::new(
                StatusCode::BAD_REQUEST,
                "the request needs one valid Host header",
            ));
        };
        if !self.allows_host(&host, local) {
            return Err(HttpError::new(
                StatusCode::FORBIDDEN,
                format!(
                    "this server listens on the loopback interface and does not go by the name \
                     `{host}`; use localhost, or start it with --allow-origin <the page's origin>"
                ),
            ));
        }
        let reads = matches!(
            *request.method(),
            Method::GET | Method::HEAD | Method::OPTIONS
        );
        if reads && !asks_for_websocket(headers) {
            return Ok(());
        }
        for origin in headers.get_all(ORIGIN) {
            let origin = String::from_utf8_lossy(origin.as_bytes());
            if !self.allows_origin(&origin, headers) {
                return Err(HttpError::new(
                    StatusCode::FORBIDDEN,
                    format!(
                        "pages of `{origin}` may not use this server; \
                         start it with --allow-origin {origin} to let them"
                    ),
                ));
            }
        }
        Ok(())
    }
}

/// Refuses requests of pages that may not make them.
pub(super) async fn guard(
    State(guard): State<Arc<Guard>>,
    Extension(connection): Extension<Connection>,
    request: Request,
    next: Next,
) -> Response {
    match guard.check(&request, connection.local.ip()) {
        Ok(()) => next.run(request).await,
        Err(error) => error.into_response(),
    }
}

/// The host name that the request was sent to, if it says exactly one.
fn requested_host(headers: &HeaderMap) -> Option<String> {
    let mut hosts = headers.get_all(HOST).iter();
    let host = hosts.next()?;
    if hosts.next().is_some() {
        return None;
    }
    let authority: Authority = host.to_str().ok()?.parse().ok()?;
    Some(host_name(&authority))
}

fn host_name(authority: &Authority) -> String {
    authority
        .host()
        .trim_start_matches('[')
        .trim_end_matches(']')
        .to_ascii_lowercase()
}

/// Whether the name means this machine wherever it is looked up. [RFC 6761, 6.3]
fn is_loopback(host: &str) -> bool {
    match host.parse::<IpAddr>() {
        Ok(address) => address.to_canonical().is_loopback(),
        Err(_) => host == "localhost" || host.ends_with(".localhost"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(host: &str) -> HeaderMap {
        HeaderMap::from_iter([(HOST, host.parse().unwrap())])
    }

    fn guard() -> Guard {
        Guard::new(
            vec!["https://patches.example".parse().unwrap()],
            "127.0.0.1",
        )
    }

    #[test]
    fn pages_of_this_host_loopback_hosts_and_allowed_origins_are_let_in() {
        for (origin, host) in [
            ("http://192.168.1.7:8080", "192.168.1.7:8080"),
            ("https://192.168.1.7:8081", "192.168.1.7:8080"),
            ("http://STUDIO.lan", "studio.lan:8080"),
            ("http://localhost:5173", "127.0.0.1:8080"),
            ("http://127.0.0.1:8080", "localhost:8080"),
            ("http://[::1]:8080", "localhost:8080"),
            ("http://app.localhost:3000", "localhost:8080"),
            ("https://patches.example", "localhost:8080"),
            ("https://patches.example:443", "localhost:8080"),
        ] {
            assert!(guard().allows_origin(origin, &headers(host)), "{origin}");
        }
    }

    #[test]
    fn pages_of_other_sites_are_not() {
        for origin in [
            "https://evil.example",
            "http://patches.example",
            "https://patches.example:444",
            "https://patches.example.evil.example",
            "http://localhost.evil.example",
            "http://evil.example@localhost",
            "http://127.0.0.1.evil.example",
            "null",
            "file://",
            "",
        ] {
            let headers = headers("localhost:8080");
            assert!(!guard().allows_origin(origin, &headers), "{origin}");
        }
    }

    #[test]
    fn a_foreign_name_for_this_machine_is_refused_on_loopback_only() {
        let loopback = IpAddr::from([127, 0, 0, 1]);
        let mapped = "::ffff:127.0.0.1".parse().unwrap();
        let network = IpAddr::from([192, 168, 1, 7]);
        for local in [loopback, mapped] {
            assert!(!guard().allows_host("rebound.example", local));
            assert!(guard().allows_host("localhost", local));
            assert!(guard().allows_host("::1", local));
            assert!(guard().allows_host("patches.example", local));
        }
        assert!(guard().allows_host("rebound.example", network));
    }

    #[test]
    fn what_is_not_an_origin_is_refused_with_an_example() {
        for text in [
            "example.org",
            "https://example.org/page",
            "ftp://a",
            "*",
            "",
        ] {
            let error = text.parse::<Origin>().unwrap_err().to_string();
            assert!(
                error.contains("looks like `https://example.org`"),
                "{error}"
            );
        }
    }

    #[test]
    fn two_host_headers_name_no_host() {
        let mut headers = headers("localhost");
        headers.append(HOST, "evil.example".parse().unwrap());
        assert_eq!(requested_host(&headers), None);
    }
}
