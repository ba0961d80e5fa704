//! A patch, its graph and the ops in one machine.
//!
//! # Time and I/O are arguments
//!
//! Nothing here, nor in any crate below, reads a clock, opens a socket, starts a timer, touches a
//! page or draws a random number by itself. A host does this, and only this:
//!
//! 1. [`Runtime::handle`]: it tells the runtime what has happened, and when: a frame, a socket's
//!    bytes, a wake-up, an edit.
//! 2. [`Runtime::poll_output`], until there is none: it does what the runtime says.
//! 3. [`Runtime::next_wake`]: it arms one timer for that time, and answers with [`Input::Wake`].
//!
//! So the same patch gives the same outputs in a browser, in a native program and in a test.
//!
//! ```
//! use ropewalk_runtime::{Host, Input, Instant, Notice, Output, Runtime, Sockets};
//!
//! let host = Host { identity: "3f9a".into(), sockets: Sockets::Native, keeps_records: false };
//! let mut runtime = Runtime::new(1, host);
//! let file = r#"{
//!   "ropewalk": 1, "id": "example", "name": "A sum",
//!   "ops": [
//!     { "id": "sum", "op": "Ops.Math.Sum", "x": 0, "y": 0, "values": { "number1": 2, "number2": 3 } }
//!   ],
//!   "links": []
//! }"#;
//! let now = Instant::ZERO;
//! runtime.handle(Input::Open(file.into()), now)?;
//! while let Some(output) = runtime.poll_output() {
//!     match output {
//!         // A host that keeps no secrets has none to give.
//!         Output::LoadSecrets { .. } => {
//!             runtime.handle(Input::Secrets(Vec::new()), now)?;
//!         }
//!         Output::Notice(Notice::Opened { document, .. }) => assert_eq!(document.name, "A sum"),
//!         other => println!("{other:?}"),
//!     }
//! }
//! assert_eq!(runtime.inspect("sum", "result", true)?, "5");
//! assert_eq!(runtime.next_wake(), None);
//! # Ok::<(), ropewalk_runtime::Error>(())
//! ```
//!
//! # Secrets
//!
//! Passwords are no part of a patch. A host keeps them ([`Output::StoreSecret`]) under the patch's
//! id, the op's id and the input's name, and gives them back when the patch is opened
//! ([`Output::LoadSecrets`]). A file from somebody else can bear the ids of one's own, so each
//! secret is bound to the values of its op, the broker's URL among them: with other values it is
//! not used, and a person is told to enter it again.

#[cfg(feature = "docs")]
mod catalogue;
#[cfg(feature = "docs")]
mod check;
mod error;
mod input;
mod mirror;
mod output;
mod preview;
mod protocol;
mod runtime;
mod secrets;
#[cfg(feature = "typescript")]
mod typescript;
mod variables;
mod watch;

pub use ropewalk_flow::{
    Answer, Ask, AskId, Attribute, Bytes, Change as ElementChange, Cost, Declaration, Effect,
    ElementEvent, ElementId, FetchRequest, FetchResponse, Host, Instant, Measured, Memory, Object,
    Property, RecordChange, SocketEvent, SocketId, Sockets, Stopwatch, StoreEvent, StoreId, Tag,
    Value,
};
pub use ropewalk_flow::{
    Area, Browser, Device, DeviceEvent, Finger, Gamepad, Key, Pointer, PointerAction, Position,
    Request, Table, Text, Touch, TouchAction, WallClock, Wheel, Window, clamp,
};
pub use ropewalk_patch::{Change, Command, DocumentView, Link, MAX_FILE_BYTES};

#[cfg(feature = "docs")]
pub use crate::catalogue::{OpInfo, PortInfo, catalogue, help_pages};
#[cfg(feature = "docs")]
pub use crate::check::{BrokenLink, Check, FoundSecret, Rewritten, check, export, import, rewrite};
pub use crate::error::Error;
pub use crate::input::{Input, Reply};
pub use crate::output::Output;
pub use crate::protocol::{History, Level, Notice, Status, WatchedPort};
pub use crate::runtime::Runtime;
pub use crate::secrets::StoredSecret;
#[cfg(feature = "typescript")]
pub use crate::typescript::typescript;
pub use crate::variables::{VariableChange, VariableInfo};
pub use crate::watch::Values;
