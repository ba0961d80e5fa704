//! A session under any calls of its host.
//!
//! An input is a sequence of calls: a byte for which one it is, see [`call`], and its arguments.
//! The host of these calls does what the session says, and looks at whether it says what it may.
//! With `ROPEWALK_FUZZ_TRACE=1` it tells what happens.

use std::collections::{BTreeMap, VecDeque};
use std::fmt::Debug;
use std::time::Duration;

use arbitrary::{Result, Unstructured};
use bytes::Bytes;
use ropewalk_mqtt::{
    ConnectOptions, Decoder, DropReason, Event, Instant, MAX_REMAINING, Message, Protocol,
    PublishError, PublishToken, Published, QoS, QueuePolicy, Secret, Session, State,
    SubscriptionId, Transmit, Version, Will, check_name,
};

use crate::filter::matches;
use crate::wire::{self, Sent, kind};

/// Which call the first byte of one stands for, modulo [`COUNT`](call::COUNT).
#[expect(missing_docs, reason = "most are the methods of a session")]
pub mod call {
    pub const CONNECT: u8 = 0;
    pub const ADJUST: u8 = 1;
    pub const DISCONNECT: u8 = 2;
    pub const OPENED: u8 = 3;
    /// Bytes of any kind: their number, and they.
    pub const BYTES: u8 = 4;
    /// A packet that a broker can send: its type, and a few bytes for its fields.
    pub const PACKET: u8 = 5;
    /// The broker answers what was sent first and not answered yet, in a way that a byte chooses.
    pub const ANSWER: u8 = 6;
    pub const CLOSED: u8 = 7;
    /// The time that the session has asked for comes.
    pub const TIMEOUT: u8 = 8;
    /// Some time passes, and the timer comes early or late.
    pub const WAIT: u8 = 9;
    pub const PUBLISH: u8 = 10;
    pub const SUBSCRIBE: u8 = 11;
    pub const UNSUBSCRIBE: u8 = 12;
    pub const ONLINE: u8 = 13;
    pub const BUFFERED: u8 = 14;
    /// The next call is made after the next event, before those that follow, if it is one that is
    /// made for a person.
    pub const WITHIN: u8 = 15;
    /// The next bytes wait for those after them, or for the close, and arrive with them.
    pub const JOIN: u8 = 16;
    pub const COUNT: u8 = 17;
}

/// The byte that says that a text comes in the input, with its length in front.
pub const RAW: u8 = 0xff;

/// More events or transmits than any input can bring about.
const BOUND: usize = 50_000;

const TOPICS: [&str; 8] = ["a", "a/b", "b", "a/c/d", "$SYS/x", "a//b", "/", "é"];
const FILTERS: [&str; 10] = [
    "a", "#", "+", "a/b", "a/+", "a/#", "+/b", "$SYS/#", "+/+/#", "é",
];
const KEEP_ALIVES: [u16; 6] = [60, 0, 1, 2, 11, u16::MAX];
const TIMES: [Duration; 8] = [
    Duration::from_secs(10),
    Duration::ZERO,
    Duration::from_nanos(1),
    Duration::from_millis(100),
    Duration::from_secs(1),
    Duration::from_secs(30),
    Duration::from_secs(3_600),
    Duration::from_secs(1 << 32),
];
const PACKET_SIZES: [usize; 5] = [MAX_REMAINING + 5, 0, 16, 64, 1_000];
const CODES: [u16; 4] = [1006, 1000, 1005, 4000];

/// Makes the calls of an input.
///
/// # Panics
///
/// Where a session says what it may not.
pub fn run(data: &[u8]) {
    let mut input = Unstructured::new(data);
    let mut host = Host::new();
    // What the last call lacks of its arguments is read as zeros.
    while !input.is_empty() && host.step(&mut input).is_ok() {}
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Socket {
    None,
    Opening,
    Open,
}

/// Where a message that was published is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Queued,
    Sent,
    Done,
}

