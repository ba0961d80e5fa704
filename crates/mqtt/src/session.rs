//! The session.

mod backoff;
mod connection;
mod event;
mod incoming;
mod link;
mod options;
mod outgoing;
mod sending;
mod store;
mod subscriptions;

use std::collections::VecDeque;
use std::fmt;

use bytes::{Bytes, BytesMut};
use bytestring::ByteString;

pub use self::event::{
    DropReason, Event, Message, PublishError, Published, Refusal, State, Stats, Transmit,
};
pub use self::options::{Authentication, ConnectOptions, Protocol, QueuePolicy, Secret};
pub use self::outgoing::PublishToken;
pub use self::store::{Kept, RecordKey, StoreChange};
pub use self::subscriptions::SubscriptionId;

use self::backoff::Backoff;
use self::connection::Spoken;
use self::event::without_query;
use self::link::{Limits, Link};
use self::outgoing::{Outgoing, misfit};
use self::store::{Held, Log};
use self::subscriptions::Subscriptions;
use crate::Instant;
use crate::collections::PacketIdSet;
use crate::packet::{Packet, QoS, SubscribeOptions, Version};
use crate::property::Properties;
use crate::random::Random;
use crate::reason::ReasonCode;
use crate::topic::{TopicError, check_filter};

/// One connection to a broker, and everything that outlives it.
///
/// A host calls [`connect`](Self::connect) once. From there on the session keeps the connection up
/// by itself: it says when to open a socket and what to send ([`poll_transmit`]), tells what has
/// come of it ([`poll_event`]), and when it wants to be called again ([`poll_timeout`]). After each
/// call of any other method a host takes the events, then the transmits, until there are none.
///
/// [`poll_transmit`]: Self::poll_transmit
/// [`poll_event`]: Self::poll_event
/// [`poll_timeout`]: Self::poll_timeout
///
/// ```
/// use ropewalk_mqtt::{
///     Bytes, ConnectOptions, Event, Instant, QoS, Session, State, Transmit,
/// };
///
/// let now = Instant::ZERO;
/// let mut session = Session::new(1);
/// session.subscribe("light/+", QoS::AtMostOnce)?;
/// session.connect(ConnectOptions::new("wss://broker.example/mqtt", "lamp"), now);
///
/// // The session wants a socket. The host opens it and says so.
/// assert!(matches!(session.poll_transmit(), Some(Transmit::Open { .. })));
/// session.handle_opened(now);
/// assert!(matches!(session.poll_transmit(), Some(Transmit::Bytes(_)))); // CONNECT
///
/// // The broker answers: CONNACK.
/// session.handle_bytes(Bytes::from_static(&[0x20, 3, 0, 0, 0]), now);
/// assert!(matches!(session.poll_event(now), Some(Event::Connected { session_present: false })));
/// assert_eq!(*session.state(), State::Connected);
/// assert!(matches!(session.poll_transmit(), Some(Transmit::Bytes(_)))); // SUBSCRIBE
/// # Ok::<(), ropewalk_mqtt::TopicError>(())
/// ```
///
/// # What is promised
///
/// - There is never more than one socket. After [`Transmit::Close`] the host forgets the socket
///   and reports nothing more of it.
/// - A connection that is lost is opened again, after a delay that grows from
///   [`ConnectOptions::reconnect_min`] to [`reconnect_max`](ConnectOptions::reconnect_max), until
///   [`disconnect`](Self::disconnect), or until the broker refuses in a way that trying again
///   cannot mend ([`Event::Refused`]).
/// - A silent connection is noticed within a keep-alive.
/// - What is published while offline waits in a queue of bounded size; what falls out of it is
///   reported. Messages of QoS 1 and 2 are sent again until the broker has acknowledged them; one
///   of QoS 2 arrives once while the broker keeps the session. Where it has forgotten the session,
///   all that it has not acknowledged to the end is sent anew, as losing it would be worse. Only a
///   message at which the broker closes one connection after the other is given up, so that others
///   can use it ([`DropReason::EndsConnections`]).
/// - Each subscription gets the messages that match its filter, also after reconnecting, and also
///   where others have the same filter. One that is added to a filter that others have gets the
///   retained messages, and the others do not get them again.
/// - A broker that sends one copy of a message for each of several overlapping filters, as 3.1.1
///   allows (3.3.5), makes the subscriptions see it as often: nothing in a copy says which filter
///   it is for.
pub struct Session {
    random: Random,
    options: ConnectOptions,
    state: State,
    phase: Phase,
    /// Why the host's socket has closed, until what arrived before that is handled.
    closed: Option<String>,
    backoff: Backoff,
    /// Which of the servers is tried.
    server: usize,
    /// Where that server has sent the client.
    redirected: Option<String>,
    /// How often the client was sent on since a connection has lasted.
    redirects: u8,
    /// The versions of servers that are known not to speak MQTT 5.0.
    spoken: Vec<Spoken>,
    /// What the last CONNACK said.
    connack: Properties,
    outgoing: Outgoing,
    subscriptions: Subscriptions,
    /// Messages of QoS 2 that were handed out and not yet released.
    received: PacketIdSet,
    /// The server, and the client id there, that hold the other end of what is kept.
    kept_by: Option<(String, ByteString)>,
    continuity: Continuity,
    /// Whether a CONNECT was sent since then that was not answered: it may have begun a session.
    may_have_begun: bool,
    last_id: u16,
    /// The last id that the record of whom the session is with has.
    logged_id: u16,
    log: Log,
    held: Held,
    /// The server that what is published is for, the first of those to connect to.
    meant_for: Option<String>,
    /// Whether messages of an earlier process were taken over, and it was not looked yet for whom.
    is_restored: bool,
    buffered: u64,
    matched: Vec<SubscriptionId>,
    events: VecDeque<Event>,
    transmits: VecDeque<Transmit>,
    out: BytesMut,
    stats: Stats,
}

