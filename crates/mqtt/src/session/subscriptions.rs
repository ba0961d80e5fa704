use std::collections::{BTreeMap, HashMap, VecDeque};

use bytestring::ByteString;

use crate::packet::{Packet, PacketId, Properties, QoS, SubAck, Subscribe, Unsubscribe};
use crate::router::Router;

/// The bytes of filters that one SUBSCRIBE or UNSUBSCRIBE bears: some brokers take small packets
/// only.
const MAX_BYTES: usize = 4096;

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
#[derive(Debug, Default)]
pub(super) struct Subscriptions {
    next: u64,
    router: Router,
    filters: BTreeMap<ByteString, Filter>,
    by_id: HashMap<SubscriptionId, ByteString>,
    /// Filters that the broker is to be told of.
    wanted: VecDeque<ByteString>,
    /// Filters that the broker is to forget.
    unwanted: VecDeque<ByteString>,
    /// What was asked and not answered yet, by packet id.
    asked: HashMap<PacketId, Asked>,
    /// Which SUBSCRIBE asks for the retained messages of a subscription: it, or none that is past.
    awaiting: HashMap<SubscriptionId, u64>,
    next_ask: u64,
}

/// A topic filter with its subscriptions.
#[derive(Debug)]
struct Filter {
    subscriptions: Vec<(SubscriptionId, QoS)>,
    /// What the broker has granted on this connection, or on one that it has resumed.
    granted: Option<QoS>,
    /// Whether it is in the list of wanted filters.
    is_wanted: bool,
    /// The subscriptions that are to get its retained messages from the next SUBSCRIBE.
    new: Vec<SubscriptionId>,
}

#[derive(Debug)]
enum Asked {
    Subscribe {
        number: u64,
        filters: Vec<ByteString>,
    },
    Unsubscribe,
}

impl Filter {
    fn qos(&self) -> QoS {
        let all = self.subscriptions.iter().map(|(_, qos)| *qos);
        all.max().unwrap_or_default()
    }
}

impl Subscriptions {
    pub(super) fn add(&mut self, filter: &str, qos: QoS) -> SubscriptionId {
        self.next += 1;
        let id = SubscriptionId(self.next);
        self.router.insert(filter, id);
        let filter = ByteString::from(filter);
        self.by_id.insert(id, filter.clone());
        self.unwanted.retain(|other| *other != filter);
        let entry = self.filters.entry(filter.clone()).or_insert(Filter {
            subscriptions: Vec::new(),
            granted: None,
            is_wanted: false,
            new: Vec::new(),
        });
        entry.subscriptions.push((id, qos));
        // Also where the broker knows the filter: it sends the retained messages again
        // [MQTT-3.8.4-3], which the new subscription has not seen.
        entry.new.push(id);
        if !std::mem::replace(&mut entry.is_wanted, true) {
            self.wanted.push_back(filter);
        }
        id
    }

    pub(super) fn remove(&mut self, id: SubscriptionId) {
        let Some(filter) = self.by_id.remove(&id) else {
            return;
        };
        self.router.remove(&filter, id);
        self.awaiting.remove(&id);
        let Some(entry) = self.filters.get_mut(&filter) else {
            return;
        };
        entry.subscriptions.retain(|(other, _)| *other != id);
        entry.new.retain(|other| *other != id);
        if entry.subscriptions.is_empty() {
            self.filters.remove(&filter);
            self.wanted.retain(|other| *other != filter);
            self.unwanted.push_back(filter);
        }
    }

    /// The subscriptions that a message goes to. One that the broker had kept comes because
    /// somebody has subscribed, and goes to who has not seen it yet.
    pub(super) fn find(&mut self, topic: &str, retained: bool, found: &mut Vec<SubscriptionId>) {
        self.router.find(topic, found);
        if retained {
            found.retain(|id| self.awaiting.contains_key(id));
        }
    }

    /// The connection is gone, and with it what was asked.
    pub(super) fn interrupted(&mut self) {
        self.asked.clear();
    }

