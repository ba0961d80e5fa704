use super::incoming::Violation;
use super::link::Limits;
use super::options::Protocol;
use super::outgoing::misfit;
use super::sending::free_id;
use super::{Continuity, DropReason, Event, Message, Phase, Refusal, Session, State, Transmit};
use crate::Instant;
use crate::packet::{Auth, ConnAck, Disconnect, Packet, QoS, Version};
use crate::property::{Properties, Property};
use crate::reason::{Reason, ReasonCode};
use crate::url::BrokerUrl;

/// A connection that was up for this long has worked; one that was not counts as a failed attempt.
const LASTING: Instant = Instant::from_secs(10);
/// How often servers may send the client on before one of them has to take it.
const MAX_REDIRECTS: u8 = 5;

/// What a server says that closes a connection for a message.
const FOR_A_MESSAGE: [ReasonCode; 6] = [
    ReasonCode::NOT_AUTHORIZED,
    ReasonCode::TOPIC_NAME_INVALID,
    ReasonCode::PACKET_TOO_LARGE,
    ReasonCode::PAYLOAD_FORMAT_INVALID,
    ReasonCode::RETAIN_NOT_SUPPORTED,
    ReasonCode::QOS_NOT_SUPPORTED,
];

/// Which version a server speaks, as far as it is known.
#[derive(Debug)]
pub(super) struct Spoken {
    url: String,
    version: Version,
    /// Whether it has taken the client in with it.
    is_sure: bool,
}

/// How connections begin and end.
impl Session {
    pub(super) fn open(&mut self, now: Instant) {
        if let Err(text) = self.options.check() {
            return self.refuse(Refusal::Options, text);
        }
        let url = self.url().to_owned();
        self.buffered = 0;
        self.state = State::Connecting;
        let deadline = now.saturating_add(self.options.connect_timeout);
        self.phase = Phase::Opening { deadline };
        let protocol = "mqtt";
        self.transmits.push_back(Transmit::Open { url, protocol });
    }

    /// The server that is connected to, or tried.
    pub(super) fn url(&self) -> &str {
        let given = self.options.servers.get(self.server);
        self.redirected
            .as_ref()
            .or(given)
            .map_or("", String::as_str)
    }

    /// The version in which the server is spoken to.
    pub(super) fn version_to_speak(&self) -> Version {
        let known = || {
            let spoken = self.spoken.iter().find(|spoken| spoken.url == self.url());
            spoken.map_or(Version::V5, |spoken| spoken.version)
        };
        match self.options.protocol {
            Protocol::Only(version) => version,
            Protocol::Auto => known(),
        }
    }

    /// The server does not seem to speak MQTT 5.0; whether it is to be tried with 3.1.1.
    fn falls_back(&mut self) -> bool {
        let url = self.url().to_owned();
        self.spoken
            .retain(|spoken| spoken.is_sure || spoken.url != url);
        let is_new = self.version() == Version::V5 && self.options.protocol == Protocol::Auto;
        if is_new {
            self.spoken.push(Spoken {
                url,
                version: Version::V3_1_1,
                is_sure: false,
            });
        }
        is_new
    }

    /// The broker has answered CONNECT.
    pub(super) fn answered(&mut self, connack: ConnAck, now: Instant) {
        let ConnAck {
            session_present,
            code,
            properties,
        } = connack;
        if code != ReasonCode::SUCCESS {
            return self.not_taken_in(Reason { code, properties }, now);
        }
        let Phase::Introduced { mut link, .. } = std::mem::replace(&mut self.phase, Phase::Idle)
        else {
            unreachable!("it is called while CONNACK is waited for");
        };
        link.limits.read(&properties);
        let limits = link.limits;
        self.phase = Phase::Up { link, since: now };
        self.state = State::Connected;
        let url = self.url().to_owned();
        for spoken in &mut self.spoken {
            spoken.is_sure |= spoken.url == url;
        }
        self.events.push_back(Event::Connected { session_present });
        if let Some(data) = properties.authentication_data() {
            self.events.push_back(Event::Authentication {
                code,
                data: data.clone(),
            });
        }
        self.connack = properties;

        // A session that another server has, or that belongs to another client id, is not the one
        // that is kept here: its packet ids name other messages.
        let keeper = Some((url, self.options.client_id.clone()));
        self.continuity =
            match session_present && !self.options.is_clean() && self.kept_by == keeper {
                false => Continuity::New,
                true if self.may_have_begun => Continuity::Unsure,
                true => Continuity::Resumed,
            };
        self.kept_by = keeper;
        self.may_have_begun = false;
        if self.continuity == Continuity::New {
            for id in self.received.drain() {
                self.log.released(id);
            }
        }
        self.log_whole();
        self.subscriptions.connected(self.continuity);
        let releases = self
            .outgoing
            .connected(self.continuity, &limits, &mut self.log);
        self.send_birth(&limits, now);
        self.send_subscriptions();
        for release in releases {
            self.write_stored(release, now);
        }
        self.send_queued(now);
    }

