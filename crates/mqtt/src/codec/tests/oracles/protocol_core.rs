//! `mqtt-protocol-core`: packets of ours as it builds them, and what it reads.

use std::sync::Arc;

use mqtt_protocol_core::mqtt::common::Cursor;
use mqtt_protocol_core::mqtt::connection::{PacketBuildResult, PacketBuilder};
use mqtt_protocol_core::mqtt::packet::{self as theirs, v3_1_1, v5_0};
use mqtt_protocol_core::mqtt::result_code::{
    ConnectReturnCode, MqttError, SubackReasonCode, SubackReturnCode,
};

use crate::packet::{Ack, ConnAck, Connect, Packet, Publish, QoS, SubscribeOptions, Version};
use crate::property::{Properties, Property};
use crate::reason::ReasonCode;

pub(super) type Theirs = theirs::Packet;

/// The packet that begins there; nothing where it has not arrived whole.
pub(super) fn read(version: Version, bytes: &[u8]) -> Result<Option<Theirs>, MqttError> {
    let raw = match PacketBuilder::new().feed(&mut Cursor::new(bytes)) {
        PacketBuildResult::Complete(raw) => raw,
        PacketBuildResult::Incomplete => return Ok(None),
        PacketBuildResult::Error(error) => return Err(error),
    };
    let arc = || Arc::<[u8]>::from(raw.data_as_slice());
    macro_rules! parse {
        ($($type:ident)::+, $variant:ident) => {
            raw.parse_exact($($type)::+::parse).map(Theirs::$variant)
        };
    }
    // It takes the version of a connection from the CONNECT, as this codec does.
    let version = match (raw.packet_type(), raw.data_as_slice().get(6)) {
        (1, Some(5)) => Version::V5,
        (1, _) => Version::V3_1_1,
        _ => version,
    };
    let packet = match (version, raw.packet_type()) {
        (Version::V3_1_1, 1) => parse!(v3_1_1::Connect, V3_1_1Connect),
        (Version::V3_1_1, 2) => parse!(v3_1_1::Connack, V3_1_1Connack),
        (Version::V3_1_1, 3) => v3_1_1::Publish::parse(raw.flags(), arc())
            .map(|(publish, _)| Theirs::V3_1_1Publish(publish)),
        (Version::V3_1_1, 4) => parse!(v3_1_1::Puback, V3_1_1Puback),
        (Version::V3_1_1, 5) => parse!(v3_1_1::Pubrec, V3_1_1Pubrec),
        (Version::V3_1_1, 6) => parse!(v3_1_1::Pubrel, V3_1_1Pubrel),
        (Version::V3_1_1, 7) => parse!(v3_1_1::Pubcomp, V3_1_1Pubcomp),
        (Version::V3_1_1, 8) => parse!(v3_1_1::Subscribe, V3_1_1Subscribe),
        (Version::V3_1_1, 9) => parse!(v3_1_1::Suback, V3_1_1Suback),
        (Version::V3_1_1, 10) => parse!(v3_1_1::Unsubscribe, V3_1_1Unsubscribe),
        (Version::V3_1_1, 11) => parse!(v3_1_1::Unsuback, V3_1_1Unsuback),
        (Version::V3_1_1, 12) => parse!(v3_1_1::Pingreq, V3_1_1Pingreq),
        (Version::V3_1_1, 13) => parse!(v3_1_1::Pingresp, V3_1_1Pingresp),
        (Version::V3_1_1, 14) => parse!(v3_1_1::Disconnect, V3_1_1Disconnect),
        (Version::V5, 1) => parse!(v5_0::Connect, V5_0Connect),
        (Version::V5, 2) => parse!(v5_0::Connack, V5_0Connack),
        (Version::V5, 3) => v5_0::Publish::parse(raw.flags(), arc())
            .map(|(publish, _)| Theirs::V5_0Publish(publish)),
        (Version::V5, 4) => parse!(v5_0::Puback, V5_0Puback),
        (Version::V5, 5) => parse!(v5_0::Pubrec, V5_0Pubrec),
        (Version::V5, 6) => parse!(v5_0::Pubrel, V5_0Pubrel),
        (Version::V5, 7) => parse!(v5_0::Pubcomp, V5_0Pubcomp),
        (Version::V5, 8) => parse!(v5_0::Subscribe, V5_0Subscribe),
        (Version::V5, 9) => parse!(v5_0::Suback, V5_0Suback),
        (Version::V5, 10) => parse!(v5_0::Unsubscribe, V5_0Unsubscribe),
        (Version::V5, 11) => parse!(v5_0::Unsuback, V5_0Unsuback),
        (Version::V5, 12) => parse!(v5_0::Pingreq, V5_0Pingreq),
        (Version::V5, 13) => parse!(v5_0::Pingresp, V5_0Pingresp),
        (Version::V5, 14) => parse!(v5_0::Disconnect, V5_0Disconnect),
        (Version::V5, 15) => parse!(v5_0::Auth, V5_0Auth),
        _ => Err(MqttError::MalformedPacket),
    };
    packet.map(Some)
}

