//! The MqttRequest op.

use ropewalk_flow::{Bytes, Cx, Handlers, In, Instant, NodeId, Object, OpError, Out, Text, Value};
use ropewalk_mqtt::{
    Ack, Connect, Packet, PacketId, Properties, Property, Publish, QoS, ReasonCode, SubAck,
};

use super::rig::{HALF, Rig, SECOND};
use crate::mqtt::mqtt::Mqtt;
use crate::mqtt::mqtt_publish::MqttPublish;
use crate::mqtt::mqtt_request::MqttRequest;
use crate::mqtt::mqtt_subscribe::MqttSubscribe;

/// A connection that is up, and an op that makes requests over it.
fn requesting() -> (Rig, NodeId, NodeId) {
    let (mut rig, mqtt) = Rig::connected();
    let request = rig.add::<MqttRequest>();
    rig.look_at(request);
    (rig, mqtt, request)
}

/// The requests that have come, and nothing but those and what they need.
fn requests(rig: &mut Rig) -> Vec<Publish> {
    let requests = rig.packets().into_iter().filter_map(|packet| match packet {
        Packet::Publish(publish) => Some(publish),
        _ => None,
    });
    requests.collect()
}

fn answer(rig: &mut Rig, request: &Publish, payload: &'static str) {
    let correlation = request.properties.correlation_data().cloned();
    rig.send(&Packet::Publish(Publish {
        topic: request.properties.response_topic().unwrap().clone(),
        payload: payload.into(),
        properties: Properties::NONE.with(correlation.map(Property::CorrelationData)),
        ..Publish::default()
    }));
}

#[track_caller]
fn says(rig: &mut Rig, node: NodeId, text: &str) {
    let Value::Text(error) = rig.out(node, "Error") else {
        panic!("it is a text");
    };
    assert!(error.contains(text), "{error}");
    assert!(rig.problem(node).unwrap().contains(text));
}

#[test]
fn a_request_is_answered() {
    let (mut rig, _, request) = requesting();
    rig.set(request, "Message", "how warm?");
    rig.set(request, "Timeout", 1.5);
    rig.press(request, "Send");
    let packets = rig.packets();
    let [Packet::Subscribe(subscribe), Packet::Publish(asked)] = &packets[..] else {
        panic!("{packets:?}");
    };
    assert_eq!(asked.topic, "/request");
    assert_eq!(asked.payload, "how warm?");
    assert_eq!(asked.properties.message_expiry(), Some(&2));
    let topic = asked.properties.response_topic().unwrap();
    assert_eq!(topic, "response/Carolin Cable-page-0/1");
    assert_eq!(subscribe.filters[0].0, topic);
    let correlation = asked.properties.correlation_data().unwrap();
    assert!(correlation.iter().all(u8::is_ascii_graphic));
    assert!(correlation.len() > 12, "nobody guesses it: {correlation:?}");
    assert_eq!(rig.out(request, "Pending"), 1.0);

    rig.wait(HALF);
    answer(&mut rig, asked, "21.5");
    assert_eq!(rig.out(request, "Responded"), 1.0);
    assert_eq!(rig.out(request, "Response Float"), 21.5);
    assert_eq!(rig.out(request, "Response String"), "21.5");
    assert_eq!(rig.out(request, "Response Boolean"), true);
    let bytes = Bytes::from_static(b"21.5");
    assert_eq!(rig.out(request, "Response Bytes"), Value::Bytes(bytes));
    assert_eq!(rig.out(request, "Round Trip"), 500.0);
    assert_eq!(rig.out(request, "Pending"), 0.0);
    rig.wait(10 * SECOND);
    assert_eq!(rig.out(request, "Timed Out"), 0.0);
    rig.press(request, "Send");
    let packets = rig.packets();
    assert!(
        matches!(
            packets[..],
            [Packet::PingReq, Packet::Publish(_)] | [Packet::Publish(_)]
        ),
        "it subscribes once: {packets:?}"
    );
}

