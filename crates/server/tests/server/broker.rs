//! The embedded broker, seen by a client that sends bytes over a WebSocket.

use std::sync::Arc;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_tungstenite::tungstenite::{Error, Message};

use crate::support::mqtt::{
    Client, Connect, DISCONNECT, PINGREQ, PINGRESP, Publish, V3_1_1, V5, acknowledge, handshake,
    user_property,
};
use crate::support::{TestServer, config, soon};

const PUBACK: u8 = 4;
const PUBREC: u8 = 5;
const PUBREL: u8 = 6;
const PUBCOMP: u8 = 7;

#[tokio::test]
async fn only_the_users_are_let_in() {
    let test = TestServer::start().await;
    for (version, user, code) in [
        (V3_1_1, Some(("try", "try")), 0),
        (V3_1_1, Some(("view", "view")), 0),
        (V3_1_1, Some(("try", "wrong")), 4),
        (V3_1_1, Some(("try", "")), 4),
        (V3_1_1, Some(("nobody", "try")), 4),
        (V3_1_1, None, 5),
        (V5, Some(("try", "try")), 0),
        (V5, Some(("view", "view")), 0),
        (V5, Some(("view", "try")), 134),
        (V5, Some(("", "")), 134),
        (V5, None, 135),
    ] {
        let connect = Connect {
            user,
            ..Connect::new(version, "")
        };
        let (mut client, connack) = Client::connect(test.server.addr(), &connect).await;
        assert_eq!(connack.first_byte, 0x20);
        assert_eq!(connack.body[1], code, "{connect:?}");
        if code == 0 {
            client.has_nothing_more().await;
        } else {
            assert_eq!(client.close_code().await, 1000);
        }
    }
}

#[tokio::test]
async fn messages_of_every_quality_of_service_arrive() {
    let test = TestServer::start().await;
    for version in [V3_1_1, V5] {
        let connect = Connect::new(version, "");
        let mut sender = Client::connected(test.server.addr(), &connect).await;
        let mut receiver = Client::connected(test.server.addr(), &connect).await;
        receiver.subscribe(version, "a/+", 2).await;

        let message = Publish::new("a/0", b"zero");
        sender.send(&message.encode(version)).await;
        assert_eq!(receiver.publish(version).await, message);

        let message = Publish::new("a/1", b"one").qos(1, 10);
        sender.send(&message.encode(version)).await;
        let puback = sender.packet().await;
        assert_eq!((puback.first_byte, &puback.body[..2]), (0x40, &[0, 10][..]));
        let received = receiver.publish(version).await;
        let id = received.id.unwrap();
        assert_eq!(received, message.qos(1, id));
        receiver.send(&acknowledge(PUBACK, id)).await;

        let message = Publish::new("a/2", b"two").qos(2, 11);
        sender.send(&message.encode(version)).await;
        let pubrec = sender.packet().await;
        assert_eq!((pubrec.first_byte, &pubrec.body[..2]), (0x50, &[0, 11][..]));
        sender.send(&acknowledge(PUBREL, 11)).await;
        let pubcomp = sender.packet().await;
        assert_eq!(
            (pubcomp.first_byte, &pubcomp.body[..2]),
            (0x70, &[0, 11][..])
        );
        let received = receiver.publish(version).await;
        let id = received.id.unwrap();
        assert_eq!(received, message.qos(2, id));
        receiver.send(&acknowledge(PUBREC, id)).await;
        assert_eq!(receiver.packet().await.first_byte, 0x62);
        receiver.send(&acknowledge(PUBCOMP, id)).await;
        receiver.has_nothing_more().await;
    }
}

