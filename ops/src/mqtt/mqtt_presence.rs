//! `Ops.Net.Mqtt.MqttPresence`

use ropewalk_flow::{Array, Cx, Event, Fire, Handlers, In, Op, OpError, Out, Text, Value};
use ropewalk_mqtt::{
    Message, QoS, RetainHandling, SubscribeOptions, check_filter, check_name, wildcards,
};

use super::announcing::{Announcement, Presence, Standing};
use super::connection::{Arrival, Arrived, Connection, Fate, Subscription, find};

/// Says who is online, and that this page is.
#[derive(Op)]
#[op(name = "Ops.Net.Mqtt.MqttPresence", help = include_str!("mqtt_presence.md"))]
pub(super) struct MqttPresence {
    /// The connection, from an Mqtt op. With nothing linked, the patch's only Mqtt op.
    #[input(name = "MQTT Object")]
    object: In<Connection>,
    /// The topics of all who may be online: one `+` stands for the name.
    #[input(name = "Topic", default = "presence/+")]
    topic: In<Text>,
    /// Under which name this page is announced. Empty: it only watches.
    #[input(name = "Name")]
    name: In<Text>,
    /// The message of those who are online.
    #[input(name = "Online Message", default = "online")]
    online_message: In<Text>,
    /// The message that takes this page's back.
    #[input(name = "Offline Message", default = "offline")]
    offline_message: In<Text>,
    /// Whether to announce and to watch.
    #[input(name = "Active", default = true)]
    active: In<bool>,

    /// The connection, passed on.
    #[output(name = "MQTT Object - Out")]
    object_out: Out<Connection>,
    /// The names of those who are online, sorted.
    #[output(name = "Online")]
    online: Out<Array>,
    /// How many they are.
    #[output(name = "Count")]
    count: Out<f64>,
    /// Fires for each one who comes online.
    #[output(name = "Joined")]
    joined: Fire,
    /// Fires for each one who goes offline.
    #[output(name = "Left")]
    left: Fire,
    /// Who has come or gone last.
    #[output(name = "Last Name")]
    last_name: Out<Text>,
    /// What is wrong, empty while nothing is.
    #[output(name = "Error")]
    error: Out<Text>,

    subscription: Option<Subscription>,
    /// The filter and the message of those who are online that the subscription was made for.
    watched: Option<(Text, Text)>,
    announcement: Option<Announcement>,
    /// Who is online, sorted.
    names: Vec<Text>,
    /// What a person is to do for there to be a connection.
    todo: Option<&'static str>,
    /// What is wrong with the inputs.
    fault: Option<String>,
    /// Why the broker has refused the subscription.
    refusal: Option<String>,
}

impl Handlers for MqttPresence {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        self.todo = None;
        self.fault = None;
        match find(self.object, self.object_out, cx) {
            Ok(connection) if self.active.get(cx) => {
                let followed = self
                    .watch(&connection, cx)
                    .and_then(|()| self.announce(&connection, cx));
                if let Err(fault) = followed {
                    self.announcement = None;
                    self.fault = Some(fault);
                }
            }
            Ok(_) => {
                self.announcement = None;
                self.stop_watching(cx);
            }
            // Who is online stays as it was last known.
            Err(todo) => {
                self.announcement = None;
                self.subscription = None;
                self.todo = Some(todo);
            }
        }
        self.show(cx);
        Ok(())
    }

    fn event(&mut self, event: Event, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let Event::Posted(posted) = event else {
            return Ok(());
        };
        if let Some(arrived) = posted.downcast_ref::<Arrived>() {
            let id = self.subscription.as_ref().map(Subscription::id);
            if Some(arrived.subscription) != id {
                return Ok(());
            }
            match &arrived.what {
                Arrival::Message(message) => {
                    self.hear(message, cx);
                    return Ok(());
                }
                Arrival::Granted(_) => self.refusal = None,
                Arrival::Refused(reason) => {
                    let topic = self.topic.get(cx);
                    let text = format!("The topic `{topic}` is refused: {reason}.");
                    self.refusal = Some(text);
                }
            }
        } else if let Some(fate) = posted.downcast_ref::<Fate>() {
            if let Some(announcement) = &self.announcement {
                announcement.learn(fate);
            }
        } else if !posted.is::<Standing>() {
            return Ok(());
        }
        self.show(cx);
        Ok(())
    }
}

/// What an op says whose loss the broker would not tell.
const HAS_A_WILL: &str = "This connection already has a will, of the Mqtt op or of another \
                          MqttPresence: this page is announced, and if it is lost, nobody is told. \
                          Empty the Mqtt op's Will Topic, or give this op a connection of its own.";

