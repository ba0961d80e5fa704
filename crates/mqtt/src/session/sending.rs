use super::outgoing::{Next, Outgoing};
use super::store::ID_STRIDE;
use super::subscriptions::Subscriptions;
use super::{Event, Phase, Session};
use crate::Instant;
use crate::codec::{EncodeError, encode};
use crate::packet::{Packet, PacketId, Publish, QoS, Version};

/// How many bytes may wait in the socket before publishes wait in the queue.
const MAX_BUFFERED: u64 = 1 << 20;

/// What is written for the broker.
impl Session {
    /// Whether a message that is published now can go out.
    pub(super) fn can_send(&self) -> bool {
        matches!(self.phase, Phase::Up { .. })
            && self.closed.is_none()
            && self.buffered <= MAX_BUFFERED
    }

    pub(super) fn send_queued(&mut self, now: Instant) {
        while self.can_send() {
            if self.outgoing.tries_suspect() {
                // What is tried alone waits for what was asked before it.
                self.send_subscriptions();
                if self.subscriptions.are_asked() {
                    return;
                }
            }
            let Phase::Up { link, .. } = &self.phase else {
                return;
            };
            let limits = link.limits;
            let free_id =
                |outgoing: &Outgoing| free_id(&mut self.last_id, outgoing, &self.subscriptions);
            match self.outgoing.next(&limits, now, &mut self.log, free_id) {
                Some(Next::Send(token, publish)) => {
                    let is_last = publish.id.is_none();
                    let sent = token.map(|token| Event::Sent { token, is_last });
                    self.events.extend(sent);
                    if publish.qos == QoS::ExactlyOnce {
                        self.write_stored(Packet::Publish(publish), now);
                    } else {
                        self.write_publish(publish, now);
                    }
                }
                Some(Next::Drop(token, why)) => {
                    self.events.push_back(Event::Dropped { token, why });
                }
                None => return,
            }
            if self.last_id.wrapping_sub(self.logged_id) >= ID_STRIDE / 2 {
                self.log_whole();
            }
        }
    }

    pub(super) fn send_subscriptions(&mut self) {
        while let Phase::Up { link, .. } = &self.phase {
            let last_sent = link.last_sent();
            let limits = link.limits;
            let free_id = |subscriptions: &Subscriptions| {
                free_id(&mut self.last_id, &self.outgoing, subscriptions)
            };
            let packet = self.subscriptions.next(&limits, free_id);
            for (subscription, reason) in self.subscriptions.take_refused() {
                self.events.push_back(Event::SubscribeRefused {
                    subscription,
                    reason,
                });
            }
            let Some(packet) = packet else {
                return;
            };
            self.write_checked(&packet, last_sent);
        }
    }

    pub(super) fn write_publish(&mut self, mut publish: Publish, now: Instant) {
        // What was subscribed to before is asked for before.
        if self.subscriptions.are_pending() {
            self.send_subscriptions();
        }
        if let Phase::Up { link, .. } = &mut self.phase {
            link.shorten(&mut publish);
        }
        self.stats.messages_out += 1;
        self.write_checked(&Packet::Publish(publish), now);
    }

    /// Writes a packet whose parts were checked when they came in.
    pub(super) fn write_checked(&mut self, packet: &Packet, now: Instant) {
        self.write(packet, now)
            .expect("topics, filters, properties and sizes were checked when they came in");
    }

    pub(super) fn write(&mut self, packet: &Packet, now: Instant) -> Result<(), EncodeError> {
        encode(packet, self.version(), &mut self.out)?;
        if let Phase::Introduced { link, .. } | Phase::Up { link, .. } = &mut self.phase {
            link.sent(now);
        }
        Ok(())
    }

    /// The version that the connection speaks; 3.1.1 without one.
    pub fn version(&self) -> Version {
        match &self.phase {
            Phase::Introduced { link, .. } | Phase::Up { link, .. } => link.version(),
            _ => Version::V3_1_1,
        }
    }
}

/// A packet id that nothing waits under. Nothing where all are in use.
pub(super) fn free_id(
    last: &mut u16,
    outgoing: &Outgoing,
    subscriptions: &Subscriptions,
) -> Option<PacketId> {
    for _ in 0..u16::MAX {
        *last = last.checked_add(1).unwrap_or(1);
        if let Some(id) = PacketId::new(*last)
            && !outgoing.uses(id)
            && !subscriptions.uses(id)
        {
            return Some(id);
        }
    }
    None
}