    /// CONNACK refuses the client.
    fn not_taken_in(&mut self, reason: Reason, now: Instant) {
        let text = format!("{reason} ({}).", self.server());
        match reason.code {
            ReasonCode::UNSUPPORTED_PROTOCOL_VERSION if self.falls_back() => {
                self.close();
                self.ended(Phase::Idle, State::Connecting);
                self.open(now);
            }
            // They may mend themselves.
            ReasonCode::SERVER_UNAVAILABLE
            | ReasonCode::SERVER_BUSY
            | ReasonCode::QUOTA_EXCEEDED
            | ReasonCode::CONNECTION_RATE_EXCEEDED
            | ReasonCode::UNSPECIFIED_ERROR
            | ReasonCode::IMPLEMENTATION_SPECIFIC_ERROR => self.close_and_retry(text, now),
            ReasonCode::USE_ANOTHER_SERVER | ReasonCode::SERVER_MOVED => {
                self.sent_on(&reason.properties, text, now);
            }
            code => self.refuse(code.into(), text),
        }
    }

    /// The server has sent DISCONNECT.
    pub(super) fn dismissed(&mut self, disconnect: Disconnect, now: Instant) {
        let Disconnect { code, properties } = disconnect;
        let reason = Reason { code, properties };
        let text = match code {
            ReasonCode::SUCCESS => format!("{} has closed the connection.", self.server()),
            _ => format!("{reason} ({}).", self.server()),
        };
        match code {
            // To come back would be to take the session from the other, which takes it back.
            ReasonCode::SESSION_TAKEN_OVER | ReasonCode::BAD_AUTHENTICATION_METHOD => {
                self.events.push_back(Event::Disconnected { reason: None });
                self.refuse(code.into(), text);
            }
            ReasonCode::USE_ANOTHER_SERVER | ReasonCode::SERVER_MOVED => {
                self.sent_on(&reason.properties, text, now);
            }
            _ => {
                self.blame(Some(&reason), now);
                self.close_and_retry(text, now);
            }
        }
    }

    /// The server has closed the connection, and may have said why: perhaps for a message that it
    /// gets each time.
    pub(super) fn blame(&mut self, told: Option<&Reason>, now: Instant) {
        let Phase::Up { since, .. } = self.phase else {
            return;
        };
        // What was not written cannot be to blame.
        if !self.held.is_empty() {
            return;
        }
        let is_sure = !self.subscriptions.are_asked();
        let is_soon = now.saturating_sub(since) < LASTING;
        let told = told.filter(|reason| FOR_A_MESSAGE.contains(&reason.code));
        let given_up = self
            .outgoing
            .ended(is_soon, told.is_some(), is_sure, &mut self.log);
        if let Some(token) = given_up {
            let why = match told {
                Some(reason) => DropReason::Refused(reason.clone()),
                None => DropReason::EndsConnections,
            };
            self.events.push_back(Event::Dropped { token, why });
        }
    }

    /// The server names another one to use, or none (4.11).
    fn sent_on(&mut self, properties: &Properties, text: String, now: Instant) {
        // Several are separated by spaces; the first is the best.
        let named = properties.server_reference();
        let named = named.and_then(|reference| reference.split(' ').find(|it| !it.is_empty()));
        let here = BrokerUrl::parse_whole(self.url());
        let there = named
            .zip(here)
            .and_then(|(named, here)| here.redirect(named));
        match there {
            Some(there) if self.redirects < MAX_REDIRECTS => {
                self.close();
                if matches!(self.phase, Phase::Up { .. }) {
                    let reason = Some(text);
                    self.events.push_back(Event::Disconnected { reason });
                }
                self.ended(Phase::Idle, State::Connecting);
                self.redirects += 1;
                self.redirected = Some(there.to_string());
                self.open(now);
            }
            _ => self.close_and_retry(text, now),
        }
    }