#[test]
fn several_are_under_way_at_once_and_are_answered_in_any_order_each_once() {
    let (mut rig, _, request) = requesting();
    for message in [1.0, 2.0, 3.0] {
        rig.set(request, "Message", message);
        rig.press(request, "Send");
    }
    assert_eq!(rig.out(request, "Pending"), 3.0);
    let asked = requests(&mut rig);
    for (place, payload, left) in [(1, "two", 2.0), (0, "one", 1.0)] {
        answer(&mut rig, &asked[place], payload);
        assert_eq!(rig.out(request, "Response String"), payload);
        assert_eq!(rig.out(request, "Pending"), left);
    }
    answer(&mut rig, &asked[1], "two again");
    assert_eq!(rig.out(request, "Responded"), 2.0);
    assert_eq!(rig.out(request, "Response String"), "one");
    answer(&mut rig, &asked[2], "one");
    assert_eq!(rig.out(request, "Responded"), 3.0, "an equal one counts");
    assert_eq!(rig.out(request, "Pending"), 0.0);
}

#[test]
fn what_is_no_answer_to_this_op_is_left_out() {
    let (mut rig, _, request) = requesting();
    let other = rig.add::<MqttRequest>();
    for op in [request, other] {
        rig.set(op, "Response Topic", "answers");
        rig.press(op, "Send");
    }
    let asked = requests(&mut rig);
    let mut foreign = asked[0].clone();
    foreign.properties = [
        Property::ResponseTopic("answers".into()),
        Property::CorrelationData("1".into()),
    ]
    .into_iter()
    .collect();
    answer(&mut rig, &foreign, "no");
    rig.send_message("answers", b"nor this");
    assert_eq!(rig.out(request, "Responded"), 0.0);
    answer(&mut rig, &asked[1], "for the other");
    assert_eq!(rig.out(request, "Responded"), 0.0);
    assert_eq!(rig.out(other, "Responded"), 1.0);
    answer(&mut rig, &asked[0], "for it");
    assert_eq!(rig.out(request, "Responded"), 1.0);
}

#[test]
fn a_request_that_nobody_answers_times_out_and_a_late_answer_is_none() {
    let (mut rig, _, request) = requesting();
    rig.set(request, "Payload as", "Text");
    rig.press(request, "Send");
    rig.wait(SECOND);
    rig.set(request, "Timeout", 1.0);
    rig.press(request, "Send");
    let asked = requests(&mut rig);
    rig.wait(SECOND - Instant::from_millis(1));
    assert_eq!(rig.out(request, "Timed Out"), 0.0);
    rig.wait(Instant::from_millis(1));
    assert_eq!(rig.out(request, "Timed Out"), 1.0);
    says(&mut rig, request, "`/request` in time");
    assert_eq!(rig.out(request, "Pending"), 1.0);
    answer(&mut rig, &asked[1], "too late");
    assert_eq!(rig.out(request, "Responded"), 0.0);
    answer(&mut rig, &asked[0], "in time");
    assert_eq!(rig.out(request, "Responded"), 1.0);
    assert_eq!(rig.out(request, "Error"), "");
    assert_eq!(rig.problem(request), None);
    rig.wait(10 * SECOND);
    assert_eq!(rig.out(request, "Timed Out"), 1.0);
    assert_eq!(rig.out(request, "Refused"), 0.0);
}

#[test]
fn a_timeout_that_is_none_is_the_usual_one_and_has_bounds() {
    for (timeout, is_after) in [
        (f64::NAN, Instant::from_secs(5)),
        (-1.0, Instant::from_millis(1)),
        (f64::INFINITY, Instant::from_secs(86_400)),
    ] {
        let mut rig = Rig::new();
        rig.add::<Mqtt>();
        let request = rig.add::<MqttRequest>();
        rig.set(request, "Timeout", timeout);
        rig.press(request, "Send");
        rig.wait(is_after - Instant::from_millis(1));
        assert_eq!(rig.out(request, "Timed Out"), 0.0, "{timeout}");
        // Sockets that nobody opens come and go meanwhile.
        rig.wait(Instant::from_millis(1));
        assert_eq!(rig.out(request, "Timed Out"), 1.0, "{timeout}");
    }
}

