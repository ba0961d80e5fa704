//! What a person types for a broker's address.

use std::fmt;

/// How a broker is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Scheme {
    /// A WebSocket.
    Ws,
    /// A WebSocket over TLS.
    Wss,
    /// A TCP connection.
    Mqtt,
    /// A TCP connection with TLS.
    Mqtts,
}

/// What fills in for what a person leaves out.
#[derive(Clone, Debug)]
pub struct UrlDefaults {
    /// The port.
    pub port: u16,
    /// Whether to use TLS.
    pub tls: bool,
    /// The path of the WebSocket, such as `/mqtt`.
    pub path: String,
}

/// The address of a broker.
///
/// ```
/// # use ropewalk_mqtt::{BrokerUrl, UrlDefaults};
/// let defaults = UrlDefaults { port: 443, tls: true, path: "/mqtt".into() };
/// let url = |text| BrokerUrl::parse(text, &defaults).unwrap().to_string();
/// assert_eq!(url("broker.example"), "wss://broker.example:443/mqtt");
/// assert_eq!(url("broker.example:8884/ws"), "wss://broker.example:8884/ws");
/// assert_eq!(url("ws://[::1]:9001/a?sig=x%2Fy"), "ws://[::1]:9001/a?sig=x%2Fy");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BrokerUrl {
    scheme: Scheme,
    host: String,
    text: String,
}

/// Text that is no address of a broker. The message says what to write instead.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum UrlError {
    /// Nothing was typed.
    #[error("Broker URL is empty: enter the broker's host, as in `broker.example`.")]
    Empty,
    /// The address of a web page.
    #[error(
        "`{0}://` is the address of a web page: a broker's begins with `wss://` or `ws://`, or is \
         just its host."
    )]
    WebPage(String),
    /// A scheme that is none of ours.
    #[error("`{0}://` is not known: a broker's address begins with `wss://` or `ws://`.")]
    UnknownScheme(String),
    /// There is no host.
    #[error("`{0}` has no host: write it as `wss://broker.example/mqtt`.")]
    NoHost(String),
    /// The address ends within its beginning.
    #[error("`{0}` is not all of an address: write it as `wss://broker.example/mqtt`.")]
    Incomplete(String),
    /// There is a colon and no port.
    #[error(
        "`{0}` has no port after its colon: write it as `localhost:9001`, or without the colon."
    )]
    NoPort(String),
    /// The host has characters that none has.
    #[error("`{0}` is no host: it has {1} in it.")]
    BadHost(String, &'static str),
    /// The port is no number from 1 to 65,535.
    #[error("`{0}` is no port: it is a number from 1 to 65535.")]
    BadPort(String),
    /// A user name or a password is in the address.
    #[error(
        "The address has a user name or a password in it, which would be seen by others: use \
         Username and Password instead."
    )]
    UserInfo,
    /// A fragment is in the address.
    #[error("The address of a WebSocket has no `#`.")]
    Fragment,
}

