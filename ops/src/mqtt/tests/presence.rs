//! The MqttPresence op.

use ropewalk_flow::{NodeId, Value};
use ropewalk_mqtt::{
    Ack, Connect, Disconnect, Packet, Properties, Property, Publish, QoS, ReasonCode,
};

use super::rig::{HALF, Rig, SECOND, published};
use crate::mqtt::mqtt::Mqtt;
use crate::mqtt::mqtt_presence::MqttPresence;
use crate::mqtt::mqtt_publish::MqttPublish;

/// A patch that is loaded with an op of this name, before the connection is up.
fn loaded(name: &str) -> (Rig, NodeId, NodeId) {
    let mut rig = Rig::new();
    let mqtt = rig.add::<Mqtt>();
    let presence = rig.add::<MqttPresence>();
    rig.set(presence, "Name", name);
    (rig, mqtt, presence)
}

/// The same, announced and served.
fn announced(name: &str) -> (Rig, NodeId, NodeId) {
    let (mut rig, mqtt, presence) = loaded(name);
    rig.accept();
    rig.serve();
    (rig, mqtt, presence)
}

fn will(connect: Connect) -> Option<(String, String)> {
    let will = connect.will?;
    assert_eq!((will.qos, will.retain), (QoS::AtLeastOnce, true));
    let payload = std::str::from_utf8(&will.payload).unwrap();
    Some(published(&will.topic, payload))
}

/// The messages among packets; all are retained.
fn said(packets: &[Packet]) -> Vec<(String, String)> {
    let said = packets.iter().filter_map(|packet| match packet {
        Packet::Publish(publish) => {
            assert!(publish.retain);
            let payload = std::str::from_utf8(&publish.payload).unwrap();
            Some(published(&publish.topic, payload))
        }
        _ => None,
    });
    said.collect()
}

fn names(rig: &Rig, presence: NodeId) -> Vec<String> {
    let Value::Array(names) = rig.out(presence, "Online") else {
        panic!("it is a list");
    };
    assert_eq!(rig.out(presence, "Count"), names.len() as f64);
    let name = |name: &Value| match name {
        Value::Text(name) => name.to_string(),
        _ => panic!("it is a text"),
    };
    names.iter().map(name).collect()
}

/// Somebody else says something.
fn tell(rig: &mut Rig, topic: &'static str, payload: &'static str) {
    rig.send_message(topic, payload.as_bytes());
}

#[track_caller]
fn says(rig: &mut Rig, node: NodeId, text: &str) {
    let Value::Text(error) = rig.out(node, "Error") else {
        panic!("it is a text");
    };
    assert!(error.contains(text), "{error}");
    // Nothing, where the mark was the same before.
    let problem = rig.problem(node);
    assert!(problem.is_none_or(|problem| *problem == *error));
}

/// The lost connection is tried again.
fn come_back(rig: &mut Rig) {
    while rig.sockets.is_empty() {
        rig.wait(SECOND);
    }
}

#[test]
fn who_comes_and_who_goes_is_told() {
    let (mut rig, _) = Rig::connected();
    let presence = rig.add::<MqttPresence>();
    rig.settle();
    assert_eq!(names(&rig, presence), [""; 0]);
    assert_eq!(rig.grant(), ["presence/+"]);
    for (topic, payload, all, last, joined, left) in [
        ("presence/b", "online", &["b"][..], "b", 1.0, 0.0),
        ("presence/a", "online", &["a", "b"], "a", 2.0, 0.0),
        ("presence/a", "online", &["a", "b"], "a", 2.0, 0.0),
        ("presence/c", "offline", &["a", "b"], "a", 2.0, 0.0),
        ("presence/b", "offline", &["a"], "b", 2.0, 1.0),
        ("presence/b", "online", &["a", "b"], "b", 3.0, 1.0),
        ("presence/b", "", &["a"], "b", 3.0, 2.0),
        ("presence/a", "away", &[], "a", 3.0, 3.0),
    ] {
        tell(&mut rig, topic, payload);
        assert_eq!(names(&rig, presence), all, "{topic} {payload}");
        assert_eq!(rig.out(presence, "Last Name"), last);
        assert_eq!(rig.out(presence, "Joined"), joined);
        assert_eq!(rig.out(presence, "Left"), left);
    }
    assert!(
        rig.packets().is_empty(),
        "without a name nobody is announced"
    );
}

