//! What a broker is asked for: SUBSCRIBE and UNSUBSCRIBE.

use std::collections::VecDeque;

use bytestring::ByteString;

use super::retained::Retained;
use super::{Asked, Subscriptions, next_number, united};
use crate::packet::{Packet, PacketId, Subscribe, SubscribeOptions, Unsubscribe};
use crate::property::{Properties, Property, VarInt};
use crate::reason::ReasonCode;
use crate::session::link::Limits;
use crate::topic::shared_filter;

/// How many SUBSCRIBE and UNSUBSCRIBE wait for their answers at once: the packet ids of the others
/// are for messages.
const MAX_ASKED: usize = 1024;
/// How many filters one SUBSCRIBE or UNSUBSCRIBE has: AWS IoT takes no more.
const MAX_FILTERS: usize = 8;
/// The bytes that they have: some brokers take small packets only.
const MAX_BYTES: usize = 4096;
/// What a SUBSCRIBE or UNSUBSCRIBE has at most beside its filters: the fixed header, the packet id,
/// and a subscription identifier.
const OVERHEAD: usize = 5 + 2 + 1 + 5;
/// What a filter has at most beside its text.
const PER_FILTER: usize = 3;

impl Subscriptions {
    /// Whether [`next`](Self::next) has something to send.
    pub(in crate::session) fn are_pending(&self) -> bool {
        !self.wanted.is_empty() || !self.unwanted.is_empty()
    }

    /// The next SUBSCRIBE or UNSUBSCRIBE to send. What the server cannot have is not asked for, and
    /// waits in [`take_refused`](Self::take_refused).
    pub(in crate::session) fn next(
        &mut self,
        limits: &Limits,
        free_id: impl FnOnce(&Self) -> Option<PacketId>,
    ) -> Option<Packet> {
        if !self.are_pending() || self.asked.len() >= MAX_ASKED {
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