impl BrokerUrl {
    /// Reads what a person has typed: a host, `host:port`, `host/path`, or a whole URL. A whole
    /// URL is kept as it is, query and all, and wins over the defaults.
    ///
    /// # Errors
    ///
    /// What is wrong and what to write instead.
    pub fn parse(text: &str, defaults: &UrlDefaults) -> Result<Self, UrlError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(UrlError::Empty);
        }
        if text.contains('#') {
            return Err(UrlError::Fragment);
        }
        let (scheme, rest) = match text.split_once("://") {
            Some((scheme, rest)) => (Some(self::scheme(scheme)?), rest),
            None if is_incomplete(text) => return Err(UrlError::Incomplete(text.to_owned())),
            None => (None, text),
        };
        let end = rest.find(['/', '?']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at(end);
        let (host, port) = match split_port(authority) {
            // Also where the password has a slash in it: no part of it is to be shown.
            _ if authority.contains('@') => return Err(UrlError::UserInfo),
            Err(_) if rest.contains('@') => return Err(UrlError::UserInfo),
            parts => parts?,
        };
        check_host(text, host)?;
        let whole = match scheme {
            Some(_) => text.to_owned(),
            None => {
                let scheme = if defaults.tls { "wss" } else { "ws" };
                let port = port.unwrap_or(defaults.port);
                let slash = |path: &str| match path.chars().next() {
                    None | Some('/' | '?') => path.to_owned(),
                    Some(_) => format!("/{path}"),
                };
                if path.is_empty() && defaults.path.contains('#') {
                    return Err(UrlError::Fragment);
                }
                let path = slash(if path.is_empty() {
                    defaults.path.trim()
                } else {
                    path
                });
                format!("{scheme}://{host}:{port}{path}")
            }
        };
        let implied = if defaults.tls {
            Scheme::Wss
        } else {
            Scheme::Ws
        };
        Ok(Self {
            scheme: scheme.unwrap_or(implied),
            host: host.to_ascii_lowercase(),
            text: whole,
        })
    }

    /// Reads a whole URL.
    pub(crate) fn parse_whole(text: &str) -> Option<Self> {
        let defaults = UrlDefaults {
            port: 443,
            tls: true,
            path: String::new(),
        };
        Self::parse(text, &defaults).ok()
    }

    /// How the broker is reached.
    pub fn scheme(&self) -> Scheme {
        self.scheme
    }

    /// Whether the way there is encrypted.
    pub fn is_secure(&self) -> bool {
        matches!(self.scheme, Scheme::Wss | Scheme::Mqtts)
    }

    /// Whether the broker runs on this machine, which browsers take for safe without TLS.
    pub fn is_loopback(&self) -> bool {
        self.host == "localhost"
            || self.host.ends_with(".localhost")
            || self.host == "[::1]"
            || self.is_loopback_ipv4()
    }

    /// Whether the host is an IPv4 address from 127.0.0.0 on, and no name that begins like one.
    fn is_loopback_ipv4(&self) -> bool {
        let is_of_address = |c: char| c.is_ascii_digit() || c == '.';
        self.host.starts_with("127.") && self.host.chars().all(is_of_address)
    }

    /// The server that this one names for another to use (5.0: 4.11), a host with or without a port
    /// or a whole URL; what is left out is as it is here. Nothing where it cannot be read, where it
    /// is no WebSocket and this one is, and where it would send in clear what was encrypted here.
    pub(crate) fn redirect(&self, reference: &str) -> Option<Self> {
        let (_, rest) = self.text.split_once("://")?;
        let end = rest.find(['/', '?']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at(end);
        let implied = if self.is_secure() { 443 } else { 80 };
        let defaults = UrlDefaults {
            port: split_port(authority).ok()?.1.unwrap_or(implied),
            tls: self.is_secure(),
            path: path.split('?').next()?.to_owned(),
        };
        let there = Self::parse(reference, &defaults).ok()?;
        let is_web = |url: &Self| matches!(url.scheme, Scheme::Ws | Scheme::Wss);
        let is_safe = there.is_secure() || !self.is_secure();
        (is_safe && is_web(&there) == is_web(self)).then_some(there)
    }

    /// The URL without its query, which can bear a signature: for a person to see.
    pub fn shown(&self) -> &str {
        self.text.split('?').next().unwrap_or(&self.text)
    }
}

impl fmt::Display for BrokerUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

fn scheme(text: &str) -> Result<Scheme, UrlError> {
    Ok(match text.to_ascii_lowercase().as_str() {
        "ws" => Scheme::Ws,
        "wss" => Scheme::Wss,
        "mqtt" | "tcp" => Scheme::Mqtt,
        "mqtts" | "ssl" => Scheme::Mqtts,
        web @ ("http" | "https") => return Err(UrlError::WebPage(web.to_owned())),
        _ => return Err(UrlError::UnknownScheme(text.to_owned())),
    })
}

/// Whether it is a scheme without its two slashes. Of a host with a port there is the port.
fn is_incomplete(text: &str) -> bool {
    text.split_once(':').is_some_and(|(before, after)| {
        !matches!(scheme(before), Err(UrlError::UnknownScheme(_)))
            && (after.is_empty() || after.starts_with('/'))
    })
}

fn split_port(authority: &str) -> Result<(&str, Option<u16>), UrlError> {
    // The colons within the brackets of an IPv6 address are its own.
    let after_brackets = authority.rfind(']').map_or(0, |at| at + 1);
    if authority.starts_with('[') && after_brackets == 0 {
        return Ok((authority, None));
    }
    let Some(colon) = authority[after_brackets..].find(':') else {
        return Ok((authority, None));
    };
    let (host, port) = authority.split_at(after_brackets + colon);
    let port = &port[1..];
    if port.is_empty() && !host.is_empty() {
        return Err(UrlError::NoPort(authority.to_owned()));
    }
    match port.parse() {
        // A sign, which no URL has.
        Ok(_) if port.starts_with('+') => Err(UrlError::BadPort(port.to_owned())),
        Ok(0) | Err(_) => Err(UrlError::BadPort(port.to_owned())),
        Ok(port) => Ok((host, Some(port))),
    }
}