#[test]
fn those_who_listen_to_joined_see_the_name_and_the_list() {
    let (mut rig, _) = Rig::connected();
    let presence = rig.add::<MqttPresence>();
    for (output, topic) in [("Last Name", "name"), ("Count", "count")] {
        let publish = rig.add::<MqttPublish>();
        rig.set(publish, "Topic", topic);
        rig.link((presence, output), (publish, "Message"));
        rig.link((presence, "Joined"), (publish, "Send"));
    }
    rig.grant();
    tell(&mut rig, "presence/a", "online");
    let expected = [published("name", "a"), published("count", "1")];
    assert_eq!(rig.published(), expected);
}

#[test]
fn a_patch_that_is_loaded_connects_once_with_its_will_and_is_announced() {
    let (mut rig, mqtt, presence) = loaded("lamp");
    rig.set(mqtt, "Will Delay", 7.0);
    rig.wait(SECOND);
    let connect = rig.accept();
    let delay = Properties::from_iter([Property::WillDelay(7)]);
    assert_eq!(connect.will.as_ref().unwrap().properties, delay);
    assert_eq!(will(connect), Some(published("presence/lamp", "offline")));
    let packets = rig.serve();
    assert_eq!(said(&packets), [published("presence/lamp", "online")]);
    assert_eq!(names(&rig, presence), ["lamp"], "it sees itself");
    assert_eq!(rig.problem(presence), None);
    rig.wait(SECOND);
    assert_eq!(rig.urls.len(), 1);
    assert!(rig.packets().is_empty(), "it is said once");
}

#[test]
fn an_op_that_is_added_later_makes_one_reconnect_and_is_announced_then() {
    let (mut rig, mqtt) = Rig::connected();
    let presence = rig.add::<MqttPresence>();
    rig.set(presence, "Name", "lam");
    rig.wait(HALF / 2);
    rig.set(presence, "Name", "lamp");
    assert_eq!(said(&rig.serve()), []);
    rig.wait(HALF);
    assert_eq!(rig.packets(), [Packet::Disconnect(Disconnect::default())]);
    assert_eq!(
        will(rig.accept()),
        Some(published("presence/lamp", "offline"))
    );
    let packets = rig.serve();
    assert_eq!(said(&packets), [published("presence/lamp", "online")]);
    rig.wait(5 * SECOND);
    assert_eq!(rig.urls.len(), 2);
    assert_eq!(rig.out(mqtt, "Connected"), true);
}

#[test]
fn a_name_that_comes_while_the_connection_is_tried_again_needs_no_reconnect() {
    let (mut rig, _) = Rig::connected();
    rig.cut();
    let presence = rig.add::<MqttPresence>();
    rig.set(presence, "Name", "lamp");
    come_back(&mut rig);
    assert!(will(rig.accept()).is_some());
    assert_eq!(said(&rig.serve()), [published("presence/lamp", "online")]);
    rig.wait(SECOND);
    assert_eq!(rig.urls.len(), 2);
}