#[test]
fn a_request_waits_for_the_connection_and_its_time_runs() {
    let mut rig = Rig::new();
    rig.add::<Mqtt>();
    let request = rig.add::<MqttRequest>();
    rig.look_at(request);
    rig.set(request, "Timeout", 1.0);
    rig.press(request, "Send");
    rig.set(request, "Timeout", 9.0);
    rig.press(request, "Send");
    assert_eq!(rig.out(request, "Pending"), 2.0);
    rig.wait(2 * SECOND);
    assert_eq!(rig.out(request, "Timed Out"), 1.0);
    let connect = rig.accept();
    assert_eq!(
        connect.properties.request_response_information(),
        Some(&true)
    );
    let packets = rig.packets();
    let [Packet::Subscribe(_), Packet::Publish(asked)] = &packets[..] else {
        panic!("only what somebody waits for is sent: {packets:?}");
    };
    rig.wait(SECOND);
    answer(&mut rig, asked, "yes");
    assert_eq!(rig.out(request, "Responded"), 1.0);
    assert_eq!(rig.out(request, "Round Trip"), 1000.0, "on its way");
}

#[test]
fn an_answer_that_comes_after_a_reconnect_is_one() {
    let (mut rig, _, request) = requesting();
    rig.set(request, "Timeout", 60.0);
    rig.press(request, "Send");
    let asked = requests(&mut rig);
    rig.cut();
    rig.wait(5 * SECOND);
    rig.accept();
    assert_eq!(rig.grant(), ["response/Carolin Cable-page-0/1"]);
    answer(&mut rig, &asked[0], "yes");
    assert_eq!(rig.out(request, "Responded"), 1.0);
}

#[test]
fn a_response_topic_begins_with_what_the_broker_gives() {
    let topic = |given: Option<&str>, client: &str| {
        let mut rig = Rig::new();
        let mqtt = rig.add::<Mqtt>();
        let request = rig.add::<MqttRequest>();
        rig.set(mqtt, "Client Id", client);
        rig.wait(SECOND);
        let given = given.map(|given| Property::ResponseInformation(given.into()));
        rig.accept_with(Properties::NONE.with(given));
        rig.press(request, "Send");
        let asked = requests(&mut rig);
        asked[0].properties.response_topic().unwrap().to_string()
    };
    assert_eq!(topic(Some("own/7/"), "a"), "own/7/response/a/1");
    assert_eq!(topic(Some("own"), "a"), "own/response/a/1");
    assert_eq!(topic(Some("own/#"), "a"), "response/a/1");
    assert_eq!(topic(None, "a+b#"), "response/a-b-/1");
}

#[test]
fn only_a_patch_that_makes_requests_asks_for_response_information() {
    let asks = |connect: Connect| connect.properties.request_response_information().copied();
    let mut rig = Rig::new();
    rig.add::<Mqtt>();
    rig.settle();
    assert_eq!(asks(rig.accept()), None);
    rig.add::<MqttRequest>();
    rig.wait(SECOND);
    assert_eq!(rig.urls.len(), 1, "it is not worth a reconnect");
    rig.cut();
    rig.wait(5 * SECOND);
    assert_eq!(asks(rig.accept()), Some(true));
}

#[test]
fn another_response_topic_takes_nothing_from_the_requests_before() {
    let (mut rig, _, request) = requesting();
    rig.press(request, "Send");
    rig.set(request, "Response Topic", "answers");
    rig.press(request, "Send");
    let asked = requests(&mut rig);
    assert_eq!(asked[1].properties.response_topic().unwrap(), "answers");
    answer(&mut rig, &asked[0], "one");
    assert_eq!(rig.out(request, "Responded"), 1.0);
    let packets = rig.packets();
    assert!(
        matches!(packets[..], [Packet::Unsubscribe(_)]),
        "the last answer there has come: {packets:?}"
    );
    answer(&mut rig, &asked[1], "two");
    assert_eq!(rig.out(request, "Responded"), 2.0);
}

#[test]
fn what_cannot_be_asked_is_refused() {
    let (mut rig, _, request) = requesting();
    for (port, value, text) in [
        ("Topic", "a/+", "wildcard"),
        ("Topic", "", "empty"),
        ("Response Topic", "b/#", "Response Topic: "),
    ] {
        let good = if port == "Topic" { "a" } else { "" };
        rig.set(request, port, value);
        rig.press(request, "Send");
        says(&mut rig, request, text);
        rig.set(request, port, good);
    }
    assert_eq!(rig.out(request, "Refused"), 3.0);
    assert_eq!(rig.out(request, "Pending"), 0.0);
    rig.press(request, "Send");
    assert_eq!(requests(&mut rig).len(), 1);
    assert_eq!(rig.out(request, "Error"), "");
}