#[tokio::test]
async fn view_reads_and_does_not_write() {
    let test = TestServer::start().await;
    for version in [V3_1_1, V5] {
        let connect = Connect::new(version, "");
        let mut writer = Client::connected(test.server.addr(), &connect).await;
        writer.subscribe(version, "#", 2).await;
        let view = Connect {
            user: Some(("view", "view")),
            ..connect
        };
        let mut viewer = Client::connected(test.server.addr(), &view).await;
        viewer.subscribe(version, "#", 0).await;

        viewer.send(&Publish::new("t", b"0").encode(version)).await;
        viewer
            .send(&Publish::new("t", b"1").qos(1, 1).encode(version))
            .await;
        let puback = viewer.packet().await;
        assert_eq!(puback.first_byte, 0x40);
        viewer
            .send(&Publish::new("t", b"2").qos(2, 2).encode(version))
            .await;
        let pubrec = viewer.packet().await;
        assert_eq!(pubrec.first_byte, 0x50);
        if version == V5 {
            assert_eq!(puback.body[..3], [0, 1, 135]);
            assert_eq!(pubrec.body[..3], [0, 2, 135]);
        } else {
            assert_eq!(puback.body, [0, 1]);
            assert_eq!(pubrec.body, [0, 2]);
            viewer.send(&acknowledge(PUBREL, 2)).await;
            let pubcomp = viewer.packet().await;
            assert_eq!((pubcomp.first_byte, &pubcomp.body[..]), (0x70, &[0, 2][..]));
        }
        viewer.has_nothing_more().await;
        writer.has_nothing_more().await;

        let message = Publish::new("t", b"allowed");
        writer.send(&message.encode(version)).await;
        assert_eq!(viewer.publish(version).await, message);
        assert_eq!(writer.publish(version).await, message);
        writer.has_nothing_more().await;
    }
}

#[tokio::test]
async fn retained_messages_wait_for_subscribers() {
    let test = TestServer::start().await;
    let connect = Connect::new(V3_1_1, "");
    let mut sender = Client::connected(test.server.addr(), &connect).await;
    let mut message = Publish::new("kept", b"value").qos(1, 1);
    message.retain = true;
    sender.send(&message.encode(V3_1_1)).await;
    assert_eq!(sender.packet().await.first_byte, 0x40);

    let mut receiver = Client::connected(test.server.addr(), &connect).await;
    receiver.subscribe(V3_1_1, "kept", 0).await;
    assert_eq!(receiver.publish(V3_1_1).await, message.qos(0, 0));
}

#[tokio::test]
async fn a_will_is_published_on_an_abrupt_end_only() {
    let test = TestServer::start().await;
    let connect = Connect::new(V5, "");
    let mut watcher = Client::connected(test.server.addr(), &connect).await;
    watcher.subscribe(V5, "gone/#", 0).await;
    let with_will = |topic| Connect {
        will: Some((topic, b"bye")),
        ..Connect::new(V5, "")
    };

    let mut polite = Client::connected(test.server.addr(), &with_will("gone/polite")).await;
    polite.send(&DISCONNECT).await;
    assert_eq!(polite.close_code().await, 1000);
    let mut closing = Client::connected(test.server.addr(), &with_will("gone/closing")).await;
    closing.close().await;
    assert_eq!(
        watcher.publish(V5).await,
        Publish::new("gone/closing", b"bye")
    );
    let viewer = Connect {
        user: Some(("view", "view")),
        ..with_will("gone/viewer")
    };
    let mut viewer = Client::connected(test.server.addr(), &viewer).await;
    // Ends the session as abruptly as any other way, and the answer says that it has ended.
    viewer.send_message(Message::text("")).await;
    assert_eq!(viewer.close_code().await, 1003);
    Client::connected(test.server.addr(), &with_will("gone/abrupt"))
        .await
        .vanish();
    assert_eq!(
        watcher.publish(V5).await,
        Publish::new("gone/abrupt", b"bye")
    );
}

#[tokio::test]
async fn a_taken_over_3_1_1_client_is_closed_without_disconnect() {
    let test = TestServer::start().await;
    let connect = Connect::new(V3_1_1, "same");
    let mut first = Client::connected(test.server.addr(), &connect).await;
    let mut second = Client::connected(test.server.addr(), &connect).await;
    assert_eq!(first.close_code().await, 1000);
    second.has_nothing_more().await;
}