struct Host {
    session: Session,
    options: ConnectOptions,
    now: Instant,
    socket: Socket,
    /// Reads what the session sends.
    decoder: Decoder,
    /// What the session has sent on this socket and the broker has not answered.
    unanswered: VecDeque<Sent>,
    /// Whether something, and whether DISCONNECT, was sent on this socket.
    has_sent: bool,
    has_left: bool,
    subscriptions: Vec<(SubscriptionId, String)>,
    messages: BTreeMap<PublishToken, Stage>,
    /// How many of them are queued, and how many sent and not done.
    queued: usize,
    pending: usize,
    /// Whether a call waits to be made after the next event.
    is_within: bool,
    /// Bytes that arrive with the next, and whether the next wait, too.
    held: Vec<u8>,
    is_joined: bool,
    is_told: bool,
}

impl Host {
    fn new() -> Self {
        Self {
            session: Session::new(1),
            options: ConnectOptions::new("", ""),
            now: Instant::ZERO,
            socket: Socket::None,
            decoder: decoder(),
            unanswered: VecDeque::new(),
            has_sent: false,
            has_left: false,
            subscriptions: Vec::new(),
            messages: BTreeMap::new(),
            queued: 0,
            pending: 0,
            is_within: false,
            held: Vec::new(),
            is_joined: false,
            is_told: std::env::var_os("ROPEWALK_FUZZ_TRACE").is_some(),
        }
    }

    fn tell(&self, what: &str, it: &dyn Debug) {
        if self.is_told {
            eprintln!("{:?} {what} {it:?}", self.now);
        }
    }

    /// Makes a call, and does what the session says then.
    fn step(&mut self, input: &mut Unstructured<'_>) -> Result<()> {
        let which = input.arbitrary::<u8>()? % call::COUNT;
        self.tell("call", &which);
        match which {
            call::OPENED => {
                if self.socket == Socket::Opening {
                    self.socket = Socket::Open;
                }
                self.session.handle_opened(self.now);
            }
            call::BYTES => {
                let count = usize::from(input.arbitrary::<u8>()?);
                let bytes = input.bytes(count.min(input.len()))?;
                self.receive(bytes);
            }
            call::PACKET => {
                let bytes = packet(input)?;
                self.receive(&bytes);
            }
            call::ANSWER => {
                let how = input.arbitrary()?;
                if let Some(bytes) = self.unanswered.pop_front().and_then(|it| answer(&it, how)) {
                    self.receive(&bytes);
                }
            }
            call::CLOSED => {
                let code = CODES[usize::from(input.arbitrary::<u8>()?) % CODES.len()];
                // What came last and the close can be heard of at once.
                let held = std::mem::take(&mut self.held);
                if self.socket == Socket::Open && !held.is_empty() {
                    self.session.handle_bytes(Bytes::from(held), self.now);
                }
                self.socket = Socket::None;
                self.session.handle_closed(code, "why", self.now);
            }
            call::TIMEOUT => self.time_out(input)?,
            call::WAIT => {
                self.now += time(input)?;
                self.session.handle_timeout(self.now);
            }
            call::ONLINE => self.session.handle_online(self.now),
            call::BUFFERED => {
                let bytes = u64::from(input.arbitrary::<u8>()?) << 14;
                self.session.handle_buffered(bytes, self.now);
            }
            call::WITHIN => self.is_within = true,
            call::JOIN => self.is_joined = true,
            other => self.ask(other, input)?,
        }
        self.drain(input)
    }

