use bytes::Bytes;

use crate::Instant;
use crate::codec::{DecodeError, Decoder};
use crate::packet::{Packet, Version};

/// What is known of a connection while it is up.
#[derive(Debug)]
pub(super) struct Link {
    decoder: Decoder,
    last_sent: Instant,
    last_received: Instant,
    /// When the PINGREQ was sent that is not answered yet.
    ping: Option<Instant>,
}

impl Link {
    pub(super) fn new(max_packet_size: usize, now: Instant) -> Self {
        Self {
            decoder: Decoder::new(Version::V3_1_1, max_packet_size),
            last_sent: now,
            last_received: now,
            ping: None,
        }
    }

    pub(super) fn received(&mut self, bytes: Bytes, now: Instant) {
        self.decoder.push(bytes);
        self.last_received = now;
    }

    pub(super) fn next_packet(&mut self) -> Result<Option<Packet>, DecodeError> {
        self.decoder.next_packet()
    }

    pub(super) fn sent(&mut self, now: Instant) {
        self.last_sent = now;
    }

    pub(super) fn pinged(&mut self, now: Instant) {
        self.ping = Some(now);
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

    /// Whether it is time to ask if the broker is there: nothing went one of the two ways for half
    /// a keep-alive. The other half is for timers that are late, as those of hidden pages are: by
    /// its end something must have been sent [MQTT-3.1.2-23].
    pub(super) fn must_ping(&self, keep_alive: Instant, now: Instant) -> bool {
        self.ping.is_none() && now >= self.idle_since() + keep_alive / 2
    }

    /// Whether the broker was asked, and has sent nothing at all for half a keep-alive.
    pub(super) fn is_silent(&self, keep_alive: Instant, now: Instant) -> bool {
        self.patience_ends(keep_alive).is_some_and(|end| now >= end)
    }

    /// When to look again.
    pub(super) fn timeout(&self, keep_alive: Instant) -> Instant {
        self.patience_ends(keep_alive)
            .unwrap_or(self.idle_since() + keep_alive / 2)
    }

    fn idle_since(&self) -> Instant {
        self.last_sent.min(self.last_received)
    }

    /// A PINGRESP can wait behind a large message: while bytes arrive, the broker is there.
    fn patience_ends(&self, keep_alive: Instant) -> Option<Instant> {
        self.ping
            .map(|ping| ping.max(self.last_received) + keep_alive / 2)
    }
}