impl MqttPresence {
    /// Subscribes to those who may be online. What has not changed stays as it is.
    fn watch(&mut self, connection: &Connection, cx: &mut Cx<'_>) -> Result<(), String> {
        let wanted = (self.topic.get(cx), self.online_message.get(cx));
        let is_same = |old: &Subscription| old.connection().is(connection);
        if self.subscription.as_ref().is_some_and(is_same) && self.watched.as_ref() == Some(&wanted)
        {
            return Ok(());
        }
        self.stop_watching(cx);
        check_filter(&wanted.0).map_err(|error| format!("Topic: {error}"))?;
        // Others of the group would get a part of a shared subscription.
        let is_shared = wanted.0.starts_with("$share/");
        if wanted.0.matches('+').count() != 1 || wanted.0.ends_with('#') || is_shared {
            return Err(
                "Topic: it needs one `+`, which stands for the name, as in `presence/+`, and no \
                 other wildcard."
                    .to_owned(),
            );
        }
        let options = SubscribeOptions {
            qos: QoS::AtLeastOnce,
            no_local: false,
            retain_as_published: false,
            retain_handling: RetainHandling::Send,
        };
        let subscription = connection
            .subscribe(&wanted.0, options, cx.node())
            .map_err(|error| format!("Topic: {error}"))?;
        self.subscription = Some(subscription);
        self.watched = Some(wanted);
        Ok(())
    }

    /// Nobody is watched any more, so nobody is known to be online.
    fn stop_watching(&mut self, cx: &mut Cx<'_>) {
        self.subscription = None;
        self.watched = None;
        self.refusal = None;
        self.names.clear();
        if self.online.get(cx).is_none_or(|names| !names.is_empty()) {
            self.show_names(cx);
        }
    }

    /// Announces this page as the inputs say.
    fn announce(&mut self, connection: &Connection, cx: &mut Cx<'_>) -> Result<(), String> {
        let name = self.name.get(cx);
        if name.is_empty() {
            self.announcement = None;
            return Ok(());
        }
        let presence = Presence {
            topic: self.topic.get(cx).replacen('+', &name, 1).into(),
            online: self.online_message.get(cx),
            offline: self.offline_message.get(cx),
        };
        let filter = self.topic.get(cx);
        let is_name = check_name(&presence.topic).is_ok()
            && wildcards(&filter, &presence.topic).is_some_and(|found| *found == [&*name]);
        if !is_name {
            return Err(format!(
                "Name: `{name}` is not one level of a topic, which has no `/`, `+` or `#`."
            ));
        }
        if presence.online.is_empty() {
            return Err("Online Message: it is empty, and a broker keeps no empty message.".into());
        }
        if presence.offline.len() > usize::from(u16::MAX) {
            return Err("Offline Message: it is longer than a will can be, 65,535 bytes.".into());
        }
        if presence.online == presence.offline {
            return Err("Offline Message: it is the same as Online Message.".into());
        }
        match &self.announcement {
            Some(old) if old.connection().is(connection) => old.change(presence),
            _ => self.announcement = Some(connection.announce(presence, cx.node())),
        }
        Ok(())
    }

    /// Somebody is said to be online or not.
    fn hear(&mut self, message: &Message, cx: &mut Cx<'_>) {
        let Some((filter, online)) = &self.watched else {
            return;
        };
        let found = wildcards(filter, &message.topic).unwrap_or_default();
        let Some(&name) = found.first() else {
            return;
        };
        let is_online = !message.payload.is_empty() && message.payload == online.as_bytes();
        match self.names.binary_search_by(|known| (**known).cmp(name)) {
            Err(at) if is_online => self.names.insert(at, name.into()),
            Ok(at) if !is_online => {
                self.names.remove(at);
            }
            _ => return,
        }
        self.last_name.set(cx, name);
        self.show_names(cx);
        let fire = if is_online { self.joined } else { self.left };
        fire.fire(cx);
    }

    fn show_names(&self, cx: &mut Cx<'_>) {
        let names: Array = self.names.iter().cloned().map(Value::Text).collect();
        self.online.set(cx, names);
        self.count.set(cx, self.names.len() as f64);
    }

    /// Shows what is wrong, the most pressing first.
    fn show(&self, cx: &mut Cx<'_>) {
        let announcement = self.announcement.as_ref();
        let unsaid = || {
            let why = announcement?.fault()?;
            let name = self.name.get(cx);
            Some(format!("`{name}` cannot be announced: {why}"))
        };
        let problem = self.fault.clone().or_else(|| self.refusal.clone());
        let problem = problem.or_else(unsaid);
        let has_no_will = announcement.is_some_and(|it| !it.has_will());
        let warning = self.todo.or(has_no_will.then_some(HAS_A_WILL));
        match (problem, warning) {
            (Some(problem), _) if self.todo.is_none() => {
                cx.set_problem(problem.as_str());
                self.error.set(cx, problem);
            }
            (_, Some(warning)) => {
                cx.set_warning(warning);
                self.error.set(cx, warning);
            }
            _ => {
                cx.clear_problem();
                self.error.set(cx, "");
            }
        }
    }
}
