//! The MqttHeartbeat op.

use ropewalk_flow::{Instant, NodeId};
use ropewalk_mqtt::{Packet, QoS};

use super::rig::{HALF, Rig, SECOND};
use crate::mqtt::mqtt::Mqtt;
use crate::mqtt::mqtt_heartbeat::MqttHeartbeat;

/// An op of this name and interval on a connection that is up.
fn beating(name: &str, interval: f64) -> (Rig, NodeId) {
    let (mut rig, _) = Rig::connected();
    let beat = rig.add::<MqttHeartbeat>();
    rig.set(beat, "Interval", interval);
    rig.set(beat, "Name", name);
    (rig, beat)
}

/// The heartbeats that came since the last look.
fn heard(rig: &mut Rig) -> Vec<String> {
    let packets = rig.packets();
    let heard = packets.iter().filter_map(|packet| match packet {
        Packet::Publish(publish) => {
            assert_eq!(
                (&*publish.topic, publish.qos, publish.retain),
                ("heartbeat", QoS::AtMostOnce, false)
            );
            Some(std::str::from_utf8(&publish.payload).unwrap().to_owned())
        }
        _ => None,
    });
    heard.collect()
}

/// Frames at an even pace, for a time.
fn draw(rig: &mut Rig, seconds: u32, per_second: u32) {
    for _ in 0..seconds * per_second {
        rig.wait(SECOND / per_second);
        rig.graph.frame(rig.now);
        rig.take();
    }
}

#[test]
fn it_says_at_each_interval_for_how_long_it_runs_and_how_much_is_drawn() {
    let (mut rig, beat) = beating("lamp", 2.0);
    rig.wait(Instant::ZERO);
    assert_eq!(heard(&mut rig), [r#"{"name":"lamp","uptime":0,"fps":0}"#]);
    draw(&mut rig, 4, 50);
    assert_eq!(
        heard(&mut rig),
        [
            r#"{"name":"lamp","uptime":2,"fps":49.5}"#,
            r#"{"name":"lamp","uptime":4,"fps":50}"#,
        ],
        "the first frame is drawn after its time, and the wake comes before that of the same time"
    );
    assert_eq!(rig.out(beat, "Uptime"), 4.0);
    assert_eq!(rig.out(beat, "FPS"), 50.0);
    rig.wait(2 * SECOND);
    assert_eq!(heard(&mut rig), [r#"{"name":"lamp","uptime":6,"fps":0.5}"#]);
}

#[test]
fn a_name_is_written_as_json_has_it() {
    let (mut rig, _) = beating("a \"b\"\n", 10.0);
    rig.wait(Instant::ZERO);
    assert_eq!(
        heard(&mut rig),
        [r#"{"name":"a \"b\"\n","uptime":0,"fps":0}"#]
    );
}

#[test]
fn none_waits_for_a_connection() {
    let (mut rig, _) = beating("", 2.0);
    rig.wait(HALF);
    heard(&mut rig);
    rig.cut();
    rig.wait(10 * SECOND);
    rig.accept();
    assert_eq!(heard(&mut rig), [""; 0]);
    rig.wait(2 * SECOND);
    assert_eq!(heard(&mut rig).len(), 1);
}

#[test]
fn an_interval_out_of_range_is_the_nearest_that_may_be() {
    for (interval, beats) in [
        (0.0, 10),
        (-5.0, 10),
        (f64::NAN, 10),
        (f64::INFINITY, 0),
        (5.0, 2),
    ] {
        let (mut rig, _) = beating("", interval);
        rig.wait(HALF);
        heard(&mut rig);
        rig.wait(10 * SECOND);
        assert_eq!(heard(&mut rig).len(), beats, "{interval}");
    }
}

#[test]
fn edits_do_not_hurry_it() {
    let (mut rig, beat) = beating("", 10.0);
    rig.wait(SECOND);
    heard(&mut rig);
    for name in ["a", "ab", "abc"] {
        rig.set(beat, "Name", name);
        rig.wait(SECOND);
    }
    assert_eq!(heard(&mut rig), [""; 0]);
    rig.wait(6 * SECOND);
    assert_eq!(heard(&mut rig).len(), 1);
}

#[test]
fn send_says_it_at_once() {
    let (mut rig, beat) = beating("", 60.0);
    rig.wait(SECOND);
    heard(&mut rig);
    rig.press(beat, "Send");
    assert_eq!(heard(&mut rig).len(), 1);
}

#[test]
fn inactive_it_says_nothing_and_wants_no_frames() {
    let (mut rig, beat) = beating("", 2.0);
    rig.set(beat, "Active", false);
    rig.wait(HALF);
    heard(&mut rig);
    assert!(!rig.graph.wants_frames());
    rig.wait(60 * SECOND);
    assert_eq!(heard(&mut rig), [""; 0]);
}

#[test]
fn a_topic_with_wildcards_and_a_patch_without_a_connection_are_marked() {
    let (mut rig, beat) = beating("", 2.0);
    rig.set(beat, "Topic", "all/#");
    assert!(rig.problem(beat).unwrap().starts_with("Topic: "));
    rig.set(beat, "Topic", "heartbeat");
    assert_eq!(rig.problem(beat), None);

    let mut rig = Rig::new();
    let beat = rig.add::<MqttHeartbeat>();
    rig.settle();
    assert!(rig.problem(beat).unwrap().contains("There is no Mqtt op"));
    rig.add::<Mqtt>();
    rig.settle();
    assert_eq!(rig.problem(beat), None);
}
