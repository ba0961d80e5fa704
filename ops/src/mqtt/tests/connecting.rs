//! The Mqtt op.

use ropewalk_flow::{Bytes, Op, SocketEvent, Sockets, Value};
use ropewalk_mqtt::{Disconnect, Packet, Properties, Property, QoS, ReasonCode, Version};

use super::rig::{HALF, Rig, SECOND, published};
use crate::mqtt::mqtt::Mqtt;
use crate::mqtt::mqtt_subscribe::MqttSubscribe;

#[test]
fn it_reconnects_after_a_drop_and_says_meanwhile_that_it_is_not_connected() {
    let (mut rig, mqtt) = Rig::connected();
    assert_eq!(rig.out(mqtt, "Connected"), true);
    assert_eq!(rig.out(mqtt, "State"), "connected");
    rig.cut();
    assert_eq!(rig.out(mqtt, "Connected"), false);
    assert_eq!(rig.out(mqtt, "State"), "waiting");
    assert!(rig.problem(mqtt).unwrap().contains("tried again"));
    let Value::Number(seconds) = rig.out(mqtt, "Retry In") else {
        panic!("it is a number");
    };
    assert!((2.0..=4.0).contains(&seconds));
    rig.wait(SECOND);
    assert_eq!(rig.out(mqtt, "Retry In"), seconds - 1.0);
    rig.wait(3 * SECOND);
    rig.accept();
    assert_eq!(rig.out(mqtt, "Connected"), true);
    assert_eq!(rig.problem(mqtt), None);
    assert_eq!(rig.out(mqtt, "On Connect"), 2.0);
    assert_eq!(rig.out(mqtt, "On Disconnect"), 1.0);
}

#[test]
fn a_burst_of_changes_makes_one_new_connection_and_leaves_the_old_one() {
    let (mut rig, mqtt) = Rig::connected();
    for name in ["b", "br", "bro", "broker"] {
        rig.set(mqtt, "Broker URL", name);
        rig.wait(HALF / 2);
    }
    assert_eq!(rig.urls.len(), 1);
    rig.wait(HALF);
    assert_eq!(rig.urls[1..], ["wss://broker:443/mqtt"]);
    assert_eq!(rig.sockets.len(), 1);
    assert_eq!(rig.packets(), [Packet::Disconnect(Disconnect::default())]);
}

#[test]
fn a_change_that_the_connection_can_live_with_does_not_interrupt_it() {
    let (mut rig, mqtt) = Rig::connected();
    for (port, value) in [
        ("Max Queue", 5.0),
        ("Reconnect Max", 90.0),
        ("Max QoS", 1.0),
    ] {
        rig.set(mqtt, port, value);
    }
    rig.set(mqtt, "Backup Brokers", "wss://two");
    rig.wait(SECOND);
    assert_eq!(rig.urls.len(), 1);
    rig.set(mqtt, "Will Topic", "gone");
    rig.wait(SECOND);
    assert_eq!(rig.urls.len(), 2, "a will is told when connecting");
}

#[test]
fn reconnect_leaves_the_old_socket() {
    let (mut rig, mqtt) = Rig::connected();
    rig.press(mqtt, "Reconnect");
    assert_eq!(rig.packets(), [Packet::Disconnect(Disconnect::default())]);
    assert_eq!((rig.sockets.len(), rig.urls.len()), (1, 2));
}

#[test]
fn two_pages_and_two_ops_have_client_ids_of_their_own() {
    let id = |identity: &str, ops: usize| {
        let mut rig = Rig::on(identity, Sockets::Web);
        for _ in 1..ops {
            let other = rig.add::<Mqtt>();
            rig.set(other, "Active", false);
        }
        rig.add::<Mqtt>();
        rig.settle();
        rig.accept().client_id.to_string()
    };
    let ids = [id("one", 1), id("two", 1), id("one", 2)];
    assert!(ids.iter().all(|id| id.starts_with("Carolin Cable-")));
    assert!(ids[0] != ids[1] && ids[0] != ids[2] && ids[1] != ids[2]);
    assert_eq!(ids[0], id("one", 1), "a reload gives the same again");
}

#[test]
fn a_new_op_works_at_once() {
    let (mut rig, _) = Rig::connected();
    let subscribe = rig.add::<MqttSubscribe>();
    rig.settle();
    assert_eq!(
        rig.grant(),
        ["/test"],
        "the patch's only connection is used"
    );
    assert_eq!(rig.out(subscribe, "Granted QoS"), 0.0);
}

