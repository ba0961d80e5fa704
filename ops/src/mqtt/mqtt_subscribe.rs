//! `Ops.Net.Mqtt.MqttSubscribe`

use std::rc::Rc;

use ropewalk_flow::{
    Array, Bytes, Cx, Event, Fire, Handlers, In, Object, Op, OpError, Out, Text, Value,
};
use ropewalk_mqtt::{Message, RetainHandling, SubscribeOptions, wildcards};

use super::connection::{Arrival, Arrived, Connection, Subscription, find};
use super::payload::Forms;
use super::{options, properties};

/// Receives the messages whose topic matches a filter.
#[derive(Op)]
#[op(
    name = "Ops.Net.Mqtt.MqttSubscribe",
    aliases(
        "Ops.Net.Mqtt.MqttReceive",
        "Ops.Net.Mqtt.MqttReceive_v2",
        "Ops.Extension.Deprecated.MqttReceive",
        "Ops.Extension.Deprecated.MqttReceive_v2",
        "Ops.Deprecated.Net.Mqtt.MqttReceive",
        "Ops.Deprecated.Net.Mqtt.MqttReceive_v2"
    ),
    help = include_str!("mqtt_subscribe.md")
)]
pub(super) struct MqttSubscribe {
    /// The connection to listen on, from an Mqtt op. With nothing linked, the patch's only Mqtt op.
    #[input(name = "MQTT Object")]
    object: In<Connection>,
    /// The topic filter: `+` stands for one level, a final `#` for all that follow.
    #[input(name = "Topic", alias = "Channel", default = "/test")]
    topic: In<Text>,
    /// The highest QoS at which messages come: 0, 1 or 2.
    #[input(name = "QoS", min = 0, max = 2, display = "integer")]
    qos: In<f64>,
    /// Every message, or of those that come between two frames the latest only.
    #[input(
        name = "Delivery",
        default = "Every message",
        choices("Every message", "Latest per frame")
    )]
    delivery: In<Text>,
    /// Whether messages that the broker has kept are received too, or only those sent from now on.
    #[input(name = "Retained", default = "All", choices("All", "Only new"))]
    retained: In<Text>,
    /// What payloads are. With another choice than Auto, one that is something else is an error.
    #[input(
        name = "Payload as",
        default = "Auto",
        choices("Auto", "Text", "Number", "JSON", "Bytes")
    )]
    payload_as: In<Text>,
    /// Whether to leave out what this patch's own connection publishes. MQTT 5.0.
    #[input(name = "No Local")]
    no_local: In<bool>,
    /// Whether to receive anything.
    #[input(name = "Active", default = true)]
    active: In<bool>,

    /// The connection, passed on.
    #[output(name = "MQTT Object - Out")]
    object_out: Out<Connection>,
    /// The payload as text.
    #[output(name = "Message String", lazy)]
    message_string: Out<Text>,
    /// The payload as a number; the last one, where a payload is none.
    #[output(name = "Message Float", lazy)]
    message_float: Out<f64>,
    /// The payload as a truth value: false for nothing, 0, false, off, no and null.
    #[output(name = "Message Boolean", lazy)]
    message_boolean: Out<bool>,
    /// The topic that the message was sent to.
    #[output(name = "Topic", lazy)]
    topic_out: Out<Text>,
    /// The payload as a JSON object; the last one, where a payload is none.
    #[output(name = "Message Object", lazy)]
    message_object: Out<Object>,
    /// The payload as it came.
    #[output(name = "Message Bytes", lazy)]
    message_bytes: Out<Bytes>,
    /// What each wildcard of the filter stands for in the topic, in order.
    #[output(name = "Topic Levels", lazy)]
    topic_levels: Out<Array>,
    /// The message's QoS.
    #[output(name = "QoS")]
    qos_out: Out<f64>,
    /// Whether the broker had kept the message.
    #[output(name = "Retained")]
    retained_out: Out<bool>,
    /// Whether the message may have come before.
    #[output(name = "Duplicate")]
    duplicate: Out<bool>,
    /// How many messages have come.
    #[output(name = "Count")]
    count: Out<f64>,
    /// Fires for each message, after the other outputs are set.
    #[output(name = "Received")]
    received: Fire,
    /// The highest QoS that the broker grants; -1 before it has answered.
    #[output(name = "Granted QoS", default = -1)]
    granted_qos: Out<f64>,
    /// What is wrong, empty while nothing is.
    #[output(name = "Error")]
    error: Out<Text>,
    /// What the message says of itself in MQTT 5.0: `contentType`, `responseTopic`,
    /// `correlationData`, `messageExpiry`, `isText` and `userProperties`, those that it has.
    #[output(name = "Properties", lazy)]
    properties: Out<Object>,

    subscription: Option<Subscription>,
    /// What the subscription was made for.
    wanted: Option<(Text, SubscribeOptions)>,
    last: Option<Message>,
    /// The message that waits for the next frame.
    waiting: Option<Message>,
    number: u64,
    /// Whether the broker has refused the subscription, of which Error speaks.
    is_refused: bool,
    /// Whether Error speaks of the last message.
    is_faulty: bool,
}

