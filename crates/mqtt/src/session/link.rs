use std::num::NonZeroU16;

use bytes::Bytes;
use bytestring::ByteString;

use super::ConnectOptions;
use crate::Instant;
use crate::codec::{DecodeError, Decoder};
use crate::collections::TextMap;
use crate::packet::{Packet, Publish, QoS, Version};
use crate::property::{Properties, Property};

/// What is known of a connection while it is up.
#[derive(Debug)]
pub(super) struct Link {
    decoder: Decoder,
    last_sent: Instant,
    last_received: Instant,
    /// When the first PINGREQ was sent that is not answered yet.
    ping: Option<Instant>,
    /// Messages of QoS 2 that came on this connection, less those that were released.
    held: usize,
    max_held: usize,
    pub(super) limits: Limits,
    /// Topics that go out as numbers, by their names.
    aliases_out: TextMap<u16>,
    /// Topics that come in as numbers, in the order of these.
    aliases_in: Vec<ByteString>,
    max_aliases_in: u16,
}

/// What the server takes: in MQTT 5.0 CONNACK says so (3.2.2.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Limits {
    pub(super) keep_alive: u16,
    pub(super) in_flight: usize,
    pub(super) max_qos: QoS,
    pub(super) retains: bool,
    pub(super) packet_size: usize,
    aliases: u16,
    pub(super) has_wildcards: bool,
    pub(super) has_identifiers: bool,
    pub(super) has_shared: bool,
}

/// How many messages of QoS 1 and 2 are under way at once in MQTT 3.1.1, where servers do not say
/// how many they take. Mosquitto takes 20 and then, of QoS 2, passes later ones on before them.
const IN_FLIGHT: usize = 20;
/// How many are in MQTT 5.0 at most.
const MAX_IN_FLIGHT: usize = 256;
/// How many topics go out as numbers at most.
const MAX_ALIASES: u16 = 256;

impl Limits {
    /// Those of a server that says nothing of them.
    pub(super) fn new(version: Version, options: &ConnectOptions) -> Self {
        Self {
            keep_alive: options.keep_alive,
            in_flight: match version {
                Version::V3_1_1 => IN_FLIGHT,
                Version::V5 => MAX_IN_FLIGHT,
            },
            max_qos: QoS::ExactlyOnce,
            retains: true,
            packet_size: options.largest_packet(),
            aliases: 0,
            has_wildcards: true,
            has_identifiers: version == Version::V5,
            has_shared: true,
        }
    }

    /// Takes over what CONNACK says.
    pub(super) fn read(&mut self, properties: &Properties) {
        for property in properties.iter() {
            match property {
                Property::ServerKeepAlive(seconds) => self.keep_alive = *seconds,
                Property::ReceiveMaximum(maximum) => {
                    self.in_flight = usize::from(maximum.get()).min(MAX_IN_FLIGHT);
                }
                Property::MaximumQoS(qos) => self.max_qos = *qos,
                Property::RetainAvailable(is) => self.retains = *is,
                Property::MaximumPacketSize(size) => {
                    self.packet_size = self.packet_size.min(size.get() as usize);
                }
                Property::TopicAliasMaximum(maximum) => self.aliases = (*maximum).min(MAX_ALIASES),
                Property::WildcardAvailable(is) => self.has_wildcards = *is,
                Property::SubscriptionIdentifiersAvailable(is) => self.has_identifiers = *is,
                Property::SharedAvailable(is) => self.has_shared = *is,
                _ => {}
            }
        }
    }
}

impl Link {
    pub(super) fn new(version: Version, options: &ConnectOptions, now: Instant) -> Self {
        Self {
            decoder: Decoder::new(version, options.max_packet_size),
            last_sent: now,
            last_received: now,
            ping: None,
            held: 0,
            max_held: match version {
                // It has no way to set a limit.
                Version::V3_1_1 => usize::MAX,
                Version::V5 => options.receive_maximum.get().into(),
            },
            limits: Limits::new(version, options),
            aliases_out: TextMap::default(),
            aliases_in: Vec::new(),
            max_aliases_in: options.topic_alias_maximum,
        }
    }

    pub(super) fn version(&self) -> Version {
        self.decoder.version()
    }

    pub(super) fn received(&mut self, bytes: Bytes, now: Instant) {
        self.decoder.push(bytes);
        self.last_received = now;
    }

    pub(super) fn next_packet(&mut self) -> Result<Option<Packet>, DecodeError> {
        self.decoder.next_packet()
    }

