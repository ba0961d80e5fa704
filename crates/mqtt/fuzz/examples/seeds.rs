//! Writes the inputs that fuzzing begins with: `cargo run --example seeds -- FOLDER`, a folder for
//! each target in it.

use std::error::Error;
use std::fs;
use std::path::Path;

use bytes::BytesMut;
use ropewalk_mqtt::{
    Auth, ByteString, ConnAck, Connect, Disconnect, Packet, PacketId, Properties, Property,
    Publish, QoS, ReasonCode, SubAck, Subscribe, UnsubAck, Unsubscribe, VarInt, Version, Will,
    encode,
};
use ropewalk_mqtt_fuzz::session::{RAW, call};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("which folder?")?;
    let all = [
        ("decode", decode()?),
        ("session", session()),
        ("filter", filter()),
        ("url", url()),
    ];
    for (target, inputs) in all {
        let folder = Path::new(&folder).join(target);
        fs::create_dir_all(&folder)?;
        for (number, input) in inputs.iter().enumerate() {
            fs::write(folder.join(format!("seed-{number:02}")), input)?;
        }
    }
    Ok(())
}

/// Packets of each type, whole, cut, and all in one stream.
fn decode() -> Result<Vec<Vec<u8>>, Box<dyn Error>> {
    let topic = ByteString::from("light/1");
    let id = PacketId::MIN;
    let levels = [QoS::AtMostOnce, QoS::AtLeastOnce, QoS::ExactlyOnce];
    let connect = Connect {
        client_id: "lamp".into(),
        clean_start: true,
        keep_alive: 60,
        ..Connect::default()
    };
    let full = Connect {
        username: Some("user".into()),
        password: Some("secret".into()),
        will: Some(Will {
            topic: topic.clone(),
            payload: "off".into(),
            qos: QoS::AtLeastOnce,
            retain: true,
            properties: Default::default(),
        }),
        ..connect.clone()
    };
    let connack = |session_present, code| {
        Packet::ConnAck(ConnAck {
            session_present,
            code,
            properties: Default::default(),
        })
    };
    let mut packets = vec![
        Packet::Connect(Box::new(connect)),
        Packet::Connect(Box::new(full)),
        connack(true, ReasonCode::SUCCESS),
        connack(false, ReasonCode::NOT_AUTHORIZED),
        Packet::PubAck(id.into()),
        Packet::PubRec(id.into()),
        Packet::PubRel(id.into()),
        Packet::PubComp(id.into()),
        Packet::Subscribe(Subscribe {
            id,
            filters: levels.map(|qos| ("light/+".into(), qos.into())).to_vec(),
            properties: Default::default(),
        }),
        Packet::SubAck(SubAck {
            id,
            granted: [Err(ReasonCode::UNSPECIFIED_ERROR)]
                .into_iter()
                .chain(levels.map(Ok))
                .collect(),
            properties: Default::default(),
        }),
        Packet::Unsubscribe(Unsubscribe {
            id,
            filters: vec!["light/+".into(), "#".into()],
            properties: Default::default(),
        }),
        Packet::UnsubAck(UnsubAck {
            id,
            codes: vec![ReasonCode::SUCCESS, ReasonCode::NO_SUBSCRIPTION_EXISTED],
            properties: Default::default(),
        }),
        Packet::PingReq,
        Packet::PingResp,
        Packet::Disconnect(Disconnect::default()),
    ];
    packets.extend(levels.map(|qos| {
        Packet::Publish(Publish {
            dup: qos == QoS::ExactlyOnce,
            qos,
            retain: qos == QoS::AtLeastOnce,
            topic: topic.clone(),
            id: (qos != QoS::AtMostOnce).then_some(id),
            payload: "on".into(),
            ..Publish::default()
        })
    }));
    // What only 5.0 has.
    packets.push(Packet::Auth(Auth {
        code: ReasonCode::CONTINUE_AUTHENTICATION,
        properties: Properties::from_iter([
            Property::AuthenticationMethod("SCRAM".into()),
            Property::AuthenticationData("proof".into()),
        ]),
    }));
    packets.push(Packet::Publish(Publish {
        topic,
        properties: Properties::from_iter([
            Property::MessageExpiry(60),
            Property::ResponseTopic("answers".into()),
            Property::UserProperty(("room".into(), "hall".into())),
        ])
        .with(VarInt::new(300).map(Property::SubscriptionIdentifier)),
        ..Publish::default()
    }));
    let mut inputs = Vec::new();
    for (number, version) in [(0, Version::V3_1_1), (1, Version::V5)] {
        let mut stream = BytesMut::new();
        for packet in &packets {
            let mut bytes = BytesMut::new();
            encode(packet, version, &mut bytes)?;
            stream.extend_from_slice(&bytes);
            inputs.push([&[number, 0], &bytes[..]].concat());
            inputs.push([&[number, 2, 1, 3], &bytes[..]].concat());
        }
        inputs.push([&[number, 0], &stream[..]].concat());
        inputs.push([&[number, 3, 1, 7, 40], &stream[..]].concat());
    }
    Ok(inputs)
}

