//! What ops send each other without a link.

use std::any::Any;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::fmt;
use std::rc::Rc;

use crate::effect::Event;
use crate::graph::NodeId;

/// A way to reach one op from anywhere, also from where there is no [`Cx`](crate::Cx): a handle's
/// method, a `Drop`.
///
/// What is posted outside of an event waits for the next one.
#[derive(Clone)]
pub struct Mailbox {
    pub(crate) node: NodeId,
    pub(crate) posts: Posts,
}

impl Mailbox {
    /// Sends something to the op, as an event of its own after the running one.
    pub fn post(&self, payload: Rc<dyn Any>) {
        let event = Event::Posted(payload);
        self.posts.push(Recipients::One(self.node), event);
    }
}

impl fmt::Debug for Mailbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Mailbox({:?})", self.node)
    }
}

/// An event on its way from one op to others.
#[derive(Debug)]
pub(crate) struct Post {
    pub(crate) to: Recipients,
    pub(crate) event: Event,
}

/// Who gets a [`Post`]; nearly always one.
#[derive(Debug)]
pub(crate) enum Recipients {
    One(NodeId),
    Many(Vec<NodeId>),
}

/// The posts that wait, shared with the mailboxes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Posts(Rc<RefCell<VecDeque<Post>>>);

impl Posts {
    pub(crate) fn push(&self, to: Recipients, event: Event) {
        self.0.borrow_mut().push_back(Post { to, event });
    }

    pub(crate) fn pop(&self) -> Option<Post> {
        self.0.borrow_mut().pop_front()
    }
}