    /// Leaves a connection in good order, whatever its state. The will is published if it is asked
    /// for and the connection speaks MQTT 5.0.
    pub(super) fn leave(&mut self, code: ReasonCode) {
        if let Phase::Up { link, .. } = &self.phase {
            if self.closed.is_none() {
                let last_sent = link.last_sent();
                self.write_disconnect(code, last_sent);
            }
            let reason = None;
            self.events.push_back(Event::Disconnected { reason });
        }
        self.close();
        self.ended(Phase::Idle, State::Offline);
        self.redirected = None;
        self.redirects = 0;
    }

    fn write_disconnect(&mut self, code: ReasonCode, now: Instant) {
        let properties = Properties::NONE;
        let disconnect = Packet::Disconnect(Disconnect { code, properties });
        self.write_checked(&disconnect, now);
        let bytes = self.out.split().freeze();
        self.stats.bytes_out += bytes.len() as u64;
        self.transmits.push_back(Transmit::Bytes(bytes));
    }

    /// Closes a connection that has failed.
    pub(super) fn close_and_retry(&mut self, reason: String, now: Instant) {
        self.close();
        self.lost(reason, now);
    }

    /// The broker has broken the protocol.
    pub(super) fn violated(&mut self, violation: &Violation, now: Instant) {
        let text = format!("{} breaks the protocol: {violation}.", self.server());
        // [5.0: MQTT-4.13.1-1]; 3.1.1 has no way to say so.
        if self.version() == Version::V5 && self.closed.is_none() {
            self.write_disconnect(violation.code(), now);
        }
        self.close_and_retry(text, now);
    }

    /// The connection is gone: try the next server, or wait.
    pub(super) fn lost(&mut self, reason: String, now: Instant) {
        // Some servers answer what they do not speak with a close, or not at all.
        if matches!(self.phase, Phase::Introduced { .. }) && self.falls_back() {
            self.ended(Phase::Idle, State::Connecting);
            return self.open(now);
        }
        let lasted = match self.phase {
            Phase::Up { since, .. } => Some(now.saturating_sub(since)),
            _ => None,
        };
        let reason = Some(reason);
        self.events.push_back(Event::Disconnected { reason });
        // Where a server that it was sent to is gone, the way to it is gone over anew.
        let was_sent_on = self.redirected.take().is_some();
        if !was_sent_on {
            self.server += 1;
        }
        let is_last = self.server >= self.options.servers.len();
        if is_last {
            self.server = 0;
        }
        match lasted {
            // The first one is the one to be on.
            Some(lasted) if lasted >= LASTING => {
                self.backoff.reset();
                self.redirects = 0;
                self.server = 0;
            }
            Some(_) => {}
            None if is_last || was_sent_on => {}
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
    pub(super) fn refuse(&mut self, cause: Refusal, reason: String) {
        self.close();
        self.ended(Phase::Idle, State::Refused(cause));
        self.events.push_back(Event::Refused { reason });
    }

    /// Goes on with an authentication.
    pub(super) fn send_auth(&mut self, code: ReasonCode, data: bytes::Bytes, now: Instant) {
        let Some(authentication) = &self.options.authentication else {
            return;
        };
        if self.version() == Version::V3_1_1 {
            return;
        }
        let method = authentication.method.clone();
        let properties = Properties::NONE
            .with(Some(Property::AuthenticationMethod(method)))
            .with((!data.is_empty()).then_some(Property::AuthenticationData(data)));
        let before = self.out.len();
        let limit = self.limits().packet_size;
        let written = self.write(&Packet::Auth(Auth { code, properties }), now);
        if written.is_err() || self.out.len() - before > limit {
            self.out.truncate(before);
            self.leave(ReasonCode::IMPLEMENTATION_SPECIFIC_ERROR);
            let why = "what it has to say is larger than a packet may be [5.0: MQTT-3.2.2-15]";
            let text = format!("The authentication cannot go on: {why}.");
            self.refuse(Refusal::Protocol, text);
        }
    }

    /// Has the host close its socket, if it has one that is not closed yet.
    pub(super) fn close(&mut self) {
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
        self.held.clear();
        self.subscriptions.interrupted();
    }

    fn send_birth(&mut self, limits: &Limits, now: Instant) {
        let limit = self.options.largest_packet();
        let fits = |birth: &Message| birth.check(limit).is_ok() && misfit(birth, limits).is_none();
        let Some(birth) = self.options.birth.clone().filter(fits) else {
            return;
        };
        let id = match self.outgoing.qos(birth.qos, limits) {
            QoS::AtMostOnce => None,
            _ => free_id(&mut self.last_id, &self.outgoing, &self.subscriptions),
        };
        let publish = self.outgoing.publish(birth, id, None, None, limits);
        self.stats.messages_out += 1;
        self.write_checked(&Packet::Publish(publish), now);
    }
}
