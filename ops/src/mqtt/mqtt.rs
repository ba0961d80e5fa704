//! `Ops.Net.Mqtt.Mqtt`

use std::iter;
use std::rc::Rc;

use ropewalk_flow::{
    Cx, Event, Fire, Handlers, In, Instant, Object, Op, OpError, Out, Socket, SocketEvent, Store,
    StoreEvent, Text, Trigger,
};
use ropewalk_mqtt::{Event as SessionEvent, RecordKey};

use super::connection::{Arrival, Arrived, Changed, Connection, Fate, Outcome};
use super::line::Line;
use super::options;

/// Keeps a connection to an MQTT broker, for the ops that publish and subscribe.
#[derive(Op)]
#[op(
    name = "Ops.Net.Mqtt.Mqtt",
    aliases(
        "Ops.Net.Mqtt.Mqtt_v2",
        "Ops.Extension.Deprecated.Mqtt",
        "Ops.Extension.Deprecated.Mqtt_v2",
        "Ops.Deprecated.Net.Mqtt.Mqtt",
        "Ops.Deprecated.Net.Mqtt.Mqtt_v2"
    ),
    help = include_str!("mqtt.md")
)]
pub(super) struct Mqtt {
    /// What this client is called at the broker. A random suffix is added, so that two pages with
    /// the same patch do not evict each other.
    #[input(name = "Client Name", default = "Carolin Cable")]
    pub(super) client_name: In<Text>,
    /// The broker: a host, `host:port`, `host/path`, or a whole `wss://` or `ws://` URL, which wins
    /// over Port, Use SSL and Path.
    #[input(name = "Broker URL", default = "broker.shiftr.io")]
    pub(super) broker_url: In<Text>,
    /// Who logs in; empty for nobody.
    #[input(name = "Username", default = "try")]
    pub(super) username: In<Text>,
    /// The password. It is kept in this browser, and never in the patch.
    #[input(name = "Password", default = "try", secret)]
    pub(super) password: In<Text>,
    /// The port of the broker's WebSocket, from 1 to 65535.
    #[input(
        name = "Port",
        default = 443,
        min = 1,
        max = 65535,
        display = "integer"
    )]
    pub(super) port: In<f64>,
    /// Whether the connection is encrypted. A page that came over https needs it.
    #[input(name = "Use SSL", default = true)]
    pub(super) use_ssl: In<bool>,
    /// Leaves the broker and connects again at once.
    #[input(name = "Reconnect", display = "button")]
    reconnect: Trigger,
    /// Whether to be connected at all.
    #[input(name = "Active", default = true)]
    active: In<bool>,
    /// The path of the broker's WebSocket.
    #[input(name = "Path", default = "/mqtt")]
    pub(super) path: In<Text>,
    /// The version of MQTT. Auto: 5.0, and 3.1.1 with a broker that does not speak it.
    #[input(name = "Protocol", default = "Auto", choices("Auto", "5.0", "3.1.1"))]
    pub(super) protocol: In<Text>,
    /// The whole client id, used as it is. Empty: Client Name and a suffix that lasts as long as
    /// the browser's storage.
    #[input(name = "Client Id", group = "Session")]
    pub(super) client_id: In<Text>,
    /// The seconds of silence after which the broker is asked whether it is there; 0 for never, at
    /// most 65535.
    #[input(
        name = "Keep Alive",
        default = 60,
        min = 0,
        max = 65535,
        unit = "s",
        group = "Session"
    )]
    pub(super) keep_alive: In<f64>,
    /// Whether the broker forgets this client when the connection ends. Off, it keeps subscriptions
    /// and messages of QoS 1 and 2 until the client is back.
    #[input(name = "Clean Session", default = true, group = "Session")]
    pub(super) clean_session: In<bool>,
    /// With Clean Session off: for how long the broker keeps the session when this client is away;
    /// 4294967295 for ever. In 3.1.1 the broker decides.
    #[input(
        name = "Session Expiry",
        default = 86400,
        min = 0,
        max = 4294967295.0,
        unit = "s",
        group = "Session"
    )]
    pub(super) session_expiry: In<f64>,
    /// Names and values that the broker is told of this client, in MQTT 5.0.
    #[input(name = "User Properties", group = "Session")]
    pub(super) user_properties: In<Object>,
    /// Where the broker publishes the will, the message for when this client is lost. Empty: no
    /// will.
    #[input(name = "Will Topic", group = "Will")]
    pub(super) will_topic: In<Text>,
    /// The will.
    #[input(name = "Will Message", group = "Will")]
    pub(super) will_message: In<Text>,
    /// The will's QoS: 0, 1 or 2.
    #[input(
        name = "Will QoS",
        min = 0,
        max = 2,
        display = "integer",
        group = "Will"
    )]
    pub(super) will_qos: In<f64>,
    /// Whether the broker keeps the will for later subscribers.
    #[input(name = "Will Retain", group = "Will")]
    pub(super) will_retain: In<bool>,
    /// How long the broker waits before it publishes the will, in MQTT 5.0: a client that is back
    /// by then is not lost.
    #[input(name = "Will Delay", min = 0, unit = "s", group = "Will")]
    pub(super) will_delay: In<f64>,
    /// Where a message is published each time the connection comes up. Empty: none is.
    #[input(name = "Birth Topic", group = "Birth")]
    pub(super) birth_topic: In<Text>,
    /// The birth message.
    #[input(name = "Birth Message", group = "Birth")]
    pub(super) birth_message: In<Text>,
    /// The birth message's QoS: 0, 1 or 2.
    #[input(
        name = "Birth QoS",
        min = 0,
        max = 2,
        display = "integer",
        group = "Birth"
    )]
    pub(super) birth_qos: In<f64>,
    /// Whether the broker keeps the birth message for later subscribers.
    #[input(name = "Birth Retain", group = "Birth")]
    pub(super) birth_retain: In<bool>,
    /// The least seconds before a lost connection is opened again.
    #[input(
        name = "Reconnect Min",
        default = 2,
        min = 0.1,
        unit = "s",
        group = "Reconnecting"
    )]
    pub(super) reconnect_min: In<f64>,
    /// The greatest, reached by doubling from attempt to attempt.
    #[input(
        name = "Reconnect Max",
        default = 60,
        min = 0.1,
        unit = "s",
        group = "Reconnecting"
    )]
    pub(super) reconnect_max: In<f64>,
    /// Brokers to try when the first cannot be reached, one per line.
    #[input(name = "Backup Brokers", display = "editor", group = "Reconnecting")]
    pub(super) backup_brokers: In<Text>,
    /// The highest QoS to publish and subscribe with: 0, 1 or 2.
    #[input(
        name = "Max QoS",
        default = 2,
        min = 0,
        max = 2,
        display = "integer",
        group = "Limits"
    )]
    pub(super) max_qos: In<f64>,
    /// How many messages may wait while there is no connection. Beyond that the oldest are dropped,
    /// and the Publish op says so.
    #[input(
        name = "Max Queue",
        default = 1000,
        min = 0,
        display = "integer",
        group = "Limits"
    )]
    pub(super) max_queue: In<f64>,
    /// How many bytes they may be.
    #[input(
        name = "Max Queue Size",
        default = 1048576,
        min = 0,
        unit = "bytes",
        group = "Limits"
    )]
    pub(super) max_queue_size: In<f64>,
    /// The size of the largest packet to send or receive, in bytes.
    #[input(
        name = "Max Packet Size",
        default = 268435460,
        min = 16,
        max = 268435460,
        unit = "bytes",
        group = "Limits"
    )]
    pub(super) max_packet_size: In<f64>,

    /// The connection, for Publish and Subscribe ops.
    #[output(name = "MQTT Object")]
    object: Out<Connection>,
    /// Whether the connection is up.
    #[output(name = "Connected")]
    pub(super) connected: Out<bool>,
    /// Where it stands: offline, connecting, connected, waiting, refused or stopped.
    #[output(name = "State", default = "offline")]
    pub(super) state: Out<Text>,
    /// What is wrong, empty while nothing is.
    #[output(name = "Error")]
    pub(super) error: Out<Text>,
    /// What has to change while State is refused: credentials, client id, protocol, banned, taken
    /// over, options or other.
    #[output(name = "Refusal")]
    pub(super) refusal: Out<Text>,
    /// The seconds until the next attempt, while waiting.
    #[output(name = "Retry In", unit = "s")]
    pub(super) retry_in: Out<f64>,
    /// How long the broker took to answer the last question whether it is there.
    #[output(name = "Latency", unit = "ms")]
    latency: Out<f64>,
    /// Whether the broker had kept the session of an earlier connection.
    #[output(name = "Session Present")]
    session_present: Out<bool>,
    /// The URL that is connected to or tried, without its query.
    #[output(name = "Server")]
    pub(super) server: Out<Text>,
    /// How many messages have come in.
    #[output(name = "Messages In")]
    pub(super) messages_in: Out<f64>,
    /// How many messages have gone out.
    #[output(name = "Messages Out")]
    pub(super) messages_out: Out<f64>,
    /// How many messages wait to be sent or acknowledged.
    #[output(name = "Queued")]
    pub(super) queued: Out<f64>,
    /// How many bytes have come in.
    #[output(name = "Bytes In", unit = "bytes")]
    pub(super) bytes_in: Out<f64>,
    /// How many bytes have gone out.
    #[output(name = "Bytes Out", unit = "bytes")]
    pub(super) bytes_out: Out<f64>,
    /// Fires when the connection has come up.
    #[output(name = "On Connect")]
    on_connect: Fire,
    /// Fires when it has ended.
    #[output(name = "On Disconnect")]
    on_disconnect: Fire,

    line: Option<Line>,
    /// When the inputs, which have changed, are to be acted on.
    pub(super) due: Option<Instant>,
    /// Why nothing outlasts the page, where the host should keep it and does not.
    memory_only: Option<String>,
}