#[test]
fn it_is_announced_again_after_each_reconnect_and_the_list_lasts_meanwhile() {
    let (mut rig, _, presence) = announced("lamp");
    tell(&mut rig, "presence/a", "online");
    tell(&mut rig, "presence/b", "online");
    rig.cut();
    // What the broker keeps by now: the will was said, and so was b's.
    for (topic, payload) in [
        ("presence/lamp", "offline"),
        ("presence/a", "online"),
        ("presence/b", "offline"),
        ("presence/c", "online"),
    ] {
        rig.kept.retain(|kept| kept.topic != topic);
        rig.kept.push(Publish {
            topic: topic.into(),
            payload: payload.into(),
            retain: true,
            ..Publish::default()
        });
    }
    come_back(&mut rig);
    assert_eq!(names(&rig, presence), ["a", "b", "lamp"]);
    assert!(will(rig.accept()).is_some());
    let packets = rig.serve();
    assert_eq!(said(&packets), [published("presence/lamp", "online")]);
    assert_eq!(names(&rig, presence), ["a", "c", "lamp"]);
}

#[test]
fn another_name_takes_the_one_before_back() {
    let (mut rig, _, presence) = announced("lamp");
    rig.set(presence, "Name", "light");
    let packets = rig.serve();
    assert_eq!(said(&packets), [published("presence/lamp", "offline")]);
    assert_eq!(names(&rig, presence), [""; 0]);
    rig.wait(SECOND);
    assert_eq!(rig.packets(), [Packet::Disconnect(Disconnect::default())]);
    assert_eq!(
        will(rig.accept()),
        Some(published("presence/light", "offline"))
    );
    assert_eq!(said(&rig.serve()), [published("presence/light", "online")]);
    assert_eq!(names(&rig, presence), ["light"]);
    rig.wait(SECOND);
    assert_eq!(rig.urls.len(), 2);
}

#[test]
fn a_name_that_is_another_for_a_moment_only_needs_no_reconnect() {
    let (mut rig, _, presence) = announced("lamp");
    rig.set(presence, "Name", "light");
    rig.set(presence, "Name", "lamp");
    let expected = [
        published("presence/lamp", "offline"),
        published("presence/lamp", "online"),
    ];
    assert_eq!(said(&rig.serve()), expected);
    rig.wait(SECOND);
    assert_eq!(rig.urls.len(), 1);
    assert_eq!(names(&rig, presence), ["lamp"]);
}

#[test]
fn an_op_that_goes_is_offline_and_needs_no_reconnect() {
    for way in ["Name", "Active", "disabled", "removed"] {
        let (mut rig, _, presence) = announced("lamp");
        match way {
            "Name" => rig.set(presence, "Name", ""),
            "Active" => rig.set(presence, "Active", false),
            "disabled" => rig.graph.set_disabled(presence, true).unwrap(),
            _ => rig.graph.remove(presence).unwrap(),
        }
        rig.settle();
        let packets = rig.serve();
        let expected = [published("presence/lamp", "offline")];
        assert_eq!(said(&packets), expected, "{way}");
        rig.wait(SECOND);
        assert_eq!(rig.urls.len(), 1, "{way}");
        // What the will would say is so. The next connection has none.
        rig.cut();
        come_back(&mut rig);
        assert_eq!(will(rig.accept()), None, "{way}");
        assert_eq!(said(&rig.serve()), [], "{way}");
    }
}

#[test]
fn what_is_switched_off_and_on_is_announced_again_over_the_same_connection() {
    let (mut rig, _, presence) = announced("lamp");
    rig.set(presence, "Active", false);
    assert_eq!(names(&rig, presence), [""; 0]);
    rig.serve();
    rig.set(presence, "Active", true);
    assert_eq!(said(&rig.serve()), [published("presence/lamp", "online")]);
    assert_eq!(names(&rig, presence), ["lamp"]);
    rig.wait(SECOND);
    assert_eq!(rig.urls.len(), 1);
}