#[test]
fn a_broker_that_is_none_is_an_error_on_the_op_and_nothing_else_stops() {
    let mut rig = Rig::new();
    let mqtt = rig.add::<Mqtt>();
    let subscribe = rig.add::<MqttSubscribe>();
    for (url, says) in [
        ("", "empty"),
        ("ws://", "no host"),
        ("http://broker", "web page"),
        ("mqtt://broker", "WebSocket address"),
        ("a b", "space"),
    ] {
        rig.set(mqtt, "Broker URL", url);
        rig.wait(SECOND);
        assert_eq!(rig.out(mqtt, "State"), "offline");
        let Value::Text(error) = rig.out(mqtt, "Error") else {
            panic!("it is a text");
        };
        assert!(error.contains(says), "{error}");
        assert!(rig.problem(mqtt).unwrap().contains(says));
        assert!(rig.sockets.is_empty());
    }
    rig.set(mqtt, "Broker URL", "broker");
    rig.wait(SECOND);
    rig.accept();
    assert_eq!(rig.problem(mqtt), None);
    assert_eq!(rig.grant(), ["/test"]);
    assert_eq!(rig.out(subscribe, "Error"), "");
}

#[test]
fn a_packet_that_breaks_the_protocol_is_named_on_the_op_and_the_connection_is_made_anew() {
    let (mut rig, mqtt) = Rig::connected();
    // A PUBLISH with QoS 3.
    let broken = SocketEvent::Bytes(Bytes::from_static(&[0x36, 4, 0, 1, b'a', b'1']));
    rig.tell(rig.socket(), broken);
    assert!(rig.sockets.is_empty());
    assert_eq!(rig.out(mqtt, "Connected"), false);
    let problem = rig.problem(mqtt).unwrap();
    assert!(problem.contains("QoS"), "{problem}");
    rig.wait(5 * SECOND);
    rig.accept();
    assert_eq!(rig.problem(mqtt), None);
}

#[test]
fn a_page_over_https_refuses_what_its_browser_would_forget() {
    let mut rig = Rig::on("page", Sockets::SecureWeb);
    let mqtt = rig.add::<Mqtt>();
    rig.set(mqtt, "Broker URL", "ws://broker");
    assert!(rig.problem(mqtt).unwrap().contains("Use SSL"));
    rig.set(mqtt, "Broker URL", "ws://localhost:9001");
    rig.wait(SECOND);
    assert_eq!(rig.urls, ["ws://localhost:9001"]);
}

#[test]
fn a_broker_that_refuses_is_not_asked_again_until_something_changes() {
    let mut rig = Rig::new();
    let mqtt = rig.add::<Mqtt>();
    rig.settle();
    let socket = rig.socket();
    rig.tell(socket, SocketEvent::Opened);
    rig.answer(ReasonCode::BAD_USER_NAME_OR_PASSWORD);
    assert_eq!(rig.out(mqtt, "State"), "refused");
    assert_eq!(rig.out(mqtt, "Refusal"), "credentials");
    assert!(rig.problem(mqtt).unwrap().contains("password"));
    rig.wait(1000 * SECOND);
    assert_eq!(rig.urls.len(), 1);
    rig.set(mqtt, "Password", "better");
    rig.wait(SECOND);
    assert_eq!(rig.accept().password.unwrap(), "better");
    assert_eq!(rig.out(mqtt, "Refusal"), "");
}

#[test]
fn an_op_that_goes_takes_its_subscription_and_its_connection_with_it() {
    let (mut rig, mqtt) = Rig::connected();
    let subscribe = rig.add::<MqttSubscribe>();
    rig.settle();
    rig.grant();
    rig.graph.set_disabled(subscribe, true).unwrap();
    rig.settle();
    assert!(matches!(rig.packets()[..], [Packet::Unsubscribe(_)]));
    rig.graph.set_disabled(subscribe, false).unwrap();
    rig.settle();
    assert_eq!(rig.grant(), ["/test"]);
    rig.graph.remove(mqtt).unwrap();
    rig.settle();
    assert!(
        rig.packets()
            .contains(&Packet::Disconnect(Disconnect::default()))
    );
    assert!(rig.sockets.is_empty());
    assert!(rig.problem(subscribe).unwrap().contains("no Mqtt op"));
}

