//! `Ops.Net.Mqtt.MqttPublish`

use ropewalk_flow::{
    Cx, Event, Fire, Handlers, In, Instant, Object, Op, OpError, Out, Table, Text, Trigger, Value,
};
use ropewalk_mqtt::{ByteString, Message, Properties, Property, PublishToken, Published};

use super::connection::{Connection, Fate, IS_OFF, Outcome, find};
use super::{options, payload, properties};

/// Publishes messages to a topic.
#[derive(Op)]
#[op(
    name = "Ops.Net.Mqtt.MqttPublish",
    aliases(
        "Ops.Net.Mqtt.MqttSend",
        "Ops.Net.Mqtt.MqttSend_v2",
        "Ops.Extension.Deprecated.MqttSend",
        "Ops.Extension.Deprecated.MqttSend_v2",
        "Ops.Deprecated.Net.Mqtt.MqttSend",
        "Ops.Deprecated.Net.Mqtt.MqttSend_v2"
    ),
    help = include_str!("mqtt_publish.md")
)]
pub(super) struct MqttPublish {
    /// The connection to publish on, from an Mqtt op. With nothing linked, the patch's only Mqtt
    /// op.
    #[input(name = "MQTT Object")]
    object: In<Connection>,
    /// The message: text, a number or a boolean as text, an object or a list as JSON, bytes as they
    /// are.
    #[input(name = "Message")]
    message: In<Value>,
    /// The topic, without wildcards.
    #[input(name = "Topic", alias = "Channel", default = "/test")]
    topic: In<Text>,
    /// Publishes the message.
    #[input(name = "Send", display = "button")]
    send: Trigger,
    /// How often the message arrives: 0 at most once, 1 at least once, 2 exactly once.
    #[input(name = "QoS", min = 0, max = 2, display = "integer")]
    qos: In<f64>,
    /// Whether the broker keeps the message for later subscribers.
    #[input(name = "Retain")]
    retain: In<bool>,
    /// Whether to publish each time the message changes, too.
    #[input(name = "Send On Change")]
    send_on_change: In<bool>,
    /// How many messages go out per second at most; 0 for as many as come. Of those that come
    /// faster the latest goes out when its time comes.
    #[input(name = "Max Rate", min = 0, unit = "1/s")]
    max_rate: In<f64>,
    /// After how many seconds a message is of no use any more; 0 for never. MQTT 5.0.
    #[input(name = "Expiry", min = 0, unit = "s", group = "Properties")]
    expiry: In<f64>,
    /// What the message is, usually as a MIME type, such as `image/png`. MQTT 5.0.
    #[input(name = "Content Type", group = "Properties")]
    content_type: In<Text>,
    /// Where an answer is to be published. MQTT 5.0.
    #[input(name = "Response Topic", group = "Properties")]
    response_topic: In<Text>,
    /// What an answer is to bear, so that it is known which question it answers. MQTT 5.0.
    #[input(name = "Correlation Data", group = "Properties")]
    correlation_data: In<Value>,
    /// Names and values that go with the message; a list stands for several of one name. MQTT 5.0.
    #[input(name = "User Properties", group = "Properties")]
    user_properties: In<Object>,

    /// The connection, passed on.
    #[output(name = "MQTT Object - Out")]
    object_out: Out<Connection>,
    /// Fires when a message has left for the broker.
    #[output(name = "Sent")]
    sent: Fire,
    /// Fires when the broker has acknowledged a message of QoS 1 or 2.
    #[output(name = "Acknowledged")]
    acknowledged: Fire,
    /// How many messages wait to be sent or acknowledged.
    #[output(name = "Pending")]
    pending: Out<f64>,
    /// Fires when a message will not reach the broker.
    #[output(name = "Refused")]
    refused: Fire,
    /// What is wrong, empty while nothing is.
    #[output(name = "Error")]
    error: Out<Text>,

    connection: Option<Connection>,
    /// The messages that wait to be sent or acknowledged, with their topics.
    under_way: Table<PublishToken, Text>,
    has_run: bool,
    /// When the next message may go out.
    next: Instant,
    /// The one that waits for that.
    waiting: Option<Message>,
}