/// How long the inputs must rest before a change of theirs reconnects.
const REST: Instant = Instant::from_millis(500);

/// How many of the session's events are handled in one event of the graph.
const AT_ONCE: usize = 64;

impl Handlers for Mqtt {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if self.line.is_none() {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a seed"
            )]
            let seed = (cx.random() * (1_u64 << 53) as f64) as u64;
            let connection = Connection::new(seed, cx.mailbox());
            cx.provide(connection.clone());
            self.object.set(cx, connection.clone());
            let store = cx.open_store();
            self.line = Some(Line::new(connection, store));
            self.apply(cx);
        } else {
            self.due = Some(cx.now() + REST);
        }
        self.run(cx);
        Ok(())
    }

    fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if port == self.reconnect {
            if let Some(line) = &mut self.line {
                line.options = None;
            }
            self.apply(cx);
            self.run(cx);
        }
        Ok(())
    }

    fn event(&mut self, event: Event, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let now = cx.now();
        let Some(line) = &mut self.line else {
            return Ok(());
        };
        match event {
            Event::Wake => {
                line.connection
                    .session(|session| session.handle_timeout(now));
                if self.due.is_some_and(|due| due <= now) {
                    self.apply(cx);
                }
            }
            Event::Store(id, event) => {
                if line.store.as_ref().map(Store::id) != Some(id) {
                    return Ok(());
                }
                self.stored(event, cx);
            }
            Event::Held(is_held) => line
                .connection
                .session(|session| session.handle_held(is_held, now)),
            Event::Online => line
                .connection
                .session(|session| session.handle_online(now)),
            Event::Posted(posted) if posted.is::<Changed>() => {
                line.connection.seen();
                if line.connection.take_news() {
                    // What is to be announced waits for the connection that has its will.
                    if line.lacks_will() {
                        self.due = Some(now + REST);
                        line.connection.say_farewells(now);
                    } else {
                        line.connection.say(cx);
                    }
                }
            }
            Event::Socket(id, event) => {
                // What an earlier socket still has to say is of no interest.
                if line.socket.as_ref().map(Socket::id) != Some(id) {
                    return Ok(());
                }
                let event = match event {
                    // 1003 is the code for data of a kind that cannot be taken.
                    SocketEvent::Text(_) => SocketEvent::Closed {
                        code: 1003,
                        reason: "it sends text, and MQTT is binary".into(),
                    },
                    event => event,
                };
                if matches!(event, SocketEvent::Closed { .. }) {
                    line.socket = None;
                }
                if matches!(event, SocketEvent::Opened) {
                    line.complete();
                }
                line.connection.session(|session| match event {
                    SocketEvent::Opened => session.handle_opened(now),
                    SocketEvent::Bytes(bytes) => session.handle_bytes(bytes, now),
                    SocketEvent::Buffered(bytes) => session.handle_buffered(bytes, now),
                    SocketEvent::Closed { code, reason } => {
                        session.handle_closed(code, &reason, now);
                    }
                    _ => {}
                });
            }
            _ => return Ok(()),
        }
        self.run(cx);
        Ok(())
    }
}

