//! WebSockets.

use js_sys::{ArrayBuffer, Uint8Array};
use ropewalk_runtime::{Bytes, SocketEvent, SocketId, Table, Value};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{BinaryType, CloseEvent, DomException, Event, MessageEvent, WebSocket};

use crate::events::Listener;

/// How many bytes may wait before the runtime is told: less is on its way in no time.
const BACKLOG: u32 = 64 * 1024;

/// How many bytes are put into one frame, in bytes: more are hardly quicker, and some brokers take no
/// large frames.
const FRAME: usize = 16 * 1024;

/// The sockets that are open or being opened.
#[derive(Default)]
pub(crate) struct Sockets {
    open: Table<SocketId, Socket>,
    have_unsent: bool,
}

struct Socket {
    socket: WebSocket,
    /// What goes with the next frame.
    unsent: Vec<u8>,
    /// Whether the runtime was told of bytes that wait.
    has_backlog: bool,
    _listeners: [Listener; 3],
}

impl Sockets {
    /// Opens one. What happens to it goes to `tell`.
    ///
    /// # Errors
    ///
    /// Why the browser refuses, for a person.
    pub(crate) fn open(
        &mut self,
        id: SocketId,
        url: &str,
        protocol: &str,
        tell: impl Fn(SocketEvent) + Clone + 'static,
    ) -> Result<(), &'static str> {
        let socket = if protocol.is_empty() {
            WebSocket::new(url)
        } else {
            WebSocket::new_with_str(url, protocol)
        };
        let socket = socket.map_err(|error| reason(&error))?;
        socket.set_binary_type(BinaryType::Arraybuffer);
        let told = tell.clone();
        let opened = move |_: Event| told(SocketEvent::Opened);
        let told = tell.clone();
        let message = move |event: Event| {
            let data = event.unchecked_into::<MessageEvent>().data();
            told(match data.dyn_into::<ArrayBuffer>() {
                Ok(buffer) => SocketEvent::Bytes(Bytes::from(Uint8Array::new(&buffer).to_vec())),
                Err(text) => SocketEvent::Text(text.as_string().unwrap_or_default().into()),
            });
        };
        let closed = move |event: Event| {
            let event = event.unchecked_into::<CloseEvent>();
            tell(SocketEvent::Closed {
                code: event.code(),
                reason: event.reason().into(),
            });
        };
        let listeners = [
            Listener::new(&socket, "open", opened),
            Listener::new(&socket, "message", message),
            Listener::new(&socket, "close", closed),
        ];
        let socket = Socket {
            socket,
            unsent: Vec::new(),
            has_backlog: false,
            _listeners: listeners,
        };
        self.open.insert(id, socket);
        Ok(())
    }

    /// Sends bytes, at the latest with [`flush`](Self::flush). What is sent in between shares
    /// frames, as each costs the browser more than all that is in it.
    pub(crate) fn send(&mut self, id: SocketId, bytes: &[u8]) {
        let Some(socket) = self.open.get_mut(&id) else {
            return;
        };
        if socket.unsent.len() + bytes.len() > FRAME {
            socket.flush();
        }
        if bytes.len() > FRAME {
            socket.write(bytes);
        } else {
            socket.unsent.extend_from_slice(bytes);
        }
        self.have_unsent = true;
    }

    /// Sends one frame of its own, of bytes or of text.
    pub(crate) fn send_message(&mut self, id: SocketId, message: &Value) {
        let Some(socket) = self.open.get_mut(&id) else {
            return;
        };
        socket.flush();
        match message {
            Value::Bytes(bytes) => socket.write(bytes),
            text if socket.socket.ready_state() == WebSocket::OPEN => {
                let _ = socket.socket.send_with_str(&text.to_string());
            }
            _ => {}
        }
    }

    /// Whether something was sent since the last [`flush`](Self::flush).
    pub(crate) fn have_unsent(&self) -> bool {
        self.have_unsent
    }

    /// Hands what was sent to the browser.
    pub(crate) fn flush(&mut self) {
        self.have_unsent = false;
        self.open.iter_mut().for_each(|(_, socket)| socket.flush());
    }

    /// Closes it after what was sent, and listens to it no more.
    pub(crate) fn close(&mut self, id: SocketId) {
        if let Some(mut socket) = self.open.remove(&id) {
            socket.flush();
            let _ = socket.socket.close();
        }
    }

    /// What the runtime is to be told of bytes that wait to be sent.
    pub(crate) fn backlogs(&mut self) -> Vec<(SocketId, SocketEvent)> {
        let mut told = Vec::new();
        for (id, socket) in self.open.iter_mut() {
            let waiting = socket.socket.buffered_amount();
            if waiting > BACKLOG || socket.has_backlog {
                socket.has_backlog = waiting > BACKLOG;
                told.push((*id, SocketEvent::Buffered(waiting.into())));
            }
        }
        told
    }

    /// Whether some socket has bytes that wait, so that it is to be looked at again.
    pub(crate) fn have_backlog(&self) -> bool {
        self.open
            .iter()
            .any(|(_, socket)| socket.has_backlog || socket.socket.buffered_amount() > BACKLOG)
    }
}

impl Socket {
    fn flush(&mut self) {
        if !self.unsent.is_empty() {
            self.write(&self.unsent);
            self.unsent.clear();
        }
    }

    /// Sends a frame, unless the socket has closed meanwhile: that is told by an event.
    fn write(&self, bytes: &[u8]) {
        if self.socket.ready_state() == WebSocket::OPEN {
            let _ = self.socket.send_with_u8_array(bytes);
        }
    }
}

/// Why the browser refuses. Not in its own words, which quote the URL: that can have a key in it.
fn reason(error: &JsValue) -> &'static str {
    let name = error.dyn_ref().map(DomException::name);
    match name.as_deref() {
        Some("SyntaxError") => "the browser does not take this for the address of a WebSocket",
        Some("SecurityError") => "the browser forbids this page to open it",
        _ => "the browser does not open it",
    }
}