impl Handlers for MqttSubscribe {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        self.listen(cx);
        // An output that was looked at for the first time shows the last message.
        if let Some(message) = self.last.take() {
            self.decode(&message, cx);
            self.last = Some(message);
        }
        Ok(())
    }

    fn event(&mut self, event: Event, cx: &mut Cx<'_>) -> Result<(), OpError> {
        match event {
            Event::Posted(posted) => {
                let id = self.subscription.as_ref().map(Subscription::id);
                if let Ok(arrived) = posted.downcast::<Arrived>()
                    && Some(arrived.subscription) == id
                {
                    self.arrived(Rc::unwrap_or_clone(arrived).what, cx);
                }
            }
            Event::Frame => {
                cx.request_frames(false);
                if let Some(message) = self.waiting.take() {
                    self.receive(message, cx);
                }
            }
            _ => {}
        }
        Ok(())
    }
}

impl MqttSubscribe {
    /// Subscribes as the inputs say. What has not changed stays as it is.
    fn listen(&mut self, cx: &mut Cx<'_>) {
        let connection = match find(self.object, self.object_out, cx) {
            Ok(connection) => connection,
            Err(todo) => {
                self.subscription = None;
                cx.set_warning(todo);
                self.error.set(cx, todo);
                return;
            }
        };
        if !self.active.get(cx) {
            self.subscription = None;
            cx.clear_problem();
            self.error.set(cx, "");
            return;
        }
        let wanted = (self.topic.get(cx), self.options(cx));
        let is_same = |old: &Subscription| old.connection().is(&connection);
        if self.subscription.as_ref().is_some_and(is_same) && self.wanted.as_ref() == Some(&wanted)
        {
            return;
        }
        self.granted_qos.set(cx, -1.0);
        self.is_refused = false;
        // The new one comes first: a filter that both have need not be dropped and taken up again.
        match connection.subscribe(&wanted.0, wanted.1, cx.node()) {
            Ok(subscription) => {
                self.subscription = Some(subscription);
                self.wanted = Some(wanted);
                cx.clear_problem();
                self.error.set(cx, "");
            }
            Err(error) => {
                self.subscription = None;
                let text = format!("Topic: {error}");
                cx.set_problem(text.as_str());
                self.error.set(cx, text);
            }
        }
    }

    fn options(&self, cx: &Cx<'_>) -> SubscribeOptions {
        SubscribeOptions {
            qos: options::qos(self.qos.get(cx)),
            no_local: self.no_local.get(cx),
            retain_as_published: false,
            // In 3.1.1 they come all the same.
            retain_handling: match *self.retained.get(cx) == *"Only new" {
                true => RetainHandling::DoNotSend,
                false => RetainHandling::Send,
            },
        }
    }

    fn arrived(&mut self, what: Arrival, cx: &mut Cx<'_>) {
        match what {
            Arrival::Granted(qos) => {
                self.granted_qos.set(cx, f64::from(qos as u8));
                if std::mem::take(&mut self.is_refused) {
                    cx.clear_problem();
                    self.error.set(cx, "");
                }
            }
            Arrival::Refused(reason) => {
                self.is_refused = true;
                self.granted_qos.set(cx, -1.0);
                let topic = self.topic.get(cx);
                let text = format!("The topic `{topic}` is refused: {reason}.");
                cx.set_problem(text.as_str());
                self.error.set(cx, text);
            }
            Arrival::Message(message) => {
                if message.retain && *self.retained.get(cx) == *"Only new" {
                    return;
                }
                if *self.delivery.get(cx) == *"Latest per frame" {
                    self.waiting = Some(message);
                    cx.request_frames(true);
                } else {
                    self.receive(message, cx);
                }
            }
        }
    }

    fn receive(&mut self, message: Message, cx: &mut Cx<'_>) {
        self.number += 1;
        self.decode(&message, cx);
        self.qos_out.set(cx, f64::from(message.qos as u8));
        self.retained_out.set(cx, message.retain);
        self.duplicate.set(cx, message.dup);
        self.count.set(cx, self.number as f64);
        self.received.fire(cx);
        self.last = Some(message);
    }

    /// Sets the outputs that somebody uses.
    fn decode(&mut self, message: &Message, cx: &mut Cx<'_>) {
        let forms = Forms {
            payload_as: self.payload_as,
            string: self.message_string,
            float: self.message_float,
            boolean: self.message_boolean,
            object: self.message_object,
            bytes: self.message_bytes,
        };
        let outcome = forms.set(&message.payload, cx);
        if self.topic_out.used(cx) && *self.topic_out.get(cx) != *message.topic {
            self.topic_out.set(cx, &*message.topic);
        }
        if self.topic_levels.used(cx)
            && let Some((filter, _)) = &self.wanted
        {
            let levels = wildcards(filter, &message.topic).unwrap_or_default();
            let levels: Array = levels.into_iter().map(Value::text).collect();
            self.topic_levels.set(cx, levels);
        }
        if self.properties.used(cx) {
            self.properties
                .set(cx, properties::object(&message.properties));
        }
        // That nothing is to come weighs more.
        if self.is_refused {
            return;
        }
        let had_fault = std::mem::replace(&mut self.is_faulty, outcome.is_err());
        match outcome {
            Err(fault) => self.error.set(cx, format!("A message is {fault}")),
            // What else is wrong stays.
            Ok(()) if had_fault => self.error.set(cx, ""),
            Ok(()) => {}
        }
    }
}