#[test]
fn a_request_that_the_broker_refuses_is_given_up() {
    let (mut rig, _, request) = requesting();
    rig.set(request, "QoS", 1.0);
    rig.press(request, "Send");
    rig.press(request, "Send");
    let asked = requests(&mut rig);
    rig.send(&Packet::PubAck(Ack {
        code: ReasonCode::NOT_AUTHORIZED,
        ..Ack::from(asked[0].id.unwrap())
    }));
    says(&mut rig, request, "`/request` is lost");
    assert_eq!(rig.out(request, "Refused"), 1.0);
    assert_eq!(rig.out(request, "Pending"), 1.0, "the other one waits");
    rig.send(&Packet::PubAck(asked[1].id.unwrap().into()));
    answer(&mut rig, &asked[1], "yes");
    assert_eq!(rig.out(request, "Responded"), 1.0);
}

#[test]
fn requests_whose_answers_the_broker_does_not_let_in_are_given_up() {
    let (mut rig, mqtt, request) = requesting();
    rig.press(request, "Send");
    rig.press(request, "Send");
    let refuse = |rig: &mut Rig| {
        rig.send(&Packet::SubAck(SubAck {
            id: PacketId::new(1).unwrap(),
            granted: vec![Err(ReasonCode::NOT_AUTHORIZED)],
            properties: Properties::NONE,
        }));
    };
    rig.packets();
    refuse(&mut rig);
    says(&mut rig, request, "its topic is refused");
    assert_eq!(rig.out(request, "Refused"), 2.0);
    assert_eq!(rig.out(request, "Pending"), 0.0);
    assert_eq!(rig.out(mqtt, "Connected"), true);
    rig.wait(10 * SECOND);
    assert_eq!(rig.out(request, "Timed Out"), 0.0);
    // The rules may be others by now.
    rig.packets();
    rig.press(request, "Send");
    let packets = rig.serve();
    let is_asked = |packet: &Packet| matches!(packet, Packet::Subscribe(_));
    assert!(packets.iter().any(is_asked), "{packets:?}");
    assert_eq!(rig.out(request, "Pending"), 1.0);
}

#[test]
fn a_connection_of_3_1_1_makes_no_requests() {
    let mut rig = Rig::new();
    let mqtt = rig.add::<Mqtt>();
    rig.set(mqtt, "Protocol", "3.1.1");
    let request = rig.add::<MqttRequest>();
    rig.settle();
    // One that waits for the connection is given up as it comes up.
    rig.press(request, "Send");
    rig.wait(SECOND);
    rig.accept();
    assert_eq!(rig.out(request, "Refused"), 1.0);
    says(&mut rig, request, "needs MQTT 5.0");
    rig.packets();
    rig.press(request, "Send");
    assert_eq!(rig.out(request, "Refused"), 2.0);
    assert_eq!(rig.out(request, "Pending"), 0.0);
    assert!(rig.packets().is_empty());
}

#[test]
fn an_op_that_goes_while_requests_wait_ends_its_subscription() {
    let (mut rig, mqtt, request) = requesting();
    rig.set(request, "QoS", 1.0);
    rig.press(request, "Send");
    let asked = rig.serve();
    rig.graph.remove(request).unwrap();
    rig.settle();
    assert!(matches!(rig.packets()[..], [Packet::Unsubscribe(_)]));
    let Some(Packet::Publish(asked)) = asked.last() else {
        panic!("{asked:?}");
    };
    answer(&mut rig, asked, "to nobody");
    rig.wait(10 * SECOND);
    assert_eq!(rig.out(mqtt, "Connected"), true);
}

#[test]
fn requests_do_not_outlive_the_connections_op() {
    let (mut rig, mqtt, request) = requesting();
    rig.press(request, "Send");
    rig.press(request, "Send");
    rig.graph.set_disabled(mqtt, true).unwrap();
    rig.settle();
    assert_eq!(rig.out(request, "Refused"), 2.0);
    assert_eq!(rig.out(request, "Pending"), 0.0);
    says(&mut rig, request, "no Mqtt op");
    rig.press(request, "Send");
    assert_eq!(rig.out(request, "Refused"), 3.0);

    rig.graph.set_disabled(mqtt, false).unwrap();
    rig.settle();
    rig.accept();
    assert_eq!(rig.problem(request), None);
}

