//! The handle that travels along `MQTT Object`.

use std::cell::{Cell, RefCell, RefMut};
use std::collections::VecDeque;
use std::rc::Rc;

use ropewalk_flow::{Cx, In, Mailbox, NodeId, Out, Provided, ResourceHandle};
use ropewalk_mqtt::{
    Instant, Message, PublishError, PublishToken, Published, QoS, ReasonCode, Session, State,
    SubscribeOptions, SubscriptionId, TopicError, Version, check_name,
};

use super::announcing::Announcements;
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
    /// What ops announce.
    announcements: Announcements,
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

/// What the broker has last answered to a subscription; nothing while it has not.
pub(super) type Answer = Option<Result<QoS, ReasonCode>>;

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
            announcements: Announcements::default(),
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

    /// What ops announce.
    pub(super) fn announcements(&self) -> &Announcements {
        &self.0.announcements
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

    /// The filters of the ops, with what the broker has answered to each.
    pub(super) fn filters(&self) -> Vec<(NodeId, String, Answer)> {
        let subscribers = self.0.subscribers.borrow();
        let filters = subscribers.iter().filter_map(|(id, node)| {
            self.session(|session| {
                let filter = session.filter(*id)?.to_owned();
                Some((*node, filter, session.answer(*id)))
            })
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