/// A person's day with a broker, in parts.
fn session() -> Vec<Vec<u8>> {
    const PLAIN: &[u8] = &[call::CONNECT, 0, 0];
    const UP: &[u8] = &[call::OPENED, call::ANSWER, 0];
    const RESUMED: &[u8] = &[call::OPENED, call::ANSWER, 1];
    const ANSWER: &[u8] = &[call::ANSWER, 0];
    const CUT: &[u8] = &[call::CLOSED, 0];
    const TIMEOUT: &[u8] = &[call::TIMEOUT];
    const SUBSCRIBE: &[u8] = &[call::SUBSCRIBE, 4, 2];
    const MESSAGE: &[u8] = &[call::PACKET, 8, 1, 0, 1];
    const RETAINED: &[u8] = &[call::PACKET, 8, 1, 1, 1];
    const LEAVE: &[u8] = &[call::DISCONNECT];
    let publish = |qos| vec![call::PUBLISH, 1, qos, 3];
    let days: Vec<Vec<&[u8]>> = vec![
        // Silence at each stage.
        vec![PLAIN, TIMEOUT, TIMEOUT, TIMEOUT],
        vec![PLAIN, &[call::OPENED], TIMEOUT, TIMEOUT],
        vec![PLAIN, UP, TIMEOUT, TIMEOUT, TIMEOUT],
        vec![PLAIN, UP, TIMEOUT, ANSWER, TIMEOUT],
        vec![PLAIN, UP, &[call::WAIT, 5], TIMEOUT, &[call::ONLINE]],
        // Two servers, and none.
        vec![&[call::CONNECT, 1, 0], CUT, UP, LEAVE],
        vec![&[call::CONNECT, 0x80, 0]],
        // A broker that does not let it in, and one that is not at its service.
        vec![PLAIN, &[call::OPENED, call::ANSWER, 0x3d]],
        vec![PLAIN, &[call::OPENED, call::ANSWER, 0x3b], TIMEOUT],
        // Bytes that are no packet.
        vec![PLAIN, UP, &[call::BYTES, 2, 0xf0, 0], TIMEOUT],
        // With a user, a will and a birth message.
        vec![
            &[call::CONNECT, 0x1c, 0, 1, 1, 1, 0, 1, 2, 1, 2, 2],
            UP,
            ANSWER,
            ANSWER,
        ],
        // Small queues and times, of each policy.
        vec![
            &[call::CONNECT, 0x60, 0, 2, 1, 3, 4, 2, 9, 0],
            &[call::PUBLISH, 0, 1, 3, call::PUBLISH, 0, 2, 3],
            &[call::PUBLISH, 0, 1, 3],
            UP,
            ANSWER,
        ],
        vec![
            &[call::CONNECT, 0x40, 3, 1, 9, 3],
            &[call::PUBLISH, 0, 1, 3, call::PUBLISH, 0, 1, 3],
            UP,
        ],
        vec![
            &[call::CONNECT, 0x40, 6, 1, 9, 3],
            &[call::PUBLISH, 0, 1, 3, call::PUBLISH, 0, 1, 90],
            UP,
        ],
        // Subscriptions that come, are refused, and go.
        vec![
            PLAIN, SUBSCRIBE, SUBSCRIBE, UP, ANSWER, MESSAGE, RETAINED, SUBSCRIBE, ANSWER, RETAINED,
        ],
        vec![PLAIN, UP, SUBSCRIBE, &[call::ANSWER, 3], MESSAGE],
        vec![
            PLAIN,
            UP,
            SUBSCRIBE,
            ANSWER,
            &[call::UNSUBSCRIBE, 0],
            ANSWER,
            MESSAGE,
        ],
        vec![
            PLAIN,
            UP,
            &[call::SUBSCRIBE, RAW, 3, b'a', b'/', b'#', 1],
            ANSWER,
            CUT,
            TIMEOUT,
            RESUMED,
        ],
        // Messages of QoS 2 that come, and come again.
        vec![
            PLAIN,
            UP,
            &[call::PACKET, 8, 7, 4, 1, call::PACKET, 8, 7, 12, 1],
            &[call::PACKET, 3, 7, 0],
        ],
        // Something is done about a message before the next.
        vec![
            PLAIN,
            SUBSCRIBE,
            UP,
            ANSWER,
            &[call::WITHIN],
            MESSAGE,
            &[call::PUBLISH, 0, 0, 1],
            &[call::WITHIN],
            MESSAGE,
            LEAVE,
        ],
        // Several packets in one frame, the last of which is none.
        vec![
            PLAIN,
            SUBSCRIBE,
            UP,
            ANSWER,
            &[call::JOIN],
            &[call::PACKET, 8, 7, 4, 1, call::JOIN],
            MESSAGE,
            &[call::BYTES, 2, 0xf0, 0],
            TIMEOUT,
        ],
        // The last message comes with the close, and somebody leaves because of it.
        vec![
            PLAIN,
            UP,
            &[call::JOIN],
            MESSAGE,
            &[call::WITHIN],
            CUT,
            LEAVE,
        ],
        // The socket is full, and then is not.
        vec![
            PLAIN,
            UP,
            &[call::BUFFERED, 0xff, call::PUBLISH, 0, 0, 1],
            &[call::BUFFERED, 0],
        ],
        // Other options while it is up.
        vec![PLAIN, UP, &[call::ADJUST, 0, 2], &[call::CONNECT, 2, 0], UP],
    ];
    let mut inputs: Vec<_> = days.into_iter().map(|day| day.concat()).collect();
    for qos in 0..3 {
        let publish = publish(qos);
        let up = [PLAIN, UP, &publish].concat();
        inputs.push([&up, ANSWER, ANSWER].concat());
        // Cut before and between the answers, and come back to the same or another session.
        for back in [UP, RESUMED] {
            inputs.push([&up, CUT, TIMEOUT, back, ANSWER, ANSWER].concat());
            inputs.push([&up, ANSWER, CUT, TIMEOUT, back, ANSWER].concat());
        }
        // More than may be on their way at once.
        inputs.push([PLAIN, &publish.repeat(25), UP, &ANSWER.repeat(60)].concat());
    }
    inputs
}