#[test]
fn a_connection_that_is_left_in_good_order_says_that_they_are_gone() {
    for way in ["Active", "disabled", "removed", "both", "Reconnect", "Port"] {
        let (mut rig, mqtt, presence) = announced("lamp");
        match way {
            "Active" => rig.set(mqtt, "Active", false),
            "disabled" => rig.graph.set_disabled(mqtt, true).unwrap(),
            "removed" => rig.graph.remove(mqtt).unwrap(),
            "both" => rig.graph.remove_all(&[mqtt, presence]).unwrap(),
            "Reconnect" => rig.press(mqtt, "Reconnect"),
            _ => rig.set(mqtt, "Port", 444.0),
        }
        rig.settle();
        rig.wait(SECOND);
        let packets = rig.packets();
        let [Packet::Publish(farewell), .., Packet::Disconnect(_)] = &packets[..] else {
            panic!("{way}: {packets:?}");
        };
        assert_eq!(farewell.topic, "presence/lamp");
        assert_eq!(farewell.payload, "offline");
        assert_eq!(said(&packets).len(), 1, "{way}");
        if matches!(way, "Reconnect" | "Port") {
            rig.accept();
            assert_eq!(said(&rig.serve()), [published("presence/lamp", "online")]);
        }
    }
}

#[test]
fn a_linked_op_goes_before_its_connection_does_or_after() {
    for presence_first in [true, false] {
        let mut rig = Rig::new();
        let mut add = |is_first: bool| match is_first {
            true => rig.add::<MqttPresence>(),
            false => rig.add::<Mqtt>(),
        };
        let (first, second) = (add(presence_first), add(!presence_first));
        rig.settle();
        let presence = if presence_first { first } else { second };
        rig.set(presence, "Name", "lamp");
        assert!(will(rig.accept()).is_some(), "whatever their order");
        rig.serve();
        rig.graph.remove_all(&[first, second]).unwrap();
        rig.settle();
        let packets = rig.packets();
        assert_eq!(said(&packets), [published("presence/lamp", "offline")]);
        assert!(matches!(packets.last(), Some(Packet::Disconnect(_))));
    }
}

#[test]
fn the_mqtt_op_has_its_own_will_first() {
    let (mut rig, mqtt, presence) = loaded("lamp");
    rig.set(mqtt, "Will Topic", "gone");
    rig.wait(SECOND);
    let connect = rig.accept();
    assert_eq!(connect.will.unwrap().topic, "gone");
    assert_eq!(said(&rig.serve()), [published("presence/lamp", "online")]);
    says(&mut rig, presence, "already has a will");
    assert_eq!(names(&rig, presence), ["lamp"]);

    rig.set(mqtt, "Will Topic", "");
    rig.wait(SECOND);
    assert_eq!(rig.problem(presence), None);
    assert_eq!(rig.out(presence, "Error"), "");
    assert_eq!(
        will(rig.accept()),
        Some(published("presence/lamp", "offline"))
    );

    rig.serve();
    rig.set(mqtt, "Will Topic", "gone");
    rig.wait(SECOND);
    assert_eq!(rig.accept().will.unwrap().topic, "gone");
    says(&mut rig, presence, "already has a will");
}

#[test]
fn of_two_ops_one_has_the_will_and_the_other_takes_it_over() {
    let (mut rig, _, first) = loaded("lamp");
    let second = rig.add::<MqttPresence>();
    rig.set(second, "Name", "door");
    assert_eq!(
        will(rig.accept()),
        Some(published("presence/lamp", "offline"))
    );
    let both = [
        published("presence/lamp", "online"),
        published("presence/door", "online"),
    ];
    assert_eq!(said(&rig.serve()), both);
    assert!(rig.problem(second).unwrap().contains("already has a will"));
    assert_eq!(rig.out(first, "Error"), "");
    says(&mut rig, second, "already has a will");
    for op in [first, second] {
        assert_eq!(names(&rig, op), ["door", "lamp"]);
    }
    // A rename keeps the will where it is.
    rig.set(first, "Name", "light");
    rig.wait(SECOND);
    assert_eq!(
        will(rig.accept()),
        Some(published("presence/light", "offline"))
    );
    rig.serve();

    rig.graph.remove(first).unwrap();
    rig.settle();
    assert_eq!(said(&rig.serve()), [published("presence/light", "offline")]);
    assert_eq!(rig.problem(second), None);
    rig.wait(SECOND);
    assert_eq!(
        will(rig.accept()),
        Some(published("presence/door", "offline"))
    );
    let left_and_back = [
        published("presence/door", "offline"),
        published("presence/door", "online"),
    ];
    assert_eq!(said(&rig.serve()), left_and_back);
    assert_eq!(names(&rig, second), ["door"]);
}

