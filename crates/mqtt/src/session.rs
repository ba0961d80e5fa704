//! The session.

mod backoff;
mod event;
mod link;
mod options;
mod outgoing;
mod subscriptions;

use std::collections::{HashSet, VecDeque};

use bytes::{Bytes, BytesMut};

pub use self::event::{
    DropReason, Event, Message, PublishError, Published, State, Stats, Transmit,
};
pub use self::options::{ConnectOptions, QueuePolicy, Secret};
pub use self::outgoing::PublishToken;
pub use self::subscriptions::SubscriptionId;

use self::backoff::Backoff;
use self::link::Link;
use self::outgoing::{Outgoing, Reply};
use self::subscriptions::Subscriptions;
use crate::Instant;
use crate::codec::{DecodeError, encode};
use crate::packet::{
    ConnAck, ConnectCode, Packet, PacketId, Properties, Publish, QoS, SubAck, Version,
};
use crate::random::Random;
use crate::topic::{TopicError, check_filter, check_name};

/// How long a socket may take to open, and a broker to answer CONNECT.
const PATIENCE: Instant = Instant::from_secs(10);
/// How many bytes may wait in the socket before publishes wait in the queue.
const MAX_BUFFERED: u64 = 1 << 20;

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
/// session.handle_bytes(Bytes::from_static(&[0x20, 2, 0, 0]), now);
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
/// - A silent connection is noticed within one and a half keep-alives.
/// - What is published while offline waits in a queue of bounded size; what falls out of it is
///   reported. Messages of QoS 1 and 2 are sent again until the broker has acknowledged them; one
///   of QoS 2 is never handed out twice while the broker keeps the session.
/// - Each subscription gets the messages that match its filter, also after reconnecting, and also
///   where others have the same filter. One that is added to a filter that others have gets the
///   retained messages, and the others do not get them again.
/// - A broker that sends one copy of a message for each of several overlapping filters, as 3.1.1
///   allows (3.3.5), makes the subscriptions see it as often.
#[derive(Debug)]
pub struct Session {
    random: Random,
    options: ConnectOptions,
    state: State,
    phase: Phase,
    backoff: Backoff,
    /// Which of the servers is tried, and whether it is one of a round that has just begun.
    server: usize,
    outgoing: Outgoing,
    subscriptions: Subscriptions,
    /// Messages of QoS 2 that were handed out and not yet released.
    received: HashSet<PacketId>,
    next_id: u16,
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

impl Session {
    /// A session that is offline. `seed` spreads the times at which clients reconnect.
    pub fn new(seed: u64) -> Self {
        Self {
            random: Random::new(seed),
            options: ConnectOptions::new("", ""),
            state: State::Offline,
            phase: Phase::Idle,
            backoff: Backoff::default(),
            server: 0,
            outgoing: Outgoing::default(),
            subscriptions: Subscriptions::default(),
            received: HashSet::new(),
            next_id: 0,
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
        self.leave();
        let limits = (options.max_queue, options.max_queue_bytes);
        for token in self
            .outgoing
            .limit(limits.0, limits.1, options.queue_policy)
        {
            let why = DropReason::QueueFull;
            self.events.push_back(Event::Dropped { token, why });
        }
        self.options = options;
        self.server = 0;
        self.backoff = Backoff::default();
        self.open(now);
    }

    /// Takes other options for the connection as it is, where
    /// [`ConnectOptions::needs_no_reconnect`].
    pub fn adjust(&mut self, options: ConnectOptions) {
        let limits = (options.max_queue, options.max_queue_bytes);
        for token in self
            .outgoing
            .limit(limits.0, limits.1, options.queue_policy)
        {
            let why = DropReason::QueueFull;
            self.events.push_back(Event::Dropped { token, why });
        }
        self.options = options;
    }

    /// Leaves: sends DISCONNECT, so that the will is not published, and closes the socket. What
    /// waits to be sent stays in the queue.
    pub fn disconnect(&mut self) {
        self.leave();
        self.phase = Phase::Idle;
        self.state = State::Stopped;
    }

    /// The socket is open.
    pub fn handle_opened(&mut self, now: Instant) {
        if !matches!(self.phase, Phase::Opening { .. }) {
            return;
        }
        let mut link = Link::new(self.options.max_packet_size, now);
        let connect = Packet::Connect(self.options.connect_packet());
        if let Err(error) = self.write(&connect) {
            self.refuse(format!("The connection cannot be made: {error}."));
            return;
        }
        link.sent(now);
        let deadline = now + PATIENCE;
        self.phase = Phase::Introduced { link, deadline };
    }

    /// Bytes have arrived. What they say comes out of [`poll_event`](Self::poll_event).
    pub fn handle_bytes(&mut self, bytes: Bytes, now: Instant) {
        self.stats.bytes_in += bytes.len() as u64;
        if let Phase::Introduced { link, .. } | Phase::Up { link, .. } = &mut self.phase {
            link.received(bytes, now);
        }
    }

    /// The socket is closed, or could not be opened.
    pub fn handle_closed(&mut self, code: u16, reason: &str, now: Instant) {
        let said = if reason.is_empty() {
            String::new()
        } else {
            format!(": {reason}")
        };
        let text = match &self.phase {
            Phase::Opening { .. } => format!(
                "{} cannot be reached{said}. Is the address right, and does the broker take \
                 WebSockets there?",
                self.server()
            ),
            Phase::Introduced { .. } => format!(
                "{} has closed the connection before it said why (code {code}){said}. Often the \
                 user name or the password is wrong.",
                self.server()
            ),
            Phase::Up { .. } => {
                format!(
                    "{} has closed the connection (code {code}){said}.",
                    self.server()
                )
            }
            Phase::Idle | Phase::Waiting { .. } => return,
        };
        self.lost(text, now);
    }

    /// The time of [`poll_timeout`](Self::poll_timeout) has come.
    pub fn handle_timeout(&mut self, now: Instant) {
        match &mut self.phase {
            Phase::Waiting { until } if *until <= now => self.open(now),
            Phase::Opening { deadline } if *deadline <= now => {
                let text = format!("{} does not answer.", self.server());
                self.transmits.push_back(Transmit::Close);
                self.lost(text, now);
            }
            Phase::Introduced { deadline, .. } if *deadline <= now => {
                let text = format!(
                    "{} takes the connection and then says nothing: is it an MQTT broker?",
                    self.server()
                );
                self.transmits.push_back(Transmit::Close);
                self.lost(text, now);
            }
            Phase::Up { link, .. } if self.options.keep_alive != 0 => {
                let keep_alive = Instant::from_secs(self.options.keep_alive.into());
                if link.is_silent(keep_alive, now) {
                    let text = format!("{} has fallen silent.", self.server());
                    self.transmits.push_back(Transmit::Close);
                    self.lost(text, now);
                } else if link.must_ping(keep_alive, now) {
                    link.pinged(now);
                    self.write_small(&Packet::PingReq);
                }
            }
            _ => {}
        }
    }

    /// The network is back: what waits to try again tries at once.
    pub fn handle_online(&mut self, now: Instant) {
        if matches!(self.phase, Phase::Waiting { .. }) {
            self.open(now);
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
    /// A topic that is none, a message that is too large, or a full queue that refuses.
    pub fn publish(&mut self, message: Message, now: Instant) -> Result<Published, PublishError> {
        check_name(&message.topic)?;
        // The fixed header, and the fields before the payload.
        let size = message.payload.len() + message.topic.len() + 9;
        if size > self.options.max_packet_size {
            return Err(PublishError::TooLarge {
                size,
                limit: self.options.max_packet_size,
            });
        }
        let message = Message {
            qos: message.qos.min(self.options.max_qos),
            ..message
        };
        let is_up = matches!(self.phase, Phase::Up { .. }) && self.buffered <= MAX_BUFFERED;
        if is_up && message.qos == QoS::AtMostOnce && self.outgoing.queue_is_empty() {
            self.write_message(message, now);
            return Ok(Published::Sent);
        }
        let pushed = self.outgoing.push(message)?;
        for token in pushed.dropped {
            let why = DropReason::QueueFull;
            self.events.push_back(Event::Dropped { token, why });
        }
        self.send_queued(now);
        Ok(Published::Pending(pushed.token))
    }

    /// Subscribes to a topic filter, at most at this QoS. Several subscriptions can have the same
    /// filter.
    ///
    /// # Errors
    ///
    /// Text that is no topic filter.
    pub fn subscribe(&mut self, filter: &str, qos: QoS) -> Result<SubscriptionId, TopicError> {
        check_filter(filter)?;
        let id = self
            .subscriptions
            .add(filter, qos.min(self.options.max_qos));
        self.send_subscriptions();
        Ok(id)
    }

    /// Ends a subscription. The last one of a filter ends it at the broker, too.
    pub fn unsubscribe(&mut self, subscription: SubscriptionId) {
        self.subscriptions.remove(subscription);
        self.send_subscriptions();
    }

    /// The next thing that has come of what was done.
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
                Ok(Some(packet)) => {
                    if let Err(violation) = self.handle(packet, now) {
                        self.violated(&violation, now);
                    }
                }
                Ok(None) => return None,
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
            Phase::Up { link, .. } => match self.options.keep_alive {
                0 => None,
                seconds => Some(link.timeout(Instant::from_secs(seconds.into()))),
            },
        }
    }

    /// Where the connection stands.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// The server that is connected to, or tried; nothing before the first.
    pub fn server(&self) -> &str {
        self.options.servers.get(self.server).map_or("", |url| url)
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

    fn open(&mut self, now: Instant) {
        if self.options.servers.is_empty() {
            self.phase = Phase::Idle;
            return;
        }
        self.buffered = 0;
        self.state = State::Connecting;
        let deadline = now + PATIENCE;
        self.phase = Phase::Opening { deadline };
        let url = self.server().to_owned();
        let protocol = "mqtt";
        self.transmits.push_back(Transmit::Open { url, protocol });
    }

    /// Leaves a connection in good order, whatever its state.
    fn leave(&mut self) {
        match self.phase {
            Phase::Up { .. } => {
                self.write_small(&Packet::Disconnect);
                self.flush();
                self.transmits.push_back(Transmit::Close);
                let reason = None;
                self.events.push_back(Event::Disconnected { reason });
            }
            Phase::Opening { .. } | Phase::Introduced { .. } => {
                self.out.clear();
                self.transmits.push_back(Transmit::Close);
            }
            Phase::Idle | Phase::Waiting { .. } => {}
        }
        self.phase = Phase::Idle;
        self.state = State::Offline;
        self.ended();
    }

    /// A connection has ended, in whatever way.
    fn ended(&mut self) {
        self.outgoing.interrupted();
        self.subscriptions.interrupted();
    }

    /// The connection is lost: try the next server, or wait.
    fn lost(&mut self, text: String, now: Instant) {
        self.out.clear();
        let was_up = match self.phase {
            Phase::Up { since, .. } => Some(now.saturating_sub(since)),
            _ => None,
        };
        self.ended();
        let reason = Some(text);
        self.events.push_back(Event::Disconnected { reason });
        if let Some(lasted) = was_up {
            self.server = 0;
            self.backoff.worked_for(lasted);
        } else {
            self.server += 1;
            if self.server < self.options.servers.len() {
                self.open(now);
                return;
            }
            self.server = 0;
        }
        let (least, most) = (self.options.reconnect_min, self.options.reconnect_max);
        let until = now + self.backoff.next(least, most, &mut self.random);
        self.phase = Phase::Waiting { until };
        self.state = State::Waiting { until };
    }

    /// The broker has broken the protocol.
    fn violated(&mut self, violation: &Violation, now: Instant) {
        let text = format!("{} breaks the protocol: {violation}.", self.server());
        self.out.clear();
        self.transmits.push_back(Transmit::Close);
        self.lost(text, now);
    }

    /// There is no use in trying again.
    fn refuse(&mut self, text: String) {
        self.out.clear();
        self.transmits.push_back(Transmit::Close);
        self.phase = Phase::Idle;
        self.state = State::Refused;
        self.ended();
        self.events.push_back(Event::Refused { reason: text });
    }

    fn handle(&mut self, packet: Packet, now: Instant) -> Result<(), Violation> {
        let is_up = matches!(self.phase, Phase::Up { .. });
        match packet {
            Packet::ConnAck(connack) if !is_up => self.answered(&connack, now),
            // [MQTT-3.2.0-1]
            _ if !is_up => return Err(Violation::NotIntroduced),
            Packet::ConnAck(_) => return Err(Violation::SecondConnAck),
            Packet::Publish(publish) => self.message(publish),
            Packet::PubAck(id) => self.acknowledged(id, Reply::Acknowledged, now),
            Packet::PubRec(id) => self.acknowledged(id, Reply::Received, now),
            Packet::PubComp(id) => self.acknowledged(id, Reply::Completed, now),
            Packet::PubRel(id) => {
                self.received.remove(&id);
                // Also where it is not known, as it may be sent again after a reconnect (4.3.3).
                self.write_small(&Packet::PubComp(id));
            }
            Packet::SubAck(suback) => self.subscribed(&suback)?,
            Packet::UnsubAck(id) => self.subscriptions.unsubscribed(id),
            Packet::PingResp => {
                if let Phase::Up { link, .. } = &mut self.phase
                    && let Some(sent) = link.answered()
                {
                    let latency = now.saturating_sub(sent);
                    self.events.push_back(Event::Latency(latency));
                }
            }
            Packet::Connect(_)
            | Packet::Subscribe(_)
            | Packet::Unsubscribe(_)
            | Packet::PingReq
            | Packet::Disconnect => return Err(Violation::FromClient),
        }
        Ok(())
    }

    fn answered(&mut self, connack: &ConnAck, now: Instant) {
        match connack.code {
            ConnectCode::Accepted => {}
            ConnectCode::ServerUnavailable => {
                self.transmits.push_back(Transmit::Close);
                let text = format!("{}: {}.", self.server(), connack.code);
                return self.lost(text, now);
            }
            code => return self.refuse(format!("{}: {code}.", self.server())),
        }
        let Phase::Introduced { link, .. } = std::mem::replace(&mut self.phase, Phase::Idle) else {
            unreachable!("a CONNACK is handled once");
        };
        self.phase = Phase::Up { link, since: now };
        self.state = State::Connected;
        let session_present = connack.session_present;
        self.events.push_back(Event::Connected { session_present });
        if !session_present {
            // [MQTT-3.1.2-6]: the broker knows none of these any more.
            self.received.clear();
        }
        if let Some(birth) = self.options.birth.clone() {
            self.outgoing.push_birth(birth, self.options.max_qos);
        }
        self.subscriptions.connected(session_present);
        self.send_subscriptions();
        for packet in self.outgoing.connected(session_present) {
            match packet {
                Packet::Publish(publish) => {
                    self.stats.messages_out += 1;
                    self.write_publish(publish, now);
                }
                other => self.write_small(&other),
            }
        }
        for token in self.outgoing.take_settled() {
            self.events.push_back(Event::Acknowledged { token });
        }
        self.send_queued(now);
    }

    fn message(&mut self, publish: Publish) {
        let is_new = match (publish.qos, publish.id) {
            (QoS::AtLeastOnce, Some(id)) => {
                self.write_small(&Packet::PubAck(id));
                true
            }
            (QoS::ExactlyOnce, Some(id)) => {
                self.write_small(&Packet::PubRec(id));
                self.received.insert(id)
            }
            _ => true,
        };
        if !is_new {
            return;
        }
        self.stats.messages_in += 1;
        self.subscriptions
            .find(&publish.topic, publish.retain, &mut self.matched);
        self.events.push_back(Event::Message(Message {
            topic: publish.topic,
            payload: publish.payload,
            qos: publish.qos,
            retain: publish.retain,
            dup: publish.dup,
        }));
    }

    fn acknowledged(&mut self, id: PacketId, reply: Reply, now: Instant) {
        let outcome = self.outgoing.acknowledged(id, reply);
        if outcome.release {
            self.write_small(&Packet::PubRel(id));
        }
        if let Some(token) = outcome.done {
            self.events.push_back(Event::Acknowledged { token });
        }
        self.send_queued(now);
    }

    fn subscribed(&mut self, suback: &SubAck) -> Result<(), Violation> {
        let answers = self
            .subscriptions
            .subscribed(suback)
            .ok_or(Violation::SubAckLength)?;
        for (subscription, granted) in answers {
            self.events.push_back(match granted {
                Some(qos) => Event::Granted { subscription, qos },
                None => Event::SubscribeRefused { subscription },
            });
        }
        Ok(())
    }

    fn send_queued(&mut self, now: Instant) {
        while matches!(self.phase, Phase::Up { .. }) && self.buffered <= MAX_BUFFERED {
            let Some(next) = self
                .outgoing
                .next(|outgoing| free_id(&mut self.next_id, outgoing, &self.subscriptions))
            else {
                return;
            };
            if let Some(token) = next.token {
                self.events.push_back(Event::Sent { token });
            }
            self.stats.messages_out += 1;
            self.write_publish(next.publish, now);
        }
    }

    fn send_subscriptions(&mut self) {
        if !matches!(self.phase, Phase::Up { .. }) {
            return;
        }
        loop {
            let next_id = &mut self.next_id;
            let outgoing = &self.outgoing;
            let packet = self
                .subscriptions
                .next(|subscriptions| free_id(next_id, outgoing, subscriptions));
            match packet {
                Some(packet) => self.write_small(&packet),
                None => return,
            }
        }
    }

    fn write_message(&mut self, message: Message, now: Instant) {
        self.stats.messages_out += 1;
        let publish = Publish {
            dup: false,
            qos: message.qos,
            retain: message.retain,
            topic: message.topic,
            id: None,
            payload: message.payload,
            properties: Properties,
        };
        self.write_publish(publish, now);
    }

    fn write_publish(&mut self, publish: Publish, now: Instant) {
        self.write_small(&Packet::Publish(publish));
        if let Phase::Up { link, .. } = &mut self.phase {
            link.sent(now);
        }
    }

    /// Writes a packet whose parts were checked when they came in.
    fn write_small(&mut self, packet: &Packet) {
        self.write(packet)
            .expect("topics, filters and sizes were checked when they came in");
    }

    fn write(&mut self, packet: &Packet) -> Result<(), crate::codec::EncodeError> {
        // What was written belongs before what the socket is told next.
        encode(packet, Version::V3_1_1, &mut self.out)
    }

    fn flush(&mut self) {
        if !self.out.is_empty() {
            let bytes = self.out.split().freeze();
            self.stats.bytes_out += bytes.len() as u64;
            self.transmits.push_back(Transmit::Bytes(bytes));
        }
    }
}

/// A packet id that nothing waits under. Nothing where all are in use.
fn free_id(last: &mut u16, outgoing: &Outgoing, subscriptions: &Subscriptions) -> Option<PacketId> {
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

/// What a broker must not do.
#[derive(Debug, thiserror::Error)]
enum Violation {
    #[error("it sent {0}")]
    Malformed(#[from] DecodeError),
    #[error("it sent another packet before CONNACK [MQTT-3.2.0-1]")]
    NotIntroduced,
    #[error("it sent a second CONNACK (3.2)")]
    SecondConnAck,
    #[error("it sent a packet that only clients send (table 2.1)")]
    FromClient,
    #[error("its SUBACK does not answer each filter [MQTT-3.8.4-5]")]
    SubAckLength,
}

#[cfg(test)]
mod tests;
