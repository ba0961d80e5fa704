//! Two sessions, a broker and a bad network, all in virtual time.
//!
//! One client publishes a numbered stream at each QoS, the other subscribes to it. For two minutes
//! the network delays, cuts and falls silent, the broker restarts, and the clients' processes die
//! and begin anew with what they had stored; then it heals. What was promised must hold. `ROPEWALK_SEED=17` runs one seed, `ROPEWALK_SEEDS=10000` that many.

#![allow(clippy::unwrap_used, reason = "what fails in a test is to end it")]

mod broker;

use std::collections::{BTreeMap, BTreeSet, BinaryHeap, VecDeque};
use std::time::Duration;

use broker::{Broker, Client};
use ropewalk_mqtt::{
    Bytes, ConnectOptions, Decoder, Event, Instant, Message, Packet, Protocol, Published, QoS,
    RecordKey, Session, State, StoreChange, Transmit, Version,
};

const FAULTS_END: Instant = Duration::from_secs(120);
const END: Instant = Duration::from_secs(600);
const LEVELS: [QoS; 3] = [QoS::AtMostOnce, QoS::AtLeastOnce, QoS::ExactlyOnce];

#[test]
fn what_is_promised_holds_on_a_bad_network() {
    let number = |name: &str| std::env::var(name).ok().map(|text| text.parse().unwrap());
    let seeds = match number("ROPEWALK_SEED") {
        Some(seed) => seed..seed + 1,
        None => 0..number("ROPEWALK_SEEDS").unwrap_or(1_000),
    };
    for seed in seeds {
        if let Err(panic) = std::panic::catch_unwind(|| Network::new(seed).run()) {
            eprintln!("ROPEWALK_SEED={seed} cargo test -p ropewalk-mqtt --test network");
            std::panic::resume_unwind(panic);
        }
    }
}

/// What happens, soonest first.
#[derive(Debug, PartialEq, Eq)]
struct Due {
    at: Instant,
    order: u64,
    what: What,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum What {
    /// A host looks at its session's timeout.
    Timeout(usize),
    Opened(usize, u64),
    ToClient(usize, u64, Bytes),
    ToBroker(usize, u64, Bytes),
    /// The client's end learns that the connection is closed.
    ClosedAtClient(usize, u64),
    /// The broker's end does.
    ClosedAtBroker(usize, u64),
    /// A change is stored.
    Stored(usize),
    Publish,
    Fault,
}

impl Ord for Due {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (other.at, other.order).cmp(&(self.at, self.order))
    }
}

impl PartialOrd for Due {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// One end of a connection on the way to the broker.
#[derive(Default)]
struct Wire {
    /// Counts the sockets, so that what is late is known to be.
    socket: u64,
    is_open: bool,
    /// Nothing arrives any more, and neither end is told.
    is_dead: bool,
    /// What was sent arrives in the order in which it was sent.
    last_up: Instant,
    last_down: Instant,
}

/// What is kept of a session when a connection ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Keeping {
    /// All, also when the broker restarts.
    Always,
    /// Nothing when the broker restarts.
    UntilRestart,
    /// Nothing: the clients ask for clean sessions.
    Never,
}

/// What a client's host has stored of its session, and what it has yet to store, with the time at
/// which it will have.
#[derive(Default)]
struct Disk {
    records: BTreeMap<RecordKey, Bytes>,
    behind: VecDeque<(Instant, StoreChange)>,
}

struct Network {
    now: Instant,
    random: u64,
    order: u64,
    due: BinaryHeap<Due>,
    sessions: [Session; 2],
    wires: [Wire; 2],
    broker: Broker,
    keeping: Keeping,
    disks: [Disk; 2],
    protocol: Protocol,
    next_number: u32,
    /// What was published by QoS, without what the queue has dropped.
    published: [Vec<u32>; 3],
    pending: BTreeMap<ropewalk_mqtt::PublishToken, (usize, u32)>,
    received: [Vec<u32>; 3],
    granted: bool,
    has_crashed: bool,
    /// Numbers that were not stored when their process died.
    doubtful: BTreeSet<u32>,
    /// Numbers that fell out of the queue.
    dropped: BTreeSet<u32>,
    /// What was received with QoS 2 and is not stored yet, each with how many changes must be.
    receipts: VecDeque<(usize, u32)>,
}

