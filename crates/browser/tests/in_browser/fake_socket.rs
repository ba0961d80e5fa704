//! A `WebSocket` that tests play the network of, in the place of the browser's.

use js_sys::Uint8Array;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::EventTarget;

#[wasm_bindgen(inline_js = r#"
const real = globalThis.WebSocket;
let made = [];

class FakeSocket extends EventTarget {
  constructor(url, protocol) {
    super();
    if (url.includes('forbidden')) throw new DOMException(`no ${url}`, 'SecurityError');
    Object.assign(this, { url, protocol, readyState: 0, bufferedAmount: 0, sent: [] });
    made.push(this);
  }
  send(bytes) { this.sent.push(bytes.slice()); }
  close() { this.readyState = 2; }
}

class SpiedSocket extends real {
  constructor(url, protocol) {
    super(url, protocol);
    made.push(this);
  }
}

const replace = (socket) => { globalThis.WebSocket = socket; made = []; };
export const useFakes = () => replace(FakeSocket);
export const useSpies = () => replace(SpiedSocket);
export const useBrowsers = () => replace(real);
export const socketsMade = () => made;

export function open(socket) {
  socket.readyState = 1;
  socket.dispatchEvent(new Event('open'));
}
export const receive = (socket, data) =>
  socket.dispatchEvent(new MessageEvent('message', { data }));
export function end(socket, code, reason) {
  socket.readyState = 3;
  socket.dispatchEvent(new CloseEvent('close', { code, reason }));
}
"#)]
extern "C" {
    #[wasm_bindgen(js_name = useFakes)]
    fn use_fakes();
    #[wasm_bindgen(js_name = useSpies)]
    fn use_spies();
    #[wasm_bindgen(js_name = useBrowsers)]
    fn use_browsers();
    #[wasm_bindgen(js_name = socketsMade)]
    fn sockets_made() -> Vec<Socket>;

    #[wasm_bindgen(extends = EventTarget)]
    pub(crate) type Socket;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn url(this: &Socket) -> String;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn protocol(this: &Socket) -> String;
    #[wasm_bindgen(method, getter, js_name = readyState)]
    pub(crate) fn ready_state(this: &Socket) -> u16;
    #[wasm_bindgen(method, setter, js_name = bufferedAmount)]
    pub(crate) fn set_buffered_amount(this: &Socket, bytes: u32);
    #[wasm_bindgen(method)]
    pub(crate) fn close(this: &Socket);
    #[wasm_bindgen(method, getter)]
    fn sent(this: &Socket) -> Vec<Uint8Array>;

    /// Tells that it is open.
    pub(crate) fn open(socket: &Socket);
    /// Tells of a frame.
    pub(crate) fn receive(socket: &Socket, data: &wasm_bindgen::JsValue);
    /// Tells that it is closed.
    pub(crate) fn end(socket: &Socket, code: u16, reason: &str);
}

/// The sockets that are made while this lives.
pub(crate) struct Sockets(());

impl Sockets {
    /// They reach no network.
    pub(crate) fn fake() -> Self {
        use_fakes();
        Self(())
    }

    /// They are the browser's, and can be looked at.
    pub(crate) fn spied() -> Self {
        use_spies();
        Self(())
    }

    pub(crate) fn made(&self) -> Vec<Socket> {
        sockets_made()
    }

    pub(crate) fn last(&self) -> Socket {
        self.made().pop().expect("a socket was opened")
    }
}

impl Drop for Sockets {
    fn drop(&mut self) {
        use_browsers();
    }
}

impl Socket {
    /// The frames that were sent on a fake.
    pub(crate) fn frames(&self) -> Vec<Vec<u8>> {
        self.sent().iter().map(Uint8Array::to_vec).collect()
    }

    /// Has a fake accept the client that its CONNECT names; the client's id.
    pub(crate) fn accept(&self) -> String {
        open(self);
        let connect = self.frames().remove(0);
        // One byte of length will do here; then `MQTT`, level, flags and keep-alive, and in 5.0 the
        // properties.
        let (connack, id): (&[u8], _) = match connect[8] {
            5 => (
                &[0x20, 3, 0, 0, 0],
                &connect[13 + usize::from(connect[12])..],
            ),
            _ => (&[0x20, 2, 0, 0], &connect[12..]),
        };
        receive(self, &Uint8Array::from(connack).buffer());
        let (length, id) = id.split_at(2);
        let length = usize::from(u16::from_be_bytes([length[0], length[1]]));
        String::from_utf8(id[..length].to_vec()).unwrap()
    }
}
