mod asking;
mod retained;

use std::collections::VecDeque;

use bytestring::ByteString;

use self::retained::Retained;
use super::Continuity;
use crate::Instant;
use crate::collections::TextMap;
use crate::packet::{PacketId, Publish, QoS, RetainHandling, SubAck, SubscribeOptions, UnsubAck};
use crate::reason::{Reason, ReasonCode};
use crate::router::Router;

/// A subscription, unique in its session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SubscriptionId(u64);

impl SubscriptionId {
    #[cfg(test)]
    pub(crate) fn from_number(number: u64) -> Self {
        Self(number)
    }
}

/// The topic filters that are wanted, by whom, and what the broker knows of them.
#[derive(Debug)]
pub(super) struct Subscriptions {
    next: u64,
    max_qos: QoS,
    router: Router,
    filters: TextMap<Filter>,
    by_id: ById,
    /// Filters that the broker is to be told of.
    wanted: VecDeque<ByteString>,
    /// Filters that the broker is to forget.
    unwanted: VecDeque<ByteString>,
    /// What was asked and not answered yet.
    asked: Vec<(PacketId, Asked)>,
    next_ask: u64,
    /// The filters by the numbers that their messages bear, in the order of these.
    numbered: Vec<(u32, ByteString)>,
    last_number: u32,
    /// Subscriptions that the server cannot have, to be told so.
    refused: Vec<(SubscriptionId, Reason)>,
}

/// The subscriptions in the order in which they came, which is that of their ids.
#[derive(Debug, Default)]
struct ById(Vec<(SubscriptionId, Subscription)>);

#[derive(Debug)]
struct Subscription {
    filter: ByteString,
    options: SubscribeOptions,
    retained: Retained,
    /// What it was told that the broker has granted, or that it was refused.
    told: Option<Result<QoS, ReasonCode>>,
}

/// A topic filter that is subscribed to.
#[derive(Debug, Default)]
struct Filter {
    subscriptions: Vec<SubscriptionId>,
    /// Whether the broker was told of it in its session.
    is_known: bool,
    /// Whether it is in the list of wanted filters.
    is_wanted: bool,
    /// What was asked for, and the QoS that was granted.
    granted: Option<(SubscribeOptions, QoS)>,
    /// The number that its messages bear, where the server supports that.
    number: Option<u32>,
}

#[derive(Debug)]
enum Asked {
    Subscribe {
        number: u64,
        filters: Vec<(ByteString, SubscribeOptions)>,
    },
    Unsubscribe(Vec<ByteString>),
}

impl Asked {
    /// What it asks for a filter with.
    fn of(&self, name: &ByteString) -> Option<SubscribeOptions> {
        let Self::Subscribe { filters, .. } = self else {
            return None;
        };
        let mut options = filters.iter().filter(|(filter, _)| filter == name);
        options.next().map(|(_, options)| *options)
    }
}

impl Default for Subscriptions {
    fn default() -> Self {
        Self {
            next: 0,
            max_qos: QoS::ExactlyOnce,
            router: Router::default(),
            filters: TextMap::default(),
            by_id: ById::default(),
            wanted: VecDeque::new(),
            unwanted: VecDeque::new(),
            asked: Vec::new(),
            next_ask: 0,
            numbered: Vec::new(),
            last_number: 0,
            refused: Vec::new(),
        }
    }
}

impl Subscriptions {
    /// Sets the highest QoS to ask for.
    pub(super) fn limit(&mut self, max_qos: QoS) {
        self.max_qos = max_qos;
        for (name, filter) in self.filters.iter_mut() {
            let qos = united(filter, &self.by_id).qos.min(max_qos);
            // What the broker has to answer yet comes after what it has granted.
            let last = self
                .asked
                .iter()
                .rev()
                .find_map(|(_, asked)| asked.of(name));
            let asked = last.or(filter.granted.map(|(asked, _)| asked));
            if asked.is_some_and(|asked| asked.qos != qos) && !filter.is_wanted {
                filter.is_wanted = true;
                self.wanted.push_back(name.clone());
            }
        }
    }

    /// Numbers the filters from there on, unless some have numbers. A broker that keeps the session
    /// of an earlier process goes on with the numbers of that: ours must be others.
    pub(super) fn number_from(&mut self, number: u32) {
        if self.last_number == 0 {
            // In the lower half, so that those of a patch rise.
            self.last_number = next_number(number >> 5);
        }
    }

