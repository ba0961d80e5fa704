//! A connection with its socket and its store.

use std::collections::VecDeque;

use ropewalk_flow::{Cx, Instant, Socket, Store};
use ropewalk_mqtt::{ConnectOptions, Properties, Session, State, StoreChange, Transmit, Will};

use super::connection::Connection;

/// The connection and its socket.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) connection: Connection,
    pub(super) socket: Option<Socket>,
    /// Where its session keeps what must outlast the page; nothing where the host keeps nothing.
    pub(super) store: Option<Store>,
    /// Whether what was kept is still to come. Before that it cannot connect.
    pub(super) is_opening: bool,
    /// How many changes each of the writes has that are under way.
    pub(super) writing: VecDeque<u64>,
    /// What the inputs said when the connection was made; nothing while it is off or they are
    /// wrong.
    pub(super) options: Option<ConnectOptions>,
    /// What is wrong with the inputs.
    pub(super) fault: Option<String>,
    pub(super) was_up: bool,
    /// Whether CONNECT was written to the socket.
    is_introduced: bool,
    /// The will that it had for an op that announces itself.
    lent_will: Option<Will>,
    /// What goes with a will.
    pub(super) will_properties: Properties,
}

impl Line {
    /// Of a new connection, whose session begins once what `store` has kept was read.
    pub(super) fn new(connection: Connection, store: Option<Store>) -> Self {
        Self {
            connection,
            socket: None,
            is_opening: store.is_some(),
            store,
            writing: VecDeque::new(),
            options: None,
            fault: None,
            was_up: false,
            is_introduced: false,
            lent_will: None,
            will_properties: Properties::NONE,
        }
    }

    /// Has what the session keeps written.
    pub(super) fn keep(&mut self) {
        let Some(store) = &self.store else {
            return;
        };
        let mut changes = Vec::new();
        while let Some(change) = self.connection.session(|session| session.poll_store()) {
            changes.push(match change {
                StoreChange::Put(key, record) => (key.number(), Some(record)),
                StoreChange::Remove(key) => (key.number(), None),
            });
        }
        if !changes.is_empty() {
            self.writing.push_back(changes.len() as u64);
            store.write(changes);
        }
    }

    /// Does with the socket what the session says.
    pub(super) fn transmit(&mut self, cx: &mut Cx<'_>) {
        while let Some(transmit) = self.connection.session(|session| session.poll_transmit()) {
            match transmit {
                Transmit::Open { url, protocol } => {
                    // The one before it goes first.
                    self.socket = None;
                    self.is_introduced = false;
                    self.socket = Some(cx.open_socket(url, protocol));
                }
                Transmit::Bytes(bytes) => {
                    if let Some(socket) = &self.socket {
                        socket.send(bytes);
                    }
                }
                Transmit::Close => self.socket = None,
            }
        }
    }

    /// CONNECT is about to be written: what the ops that use the connection ask for is added.
    pub(super) fn complete(&mut self) {
        self.is_introduced = true;
        self.lent_will = self.will_to_lend();
        if let Some(options) = &self.options {
            let mut options = options.clone();
            options.request_response_information = self.connection.has_requests();
            options.will = options.will.or_else(|| self.lent_will.clone());
            self.connection.session(|session| session.adjust(options));
        }
    }

    fn will_to_lend(&self) -> Option<Will> {
        let will = self.connection.will()?;
        Some(Will {
            properties: self.will_properties.clone(),
            ..will
        })
    }

    /// Whether CONNECT has said no will or another one than it is to have. One that nobody is to
    /// have any more can stay: it says what is so.
    pub(super) fn lacks_will(&self) -> bool {
        let state = self.connection.session(|session| session.state().clone());
        let is_said = self.is_introduced && matches!(state, State::Connecting | State::Connected);
        let wanted = self.will_to_lend();
        is_said && wanted.is_some() && wanted != self.lent_will
    }
}

impl Drop for Line {
    /// The op is deleted or switched off: it leaves in good order, so that the will stays unsaid.
    fn drop(&mut self) {
        self.connection.close();
        // The time is of no interest any more.
        self.connection.say_all_farewells(Instant::ZERO);
        // A broker that keeps the session would go on with what was watched.
        self.connection.unwatch();
        let socket = self.socket.take();
        let send = |session: &mut Session| {
            while let Some(transmit) = session.poll_transmit() {
                if let (Transmit::Bytes(bytes), Some(socket)) = (transmit, &socket) {
                    socket.send(bytes);
                }
            }
        };
        self.connection.session(|session| {
            send(session);
            session.disconnect();
            send(session);
        });
    }
}
