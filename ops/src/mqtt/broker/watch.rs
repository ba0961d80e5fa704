//! What a person watches of a connection.

use ropewalk_flow::{Instant, NodeId};
use ropewalk_mqtt::{
    Bytes, Message, PublishToken, Published, QoS, Session, State, SubscribeOptions, SubscriptionId,
    check_filter, overlap,
};

use super::rate::Rate;
use super::topics::{Arrived, Topics};
use crate::mqtt::connection::{Arrival, Connection, Fate, IS_OFF, Outcome};

/// How long it is between two questions to the broker whether it is there, for its latency.
const PING: Instant = Instant::from_secs(5);

/// How many topics of how many ops it is known of who publishes to them.
const MAX_PUBLISHED: usize = 500;

/// A subscription that is no op's, and what comes of it. It lives with the connection, for as long
/// as somebody looks.
#[derive(Debug, Default)]
pub(in crate::mqtt) struct Watch {
    /// Empty while nothing is watched.
    pub(super) filter: String,
    /// Also where that can change what ops get.
    is_forced: bool,
    subscription: Option<SubscriptionId>,
    /// Whether the broker has not answered yet whether it may.
    pub(super) is_asking: bool,
    /// Why nothing is watched though it should be.
    pub(super) fault: Option<String>,
    /// Whether that is because ops could get other messages than without.
    pub(super) is_held: bool,
    pub(super) topics: Topics,
    pub(super) traffic: Traffic,
    /// What has come of the message that was published by hand.
    pub(super) by_hand: String,
    /// Whether it will not reach the broker, or was refused.
    pub(super) is_by_hand_lost: bool,
    token: Option<PublishToken>,
    pub(super) published: Vec<(NodeId, String, u64)>,
    pinged: Instant,
    server: String,
}

/// Messages in and out, and bytes in and out.
#[derive(Debug, Default)]
pub(super) struct Traffic {
    since: Option<Instant>,
    last: [u64; 4],
    rates: [Rate; 4],
}

impl Traffic {
    fn look(&mut self, totals: [u64; 4], now: Instant) {
        if self.since.is_none() {
            self.since = Some(now);
            self.last = totals;
        }
        for ((rate, last), total) in self.rates.iter_mut().zip(&mut self.last).zip(totals) {
            let new = total.saturating_sub(std::mem::replace(last, total));
            rate.add(u32::try_from(new).unwrap_or(u32::MAX), now);
        }
    }

    /// Each in a second.
    pub(super) fn per_second(&self, now: Instant) -> [f64; 4] {
        let since = self.since.unwrap_or(now);
        self.rates.map(|rate| rate.per_second(since, now))
    }
}

impl Watch {
    fn end(&mut self, session: &mut Session) {
        self.is_asking = false;
        if let Some(subscription) = self.subscription.take() {
            session.unsubscribe(subscription);
        }
    }
}

/// For who looks at it, and for the op that keeps the connection.
impl Connection {
    /// Watches a filter from here on, in place of another one; an empty one is nothing.
    pub(super) fn watch(&self, filter: &str, is_forced: bool) -> Result<(), String> {
        if !filter.is_empty() {
            check_filter(filter).map_err(|error| error.to_string())?;
        }
        let mut watch = self.watched();
        let watch = watch.get_or_insert_default();
        self.session(|session| watch.end(session));
        if !filter.is_empty() {
            watch.topics = Topics::default();
        }
        filter.clone_into(&mut watch.filter);
        watch.is_forced = is_forced;
        watch.fault = None;
        self.follow(watch);
        Ok(())
    }

    /// Looks at nothing any more.
    pub(in crate::mqtt) fn unwatch(&self) {
        if let Some(mut watch) = self.watched().take() {
            self.session(|session| watch.end(session));
            self.tell_owner();
        }
    }

    /// The connection has come up, or who subscribes has changed.
    pub(in crate::mqtt) fn follow_watch(&self) {
        if let Some(watch) = &mut *self.watched() {
            self.follow(watch);
        }
    }

    fn follow(&self, watch: &mut Watch) {
        let (is_up, tells_filters) = self.session(|session| {
            let is_up = *session.state() == State::Connected;
            if is_up && watch.server != session.server() {
                session.server().clone_into(&mut watch.server);
                watch.topics = Topics::default();
            }
            (is_up, session.tells_filters())
        });
        if !is_up {
            return;
        }
        let may_disturb = !tells_filters && !watch.is_forced;
        let overlapped = may_disturb
            .then(|| self.overlapped(&watch.filter))
            .flatten();
        if std::mem::replace(&mut watch.is_held, overlapped.is_some()) {
            watch.fault = None;
        }
        if let Some(other) = overlapped {
            watch.fault = Some(format!(
                "This broker does not say which filter a message is for, as MQTT 5.0 does. It may \
                 send what matches two of them twice, so that an op with the topic `{other}` \
                 would get it twice, too."
            ));
        }
        let is_wanted = !watch.filter.is_empty() && watch.fault.is_none();
        self.session(|session| match watch.subscription {
            None if is_wanted => {
                let options = SubscribeOptions::from(QoS::AtMostOnce);
                watch.subscription = session.subscribe(&watch.filter, options).ok();
                watch.is_asking = true;
            }
            Some(_) if !is_wanted => watch.end(session),
            _ => {}
        });
        self.tell_owner();
    }

