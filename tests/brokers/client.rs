//! A session of the engine's on a real socket.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use ropewalk_mqtt::{
    ConnectOptions, DropReason, Event, Message, Protocol, Published, QoS, Secret, Session, State,
    SubscriptionId, Transmit, Version,
};

use crate::control::Broker;
use crate::socket::{Arrived, Socket};

/// After how long a test that waits for something has failed.
const PATIENCE: Duration = Duration::from_secs(20);

/// A broker, and how it is spoken to.
#[derive(Clone, Debug)]
pub(crate) struct Target {
    pub(crate) broker: Broker,
    pub(crate) is_secure: bool,
    pub(crate) version: Version,
}

impl Target {
    pub(crate) fn url(&self) -> &str {
        match self.is_secure {
            true => &self.broker.secure_url,
            false => &self.broker.url,
        }
    }

    pub(crate) fn is_5_0(&self) -> bool {
        self.version == Version::V5
    }

    /// How the user `try` connects, as a client that no other test has.
    pub(crate) fn options(&self) -> ConnectOptions {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let mut options = ConnectOptions::new(self.url(), format!("client-{number}"));
        options.protocol = Protocol::Only(self.version);
        options.username = Some("try".into());
        options.password = Some(Secret::new("try"));
        options.reconnect_min = Duration::from_millis(50);
        options.reconnect_max = Duration::from_millis(200);
        options
    }

    /// How the user `view` does, who may not write.
    pub(crate) fn options_of_view(&self) -> ConnectOptions {
        let mut options = self.options();
        options.username = Some("view".into());
        options.password = Some(Secret::new("view"));
        options
    }

    /// A client that is connected.
    pub(crate) fn client(&self) -> Client {
        Client::connected(self.options())
    }

    /// A topic that is this target's alone, as brokers outlast a test.
    pub(crate) fn topic(&self, name: &str) -> String {
        let scheme = if self.is_secure { "wss" } else { "ws" };
        format!("{name}/{scheme}/{:?}", self.version)
    }
}

pub(crate) struct Client {
    pub(crate) session: Session,
    /// Whether it asks for the sub-protocol that the session wants.
    pub(crate) asks_for_mqtt: bool,
    /// Whether the session is told when its time has come.
    pub(crate) has_clock: bool,
    socket: Option<Socket>,
    since: Instant,
    /// What has come of all, less what was waited for.
    events: VecDeque<Event>,
}

impl Client {
    pub(crate) fn new() -> Self {
        Self {
            session: Session::new(1),
            asks_for_mqtt: true,
            has_clock: true,
            socket: None,
            since: Instant::now(),
            events: VecDeque::new(),
        }
    }

    pub(crate) fn connected(options: ConnectOptions) -> Self {
        let mut client = Self::new();
        client.connect(options);
        client.until_connected();
        client
    }

    pub(crate) fn connect(&mut self, options: ConnectOptions) {
        self.session.connect(options, self.since.elapsed());
        self.take();
    }

    pub(crate) fn disconnect(&mut self) {
        self.session.disconnect();
        self.take();
        self.until("the goodbye", |event| {
            matches!(event, Event::Disconnected { reason: None }).then_some(())
        });
        assert_eq!(*self.session.state(), State::Stopped);
    }

    /// Leaves so that the will is published.
    pub(crate) fn leave_with_will(&mut self) {
        self.session.disconnect_with_will();
        self.take();
    }

    /// Ends the network's connection, as a cable does that is pulled.
    pub(crate) fn cut(&self) {
        self.socket.as_ref().unwrap().cut();
    }

    /// Subscribes; done when the broker has granted it. The QoS that it grants comes with it.
    pub(crate) fn subscribe(&mut self, filter: &str, qos: QoS) -> (SubscriptionId, QoS) {
        let id = self.session.subscribe(filter, qos).unwrap();
        self.take();
        self.until("the grant", |event| match event {
            Event::Granted { subscription, qos } if *subscription == id => Some((id, *qos)),
            _ => None,
        })
    }

    pub(crate) fn send(&mut self, topic: &str, payload: &str, qos: QoS) -> Published {
        self.send_message(Message {
            topic: topic.into(),
            payload: payload.to_owned().into(),
            qos,
            ..Message::default()
        })
    }

    pub(crate) fn send_message(&mut self, message: Message) -> Published {
        let published = self.session.publish(message, self.since.elapsed());
        self.take();
        published.unwrap()
    }