const PUBLISHER: usize = 0;
const SUBSCRIBER: usize = 1;

impl Network {
    fn new(seed: u64) -> Self {
        let keeping = match seed % 4 {
            0 | 1 => Keeping::Always,
            2 => Keeping::UntilRestart,
            _ => Keeping::Never,
        };
        let protocol = match seed / 4 % 3 {
            0 => Protocol::Only(Version::V3_1_1),
            1 => Protocol::Only(Version::V5),
            _ => Protocol::Auto,
        };
        // From one at a time to more than ever wait.
        let quota = [1_u16, 3, 100][seed as usize / 12 % 3];
        let mut network = Self {
            now: Instant::ZERO,
            random: seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1,
            order: 0,
            due: BinaryHeap::new(),
            sessions: [Session::new(seed), Session::new(!seed)],
            wires: Default::default(),
            broker: Broker::new(seed % 4 == 1, quota.try_into().unwrap()),
            keeping,
            disks: Default::default(),
            protocol,
            next_number: 0,
            published: Default::default(),
            pending: BTreeMap::new(),
            received: Default::default(),
            granted: false,
            has_crashed: false,
            doubtful: BTreeSet::new(),
            dropped: BTreeSet::new(),
            receipts: VecDeque::new(),
        };
        network.begin(PUBLISHER);
        network.begin(SUBSCRIBER);
        network.host(PUBLISHER);
        network.host(SUBSCRIBER);
        network.at(Duration::from_secs(5), What::Publish);
        network.at(Duration::from_secs(10), What::Fault);
        network
    }

    /// Starts a client's process, with what an earlier one has stored.
    fn begin(&mut self, client: usize) {
        let session = &mut self.sessions[client];
        *session = Session::new(self.random ^ client as u64);
        let records = self.disks[client].records.clone();
        let numbers: Vec<u32> = records.values().filter_map(number_in).collect();
        let kept = session.keep(records.into_iter().collect(), self.now);
        assert_eq!((kept.messages.len(), kept.unreadable), (numbers.len(), 0));
        if client == PUBLISHER {
            // Those of them that are known to be done with may come to their end again.
            let under_way = std::mem::take(&mut self.pending);
            let level = |number| under_way.values().find(|(_, other)| *other == number);
            let known = kept.messages.into_iter().zip(numbers);
            let known = known.filter_map(|(token, number)| Some((token, *level(number)?)));
            self.pending = known.collect();
        }
        let name = ["publisher", "subscriber"][client];
        let options = ConnectOptions {
            protocol: self.protocol,
            clean_session: self.keeping == Keeping::Never,
            keep_alive: 10,
            reconnect_min: Duration::from_millis(500),
            reconnect_max: Duration::from_secs(8),
            ..ConnectOptions::new("ws://broker", name)
        };
        session.connect(options, self.now);
        if client == SUBSCRIBER {
            for level in ["0", "1", "2"] {
                let filter = format!("stream/{level}");
                session.subscribe(&filter, QoS::ExactlyOnce).unwrap();
                session.subscribe(&filter, QoS::AtLeastOnce).unwrap();
            }
        }
    }

    /// A client's process dies, and what it had not stored with it; another one begins.
    fn crash(&mut self, client: usize) {
        self.has_crashed = true;
        self.disks[client].behind.clear();
        let wire = &mut self.wires[client];
        wire.is_open = false;
        let (socket, delay) = (wire.socket, self.delay());
        self.at(self.now + delay, What::ClosedAtBroker(client, socket));
        if client == PUBLISHER {
            // What is stored goes on; the rest may have been sent or not.
            let records = self.disks[client].records.values();
            let stored: BTreeSet<u32> = records.filter_map(number_in).collect();
            // Nor is it known any more what was dropped, where that was not stored.
            self.doubtful.extend(stored.intersection(&self.dropped));
            self.pending.retain(|_, (_, number)| {
                let is_stored = stored.contains(number);
                if !is_stored {
                    self.doubtful.insert(*number);
                }
                is_stored
            });
        } else {
            // The process had told of them, and knows no more that it had: they come again.
            for (_, number) in self.receipts.drain(..) {
                let received = &mut self.received[2];
                let last = received.iter().rposition(|other| *other == number);
                received.remove(last.unwrap());
            }
        }
        self.begin(client);
        self.host(client);
    }

