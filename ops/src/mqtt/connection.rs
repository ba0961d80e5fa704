//! The handle that travels along `MQTT Object`.

use std::cell::{Cell, RefCell, RefMut};
use std::collections::VecDeque;
use std::rc::Rc;

use ropewalk_flow::{Cx, In, Mailbox, NodeId, Out, Provided, ResourceHandle, Text};
use ropewalk_mqtt::{
    Bytes, Instant, Message, Properties, PublishError, PublishToken, Published, QoS, Session,
    State, SubscribeOptions, SubscriptionId, TopicError, Version, Will, check_name,
};

use super::broker::Watch;

/// A broker's session, shared by the op that keeps the connection and the ops that use it.
///
/// Who publishes or subscribes changes the session; the op that owns the socket learns of it by
/// [`Changed`] and sends what the session has to say.
#[derive(Clone, Debug)]
pub(super) struct Connection(Rc<Shared>);

#[derive(Debug)]
struct Shared {
    session: RefCell<Session>,
    owner: Mailbox,
    /// Whether the owner has been told that there is something to do.
    is_told: Cell<bool>,
    /// Whether the owner is gone.
    is_closed: Cell<bool>,
    /// Whether requests are made over it.
    has_requests: Cell<bool>,
    /// Whether the owner has a will of its own.
    has_own_will: Cell<bool>,
    /// Whether what is announced has changed since the owner has looked.
    has_news: Cell<bool>,
    /// What is announced, in the order in which it came: the first has the will.
    announced: RefCell<Vec<Announced>>,
    /// The last words of those that are announced no more.
    farewells: RefCell<Vec<Message>>,
    /// In the order of their subscriptions, which is that in which they come.
    subscribers: RefCell<Vec<(SubscriptionId, NodeId)>>,
    /// In the order of their messages, which is nearly that in which they go, too.
    publishers: RefCell<VecDeque<(PublishToken, NodeId)>>,
    /// What a person watches.
    watch: RefCell<Option<Watch>>,
}

/// Tells the owner that the session has something to say.
pub(super) struct Changed;

/// Tells a subscriber of its subscription.
#[derive(Clone)]
pub(super) struct Arrived {
    pub(super) subscription: SubscriptionId,
    pub(super) what: Arrival,
}

#[derive(Clone)]
pub(super) enum Arrival {
    Message(Message),
    Granted(QoS),
    Refused(String),
}

/// Tells a publisher what has come of its message.
pub(super) struct Fate {
    pub(super) token: PublishToken,
    pub(super) what: Outcome,
}

pub(super) enum Outcome {
    Sent { is_last: bool },
    Acknowledged,
    Dropped(String),
}

impl Outcome {
    /// Whether nothing more will be told of the message.
    pub(super) fn is_last(&self) -> bool {
        !matches!(self, Self::Sent { is_last: false })
    }
}

/// A subscription that ends when this is dropped.
#[derive(Debug)]
pub(super) struct Subscription {
    id: SubscriptionId,
    connection: Connection,
}

/// What is announced each time the connection comes up, and taken back when this is dropped or the
/// connection is left in good order. A will takes it back when the connection is lost.
#[derive(Debug)]
pub(super) struct Announcement {
    node: NodeId,
    connection: Connection,
}

/// What an [`Announcement`] says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Presence {
    pub(super) topic: Text,
    pub(super) online: Text,
    pub(super) offline: Text,
}

/// Tells who announces something that how it stands has changed.
pub(super) struct Standing;

#[derive(Debug)]
struct Announced {
    node: NodeId,
    presence: Presence,
    /// Whether it was said, and not taken back yet.
    is_said: bool,
    /// The message that says it, while it is under way.
    token: Option<PublishToken>,
    /// Why it cannot be said.
    fault: Option<String>,
}

impl Presence {
    fn will(&self) -> Will {
        Will {
            topic: self.topic.to_string().into(),
            payload: Bytes::copy_from_slice(self.offline.as_bytes()),
            qos: QoS::AtLeastOnce,
            retain: true,
            properties: Properties::NONE,
        }
    }

