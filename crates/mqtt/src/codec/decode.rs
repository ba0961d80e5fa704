//! The bytes of a packet to the packet, type by type.

use bytes::Bytes;
use bytestring::ByteString;

use super::Fields;
use super::decode_error::{DecodeError, RETAIN_HANDLING};
use super::decoder::Frame;
use crate::packet::{
    Ack, Auth, ConnAck, Connect, Disconnect, Packet, PacketId, PacketType, Publish, QoS,
    RetainHandling, SubAck, Subscribe, SubscribeOptions, UnsubAck, Unsubscribe, Version, Will,
};
use crate::property::{Properties, WILL};
use crate::reason::ReasonCode;

/// Reads the packet at the beginning.
pub(super) fn read(
    bytes: &Bytes,
    frame: Frame,
    version: &mut Version,
) -> Result<Packet, DecodeError> {
    let (kind, flags) = (bytes[0] >> 4, bytes[0] & 0x0f);
    let kind = match kind {
        1 => PacketType::Connect,
        2 => PacketType::ConnAck,
        3 => return publish(bytes, frame, flags, *version).map(Packet::Publish),
        4 => PacketType::PubAck,
        5 => PacketType::PubRec,
        6 => PacketType::PubRel,
        7 => PacketType::PubComp,
        8 => PacketType::Subscribe,
        9 => PacketType::SubAck,
        10 => PacketType::Unsubscribe,
        11 => PacketType::UnsubAck,
        12 => PacketType::PingReq,
        13 => PacketType::PingResp,
        14 => PacketType::Disconnect,
        15 if *version == Version::V5 => PacketType::Auth,
        _ => return Err(DecodeError::ReservedType(kind)),
    };
    let fixed = match kind {
        PacketType::PubRel | PacketType::Subscribe | PacketType::Unsubscribe => 0b0010,
        _ => 0,
    };
    if flags != fixed {
        let packet = kind.name();
        return Err(DecodeError::WrongFlags { packet, flags });
    }
    let mut fields = Fields::new(kind, *version, bytes.slice(frame.header..frame.size));
    let packet = match kind {
        PacketType::Connect => {
            let connect = connect(&mut fields)?;
            *version = fields.version;
            Packet::Connect(Box::new(connect))
        }
        PacketType::ConnAck => Packet::ConnAck(connack(&mut fields)?),
        PacketType::PubAck => Packet::PubAck(ack(&mut fields)?),
        PacketType::PubRec => Packet::PubRec(ack(&mut fields)?),
        PacketType::PubRel => Packet::PubRel(ack(&mut fields)?),
        PacketType::PubComp => Packet::PubComp(ack(&mut fields)?),
        PacketType::Subscribe => Packet::Subscribe(subscribe(&mut fields)?),
        PacketType::SubAck => Packet::SubAck(suback(&mut fields)?),
        PacketType::Unsubscribe => Packet::Unsubscribe(unsubscribe(&mut fields)?),
        PacketType::UnsubAck => Packet::UnsubAck(unsuback(&mut fields)?),
        PacketType::PingReq => Packet::PingReq,
        PacketType::PingResp => Packet::PingResp,
        PacketType::Disconnect => {
            let (code, properties) = code_and_properties(&mut fields)?;
            Packet::Disconnect(Disconnect { code, properties })
        }
        // `publish` has its own way.
        PacketType::Auth | PacketType::Publish => {
            let (code, properties) = code_and_properties(&mut fields)?;
            // Only that all is well can be said without a method (3.15.2.1, 3.15.2.2.2).
            let is_plain = code == ReasonCode::SUCCESS && properties.is_empty();
            if !is_plain && properties.authentication_method().is_none() {
                return Err(DecodeError::NoAuthenticationMethod(fields.packet));
            }
            Packet::Auth(Auth { code, properties })
        }
    };
    fields.end()?;
    Ok(packet)
}

