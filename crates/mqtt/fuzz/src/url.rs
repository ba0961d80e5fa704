//! What a person types for a broker's address.
//!
//! An input is: a byte whose lowest bit says whether TLS is the default, two for the default port,
//! and text: the default path, a new line, and the address.

use arbitrary::{Result, Unstructured};
use ropewalk_mqtt::{BrokerUrl, UrlDefaults};

/// Reads an address.
///
/// # Panics
///
/// Where an address that was taken is not the same when it is read again, whatever the defaults.
pub fn run(data: &[u8]) {
    let mut input = Unstructured::new(data);
    let Ok((tls, port)) = head(&mut input) else {
        return;
    };
    let Ok(text) = std::str::from_utf8(input.take_rest()) else {
        return;
    };
    let (path, text) = text.split_once('\n').unwrap_or(("/mqtt", text));
    let path = path.to_owned();
    let Ok(url) = BrokerUrl::parse(text, &UrlDefaults { port, tls, path }) else {
        return;
    };
    let printed = url.to_string();
    let others = UrlDefaults {
        port: port ^ 1 | 2,
        tls: !tls,
        path: "/other".to_owned(),
    };
    assert_eq!(BrokerUrl::parse(&printed, &others).as_ref(), Ok(&url));
    assert!(printed.starts_with(url.shown()));
    assert!(!url.shown().contains('?'), "a query can bear a signature");
    let scheme = printed.split(':').next().unwrap_or_default();
    let is_secure = ["wss", "mqtts", "ssl"].contains(&&*scheme.to_ascii_lowercase());
    assert_eq!(url.is_secure(), is_secure);
}

fn head(input: &mut Unstructured<'_>) -> Result<(bool, u16)> {
    let tls = input.arbitrary::<u8>()? & 1 != 0;
    // There is no port 0: who asks for defaults has checked that.
    Ok((tls, input.arbitrary::<u16>()?.max(1)))
}