#[tokio::test]
async fn a_taken_over_5_client_is_told_so() {
    let test = TestServer::start().await;
    let connect = Connect::new(V5, "same");
    let mut first = Client::connected(test.server.addr(), &connect).await;
    let mut second = Client::connected(test.server.addr(), &connect).await;
    let disconnect = first.packet().await;
    assert_eq!((disconnect.first_byte, disconnect.body[0]), (0xe0, 142));
    assert_eq!(first.close_code().await, 1000);
    second.has_nothing_more().await;
}

#[tokio::test]
async fn a_session_outlives_its_connection() {
    let test = TestServer::start().await;
    let lasting = Connect {
        clean: false,
        ..Connect::new(V3_1_1, "lasting")
    };
    let mut client = Client::connected(test.server.addr(), &lasting).await;
    client.subscribe(V3_1_1, "news", 1).await;
    client.send(&DISCONNECT).await;
    assert_eq!(client.close_code().await, 1000);

    let mut sender = Client::connected(test.server.addr(), &Connect::new(V3_1_1, "")).await;
    let message = Publish::new("news", b"while away").qos(1, 1);
    sender.send(&message.encode(V3_1_1)).await;
    assert_eq!(sender.packet().await.first_byte, 0x40);

    let (mut client, connack) = Client::connect(test.server.addr(), &lasting).await;
    assert_eq!(connack.body, [1, 0]);
    let received = client.publish(V3_1_1).await;
    assert_eq!(received.payload, b"while away");
}

/// Both sides number their messages from 1, so that a client that sends and receives has its own
/// and the broker's of one number under way at once.
#[tokio::test]
async fn a_message_comes_again_under_its_number() {
    let test = TestServer::start().await;
    for (version, client_id) in [(V3_1_1, "both 3.1.1"), (V5, "both 5")] {
        let lasting = Connect {
            clean: false,
            ..Connect::new(version, client_id)
        };
        let mut client = Client::connected(test.server.addr(), &lasting).await;
        client.subscribe(version, "to/client", 2).await;
        let mut sender = Client::connected(test.server.addr(), &Connect::new(version, "")).await;
        sender.subscribe(version, "from/client", 0).await;
        let sent = Publish::new("to/client", b"once").qos(2, 9);
        sender.send(&sent.encode(version)).await;
        assert_eq!(sender.packet().await.first_byte, 0x50);
        sender.send(&acknowledge(PUBREL, 9)).await;
        assert_eq!(sender.packet().await.first_byte, 0x70);
        let received = client.publish(version).await;
        let id = received.id.unwrap();

        // The client's own message of that number waits for its PUBREL, the broker's for a PUBREC
        // that is lost.
        let own = Publish::new("from/client", b"own").qos(2, id);
        client.send(&own.encode(version)).await;
        let pubrec = client.packet().await;
        assert_eq!(
            (pubrec.first_byte, &pubrec.body[..2]),
            (0x50, &id.to_be_bytes()[..])
        );
        client.vanish();

        let (mut client, connack) = Client::connect(test.server.addr(), &lasting).await;
        assert_eq!(connack.body[..2], [1, 0]);
        let again = client.packet().await;
        assert_eq!(again.first_byte, 0x3c, "PUBLISH, DUP, QoS 2");
        assert_eq!(Publish::decode(version, &again), received);

        client.send(&acknowledge(PUBREL, id)).await;
        let pubcomp = client.packet().await;
        assert_eq!(
            (pubcomp.first_byte, &pubcomp.body[..2]),
            (0x70, &id.to_be_bytes()[..])
        );
        assert_eq!(sender.publish(version).await, own.qos(0, 0));
        client.send(&DISCONNECT).await;
    }
}

