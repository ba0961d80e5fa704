//! What ops announce of this client each time the connection comes up, and who takes it back.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use ropewalk_flow::{Cx, NodeId, Text};
use ropewalk_mqtt::{
    Bytes, Instant, Message, Properties, PublishToken, Published, QoS, State, Will,
};

use super::connection::{Connection, Fate, Outcome};

/// What is announced over a connection.
#[derive(Debug, Default)]
pub(super) struct Announcements {
    /// Whether the owner has a will of its own.
    has_own_will: Cell<bool>,
    /// Whether what is announced has changed since the owner has looked.
    has_news: Cell<bool>,
    /// In the order in which it came: the first has the will.
    announced: RefCell<Vec<Announced>>,
    /// The last words of those that are announced no more.
    farewells: RefCell<Vec<Message>>,
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

impl Connection {
    /// Announces something from now on. An op announces one thing at a time.
    pub(super) fn announce(&self, presence: Presence, node: NodeId) -> Announcement {
        self.announcements().announced.borrow_mut().push(Announced {
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
        self.announcements().has_news.take()
    }

    /// For the owner: whether it has a will of its own.
    pub(super) fn set_own_will(&self, has_own_will: bool, cx: &mut Cx<'_>) {
        if self.announcements().has_own_will.replace(has_own_will) != has_own_will {
            self.tell_standing(cx);
        }
    }

    /// For the owner: the will that it is to have in place of its own.
    pub(super) fn will(&self) -> Option<Will> {
        let announced = self.announcements().announced.borrow();
        let first = announced
            .first()
            .filter(|_| !self.announcements().has_own_will.get());
        first.map(|first| first.presence.will())
    }

    /// For the owner: the connection has come up, where nothing was said yet.
    pub(super) fn came_up(&self) {
        for announced in self.announcements().announced.borrow_mut().iter_mut() {
            announced.is_said = false;
        }
    }

    /// For the owner: says the last words of those who went, and what was not said yet, where the
    /// connection is up.
    pub(super) fn say(&self, cx: &mut Cx<'_>) {
        self.say_farewells(cx.now());
        let is_up = || self.session(|session| *session.state() == State::Connected);
        for announced in self.announcements().announced.borrow_mut().iter_mut() {
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
        for announced in self.announcements().announced.borrow_mut().iter_mut() {
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
        for farewell in self.announcements().farewells.take() {
            // Nobody is left who could be told of a failure.
            let _ = self.session(|session| session.publish(farewell, now));
        }
    }

    fn tell_standing(&self, cx: &mut Cx<'_>) {
        let announced = self.announcements().announced.borrow();
        cx.post(announced.iter().map(|it| it.node), Rc::new(Standing));
    }

    fn tell_news(&self) {
        self.announcements().has_news.set(true);
        self.tell_owner();
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
        let shared = self.connection.announcements();
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
            self.connection
                .announcements()
                .farewells
                .borrow_mut()
                .push(farewell);
        }
    }

    fn with(&self, work: impl FnOnce(&mut Announced)) {
        let mut announced = self.connection.announcements().announced.borrow_mut();
        if let Some(announced) = announced.iter_mut().find(|it| it.node == self.node) {
            work(announced);
        }
    }
}

impl Drop for Announcement {
    fn drop(&mut self) {
        self.with(|announced| self.part(announced));
        let mut announced = self.connection.announcements().announced.borrow_mut();
        announced.retain(|it| it.node != self.node);
        self.connection.tell_news();
    }
}