/// The packet as it builds it, value by value.
pub(super) fn build(packet: &Packet, version: Version) -> Result<Theirs, MqttError> {
    match version {
        Version::V3_1_1 => build_old(packet),
        Version::V5 => build_new(packet),
    }
}

fn build_old(packet: &Packet) -> Result<Theirs, MqttError> {
    macro_rules! ack {
        ($type:ident, $variant:ident, $ack:ident) => {
            v3_1_1::$type::builder()
                .packet_id($ack.id.get())
                .build()
                .map(Theirs::$variant)
        };
    }
    match packet {
        Packet::Connect(connect) => connect_old(connect).map(Theirs::V3_1_1Connect),
        Packet::ConnAck(connack) => connack_old(connack).map(Theirs::V3_1_1Connack),
        Packet::Publish(publish) => publish_old(publish).map(Theirs::V3_1_1Publish),
        Packet::PubAck(ack) => ack!(Puback, V3_1_1Puback, ack),
        Packet::PubRec(ack) => ack!(Pubrec, V3_1_1Pubrec, ack),
        Packet::PubRel(ack) => ack!(Pubrel, V3_1_1Pubrel, ack),
        Packet::PubComp(ack) => ack!(Pubcomp, V3_1_1Pubcomp, ack),
        Packet::Subscribe(subscribe) => v3_1_1::Subscribe::builder()
            .packet_id(subscribe.id.get())
            .entries(entries(&subscribe.filters)?)
            .build()
            .map(Theirs::V3_1_1Subscribe),
        Packet::SubAck(suback) => {
            let codes = suback.granted.iter().map(|granted| match granted {
                Ok(qos) => SubackReturnCode::try_from(*qos as u8).unwrap(),
                Err(_) => SubackReturnCode::Failure,
            });
            v3_1_1::Suback::builder()
                .packet_id(suback.id.get())
                .return_codes(codes.collect())
                .build()
                .map(Theirs::V3_1_1Suback)
        }
        Packet::Unsubscribe(unsubscribe) => v3_1_1::Unsubscribe::builder()
            .packet_id(unsubscribe.id.get())
            .entries(unsubscribe.filters.iter().map(|filter| &**filter))?
            .build()
            .map(Theirs::V3_1_1Unsubscribe),
        Packet::UnsubAck(unsuback) => ack!(Unsuback, V3_1_1Unsuback, unsuback),
        Packet::PingReq => Ok(Theirs::V3_1_1Pingreq(v3_1_1::Pingreq::new())),
        Packet::PingResp => Ok(Theirs::V3_1_1Pingresp(v3_1_1::Pingresp::new())),
        Packet::Disconnect(_) => Ok(Theirs::V3_1_1Disconnect(v3_1_1::Disconnect::new())),
        Packet::Auth(_) => unreachable!("there is no AUTH in 3.1.1"),
    }
}

/// Sets what is set of a builder's optional fields.
macro_rules! with {
    ($builder:ident, $(($value:expr) => $name:ident => $setter:expr;)*) => {
        $(if let Some($name) = $value {
            $builder = $setter;
        })*
    };
}

fn connect_old(connect: &Connect) -> Result<v3_1_1::Connect, MqttError> {
    let mut builder = v3_1_1::Connect::builder()
        .client_id(&*connect.client_id)?
        .clean_session(connect.clean_start)
        .keep_alive(connect.keep_alive);
    with!(builder,
        (&connect.will) => will => builder.will_message(
            &*will.topic, will.payload.to_vec(), qos(will.qos), will.retain)?;
        (&connect.username) => name => builder.user_name(&**name)?;
        (&connect.password) => password => builder.password(password.to_vec())?;
    );
    builder.build()
}

fn connack_old(connack: &ConnAck) -> Result<v3_1_1::Connack, MqttError> {
    let number = connack.code.in_connack(Version::V3_1_1);
    v3_1_1::Connack::builder()
        .session_present(connack.session_present)
        .return_code(ConnectReturnCode::try_from(number).unwrap())
        .build()
}