impl Handlers for MqttPublish {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        match find(self.object, self.object_out, cx) {
            Ok(connection) => {
                let is_same = |old: &Connection| old.is(&connection);
                if !self.connection.as_ref().is_some_and(is_same) {
                    self.under_way.clear();
                    self.pending.set(cx, 0.0);
                    self.connection = Some(connection);
                    self.say("", cx);
                }
            }
            Err(todo) => {
                self.connection = None;
                cx.set_warning(todo);
                self.error.set(cx, todo);
            }
        }
        // What a port holds when the op begins is no change.
        let is_change = std::mem::replace(&mut self.has_run, true) && self.message.changed(cx);
        if is_change && self.send_on_change.get(cx) {
            self.send(cx);
        }
        Ok(())
    }

    fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if port == self.send {
            self.send(cx);
        }
        Ok(())
    }

    fn event(&mut self, event: Event, cx: &mut Cx<'_>) -> Result<(), OpError> {
        match event {
            Event::Wake => {
                if let Some(message) = self.waiting.take() {
                    self.publish(message, cx);
                }
            }
            Event::Posted(posted) => {
                if let Some(fate) = posted.downcast_ref::<Fate>() {
                    self.learn(fate, cx);
                }
            }
            _ => {}
        }
        Ok(())
    }
}

impl MqttPublish {
    /// Publishes the message as it is now, at once or when its time comes.
    fn send(&mut self, cx: &mut Cx<'_>) {
        let payload = match payload::encode(&self.message.get(cx)) {
            Ok(payload) => payload,
            Err(error) => return self.fail(&error, cx),
        };
        let message = Message {
            topic: self.topic.get(cx).to_string().into(),
            payload,
            qos: options::qos(self.qos.get(cx)),
            retain: self.retain.get(cx),
            dup: false,
            properties: match self.properties(cx) {
                Ok(properties) => properties,
                Err(error) => return self.fail(&error, cx),
            },
        };
        if self.max_rate.get(cx) > 0.0 && cx.now() < self.next {
            self.waiting = Some(message);
            cx.wake_at(self.next);
            return;
        }
        if self.waiting.take().is_some() {
            cx.cancel_wake();
        }
        self.publish(message, cx);
    }

    /// What goes with the message.
    fn properties(&self, cx: &Cx<'_>) -> Result<Properties, String> {
        let text = |port: In<Text>| {
            let text = port.get(cx);
            (!text.is_empty()).then(|| ByteString::from(&*text))
        };
        let expiry = options::whole(self.expiry.get(cx).ceil(), 0, 0, u32::MAX);
        let correlation = payload::encode(&self.correlation_data.get(cx))?;
        let mut properties = Properties::NONE
            .with((expiry > 0).then_some(Property::MessageExpiry(expiry)))
            .with(text(self.content_type).map(Property::ContentType))
            .with(text(self.response_topic).map(Property::ResponseTopic))
            .with((!correlation.is_empty()).then_some(Property::CorrelationData(correlation)));
        for pair in properties::user_properties(self.user_properties.get(cx)) {
            properties.push(Property::UserProperty(pair));
        }
        Ok(properties)
    }

    fn publish(&mut self, message: Message, cx: &mut Cx<'_>) {
        let rate = self.max_rate.get(cx);
        if rate > 0.0 {
            // A rate that is next to nothing is once a day.
            self.next = cx.now() + Instant::from_secs_f64(rate.recip().min(86_400.0));
        }
        let Some(connection) = self.connection.clone() else {
            self.refused.fire(cx);
            return;
        };
        // It may have been put to rest since the links were looked at.
        if connection.is_closed() {
            return self.fail(IS_OFF, cx);
        }
        let topic = Text::from(&*message.topic);
        match connection.publish(message, cx.node(), cx.now()) {
            Ok(published) => {
                self.say("", cx);
                match published {
                    Published::Sent => self.sent.fire(cx),
                    Published::Pending(token) => {
                        self.under_way.insert(token, topic);
                        self.pending.set(cx, self.under_way.len() as f64);
                    }
                }
            }
            Err(error) => self.fail(&error.to_string(), cx),
        }
    }

    fn learn(&mut self, fate: &Fate, cx: &mut Cx<'_>) {
        // One that was published on another connection is no longer of interest.
        let Some(topic) = self.under_way.get(&fate.token).cloned() else {
            return;
        };
        if fate.what.is_last() {
            self.under_way.remove(&fate.token);
            self.pending.set(cx, self.under_way.len() as f64);
        }
        match &fate.what {
            Outcome::Sent { .. } => self.sent.fire(cx),
            Outcome::Acknowledged => self.acknowledged.fire(cx),
            Outcome::Dropped(why) => {
                self.fail(&format!("A message to `{topic}` is lost: {why}."), cx);
            }
        }
    }

    fn fail(&self, text: &str, cx: &mut Cx<'_>) {
        cx.set_problem(text);
        self.error.set(cx, text);
        self.refused.fire(cx);
    }

    fn say(&self, text: &str, cx: &mut Cx<'_>) {
        if *self.error.get(cx) != *text {
            cx.clear_problem();
            self.error.set(cx, text);
        }
    }
}
