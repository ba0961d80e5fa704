use bytes::{BufMut, BytesMut};

use super::MAX_REMAINING;
use crate::packet::{ConnAck, Connect, Packet, Publish, SubAck, Subscribe, Unsubscribe, Version};

/// A packet cannot be written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EncodeError {
    /// A text or a binary field is longer than its length field can say.
    #[error("{0} is longer than 65,535 bytes")]
    FieldTooLong(&'static str),
    /// The packet is longer than MQTT allows.
    #[error("the message is larger than MQTT allows (256 MiB)")]
    PacketTooLong,
}

/// Writes a packet to the end of `out`. Nothing is written where it fails.
///
/// # Errors
///
/// A field or the packet that is too long.
pub fn encode(packet: &Packet, _version: Version, out: &mut BytesMut) -> Result<(), EncodeError> {
    match packet {
        Packet::Connect(connect) => self::connect(connect, out)?,
        Packet::ConnAck(connack) => self::connack(connack, out),
        Packet::Publish(publish) => self::publish(publish, out)?,
        Packet::PubAck(id) => short(0x40, id.get(), out),
        Packet::PubRec(id) => short(0x50, id.get(), out),
        Packet::PubRel(id) => short(0x62, id.get(), out),
        Packet::PubComp(id) => short(0x70, id.get(), out),
        Packet::Subscribe(subscribe) => self::subscribe(subscribe, out)?,
        Packet::SubAck(suback) => self::suback(suback, out)?,
        Packet::Unsubscribe(unsubscribe) => self::unsubscribe(unsubscribe, out)?,
        Packet::UnsubAck(id) => short(0xb0, id.get(), out),
        Packet::PingReq => out.put_slice(&[0xc0, 0]),
        Packet::PingResp => out.put_slice(&[0xd0, 0]),
        Packet::Disconnect => out.put_slice(&[0xe0, 0]),
    }
    Ok(())
}

fn short(first: u8, id: u16, out: &mut BytesMut) {
    out.put_slice(&[first, 2]);
    out.put_u16(id);
}

fn publish(publish: &Publish, out: &mut BytesMut) -> Result<(), EncodeError> {
    let topic = field("the topic", publish.topic.as_bytes())?;
    let id = publish.id.map_or(0, |_| 2);
    let flags = u8::from(publish.dup) << 3 | (publish.qos as u8) << 1 | u8::from(publish.retain);
    header(0x30 | flags, topic + id + publish.payload.len(), out)?;
    text(publish.topic.as_bytes(), out);
    if let Some(id) = publish.id {
        out.put_u16(id.get());
    }
    out.put_slice(&publish.payload);
    Ok(())
}

fn connect(connect: &Connect, out: &mut BytesMut) -> Result<(), EncodeError> {
    let mut length = 10 + field("the client id", connect.client_id.as_bytes())?;
    let mut flags = u8::from(connect.clean_session) << 1;
    if let Some(will) = &connect.will {
        length += field("the will's topic", will.topic.as_bytes())?;
        length += field("the will's message", &will.payload)?;
        flags |= 4 | (will.qos as u8) << 3 | u8::from(will.retain) << 5;
    }
    if let Some(username) = &connect.username {
        length += field("the user name", username.as_bytes())?;
        flags |= 0x80;
    }
    // Without a user name there can be no password [MQTT-3.1.2-22].
    let password = connect.password.as_ref().filter(|_| flags & 0x80 != 0);
    if let Some(password) = password {
        length += field("the password", password)?;
        flags |= 0x40;
    }
    header(0x10, length, out)?;
    text(b"MQTT", out);
    out.put_slice(&[4, flags]);
    out.put_u16(connect.keep_alive);
    text(connect.client_id.as_bytes(), out);
    if let Some(will) = &connect.will {
        text(will.topic.as_bytes(), out);
        text(&will.payload, out);
    }
    if let Some(username) = &connect.username {
        text(username.as_bytes(), out);
    }
    if let Some(password) = password {
        text(password, out);
    }
    Ok(())
}

fn connack(connack: &ConnAck, out: &mut BytesMut) {
    let present = u8::from(connack.session_present);
    out.put_slice(&[0x20, 2, present, connack.code as u8]);
}

fn subscribe(subscribe: &Subscribe, out: &mut BytesMut) -> Result<(), EncodeError> {
    let mut length = 2;
    for (filter, _) in &subscribe.filters {
        length += field("the topic filter", filter.as_bytes())? + 1;
    }
    header(0x82, length, out)?;
    out.put_u16(subscribe.id.get());
    for (filter, qos) in &subscribe.filters {
        text(filter.as_bytes(), out);
        out.put_u8(*qos as u8);
    }
    Ok(())
}

fn suback(suback: &SubAck, out: &mut BytesMut) -> Result<(), EncodeError> {
    header(0x90, 2 + suback.granted.len(), out)?;
    out.put_u16(suback.id.get());
    for granted in &suback.granted {
        out.put_u8(granted.map_or(0x80, |qos| qos as u8));
    }
    Ok(())
}

fn unsubscribe(unsubscribe: &Unsubscribe, out: &mut BytesMut) -> Result<(), EncodeError> {
    let mut length = 2;
    for filter in &unsubscribe.filters {
        length += field("the topic filter", filter.as_bytes())?;
    }
    header(0xa2, length, out)?;
    out.put_u16(unsubscribe.id.get());
    for filter in &unsubscribe.filters {
        text(filter.as_bytes(), out);
    }
    Ok(())
}

/// The bytes that a field takes.
fn field(what: &'static str, bytes: &[u8]) -> Result<usize, EncodeError> {
    if bytes.len() > usize::from(u16::MAX) {
        return Err(EncodeError::FieldTooLong(what));
    }
    Ok(2 + bytes.len())
}

/// Writes a field that was checked by [`field`].
fn text(bytes: &[u8], out: &mut BytesMut) {
    out.put_u16(u16::try_from(bytes.len()).expect("the field was checked"));
    out.put_slice(bytes);
}

fn header(first: u8, length: usize, out: &mut BytesMut) -> Result<(), EncodeError> {
    if length > MAX_REMAINING {
        return Err(EncodeError::PacketTooLong);
    }
    out.reserve(5 + length);
    out.put_u8(first);
    let mut rest = length;
    loop {
        #[expect(clippy::cast_possible_truncation, reason = "seven bits are left")]
        let byte = (rest & 0x7f) as u8;
        rest >>= 7;
        if rest == 0 {
            out.put_u8(byte);
            return Ok(());
        }
        out.put_u8(byte | 0x80);
    }
}
