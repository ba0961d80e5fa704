use super::incoming::Violation;
use super::sending::free_id;
use super::{Continuity, Event, Phase, Session, State, Transmit};
use crate::Instant;
use crate::packet::{ConnAck, ConnectCode, Packet, QoS};

/// A connection that was up for this long has worked; one that was not counts as a failed attempt.
const LASTING: Instant = Instant::from_secs(10);

/// How connections begin and end.
impl Session {
    pub(super) fn open(&mut self, now: Instant) {
        if let Err(text) = self.options.check() {
            return self.refuse(text);
        }
        let url = self.options.servers[self.server].clone();
        self.buffered = 0;
        self.state = State::Connecting;
        let deadline = now.saturating_add(self.options.connect_timeout);
        self.phase = Phase::Opening { deadline };
        let protocol = "mqtt";
        self.transmits.push_back(Transmit::Open { url, protocol });
    }

    /// The broker has answered CONNECT.
    pub(super) fn answered(&mut self, connack: &ConnAck, now: Instant) {
        match connack.code {
            ConnectCode::Accepted => {}
            ConnectCode::ServerUnavailable => {
                return self.give_up(format!("{} ({}).", connack.code, self.server()), now);
            }
            code => return self.refuse(format!("{code} ({}).", self.server())),
        }
        let Phase::Introduced { link, .. } = std::mem::replace(&mut self.phase, Phase::Idle) else {
            unreachable!("it is called while CONNACK is waited for");
        };
        self.phase = Phase::Up { link, since: now };
        self.state = State::Connected;
        let session_present = connack.session_present;
        self.events.push_back(Event::Connected { session_present });

        // A session that another server has, or that belongs to another client id, is not the one
        // that is kept here: its packet ids name other messages.
        let server = self.options.servers.get(self.server).cloned();
        let keeper = server.map(|server| (server, self.options.client_id.clone()));
        self.continuity =
            match session_present && !self.options.is_clean() && self.kept_by == keeper {
                false => Continuity::New,
                true if self.may_have_begun => Continuity::Unsure,
                true => Continuity::Resumed,
            };
        self.kept_by = keeper;
        self.may_have_begun = false;
        if self.continuity == Continuity::New {
            self.received.clear();
        }
        self.subscriptions.connected(self.continuity);
        let again = self.outgoing.connected(self.continuity);
        self.send_birth(now);
        self.send_subscriptions();
        for packet in again {
            if let Packet::Publish(_) = packet {
                self.stats.messages_out += 1;
            }
            self.write_checked(&packet, now);
        }
        self.send_queued(now);
    }

    /// Leaves a connection in good order, whatever its state.
    pub(super) fn leave(&mut self) {
        if let Phase::Up { link, .. } = &self.phase {
            if self.closed.is_none() {
                let last_sent = link.last_sent();
                self.write_checked(&Packet::Disconnect, last_sent);
                let bytes = self.out.split().freeze();
                self.stats.bytes_out += bytes.len() as u64;
                self.transmits.push_back(Transmit::Bytes(bytes));
            }
            let reason = None;
            self.events.push_back(Event::Disconnected { reason });
        }
        self.close();
        self.ended(Phase::Idle, State::Offline);
    }

    /// Closes a connection that has failed.
    pub(super) fn give_up(&mut self, reason: String, now: Instant) {
        self.close();
        self.lost(reason, now);
    }

    /// The broker has broken the protocol.
    pub(super) fn violated(&mut self, violation: &Violation, now: Instant) {
        let text = format!("{} breaks the protocol: {violation}.", self.server());
        self.give_up(text, now);
    }

    /// The connection is gone: try the next server, or wait.
    pub(super) fn lost(&mut self, reason: String, now: Instant) {
        let lasted = match self.phase {
            Phase::Up { since, .. } => Some(now.saturating_sub(since)),
            _ => None,
        };
        let reason = Some(reason);
        self.events.push_back(Event::Disconnected { reason });
        self.server += 1;
        let is_last = self.server >= self.options.servers.len();
        if is_last {
            self.server = 0;
        }
        match lasted {
            // The first one is the one to be on.
            Some(lasted) if lasted >= LASTING => {
                self.backoff.reset();
                self.server = 0;
            }
            Some(_) => {}
            None if is_last => {}
            None => {
                self.ended(Phase::Idle, State::Connecting);
                return self.open(now);
            }
        }
        let (least, most) = (self.options.reconnect_min, self.options.reconnect_max);
        let delay = self.backoff.next(least, most, &mut self.random);
        let until = now.saturating_add(delay);
        self.ended(Phase::Waiting { until }, State::Waiting { until });
    }

    /// There is no use in trying again.
    pub(super) fn refuse(&mut self, reason: String) {
        self.close();
        self.ended(Phase::Idle, State::Refused);
        self.events.push_back(Event::Refused { reason });
    }

    /// Has the host close its socket, if it has one that is not closed yet.
    fn close(&mut self) {
        let has_socket = !matches!(self.phase, Phase::Idle | Phase::Waiting { .. });
        if has_socket && self.closed.is_none() {
            self.transmits.push_back(Transmit::Close);
        }
    }

    fn ended(&mut self, phase: Phase, state: State) {
        self.may_have_begun |= matches!(self.phase, Phase::Introduced { .. });
        self.phase = phase;
        self.state = state;
        self.closed = None;
        self.out.clear();
        self.subscriptions.interrupted();
    }

    fn send_birth(&mut self, now: Instant) {
        let Some(birth) = self.options.birth.clone() else {
            return;
        };
        let id = match birth.qos.min(self.options.max_qos) {
            QoS::AtMostOnce => None,
            _ => free_id(&mut self.last_id, &self.outgoing, &self.subscriptions),
        };
        let publish = self.outgoing.publish(birth, id, None);
        self.stats.messages_out += 1;
        self.write_checked(&Packet::Publish(publish), now);
    }
}