/// What the session waits for.
#[derive(Debug)]
enum Phase {
    /// To be told to connect.
    Idle,
    /// The socket to open.
    Opening { deadline: Instant },
    /// CONNACK.
    Introduced { link: Link, deadline: Instant },
    /// Packets.
    Up { link: Link, since: Instant },
    /// The time to try again.
    Waiting { until: Instant },
}

/// Whether the broker has the session whose other end is kept here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Continuity {
    /// It knows nothing of it.
    New,
    /// It has a session, which it may have begun at a CONNECT whose answer was lost.
    Unsure,
    /// It has it.
    Resumed,
}

impl Session {
    /// A session that is offline. `seed` spreads the times at which clients reconnect.
    pub fn new(seed: u64) -> Self {
        Self {
            random: Random::new(seed),
            options: ConnectOptions::new("", ""),
            state: State::Offline,
            phase: Phase::Idle,
            closed: None,
            backoff: Backoff::default(),
            server: 0,
            redirected: None,
            redirects: 0,
            spoken: Vec::new(),
            connack: Properties::NONE,
            outgoing: Outgoing::default(),
            subscriptions: Subscriptions::default(),
            received: PacketIdSet::default(),
            kept_by: None,
            continuity: Continuity::New,
            may_have_begun: false,
            last_id: 0,
            logged_id: 0,
            log: Log::default(),
            held: Held::new(),
            meant_for: None,
            is_restored: false,
            buffered: 0,
            matched: Vec::new(),
            events: VecDeque::new(),
            transmits: VecDeque::new(),
            out: BytesMut::new(),
            stats: Stats::default(),
        }
    }

    /// Connects, with these options from here on. A connection that is up is left first, in good
    /// order.
    pub fn connect(&mut self, options: ConnectOptions, now: Instant) {
        self.leave(ReasonCode::SUCCESS);
        self.adjust(options);
        self.leave_out_of_other_servers();
        self.meant_for = self.options.servers.first().cloned();
        self.log_whole();
        if !self.options.is_clean() {
            let number = self.random.number();
            self.subscriptions.number_from(number);
        }
        self.server = 0;
        self.backoff = Backoff::default();
        self.open(now);
    }

    /// Takes other options for the connection as it is, where
    /// [`ConnectOptions::needs_no_reconnect`]. A birth message that cannot be published is left
    /// out.
    pub fn adjust(&mut self, options: ConnectOptions) {
        for (token, why) in self.outgoing.limit(&options, &mut self.log) {
            self.events.push_back(Event::Dropped { token, why });
        }
        let current = self.options.servers.get(self.server);
        let place = |url| options.servers.iter().position(|other| other == url);
        self.server = current.and_then(place).unwrap_or(0);
        self.subscriptions.limit(options.max_qos);
        self.options = options;
    }