    /// Adds a subscription. What the broker has granted its filter is told with it.
    pub(super) fn add(
        &mut self,
        filter: &str,
        options: SubscribeOptions,
    ) -> (SubscriptionId, Option<QoS>) {
        self.next += 1;
        let id = SubscriptionId(self.next);
        self.router.insert(filter, id);
        let name = ByteString::from(filter);
        let unwanted = self.unwanted.iter().position(|other| *other == name);
        self.filters.insert(name.clone(), Filter::default());
        let entry = self.filters.get_mut(&name).expect("it was added");
        entry.subscriptions.push(id);
        if let Some(at) = unwanted {
            self.unwanted.remove(at);
            entry.is_known = true;
        }
        // Also where the broker knows the filter: it sends the retained messages again
        // [MQTT-3.8.4-3], which the new subscription has not seen.
        if !std::mem::replace(&mut entry.is_wanted, true) {
            self.wanted.push_back(name.clone());
        }
        let granted = match entry.granted {
            Some((asked, granted)) if asked.qos >= options.qos.min(self.max_qos) => {
                Some(granted.min(options.qos))
            }
            _ => None,
        };
        let subscription = Subscription {
            filter: name,
            options,
            retained: Retained::Wanted,
            told: granted.map(Ok),
        };
        self.by_id.0.push((id, subscription));
        (id, granted)
    }

    pub(super) fn remove(&mut self, id: SubscriptionId) {
        let Some(Subscription { filter, .. }) = self.by_id.remove(id) else {
            return;
        };
        self.router.remove(&filter, id);
        let Some(entry) = self.filters.get_mut(&filter) else {
            return;
        };
        entry.subscriptions.retain(|other| *other != id);
        if entry.subscriptions.is_empty() {
            let is_known = entry.is_known;
            if let Some(number) = entry.number {
                self.numbered.retain(|(other, _)| *other != number);
            }
            self.filters.remove(&filter);
            self.wanted.retain(|other| *other != filter);
            if is_known {
                self.unwanted.push_back(filter);
            }
        }
    }

    /// The filter of a subscription.
    pub(super) fn filter(&self, id: SubscriptionId) -> Option<&str> {
        self.by_id.get(id).map(|subscription| &*subscription.filter)
    }

    /// What the broker has answered to a subscription.
    pub(super) fn answer(&self, id: SubscriptionId) -> Option<Result<QoS, ReasonCode>> {
        self.by_id.get(id)?.told
    }

    /// The subscriptions that a message goes to: those of the filters that the broker says it is
    /// for; where it does not say, those whose filters match. One that the broker had kept comes
    /// because somebody has subscribed, and goes to those who have not seen it yet. Where that
    /// cannot be told it goes to all: better twice than never.
    pub(super) fn find(
        &mut self,
        publish: &Publish,
        now: Instant,
        found: &mut Vec<SubscriptionId>,
    ) {
        found.clear();
        for number in publish.properties.subscription_identifiers() {
            let at = |(other, _): &(u32, ByteString)| other.cmp(&number.get());
            if let Ok(at) = self.numbered.binary_search_by(at)
                && let Some(filter) = self.filters.get(&self.numbered[at].1)
            {
                found.extend_from_slice(&filter.subscriptions);
            }
        }
        // Also of a number from before, whose filter has another one now.
        if found.is_empty() {
            self.router.find(&publish.topic, found);
        }
        if !publish.retain {
            return;
        }
        let taking = found.iter().copied().filter(|id| {
            let subscription = self.by_id.get_mut(*id);
            subscription
                .is_some_and(|subscription| subscription.retained.takes(&publish.topic, now))
        });
        let taking: Vec<_> = taking.collect();
        if !taking.is_empty() {
            *found = taking;
        }
    }

    /// The connection is gone, and with it what was asked.
    pub(super) fn interrupted(&mut self) {
        for (_, asked) in self.asked.drain(..) {
            let Asked::Unsubscribe(filters) = asked else {
                continue;
            };
            for name in filters {
                match self.filters.get_mut(&name) {
                    // Wanted again. Whether the broker still has it is not known.
                    Some(filter) => filter.is_known = true,
                    None => self.unwanted.push_back(name),
                }
            }
        }
        for (_, subscription) in &mut self.by_id.0 {
            if let Retained::Asked(_) = subscription.retained {
                subscription.retained = Retained::Wanted;
            }
        }
    }