fn publish_old(publish: &Publish) -> Result<v3_1_1::Publish, MqttError> {
    let mut builder = v3_1_1::Publish::builder()
        .topic_name(&*publish.topic)?
        .qos(qos(publish.qos))
        .dup(publish.dup)
        .retain(publish.retain)
        .payload(&*publish.payload);
    with!(builder, (publish.id) => id => builder.packet_id(id.get()););
    builder.build()
}

fn build_new(packet: &Packet) -> Result<Theirs, MqttError> {
    macro_rules! ack {
        ($type:ident, $variant:ident, $ack:ident) => {{
            let Ack {
                id,
                code,
                properties,
            } = $ack;
            let mut builder = v5_0::$type::builder().packet_id(id.get());
            tail!(builder, *code, properties);
            builder.build().map(Theirs::$variant)
        }};
    }
    // Both are left out where there is nothing to say.
    macro_rules! tail {
        ($builder:ident, $code:expr, $properties:expr) => {
            if $code != ReasonCode::SUCCESS || !$properties.is_empty() {
                let code = $code.number().try_into();
                $builder = $builder.reason_code(code.map_err(|_| MqttError::ProtocolError)?);
            }
            if !$properties.is_empty() {
                $builder = $builder.props(properties_of($properties)?);
            }
        };
    }
    match packet {
        Packet::Connect(connect) => connect_new(connect).map(Theirs::V5_0Connect),
        Packet::ConnAck(connack) => v5_0::Connack::builder()
            .session_present(connack.session_present)
            .reason_code(connack.code.number().try_into().unwrap())
            .props(properties_of(&connack.properties)?)
            .build()
            .map(Theirs::V5_0Connack),
        Packet::Publish(publish) => publish_new(publish).map(Theirs::V5_0Publish),
        Packet::PubAck(ack) => ack!(Puback, V5_0Puback, ack),
        Packet::PubRec(ack) => ack!(Pubrec, V5_0Pubrec, ack),
        Packet::PubRel(ack) => ack!(Pubrel, V5_0Pubrel, ack),
        Packet::PubComp(ack) => ack!(Pubcomp, V5_0Pubcomp, ack),
        Packet::Subscribe(subscribe) => v5_0::Subscribe::builder()
            .packet_id(subscribe.id.get())
            .props(properties_of(&subscribe.properties)?)
            .entries(entries(&subscribe.filters)?)
            .build()
            .map(Theirs::V5_0Subscribe),
        Packet::SubAck(suback) => {
            let codes = suback.granted.iter().map(|granted| {
                let number = granted.map_or_else(ReasonCode::number, |qos| qos as u8);
                SubackReasonCode::try_from(number).unwrap()
            });
            v5_0::Suback::builder()
                .packet_id(suback.id.get())
                .props(properties_of(&suback.properties)?)
                .reason_codes(codes.collect())
                .build()
                .map(Theirs::V5_0Suback)
        }
        Packet::Unsubscribe(unsubscribe) => v5_0::Unsubscribe::builder()
            .packet_id(unsubscribe.id.get())
            .props(properties_of(&unsubscribe.properties)?)
            .entries(unsubscribe.filters.iter().map(|filter| &**filter))?
            .build()
            .map(Theirs::V5_0Unsubscribe),
        Packet::UnsubAck(unsuback) => {
            let codes = unsuback.codes.iter().map(|code| code.number().try_into());
            v5_0::Unsuback::builder()
                .packet_id(unsuback.id.get())
                .props(properties_of(&unsuback.properties)?)
                .reason_codes(codes.map(Result::unwrap).collect())
                .build()
                .map(Theirs::V5_0Unsuback)
        }
        Packet::PingReq => Ok(Theirs::V5_0Pingreq(v5_0::Pingreq::new())),
        Packet::PingResp => Ok(Theirs::V5_0Pingresp(v5_0::Pingresp::new())),
        Packet::Disconnect(disconnect) => {
            let mut builder = v5_0::Disconnect::builder();
            tail!(builder, disconnect.code, &disconnect.properties);
            builder.build().map(Theirs::V5_0Disconnect)
        }
        Packet::Auth(auth) => {
            let mut builder = v5_0::Auth::builder();
            tail!(builder, auth.code, &auth.properties);
            builder.build().map(Theirs::V5_0Auth)
        }
    }
}

fn connect_new(connect: &Connect) -> Result<v5_0::Connect, MqttError> {
    let mut builder = v5_0::Connect::builder()
        .client_id(&*connect.client_id)?
        .clean_start(connect.clean_start)
        .keep_alive(connect.keep_alive)
        .props(properties_of(&connect.properties)?);
    with!(builder,
        (&connect.will) => will => builder
            .will_message(&*will.topic, will.payload.to_vec(), qos(will.qos), will.retain)?
            .will_props(properties_of(&will.properties)?);
        (&connect.username) => name => builder.user_name(&**name)?;
        (&connect.password) => password => builder.password(password.to_vec())?;
    );
    builder.build()
}