    fn run(mut self) {
        while let Some(Due { at, what, .. }) = self.due.pop() {
            if at > END {
                break;
            }
            self.now = at;
            self.handle(what);
        }
        for session in &self.sessions {
            assert_eq!(*session.state(), State::Connected, "it ends connected");
        }
        assert!(self.pending.is_empty(), "every message comes to an end");
        assert!(self.granted);
        for (level, received) in self.received.iter().enumerate() {
            let sure = |numbers: &Vec<u32>| -> Vec<u32> {
                let sure = numbers.iter().filter(|it| !self.doubtful.contains(it));
                sure.copied().collect()
            };
            let all_published = &self.published[level];
            let (published, received) = (&sure(all_published), &sure(received));
            let arrived = &self.broker.handed_on[&format!("stream/{level}")];
            let arrived: Vec<u32> = arrived.iter().map(number).collect();
            let arrived_first = firsts(&sure(&arrived));
            // What waited in the queue may be sent again after a crash, with QoS 0 too late.
            let in_order = level > 0 || !self.has_crashed;
            assert!(
                !in_order || arrived_first.is_sorted(),
                "QoS {level} is in order"
            );
            if level > 0 {
                assert_eq!(&arrived_first, published, "QoS {level} is all published");
            }
            // Between the broker and a subscriber whose session it forgets, messages are lost.
            if self.keeping == Keeping::Always {
                let received_first = firsts(received);
                assert!(
                    !in_order || received_first.is_sorted(),
                    "QoS {level} is in order"
                );
                if level > 0 {
                    assert_eq!(&received_first, published, "QoS {level} loses nothing");
                }
                if level == 2 {
                    assert_eq!(received, published, "QoS 2 comes once");
                }
            }
            assert!(
                received.iter().all(|number| all_published.contains(number)),
                "nothing is made up"
            );
        }
        // On a healthy network everything arrives, also where the broker had forgotten all.
        let last = |numbers: &Vec<u32>| numbers.last().copied();
        for (published, received) in self.published.iter().zip(&self.received) {
            assert_eq!(last(received), last(published));
        }
    }

    fn handle(&mut self, what: What) {
        match what {
            What::Timeout(client) => {
                let due = self.sessions[client].poll_timeout();
                if due.is_some_and(|due| due <= self.now) {
                    self.sessions[client].handle_timeout(self.now);
                    self.host(client);
                }
            }
            What::Opened(client, socket) => {
                if self.is_alive(client, socket) {
                    self.sessions[client].handle_opened(self.now);
                    self.host(client);
                }
            }
            What::ToClient(client, socket, bytes) => {
                if self.is_alive(client, socket) {
                    self.sessions[client].handle_bytes(bytes, self.now);
                    self.host(client);
                }
            }
            What::ToBroker(client, socket, bytes) => {
                if self.is_alive(client, socket) {
                    self.broker.receive(Client { client, socket }, &bytes);
                    self.answer();
                }
            }
            What::ClosedAtClient(client, socket) => {
                let wire = &mut self.wires[client];
                if wire.is_open && wire.socket == socket {
                    wire.is_open = false;
                    self.sessions[client].handle_closed(1006, "", self.now);
                    self.host(client);
                }
            }
            What::ClosedAtBroker(client, socket) => {
                self.broker.closed(Client { client, socket });
            }
            What::Stored(client) => self.stored(client),
            What::Publish => self.publish(),
            What::Fault => self.fault(),
        }
    }

    fn is_alive(&self, client: usize, socket: u64) -> bool {
        let wire = &self.wires[client];
        wire.is_open && wire.socket == socket && !wire.is_dead
    }

