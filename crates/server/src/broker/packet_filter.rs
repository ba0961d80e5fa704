//! Mends what the broker writes to a client, packet by packet.
//!
//! `mqtt5` encodes for MQTT 5.0 in places where the client speaks 3.1.1, and adds properties of
//! its own to what it forwards:
//!
//! - Every PUBLISH carries the user properties `x-mqtt-sender` and `x-mqtt-client-id`. They are
//!   taken out, so that a receiver sees the properties its sender gave. (Two traces remain: a
//!   sender's own properties of these names are lost, because the broker replaces them on the way
//!   in; and a message that only fits the receiver's Maximum Packet Size without them is dropped,
//!   because the broker measures it with them.)
//! - A 3.1.1 client whose session is taken over is sent DISCONNECT, which no 3.1.1 server may
//!   send. It is dropped; the connection is closed after it either way.
//! - The acknowledgement of a PUBLISH that a 3.1.1 client was not allowed to make carries a 5.0
//!   reason code and properties. It is cut to the packet identifier, all that 3.1.1 knows.
//! - The packet identifiers in its answers are those that [`packet_ids`](super::packet_ids) has
//!   given to the client's messages.

use bytes::{Buf, BufMut, BytesMut};

use super::framing::{
    CONNACK, DISCONNECT, FixedHeader, MalformedLength, PUBACK, PUBCOMP, PUBLISH, PUBREC, PUBREL,
    put_varint, read_varint,
};
use super::packet_ids::counterpart;

/// The state of one connection's filter.
#[derive(Debug, Default)]
pub(super) struct PacketFilter {
    /// Known once the CONNACK has passed.
    version: Option<Version>,
}

impl PacketFilter {
    /// Moves every packet that is complete in `input` to `output`, mended; the beginning of one
    /// that is not stays in `input`.
    ///
    /// Fails when `input` cannot be MQTT, because a Remaining Length takes more than four bytes.
    pub(super) fn filter(
        &mut self,
        input: &mut BytesMut,
        output: &mut BytesMut,
    ) -> Result<(), MalformedLength> {
        while let Some(header) = FixedHeader::parse(input)? {
            if input.len() < header.packet_len() {
                input.reserve(header.packet_len() - input.len());
                break;
            }
            self.pass(header, input.split_to(header.packet_len()), output);
        }
        Ok(())
    }

    fn pass(&mut self, header: FixedHeader, mut packet: BytesMut, output: &mut BytesMut) {
        if let PUBACK | PUBREC | PUBCOMP = header.packet_type()
            && let Some(id) = packet[header.len..].first_chunk_mut()
        {
            *id = counterpart(*id);
        }
        match (header.packet_type(), self.version) {
            // A 5.0 CONNACK has at least a property length after its two bytes, a 3.1.1 one never
            // has, so its length tells what the client speaks. [MQTT 5.0, 3.2.2]
            (CONNACK, _) => {
                self.version = Some(if header.remaining_len == 2 {
                    Version::V3_1_1
                } else {
                    Version::V5
                });
                output.unsplit(packet);
            }
            (PUBLISH, Some(Version::V5)) => match without_added_properties(header, &packet) {
                Some(mended) => output.unsplit(mended),
                None => output.unsplit(packet),
            },
            (PUBACK | PUBREC | PUBREL | PUBCOMP, Some(Version::V3_1_1))
                if header.remaining_len > 2 =>
            {
                output.put_slice(&[header.first_byte, 2]);
                output.put_slice(&packet[header.len..header.len + 2]);
            }
            (DISCONNECT, Some(Version::V3_1_1)) => {}
            _ => output.unsplit(packet),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Version {
    V3_1_1,
    V5,
}

/// Returns the PUBLISH of a 5.0 connection without the properties that the broker has added, or
/// `None` when it has none of them (or is not what a PUBLISH looks like; then it is the client's
/// to judge).
fn without_added_properties(header: FixedHeader, packet: &[u8]) -> Option<BytesMut> {
    let body = &packet[header.len..];
    let mut rest = body;
    let topic_len = rest.try_get_u16().ok()?;
    take(&mut rest, topic_len.into())?;
    let quality_of_service = (header.first_byte >> 1) & 0b11;
    if quality_of_service > 0 {
        take(&mut rest, 2)?;
    }
    let before_properties = &body[..body.len() - rest.len()];
    let properties_len = read_varint(&mut rest)?;
    let mut properties = take(&mut rest, properties_len)?;
    let payload = rest;

    let mut kept = BytesMut::with_capacity(properties_len);
    while !properties.is_empty() {
        let property = take_property(&mut properties)?;
        if !is_added(property) {
            kept.put_slice(property);
        }
    }
    if kept.len() == properties_len {
        return None;
    }

    let mut kept_len = BytesMut::with_capacity(4);
    put_varint(&mut kept_len, kept.len());
    let remaining_len = before_properties.len() + kept_len.len() + kept.len() + payload.len();
    let mut mended = BytesMut::with_capacity(5 + remaining_len);
    mended.put_u8(header.first_byte);
    put_varint(&mut mended, remaining_len);
    mended.put_slice(before_properties);
    mended.put_slice(&kept_len);
    mended.put_slice(&kept);
    mended.put_slice(payload);
    Some(mended)
}

/// Takes the first property, its identifier included, of those that a PUBLISH may have.
/// `[MQTT 5.0, 3.3.2.3]`
fn take_property<'a>(properties: &mut &'a [u8]) -> Option<&'a [u8]> {
    let all = *properties;
    match properties.try_get_u8().ok()? {
        PAYLOAD_FORMAT_INDICATOR => {
            take(properties, 1)?;
        }
        MESSAGE_EXPIRY_INTERVAL => {
            take(properties, 4)?;
        }
        TOPIC_ALIAS => {
            take(properties, 2)?;
        }
        SUBSCRIPTION_IDENTIFIER => {
            read_varint(properties)?;
        }
        CONTENT_TYPE | RESPONSE_TOPIC | CORRELATION_DATA => {
            take_prefixed(properties)?;
        }
        USER_PROPERTY => {
            take_prefixed(properties)?;
            take_prefixed(properties)?;
        }
        _ => return None,
    }
    Some(&all[..all.len() - properties.len()])
}

/// Whether the broker added this property.
fn is_added(mut property: &[u8]) -> bool {
    property.try_get_u8() == Ok(USER_PROPERTY)
        && take_prefixed(&mut property)
            .is_some_and(|name| name == b"x-mqtt-sender" || name == b"x-mqtt-client-id")
}

/// Takes what a two-byte length says.
fn take_prefixed<'a>(bytes: &mut &'a [u8]) -> Option<&'a [u8]> {
    let len = bytes.try_get_u16().ok()?;
    take(bytes, len.into())
}

fn take<'a>(bytes: &mut &'a [u8], len: usize) -> Option<&'a [u8]> {
    bytes.split_off(..len)
}

const PAYLOAD_FORMAT_INDICATOR: u8 = 0x01;
const MESSAGE_EXPIRY_INTERVAL: u8 = 0x02;
const CONTENT_TYPE: u8 = 0x03;
const RESPONSE_TOPIC: u8 = 0x08;
const CORRELATION_DATA: u8 = 0x09;
const SUBSCRIPTION_IDENTIFIER: u8 = 0x0b;
const TOPIC_ALIAS: u8 = 0x23;
const USER_PROPERTY: u8 = 0x26;

#[cfg(test)]
mod tests;