/// Reads a PUBLISH. What every message passes through takes no slice but the two that it keeps.
fn publish(
    bytes: &Bytes,
    frame: Frame,
    flags: u8,
    version: Version,
) -> Result<Publish, DecodeError> {
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
    let (id, mut payload) = match qos {
        QoS::AtMostOnce => (None, to),
        _ => {
            let id = PacketId::new(number(to)?).ok_or(DecodeError::NoPacketId("PUBLISH"))?;
            (Some(id), to + 2)
        }
    };
    let mut properties = Properties::NONE;
    if version == Version::V5 {
        match bytes[..frame.size].get(payload) {
            // Most messages have none.
            Some(0) => payload += 1,
            _ => {
                let rest = bytes.slice(payload..frame.size);
                let mut fields = Fields::new(PacketType::Publish, version, rest);
                properties = fields.properties()?;
                payload = frame.size - fields.bytes.len();
            }
        }
    }
    if topic.is_empty() && properties.topic_alias().is_none() {
        return Err(DecodeError::BadTopic);
    }
    Ok(Publish {
        dup,
        qos,
        retain: flags & 1 != 0,
        topic,
        id,
        payload: bytes.slice(payload..frame.size),
        properties,
    })
}

fn connack(fields: &mut Fields) -> Result<ConnAck, DecodeError> {
    let flags = fields.byte()?;
    if flags > 1 {
        return Err(fields.reserved("flags", flags));
    }
    // A server that does not know MQTT 5.0 answers as it knows to: without properties.
    let is_old = fields.version == Version::V3_1_1 || fields.bytes.len() == 1;
    let (code, properties) = if is_old {
        let number = fields.byte()?;
        let code = ReasonCode::read_return_code(number);
        if fields.version == Version::V5 && number == 0 {
            return Err(DecodeError::WrongLength(fields.packet));
        }
        let code = code.ok_or_else(|| fields.reserved("return code", number))?;
        (code, Properties::NONE)
    } else {
        (fields.code()?, fields.properties()?)
    };
    check_authentication(fields, &properties)?;
    Ok(ConnAck {
        // A server that refuses has no session for it [MQTT-3.2.2-4; 5.0: MQTT-3.2.2-6]; some say
        // so all the same.
        session_present: flags == 1 && code == ReasonCode::SUCCESS,
        code,
        properties,
    })
}

fn connect(fields: &mut Fields) -> Result<Connect, DecodeError> {
    if fields.text()? != "MQTT" {
        return Err(DecodeError::UnknownProtocol);
    }
    fields.version = match fields.byte()? {
        4 => Version::V3_1_1,
        5 => Version::V5,
        _ => return Err(DecodeError::UnknownProtocol),
    };
    let flags = fields.byte()?;
    let has = |bit: u8| flags & bit != 0;
    // [MQTT-3.1.2-3], [MQTT-3.1.2-11], and, of 3.1.1 alone, [MQTT-3.1.2-22].
    let lone_password = fields.version == Version::V3_1_1 && has(0x40) && !has(0x80);
    if has(1) || (!has(4) && flags & 0b0011_1000 != 0) || lone_password {
        return Err(fields.reserved("flags", flags));
    }
    let keep_alive = fields.number()?;
    let properties = fields.properties()?;
    check_authentication(fields, &properties)?;
    let client_id = fields.text()?;
    let will = if has(4) {
        let properties = fields.properties_at(WILL)?;
        let topic = fields.text()?;
        Some(Will {
            topic,
            payload: fields.binary()?,
            qos: QoS::from_number(flags >> 3 & 0b11).ok_or(DecodeError::BadQoS("CONNECT"))?,
            retain: has(0x20),
            properties,
        })
    } else {
        None
    };
    Ok(Connect {
        client_id,
        clean_start: has(2),
        keep_alive,
        username: has(0x80).then(|| fields.text()).transpose()?,
        password: has(0x40).then(|| fields.binary()).transpose()?,
        will,
        properties,
    })
}

/// Data belongs to a method.
fn check_authentication(fields: &Fields, properties: &Properties) -> Result<(), DecodeError> {
    let is_nameless = properties.authentication_method().is_none();
    if is_nameless && properties.authentication_data().is_some() {
        return Err(DecodeError::NoAuthenticationMethod(fields.packet));
    }
    Ok(())
}