    /// Leaves: sends DISCONNECT, so that the will is not published, and closes the socket. What
    /// waits to be sent stays in the queue.
    pub fn disconnect(&mut self) {
        self.leave(ReasonCode::SUCCESS);
        self.state = State::Stopped;
    }

    /// Leaves as [`disconnect`](Self::disconnect) does, and has the broker publish the will
    /// (3.14.2.1). MQTT 3.1.1 has no way to ask for that: there the socket is closed without a
    /// DISCONNECT.
    pub fn disconnect_with_will(&mut self) {
        if self.version() == Version::V3_1_1 {
            self.close();
            self.closed.get_or_insert_default();
        }
        self.leave(ReasonCode::DISCONNECT_WITH_WILL);
        self.state = State::Stopped;
    }

    /// The socket is open.
    pub fn handle_opened(&mut self, now: Instant) {
        if !matches!(self.phase, Phase::Opening { .. }) {
            return;
        }
        let version = self.version_to_speak();
        let link = Link::new(version, &self.options, now);
        let deadline = now.saturating_add(self.options.connect_timeout);
        self.phase = Phase::Introduced { link, deadline };
        let connect = Packet::Connect(Box::new(self.options.connect_packet(version)));
        if let Err(error) = self.write(&connect, now) {
            let text = format!("The connection cannot be made: {error}.");
            self.refuse(Refusal::Options, text);
        }
    }

    /// The socket is not opened yet, as a person has to allow that first; or it is opened now. Time
    /// that passes in between does not count.
    pub fn handle_held(&mut self, is_held: bool, now: Instant) {
        if let Phase::Opening { deadline } = &mut self.phase {
            *deadline = match is_held {
                true => Instant::MAX,
                false => now.saturating_add(self.options.connect_timeout),
            };
        }
    }

    /// Bytes have arrived. What they say comes out of [`poll_event`](Self::poll_event).
    pub fn handle_bytes(&mut self, bytes: Bytes, now: Instant) {
        if self.closed.is_none()
            && let Phase::Introduced { link, .. } | Phase::Up { link, .. } = &mut self.phase
        {
            self.stats.bytes_in += bytes.len() as u64;
            link.received(bytes, now);
        }
    }

    /// The socket is closed, or could not be opened, with the code and the reason of its close
    /// frame: a WebSocket tells 1006 and nothing where there was none.
    pub fn handle_closed(&mut self, code: u16, reason: &str, now: Instant) {
        let mut said = String::new();
        // 1005 and 1006 stand for a close frame without a code, and for none at all.
        if !matches!(code, 1005 | 1006) {
            said = format!(" (code {code})");
        }
        if !reason.is_empty() {
            said = format!("{said}: {reason}");
        }
        let server = self.server();
        match &self.phase {
            Phase::Opening { .. } => {
                let text = format!(
                    "{server} cannot be reached{said}. Is the address right, and does the broker \
                     take WebSockets there?"
                );
                self.lost(text, now);
            }
            Phase::Introduced { .. } => {
                self.closed = Some(format!(
                    "{server} has closed the connection before it took the client in{said}. Often \
                     the user name or the password is wrong."
                ));
            }
            Phase::Up { .. } => {
                self.closed = Some(match code {
                    1006 => format!("The connection to {server} is lost{said}."),
                    _ => format!("{server} has closed the connection{said}."),
                });
            }
            Phase::Idle | Phase::Waiting { .. } => {}
        }
    }

    /// The time of [`poll_timeout`](Self::poll_timeout) has come.
    pub fn handle_timeout(&mut self, now: Instant) {
        match &mut self.phase {
            Phase::Waiting { until } if *until <= now => self.open(now),
            Phase::Opening { deadline } if *deadline <= now => {
                self.close_and_retry(format!("{} does not answer.", self.server()), now);
            }
            Phase::Introduced { deadline, .. } if *deadline <= now => {
                let text = format!(
                    "{} takes the connection and then says nothing: is it an MQTT broker?",
                    self.server()
                );
                self.close_and_retry(text, now);
            }
            Phase::Up { link, .. } => {
                if link.is_silent(now) {
                    self.close_and_retry(format!("{} has fallen silent.", self.server()), now);
                } else if link.must_ping(now) {
                    link.pinged(now);
                    self.write_checked(&Packet::PingReq, now);
                }
            }
            _ => {}
        }
    }