    fn message(&self, text: &Text, qos: QoS) -> Message {
        Message {
            topic: self.topic.to_string().into(),
            payload: Bytes::copy_from_slice(text.as_bytes()),
            qos,
            retain: true,
            ..Message::default()
        }
    }
}

impl ResourceHandle for Connection {
    const KIND: &'static str = "Connection";
}
ropewalk_flow::resource_port!(Connection);

impl Connection {
    pub(super) fn new(seed: u64, owner: Mailbox) -> Self {
        Self(Rc::new(Shared {
            session: RefCell::new(Session::new(seed)),
            owner,
            is_told: Cell::new(false),
            is_closed: Cell::new(false),
            has_requests: Cell::new(false),
            has_own_will: Cell::new(false),
            has_news: Cell::new(false),
            announced: RefCell::default(),
            farewells: RefCell::default(),
            subscribers: RefCell::default(),
            publishers: RefCell::default(),
            watch: RefCell::default(),
        }))
    }

    pub(super) fn is(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }

    pub(super) fn is_closed(&self) -> bool {
        self.0.is_closed.get()
    }

    pub(super) fn publish(
        &self,
        message: Message,
        publisher: NodeId,
        now: Instant,
    ) -> Result<Published, PublishError> {
        self.note_published(&message, publisher);
        let published = self.0.session.borrow_mut().publish(message, now)?;
        if let Published::Pending(token) = published {
            let mut publishers = self.0.publishers.borrow_mut();
            publishers.push_back((token, publisher));
        }
        self.tell_owner();
        Ok(published)
    }

    pub(super) fn subscribe(
        &self,
        filter: &str,
        options: SubscribeOptions,
        subscriber: NodeId,
    ) -> Result<Subscription, TopicError> {
        let id = self.0.session.borrow_mut().subscribe(filter, options)?;
        self.0.subscribers.borrow_mut().push((id, subscriber));
        self.follow_watch();
        self.tell_owner();
        Ok(Subscription {
            id,
            connection: self.clone(),
        })
    }

    /// Requests will be made: the next CONNECT asks what response topics begin with.
    pub(super) fn make_requests(&self) {
        self.0.has_requests.set(true);
    }

    /// Whether it is up and speaks MQTT 3.1.1.
    pub(super) fn is_of_3_1_1(&self) -> bool {
        self.session(|session| {
            *session.state() == State::Connected && session.version() == Version::V3_1_1
        })
    }

    /// A topic for answers that no other client has, nor another op of this one: below the one that
    /// the broker gives this client, if it does.
    pub(super) fn response_topic(&self, node: NodeId) -> String {
        self.session(|session| {
            let given = session.connack_properties().response_information();
            let given = given.map_or("", |given| given.trim_end_matches('/'));
            let client = session.client_id().replace(['+', '#'], "-");
            match check_name(given) {
                Ok(()) => format!("{given}/response/{client}/{}", node.index()),
                Err(_) => format!("response/{client}/{}", node.index()),
            }
        })
    }

    /// For the owner: whether requests are made.
    pub(super) fn has_requests(&self) -> bool {
        self.0.has_requests.get()
    }

    /// Announces something from now on. An op announces one thing at a time.
    pub(super) fn announce(&self, presence: Presence, node: NodeId) -> Announcement {
        self.0.announced.borrow_mut().push(Announced {
            node,
            presence,
            is_said: false,
            token: None,
            fault: None,
        });
        self.tell_news();
        Announcement {
            node,
            connection: self.clone(),
        }
    }

    /// For the owner: whether what is announced has changed since it has looked.
    pub(super) fn take_news(&self) -> bool {
        self.0.has_news.take()
    }

    /// For the owner: whether it has a will of its own.
    pub(super) fn set_own_will(&self, has_own_will: bool, cx: &mut Cx<'_>) {
        if self.0.has_own_will.replace(has_own_will) != has_own_will {
            self.tell_standing(cx);
        }
    }

    /// For the owner: the will that it is to have in place of its own.
    pub(super) fn will(&self) -> Option<Will> {
        let announced = self.0.announced.borrow();
        let first = announced.first().filter(|_| !self.0.has_own_will.get());
        first.map(|first| first.presence.will())
    }