#[test]
fn a_second_op_does_not_interrupt_the_connection() {
    let (mut rig, _, _) = announced("lamp");
    let second = rig.add::<MqttPresence>();
    rig.set(second, "Name", "door");
    assert_eq!(said(&rig.serve()), [published("presence/door", "online")]);
    rig.wait(SECOND);
    assert_eq!(rig.urls.len(), 1);
}

#[test]
fn other_messages_are_said_and_listened_for() {
    let (mut rig, _, presence) = announced("lamp");
    rig.set(presence, "Online Message", "1");
    assert_eq!(said(&rig.serve()), [published("presence/lamp", "1")]);
    assert_eq!(names(&rig, presence), ["lamp"]);
    rig.wait(SECOND);
    assert_eq!(rig.urls.len(), 1, "the will is the same");
    rig.set(presence, "Offline Message", "");
    rig.wait(SECOND);
    assert_eq!(will(rig.accept()), Some(published("presence/lamp", "")));
    rig.serve();
    rig.set(presence, "Name", "");
    rig.serve();
    assert!(rig.kept.is_empty(), "the broker forgets it");
}

#[test]
fn a_topic_has_one_place_for_the_name() {
    let (mut rig, _) = Rig::connected();
    let presence = rig.add::<MqttPresence>();
    rig.set(presence, "Name", "lamp");
    for (topic, text) in [
        ("", "empty"),
        ("presence", "one `+`"),
        ("presence/#", "one `+`"),
        ("+/presence/+", "one `+`"),
        ("presence/+/#", "one `+`"),
        ("$share/all/presence/+", "one `+`"),
        ("presence/+x", "whole level"),
        ("#/+", "comes last"),
    ] {
        rig.set(presence, "Topic", topic);
        says(&mut rig, presence, text);
        rig.wait(SECOND);
        assert_eq!(rig.urls.len(), 1, "{topic}: there is nothing to announce");
    }
    rig.packets();
    rig.set(presence, "Topic", "room/+/is");
    assert_eq!(rig.problem(presence), None);
    assert_eq!(rig.grant(), ["room/+/is"]);
    rig.wait(SECOND);
    assert_eq!(
        will(rig.accept()),
        Some(published("room/lamp/is", "offline"))
    );
    rig.serve();
    assert_eq!(names(&rig, presence), ["lamp"]);
    // Those of another topic are others.
    rig.set(presence, "Topic", "hall/+");
    assert_eq!(names(&rig, presence), [""; 0]);
    assert_eq!(said(&rig.serve()), [published("room/lamp/is", "offline")]);
    assert_eq!(rig.out(presence, "Left"), 0.0);
}

#[test]
fn what_cannot_be_announced_is_told_and_the_others_are_watched_all_the_same() {
    let (mut rig, _, presence) = announced("lamp");
    let long = "o".repeat(65_536);
    for (port, value, text) in [
        ("Name", "a/b", "Name: "),
        ("Name", "a+", "Name: "),
        ("Name", "#", "Name: "),
        ("Name", "a\0", "Name: "),
        ("Online Message", "", "Online Message: "),
        ("Offline Message", "online", "Offline Message: "),
        ("Offline Message", &long, "65,535"),
    ] {
        let good = match port {
            "Name" => "lamp",
            "Online Message" => "online",
            _ => "offline",
        };
        rig.set(presence, port, value);
        says(&mut rig, presence, text);
        rig.serve();
        tell(&mut rig, "presence/a", "offline");
        tell(&mut rig, "presence/a", "online");
        let shown: &[&str] = if port == "Online Message" {
            &[]
        } else {
            &["a"]
        };
        assert_eq!(names(&rig, presence), shown, "{port}: {value}");
        rig.set(presence, port, good);
        assert_eq!(rig.problem(presence), None);
        assert_eq!(said(&rig.serve()), [published("presence/lamp", "online")]);
    }
    assert_eq!(rig.urls.len(), 1);
}