impl Mqtt {
    /// The store has something to say.
    fn stored(&mut self, event: StoreEvent, cx: &mut Cx<'_>) {
        let Some(line) = &mut self.line else { return };
        let now = cx.now();
        match event {
            StoreEvent::Opened(records) => {
                let records = records.into_iter();
                let records = records.map(|(key, record)| (RecordKey::from_number(key), record));
                let kept = line
                    .connection
                    .session(|session| session.keep(records.collect(), now));
                if kept.unreadable > 0 {
                    cx.log(format!(
                        "{} of the records that were kept for a connection cannot be read, and are \
                         left out.",
                        kept.unreadable
                    ));
                }
            }
            StoreEvent::Written => {
                let changes = line.writing.pop_front().unwrap_or(0);
                line.connection
                    .session(|session| session.handle_stored(changes, now));
                return;
            }
            StoreEvent::Failed(why) => {
                line.store = None;
                line.connection
                    .session(|session| session.handle_store_failed(now));
                self.memory_only = Some(format!(
                    "Messages that wait for the broker are lost when the page is closed, as this \
                     browser does not keep them: {why}"
                ));
            }
            _ => {}
        }
        let was_opening = std::mem::take(&mut line.is_opening);
        self.warn_of_store(cx);
        if was_opening {
            self.apply(cx);
        }
    }

