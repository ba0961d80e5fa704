//! `Ops.Net.Mqtt.MqttRequest`

use std::rc::Rc;

use ropewalk_flow::{
    Bytes, Cx, Event, Fire, Handlers, In, Instant, Object, Op, OpError, Out, Text, Trigger, Value,
};
use ropewalk_mqtt::{
    Message, Properties, Property, PublishToken, Published, RetainHandling, SubscribeOptions,
    check_name,
};

use super::connection::{Arrival, Arrived, Connection, Fate, IS_OFF, Outcome, Subscription, find};
use super::payload::Forms;
use super::{options, payload};

/// Sends requests and receives their answers. MQTT 5.0.
#[derive(Op)]
#[op(name = "Ops.Net.Mqtt.MqttRequest", help = include_str!("mqtt_request.md"))]
pub(super) struct MqttRequest {
    /// The connection to ask over, from an Mqtt op. With nothing linked, the patch's only Mqtt op.
    #[input(name = "MQTT Object")]
    object: In<Connection>,
    /// The request: text, a number or a boolean as text, an object or a list as JSON, bytes as they
    /// are.
    #[input(name = "Message")]
    message: In<Value>,
    /// The topic of those who answer, without wildcards.
    #[input(name = "Topic", default = "/request")]
    topic: In<Text>,
    /// Sends the request.
    #[input(name = "Send", display = "button")]
    send: Trigger,
    /// How often the request arrives, and the answer at most: 0 at most once, 1 at least once, 2
    /// exactly once.
    #[input(name = "QoS", min = 0, max = 2, display = "integer")]
    qos: In<f64>,
    /// How long to wait for the answer, from 0.001 to 86400 seconds.
    #[input(name = "Timeout", default = 5, min = 0.001, max = 86400, unit = "s")]
    timeout: In<f64>,
    /// Where the answers are to be published. Empty: a topic of this op alone.
    #[input(name = "Response Topic")]
    response_topic: In<Text>,
    /// What answers are. With another choice than Auto, one that is something else is an error.
    #[input(
        name = "Payload as",
        default = "Auto",
        choices("Auto", "Text", "Number", "JSON", "Bytes")
    )]
    payload_as: In<Text>,

    /// The connection, passed on.
    #[output(name = "MQTT Object - Out")]
    object_out: Out<Connection>,
    /// The answer as text.
    #[output(name = "Response String", lazy)]
    response_string: Out<Text>,
    /// The answer as a number; the last one, where an answer is none.
    #[output(name = "Response Float", lazy)]
    response_float: Out<f64>,
    /// The answer as a truth value: false for nothing, 0, false, off, no and null.
    #[output(name = "Response Boolean", lazy)]
    response_boolean: Out<bool>,
    /// The answer as a JSON object; the last one, where an answer is none.
    #[output(name = "Response Object", lazy)]
    response_object: Out<Object>,
    /// The answer as it came.
    #[output(name = "Response Bytes", lazy)]
    response_bytes: Out<Bytes>,
    /// Fires for each answer, after the other outputs are set.
    #[output(name = "Responded")]
    responded: Fire,
    /// How many requests wait for their answer.
    #[output(name = "Pending")]
    pending: Out<f64>,
    /// How long the last answer took, from when its request had left.
    #[output(name = "Round Trip", unit = "ms")]
    round_trip: Out<f64>,
    /// Fires for each request that was not answered in time.
    #[output(name = "Timed Out")]
    timed_out: Fire,
    /// Fires for each request that cannot be made, or whose answer cannot come.
    #[output(name = "Refused")]
    refused: Fire,
    /// What is wrong, empty while nothing is.
    #[output(name = "Error")]
    error: Out<Text>,

    connection: Option<Connection>,
    /// The subscription for the answers to the requests from now on.
    answers: Option<Answers>,
    /// In the order in which they were made.
    waiting: Vec<Waiting>,
    /// What the correlation data of this op's requests begins with, which nobody can guess.
    secret: Option<u64>,
    number: u64,
    /// The last answer.
    last: Option<Bytes>,
}

#[derive(Clone, Debug)]
struct Answers {
    topic: Text,
    options: SubscribeOptions,
    /// Held by each request that waits, too: it ends with the last of them.
    subscription: Rc<Subscription>,
}

/// A request that waits for its answer.
#[derive(Debug)]
struct Waiting {
    /// What its answer bears.
    correlation: Bytes,
    /// Its message, until that has left.
    token: Option<PublishToken>,
    topic: Text,
    /// When it was made, or had left.
    since: Instant,
    until: Instant,
    subscription: Rc<Subscription>,
}

