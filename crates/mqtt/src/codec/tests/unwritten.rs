//! What cannot be written is an error, and leaves what was written before as it is.

use bytes::{Bytes, BytesMut};
use bytestring::ByteString;

use super::rules::{self, BOTH};
use super::{bytes_of, with_header};
use crate::codec::{EncodeError, MAX_REMAINING, encode};
use crate::packet::{
    Ack, Auth, ConnAck, Connect, Disconnect, Packet, PacketId, Publish, QoS, SubAck, Subscribe,
    SubscribeOptions, UnsubAck, Unsubscribe, Version, Will,
};
use crate::property::{Properties, Property, VarInt};
use crate::reason::ReasonCode as R;

use Version::{V3_1_1, V5};

/// Where there is something already, which stays as it is.
fn assert_unwritten(packet: &Packet, version: Version, expected: &EncodeError) {
    let mut out = BytesMut::from(&b"before"[..]);
    let error = encode(packet, version, &mut out).expect_err("it cannot be written");
    assert_eq!(error, *expected);
    assert_eq!(out, &b"before"[..]);
}

fn with_properties(properties: Properties) -> Vec<(&'static str, Packet)> {
    let id = PacketId::MIN;
    let properties = || properties.clone();
    let ack = || Ack {
        properties: properties(),
        ..Ack::from(id)
    };
    let connect = Connect {
        properties: properties(),
        ..Connect::default()
    };
    let with_will = Connect {
        will: Some(Will {
            topic: "a".into(),
            payload: Bytes::new(),
            qos: QoS::AtMostOnce,
            retain: false,
            properties: properties(),
        }),
        ..Connect::default()
    };
    let connack = ConnAck {
        properties: properties(),
        ..ConnAck::default()
    };
    let publish = Publish {
        topic: "a".into(),
        properties: properties(),
        ..Publish::default()
    };
    let subscribe = Subscribe {
        id,
        filters: vec![("a".into(), SubscribeOptions::default())],
        properties: properties(),
    };
    let suback = SubAck {
        id,
        granted: vec![Ok(QoS::AtMostOnce)],
        properties: properties(),
    };
    let unsubscribe = Unsubscribe {
        id,
        filters: vec!["a".into()],
        properties: properties(),
    };
    let unsuback = UnsubAck {
        id,
        codes: vec![R::SUCCESS],
        properties: properties(),
    };
    let disconnect = Disconnect {
        properties: properties(),
        ..Disconnect::default()
    };
    let auth = Auth {
        properties: properties(),
        ..Auth::default()
    };
    vec![
        ("CONNECT", Packet::Connect(Box::new(connect))),
        ("CONNECT", Packet::Connect(Box::new(with_will))),
        ("CONNACK", Packet::ConnAck(connack)),
        ("PUBLISH", Packet::Publish(publish)),
        ("PUBACK", Packet::PubAck(ack())),
        ("PUBREC", Packet::PubRec(ack())),
        ("PUBREL", Packet::PubRel(ack())),
        ("PUBCOMP", Packet::PubComp(ack())),
        ("SUBSCRIBE", Packet::Subscribe(subscribe)),
        ("SUBACK", Packet::SubAck(suback)),
        ("UNSUBSCRIBE", Packet::Unsubscribe(unsubscribe)),
        ("UNSUBACK", Packet::UnsubAck(unsuback)),
        ("DISCONNECT", Packet::Disconnect(disconnect)),
        ("AUTH", Packet::Auth(auth)),
    ]
}

/// 5.0: 2.2.2.2.
#[test]
fn a_property_that_the_packet_cannot_have_is_not_written() {
    // One that only CONNACK has, and one that it has not.
    let foreign = [
        Property::AssignedClientId("a".into()),
        Property::RequestProblemInformation(true),
    ];
    for property in foreign {
        let properties: Properties = [property.clone()].into_iter().collect();
        for (packet, whole) in with_properties(properties) {
            let fits = matches!(
                (&whole, &property),
                (Packet::ConnAck(_), Property::AssignedClientId(_))
            ) || matches!(
                (&whole, &property),
                (Packet::Connect(connect), Property::RequestProblemInformation(_))
                    if connect.will.is_none()
            );
            if fits {
                bytes_of(&whole, V5);
            } else {
                let property = property.clone();
                assert_unwritten(
                    &whole,
                    V5,
                    &EncodeError::Property {
                        packet,
                        property: property.name(),
                    },
                );
            }
            // 3.1.1 has none, so none is wrong.
            encode(&whole, V3_1_1, &mut BytesMut::new()).unwrap();
        }
    }
}

/// 5.0: where each property is described.
#[test]
fn a_property_is_not_written_twice() {
    let twice = |property: Property| Properties::from_iter([property.clone(), property]);
    for (packet, whole) in with_properties(twice(Property::ReasonString("a".into()))) {
        let property = Property::ReasonString("a".into());
        assert_unwritten(
            &whole,
            V5,
            &EncodeError::Property {
                packet,
                property: property.name(),
            },
        );
    }
    let identifier = Property::SubscriptionIdentifier(VarInt::new(1).unwrap());
    for (packet, whole) in with_properties(twice(identifier.clone())) {
        if let Packet::Publish(_) = whole {
            bytes_of(&whole, V5);
        } else {
            let property = identifier.clone();
            assert_unwritten(
                &whole,
                V5,
                &EncodeError::Property {
                    packet,
                    property: property.name(),
                },
            );
        }
    }
    for (_, whole) in with_properties(twice(Property::UserProperty(("a".into(), "b".into())))) {
        bytes_of(&whole, V5);
    }
}