    /// The network is back: what waits to try again tries at once, and a connection that is up is
    /// asked whether it still is.
    pub fn handle_online(&mut self, now: Instant) {
        match &self.phase {
            Phase::Waiting { .. } => self.open(now),
            _ => self.ping(now),
        }
    }

    /// Asks the broker whether it is there, where the connection is up, has a keep-alive and was
    /// not asked already. Its answer is an [`Event::Latency`].
    pub fn ping(&mut self, now: Instant) {
        if let Phase::Up { link, .. } = &mut self.phase
            && link.keeps_alive()
            && !link.is_pinged()
        {
            link.pinged(now);
            self.write_checked(&Packet::PingReq, now);
        }
    }

    /// How many bytes the socket holds that the network has not taken yet. Above 1 MiB, what is
    /// published waits in the queue.
    pub fn handle_buffered(&mut self, bytes: u64, now: Instant) {
        self.buffered = bytes;
        self.send_queued(now);
    }

    /// Publishes a message. What cannot be sent now waits in the queue.
    ///
    /// # Errors
    ///
    /// A topic that is none, a property that a message cannot have, a message that is too large or
    /// that this broker does not take, or a full queue that refuses.
    pub fn publish(&mut self, message: Message, now: Instant) -> Result<Published, PublishError> {
        message.check(self.options.largest_packet())?;
        let limits = self.limits();
        let is_up = self.can_send();
        if is_up && let Some(why) = misfit(&message, &limits) {
            return Err(PublishError::Refused(why));
        }
        let leaves = is_up && self.outgoing.is_clear(message.qos, &limits);
        if leaves && self.outgoing.qos(message.qos, &limits) == QoS::AtMostOnce {
            let publish = self.outgoing.publish(message, None, None, None, &limits);
            self.write_publish(publish, now);
            return Ok(Published::Sent);
        }
        let pushed = self.outgoing.push(message, leaves, now, &mut self.log)?;
        for token in pushed.dropped {
            let why = DropReason::QueueFull;
            self.events.push_back(Event::Dropped { token, why });
        }
        self.send_queued(now);
        Ok(Published::Pending(pushed.token))
    }

    /// Subscribes to a topic filter, at most at this QoS. Several subscriptions can have the same
    /// filter: the broker is asked for the highest QoS, to leave the client's own messages out if
    /// all want that, and to send retained messages if one does that is new. It is asked with the
    /// next [`poll_transmit`](Self::poll_transmit), for all that were made until then.
    ///
    /// # Errors
    ///
    /// Text that is no topic filter, or a shared one without local messages [MQTT-3.8.3-4].
    pub fn subscribe(
        &mut self,
        filter: &str,
        options: impl Into<SubscribeOptions>,
    ) -> Result<SubscriptionId, TopicError> {
        let options = options.into();
        check_filter(filter)?;
        if options.no_local && filter.starts_with("$share/") {
            return Err(TopicError::SharedNoLocal);
        }
        let (subscription, granted) = self.subscriptions.add(filter, options);
        if let Some(qos) = granted
            && self.state == State::Connected
        {
            self.events.push_back(Event::Granted { subscription, qos });
        }
        Ok(subscription)
    }

    /// Answers an [`Event::Authentication`] that asks to go on (4.12).
    pub fn authenticate(&mut self, data: Bytes, now: Instant) {
        if matches!(self.phase, Phase::Introduced { .. } | Phase::Up { .. }) {
            self.send_auth(ReasonCode::CONTINUE_AUTHENTICATION, data, now);
        }
    }

    /// Begins the authentication anew while the connection is up (4.12.1).
    pub fn authenticate_again(&mut self, data: Bytes, now: Instant) {
        if matches!(self.phase, Phase::Up { .. }) {
            self.send_auth(ReasonCode::RE_AUTHENTICATE, data, now);
        }
    }

    /// Ends a subscription. The last one of a filter ends it at the broker, too.
    pub fn unsubscribe(&mut self, subscription: SubscriptionId) {
        self.subscriptions.remove(subscription);
    }