#[test]
fn what_the_broker_refuses_is_told() {
    let (mut rig, mqtt, presence) = loaded("lamp");
    rig.accept();
    let packets = rig.packets();
    let Some(Packet::Publish(announced)) = packets.last() else {
        panic!("{packets:?}");
    };
    rig.send(&Packet::PubAck(Ack {
        code: ReasonCode::NOT_AUTHORIZED,
        ..Ack::from(announced.id.unwrap())
    }));
    says(&mut rig, presence, "`lamp` cannot be announced");
    assert_eq!(rig.out(mqtt, "Connected"), true);
    rig.cut();
    come_back(&mut rig);
    rig.accept();
    rig.refuse_all();
    says(&mut rig, presence, "`presence/+` is refused");
    rig.cut();
    come_back(&mut rig);
    rig.accept();
    rig.serve();
    assert_eq!(rig.problem(presence), None);
    assert_eq!(rig.out(presence, "Error"), "");

    // One that keeps nothing.
    rig.cut();
    come_back(&mut rig);
    let keeps = Property::RetainAvailable(false);
    rig.accept_with(Properties::from_iter([keeps]));
    says(&mut rig, presence, "retains no messages");
}

#[test]
fn what_was_never_said_is_not_taken_back() {
    let (mut rig, mqtt, presence) = loaded("lamp");
    rig.set(presence, "Name", "door");
    rig.set(presence, "Active", false);
    rig.accept();
    assert_eq!(said(&rig.serve()), []);
    rig.set(mqtt, "Active", false);
    rig.wait(SECOND);
    assert_eq!(said(&rig.packets()), []);
}

#[test]
fn one_that_is_renamed_while_the_connection_is_lost_takes_the_old_name_back() {
    let (mut rig, _, presence) = announced("lamp");
    rig.cut();
    rig.set(presence, "Name", "door");
    come_back(&mut rig);
    assert_eq!(
        will(rig.accept()),
        Some(published("presence/door", "offline"))
    );
    let expected = [
        published("presence/lamp", "offline"),
        published("presence/door", "online"),
    ];
    assert_eq!(said(&rig.serve()), expected);
    assert_eq!(names(&rig, presence), ["door"]);
}

#[test]
fn without_a_connection_it_says_what_to_do_and_the_list_stays() {
    let (mut rig, mqtt, presence) = announced("lamp");
    tell(&mut rig, "presence/a", "online");
    rig.graph.set_disabled(mqtt, true).unwrap();
    rig.settle();
    says(&mut rig, presence, "no Mqtt op");
    assert_eq!(names(&rig, presence), ["a", "lamp"]);
    rig.packets();
    rig.graph.set_disabled(mqtt, false).unwrap();
    rig.settle();
    assert!(will(rig.accept()).is_some(), "it is another connection");
    rig.serve();
    assert_eq!(names(&rig, presence), ["lamp"]);
    assert_eq!(rig.problem(presence), None);
}

#[test]
fn it_speaks_3_1_1_as_well() {
    let (mut rig, mqtt, presence) = loaded("lamp");
    rig.set(mqtt, "Protocol", "3.1.1");
    rig.set(mqtt, "Will Delay", 3.0);
    rig.wait(SECOND);
    let connect = rig.accept();
    assert_eq!(connect.will.unwrap().properties, Properties::NONE);
    assert_eq!(said(&rig.serve()), [published("presence/lamp", "online")]);
    assert_eq!(names(&rig, presence), ["lamp"]);
}
