//! What ops want of the browser is done, or waits until a person allows it.

use std::rc::Rc;

use ropewalk_runtime::{Ask, Effect, ElementChange, Input, SocketEvent};

use super::Host;
use crate::held;

impl Host {
    /// Does again what waited to be allowed, and may be now.
    pub(crate) fn retry_held(&self) {
        for (handle, effect) in self.held.take() {
            self.effect(effect);
            self.tell_held(handle);
        }
        self.flush();
    }

    /// Tells the op what it waits for.
    fn tell_held(&self, handle: u32) {
        let servers = self.held.servers(handle);
        self.input(Input::Hold { handle, servers });
    }

    /// Has something wait until a person allows it, where its servers are not allowed yet; what is to
    /// be done now.
    fn hold_back(&self, effect: Effect) -> Option<Effect> {
        let Some(handle) = held::handle(&effect) else {
            return Some(effect);
        };
        let servers = held::servers_of(&effect, &self.page);
        if servers.is_empty() {
            if self.held.let_go(&effect) {
                self.tell_held(handle);
            }
            return Some(effect);
        }
        // What was in its place before is wanted no more.
        match &effect {
            Effect::Ask(ask, _) => self.asks.take_back(*ask, &self.stage),
            Effect::ChangeElement(element, ElementChange::Source(_)) => {
                let nothing = ElementChange::Source("".into());
                self.stage.change(*element, nothing);
            }
            _ => {}
        }
        self.held.keep(effect, servers);
        self.tell_held(handle);
        None
    }

    pub(super) fn effect(&self, effect: Effect) {
        let Some(effect) = self.hold_back(effect) else {
            return;
        };
        match effect {
            Effect::OpenSocket {
                socket,
                url,
                protocol,
            } => {
                let tell = self.teller(move |host, event| host.input(Input::Socket(socket, event)));
                let refuse = tell.clone();
                let opened = self
                    .sockets
                    .borrow_mut()
                    .open(socket, &url, &protocol, tell);
                if let Err(reason) = opened {
                    let reason = reason.into();
                    refuse(SocketEvent::Closed { code: 1006, reason });
                }
            }
            Effect::Send(socket, bytes) => self.sockets.borrow_mut().send(socket, &bytes),
            Effect::CloseSocket(socket) => {
                self.held.forget(socket.0);
                self.sockets.borrow_mut().close(socket);
            }
            Effect::WriteStore(store, changes) => self.records.write(store, changes),
            Effect::CloseStore(store) => self.records.close(store),
            Effect::SendMessage(socket, message) => {
                self.sockets.borrow_mut().send_message(socket, &message);
            }
            Effect::Ask(ask, what) => {
                let tell = self.teller(move |host, answer| host.input(Input::Answer(ask, answer)));
                // Of some it is known only later where they lead to.
                let hold = self.teller(move |host, (what, servers): (Ask, String)| {
                    if host.asks.has(ask) {
                        host.held.keep(Effect::Ask(ask, what), servers.into());
                        host.tell_held(ask.0);
                    }
                });
                let hold = Rc::new(move |what, servers| hold((what, servers)));
                let (page, stage) = (&self.page, &self.stage);
                self.asks.ask(ask, what, page, stage, Rc::new(tell), hold);
            }
            Effect::TakeBack(ask) => {
                self.held.forget(ask.0);
                self.asks.take_back(ask, &self.stage);
            }
            Effect::CreateElement { element, tag } => {
                let tell =
                    self.teller(move |host, event| host.input(Input::Element(element, event)));
                self.stage.create(element, tag, Rc::new(tell));
            }
            Effect::ChangeElement(element, change) => self.stage.change(element, change),
            Effect::RemoveElement(element) => {
                self.held.forget(element.0);
                self.stage.remove(element);
            }
            Effect::Listen(source) => self.devices.listen(source, |id| self.stage.element(id)),
            Effect::Unlisten(source) => self.devices.unlisten(&source),
            Effect::Request(request) => {
                self.devices.request(request, |id| self.stage.element(id));
            }
            Effect::Log(text) => self.log(text.to_string()),
            _ => {}
        }
    }
}
