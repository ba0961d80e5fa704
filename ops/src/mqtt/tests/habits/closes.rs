//! How a broker closes the WebSocket: Mosquitto without a close frame (1006), always; RabbitMQ with
//! 1002, 1003, 1007 or 1011 and sometimes a reason; ejabberd with 1000, NATS with 1002; rmqtt with
//! no code (1005).

use super::{Scene, VERSIONS};

#[test]
fn each_code_and_reason_is_told_and_it_comes_back() {
    for protocol in VERSIONS {
        for (code, reason, says) in [
            (1000, "", "has closed the connection (code 1000)."),
            (1002, "", "has closed the connection (code 1002)."),
            (
                1003,
                "no rights",
                "has closed the connection (code 1003): no rights.",
            ),
            (1005, "", "has closed the connection."),
            (1006, "", "is lost."),
            (1007, "", "has closed the connection (code 1007)."),
            (1011, "oops", "has closed the connection (code 1011): oops."),
        ] {
            let mut scene = Scene::connected(protocol);
            scene.rig.close(code, reason);
            assert_eq!(scene.state(), "waiting");
            assert_eq!(scene.rig.out(scene.mqtt, "Connected"), false);
            let error = scene.error();
            assert!(error.contains(says), "{error}");
            scene.come_back_and_go_on();
        }
    }
}