#[test]
fn a_linked_op_learns_that_the_connection_is_off_when_it_sends() {
    let mut rig = Rig::new();
    let mqtt = rig.add::<Mqtt>();
    let request = rig.add::<MqttRequest>();
    rig.link((mqtt, "MQTT Object"), (request, "MQTT Object"));
    rig.accept();
    rig.press(request, "Send");
    rig.graph.set_disabled(mqtt, true).unwrap();
    rig.settle();
    rig.press(request, "Send");
    says(&mut rig, request, "switched off");
    assert_eq!(rig.out(request, "Refused"), 1.0);
    assert_eq!(rig.out(request, "Pending"), 1.0);
    rig.wait(5 * SECOND);
    assert_eq!(rig.out(request, "Timed Out"), 1.0);
}

#[test]
fn active_off_keeps_what_waits() {
    let (mut rig, mqtt, request) = requesting();
    rig.set(request, "Timeout", 60.0);
    rig.set(mqtt, "Active", false);
    rig.wait(SECOND);
    rig.packets();
    rig.press(request, "Send");
    assert_eq!(rig.out(request, "Pending"), 1.0);
    rig.set(mqtt, "Active", true);
    rig.wait(SECOND);
    rig.accept();
    let asked = requests(&mut rig);
    answer(&mut rig, &asked[0], "yes");
    assert_eq!(rig.out(request, "Responded"), 1.0);
}

#[test]
fn an_answer_that_is_something_else_is_an_answer_with_an_error() {
    let (mut rig, _, request) = requesting();
    rig.set(request, "Payload as", "Number");
    rig.press(request, "Send");
    rig.press(request, "Send");
    let asked = requests(&mut rig);
    answer(&mut rig, &asked[0], "warm");
    assert_eq!(rig.out(request, "Responded"), 1.0);
    assert_eq!(rig.out(request, "Error"), "An answer is not a number: warm");
    answer(&mut rig, &asked[1], "3");
    assert_eq!(rig.out(request, "Error"), "");
}

/// Takes apart what [`MqttSubscribe`] says of a request.
#[derive(ropewalk_flow::Op)]
#[op(name = "Ops.Test.Answer")]
struct Answer {
    /// The properties.
    #[input(name = "Properties")]
    properties: In<Object>,
    /// Where to.
    #[output(name = "Topic")]
    topic: Out<Text>,
    /// For which request.
    #[output(name = "Correlation Data")]
    correlation: Out<Text>,
}

impl Handlers for Answer {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let properties = self.properties.get(cx);
        for (name, port) in [
            ("responseTopic", self.topic),
            ("correlationData", self.correlation),
        ] {
            if let Some(Value::Text(text)) = properties.as_ref().and_then(|it| it.get(name)) {
                port.set(cx, text.clone());
            }
        }
        Ok(())
    }
}

#[test]
fn a_patch_answers_itself() {
    for qos in [QoS::AtMostOnce, QoS::AtLeastOnce] {
        let (mut rig, _, request) = requesting();
        let receive = rig.add::<MqttSubscribe>();
        let answer = rig.add::<Answer>();
        let send = rig.add::<MqttPublish>();
        rig.set(receive, "Topic", "/request");
        rig.set(request, "QoS", f64::from(qos as u8));
        rig.link((receive, "Properties"), (answer, "Properties"));
        rig.link((receive, "Message String"), (send, "Message"));
        rig.link((answer, "Topic"), (send, "Topic"));
        rig.link((answer, "Correlation Data"), (send, "Correlation Data"));
        rig.link((receive, "Received"), (send, "Send"));
        rig.serve();
        for (count, message) in [(1.0, "one"), (2.0, "two")] {
            rig.set(request, "Message", message);
            rig.press(request, "Send");
            rig.serve();
            assert_eq!(rig.out(request, "Response String"), message);
            assert_eq!(rig.out(request, "Responded"), count);
            assert_eq!(rig.out(request, "Pending"), 0.0);
        }
    }
}