    /// Does what a host does after each call.
    fn host(&mut self, client: usize) {
        while let Some(event) = self.sessions[client].poll_event(self.now) {
            match event {
                Event::Message(message) => {
                    assert_eq!(self.sessions[client].matched().len(), 2);
                    let level: usize = message.topic.rsplit('/').next().unwrap().parse().unwrap();
                    let number = number(&message.payload);
                    self.received[level].push(number);
                    self.store(client);
                    if level == 2 && !self.disks[client].behind.is_empty() {
                        let changes = self.disks[client].behind.len();
                        self.receipts.push_back((changes, number));
                    }
                }
                // Of a message that an earlier process knew to be acknowledged, it is told again.
                Event::Acknowledged { token, .. } => drop(self.pending.remove(&token)),
                Event::Sent {
                    token,
                    is_last: true,
                } => drop(self.pending.remove(&token)),
                Event::Dropped { token, .. } => {
                    if let Some((level, number)) = self.pending.remove(&token) {
                        self.published[level].retain(|other| *other != number);
                        self.dropped.insert(number);
                        // An earlier process may have sent it, and died before that was stored.
                        if self.has_crashed {
                            self.doubtful.insert(number);
                        }
                    }
                }
                Event::Granted { .. } => self.granted = true,
                Event::SubscribeRefused { .. } | Event::Refused { .. } => panic!("{event:?}"),
                _ => {}
            }
        }
        while let Some(transmit) = self.sessions[client].poll_transmit() {
            let delay = self.delay();
            let wire = &mut self.wires[client];
            let socket = wire.socket;
            match transmit {
                Transmit::Open { .. } => {
                    assert!(!wire.is_open, "never two sockets");
                    wire.socket += 1;
                    wire.is_open = true;
                    wire.is_dead = false;
                    wire.last_up = self.now;
                    wire.last_down = self.now;
                    let socket = wire.socket;
                    self.at(self.now + delay, What::Opened(client, socket));
                }
                Transmit::Bytes(bytes) => {
                    wire.last_up = wire.last_up.max(self.now + delay);
                    let at = wire.last_up;
                    for piece in self.cut_up(bytes) {
                        self.at(at, What::ToBroker(client, socket, piece));
                    }
                }
                Transmit::Close => {
                    let last = wire.last_up.max(self.now + delay);
                    let told = !wire.is_dead;
                    wire.is_open = false;
                    if told {
                        self.at(last, What::ClosedAtBroker(client, socket));
                    }
                }
            }
        }
        self.store(client);
        if let Some(timeout) = self.sessions[client].poll_timeout() {
            self.at(timeout, What::Timeout(client));
        }
    }

    /// Takes what the client has to store. It is stored in its order, some time later.
    fn store(&mut self, client: usize) {
        while let Some(change) = self.sessions[client].poll_store() {
            let delay = Duration::from_millis(self.below(20));
            let disk = &mut self.disks[client];
            let last = disk.behind.back().map_or(self.now, |(at, _)| *at);
            let at = last.max(self.now) + delay;
            disk.behind.push_back((at, change));
            self.at(at, What::Stored(client));
        }
    }

    fn stored(&mut self, client: usize) {
        let disk = &mut self.disks[client];
        let now = self.now;
        while let Some((at, _)) = disk.behind.front()
            && *at <= now
            && let Some((_, change)) = disk.behind.pop_front()
        {
            match change {
                StoreChange::Put(key, record) => drop(disk.records.insert(key, record)),
                StoreChange::Remove(key) => drop(disk.records.remove(&key)),
            }
            if client == SUBSCRIBER {
                for (changes, _) in &mut self.receipts {
                    *changes -= 1;
                }
                self.receipts.retain(|(changes, _)| *changes > 0);
            }
            self.sessions[client].handle_stored(1, self.now);
        }
        self.host(client);
    }

