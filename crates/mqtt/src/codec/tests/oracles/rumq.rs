//! `mqttbytes`: what it reads, as it writes it again.

use bytes::{Bytes, BytesMut};
use mqttbytes::{Error, v4, v5};

use crate::packet::Version;

/// The packet that begins there, written again; nothing where it has not arrived whole.
pub(super) fn rewrite(version: Version, bytes: &[u8]) -> Result<Option<Bytes>, Error> {
    match mqttbytes::check(bytes.iter(), usize::MAX) {
        Err(Error::InsufficientBytes(_)) => return Ok(None),
        Err(error) => return Err(error),
        Ok(_) => {}
    }
    let mut bytes = BytesMut::from(bytes);
    let mut out = BytesMut::new();
    macro_rules! write {
        ($version:ident: $($variant:ident)*, $($unit:ident)*) => {
            match $version::read(&mut bytes, usize::MAX)? {
                $($version::Packet::$variant(packet) => packet.write(&mut out),)*
                $($version::Packet::$unit => $version::$unit.write(&mut out),)*
            }
        };
    }
    match version {
        Version::V3_1_1 => write!(v4: Connect ConnAck Publish PubAck PubRec PubRel PubComp
            Subscribe SubAck Unsubscribe UnsubAck, PingReq PingResp Disconnect),
        Version::V5 => write!(v5: Connect ConnAck Publish PubAck PubRec PubRel PubComp
            Subscribe SubAck Unsubscribe UnsubAck Disconnect, PingReq PingResp),
    }?;
    Ok(Some(out.freeze()))
}
