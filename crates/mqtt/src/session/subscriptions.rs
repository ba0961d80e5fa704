use std::collections::VecDeque;

use bytestring::ByteString;

use super::Continuity;
use crate::Instant;
use crate::collections::TextMap;
use crate::packet::{Packet, PacketId, Properties, QoS, SubAck, Subscribe, Unsubscribe};
use crate::router::Router;

/// How many filters one SUBSCRIBE or UNSUBSCRIBE has: AWS IoT takes no more.
const MAX_FILTERS: usize = 8;
/// The bytes that they have: some brokers take small packets only.
const MAX_BYTES: usize = 4096;
/// A broker sends its retained messages one after the other: a pause of this length is their end.
const PAUSE: Instant = Instant::from_secs(1);

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
}

/// The subscriptions in the order in which they came, which is that of their ids.
#[derive(Debug, Default)]
struct ById(Vec<(SubscriptionId, Subscription)>);

#[derive(Debug)]
struct Subscription {
    filter: ByteString,
    qos: QoS,
    retained: Retained,
    /// What it was told that the broker has granted, or that it was refused.
    told: Option<Option<QoS>>,
}

/// Whether retained messages go to a subscription. MQTT 3.1.1 does not say for which SUBSCRIBE the
/// broker sends one, so that is told by time.
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
                seen.get(topic).is_none() && seen.insert(topic.into(), ())
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
    /// The QoS that was asked for, and the one that was granted.
    granted: Option<(QoS, QoS)>,
}

#[derive(Debug)]
enum Asked {
    Subscribe {
        number: u64,
        filters: Vec<(ByteString, QoS)>,
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
        }
    }
}

impl Subscriptions {
    /// Sets the highest QoS to ask for.
    pub(super) fn limit(&mut self, max_qos: QoS) {
        self.max_qos = max_qos;
        for (name, filter) in self.filters.iter_mut() {
            let qos = highest(filter, &self.by_id).min(max_qos);
            if filter.granted.is_some_and(|(asked, _)| asked != qos) && !filter.is_wanted {
                filter.is_wanted = true;
                self.wanted.push_back(name.clone());
            }
        }
    }

    /// Adds a subscription. What the broker has granted its filter is told with it.
    pub(super) fn add(&mut self, filter: &str, qos: QoS) -> (SubscriptionId, Option<QoS>) {
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
            Some((asked, granted)) if asked >= qos.min(self.max_qos) => Some(granted.min(qos)),
            _ => None,
        };
        let subscription = Subscription {
            filter: name,
            qos,
            retained: Retained::Wanted,
            told: granted.map(Some),
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
            self.filters.remove(&filter);
            self.wanted.retain(|other| *other != filter);
            if is_known {
                self.unwanted.push_back(filter);
            }
        }
    }

    /// The subscriptions that a message goes to. One that the broker had kept comes because
    /// somebody has subscribed, and goes to those who have not seen it yet. Where that cannot be
    /// told it goes to all: better twice than never.
    pub(super) fn find(
        &mut self,
        topic: &str,
        retained: bool,
        now: Instant,
        found: &mut Vec<SubscriptionId>,
    ) {
        self.router.find(topic, found);
        if !retained {
            return;
        }
        let taking = found.iter().copied().filter(|id| {
            let subscription = self.by_id.get_mut(*id);
            subscription.is_some_and(|subscription| subscription.retained.takes(topic, now))
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
            let qos = highest(filter, &self.by_id).min(self.max_qos);
            let awaits = |id: &SubscriptionId| {
                let subscription = self.by_id.get(*id);
                subscription.is_some_and(|it| matches!(it.retained, Retained::Wanted))
            };
            filter.is_wanted = filter.granted.is_none_or(|(asked, _)| asked != qos)
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

    /// The next SUBSCRIBE or UNSUBSCRIBE to send.
    pub(super) fn next(
        &mut self,
        free_id: impl FnOnce(&Self) -> Option<PacketId>,
    ) -> Option<Packet> {
        if !self.are_pending() {
            return None;
        }
        let id = free_id(self)?;
        if !self.unwanted.is_empty() {
            let filters = take(&mut self.unwanted);
            self.asked.push((id, Asked::Unsubscribe(filters.clone())));
            return Some(Packet::Unsubscribe(Unsubscribe {
                id,
                filters,
                properties: Properties,
            }));
        }
        self.next_ask += 1;
        let number = self.next_ask;
        let mut filters = Vec::new();
        for name in take(&mut self.wanted) {
            let Some(filter) = self.filters.get_mut(&name) else {
                continue;
            };
            filter.is_wanted = false;
            filter.is_known = true;
            let qos = highest(filter, &self.by_id).min(self.max_qos);
            filters.push((name, qos));
            for id in &filter.subscriptions {
                if let Some(subscription) = self.by_id.get_mut(*id)
                    && matches!(subscription.retained, Retained::Wanted)
                {
                    subscription.retained = Retained::Asked(number);
                }
            }
        }
        let asked = Asked::Subscribe {
            number,
            filters: filters.clone(),
        };
        self.asked.push((id, asked));
        Some(Packet::Subscribe(Subscribe {
            id,
            filters,
            properties: Properties,
        }))
    }

    /// SUBACK has come; what each subscription is told that it was not told before. Nothing where
    /// it does not fit what was asked.
    pub(super) fn subscribed(
        &mut self,
        suback: &SubAck,
        now: Instant,
    ) -> Option<Vec<(SubscriptionId, Option<QoS>)>> {
        let Some(Asked::Subscribe { number, filters }) = self.answered(suback.id) else {
            return None;
        };
        if filters.len() != suback.granted.len() {
            return None;
        }
        let mut answers = Vec::new();
        for ((name, asked), granted) in filters.into_iter().zip(&suback.granted) {
            let Some(filter) = self.filters.get_mut(&name) else {
                continue;
            };
            filter.granted = granted.map(|granted| (asked, granted));
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
                let granted = granted.map(|granted| granted.min(subscription.qos));
                if subscription.told.replace(granted) != Some(granted) {
                    answers.push((*id, granted));
                }
            }
        }
        Some(answers)
    }

    /// UNSUBACK has come; whether it answers what was asked.
    pub(super) fn unsubscribed(&mut self, id: PacketId) -> bool {
        matches!(self.answered(id), Some(Asked::Unsubscribe(_)))
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

fn highest(filter: &Filter, by_id: &ById) -> QoS {
    let all = filter.subscriptions.iter().filter_map(|id| by_id.get(*id));
    all.map(|subscription| subscription.qos)
        .max()
        .unwrap_or_default()
}

/// Takes as many filters from the front as a packet has, and one in any case.
fn take(list: &mut VecDeque<ByteString>) -> Vec<ByteString> {
    let mut bytes = 0;
    let fitting = list.iter().take(MAX_FILTERS).take_while(|filter| {
        bytes += filter.len();
        bytes <= MAX_BYTES
    });
    let count = fitting.count().max(1);
    list.drain(..count.min(list.len())).collect()
}