impl Handlers for MqttRequest {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        match find(self.object, self.object_out, cx) {
            Ok(connection) => {
                let is_same = |old: &Connection| old.is(&connection);
                if !self.connection.as_ref().is_some_and(is_same) {
                    self.say("", cx);
                    self.leave(
                        "The connection is another one since: send the request again.",
                        cx,
                    );
                    connection.make_requests();
                    self.connection = Some(connection);
                }
            }
            Err(todo) => {
                self.connection = None;
                self.leave(todo, cx);
                cx.set_warning(todo);
                self.error.set(cx, todo);
            }
        }
        // An output that was looked at for the first time shows the last answer, if it can.
        if let Some(payload) = &self.last {
            let _ = self.forms().set(payload, cx);
        }
        Ok(())
    }

    fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        // What is missing without a connection is said already.
        if port == self.send {
            match self.connection.clone() {
                Some(connection) => {
                    if let Err(error) = self.send(&connection, cx) {
                        self.fail(&error, cx);
                    }
                }
                None => self.refused.fire(cx),
            }
        }
        Ok(())
    }

    fn event(&mut self, event: Event, cx: &mut Cx<'_>) -> Result<(), OpError> {
        match event {
            Event::Wake => {
                let now = cx.now();
                while let Some(at) = self.waiting.iter().position(|it| it.until <= now) {
                    let topic = self.take(at, cx).topic;
                    let text = format!("Nobody has answered on `{topic}` in time.");
                    cx.set_warning(text.as_str());
                    self.error.set(cx, text);
                    self.timed_out.fire(cx);
                }
            }
            Event::Posted(posted) => {
                if let Some(arrived) = posted.downcast_ref::<Arrived>() {
                    self.arrived(arrived, cx);
                } else if let Some(fate) = posted.downcast_ref::<Fate>() {
                    self.learn(fate, cx);
                }
            }
            _ => {}
        }
        Ok(())
    }
}

/// What a request over MQTT 3.1.1 comes to.
const IS_OLD: &str = "A request needs MQTT 5.0, and this connection speaks 3.1.1: see the Mqtt \
                      op's Protocol, or take another broker.";

impl MqttRequest {
    fn send(&mut self, connection: &Connection, cx: &mut Cx<'_>) -> Result<(), String> {
        // It may have been put to rest since the links were looked at.
        if connection.is_closed() {
            return Err(IS_OFF.to_owned());
        }
        if connection.is_of_3_1_1() {
            return Err(IS_OLD.to_owned());
        }
        let payload = payload::encode(&self.message.get(cx))?;
        let answers = self.listen(connection, cx)?;
        let correlation = self.correlation(cx);
        let timeout = options::seconds(self.timeout.get(cx), 5.0, 0.001);
        // What nobody waits for any more need not arrive.
        let expiry = u32::try_from(timeout.as_secs()).unwrap_or(u32::MAX);
        let expiry = expiry.saturating_add(u32::from(timeout.subsec_nanos() > 0));
        let topic = self.topic.get(cx);
        let message = Message {
            topic: topic.to_string().into(),
            payload,
            qos: options::qos(self.qos.get(cx)),
            properties: [
                Property::MessageExpiry(expiry),
                Property::ResponseTopic(answers.topic.to_string().into()),
                Property::CorrelationData(correlation.clone()),
            ]
            .into_iter()
            .collect::<Properties>(),
            ..Message::default()
        };
        let now = cx.now();
        let published = connection
            .publish(message, cx.node(), now)
            .map_err(|error| error.to_string())?;
        self.say("", cx);
        self.waiting.push(Waiting {
            correlation,
            token: match published {
                Published::Sent => None,
                Published::Pending(token) => Some(token),
            },
            topic,
            since: now,
            until: now.saturating_add(timeout),
            subscription: answers.subscription,
        });
        self.show_waiting(cx);
        Ok(())
    }

    /// The subscription for the answers, which is made when a request first needs it.
    fn listen(&mut self, connection: &Connection, cx: &Cx<'_>) -> Result<Answers, String> {
        let mut topic = self.response_topic.get(cx);
        if topic.is_empty() {
            topic = connection.response_topic(cx.node()).into();
        }
        let options = SubscribeOptions {
            qos: options::qos(self.qos.get(cx)),
            no_local: false,
            retain_as_published: false,
            retain_handling: RetainHandling::DoNotSend,
        };
        if let Some(answers) = &self.answers
            && answers.topic == topic
            && answers.options == options
        {
            return Ok(answers.clone());
        }
        // A filter would do to subscribe, and is none to publish to.
        let subscription = check_name(&topic)
            .and_then(|()| connection.subscribe(&topic, options, cx.node()))
            .map_err(|error| format!("Response Topic: {error}"))?;
        let answers = self.answers.insert(Answers {
            topic,
            options,
            subscription: Rc::new(subscription),
        });
        Ok(answers.clone())
    }