    /// For the owner: the connection has come up, where nothing was said yet.
    pub(super) fn came_up(&self) {
        for announced in self.0.announced.borrow_mut().iter_mut() {
            announced.is_said = false;
        }
    }

    /// For the owner: says the last words of those who went, and what was not said yet, where the
    /// connection is up.
    pub(super) fn say(&self, cx: &mut Cx<'_>) {
        self.say_farewells(cx.now());
        let is_up = || self.session(|session| *session.state() == State::Connected);
        for announced in self.0.announced.borrow_mut().iter_mut() {
            if announced.is_said || !is_up() {
                continue;
            }
            let Announced { presence, .. } = announced;
            let message = presence.message(&presence.online, QoS::AtLeastOnce);
            let published = self.publish(message, announced.node, cx.now());
            announced.is_said = published.is_ok();
            announced.token = match published {
                Ok(Published::Pending(token)) => Some(token),
                _ => None,
            };
            announced.fault = published.err().map(|error| error.to_string());
        }
        self.tell_standing(cx);
    }

    /// For the owner: it is about to leave in good order, so that the will stays unsaid.
    pub(super) fn say_all_farewells(&self, now: Instant) {
        if self.session(|session| *session.state() != State::Connected) {
            return;
        }
        self.say_farewells(now);
        for announced in self.0.announced.borrow_mut().iter_mut() {
            if std::mem::take(&mut announced.is_said) {
                // Not to be sent again when the connection is back.
                let Presence { offline, .. } = &announced.presence;
                let farewell = announced.presence.message(offline, QoS::AtMostOnce);
                let _ = self.session(|session| session.publish(farewell, now));
            }
        }
    }

    /// For the owner: says the last words of those who went.
    pub(super) fn say_farewells(&self, now: Instant) {
        for farewell in self.0.farewells.take() {
            // Nobody is left who could be told of a failure.
            let _ = self.session(|session| session.publish(farewell, now));
        }
    }

    fn tell_standing(&self, cx: &mut Cx<'_>) {
        let announced = self.0.announced.borrow();
        cx.post(announced.iter().map(|it| it.node), Rc::new(Standing));
    }

    fn tell_news(&self) {
        self.0.has_news.set(true);
        self.tell_owner();
    }

    /// For the owner: the session.
    pub(super) fn session<T>(&self, work: impl FnOnce(&mut Session) -> T) -> T {
        work(&mut self.0.session.borrow_mut())
    }

    /// For the owner: it has seen what there is to do.
    pub(super) fn seen(&self) {
        self.0.is_told.set(false);
    }

    /// For the owner: nobody keeps the connection any more.
    pub(super) fn close(&self) {
        self.0.is_closed.set(true);
    }

    pub(super) fn subscriber(&self, id: SubscriptionId) -> Option<NodeId> {
        let subscribers = self.0.subscribers.borrow();
        let at = subscribers.binary_search_by_key(&id, |(other, _)| *other);
        at.ok().map(|at| subscribers[at].1)
    }

    /// The filters of the ops.
    pub(super) fn filters(&self) -> Vec<(NodeId, String)> {
        let subscribers = self.0.subscribers.borrow();
        let filters = subscribers.iter().filter_map(|(id, node)| {
            let filter = self.session(|session| session.filter(*id).map(str::to_owned));
            Some((*node, filter?))
        });
        filters.collect()
    }

    /// What a person watches of it.
    pub(super) fn watched(&self) -> RefMut<'_, Option<Watch>> {
        self.0.watch.borrow_mut()
    }

    /// Who has published a message; forgotten where nothing more is to come.
    pub(super) fn publisher(&self, fate: &Fate) -> Option<NodeId> {
        let mut publishers = self.0.publishers.borrow_mut();
        let at = publishers.binary_search_by_key(&fate.token, |(token, _)| *token);
        let at = at.ok()?;
        let node = publishers[at].1;
        if fate.what.is_last() {
            publishers.remove(at);
        }
        Some(node)
    }

    pub(super) fn tell_owner(&self) {
        if !self.0.is_told.replace(true) {
            self.0.owner.post(Rc::new(Changed));
        }
    }
}