    /// Says that nothing outlasts the page, where nothing worse is to be said.
    fn warn_of_store(&self, cx: &mut Cx<'_>) {
        if let Some(text) = &self.memory_only {
            cx.set_warning(text.as_str());
        }
    }

    /// Acts on the inputs. A change that the running connection can live with leaves it alone.
    fn apply(&mut self, cx: &mut Cx<'_>) {
        if self.line.as_ref().is_some_and(|line| line.is_opening) {
            return;
        }
        self.due = None;
        let wanted = match self.active.get(cx) {
            true => options::read(self, cx).map(Some),
            false => Ok(None),
        };
        let will_properties = options::will_properties(self, cx);
        let has_will = !self.will_topic.get(cx).is_empty();
        let Some(line) = &mut self.line else { return };
        line.will_properties = will_properties;
        line.connection.set_own_will(has_will, cx);
        let now = cx.now();
        let fault = wanted.as_ref().err().cloned();
        if std::mem::replace(&mut line.fault, fault).is_some() {
            cx.clear_problem();
            self.error.set(cx, "");
        }
        let wanted = wanted.unwrap_or(None);
        let goes_on = match (&line.options, &wanted) {
            (Some(old), Some(new)) => old.needs_no_reconnect(new) && !line.lacks_will(),
            _ => false,
        };
        if !goes_on {
            line.connection.say_all_farewells(now);
        }
        line.connection.session(|session| match &wanted {
            Some(new) if goes_on => session.adjust(new.clone()),
            Some(new) => session.connect(new.clone(), now),
            None => session.disconnect(),
        });
        line.options = wanted;
    }