    /// The connection is back. In a new session the broker knows no filter; in one that it has
    /// resumed, it knows what it has granted [MQTT-3.1.2-4].
    pub(super) fn connected(&mut self, session_present: bool) {
        self.awaiting.clear();
        self.wanted.clear();
        if !session_present {
            self.unwanted.clear();
        }
        for (name, filter) in &mut self.filters {
            if !session_present {
                filter.granted = None;
            }
            filter.is_wanted = filter.granted != Some(filter.qos());
            if filter.is_wanted || !filter.new.is_empty() {
                filter.is_wanted = true;
                // A new session gets all retained messages again, and so does everyone in it.
                if filter.granted.is_none() {
                    filter.new = filter.subscriptions.iter().map(|(id, _)| *id).collect();
                }
                self.wanted.push_back(name.clone());
            }
        }
    }

    /// The next SUBSCRIBE or UNSUBSCRIBE to send.
    pub(super) fn next(
        &mut self,
        free_id: impl FnOnce(&Self) -> Option<PacketId>,
    ) -> Option<Packet> {
        if self.wanted.is_empty() && self.unwanted.is_empty() {
            return None;
        }
        let id = free_id(self)?;
        let mut room = MAX_BYTES;
        // First what is to go, so that a filter that is dropped and taken up again stays.
        if !self.unwanted.is_empty() {
            let filters = take(&mut self.unwanted, &mut room);
            self.asked.insert(id, Asked::Unsubscribe);
            return Some(Packet::Unsubscribe(Unsubscribe {
                id,
                filters,
                properties: Properties,
            }));
        }
        self.next_ask += 1;
        let number = self.next_ask;
        let names = take(&mut self.wanted, &mut room);
        let mut filters = Vec::with_capacity(names.len());
        for name in &names {
            let Some(filter) = self.filters.get_mut(name) else {
                continue;
            };
            filter.is_wanted = false;
            for id in filter.new.drain(..) {
                self.awaiting.insert(id, number);
            }
            filters.push((name.clone(), filter.qos()));
        }
        let asked = Asked::Subscribe {
            number,
            filters: names,
        };
        self.asked.insert(id, asked);
        Some(Packet::Subscribe(Subscribe {
            id,
            filters,
            properties: Properties,
        }))
    }

    /// SUBACK has come; what each subscription is told. Nothing where it does not fit what was
    /// asked.
    pub(super) fn subscribed(
        &mut self,
        suback: &SubAck,
    ) -> Option<Vec<(SubscriptionId, Option<QoS>)>> {
        let Some(Asked::Subscribe { number, filters }) = self.asked.remove(&suback.id) else {
            // An answer to what was asked before a reconnect.
            return Some(Vec::new());
        };
        if filters.len() != suback.granted.len() {
            return None;
        }
        // The broker answers in order: what earlier ones have asked for has all come.
        self.awaiting.retain(|_, asked| *asked >= number);
        let mut answers = Vec::new();
        for (name, granted) in filters.iter().zip(&suback.granted) {
            let Some(filter) = self.filters.get_mut(name) else {
                continue;
            };
            filter.granted = *granted;
            let all = filter.subscriptions.iter();
            answers.extend(all.map(|(id, qos)| (*id, granted.map(|granted| granted.min(*qos)))));
        }
        Some(answers)
    }

    pub(super) fn unsubscribed(&mut self, id: PacketId) {
        self.asked.remove(&id);
    }

    pub(super) fn uses(&self, id: PacketId) -> bool {
        self.asked.contains_key(&id)
    }
}

/// Takes filters from the front for as long as there is room, and one in any case.
fn take(list: &mut VecDeque<ByteString>, room: &mut usize) -> Vec<ByteString> {
    let mut taken = Vec::new();
    while let Some(filter) = list.front() {
        if !taken.is_empty() && filter.len() + 3 > *room {
            break;
        }
        *room = room.saturating_sub(filter.len() + 3);
        taken.extend(list.pop_front());
    }
    taken
}
