use std::collections::VecDeque;

use bytestring::ByteString;

use super::Continuity;
use super::link::Limits;
use crate::Instant;
use crate::collections::TextMap;
use crate::packet::{
    Packet, PacketId, Publish, QoS, RetainHandling, SubAck, Subscribe, SubscribeOptions, UnsubAck,
    Unsubscribe,
};
use crate::property::{Properties, Property, VarInt};
use crate::reason::{Reason, ReasonCode};
use crate::router::Router;
use crate::topic::shared_filter;

/// How many filters one SUBSCRIBE or UNSUBSCRIBE has: AWS IoT takes no more.
const MAX_FILTERS: usize = 8;
/// The bytes that they have: some brokers take small packets only.
const MAX_BYTES: usize = 4096;
/// What a SUBSCRIBE or UNSUBSCRIBE has at most beside its filters: the fixed header, the packet id,
/// and a subscription identifier.
const OVERHEAD: usize = 5 + 2 + 1 + 5;
/// What a filter has at most beside its text.
const PER_FILTER: usize = 3;
/// A broker sends its retained messages one after the other: a pause of this length is their end.
const PAUSE: Instant = Instant::from_secs(1);

/// Of how many topics it is known at most that their retained message has come to a subscription. A
/// server whose retained messages never pause would fill the memory otherwise; past it one may come
/// twice.
const MAX_SEEN: usize = 16_384;

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

/// Whether retained messages go to a subscription. A broker does not say for which SUBSCRIBE of a
/// filter it sends one, so that is told by time.
#[derive(Debug)]
enum Retained {
    /// They will be asked for.
    Wanted,
    /// The SUBSCRIBE of this number asks for them.
    Asked(u64),
    /// They come, each topic's once; the last one, or the SUBACK, came at this time.
    Arriving { last: Instant, seen: TextMap<()> },
    /// They have come.
    Past,
}