    /// What the answer to the next request is to bear: plain text, which survives the text ports of
    /// a patch that answers.
    fn correlation(&mut self, cx: &mut Cx<'_>) -> Bytes {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "53 bits fit"
        )]
        let secret = *self
            .secret
            .get_or_insert_with(|| (cx.random() * (1_u64 << 53) as f64) as u64);
        self.number += 1;
        format!("{secret}-{}", self.number).into()
    }

    fn arrived(&mut self, arrived: &Arrived, cx: &mut Cx<'_>) {
        match &arrived.what {
            Arrival::Message(message) => {
                let correlation = message.properties.correlation_data();
                let is_answered = |it: &Waiting| {
                    it.subscription.id() == arrived.subscription
                        && Some(&it.correlation) == correlation
                };
                // An answer to somebody else, or too late, or not the first.
                let Some(at) = self.waiting.iter().position(is_answered) else {
                    return;
                };
                let took = cx.now().saturating_sub(self.take(at, cx).since);
                self.round_trip.set(cx, took.as_secs_f64() * 1000.0);
                self.say("", cx);
                if let Err(fault) = self.forms().set(&message.payload, cx) {
                    self.error.set(cx, format!("An answer is {fault}"));
                }
                self.last = Some(message.payload.clone());
                self.responded.fire(cx);
            }
            Arrival::Refused(reason) => {
                let is_theirs = |it: &Subscription| it.id() == arrived.subscription;
                // The next request asks anew.
                let current = self.answers.take_if(|it| is_theirs(&it.subscription));
                let waiting = self.waiting.iter().find(|it| is_theirs(&it.subscription));
                if current.is_none() && waiting.is_none() {
                    return;
                }
                let text = format!("No answer can come, as its topic is refused: {reason}.");
                self.give_up(|it| is_theirs(&it.subscription), &text, cx);
            }
            Arrival::Granted(_) => {}
        }
    }

    /// Something has come of a request's message.
    fn learn(&mut self, fate: &Fate, cx: &mut Cx<'_>) {
        let token = Some(fate.token);
        let Some(at) = self.waiting.iter().position(|it| it.token == token) else {
            return;
        };
        match &fate.what {
            Outcome::Sent { .. } => {
                // It has waited for a connection, and went out without what asks for an answer.
                if self
                    .connection
                    .as_ref()
                    .is_some_and(Connection::is_of_3_1_1)
                {
                    self.take(at, cx);
                    return self.fail(IS_OLD, cx);
                }
                self.waiting[at].since = cx.now();
            }
            Outcome::Acknowledged => {}
            Outcome::Dropped(why) => {
                let topic = self.take(at, cx).topic;
                self.fail(&format!("A request to `{topic}` is lost: {why}."), cx);
            }
        }
    }

    /// Lets go of the connection, and of all requests over it.
    fn leave(&mut self, why: &str, cx: &mut Cx<'_>) {
        self.answers = None;
        if !self.waiting.is_empty() {
            self.give_up(|_| true, why, cx);
        }
    }

    /// Gives up those of the requests that wait; each is refused.
    fn give_up(&mut self, which: impl Fn(&Waiting) -> bool, why: &str, cx: &mut Cx<'_>) {
        let before = self.waiting.len();
        self.waiting.retain(|it| !which(it));
        self.show_waiting(cx);
        cx.set_problem(why);
        self.error.set(cx, why);
        for _ in self.waiting.len()..before {
            self.refused.fire(cx);
        }
    }

    /// Takes a request out of those that wait.
    fn take(&mut self, at: usize, cx: &mut Cx<'_>) -> Waiting {
        let waiting = self.waiting.remove(at);
        self.show_waiting(cx);
        waiting
    }

    /// Shows how many wait, and asks to be woken when the first has waited long enough.
    fn show_waiting(&self, cx: &mut Cx<'_>) {
        self.pending.set(cx, self.waiting.len() as f64);
        match self.waiting.iter().map(|it| it.until).min() {
            Some(until) => cx.wake_at(until),
            None => cx.cancel_wake(),
        }
    }

    fn forms(&self) -> Forms {
        Forms {
            payload_as: self.payload_as,
            string: self.response_string,
            float: self.response_float,
            boolean: self.response_boolean,
            object: self.response_object,
            bytes: self.response_bytes,
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
