use std::collections::VecDeque;

use bytes::{Buf, Bytes, BytesMut};
use bytestring::ByteString;

use crate::packet::{
    ConnAck, Connect, ConnectCode, Packet, PacketId, Properties, Publish, QoS, SubAck, Subscribe,
    Unsubscribe, Version, Will,
};

/// What arrived breaks the protocol. The text names the rule.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DecodeError {
    /// Packet types 0 and 15 are reserved.
    #[error("a packet of the reserved type {0} (2.2.1)")]
    ReservedType(u8),
    /// The flags of the fixed header are fixed for most types.
    #[error("a {packet} with the flags {flags:#06b} [MQTT-2.2.2-2]")]
    WrongFlags {
        /// The packet's type.
        packet: &'static str,
        /// Its flags.
        flags: u8,
    },
    /// The remaining length takes more than four bytes.
    #[error("a packet whose length takes more than four bytes (2.2.3)")]
    LengthTooLong,
    /// The packet is larger than this end takes.
    #[error("a packet of {size} bytes, where at most {limit} are taken")]
    TooLarge {
        /// Its size.
        size: usize,
        /// What this end takes.
        limit: usize,
    },
    /// The fields reach beyond the end of the packet, or do not reach it.
    #[error("a {0} whose fields and length differ")]
    WrongLength(&'static str),
    /// A text is not UTF-8, or has a null character.
    #[error("a {0} with text that is not UTF-8 or has a null character [MQTT-1.5.3-1, -2]")]
    BadText(&'static str),
    /// A packet id is 0.
    #[error("a {0} with the packet id 0 [MQTT-2.3.1-1]")]
    NoPacketId(&'static str),
    /// A QoS of 3.
    #[error("a {0} with the QoS 3 [MQTT-3.3.1-4]")]
    BadQoS(&'static str),
    /// A message of QoS 0 that says that it was sent before.
    #[error("a PUBLISH of QoS 0 with DUP set [MQTT-3.3.1-2]")]
    DuplicateQoS0,
    /// A topic is empty or has a wildcard.
    #[error("a PUBLISH whose topic is empty or has a wildcard [MQTT-3.3.2-2, MQTT-4.7.3-1]")]
    BadTopic,
    /// A field has a value that is reserved.
    #[error("a {packet} with the reserved {field} {value:#04x}")]
    Reserved {
        /// The packet's type.
        packet: &'static str,
        /// The field.
        field: &'static str,
        /// Its value.
        value: u8,
    },
    /// A CONNECT is of a protocol that is not MQTT 3.1.1.
    #[error("a CONNECT of another protocol than MQTT 3.1.1 [MQTT-3.1.2-1, -2]")]
    UnknownProtocol,
    /// A list of filters or of answers has nothing in it.
    #[error("a {0} without a topic filter [MQTT-3.8.3-3, MQTT-3.10.3-2]")]
    Empty(&'static str),
}

/// Takes packets out of a stream, however it is cut into pieces. Texts and payloads are slices of
/// the pieces, not copies.
#[derive(Debug)]
pub struct Decoder {
    limit: usize,
    pieces: VecDeque<Bytes>,
    /// The beginning of a packet whose end is in another piece.
    partial: BytesMut,
}

impl Decoder {
    /// A decoder that takes packets of at most `limit` bytes.
    pub fn new(_version: Version, limit: usize) -> Self {
        Self {
            limit,
            pieces: VecDeque::new(),
            partial: BytesMut::new(),
        }
    }

    /// Adds what has arrived.
    pub fn push(&mut self, bytes: Bytes) {
        if !bytes.is_empty() {
            self.pieces.push_back(bytes);
        }
    }

    /// The next packet that is there whole.
    ///
    /// # Errors
    ///
    /// What breaks the protocol; the stream is of no use from here on.
    pub fn next_packet(&mut self) -> Result<Option<Packet>, DecodeError> {
        while let Some(piece) = self.pieces.front_mut() {
            if !self.partial.is_empty() {
                // No more than the packet needs, so that the rest of the piece stays as it is.
                let wanted = match Frame::find(&self.partial, self.limit)? {
                    Some(frame) => frame.size - self.partial.len(),
                    None => 1,
                };
                let taken = piece.split_to(wanted.min(piece.len()));
                self.partial.extend_from_slice(&taken);
                if piece.is_empty() {
                    self.pieces.pop_front();
                }
                if let Some(frame) = Frame::find(&self.partial, self.limit)?
                    && frame.size == self.partial.len()
                {
                    let bytes = self.partial.split().freeze();
                    return read(&bytes, frame).map(Some);
                }
                continue;
            }
            match Frame::find(piece, self.limit)? {
                Some(frame) if frame.size < piece.len() => {
                    let packet = read(piece, frame);
                    piece.advance(frame.size);
                    return packet.map(Some);
                }
                Some(frame) if frame.size == piece.len() => {
                    let packet = read(piece, frame);
                    self.pieces.pop_front();
                    return packet.map(Some);
                }
                _ => {
                    self.partial.extend_from_slice(piece);
                    self.pieces.pop_front();
                }
            }
        }
        Ok(None)
    }
}

/// Where a packet begins and ends.
#[derive(Clone, Copy)]
struct Frame {
    /// The length of the fixed header.
    header: usize,
    /// The length of the whole packet.
    size: usize,
}

impl Frame {
    /// The packet that begins here; nothing where its end cannot be told yet.
    fn find(bytes: &[u8], limit: usize) -> Result<Option<Self>, DecodeError> {
        let mut remaining = 0_usize;
        for (place, &byte) in bytes.iter().skip(1).take(4).enumerate() {
            remaining |= usize::from(byte & 0x7f) << (7 * place);
            if byte & 0x80 == 0 {
                let header = 2 + place;
                let size = header + remaining;
                return if size > limit {
                    Err(DecodeError::TooLarge { size, limit })
                } else {
                    Ok(Some(Self { header, size }))
                };
            }
        }
        if bytes.len() > 4 {
            return Err(DecodeError::LengthTooLong);
        }
        Ok(None)
    }
}

/// Reads the packet at the beginning.
fn read(bytes: &Bytes, frame: Frame) -> Result<Packet, DecodeError> {
    let (kind, flags) = (bytes[0] >> 4, bytes[0] & 0x0f);
    if kind == 3 {
        return publish(bytes, frame, flags).map(Packet::Publish);
    }
    let name = match kind {
        1 => "CONNECT",
        2 => "CONNACK",
        4 => "PUBACK",
        5 => "PUBREC",
        6 => "PUBREL",
        7 => "PUBCOMP",
        8 => "SUBSCRIBE",
        9 => "SUBACK",
        10 => "UNSUBSCRIBE",
        11 => "UNSUBACK",
        12 => "PINGREQ",
        13 => "PINGRESP",
        14 => "DISCONNECT",
        _ => return Err(DecodeError::ReservedType(kind)),
    };
    let fixed = match kind {
        6 | 8 | 10 => 0b0010,
        _ => 0,
    };
    if flags != fixed {
        return Err(DecodeError::WrongFlags {
            packet: name,
            flags,
        });
    }
    let mut fields = Fields {
        packet: name,
        bytes: bytes.slice(frame.header..frame.size),
    };
    let packet = match kind {
        1 => Packet::Connect(Box::new(connect(&mut fields)?)),
        2 => Packet::ConnAck(connack(&mut fields)?),
        4 => Packet::PubAck(fields.id()?),
        5 => Packet::PubRec(fields.id()?),
        6 => Packet::PubRel(fields.id()?),
        7 => Packet::PubComp(fields.id()?),
        8 => Packet::Subscribe(subscribe(&mut fields)?),
        9 => Packet::SubAck(suback(&mut fields)?),
        10 => Packet::Unsubscribe(unsubscribe(&mut fields)?),
        11 => Packet::UnsubAck(fields.id()?),
        12 => Packet::PingReq,
        13 => Packet::PingResp,
        _ => Packet::Disconnect,
    };
    fields.end()?;
    Ok(packet)
}

/// Reads a PUBLISH. What every message passes through takes no slice but the two that it keeps.
fn publish(bytes: &Bytes, frame: Frame, flags: u8) -> Result<Publish, DecodeError> {
    let dup = flags & 0b1000 != 0;
    let qos = QoS::from_number(flags >> 1 & 0b11).ok_or(DecodeError::BadQoS("PUBLISH"))?;
    if dup && qos == QoS::AtMostOnce {
        return Err(DecodeError::DuplicateQoS0);
    }
    let number = |at: usize| match bytes[..frame.size].get(at..at + 2) {
        Some(&[high, low]) => Ok(u16::from_be_bytes([high, low])),
        _ => Err(DecodeError::WrongLength("PUBLISH")),
    };
    let from = frame.header + 2;
    let to = from + usize::from(number(frame.header)?);
    if to > frame.size {
        return Err(DecodeError::WrongLength("PUBLISH"));
    }
    let topic = ByteString::try_from(bytes.slice(from..to));
    let topic = topic.map_err(|_| DecodeError::BadText("PUBLISH"))?;
    for byte in topic.as_bytes() {
        match byte {
            0 => return Err(DecodeError::BadText("PUBLISH")),
            b'+' | b'#' => return Err(DecodeError::BadTopic),
            _ => {}
        }
    }
    if topic.is_empty() {
        return Err(DecodeError::BadTopic);
    }
    let (id, payload) = match qos {
        QoS::AtMostOnce => (None, to),
        _ => {
            let id = PacketId::new(number(to)?).ok_or(DecodeError::NoPacketId("PUBLISH"))?;
            (Some(id), to + 2)
        }
    };
    Ok(Publish {
        dup,
        qos,
        retain: flags & 1 != 0,
        topic,
        id,
        payload: bytes.slice(payload..frame.size),
        properties: Properties,
    })
}

fn connack(fields: &mut Fields) -> Result<ConnAck, DecodeError> {
    let flags = fields.byte()?;
    if flags > 1 {
        return Err(fields.reserved("flags", flags));
    }
    let code = match fields.byte()? {
        0 => ConnectCode::Accepted,
        1 => ConnectCode::UnacceptableVersion,
        2 => ConnectCode::IdentifierRejected,
        3 => ConnectCode::ServerUnavailable,
        4 => ConnectCode::BadCredentials,
        5 => ConnectCode::NotAuthorized,
        other => return Err(fields.reserved("return code", other)),
    };
    Ok(ConnAck {
        // A server that refuses has no session for it [MQTT-3.2.2-4]; some say so all the same.
        session_present: flags == 1 && code == ConnectCode::Accepted,
        code,
        properties: Properties,
    })
}

fn connect(fields: &mut Fields) -> Result<Connect, DecodeError> {
    if fields.text()? != "MQTT" || fields.byte()? != 4 {
        return Err(DecodeError::UnknownProtocol);
    }
    let flags = fields.byte()?;
    let has = |bit: u8| flags & bit != 0;
    // [MQTT-3.1.2-3], [MQTT-3.1.2-11], [MQTT-3.1.2-22].
    if has(1) || (!has(4) && flags & 0b0011_1000 != 0) || (has(0x40) && !has(0x80)) {
        return Err(fields.reserved("flags", flags));
    }
    let keep_alive = fields.number()?;
    let client_id = fields.text()?;
    let will = if has(4) {
        Some(Will {
            topic: fields.text()?,
            payload: fields.binary()?,
            qos: QoS::from_number(flags >> 3 & 0b11).ok_or(DecodeError::BadQoS("CONNECT"))?,
            retain: has(0x20),
            properties: Properties,
        })
    } else {
        None
    };
    Ok(Connect {
        client_id,
        clean_session: has(2),
        keep_alive,
        username: has(0x80).then(|| fields.text()).transpose()?,
        password: has(0x40).then(|| fields.binary()).transpose()?,
        will,
        properties: Properties,
    })
}

fn subscribe(fields: &mut Fields) -> Result<Subscribe, DecodeError> {
    let id = fields.id()?;
    let mut filters = Vec::new();
    while !fields.bytes.is_empty() {
        let filter = fields.text()?;
        let qos = fields.byte()?;
        // [MQTT-3.8.3-4]
        let qos = QoS::from_number(qos).ok_or_else(|| fields.reserved("QoS", qos))?;
        filters.push((filter, qos));
    }
    if filters.is_empty() {
        return Err(DecodeError::Empty(fields.packet));
    }
    Ok(Subscribe {
        id,
        filters,
        properties: Properties,
    })
}

fn suback(fields: &mut Fields) -> Result<SubAck, DecodeError> {
    let id = fields.id()?;
    let mut granted = Vec::with_capacity(fields.bytes.len());
    while !fields.bytes.is_empty() {
        granted.push(match fields.byte()? {
            0x80 => None,
            // [MQTT-3.9.3-2]
            code => {
                Some(QoS::from_number(code).ok_or_else(|| fields.reserved("return code", code))?)
            }
        });
    }
    if granted.is_empty() {
        return Err(DecodeError::WrongLength(fields.packet));
    }
    Ok(SubAck {
        id,
        granted,
        properties: Properties,
    })
}

fn unsubscribe(fields: &mut Fields) -> Result<Unsubscribe, DecodeError> {
    let id = fields.id()?;
    let mut filters = Vec::new();
    while !fields.bytes.is_empty() {
        filters.push(fields.text()?);
    }
    if filters.is_empty() {
        return Err(DecodeError::Empty(fields.packet));
    }
    Ok(Unsubscribe {
        id,
        filters,
        properties: Properties,
    })
}

/// The fields of a packet that are left.
struct Fields {
    packet: &'static str,
    bytes: Bytes,
}

impl Fields {
    fn byte(&mut self) -> Result<u8, DecodeError> {
        if self.bytes.is_empty() {
            return Err(DecodeError::WrongLength(self.packet));
        }
        Ok(self.bytes.get_u8())
    }

    fn number(&mut self) -> Result<u16, DecodeError> {
        if self.bytes.len() < 2 {
            return Err(DecodeError::WrongLength(self.packet));
        }
        Ok(self.bytes.get_u16())
    }

    fn id(&mut self) -> Result<PacketId, DecodeError> {
        PacketId::new(self.number()?).ok_or(DecodeError::NoPacketId(self.packet))
    }

    fn binary(&mut self) -> Result<Bytes, DecodeError> {
        let length = usize::from(self.number()?);
        if self.bytes.len() < length {
            return Err(DecodeError::WrongLength(self.packet));
        }
        Ok(self.bytes.split_to(length))
    }

    fn text(&mut self) -> Result<ByteString, DecodeError> {
        let text = ByteString::try_from(self.binary()?);
        let text = text.map_err(|_| DecodeError::BadText(self.packet))?;
        if text.as_bytes().contains(&0) {
            return Err(DecodeError::BadText(self.packet));
        }
        Ok(text)
    }

    fn end(&self) -> Result<(), DecodeError> {
        if self.bytes.is_empty() {
            Ok(())
        } else {
            Err(DecodeError::WrongLength(self.packet))
        }
    }

    fn reserved(&self, field: &'static str, value: u8) -> DecodeError {
        DecodeError::Reserved {
            packet: self.packet,
            field,
            value,
        }
    }
}