impl Retained {
    /// Whether the message of that topic is one of them.
    fn takes(&mut self, topic: &str, now: Instant) -> bool {
        match self {
            Self::Wanted | Self::Asked(_) => true,
            Self::Arriving { last, .. } if now > *last + PAUSE => {
                *self = Self::Past;
                false
            }
            Self::Arriving { last, seen } => {
                *last = now;
                if seen.get(topic).is_some() {
                    return false;
                }
                if seen.len() >= MAX_SEEN {
                    *seen = TextMap::default();
                }
                seen.insert(topic.into(), ())
            }
            Self::Past => false,
        }
    }
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
            if filter.granted.is_some_and(|(asked, _)| asked.qos != qos) && !filter.is_wanted {
                filter.is_wanted = true;
                self.wanted.push_back(name.clone());
            }
        }
    }

    /// Numbers the filters from there on, unless some have numbers. A broker that keeps the session
    /// of an earlier process goes on with the numbers of that: ours must be others.
    pub(super) fn number_from(&mut self, number: u32) {
        if self.last_number == 0 {
            self.last_number = next_number(number);
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

    /// Whether [`next`](Self::next) has something to send.
    pub(super) fn are_pending(&self) -> bool {
        !self.wanted.is_empty() || !self.unwanted.is_empty()
    }

    /// The next SUBSCRIBE or UNSUBSCRIBE to send. What the server cannot have is not asked for, and
    /// waits in [`take_refused`](Self::take_refused).
    pub(super) fn next(
        &mut self,
        limits: &Limits,
        free_id: impl FnOnce(&Self) -> Option<PacketId>,
    ) -> Option<Packet> {
        if !self.are_pending() {
            return None;
        }
        let id = free_id(self)?;
        let mut properties = Properties::NONE;
        let room = room(limits);
        while !self.unwanted.is_empty() {
            let mut filters = take(&mut self.unwanted, MAX_FILTERS, room);
            // What an earlier server took in a larger packet this one cannot be told to forget; its
            // messages go to nobody.
            filters.retain(|filter| filter.len() + PER_FILTER <= room);
            if filters.is_empty() {
                continue;
            }
            self.asked.push((id, Asked::Unsubscribe(filters.clone())));
            return Some(Packet::Unsubscribe(Unsubscribe {
                id,
                filters,
                properties,
            }));
        }
        self.next_ask += 1;
        let mut filters = Vec::new();
        while filters.is_empty() && !self.wanted.is_empty() {
            // All filters of a packet have the same number.
            let count = if limits.has_identifiers {
                1
            } else {
                MAX_FILTERS
            };
            for name in take(&mut self.wanted, count, room) {
                if let Some((options, number)) = self.ask(&name, limits) {
                    let number = number.and_then(VarInt::new);
                    properties = properties.with(number.map(Property::SubscriptionIdentifier));
                    filters.push((name, options));
                }
            }
        }
        if filters.is_empty() {
            return None;
        }
        let asked = Asked::Subscribe {
            number: self.next_ask,
            filters: filters.clone(),
        };
        self.asked.push((id, asked));
        Some(Packet::Subscribe(Subscribe {
            id,
            filters,
            properties,
        }))
    }

    /// What a filter is asked for with, and the number of its messages.
    fn ask(
        &mut self,
        name: &ByteString,
        limits: &Limits,
    ) -> Option<(SubscribeOptions, Option<u32>)> {
        let filter = self.filters.get_mut(name)?;
        filter.is_wanted = false;
        let lacks = match name {
            // [5.0: MQTT-3.2.2-15]
            _ if name.len() + PER_FILTER > room(limits) => Some(ReasonCode::PACKET_TOO_LARGE),
            _ if !limits.has_shared && shared_filter(name).is_some() => {
                Some(ReasonCode::SHARED_SUBSCRIPTIONS_NOT_SUPPORTED)
            }
            _ if !limits.has_wildcards && name.contains(['+', '#']) => {
                Some(ReasonCode::WILDCARD_SUBSCRIPTIONS_NOT_SUPPORTED)
            }
            _ => None,
        };
        let mut options = united(filter, &self.by_id);
        options.qos = options.qos.min(self.max_qos);
        for id in &filter.subscriptions {
            let Some(subscription) = self.by_id.get_mut(*id) else {
                continue;
            };
            match lacks {
                Some(code) if subscription.told != Some(Err(code)) => {
                    subscription.told = Some(Err(code));
                    self.refused.push((*id, code.into()));
                }
                Some(_) => {}
                None if matches!(subscription.retained, Retained::Wanted) => {
                    subscription.retained = Retained::Asked(self.next_ask);
                }
                None => {}
            }
        }
        if lacks.is_some() {
            return None;
        }
        filter.is_known = true;
        if limits.has_identifiers && filter.number.is_none() {
            self.last_number = next_number(self.last_number);
            filter.number = Some(self.last_number);
            self.numbered.push((self.last_number, name.clone()));
        }
        Some((options, filter.number.filter(|_| limits.has_identifiers)))
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

/// How many bytes the filters of one packet may have.
fn room(limits: &Limits) -> usize {
    limits.packet_size.saturating_sub(OVERHEAD)
}

/// Takes as many filters from the front as a packet has, and one in any case.
fn take(list: &mut VecDeque<ByteString>, most: usize, room: usize) -> Vec<ByteString> {
    let mut bytes = 0;
    let fitting = list.iter().take(most).take_while(|filter| {
        bytes += filter.len() + PER_FILTER;
        bytes <= MAX_BYTES.min(room)
    });
    let count = fitting.count().max(1);
    list.drain(..count.min(list.len())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retained_messages_without_end_fill_no_memory() {
        let mut retained = Retained::Arriving {
            last: Instant::ZERO,
            seen: TextMap::default(),
        };
        for number in 0..2 * MAX_SEEN {
            assert!(retained.takes(&format!("{number:06}"), Instant::ZERO));
            let Retained::Arriving { seen, .. } = &retained else {
                panic!("they still come: {retained:?}");
            };
            assert!(seen.len() <= MAX_SEEN);
        }
        let last = format!("{:06}", 2 * MAX_SEEN - 1);
        assert!(!retained.takes(&last, Instant::ZERO), "it has come");
    }
}