    /// The filter of an op that has topics in common with this one, and is another one.
    fn overlapped(&self, filter: &str) -> Option<String> {
        let filters = self.filters().into_iter().map(|(_, other, _)| other);
        let mut others = filters.filter(|other| other != filter);
        others.find(|other| !filter.is_empty() && overlap(filter, other))
    }

    /// A message has come.
    pub(in crate::mqtt) fn heed(&self, message: &Message, now: Instant) {
        let Some(watch) = &mut *self.watched() else {
            return;
        };
        let Some(subscription) = watch.subscription else {
            return;
        };
        if self.session(|session| session.matched().contains(&subscription)) {
            let arrived = Arrived {
                topic: &message.topic,
                payload: &message.payload,
                is_retained: message.retain,
                qos: message.qos as u8,
            };
            watch.topics.receive(&arrived, now);
        }
    }

    /// The broker has answered what nobody of the ops has asked.
    pub(in crate::mqtt) fn answered(&self, subscription: SubscriptionId, what: &Arrival) {
        let Some(watch) = &mut *self.watched() else {
            return;
        };
        if watch.subscription != Some(subscription) {
            return;
        }
        match what {
            Arrival::Granted(_) => {
                watch.is_asking = false;
                watch.fault = None;
            }
            Arrival::Refused(reason) => {
                watch.is_asking = false;
                watch.fault = Some(format!("The broker refuses `{}`: {reason}.", watch.filter));
            }
            Arrival::Message(_) => {}
        }
    }

    /// The connection is lost. Some brokers end it where something is asked for that is not
    /// allowed: it is not asked for again.
    pub(in crate::mqtt) fn watch_lost(&self) {
        if let Some(watch) = &mut *self.watched()
            && watch.is_asking
        {
            self.session(|session| watch.end(session));
            watch.fault = Some(format!(
                "The connection ended when `{}` was asked for: some brokers do so where it is not \
                 allowed.",
                watch.filter
            ));
        }
    }

    /// An op publishes.
    pub(in crate::mqtt) fn note_published(&self, message: &Message, node: NodeId) {
        let Some(watch) = &mut *self.watched() else {
            return;
        };
        watch.note_retained(message);
        let is_it = |it: &&mut (NodeId, String, u64)| it.0 == node && *it.1 == *message.topic;
        if let Some(known) = watch.published.iter_mut().find(is_it) {
            known.2 += 1;
        } else if watch.published.len() < MAX_PUBLISHED {
            watch.published.push((node, message.topic.to_string(), 1));
        }
    }

    /// Publishes for a person. What becomes of it stands in [`Watch::by_hand`].
    pub(super) fn publish_by_hand(&self, message: Message, now: Instant) -> Result<(), String> {
        if self.is_closed() {
            return Err(IS_OFF.to_owned());
        }
        let mut watch = self.watched();
        let watch = watch.get_or_insert_default();
        watch.note_retained(&message);
        let published = self.session(|session| session.publish(message, now));
        let published = published.map_err(|error| error.to_string())?;
        let (token, text) = match published {
            Published::Sent => (None, "Sent"),
            Published::Pending(token) => (Some(token), "Waits to be sent"),
        };
        watch.token = token;
        text.clone_into(&mut watch.by_hand);
        watch.is_by_hand_lost = false;
        self.tell_owner();
        Ok(())
    }

    /// Something has come of a message that is no op's.
    pub(in crate::mqtt) fn learn_by_hand(&self, fate: &Fate) {
        if let Some(watch) = &mut *self.watched()
            && watch.token == Some(fate.token)
        {
            watch.is_by_hand_lost = matches!(fate.what, Outcome::Dropped(_));
            watch.by_hand = match &fate.what {
                Outcome::Sent { .. } => "Sent".to_owned(),
                Outcome::Acknowledged => "Taken by the broker".to_owned(),
                Outcome::Dropped(why) => format!("Lost: {why}"),
            };
        }
    }

    /// Asks what there is to be known now, and passes it on.
    pub(super) fn look<T>(&self, now: Instant, show: impl FnOnce(&mut Watch) -> T) -> T {
        let mut watch = self.watched();
        let watch = watch.get_or_insert_default();
        self.follow(watch);
        let stats = self.session(|session| {
            if now >= watch.pinged + PING {
                watch.pinged = now;
                session.ping(now);
            }
            session.stats()
        });
        let messages = [stats.messages_in, stats.messages_out];
        let [coming, going] = messages;
        watch
            .traffic
            .look([coming, going, stats.bytes_in, stats.bytes_out], now);
        show(watch)
    }
}

impl Watch {
    fn note_retained(&mut self, message: &Message) {
        if message.retain {
            let is_retained = !message.payload.is_empty();
            self.topics.retained(&message.topic, is_retained);
        }
    }
}

/// A message as a person has written it.
pub(super) fn message(topic: &str, payload: &str, qos: QoS, retain: bool) -> Message {
    Message {
        topic: topic.into(),
        payload: Bytes::copy_from_slice(payload.as_bytes()),
        qos,
        retain,
        ..Message::default()
    }
}