    /// Puts a number in the place of a topic that has gone out before, and gives one to a topic
    /// that may go out again.
    pub(super) fn shorten(&mut self, publish: &mut Publish) {
        if self.limits.aliases == 0 || publish.topic.is_empty() {
            return;
        }
        let known = self.aliases_out.get(&publish.topic).copied();
        let alias = match known {
            Some(alias) => alias,
            None if self.aliases_out.len() < usize::from(self.limits.aliases) => {
                #[expect(clippy::cast_possible_truncation, reason = "there are few")]
                let alias = self.aliases_out.len() as u16 + 1;
                self.aliases_out.insert(publish.topic.clone(), alias);
                alias
            }
            None => return,
        };
        if known.is_some() {
            publish.topic = ByteString::new();
        }
        let alias = NonZeroU16::new(alias).map(Property::TopicAlias);
        publish.properties = std::mem::take(&mut publish.properties).with(alias);
    }

    /// Puts the topic in the place of its number; false where there is none of it
    /// [MQTT-3.3.2-8, MQTT-3.3.2-9].
    pub(super) fn lengthen(&mut self, publish: &mut Publish) -> bool {
        let Some(alias) = publish.properties.topic_alias() else {
            return true;
        };
        let place = usize::from(alias.get()) - 1;
        if place >= usize::from(self.max_aliases_in) {
            return false;
        }
        if publish.topic.is_empty() {
            match self.aliases_in.get(place) {
                Some(topic) if !topic.is_empty() => publish.topic = topic.clone(),
                _ => return false,
            }
        } else {
            if self.aliases_in.len() <= place {
                self.aliases_in.resize(place + 1, ByteString::new());
            }
            // A copy, as the topic is a slice of all that came with it.
            self.aliases_in[place] = ByteString::from(&*publish.topic);
        }
        true
    }

    pub(super) fn sent(&mut self, now: Instant) {
        self.last_sent = now;
    }

    pub(super) fn pinged(&mut self, now: Instant) {
        self.ping.get_or_insert(now);
    }

    /// PINGRESP has come; when its PINGREQ was sent.
    pub(super) fn answered(&mut self) -> Option<Instant> {
        self.ping.take()
    }

    pub(super) fn is_pinged(&self) -> bool {
        self.ping.is_some()
    }

    pub(super) fn last_sent(&self) -> Instant {
        self.last_sent
    }

    /// A message of QoS 2 has come; whether it is not one too many (4.9). The broker begins to
    /// count anew with each connection, so what an earlier one has left does not count.
    pub(super) fn hold(&mut self) -> bool {
        let is_allowed = self.held < self.max_held;
        self.held += usize::from(is_allowed);
        is_allowed
    }

    /// One was released.
    pub(super) fn release(&mut self) {
        self.held = self.held.saturating_sub(1);
    }

    /// Whether it is time to ask if the broker is there: nothing went one of the two ways for half
    /// a keep-alive. The other half is for timers that are late, as those of hidden pages are: by
    /// its end something must have been sent [MQTT-3.1.2-23].
    pub(super) fn must_ping(&self, now: Instant) -> bool {
        self.ping_due().is_some_and(|due| now >= due)
    }

    /// Whether the broker was asked, and has sent nothing at all for half a keep-alive.
    pub(super) fn is_silent(&self, now: Instant) -> bool {
        self.patience_ends().is_some_and(|end| now >= end)
    }

    /// When to look again; never where the keep-alive is 0.
    pub(super) fn timeout(&self) -> Option<Instant> {
        let due = self.ping_due()?;
        Some(self.patience_ends().map_or(due, |end| end.min(due)))
    }

    pub(super) fn keeps_alive(&self) -> bool {
        self.limits.keep_alive != 0
    }

    /// Half a keep-alive.
    fn patience(&self) -> Option<Instant> {
        let keep_alive = Instant::from_secs(self.limits.keep_alive.into());
        self.keeps_alive().then_some(keep_alive / 2)
    }

    /// While an answer is late and bytes arrive, the broker wants to hear something all the same.
    fn ping_due(&self) -> Option<Instant> {
        let idle_since = match self.ping {
            None => self.last_sent.min(self.last_received),
            Some(_) => self.last_sent,
        };
        Some(idle_since + self.patience()?)
    }

    /// A PINGRESP can wait behind a large message: while bytes arrive, the broker is there.
    fn patience_ends(&self) -> Option<Instant> {
        let patience = self.patience()?;
        self.ping
            .map(|ping| ping.max(self.last_received) + patience)
    }
}