/// PUBACK, PUBREC, PUBREL or PUBCOMP.
fn ack(fields: &mut Fields) -> Result<Ack, DecodeError> {
    let id = fields.id()?;
    let (code, properties) = code_and_properties(fields)?;
    Ok(Ack {
        id,
        code,
        properties,
    })
}

/// What ends a packet where it is left out if all is well: the code, and the properties.
fn code_and_properties(fields: &mut Fields) -> Result<(ReasonCode, Properties), DecodeError> {
    if fields.version == Version::V3_1_1 || fields.bytes.is_empty() {
        return Ok((ReasonCode::SUCCESS, Properties::NONE));
    }
    let code = fields.code()?;
    let properties = match fields.bytes.is_empty() {
        // Together they are left out of an AUTH, or not at all (3.15.2.1).
        true if fields.kind != PacketType::Auth => Properties::NONE,
        _ => fields.properties()?,
    };
    Ok((code, properties))
}

fn subscribe(fields: &mut Fields) -> Result<Subscribe, DecodeError> {
    let id = fields.id()?;
    let properties = fields.properties()?;
    let mut filters = Vec::new();
    while !fields.bytes.is_empty() {
        let filter = fields.text()?;
        let bits = fields.byte()?;
        let options = subscribe_options(bits, fields)?;
        if options.no_local && filter.starts_with("$share/") {
            return Err(DecodeError::SharedNoLocal);
        }
        filters.push((filter, options));
    }
    if filters.is_empty() {
        return Err(DecodeError::Empty(fields.packet));
    }
    Ok(Subscribe {
        id,
        filters,
        properties,
    })
}

fn subscribe_options(bits: u8, fields: &Fields) -> Result<SubscribeOptions, DecodeError> {
    let reserved = match fields.version {
        Version::V3_1_1 => 0b1111_1100,
        Version::V5 => 0b1100_0000,
    };
    // [MQTT-3.8.3-4; 5.0: MQTT-3.8.3-5]
    if bits & reserved != 0 {
        return Err(fields.reserved("options", bits));
    }
    Ok(SubscribeOptions {
        qos: QoS::from_number(bits & 0b11).ok_or(DecodeError::BadQoS(fields.packet))?,
        no_local: bits & 0b100 != 0,
        retain_as_published: bits & 0b1000 != 0,
        retain_handling: match bits >> 4 {
            0 => RetainHandling::Send,
            1 => RetainHandling::SendIfNew,
            2 => RetainHandling::DoNotSend,
            number => return Err(fields.reserved(RETAIN_HANDLING, number)),
        },
    })
}

fn suback(fields: &mut Fields) -> Result<SubAck, DecodeError> {
    let id = fields.id()?;
    let properties = fields.properties()?;
    let mut granted = Vec::with_capacity(fields.bytes.len());
    while !fields.bytes.is_empty() {
        let number = fields.byte()?;
        granted.push(match QoS::from_number(number) {
            Some(qos) => Ok(qos),
            // [MQTT-3.9.3-2]
            None if fields.version == Version::V3_1_1 && number != 0x80 => {
                return Err(fields.reserved("return code", number));
            }
            None => Err(ReasonCode::read(number, fields.kind)
                .ok_or_else(|| fields.reserved("reason code", number))?),
        });
    }
    if granted.is_empty() {
        return Err(DecodeError::WrongLength(fields.packet));
    }
    Ok(SubAck {
        id,
        granted,
        properties,
    })
}

fn unsubscribe(fields: &mut Fields) -> Result<Unsubscribe, DecodeError> {
    let id = fields.id()?;
    let properties = fields.properties()?;
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
        properties,
    })
}

fn unsuback(fields: &mut Fields) -> Result<UnsubAck, DecodeError> {
    let id = fields.id()?;
    let properties = fields.properties()?;
    let mut codes = Vec::new();
    if fields.version == Version::V5 {
        while !fields.bytes.is_empty() {
            codes.push(fields.code()?);
        }
        if codes.is_empty() {
            return Err(DecodeError::WrongLength(fields.packet));
        }
    }
    Ok(UnsubAck {
        id,
        codes,
        properties,
    })
}
