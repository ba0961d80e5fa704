use ropewalk_flow::{
    Answer, AskId, Device, DeviceEvent, ElementEvent, ElementId, SocketEvent, SocketId, StoreEvent,
    StoreId, Text, Value, WallClock,
};
use ropewalk_patch::Command;

use crate::protocol::WatchedPort;
use crate::secrets::StoredSecret;

/// What has happened.
#[derive(Clone, Debug)]
#[non_exhaustive]
#[allow(
    clippy::large_enum_variant,
    reason = "there is one at a time, and it lives for one call"
)]
pub enum Input {
    /// A person opens a patch file. The patch that is open goes on until the host has answered
    /// [`Output::LoadSecrets`](crate::Output::LoadSecrets).
    Open(Vec<u8>),
    /// The secrets that the host keeps for the patch that is being opened.
    Secrets(Vec<StoredSecret>),
    /// The patch is put away: its sockets are closed, its elements removed.
    Close,
    /// A person edits the patch.
    Edit {
        /// The edit.
        command: Command,
        /// Edits of one gesture (a drag) bear the same number, and are undone together.
        gesture: Option<u32>,
    },
    /// The last edit is taken back.
    Undo,
    /// The edit that was taken back last is made again.
    Redo,
    /// A person sets a secret; an empty text returns the port to its default.
    SetSecret {
        /// The op's id.
        op: String,
        /// The input's name.
        port: String,
        /// The secret.
        value: String,
    },
    /// A person presses a trigger.
    Press {
        /// The op's id.
        op: String,
        /// The input's name.
        port: String,
    },
    /// A person or the host lets the patch's clock go on, or stops it.
    Play(bool),
    /// A person or the host sets the patch's clock to a time in seconds. Below 0 and NaN are 0.
    Seek(f64),
    /// The host sets a variable of the patch; with `None` it lets go of it. What it sets lasts until
    /// an op sets the variable, or another patch is opened.
    SetVariable {
        /// The variable's name.
        name: Text,
        /// What it is to hold.
        value: Option<Value>,
    },
    /// The host wants to be told of each variable that changes
    /// ([`Runtime::take_variables`](crate::Runtime::take_variables)), at first of all; or no more.
    WatchVariables(bool),
    /// The page asks something of the connection of an Mqtt op: see
    /// [`ask_broker`](ropewalk_ops::ask_broker).
    Broker {
        /// The op's id.
        op: String,
        /// What it asks.
        asked: Value,
    },
    /// The page shows the values of these ports from here on, and of no others.
    Watch(Vec<WatchedPort>),
    /// The screen is about to be drawn.
    Frame,
    /// The time of [`Runtime::next_wake`](crate::Runtime::next_wake) has come.
    Wake,
    /// The time of day. A host tells it before it opens a patch, and again when its clock is set or
    /// another time zone holds; in between it goes on by itself.
    Clock(WallClock),
    /// The network is back.
    Online,
    /// A socket has something to say.
    Socket(SocketId, SocketEvent),
    /// A store has something to say.
    Store(StoreId, StoreEvent),
    /// An element of the page was used.
    Element(ElementId, ElementEvent),
    /// A source that ops listen to has something to say.
    Device(Device, DeviceEvent),
    /// What an op has asked is answered.
    Answer(AskId, Answer),
    /// The host does not do yet what an op has asked for, as nobody has allowed the patch to reach
    /// these servers; or it does now.
    Hold {
        /// The number of the socket, the element or the ask.
        handle: u32,
        /// The servers with spaces between them; empty where it is held no more.
        servers: Text,
    },
}

/// What came of an input, for the one who sent it.
#[derive(Clone, Debug, PartialEq)]
pub enum Reply {
    /// It was handled.
    Done,
    /// There was nothing to undo or redo.
    Nothing,
    /// The edit added ops; their ids in order.
    Added(Vec<String>),
    /// What a connection tells.
    Told(Value),
}