fn check_host(text: &str, host: &str) -> Result<(), UrlError> {
    if host.is_empty() {
        return Err(UrlError::NoHost(text.to_owned()));
    }
    let bad = |what| Err(UrlError::BadHost(host.to_owned(), what));
    let address = host
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    if let Some(address) = address {
        let is_ipv6 = address.matches(':').count() >= 2
            && address
                .bytes()
                .all(|byte| byte.is_ascii_hexdigit() || b":.".contains(&byte));
        if !is_ipv6 {
            return bad("brackets, and no IPv6 address in them");
        }
        return Ok(());
    }
    if host.contains(char::is_whitespace) {
        return bad("a space");
    }
    if host.contains(['[', ']']) {
        return bad("a bracket without its other one");
    }
    if host.contains(|c: char| c.is_ascii() && !c.is_ascii_alphanumeric() && !"-._".contains(c)) {
        return bad("a character that no host has");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<BrokerUrl, UrlError> {
        let defaults = UrlDefaults {
            port: 443,
            tls: true,
            path: "/mqtt".to_owned(),
        };
        BrokerUrl::parse(text, &defaults)
    }

    #[test]
    fn what_is_left_out_is_filled_in() {
        for (text, url) in [
            ("broker.example", "wss://broker.example:443/mqtt"),
            (" broker.example ", "wss://broker.example:443/mqtt"),
            ("broker.example:9001", "wss://broker.example:9001/mqtt"),
            ("broker.example/ws", "wss://broker.example:443/ws"),
            ("broker.example:1/a/b?c", "wss://broker.example:1/a/b?c"),
            ("[::1]", "wss://[::1]:443/mqtt"),
            ("[::1]:9001", "wss://[::1]:9001/mqtt"),
            ("localhost", "wss://localhost:443/mqtt"),
            ("mqtt:9001", "wss://mqtt:9001/mqtt"),
        ] {
            assert_eq!(parse(text).unwrap().to_string(), url);
        }
        let defaults = UrlDefaults {
            port: 80,
            tls: false,
            path: "mqtt".to_owned(),
        };
        let url = BrokerUrl::parse("a", &defaults).unwrap();
        assert_eq!(
            (url.to_string().as_str(), url.scheme()),
            ("ws://a:80/mqtt", Scheme::Ws)
        );
    }

    #[test]
    fn a_whole_url_stays_as_it_is() {
        for text in ["ws://a", "wss://a:1/b?c=d%20e", "WSS://A/", "mqtt://a:1883"] {
            assert_eq!(parse(text).unwrap().to_string(), text);
        }
        assert_eq!(parse("wss://a/b?secret").unwrap().shown(), "wss://a/b");
        assert!(parse("ws://LOCALHOST:1").unwrap().is_loopback());
        assert!(parse("ws://127.1.2.3:1").unwrap().is_loopback());
        for there in [
            "ws://localhost.example",
            "ws://127.0.0.1.example",
            "ws://127.example",
        ] {
            assert!(!parse(there).unwrap().is_loopback(), "{there}");
        }
    }

    #[test]
    fn what_is_no_address_is_told_why() {
        let error = |text| parse(text).unwrap_err();
        let defaults = UrlDefaults {
            port: 443,
            tls: true,
            path: "/mqtt#a".into(),
        };
        let with_default_path = BrokerUrl::parse("broker.example", &defaults);
        assert_eq!(with_default_path, Err(UrlError::Fragment));
        assert_eq!(error("  "), UrlError::Empty);
        assert_eq!(error("http://a"), UrlError::WebPage("http".to_owned()));
        assert_eq!(error("ftp://a"), UrlError::UnknownScheme("ftp".to_owned()));
        for text in ["wss://", "ws:///mqtt", ":443", "/mqtt", "ws://:80"] {
            assert_eq!(error(text), UrlError::NoHost(text.to_owned()), "{text}");
        }
        for text in ["ws:", "wss:/", "wss:/a", "http:", "mqtt:"] {
            let incomplete = UrlError::Incomplete(text.to_owned());
            assert_eq!(error(text), incomplete, "{text}");
        }
        for text in ["a:", "wss://a:/mqtt", "[::1]:"] {
            assert!(matches!(error(text), UrlError::NoPort(_)), "{text}");
        }
        for text in ["a:0", "a:65536", "a:b", "a:-1", "a:+1", "wss://a:+1/"] {
            assert!(matches!(error(text), UrlError::BadPort(_)), "{text}");
        }
        for text in ["a b", "a,b", "[::1", "[a]", "a\"b", "<a>"] {
            assert!(matches!(error(text), UrlError::BadHost(..)), "{text}");
        }
        for text in ["wss://me:secret@a", "me@a", "wss://me:sec/ret@a"] {
            assert_eq!(error(text), UrlError::UserInfo, "{text}");
        }
        assert_eq!(error("wss://a/#b"), UrlError::Fragment);
    }
}