#[tokio::test]
async fn empty_frames_mean_nothing() {
    let test = TestServer::start().await;
    let mut client = Client::open(test.server.addr()).await;
    client.send(b"").await;
    client.send(&Connect::new(V5, "").encode()).await;
    client.send(b"").await;
    assert_eq!(client.packet().await.first_byte, 0x20);
    client.send(b"").await;
    client.has_nothing_more().await;
}

#[tokio::test]
async fn packets_arrive_however_they_are_framed() {
    let test = TestServer::start().await;
    let mut client = Client::open(test.server.addr()).await;
    for byte in Connect::new(V3_1_1, "split").encode() {
        client.send(&[byte]).await;
        client.send(b"").await;
    }
    assert_eq!(client.packet().await.first_byte, 0x20);
    client.subscribe(V3_1_1, "t", 0).await;
    let messages = [b"1", b"2", b"3"].map(|payload| Publish::new("t", payload));
    let mut together = messages
        .iter()
        .map(|message| message.encode(V3_1_1))
        .collect::<Vec<_>>();
    together.push(PINGREQ.to_vec());
    client.send(&together.concat()).await;
    let mut payloads = Vec::new();
    let mut answered = false;
    while payloads.len() < 3 || !answered {
        let packet = client.packet().await;
        if packet == PINGRESP {
            answered = true;
        } else {
            payloads.push(Publish::decode(V3_1_1, &packet).payload);
        }
    }
    assert_eq!(payloads, [b"1", b"2", b"3"]);
}

#[tokio::test]
async fn a_5_message_has_its_senders_properties_and_no_others() {
    let test = TestServer::start().await;
    let mut sender = Client::connected(test.server.addr(), &Connect::new(V5, "sender")).await;
    let mut receiver = Client::connected(test.server.addr(), &Connect::new(V5, "receiver")).await;
    receiver.subscribe(V5, "#", 1).await;
    let mut bare = Publish::new("bare", b"x");
    sender.send(&bare.encode(V5)).await;
    assert_eq!(receiver.publish(V5).await, bare);

    bare.topic = "dressed".to_owned();
    bare.properties = [
        user_property("unit", "°C"),
        user_property("unit", "K"),
        user_property("x-mqtt", "kept"),
    ]
    .concat();
    sender.send(&bare.encode(V5)).await;
    assert_eq!(receiver.publish(V5).await, bare);

    // A retained message passes through the broker's store.
    bare.retain = true;
    sender.send(&bare.encode(V5)).await;
    receiver.publish(V5).await;
    let mut late = Client::connected(test.server.addr(), &Connect::new(V5, "late")).await;
    late.subscribe(V5, "dressed", 0).await;
    assert_eq!(late.publish(V5).await, bare);
}

#[tokio::test]
async fn a_large_message_arrives_whole() {
    let test = TestServer::start().await;
    let mut client = Client::connected(test.server.addr(), &Connect::new(V5, "")).await;
    client.subscribe(V5, "large", 0).await;
    let payload: Vec<u8> = (0..20_000_000_u32).map(|n| (n % 251) as u8).collect();
    let message = Publish::new("large", &payload);
    client.send(&message.encode(V5)).await;
    assert!(client.publish(V5).await == message, "it arrived changed");
}

#[tokio::test]
async fn a_text_frame_ends_the_connection_with_1003() {
    let test = TestServer::start().await;
    let mut client = Client::connected(test.server.addr(), &Connect::new(V3_1_1, "")).await;
    client.send_message(Message::text("hello")).await;
    assert_eq!(client.close_code().await, 1003);
}

#[tokio::test]
async fn a_frame_that_breaks_the_rules_ends_the_connection_with_its_code() {
    let test = TestServer::start().await;
    let unknown_opcode = &[0x83, 0x80, 0, 0, 0, 0][..];
    let of_70_mib = &[0x82, 0xff, 0, 0, 0, 0, 0x04, 0x60, 0, 0, 0, 0, 0, 0][..];
    for (frame, code) in [(unknown_opcode, 1002), (of_70_mib, 1009)] {
        let mut client = Client::connected(test.server.addr(), &Connect::new(V5, "")).await;
        client.send_raw(frame).await;
        assert_eq!(client.close_code().await, code);
    }
}