    /// The topic filter of a subscription; nothing of one that has ended.
    pub fn filter(&self, subscription: SubscriptionId) -> Option<&str> {
        self.subscriptions.filter(subscription)
    }

    /// What the broker has last answered to a subscription: the QoS that it has granted, or why it
    /// refuses it. Nothing while it has not answered in its session.
    pub fn answer(&self, subscription: SubscriptionId) -> Option<Result<QoS, ReasonCode>> {
        self.subscriptions.answer(subscription)
    }

    /// Whether the broker says of each message which filters it is for, as it does in MQTT 5.0
    /// with subscription identifiers. Where it does not, or the connection is not up, overlapping
    /// filters can get a message more than once.
    pub fn tells_filters(&self) -> bool {
        self.limits().has_identifiers
    }

    /// The next thing that has come of what was done. What has arrived is read packet by packet,
    /// so that what is done about one message comes before the next.
    pub fn poll_event(&mut self, now: Instant) -> Option<Event> {
        loop {
            if let Some(event) = self.events.pop_front() {
                return Some(event);
            }
            let link = match &mut self.phase {
                Phase::Introduced { link, .. } | Phase::Up { link, .. } => link,
                _ => return None,
            };
            match link.next_packet() {
                Ok(Some(Packet::Publish(publish))) if matches!(self.phase, Phase::Up { .. }) => {
                    match self.message(publish, now) {
                        Ok(Some(message)) => return Some(Event::Message(message)),
                        Ok(None) => {}
                        Err(violation) => self.violated(&violation, now),
                    }
                }
                Ok(Some(packet)) => {
                    if let Err(violation) = self.handle(packet, now) {
                        self.violated(&violation, now);
                    }
                }
                Ok(None) => {
                    let text = self.closed.take()?;
                    self.blame(None, now);
                    self.lost(text, now);
                }
                Err(error) => self.violated(&error.into(), now),
            }
        }
    }

    /// The next thing for the host to do with its socket. Everything that was written in between
    /// comes as one piece.
    pub fn poll_transmit(&mut self) -> Option<Transmit> {
        if let Some(transmit) = self.transmits.pop_front() {
            return Some(transmit);
        }
        self.send_subscriptions();
        if self.out.is_empty() {
            return None;
        }
        let bytes = self.out.split().freeze();
        self.stats.bytes_out += bytes.len() as u64;
        Some(Transmit::Bytes(bytes))
    }

    /// When [`handle_timeout`](Self::handle_timeout) is to be called.
    pub fn poll_timeout(&self) -> Option<Instant> {
        match &self.phase {
            Phase::Idle => None,
            Phase::Waiting { until } => Some(*until),
            Phase::Opening { deadline } | Phase::Introduced { deadline, .. } => Some(*deadline),
            Phase::Up { link, .. } => link.timeout(),
        }
    }

    /// Where the connection stands.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// The server that is connected to, or tried; nothing before the first. Without the query of
    /// its URL, which can bear a signature.
    pub fn server(&self) -> &str {
        without_query(self.url())
    }

    /// The client id: the one that the server has assigned to a client without one.
    pub fn client_id(&self) -> &str {
        let assigned = self.connack.assigned_client_id();
        match &self.options.client_id {
            given if given.is_empty() => assigned.unwrap_or(given),
            given => given,
        }
    }

    /// What the last CONNACK said beside that the client is taken in: what the server supports,
    /// what response topics begin with, user properties.
    pub fn connack_properties(&self) -> &Properties {
        &self.connack
    }

    /// What the server takes, or what one would that says nothing.
    fn limits(&self) -> Limits {
        match &self.phase {
            Phase::Up { link, .. } => link.limits,
            _ => Limits::new(Version::V3_1_1, &self.options),
        }
    }

    /// What was counted since the session began.
    pub fn stats(&self) -> Stats {
        Stats {
            queued: self.outgoing.queued(),
            pending: self.outgoing.pending(),
            ..self.stats
        }
    }

    /// The subscriptions that the message of the last [`Event::Message`] goes to.
    pub fn matched(&self) -> &[SubscriptionId] {
        &self.matched
    }
}

/// Leaves out what is on its way: a CONNECT among it bears the password.
impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session")
            .field("state", &self.state)
            .field("server", &self.server())
            .field("stats", &self.stats())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