    /// Publishes with QoS 1 or 2; done when the broker has it.
    pub(crate) fn publish(&mut self, topic: &str, payload: &str, qos: QoS) {
        let published = self.send(topic, payload, qos);
        self.until_acknowledged(published);
    }

    pub(crate) fn until_acknowledged(&mut self, published: Published) {
        let Published::Pending(sent) = published else {
            panic!("it is acknowledged");
        };
        self.until("the acknowledgement", |event| match event {
            Event::Acknowledged { token, .. } => (*token == sent).then_some(()),
            _ => None,
        });
    }

    /// Waits until the message is given up, or refused; why.
    pub(crate) fn until_dropped(&mut self, published: Published) -> DropReason {
        self.until("the end of the message", |event| match event {
            Event::Dropped { token, why } => {
                (Published::Pending(*token) == published).then(|| why.clone())
            }
            _ => None,
        })
    }

    /// Whether the session has a session at the broker.
    pub(crate) fn until_connected(&mut self) -> bool {
        self.until("the connection", |event| match event {
            Event::Connected { session_present } => Some(*session_present),
            _ => None,
        })
    }

    /// Waits until the connection is lost, or cannot be made; why.
    pub(crate) fn until_lost(&mut self) -> String {
        self.until("the loss", |event| match event {
            Event::Disconnected { reason } => reason.clone(),
            _ => None,
        })
    }

    /// Waits until the broker refuses; why.
    pub(crate) fn until_refused(&mut self) -> String {
        self.until("the refusal", |event| match event {
            Event::Refused { reason } => Some(reason.clone()),
            _ => None,
        })
    }

    /// The next message.
    pub(crate) fn message(&mut self) -> Message {
        self.until("a message", |event| match event {
            Event::Message(message) => Some(message.clone()),
            _ => None,
        })
    }

    /// The next message's payload.
    pub(crate) fn payload(&mut self) -> String {
        String::from_utf8(self.message().payload.to_vec()).unwrap()
    }

    /// Waits for an event. What comes before it stays to be waited for.
    pub(crate) fn until<T>(&mut self, what: &str, is_it: impl Fn(&Event) -> Option<T>) -> T {
        let end = Instant::now() + PATIENCE;
        let mut seen = 0;
        loop {
            while let Some(event) = self.events.get(seen) {
                if let Some(found) = is_it(event) {
                    self.events.remove(seen);
                    return found;
                }
                seen += 1;
            }
            let left = end.saturating_duration_since(Instant::now());
            assert!(
                !left.is_zero(),
                "waited in vain for {what}; {:?}; what came: {:?}",
                self.session,
                self.events
            );
            self.pump(left);
        }
    }

    /// Waits, at most this long, until something happens, and does what is to be done about it.
    fn pump(&mut self, most: Duration) {
        let now = self.since.elapsed();
        let timeout = self.session.poll_timeout().filter(|_| self.has_clock);
        let wait = timeout.map_or(most, |at| at.saturating_sub(now).min(most));
        let arrived = match &mut self.socket {
            Some(socket) => socket.read(wait),
            None => {
                thread::sleep(wait);
                Arrived::Nothing
            }
        };
        let now = self.since.elapsed();
        match arrived {
            Arrived::Bytes(bytes) => self.session.handle_bytes(bytes, now),
            Arrived::Closed { code, reason } => {
                self.socket = None;
                self.session.handle_closed(code, &reason, now);
            }
            Arrived::Nothing => {}
        }
        if timeout.is_some_and(|at| at <= now) {
            self.session.handle_timeout(now);
        }
        self.take();
    }

    /// Takes what has come of it, and does what the session says.
    fn take(&mut self) {
        loop {
            let now = self.since.elapsed();
            while let Some(event) = self.session.poll_event(now) {
                self.events.push_back(event);
            }
            match self.session.poll_transmit() {
                Some(Transmit::Open { url, protocol }) => {
                    let protocol = if self.asks_for_mqtt { protocol } else { "" };
                    self.socket = Socket::open(&url, protocol).ok();
                    match self.socket {
                        Some(_) => self.session.handle_opened(self.since.elapsed()),
                        None => self.session.handle_closed(1006, "", self.since.elapsed()),
                    }
                }
                Some(Transmit::Bytes(bytes)) => {
                    if let Some(socket) = &mut self.socket {
                        socket.send(bytes);
                    }
                }
                Some(Transmit::Close) => {
                    if let Some(socket) = self.socket.take() {
                        socket.close();
                    }
                }
                None => return,
            }
        }
    }
}