#[tokio::test]
async fn what_is_not_mqtt_is_closed() {
    let test = TestServer::start().await;
    for bytes in [&[0xff; 8][..], &[0x10, 0], &[0x30, 3, 0, 1, b't'], &PINGREQ] {
        let mut client = Client::open(test.server.addr()).await;
        client.send(bytes).await;
        assert_eq!(client.close_code().await, 1000, "{bytes:?}");
    }
}

#[tokio::test]
async fn the_sub_protocol_and_the_path_are_needed() {
    let test = TestServer::start().await;
    let attempt = async |path: &str, protocols: Option<&str>| {
        let mut request = handshake("ws", test.server.addr());
        *request.uri_mut() = format!("ws://{}{path}", test.server.addr())
            .parse()
            .unwrap();
        request.headers_mut().remove("sec-websocket-protocol");
        if let Some(protocols) = protocols {
            request
                .headers_mut()
                .insert("sec-websocket-protocol", protocols.parse().unwrap());
        }
        let stream = TcpStream::connect(test.server.addr()).await.unwrap();
        match soon(tokio_tungstenite::client_async(request, stream)).await {
            Ok(_) => 101,
            Err(Error::Http(response)) => response.status().as_u16(),
            Err(error) => panic!("{error}"),
        }
    };
    assert_eq!(attempt("/mqtt", Some("mqtt")).await, 101);
    assert_eq!(attempt("/", Some("mqttv3.1, mqtt")).await, 101);
    assert_eq!(attempt("/mqtt", None).await, 400);
    assert_eq!(attempt("/mqtt", Some("graphql-ws")).await, 400);
    assert_eq!(attempt("/elsewhere", Some("mqtt")).await, 404);
}

#[tokio::test]
async fn wss_is_served_with_the_certificate_that_was_made() {
    let test = TestServer::start().await;
    let addr = test.server.tls_addr().unwrap();
    let mut roots = rustls::RootCertStore::empty();
    let certificate = CertificateDer::from_pem_file(test.server.certificate().unwrap()).unwrap();
    roots.add(certificate).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let tls = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    for name in ["localhost", "127.0.0.1"] {
        let stream = TcpStream::connect(addr).await.unwrap();
        let name = ServerName::try_from(name).unwrap();
        let connector = TlsConnector::from(Arc::new(tls.clone()));
        let stream = soon(connector.connect(name, stream)).await.unwrap();
        let mut client = Client::over(stream, handshake("wss", addr)).await;
        client.send(&Connect::new(V5, "").encode()).await;
        assert_eq!(client.packet().await.body[..2], [0, 0]);
        client.send(&DISCONNECT).await;
        assert_eq!(client.close_frame().await, 1000);
    }
}

#[tokio::test]
async fn a_server_that_stops_says_so_and_frees_its_ports_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut config = config(folder.path());
    for _ in 0..3 {
        let server = ropewalk_server::serve(config.clone()).await.unwrap();
        // The same ports in the next round.
        config.port = server.addr().port();
        config.tls.as_mut().unwrap().port = server.tls_addr().unwrap().port();
        let mut old = Client::connected(server.addr(), &Connect::new(V3_1_1, "old")).await;
        let mut new = Client::connected(server.addr(), &Connect::new(V5, "new")).await;
        let silent = Client::open(server.addr()).await;
        let addr = server.addr();
        let ((), old_code, disconnect) =
            soon(async { tokio::join!(server.shutdown(), old.close_code(), new.packet()) }).await;
        assert_eq!(old_code, 1001);
        assert_eq!((disconnect.first_byte, disconnect.body[0]), (0xe0, 139));
        assert!(TcpStream::connect(addr).await.is_err());
        drop(silent);
    }
}
