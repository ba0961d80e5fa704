//! `$share/group/filter`.

use ropewalk_mqtt::{Properties, Property};

use super::super::rig::SECOND;
use super::Scene;

/// Has the subscriber of `a` share it; what is asked for then.
fn share(scene: &mut Scene) -> Vec<String> {
    scene.rig.set(scene.subscribe, "Topic", "$share/group/a");
    scene.rig.wait(SECOND);
    scene.rig.grant()
}

/// Mosquitto and the embedded broker, in 3.1.1 as well.
#[test]
fn one_that_is_granted_receives_what_its_filter_matches() {
    for protocol in ["3.1.1", "5.0"] {
        let mut scene = Scene::connected(protocol);
        assert_eq!(share(&mut scene), ["$share/group/a"]);
        scene.rig.send_message("a", b"1");
        assert_eq!(scene.rig.out(scene.subscribe, "Count"), 1.0);
        scene.others_go_on();
    }
}

/// RabbitMQ 4.0, ejabberd: to ask would end the connection, or not.
#[test]
fn one_that_the_broker_says_it_has_none_of_is_not_asked_for() {
    let none = Property::SharedAvailable(false);
    let mut scene = Scene::connected_with("5.0", Properties::NONE.with(Some(none)));
    assert!(share(&mut scene).is_empty());
    let error = scene.text(scene.subscribe, "Error");
    assert!(error.to_lowercase().contains("shared"), "{error}");
    scene.others_go_on();
}

/// RabbitMQ 3.10, NATS, Aedes: nothing of the filter ever comes, and nothing says so.
#[test]
fn one_that_is_taken_for_a_plain_topic_is_a_quiet_one() {
    let mut scene = Scene::connected("3.1.1");
    share(&mut scene);
    assert_eq!(scene.text(scene.subscribe, "Error"), "");
    scene.others_go_on();
    assert_eq!(scene.rig.out(scene.subscribe, "Count"), 0.0);
}