    /// The connection is back. In a new session the broker knows no filter; in one that it has
    /// resumed, it knows what it has granted [MQTT-3.1.2-4].
    pub(super) fn connected(&mut self, continuity: Continuity) {
        if continuity == Continuity::New {
            self.unwanted.clear();
        }
        let is_resumed = continuity == Continuity::Resumed;
        if !is_resumed {
            for (_, subscription) in &mut self.by_id.0 {
                subscription.retained = Retained::Wanted;
                subscription.told = None;
            }
        }
        self.wanted.clear();
        for (name, filter) in self.filters.iter_mut() {
            if !is_resumed {
                filter.granted = None;
                filter.is_known &= continuity != Continuity::New;
            }
            let mut options = united(filter, &self.by_id);
            options.qos = options.qos.min(self.max_qos);
            let awaits = |id: &SubscriptionId| {
                let subscription = self.by_id.get(*id);
                subscription.is_some_and(|it| matches!(it.retained, Retained::Wanted))
            };
            // What retained messages come is a matter of the moment.
            options.retain_handling = RetainHandling::default();
            filter.is_wanted = filter.granted.is_none_or(|(asked, _)| asked != options)
                || filter.subscriptions.iter().any(awaits);
            if filter.is_wanted {
                self.wanted.push_back(name.clone());
            }
        }
    }

    /// The subscriptions that the server cannot have, each once.
    pub(super) fn take_refused(&mut self) -> Vec<(SubscriptionId, Reason)> {
        std::mem::take(&mut self.refused)
    }

    /// SUBACK has come; what each subscription is told that it was not told before. Nothing where
    /// it does not fit what was asked.
    pub(super) fn subscribed(
        &mut self,
        suback: &SubAck,
        now: Instant,
    ) -> Option<Vec<(SubscriptionId, Result<QoS, ReasonCode>)>> {
        let Some(Asked::Subscribe { number, filters }) = self.answered(suback.id) else {
            return None;
        };
        if filters.len() != suback.granted.len() {
            return None;
        }
        let mut answers = Vec::new();
        for ((name, mut asked), granted) in filters.into_iter().zip(&suback.granted) {
            let Some(filter) = self.filters.get_mut(&name) else {
                continue;
            };
            asked.retain_handling = RetainHandling::default();
            filter.granted = granted.ok().map(|granted| (asked, granted));
            for id in &filter.subscriptions {
                let Some(subscription) = self.by_id.get_mut(*id) else {
                    continue;
                };
                if matches!(subscription.retained, Retained::Asked(by) if by <= number) {
                    subscription.retained = Retained::Arriving {
                        last: now,
                        seen: TextMap::default(),
                    };
                }
                let granted = granted.map(|granted| granted.min(subscription.options.qos));
                if subscription.told.replace(granted) != Some(granted) {
                    answers.push((*id, granted));
                }
            }
        }
        Some(answers)
    }

    /// UNSUBACK has come; whether it answers what was asked.
    pub(super) fn unsubscribed(&mut self, unsuback: &UnsubAck) -> bool {
        match self.answered(unsuback.id) {
            // 3.1.1 has no codes.
            Some(Asked::Unsubscribe(filters)) => {
                unsuback.codes.is_empty() || unsuback.codes.len() == filters.len()
            }
            _ => false,
        }
    }

    /// Whether something was asked that is not answered yet.
    pub(super) fn are_asked(&self) -> bool {
        !self.asked.is_empty()
    }

    pub(super) fn uses(&self, id: PacketId) -> bool {
        self.asked.iter().any(|(other, _)| *other == id)
    }

    fn answered(&mut self, id: PacketId) -> Option<Asked> {
        let at = self.asked.iter().position(|(other, _)| *other == id)?;
        Some(self.asked.remove(at).1)
    }
}

impl ById {
    fn get(&self, id: SubscriptionId) -> Option<&Subscription> {
        self.find(id).map(|at| &self.0[at].1)
    }

    fn get_mut(&mut self, id: SubscriptionId) -> Option<&mut Subscription> {
        self.find(id).map(|at| &mut self.0[at].1)
    }

    fn remove(&mut self, id: SubscriptionId) -> Option<Subscription> {
        self.find(id).map(|at| self.0.remove(at).1)
    }

    fn find(&self, id: SubscriptionId) -> Option<usize> {
        self.0.binary_search_by_key(&id, |(other, _)| *other).ok()
    }
}

/// What all subscriptions of a filter want together.
fn united(filter: &Filter, by_id: &ById) -> SubscribeOptions {
    let mut united = SubscribeOptions {
        qos: QoS::AtMostOnce,
        no_local: true,
        retain_as_published: false,
        retain_handling: RetainHandling::DoNotSend,
    };
    for subscription in filter.subscriptions.iter().filter_map(|id| by_id.get(*id)) {
        let options = subscription.options;
        united.qos = united.qos.max(options.qos);
        united.no_local &= options.no_local;
        united.retain_as_published |= options.retain_as_published;
        if matches!(subscription.retained, Retained::Wanted) {
            united.retain_handling = united.retain_handling.min(options.retain_handling);
        }
    }
    united
}

fn next_number(last: u32) -> u32 {
    // In the time that all others take to be used, the first are long forgotten.
    last % 0x0fff_ffff + 1
}
