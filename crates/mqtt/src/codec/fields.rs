use bytes::{Buf, Bytes};
use bytestring::ByteString;

use super::DecodeError;
use crate::packet::{PacketId, PacketType, Version};
use crate::property::{Misfit, Properties, Property, misfit};
use crate::reason::ReasonCode;

/// The fields of a packet that are left.
pub(crate) struct Fields {
    pub(crate) packet: &'static str,
    pub(super) kind: PacketType,
    pub(super) version: Version,
    pub(super) bytes: Bytes,
    /// The identifier of the property that is being read.
    property: u8,
}

impl Fields {
    pub(super) fn new(kind: PacketType, version: Version, bytes: Bytes) -> Self {
        Self {
            packet: kind.name(),
            kind,
            version,
            bytes,
            property: 0,
        }
    }

    pub(crate) fn byte(&mut self) -> Result<u8, DecodeError> {
        if self.bytes.is_empty() {
            return Err(DecodeError::WrongLength(self.packet));
        }
        Ok(self.bytes.get_u8())
    }

    pub(crate) fn number(&mut self) -> Result<u16, DecodeError> {
        if self.bytes.len() < 2 {
            return Err(DecodeError::WrongLength(self.packet));
        }
        Ok(self.bytes.get_u16())
    }

    pub(crate) fn long_number(&mut self) -> Result<u32, DecodeError> {
        if self.bytes.len() < 4 {
            return Err(DecodeError::WrongLength(self.packet));
        }
        Ok(self.bytes.get_u32())
    }

    pub(crate) fn var_int(&mut self) -> Result<u32, DecodeError> {
        let mut number = 0;
        for place in 0..4 {
            let byte = self.byte()?;
            number |= u32::from(byte & 0x7f) << (7 * place);
            if byte & 0x80 == 0 {
                // [MQTT-1.5.5-1]
                return match byte {
                    0 if place > 0 => Err(DecodeError::LongVarInt(self.packet)),
                    _ => Ok(number),
                };
            }
        }
        Err(DecodeError::LongVarInt(self.packet))
    }

    pub(super) fn id(&mut self) -> Result<PacketId, DecodeError> {
        PacketId::new(self.number()?).ok_or(DecodeError::NoPacketId(self.packet))
    }

    pub(crate) fn binary(&mut self) -> Result<Bytes, DecodeError> {
        let length = usize::from(self.number()?);
        if self.bytes.len() < length {
            return Err(DecodeError::WrongLength(self.packet));
        }
        Ok(self.bytes.split_to(length))
    }

    pub(crate) fn text(&mut self) -> Result<ByteString, DecodeError> {
        let text = ByteString::try_from(self.binary()?);
        let text = text.map_err(|_| DecodeError::BadText(self.packet))?;
        if text.as_bytes().contains(&0) {
            return Err(DecodeError::BadText(self.packet));
        }
        Ok(text)
    }

    /// A reason code of MQTT 5.0.
    pub(super) fn code(&mut self) -> Result<ReasonCode, DecodeError> {
        let number = self.byte()?;
        ReasonCode::read(number, self.kind).ok_or_else(|| self.reserved("reason code", number))
    }

    /// The packet's properties; none in MQTT 3.1.1.
    pub(super) fn properties(&mut self) -> Result<Properties, DecodeError> {
        self.properties_at(1 << self.kind as u16)
    }

    /// The properties of that place: a packet type's, or the will's.
    pub(super) fn properties_at(&mut self, place: u16) -> Result<Properties, DecodeError> {
        let mut properties = Properties::NONE;
        if self.version == Version::V3_1_1 {
            return Ok(properties);
        }
        let length = self.var_int()? as usize;
        if length == 0 {
            return Ok(properties);
        }
        if self.bytes.len() < length {
            return Err(DecodeError::WrongLength(self.packet));
        }
        let rest = self.bytes.split_off(length);
        let mut seen = 0;
        let packet = self.packet;
        while !self.bytes.is_empty() {
            // Identifiers are variable byte integers, of which there are none above 127.
            let id = self.byte()?;
            match misfit(id, place, &mut seen) {
                Some(Misfit::Foreign) => return Err(DecodeError::ForeignProperty { packet, id }),
                Some(Misfit::Repeated) => return Err(DecodeError::RepeatedProperty { packet, id }),
                None => {}
            }
            self.property = id;
            properties.push(Property::read(id, self)?);
        }
        self.bytes = rest;
        Ok(properties)
    }

    pub(crate) fn wrong_property(&self) -> DecodeError {
        DecodeError::WrongProperty {
            packet: self.packet,
            id: self.property,
        }
    }

    pub(super) fn end(&self) -> Result<(), DecodeError> {
        if self.bytes.is_empty() {
            Ok(())
        } else {
            Err(DecodeError::WrongLength(self.packet))
        }
    }

    pub(super) fn reserved(&self, field: &'static str, value: u8) -> DecodeError {
        DecodeError::Reserved {
            packet: self.packet,
            field,
            value,
        }
    }
}
