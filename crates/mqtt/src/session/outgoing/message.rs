//! A message on its way: how large it is, how long it is of use, and the packet that it becomes.

use crate::Instant;
use crate::packet::{PacketId, Publish};
use crate::property::Property;
use crate::session::link::Limits;
use crate::session::{DropReason, Message};

impl Message {
    /// At most how large its PUBLISH is: the fixed header, topic, packet id, properties, with a
    /// topic alias among them, and payload.
    pub(in crate::session) fn packet_size(&self) -> usize {
        5 + 2 + self.topic.len() + 2 + 4 + 3 + self.properties.size() + self.payload.len()
    }

    pub(super) fn into_packet(self, id: Option<PacketId>, dup: bool) -> Publish {
        Publish {
            dup,
            qos: self.qos,
            retain: self.retain,
            topic: self.topic,
            id,
            payload: self.payload,
            properties: self.properties,
        }
    }
}

/// Why a server cannot take a message.
pub(in crate::session) fn misfit(message: &Message, limits: &Limits) -> Option<DropReason> {
    if message.retain && !limits.retains {
        return Some(DropReason::RetainUnavailable);
    }
    (message.packet_size() > limits.packet_size).then_some(DropReason::TooLarge)
}

/// When the message is of no use any more.
pub(super) fn expiry(message: &Message, now: Instant) -> Option<Instant> {
    let seconds = *message.properties.message_expiry()?;
    Some(now.saturating_add(Instant::from_secs(seconds.into())))
}

/// The time that a message has waited is no longer left of its expiry [MQTT-3.3.2-6]. Of the last
/// second a whole one is left, as Mosquitto takes 0 for no expiry at all.
pub(super) fn count_down(publish: &mut Publish, expires: Option<Instant>, now: Instant) {
    let Some(expires) = expires else { return };
    let left = expires.saturating_sub(now);
    let left = (left.as_secs() + u64::from(left.subsec_nanos() > 0)).max(1);
    publish.properties = publish
        .properties
        .iter()
        .map(|property| match property {
            Property::MessageExpiry(_) => {
                Property::MessageExpiry(u32::try_from(left).unwrap_or(u32::MAX))
            }
            other => other.clone(),
        })
        .collect();
}

/// What a message counts in the queue.
pub(super) fn size(message: &Message) -> usize {
    message.topic.len() + message.payload.len() + message.properties.size()
}