impl Subscription {
    pub(super) fn id(&self) -> SubscriptionId {
        self.id
    }

    pub(super) fn connection(&self) -> &Connection {
        &self.connection
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        let shared = &self.connection.0;
        let is_other = |(id, _): &(SubscriptionId, NodeId)| *id != self.id;
        shared.subscribers.borrow_mut().retain(is_other);
        shared.session.borrow_mut().unsubscribe(self.id);
        self.connection.tell_owner();
    }
}

impl Announcement {
    pub(super) fn connection(&self) -> &Connection {
        &self.connection
    }

    /// Announces this instead, and takes back what was announced elsewhere.
    pub(super) fn change(&self, presence: Presence) {
        self.with(|announced| {
            if announced.presence == presence {
                return;
            }
            if announced.presence.topic != presence.topic {
                self.part(announced);
            }
            // Where only the last words are others, what was said still holds.
            announced.is_said &= announced.presence.online == presence.online;
            announced.presence = presence;
            announced.token = None;
            announced.fault = None;
            self.connection.tell_news();
        });
    }

    /// Whether the connection's will is the one of this.
    pub(super) fn has_will(&self) -> bool {
        let shared = &self.connection.0;
        let announced = shared.announced.borrow();
        let is_first = announced.first().is_some_and(|it| it.node == self.node);
        is_first && !shared.has_own_will.get()
    }

    /// Why it cannot be said.
    pub(super) fn fault(&self) -> Option<String> {
        let mut fault = None;
        self.with(|announced| fault.clone_from(&announced.fault));
        fault
    }

    /// Something has come of a message of this op.
    pub(super) fn learn(&self, fate: &Fate) {
        self.with(|announced| {
            if let Outcome::Dropped(why) = &fate.what
                && announced.token == Some(fate.token)
            {
                announced.fault = Some(why.clone());
            }
        });
    }

    /// Has the last words said, where there is something to take back.
    fn part(&self, announced: &mut Announced) {
        if std::mem::take(&mut announced.is_said) {
            let Presence { offline, .. } = &announced.presence;
            let farewell = announced.presence.message(offline, QoS::AtLeastOnce);
            self.connection.0.farewells.borrow_mut().push(farewell);
        }
    }

    fn with(&self, work: impl FnOnce(&mut Announced)) {
        let mut announced = self.connection.0.announced.borrow_mut();
        if let Some(announced) = announced.iter_mut().find(|it| it.node == self.node) {
            work(announced);
        }
    }
}

impl Drop for Announcement {
    fn drop(&mut self) {
        self.with(|announced| self.part(announced));
        let mut announced = self.connection.0.announced.borrow_mut();
        announced.retain(|it| it.node != self.node);
        self.connection.tell_news();
    }
}

/// What an op says whose connection nobody keeps any more.
pub(super) const IS_OFF: &str = "The Mqtt op is switched off.";

/// The connection that a child op is to use, which it passes on; or what a person is to do.
pub(super) fn find(
    input: In<Connection>,
    output: Out<Connection>,
    cx: &mut Cx<'_>,
) -> Result<Connection, &'static str> {
    let found = match input.get(cx) {
        Some(connection) => Ok(connection),
        None if input.linked(cx) => {
            Err("MQTT Object is linked and nothing comes: is the Mqtt op on?")
        }
        None => match cx.provided::<Connection>() {
            Provided::One(connection) => Ok(connection),
            Provided::None => {
                Err("There is no Mqtt op: add one, and link its MQTT Object to this one.")
            }
            Provided::Many => {
                Err("There are several Mqtt ops: link the MQTT Object of one of them.")
            }
        },
    };
    // Set only where it is another one, so that nothing runs for nothing.
    match (&found, output.get(cx)) {
        (Ok(new), Some(old)) if new.is(&old) => {}
        (Ok(new), _) => output.set(cx, new.clone()),
        (Err(_), Some(_)) => output.clear(cx),
        (Err(_), None) => {}
    }
    match found {
        Ok(connection) if connection.is_closed() => Err(IS_OFF),
        found => found,
    }
}