    /// Takes what the broker sends.
    fn answer(&mut self) {
        for (Client { client, socket }, bytes) in self.broker.take() {
            let delay = self.delay();
            let wire = &mut self.wires[client];
            wire.last_down = wire.last_down.max(self.now + delay);
            let at = wire.last_down;
            for piece in self.cut_up(bytes) {
                self.at(at, What::ToClient(client, socket, piece));
            }
        }
    }

    fn publish(&mut self) {
        // After the faults a last one of each, to see that all is well again.
        if self.now > FAULTS_END + Duration::from_secs(200) {
            return;
        }
        for (level, qos) in LEVELS.into_iter().enumerate() {
            let number = self.next_number;
            self.next_number += 1;
            let message = Message {
                topic: format!("stream/{level}").into(),
                payload: Bytes::from(number.to_string()),
                qos,
                ..Message::default()
            };
            let published = self.sessions[PUBLISHER].publish(message, self.now).unwrap();
            self.published[level].push(number);
            if let Published::Pending(token) = published {
                self.pending.insert(token, (level, number));
            }
        }
        self.host(PUBLISHER);
        let pause = if self.now < FAULTS_END { 400 } else { 20_000 };
        let pause = self.below(pause) + 1;
        self.at(self.now + Duration::from_millis(pause), What::Publish);
    }

    fn fault(&mut self) {
        if self.now > FAULTS_END {
            return;
        }
        let client = usize::try_from(self.below(2)).unwrap();
        let wire = &mut self.wires[client];
        let socket = wire.socket;
        match self.below(12) {
            // The connection is cut: what is on its way is lost, and both ends learn it.
            0..=4 => {
                self.wires[client].is_dead = true;
                let (one, two) = (self.delay(), self.delay());
                self.at(self.now + one, What::ClosedAtClient(client, socket));
                self.at(self.now + two, What::ClosedAtBroker(client, socket));
            }
            // It falls silent: nobody learns anything.
            5..=8 => self.wires[client].is_dead = true,
            // The client's process dies, and is started again.
            9 | 10 => self.crash(client),
            // The broker restarts.
            _ => {
                self.broker.restart(self.keeping != Keeping::Always);
                for client in [PUBLISHER, SUBSCRIBER] {
                    self.wires[client].is_dead = true;
                    let (socket, delay) = (self.wires[client].socket, self.delay());
                    self.at(self.now + delay, What::ClosedAtClient(client, socket));
                }
            }
        }
        let pause = self.below(15_000);
        self.at(self.now + Duration::from_millis(pause), What::Fault);
    }

    fn at(&mut self, at: Instant, what: What) {
        self.order += 1;
        let order = self.order;
        self.due.push(Due { at, order, what });
    }

    fn cut_up(&mut self, mut bytes: Bytes) -> Vec<Bytes> {
        let mut pieces = Vec::new();
        while bytes.len() > 1 && self.below(3) == 0 {
            let at = usize::try_from(self.below(bytes.len() as u64)).unwrap();
            pieces.push(bytes.split_to(at));
        }
        pieces.push(bytes);
        pieces
    }

    fn delay(&mut self) -> Duration {
        Duration::from_millis(self.below(200))
    }

    fn below(&mut self, limit: u64) -> u64 {
        // Xorshift.
        self.random ^= self.random << 13;
        self.random ^= self.random >> 7;
        self.random ^= self.random << 17;
        self.random % limit
    }
}

/// The number of the message that a record holds, if it is one.
fn number_in(record: &Bytes) -> Option<u32> {
    let mut decoder = Decoder::new(Version::V5, 1 << 10);
    // The QoS stands before.
    decoder.push(record.get(1..).map(Bytes::copy_from_slice)?);
    match decoder.next_packet() {
        Ok(Some(Packet::Publish(publish))) => Some(number(&publish.payload)),
        _ => None,
    }
}

fn number(payload: &Bytes) -> u32 {
    std::str::from_utf8(payload).unwrap().parse().unwrap()
}

/// The numbers without those that come again.
fn firsts(numbers: &[u32]) -> Vec<u32> {
    let mut seen = BTreeSet::new();
    let first = numbers.iter().filter(|number| seen.insert(**number));
    first.copied().collect()
}