    /// A call that is made for a person, at any time.
    fn ask(&mut self, which: u8, input: &mut Unstructured<'_>) -> Result<()> {
        match which {
            call::CONNECT => {
                self.options = options(input)?;
                self.tell("connect", &self.options);
                self.session.connect(self.options.clone(), self.now);
            }
            call::ADJUST => {
                let options = options(input)?;
                if self.options.needs_no_reconnect(&options) {
                    self.tell("adjust", &options);
                    self.session.adjust(options.clone());
                    self.options = options;
                }
            }
            call::DISCONNECT => self.session.disconnect(),
            call::PUBLISH => {
                let message = message(input)?;
                self.tell("publish", &message);
                let is_name = check_name(&message.topic).is_ok();
                match self.session.publish(message, self.now) {
                    Ok(Published::Pending(token)) => {
                        let before = self.messages.insert(token, Stage::Queued);
                        assert_eq!(before, None, "tokens are unique");
                        self.queued += 1;
                    }
                    Ok(_) => assert_eq!(*self.session.state(), State::Connected),
                    Err(PublishError::Topic(_)) => assert!(!is_name),
                    Err(_) => {}
                }
            }
            call::SUBSCRIBE => {
                let filter = text(&FILTERS, input)?;
                self.tell("subscribe", &filter);
                if let Ok(id) = self.session.subscribe(&filter, qos(input.arbitrary()?)) {
                    self.subscriptions.push((id, filter));
                }
            }
            call::UNSUBSCRIBE => {
                let at = usize::from(input.arbitrary::<u8>()?);
                if !self.subscriptions.is_empty() {
                    let at = at % self.subscriptions.len();
                    self.session.unsubscribe(self.subscriptions.remove(at).0);
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn receive(&mut self, bytes: &[u8]) {
        self.tell("bytes", &bytes);
        self.held.extend_from_slice(bytes);
        if std::mem::take(&mut self.is_joined) {
            return;
        }
        let bytes = Bytes::from(std::mem::take(&mut self.held));
        self.session.handle_bytes(bytes, self.now);
    }

    /// Calls at the time that was asked for. Soon the session must ask for a later one.
    fn time_out(&mut self, input: &mut Unstructured<'_>) -> Result<()> {
        let Some(due) = self.session.poll_timeout() else {
            return Ok(());
        };
        self.now = self.now.max(due);
        // Whoever connects anew in the midst has the timer begin anew.
        self.is_within = false;
        // A server whose time to answer is none at all is given up at once, and then the next.
        for _ in 0..self.options.servers.len() + 2 {
            self.session.handle_timeout(self.now);
            self.drain(input)?;
            if self.session.poll_timeout().is_none_or(|due| due > self.now) {
                return Ok(());
            }
        }
        panic!("it is called again and again at {:?}", self.now);
    }

    fn drain(&mut self, input: &mut Unstructured<'_>) -> Result<()> {
        for count in 0.. {
            assert!(count < BOUND, "there is no end of events");
            let Some(event) = self.session.poll_event(self.now) else {
                break;
            };
            self.tell("event", &event);
            self.look_at(&event);
            if std::mem::take(&mut self.is_within) {
                let which = input.arbitrary::<u8>()? % call::COUNT;
                self.tell("call within", &which);
                self.ask(which, input)?;
            }
        }
        for count in 0.. {
            assert!(count < BOUND, "there is no end of transmits");
            let Some(transmit) = self.session.poll_transmit() else {
                break;
            };
            self.tell("transmit", &transmit);
            self.transmit(transmit);
        }
        self.check();
        Ok(())
    }

    fn look_at(&mut self, event: &Event) {
        match event {
            Event::Message(message) => self.check_receivers(message),
            Event::Sent { token, is_last } => {
                let next = if *is_last { Stage::Done } else { Stage::Sent };
                self.advance(*token, Stage::Queued, next);
            }
            Event::Acknowledged { token, .. } => self.advance(*token, Stage::Sent, Stage::Done),
            // What was sent is not dropped, unless it is too large to be sent again, or ends each
            // connection.
            Event::Dropped { token, why } => {
                let was_sent = self.messages.get(token) == Some(&Stage::Sent);
                let from = match why {
                    DropReason::TooLarge | DropReason::EndsConnections if was_sent => Stage::Sent,
                    _ => Stage::Queued,
                };
                self.advance(*token, from, Stage::Done);
            }
            _ => {}
        }
    }

    fn advance(&mut self, token: PublishToken, from: Stage, to: Stage) {
        let before = self.messages.insert(token, to);
        assert_eq!(before, Some(from), "{token:?} becomes {to:?}");
        for (stage, count) in [
            (Stage::Queued, &mut self.queued),
            (Stage::Sent, &mut self.pending),
        ] {
            *count += usize::from(to == stage);
            *count -= usize::from(from == stage);
        }
    }

    fn check_receivers(&self, message: &Message) {
        let matching = |it: &&(SubscriptionId, String)| matches(&it.1, &message.topic);
        let mut expected = self.subscriptions.iter().filter(matching).map(|it| it.0);
        let mut found = self.session.matched().to_vec();
        found.sort_unstable();
        if message.retain {
            // Those that have seen it already are left out, if not all have.
            let expected: Vec<_> = expected.collect();
            assert!(found.iter().all(|id| expected.contains(id)));
            assert_eq!(found.is_empty(), expected.is_empty());
        } else {
            assert!(found.iter().copied().eq(expected.by_ref()), "{found:?}");
        }
    }

    fn transmit(&mut self, transmit: Transmit) {
        match transmit {
            Transmit::Open { .. } => {
                assert_eq!(self.socket, Socket::None, "there is one socket at most");
                self.socket = Socket::Opening;
                self.decoder = decoder();
                self.unanswered.clear();
                self.held.clear();
                (self.has_sent, self.has_left) = (false, false);
            }
            Transmit::Bytes(bytes) => {
                assert_eq!(self.socket, Socket::Open, "bytes go to an open socket");
                assert!(!bytes.is_empty());
                self.sent(bytes);
            }
            Transmit::Close => {
                assert_ne!(self.socket, Socket::None, "what is closed was there");
                self.socket = Socket::None;
            }
        }
    }

    fn sent(&mut self, bytes: Bytes) {
        let packets = wire::split(&bytes);
        self.decoder.push(bytes);
        for _ in &packets {
            let packet = self.decoder.next_packet().expect("what is sent is correct");
            assert!(packet.is_some(), "packets are sent whole");
        }
        for packet in packets {
            assert!(!self.has_left, "nothing is sent after DISCONNECT");
            // [MQTT-3.1.0-1], [MQTT-3.1.0-2]
            let is_first = !std::mem::replace(&mut self.has_sent, true);
            assert_eq!(
                packet.kind == kind::CONNECT,
                is_first,
                "CONNECT comes first"
            );
            match packet.kind {
                kind::CONNECT
                | kind::PUBLISH
                | kind::PUBREL
                | kind::SUBSCRIBE
                | kind::UNSUBSCRIBE
                | kind::PINGREQ => self.unanswered.push_back(packet),
                kind::PUBACK | kind::PUBREC | kind::PUBCOMP => {}
                kind::DISCONNECT => self.has_left = true,
                other => panic!("a client sends no packet of type {other}"),
            }
        }
    }

    /// What holds when the session has nothing more to say.
    fn check(&self) {
        let expected = match self.session.state() {
            State::Connected => [Socket::Open; 2],
            State::Connecting => [Socket::Opening, Socket::Open],
            State::Waiting { until } => {
                assert_eq!(self.session.poll_timeout(), Some(*until));
                [Socket::None; 2]
            }
            State::Offline | State::Refused(_) | State::Stopped => {
                assert_eq!(self.session.poll_timeout(), None);
                [Socket::None; 2]
            }
        };
        assert!(expected.contains(&self.socket), "{:?}", self.session);
        let stats = self.session.stats();
        assert_eq!(stats.queued, self.queued);
        // Birth messages are without a token.
        assert!(stats.pending >= self.pending);
        assert!(stats.queued <= self.options.max_queue);
    }
}

/// Of what a client sends there is no limit to what a broker takes.
fn decoder() -> Decoder {
    Decoder::new(Version::V3_1_1, MAX_REMAINING + 5)
}

fn options(input: &mut Unstructured<'_>) -> Result<ConnectOptions> {
    // The first bytes of the plainest options are zeros.
    let [flags, more] = input.arbitrary::<[u8; 2]>()?;
    let has = |bit: u8| flags & 1 << bit != 0;
    let mut options = ConnectOptions::new("ws://one", "fuzz");
    // The broker's part is played in this version.
    options.protocol = Protocol::Only(Version::V3_1_1);
    if has(0) {
        options.servers.push("ws://two".to_owned());
    }
    options.clean_session = has(1);
    if has(2) {
        options.client_id = text(&["", "other"], input)?.into();
        options.username = Some(text(&["", "user"], input)?.into());
        options.password = Some(Secret::new(text(&["", "secret"], input)?));
    }
    if has(3) {
        let message = message(input)?;
        options.will = Some(Will {
            topic: message.topic,
            payload: message.payload,
            qos: message.qos,
            retain: message.retain,
            properties: Default::default(),
        });
    }
    if has(4) {
        options.birth = Some(message(input)?);
    }
    if has(5) {
        let keep_alive = usize::from(input.arbitrary::<u8>()?);
        options.keep_alive = KEEP_ALIVES[keep_alive % KEEP_ALIVES.len()];
        options.connect_timeout = time(input)?;
        options.reconnect_min = time(input)?;
        options.reconnect_max = time(input)?;
    }
    if has(6) {
        options.max_queue = input.arbitrary::<u8>()?.into();
        options.max_queue_bytes = input.arbitrary::<u8>()?.into();
        let size = usize::from(input.arbitrary::<u8>()?);
        options.max_packet_size = PACKET_SIZES[size % PACKET_SIZES.len()];
    }
    if has(7) {
        options.servers.clear();
    }
    options.max_qos = QoS::from_number(2 - more % 3).unwrap_or_default();
    options.queue_policy = match more / 3 % 3 {
        0 => QueuePolicy::DropOldest,
        1 => QueuePolicy::DropNewest,
        _ => QueuePolicy::Refuse,
    };
    Ok(options)
}

fn message(input: &mut Unstructured<'_>) -> Result<Message> {
    let topic = text(&TOPICS, input)?;
    let [flags, length] = input.arbitrary::<[u8; 2]>()?;
    Ok(Message {
        topic: topic.into(),
        payload: Bytes::from(vec![b'x'; usize::from(length)]),
        qos: qos(flags),
        retain: flags & 4 != 0,
        ..Message::default()
    })
}

/// A text of the table, or any.
fn text(table: &[&str], input: &mut Unstructured<'_>) -> Result<String> {
    match input.arbitrary::<u8>()? {
        RAW => {
            let count = usize::from(input.arbitrary::<u8>()?);
            let bytes = input.bytes(count.min(input.len()))?;
            Ok(String::from_utf8_lossy(bytes).into_owned())
        }
        at => Ok(table[usize::from(at) % table.len()].to_owned()),
    }
}

fn time(input: &mut Unstructured<'_>) -> Result<Duration> {
    Ok(TIMES[usize::from(input.arbitrary::<u8>()?) % TIMES.len()])
}

fn qos(number: u8) -> QoS {
    QoS::from_number(number % 3).unwrap_or_default()
}

/// A packet that a broker can send, whatever was asked of it.
fn packet(input: &mut Unstructured<'_>) -> Result<Vec<u8>> {
    let [which, number, more] = input.arbitrary::<[u8; 3]>()?;
    let id = u16::from(number);
    let acknowledge = |kind, flags| wire::packet(kind, flags, &id.to_be_bytes());
    Ok(match which % 9 {
        0 => wire::packet(kind::CONNACK, 0, &[number & 1, more % 6]),
        1 => acknowledge(kind::PUBACK, 0),
        2 => acknowledge(kind::PUBREC, 0),
        3 => acknowledge(kind::PUBREL, 2),
        4 => acknowledge(kind::PUBCOMP, 0),
        5 => acknowledge(kind::UNSUBACK, 0),
        6 => wire::packet(kind::PINGRESP, 0, &[]),
        7 => wire::packet(kind::SUBACK, 0, &[0, number, more & 0x83]),
        _ => {
            let topic = text(&TOPICS, input)?;
            wire::publish(more & 0x0f, &topic, id, b"payload")
        }
    })
}

/// What a broker answers to a packet.
fn answer(sent: &Sent, how: u8) -> Option<Vec<u8>> {
    let id = sent.id.to_be_bytes();
    Some(match (sent.kind, sent.qos) {
        // Mostly, a client is let in.
        (kind::CONNECT, _) => {
            let code = if how & 0x38 == 0x38 { how & 7 } else { 0 };
            wire::packet(kind::CONNACK, 0, &[how & 1, code])
        }
        (kind::PUBLISH, 1) => wire::packet(kind::PUBACK, 0, &id),
        (kind::PUBLISH, 2) => wire::packet(kind::PUBREC, 0, &id),
        (kind::PUBREL, _) => wire::packet(kind::PUBCOMP, 0, &id),
        (kind::SUBSCRIBE, _) => {
            let granted = |place| match how >> (2 * (place % 4)) & 3 {
                3 => 0x80,
                // The plainest answer grants all.
                less => 2 - less,
            };
            let granted: Vec<_> = (0..sent.filters).map(granted).collect();
            wire::packet(kind::SUBACK, 0, &[&id, &granted[..]].concat())
        }
        (kind::UNSUBSCRIBE, _) => wire::packet(kind::UNSUBACK, 0, &id),
        (kind::PINGREQ, _) => wire::packet(kind::PINGRESP, 0, &[]),
        _ => return None,
    })
}