fn filter() -> Vec<Vec<u8>> {
    let inputs = [
        // 4.7.1.2 and 4.7.1.3
        "sport/tennis/player1/#\nsport/tennis/player1",
        "sport/tennis/player1/#\nsport/tennis/player1/score/wimbledon",
        "sport/tennis/+\n!sport/+/player1\nsport/+\nsport/tennis/player1",
        "sport/+\nsport/#\nsport",
        "sport/+\nsport/",
        "+/+\n/+\n+\n/finance",
        // 4.7.2
        "#\n+/monitor\n$SYS/#\n!$SYS/monitor\n$SYS/monitor",
        // 4.7.3
        "accounts\nAccounts\nAccounts",
        // What is no filter, and no topic.
        "a+\na/#/b\n#a\n\na",
        "a\na/+",
        "!a/+/#\n!a/b/#\n!a/b/+\na/b/c",
    ];
    inputs.map(|text| text.as_bytes().to_vec()).to_vec()
}

fn url() -> Vec<Vec<u8>> {
    let inputs = [
        "/mqtt\nbroker.example",
        "/mqtt\nbroker.example:8884/ws",
        "?a=b\nlocalhost",
        "mqtt\n127.0.0.1:9001",
        "/mqtt\nws://[::1]:9001/a?sig=x%2Fy",
        "\n[::1]",
        "/mqtt\nwss://broker.example/mqtt",
        "/mqtt\nmqtt://broker.example:1883",
        "/mqtt\nmqtts://broker.example",
        "/mqtt\nssl://broker.example",
        "/mqtt\ntcp://broker.example",
        "/mqtt\nhttp://broker.example",
        "/mqtt\nhttps://broker.example",
        "/mqtt\nftp://broker.example",
        "/mqtt\nuser:secret@broker.example",
        "/mqtt\nws:/broker.example",
        "/mqtt\nbroker.example#a",
        "/mqtt\nbroker.example:",
        "/mqtt\nbroker.example:70000",
        "/mqtt\n[::1",
        "/mqtt\n[1]:1",
        "/mqtt\na b",
        "/mqtt\n",
    ];
    let flags = [1, 0x90, 0x1f];
    inputs
        .map(|text| [&flags, text.as_bytes()].concat())
        .to_vec()
}