/// 1.5.3, `[MQTT-4.7.3-3]`; 5.0: 1.5.4, 1.5.6.
#[test]
fn a_field_that_is_too_long_is_an_error_and_nothing_is_written() {
    let long = "a".repeat(65_536);
    let connect = Connect {
        client_id: long.clone().into(),
        ..Connect::default()
    };
    let will = |topic: &str, payload: &str| Connect {
        will: Some(Will {
            topic: topic.into(),
            payload: Bytes::from(payload.to_owned()),
            qos: QoS::AtMostOnce,
            retain: false,
            properties: Properties::NONE,
        }),
        ..Connect::default()
    };
    let name = Connect {
        username: Some(long.clone().into()),
        ..Connect::default()
    };
    let password = Connect {
        username: Some("a".into()),
        password: Some(long.clone().into()),
        ..Connect::default()
    };
    let connects = [
        ("the client id", connect),
        ("the will's topic", will(&long, "")),
        ("the will's message", will("a", &long)),
        ("the user name", name),
        ("the password", password),
    ];
    let mut packets: Vec<_> = connects
        .into_iter()
        .map(|(what, connect)| (what, Packet::Connect(Box::new(connect))))
        .collect();
    let publish = Publish {
        topic: long.clone().into(),
        ..Publish::default()
    };
    packets.push(("the topic", Packet::Publish(publish)));
    let id = PacketId::MIN;
    let subscribe = Subscribe {
        id,
        filters: vec![(long.clone().into(), SubscribeOptions::default())],
        properties: Properties::NONE,
    };
    packets.push(("the topic filter", Packet::Subscribe(subscribe)));
    let unsubscribe = Unsubscribe {
        id,
        filters: vec![long.clone().into()],
        properties: Properties::NONE,
    };
    packets.push(("the topic filter", Packet::Unsubscribe(unsubscribe)));
    for (what, packet) in packets {
        for version in BOTH {
            assert_unwritten(&packet, version, &EncodeError::FieldTooLong(what));
        }
    }
    let user = |name: &str, value: &str| Property::UserProperty((name.into(), value.into()));
    let properties = [
        Property::ReasonString(long.clone().into()),
        user(&long, ""),
        user("", &long),
    ];
    for property in properties {
        let disconnect = Disconnect {
            properties: [property].into_iter().collect(),
            ..Disconnect::default()
        };
        let error = EncodeError::FieldTooLong("a property");
        assert_unwritten(&Packet::Disconnect(disconnect), V5, &error);
    }
}

/// 2.2.3; 5.0: 2.1.4.
#[test]
fn a_packet_that_is_too_long_is_an_error_and_nothing_is_written() {
    let publish = Publish {
        topic: "a".into(),
        payload: Bytes::from(vec![0; MAX_REMAINING - 2]),
        ..Publish::default()
    };
    for version in BOTH {
        let packet = Packet::Publish(publish.clone());
        assert_unwritten(&packet, version, &EncodeError::PacketTooLong);
    }
    // As many properties as no length can say, of one text that they share.
    let text = ByteString::from("a".repeat(65_535));
    let property = Property::UserProperty((text.clone(), text));
    let properties = std::iter::repeat_n(property, MAX_REMAINING / 131_070 + 1);
    let disconnect = Disconnect {
        properties: properties.collect(),
        ..Disconnect::default()
    };
    let packet = Packet::Disconnect(disconnect);
    assert_unwritten(&packet, V5, &EncodeError::PacketTooLong);
}

/// What 3.1.1 has no place for is left out of it; an AUTH is nothing at all.
#[test]
fn what_3_1_1_cannot_say_is_left_out() {
    let mut out = BytesMut::new();
    encode(&Packet::Auth(Auth::default()), V3_1_1, &mut out).unwrap();
    assert!(out.is_empty());
    let ack = Ack {
        code: R::NOT_AUTHORIZED,
        properties: [Property::ReasonString("no".into())].into_iter().collect(),
        ..Ack::from(PacketId::MIN)
    };
    assert_eq!(
        bytes_of(&Packet::PubAck(ack), V3_1_1),
        &b"\x40\x02\0\x01"[..]
    );
    // [MQTT-3.1.2-22]
    let connect = Connect {
        password: Some(Bytes::from_static(b"secret")),
        ..Connect::default()
    };
    let bytes = bytes_of(&Packet::Connect(Box::new(connect)), V3_1_1);
    assert_eq!(bytes, with_header(0x10, &rules::connect(4, 0, b"\0\0")));
}

#[test]
fn a_message_has_a_packet_id_where_it_is_acknowledged_and_only_there() {
    let message = |qos, id| {
        Packet::Publish(Publish {
            topic: "a".into(),
            qos,
            id,
            ..Publish::default()
        })
    };
    for version in BOTH {
        for (qos, id) in [
            (QoS::AtMostOnce, Some(PacketId::MIN)),
            (QoS::AtLeastOnce, None),
            (QoS::ExactlyOnce, None),
        ] {
            assert_unwritten(&message(qos, id), version, &EncodeError::PacketId);
        }
    }
}
