use bytes::{BufMut, BytesMut};

use super::MAX_REMAINING;
use crate::packet::{
    Ack, ConnAck, Connect, Packet, PacketType, Publish, QoS, SubAck, Subscribe, SubscribeOptions,
    UnsubAck, Unsubscribe, Version,
};
use crate::property::{Properties, Property, WILL};
use crate::reason::ReasonCode;

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
    /// A message of QoS 1 or 2 without a packet id, or one of QoS 0 with one.
    #[error(
        "a message has a packet id where it is acknowledged, and only there \
         [MQTT-2.3.1-1, -5; 5.0: MQTT-2.2.1-2, -3]"
    )]
    PacketId,
    /// A property that the packet cannot have, or cannot have twice.
    #[error("a {packet} cannot have the property `{property}`, or not twice")]
    Property {
        /// The packet's type.
        packet: &'static str,
        /// The property's name.
        property: &'static str,
    },
}

/// Writes a packet to the end of `out`. Nothing is written where it fails.
///
/// What MQTT 3.1.1 has no place for is left out there: properties, reason codes, all of a
/// subscription's options but the QoS. An AUTH is nothing at all in it.
///
/// # Errors
///
/// A field or the packet that is too long; a packet id or a property that does not belong there. What
/// texts say is not looked at: topics are checked by [`check_name`](crate::check_name), filters by
/// [`check_filter`](crate::check_filter).
pub fn encode(packet: &Packet, version: Version, out: &mut BytesMut) -> Result<(), EncodeError> {
    let before = out.len();
    let written = write(packet, version, out);
    if written.is_err() {
        out.truncate(before);
    }
    written
}

fn write(packet: &Packet, version: Version, out: &mut BytesMut) -> Result<(), EncodeError> {
    match packet {
        Packet::Connect(connect) => self::connect(connect, version, out),
        Packet::ConnAck(connack) => self::connack(connack, version, out),
        Packet::Publish(publish) => self::publish(publish, version, out),
        Packet::PubAck(ack) => self::ack(0x40, PacketType::PubAck, ack, version, out),
        Packet::PubRec(ack) => self::ack(0x50, PacketType::PubRec, ack, version, out),
        Packet::PubRel(ack) => self::ack(0x62, PacketType::PubRel, ack, version, out),
        Packet::PubComp(ack) => self::ack(0x70, PacketType::PubComp, ack, version, out),
        Packet::Subscribe(subscribe) => self::subscribe(subscribe, version, out),
        Packet::SubAck(suback) => self::suback(suback, version, out),
        Packet::Unsubscribe(unsubscribe) => self::unsubscribe(unsubscribe, version, out),
        Packet::UnsubAck(unsuback) => self::unsuback(unsuback, version, out),
        Packet::PingReq => header(0xc0, 0, out),
        Packet::PingResp => header(0xd0, 0, out),
        Packet::Disconnect(disconnect) => {
            let tail = Tail::new(
                PacketType::Disconnect,
                disconnect.code,
                &disconnect.properties,
                version,
            )?;
            header(0xe0, tail.size(), out)?;
            tail.write(out);
            Ok(())
        }
        Packet::Auth(_) if version == Version::V3_1_1 => Ok(()),
        Packet::Auth(auth) => {
            let mut tail = Tail::new(PacketType::Auth, auth.code, &auth.properties, version)?;
            // Both are left out, or none is (3.15.2.1).
            tail.has_properties |= tail.has_code;
            header(0xf0, tail.size(), out)?;
            tail.write(out);
            Ok(())
        }
    }
}

/// What ends a packet where it is left out if all is well: the code, and the properties.
struct Tail<'a> {
    code: ReasonCode,
    has_code: bool,
    properties: Checked<'a>,
    has_properties: bool,
}

impl<'a> Tail<'a> {
    fn new(
        kind: PacketType,
        code: ReasonCode,
        properties: &'a Properties,
        version: Version,
    ) -> Result<Self, EncodeError> {
        let properties = Checked::new(properties, kind, 1 << kind as u16, version)?;
        let has_properties = version == Version::V5 && properties.size > 0;
        let has_code = version == Version::V5 && code != ReasonCode::SUCCESS;
        Ok(Self {
            code,
            has_code: has_code || has_properties,
            properties,
            has_properties,
        })
    }

    fn size(&self) -> usize {
        match (self.has_code, self.has_properties) {
            (_, true) => 1 + self.properties.whole_size(),
            (true, false) => 1,
            (false, false) => 0,
        }
    }

    fn write(&self, out: &mut BytesMut) {
        if self.has_code {
            out.put_u8(self.code.number());
        }
        if self.has_properties {
            self.properties.write(out);
        }
    }
}