#[test]
fn switching_the_connection_off_leaves_and_on_comes_back() {
    let (mut rig, mqtt) = Rig::connected();
    let subscribe = rig.add::<MqttSubscribe>();
    rig.settle();
    rig.grant();
    rig.set(mqtt, "Active", false);
    rig.wait(SECOND);
    assert_eq!(rig.packets(), [Packet::Disconnect(Disconnect::default())]);
    assert_eq!(rig.out(mqtt, "State"), "stopped");
    rig.set(mqtt, "Active", true);
    rig.wait(SECOND);
    rig.accept();
    assert_eq!(rig.grant(), ["/test"]);
    // A disabled op is another one when it comes back, and its users follow.
    rig.graph.set_disabled(mqtt, true).unwrap();
    rig.settle();
    rig.graph.set_disabled(mqtt, false).unwrap();
    rig.settle();
    rig.accept();
    assert_eq!(rig.grant(), ["/test"]);
    rig.send_message("/test", b"1");
    assert_eq!(rig.out(subscribe, "Count"), 1.0);
}

#[test]
fn the_password_is_a_secret_and_wills_and_births_are_told() {
    let password = Mqtt::SPEC.input("Password").unwrap();
    assert!(Mqtt::SPEC.inputs[usize::from(password)].secret);
    let mut rig = Rig::new();
    let mqtt = rig.add::<Mqtt>();
    rig.set(mqtt, "Active", false);
    for (port, value) in [
        ("Will Topic", "lamp"),
        ("Will Message", "gone"),
        ("Birth Topic", "lamp"),
        ("Birth Message", "here"),
        ("Client Id", "lamp 1"),
    ] {
        rig.set(mqtt, port, value);
    }
    rig.set(mqtt, "Will QoS", 1.0);
    rig.set(mqtt, "Will Retain", true);
    rig.set(mqtt, "Active", true);
    rig.wait(SECOND);
    let connect = rig.accept();
    assert_eq!(connect.client_id, "lamp 1");
    let will = connect.will.unwrap();
    assert_eq!((&*will.topic, &will.payload[..]), ("lamp", &b"gone"[..]));
    assert_eq!((will.qos, will.retain), (QoS::AtLeastOnce, true));
    assert_eq!(rig.published(), [published("lamp", "here")]);
}

#[test]
fn the_version_is_the_one_that_is_chosen() {
    for (protocol, version) in [("5.0", Version::V5), ("3.1.1", Version::V3_1_1)] {
        let mut rig = Rig::new();
        let mqtt = rig.add::<Mqtt>();
        rig.set(mqtt, "Protocol", protocol);
        rig.accept();
        assert_eq!(rig.sockets[&rig.socket()].version(), version);
        rig.answer(ReasonCode::UNSUPPORTED_PROTOCOL_VERSION);
    }
}

#[test]
fn a_broker_that_speaks_only_3_1_1_is_spoken_to_in_it() {
    let mut rig = Rig::new();
    let mqtt = rig.add::<Mqtt>();
    rig.settle();
    let first = rig.socket();
    rig.tell(first, SocketEvent::Opened);
    rig.packets();
    rig.answer(ReasonCode::UNSUPPORTED_PROTOCOL_VERSION);
    assert_ne!(rig.socket(), first);
    rig.accept();
    assert_eq!(rig.out(mqtt, "Connected"), true);
    assert_eq!(rig.sockets[&rig.socket()].version(), Version::V3_1_1);
    let receiver = rig.add::<MqttSubscribe>();
    rig.settle();
    assert_eq!(rig.grant(), ["/test"]);
    rig.send_message("/test", b"1");
    assert_eq!(rig.out(receiver, "Count"), 1.0);
}

#[test]
fn connect_says_what_the_inputs_say() {
    let mut rig = Rig::new();
    let mqtt = rig.add::<Mqtt>();
    rig.set(mqtt, "Clean Session", false);
    rig.set(mqtt, "Session Expiry", 600.0);
    rig.set(
        mqtt,
        "User Properties",
        Value::from_json(r#"{ "stage": "left" }"#).unwrap(),
    );
    rig.set(mqtt, "Will Topic", "gone");
    rig.set(mqtt, "Will Delay", 5.0);
    rig.wait(SECOND);
    let connect = rig.accept();
    assert_eq!(connect.properties.session_expiry(), Some(&600));
    let user: Vec<_> = connect.properties.user_properties().collect();
    assert_eq!(user, [&("stage".into(), "left".into())]);
    let delay = Properties::from_iter([Property::WillDelay(5)]);
    assert_eq!(connect.will.unwrap().properties, delay);
}