    /// Does what the session says. Where much has come at once, it goes on after others have done
    /// what is theirs: so messages do not pile up.
    fn run(&mut self, cx: &mut Cx<'_>) {
        let Some(mut line) = self.line.take() else {
            return;
        };
        let mut taken = self.take_events(&mut line, cx);
        loop {
            line.keep();
            line.transmit(cx);
            if taken == AT_ONCE {
                break;
            }
            // A filter that this broker cannot have is found out when it would be asked for.
            taken = self.take_events(&mut line, cx);
            if taken == 0 {
                break;
            }
        }
        self.show(&line, cx);
        self.line = Some(line);
    }

    /// Takes what the session tells, and says how much it was. What is more than [`AT_ONCE`] comes
    /// with the next event.
    fn take_events(&mut self, line: &mut Line, cx: &mut Cx<'_>) -> usize {
        let now = cx.now();
        let mut taken = 0;
        while let Some(event) = line.connection.session(|session| session.poll_event(now)) {
            self.tell(line, event, cx);
            taken += 1;
            if taken == AT_ONCE {
                line.connection.tell_owner();
                break;
            }
        }
        taken
    }

    fn tell(&mut self, line: &mut Line, event: SessionEvent, cx: &mut Cx<'_>) {
        let connection = &line.connection;
        let now = cx.now();
        match event {
            SessionEvent::Connected { session_present } => {
                line.was_up = true;
                self.session_present.set(cx, session_present);
                self.show_state(line, cx);
                self.error.set(cx, "");
                cx.clear_problem();
                self.warn_of_store(cx);
                connection.came_up();
                connection.follow_watch();
                connection.say(cx);
                self.on_connect.fire(cx);
            }
            SessionEvent::Disconnected { reason } => {
                connection.watch_lost();
                self.show_state(line, cx);
                if let Some(reason) = reason {
                    cx.set_warning(format!("{reason} It is tried again."));
                    self.error.set(cx, reason);
                }
                if std::mem::take(&mut line.was_up) {
                    self.on_disconnect.fire(cx);
                }
            }
            SessionEvent::Refused { reason } => {
                self.show_state(line, cx);
                cx.set_problem(reason.clone());
                self.error.set(cx, reason);
            }
            SessionEvent::Message(message) => {
                connection.heed(&message, now);
                // Each subscriber gets the message as an event of its own.
                let matched = connection.session(|session| session.matched().len());
                for (at, message) in iter::repeat_n(message, matched).enumerate() {
                    let subscription = connection.session(|session| session.matched()[at]);
                    let what = Arrival::Message(message);
                    post_arrival(connection, Arrived { subscription, what }, cx);
                }
            }
            SessionEvent::Granted { subscription, qos } => {
                let what = Arrival::Granted(qos);
                post_arrival(connection, Arrived { subscription, what }, cx);
            }
            SessionEvent::SubscribeRefused {
                subscription,
                reason,
            } => {
                let what = Arrival::Refused(reason.to_string());
                post_arrival(connection, Arrived { subscription, what }, cx);
            }
            SessionEvent::Sent { token, is_last } => {
                let what = Outcome::Sent { is_last };
                post_fate(connection, Fate { token, what }, cx);
            }
            SessionEvent::Acknowledged { token, .. } => {
                let what = Outcome::Acknowledged;
                post_fate(connection, Fate { token, what }, cx);
            }
            SessionEvent::Dropped { token, why } => {
                let what = Outcome::Dropped(why.to_string());
                post_fate(connection, Fate { token, what }, cx);
            }
            SessionEvent::Latency(latency) => {
                self.latency.set(cx, latency.as_secs_f64() * 1000.0);
            }
            _ => {}
        }
    }
}

fn post_arrival(connection: &Connection, arrived: Arrived, cx: &mut Cx<'_>) {
    match connection.subscriber(arrived.subscription) {
        Some(node) => cx.post([node], Rc::new(arrived)),
        None => connection.answered(arrived.subscription, &arrived.what),
    }
}

fn post_fate(connection: &Connection, fate: Fate, cx: &mut Cx<'_>) {
    match connection.publisher(&fate) {
        Some(node) => cx.post([node], Rc::new(fate)),
        None => connection.learn_by_hand(&fate),
    }
}