fn ack(
    first: u8,
    kind: PacketType,
    ack: &Ack,
    version: Version,
    out: &mut BytesMut,
) -> Result<(), EncodeError> {
    let tail = Tail::new(kind, ack.code, &ack.properties, version)?;
    header(first, 2 + tail.size(), out)?;
    out.put_u16(ack.id.get());
    tail.write(out);
    Ok(())
}

fn publish(publish: &Publish, version: Version, out: &mut BytesMut) -> Result<(), EncodeError> {
    let properties = Checked::of(&publish.properties, PacketType::Publish, version)?;
    if publish.id.is_some() == (publish.qos == QoS::AtMostOnce) {
        return Err(EncodeError::PacketId);
    }
    let topic = field("the topic", publish.topic.as_bytes())?;
    let id = publish.id.map_or(0, |_| 2);
    let flags = u8::from(publish.dup) << 3 | (publish.qos as u8) << 1 | u8::from(publish.retain);
    let length = topic + id + properties.whole_size() + publish.payload.len();
    header(0x30 | flags, length, out)?;
    text(publish.topic.as_bytes(), out);
    if let Some(id) = publish.id {
        out.put_u16(id.get());
    }
    properties.write(out);
    out.put_slice(&publish.payload);
    Ok(())
}

fn connect(connect: &Connect, version: Version, out: &mut BytesMut) -> Result<(), EncodeError> {
    let properties = Checked::of(&connect.properties, PacketType::Connect, version)?;
    let mut length = 10 + properties.whole_size();
    length += field("the client id", connect.client_id.as_bytes())?;
    let mut flags = u8::from(connect.clean_start) << 1;
    let mut will_properties = None;
    if let Some(will) = &connect.will {
        let properties = Checked::new(&will.properties, PacketType::Connect, WILL, version)?;
        length += properties.whole_size();
        will_properties = Some(properties);
        length += field("the will's topic", will.topic.as_bytes())?;
        length += field("the will's message", &will.payload)?;
        flags |= 4 | (will.qos as u8) << 3 | u8::from(will.retain) << 5;
    }
    if let Some(username) = &connect.username {
        length += field("the user name", username.as_bytes())?;
        flags |= 0x80;
    }
    // In 3.1.1 there can be no password without a user name [MQTT-3.1.2-22].
    let has_place = flags & 0x80 != 0 || version == Version::V5;
    let password = connect.password.as_ref().filter(|_| has_place);
    if let Some(password) = password {
        length += field("the password", password)?;
        flags |= 0x40;
    }
    header(0x10, length, out)?;
    text(b"MQTT", out);
    out.put_slice(&[version as u8, flags]);
    out.put_u16(connect.keep_alive);
    properties.write(out);
    text(connect.client_id.as_bytes(), out);
    if let Some(will) = &connect.will {
        if let Some(properties) = will_properties {
            properties.write(out);
        }
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

fn connack(connack: &ConnAck, version: Version, out: &mut BytesMut) -> Result<(), EncodeError> {
    let properties = Checked::of(&connack.properties, PacketType::ConnAck, version)?;
    header(0x20, 2 + properties.whole_size(), out)?;
    out.put_u8(u8::from(connack.session_present));
    out.put_u8(connack.code.in_connack(version));
    properties.write(out);
    Ok(())
}

fn subscribe(
    subscribe: &Subscribe,
    version: Version,
    out: &mut BytesMut,
) -> Result<(), EncodeError> {
    let properties = Checked::of(&subscribe.properties, PacketType::Subscribe, version)?;
    let mut length = 2 + properties.whole_size();
    for (filter, _) in &subscribe.filters {
        length += field("the topic filter", filter.as_bytes())? + 1;
    }
    header(0x82, length, out)?;
    out.put_u16(subscribe.id.get());
    properties.write(out);
    for (filter, options) in &subscribe.filters {
        text(filter.as_bytes(), out);
        out.put_u8(bits_of(*options, version));
    }
    Ok(())
}

fn bits_of(options: SubscribeOptions, version: Version) -> u8 {
    let qos = options.qos as u8;
    match version {
        Version::V3_1_1 => qos,
        Version::V5 => {
            qos | u8::from(options.no_local) << 2
                | u8::from(options.retain_as_published) << 3
                | (options.retain_handling as u8) << 4
        }
    }
}

fn suback(suback: &SubAck, version: Version, out: &mut BytesMut) -> Result<(), EncodeError> {
    let properties = Checked::of(&suback.properties, PacketType::SubAck, version)?;
    header(
        0x90,
        2 + properties.whole_size() + suback.granted.len(),
        out,
    )?;
    out.put_u16(suback.id.get());
    properties.write(out);
    for granted in &suback.granted {
        out.put_u8(match (granted, version) {
            (Ok(qos), _) => *qos as u8,
            (Err(_), Version::V3_1_1) => 0x80,
            (Err(code), Version::V5) => code.number(),
        });
    }
    Ok(())
}

fn unsubscribe(
    unsubscribe: &Unsubscribe,
    version: Version,
    out: &mut BytesMut,
) -> Result<(), EncodeError> {
    let properties = Checked::of(&unsubscribe.properties, PacketType::Unsubscribe, version)?;
    let mut length = 2 + properties.whole_size();
    for filter in &unsubscribe.filters {
        length += field("the topic filter", filter.as_bytes())?;
    }
    header(0xa2, length, out)?;
    out.put_u16(unsubscribe.id.get());
    properties.write(out);
    for filter in &unsubscribe.filters {
        text(filter.as_bytes(), out);
    }
    Ok(())
}

fn unsuback(unsuback: &UnsubAck, version: Version, out: &mut BytesMut) -> Result<(), EncodeError> {
    let properties = Checked::of(&unsuback.properties, PacketType::UnsubAck, version)?;
    let codes = match version {
        Version::V3_1_1 => &[],
        Version::V5 => &unsuback.codes[..],
    };
    header(0xb0, 2 + properties.whole_size() + codes.len(), out)?;
    out.put_u16(unsuback.id.get());
    properties.write(out);
    for code in codes {
        out.put_u8(code.number());
    }
    Ok(())
}

/// What a property has after its identifier.
pub(crate) enum Part<'a> {
    Byte(u8),
    Two(u16),
    Four(u32),
    Var(u32),
    Field(&'a [u8]),
    Pair(&'a [u8], &'a [u8]),
}

/// Properties that belong where they are, and fit; in 3.1.1, none.
struct Checked<'a> {
    properties: Option<&'a Properties>,
    /// The bytes that they take, without the length that stands before.
    size: usize,
}

impl<'a> Checked<'a> {
    fn of(
        properties: &'a Properties,
        kind: PacketType,
        version: Version,
    ) -> Result<Self, EncodeError> {
        Self::new(properties, kind, 1 << kind as u16, version)
    }

    fn new(
        properties: &'a Properties,
        kind: PacketType,
        place: u16,
        version: Version,
    ) -> Result<Self, EncodeError> {
        if version == Version::V3_1_1 {
            return Ok(Self {
                properties: None,
                size: 0,
            });
        }
        if let Some(property) = properties.misfit(place) {
            return Err(EncodeError::Property {
                packet: kind.name(),
                property: property.name(),
            });
        }
        for property in properties.iter() {
            if let Part::Field(first) | Part::Pair(first, _) = property.part() {
                field("a property", first)?;
            }
            if let Part::Pair(_, second) = property.part() {
                field("a property", second)?;
            }
        }
        let size = properties.size();
        if size > MAX_REMAINING {
            return Err(EncodeError::PacketTooLong);
        }
        Ok(Self {
            properties: Some(properties),
            size,
        })
    }

    /// The bytes that they take, with the length that stands before.
    fn whole_size(&self) -> usize {
        self.properties
            .map_or(0, |_| var_int_size(self.size) + self.size)
    }

    fn write(&self, out: &mut BytesMut) {
        let Some(properties) = self.properties else {
            return;
        };
        var_int(self.size, out);
        for property in properties.iter() {
            out.put_u8(property.id());
            match property.part() {
                Part::Byte(byte) => out.put_u8(byte),
                Part::Two(number) => out.put_u16(number),
                Part::Four(number) => out.put_u32(number),
                Part::Var(number) => var_int(number as usize, out),
                Part::Field(bytes) => text(bytes, out),
                Part::Pair(name, value) => {
                    text(name, out);
                    text(value, out);
                }
            }
        }
    }
}

/// The bytes that a property takes, with its identifier.
pub(crate) fn size_of_property(property: &Property) -> usize {
    1 + match property.part() {
        Part::Byte(_) => 1,
        Part::Two(_) => 2,
        Part::Four(_) => 4,
        Part::Var(number) => var_int_size(number as usize),
        Part::Field(bytes) => 2 + bytes.len(),
        Part::Pair(name, value) => 4 + name.len() + value.len(),
    }
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
    var_int(length, out);
    Ok(())
}

fn var_int_size(number: usize) -> usize {
    match number {
        0..0x80 => 1,
        0x80..0x4000 => 2,
        0x4000..0x20_0000 => 3,
        _ => 4,
    }
}

fn var_int(number: usize, out: &mut BytesMut) {
    let mut rest = number;
    loop {
        #[expect(clippy::cast_possible_truncation, reason = "seven bits are left")]
        let byte = (rest & 0x7f) as u8;
        rest >>= 7;
        if rest == 0 {
            return out.put_u8(byte);
        }
        out.put_u8(byte | 0x80);
    }
}