fn publish_new(publish: &Publish) -> Result<v5_0::Publish, MqttError> {
    let mut builder = v5_0::Publish::builder()
        .topic_name(&*publish.topic)?
        .qos(qos(publish.qos))
        .dup(publish.dup)
        .retain(publish.retain)
        .props(properties_of(&publish.properties)?)
        .payload(&*publish.payload);
    with!(builder, (publish.id) => id => builder.packet_id(id.get()););
    builder.build()
}

fn qos(qos: QoS) -> theirs::Qos {
    theirs::Qos::try_from(qos as u8).unwrap()
}

fn entries(
    filters: &[(bytestring::ByteString, SubscribeOptions)],
) -> Result<Vec<theirs::SubEntry>, MqttError> {
    let entry = |(filter, options): &(bytestring::ByteString, SubscribeOptions)| {
        let handling = theirs::RetainHandling::try_from(options.retain_handling as u8).unwrap();
        let options = theirs::SubOpts::new()
            .set_qos(qos(options.qos))
            .set_nl(options.no_local)
            .set_rap(options.retain_as_published)
            .set_rh(handling);
        theirs::SubEntry::new(&**filter, options)
    };
    filters.iter().map(entry).collect()
}

fn properties_of(properties: &Properties) -> Result<theirs::Properties, MqttError> {
    properties.iter().map(property).collect()
}

fn property(property: &Property) -> Result<theirs::Property, MqttError> {
    use theirs::*;

    use crate::property::Property;

    Ok(match property {
        Property::PayloadFormat(is_text) => PayloadFormatIndicator::new(match is_text {
            true => PayloadFormat::String,
            false => PayloadFormat::Binary,
        })?
        .into(),
        Property::MessageExpiry(it) => MessageExpiryInterval::new(*it)?.into(),
        Property::ContentType(it) => ContentType::new(&**it)?.into(),
        Property::ResponseTopic(it) => ResponseTopic::new(&**it)?.into(),
        Property::CorrelationData(it) => CorrelationData::new(it.to_vec())?.into(),
        Property::SubscriptionIdentifier(it) => SubscriptionIdentifier::new(it.get())?.into(),
        Property::SessionExpiry(it) => SessionExpiryInterval::new(*it)?.into(),
        Property::AssignedClientId(it) => AssignedClientIdentifier::new(&**it)?.into(),
        Property::ServerKeepAlive(it) => ServerKeepAlive::new(*it)?.into(),
        Property::AuthenticationMethod(it) => AuthenticationMethod::new(&**it)?.into(),
        Property::AuthenticationData(it) => AuthenticationData::new(it.to_vec())?.into(),
        Property::RequestProblemInformation(it) => {
            RequestProblemInformation::new(u8::from(*it))?.into()
        }
        Property::WillDelay(it) => WillDelayInterval::new(*it)?.into(),
        Property::RequestResponseInformation(it) => {
            RequestResponseInformation::new(u8::from(*it))?.into()
        }
        Property::ResponseInformation(it) => ResponseInformation::new(&**it)?.into(),
        Property::ServerReference(it) => ServerReference::new(&**it)?.into(),
        Property::ReasonString(it) => ReasonString::new(&**it)?.into(),
        Property::ReceiveMaximum(it) => ReceiveMaximum::new(it.get())?.into(),
        Property::TopicAliasMaximum(it) => TopicAliasMaximum::new(*it)?.into(),
        Property::TopicAlias(it) => TopicAlias::new(it.get())?.into(),
        Property::MaximumQoS(it) => MaximumQos::new(*it as u8)?.into(),
        Property::RetainAvailable(it) => RetainAvailable::new(u8::from(*it))?.into(),
        Property::UserProperty((name, value)) => UserProperty::new(&**name, &**value)?.into(),
        Property::MaximumPacketSize(it) => MaximumPacketSize::new(it.get())?.into(),
        Property::WildcardAvailable(it) => {
            WildcardSubscriptionAvailable::new(u8::from(*it))?.into()
        }
        Property::SubscriptionIdentifiersAvailable(it) => {
            SubscriptionIdentifierAvailable::new(u8::from(*it))?.into()
        }
        Property::SharedAvailable(it) => SharedSubscriptionAvailable::new(u8::from(*it))?.into(),
    })
}
