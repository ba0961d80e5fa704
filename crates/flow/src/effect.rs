//! What ops ask of the world, and what the world answers.
//!
//! A handle ([`Socket`], [`Element`]) is the right to the thing: dropping it closes the socket or
//! removes the element. Ops hold handles in their structs, so an op that is deleted or disabled
//! cleans up by being dropped.

use std::any::Any;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use bytes::Bytes;

use crate::ask::{Answer, Ask, AskId};
use crate::device::{Device, DeviceEvent, Request};
use crate::graph::NodeId;
use crate::resource::ResourceHandle;
use crate::value::{Text, Value};

/// A socket, unique in the life of its graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SocketId(pub u32);

/// An element of the page, unique in the life of its graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ElementId(pub u32);

/// A store of records, unique in the life of its graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StoreId(pub u32);

/// A record that is put, or removed where there are no bytes, by the number that names it.
pub type RecordChange = (u64, Option<Bytes>);

/// What a host is to do.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Effect {
    /// Open a WebSocket. Its events go to [`Graph::socket_event`](crate::Graph::socket_event).
    OpenSocket {
        /// The name for it from here on.
        socket: SocketId,
        /// Where to, `ws:` or `wss:` (native hosts may know `mqtt:` and `mqtts:` too).
        url: Text,
        /// The sub-protocol to ask for, empty for none.
        protocol: Text,
    },
    /// Send bytes, as one binary frame or in one with others.
    Send(SocketId, Bytes),
    /// Send one frame of its own, of text or of bytes.
    SendMessage(SocketId, Value),
    /// Close it. Nothing it says later matters.
    CloseSocket(SocketId),
    /// Open the records that the host keeps for an op from one run to the next. It answers with
    /// [`StoreEvent::Opened`] or [`StoreEvent::Failed`].
    OpenStore {
        /// The name for them from here on.
        store: StoreId,
        /// Whose they are.
        owner: NodeId,
    },
    /// Store changes, after all that came before and wholly or not at all. The host answers each
    /// with [`StoreEvent::Written`], or with [`StoreEvent::Failed`].
    WriteStore(StoreId, Vec<RecordChange>),
    /// Tell no more of it. What was to be written is written all the same.
    CloseStore(StoreId),
    /// Make an element, as the last child of the stage.
    CreateElement {
        /// The name for it from here on.
        element: ElementId,
        /// What it is.
        tag: Tag,
    },
    /// Change an element.
    ChangeElement(ElementId, Change),
    /// Take an element off the page.
    RemoveElement(ElementId),
    /// Begin to tell of a source, by [`Graph::device_event`](crate::Graph::device_event): of its
    /// state at once, where it has one.
    Listen(Device),
    /// Tell no more of it.
    Unlisten(Device),
    /// Ask something of a device.
    Request(Request),
    /// Set an input in the patch, as a person does who edits it.
    EditInput {
        /// The op.
        node: NodeId,
        /// The input's index.
        port: u16,
        /// The value.
        value: Value,
    },
    /// Do what is asked, in the place of what was asked by the same name before.
    Ask(AskId, Ask),
    /// Undo what was asked, and answer no more.
    TakeBack(AskId),
    /// Write a line to the host's log.
    Log(Text),
}

/// The elements ops can make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Tag {
    /// A `div`.
    Block,
    /// A `label`, which belongs to the control inside of it.
    Label,
    /// A `span`.
    Inline,
    /// A `button`.
    Button,
    /// An `input` of type `range`.
    Range,
    /// An `input` of type `checkbox`.
    Checkbox,
    /// An `input` of type `text`, or as its [`Attribute::Type`] says.
    Field,
    /// An `input` of type `color`.
    Color,
    /// A `textarea`.
    TextArea,
    /// A `select`.
    Select,
    /// An `img`.
    Image,
    /// An `audio`, which is on the page only once it is placed.
    Audio,
    /// A `video`.
    Video,
    /// An `iframe`, whose page cannot reach the one around it.
    Frame,
}

/// A change to an element. Text is set as text, never as markup.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Change {
    /// Its own text, which stands before the elements that are placed in it.
    Text(Text),
    /// One attribute; `None` removes it.
    Attribute(Attribute, Option<Text>),
    /// The whole inline style, as CSS text.
    Style(Text),
    /// Move it into another element, as its last child; `None` for the stage. Off the page where
    /// the other is gone, is the element itself, or is inside of it.
    Parent(Option<ElementId>),
    /// A range's position.
    Number(f64),
    /// A checkbox's mark.
    Checked(bool),
    /// Whether its pointer events are told.
    Listen(bool),
    /// One property of a control or a medium.
    Property(Property, Value),
    /// The address of what an image, a medium or a frame shows; empty for nothing.
    Source(Text),
    /// The choices of a select.
    Options(Vec<Text>),
    /// Which choices are taken, by their indices.
    Select(Vec<u32>),
    /// Give it the focus, or take it away.
    Focus(bool),
    /// Mark all of a field's text.
    SelectText,
    /// Whether Enter does nothing in it but to be told. From here on [`ElementEvent::Key`] and
    /// [`ElementEvent::Focus`] are told.
    KeepEnter(bool),
    /// Tell where on it a pointer is pressed: [`ElementEvent::Position`].
    Drag,
    /// Play a medium, or pause it. [`ElementEvent::Refused`] where the browser does not let it.
    Play(bool),
    /// Take it off the page until it is placed somewhere.
    Detach,
}

/// The properties ops can set, all with effects on the element itself only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Property {
    /// The text of a field: a Text.
    Value,
    /// Where a medium plays, in seconds: a Number.
    CurrentTime,
    /// How loud it plays, from 0 to 1: a Number.
    Volume,
    /// Whether it plays without sound: a Bool.
    Muted,
    /// Whether it starts again at its end: a Bool.
    Loop,
    /// Whether it has controls for a person: a Bool.
    Controls,
}

/// The attributes ops can set. A closed list: no attribute that runs code or loads anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Attribute {
    /// `class`
    Class,
    /// `title`
    Title,
    /// `min`
    Min,
    /// `max`
    Max,
    /// `step`
    Step,
    /// `disabled`
    Disabled,
    /// `hidden`
    Hidden,
    /// `aria-label`
    Label,
    /// `aria-expanded`
    Expanded,
    /// `id`
    Id,
    /// `type`, of a field
    Type,
    /// `placeholder`
    Placeholder,
    /// `maxlength`
    MaxLength,
    /// `autocomplete`
    Autocomplete,
    /// `multiple`
    Multiple,
    /// `size`
    Size,
    /// `alt`
    Alt,
    /// `role`
    Role,
}

/// What has happened, told to the op that asked.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Event {
    /// The time given to [`Cx::wake_at`](crate::Cx::wake_at) has come.
    Wake,
    /// The screen is about to be drawn; see [`Cx::request_frames`](crate::Cx::request_frames).
    Frame,
    /// A socket of the op's has something to say.
    Socket(SocketId, SocketEvent),
    /// An element of the op's was used.
    Element(ElementId, ElementEvent),
    /// A store of the op's has something to say.
    Store(StoreId, StoreEvent),
    /// A source that the op listens to has something to say.
    Device(Device, DeviceEvent),
    /// The host answers what the op has asked.
    Answer(AskId, Answer),
    /// What the op has asked for waits until a person allows it; or no more.
    Held(bool),
    /// The network is back.
    Online,
    /// Another op has posted something; see [`Cx::post`](crate::Cx::post).
    Posted(Rc<dyn Any>),
    /// A trigger was sent that the op receives; see
    /// [`Cx::receive_trigger`](crate::Cx::receive_trigger).
    Triggered,
}

/// What a socket says.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum SocketEvent {
    /// It is open; frames can be sent.
    Opened,
    /// One binary frame.
    Bytes(Bytes),
    /// One frame of text.
    Text(Text),
    /// How many bytes the host holds that the network has not taken yet.
    Buffered(u64),
    /// It is closed, or could not be opened. The last event of a socket.
    Closed {
        /// The WebSocket close code, 1006 where none was received.
        code: u16,
        /// The reason, for a person.
        reason: Text,
    },
}

/// What a store says.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum StoreEvent {
    /// It is open; its records, by the numbers that name them.
    Opened(Vec<(u64, Bytes)>),
    /// The changes of one [`Effect::WriteStore`] are stored, and would outlast a power cut.
    Written,
    /// It cannot be opened or written, for a person to read why. The last event of a store.
    Failed(Text),
}

/// What a person does with an element.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum ElementEvent {
    /// A click, a tap, or Enter on a button.
    Click,
    /// The pointer is over it, or no more.
    Hover(bool),
    /// A range was moved.
    Number(f64),
    /// A checkbox was set or cleared.
    Checked(bool),
    /// A field's text was changed, or a colour picked, as `#rrggbb`.
    Text(Text),
    /// Other choices were taken, by their indices.
    Selected(Vec<u32>),
    /// A key was pressed in it: `Enter` or `Escape`.
    Key(&'static str),
    /// It has the focus, or no more.
    Focus(bool),
    /// The pointer is pressed there: from the left and from the top, as a part of its size.
    Position(f64, f64),
    /// An image or a medium is there.
    Loaded {
        /// Its width in pixels.
        width: f64,
        /// Its height in pixels.
        height: f64,
        /// How long it plays, in seconds.
        duration: f64,
    },
    /// What its source names cannot be loaded or shown.
    Failed,
    /// A medium plays from a time on, or pauses there, in seconds.
    Playing(bool, f64),
    /// A medium is at a time, in seconds.
    Time(f64),
    /// A medium has come to its end.
    Ended,
    /// The browser plays nothing before somebody has used the page.
    Refused,
}

/// A socket that is closed when this is dropped.
#[derive(Debug)]
pub struct Socket {
    id: SocketId,
    outbox: Outbox,
}

impl Socket {
    /// Its name in events.
    pub fn id(&self) -> SocketId {
        self.id
    }

    /// Sends bytes, as one binary frame or in one with others.
    pub fn send(&self, bytes: Bytes) {
        self.outbox.push(Effect::Send(self.id, bytes));
    }

    /// Sends one frame: Bytes as binary, any other value as its text.
    pub fn send_message(&self, message: Value) {
        self.outbox.push(Effect::SendMessage(self.id, message));
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        self.outbox.push(Effect::CloseSocket(self.id));
    }
}

/// The records that a host keeps for an op, closed when this is dropped.
#[derive(Debug)]
pub struct Store {
    id: StoreId,
    outbox: Outbox,
}

impl Store {
    /// Its name in events.
    pub fn id(&self) -> StoreId {
        self.id
    }

    /// Stores changes, all or none.
    pub fn write(&self, changes: Vec<RecordChange>) {
        self.outbox.push(Effect::WriteStore(self.id, changes));
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        self.outbox.push(Effect::CloseStore(self.id));
    }
}

/// An element of the page, removed when this is dropped: it belongs to one op. What other ops get
/// of it is a [`Place`].
#[derive(Debug)]
pub struct Element {
    id: ElementId,
    owner: NodeId,
    outbox: Outbox,
}

impl Element {
    /// Its name in events.
    pub fn id(&self) -> ElementId {
        self.id
    }

    /// The place that it is for other elements.
    pub fn place(&self) -> Place {
        Place {
            element: self.id,
            owner: self.owner,
        }
    }

    /// Changes it.
    pub fn change(&self, change: Change) {
        self.outbox.push(Effect::ChangeElement(self.id, change));
    }

    /// Sets one of its attributes, or removes it.
    pub fn set(&self, attribute: Attribute, value: Option<&str>) {
        self.change(Change::Attribute(attribute, value.map(Text::from)));
    }

    /// Moves it to a place, as its last child; `None` for the stage.
    pub fn place_in(&self, place: Option<Place>) {
        self.change(Change::Parent(place.map(|place| place.element)));
    }
}

impl Drop for Element {
    fn drop(&mut self) {
        self.outbox.push(Effect::RemoveElement(self.id));
    }
}

/// Where an element can be placed: in some op's [`Element`], which it does not keep on the page.
/// It is a resource: ops hand it along links.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    element: ElementId,
    owner: NodeId,
}

impl Place {
    /// The element, to listen to it or to ask something for it.
    pub fn element(self) -> ElementId {
        self.element
    }

    /// The op whose element it is, to post to.
    pub fn owner(self) -> NodeId {
        self.owner
    }
}

impl ResourceHandle for Place {
    const KIND: &'static str = "Element";
}
crate::resource_port!(Place);

/// The effects that wait for the host, shared with the handles.
#[derive(Clone, Debug, Default)]
pub(crate) struct Outbox(Rc<RefCell<VecDeque<Effect>>>);

impl Outbox {
    pub(crate) fn push(&self, effect: Effect) {
        self.0.borrow_mut().push_back(effect);
    }

    pub(crate) fn pop(&self) -> Option<Effect> {
        self.0.borrow_mut().pop_front()
    }

    pub(crate) fn socket(&self, id: SocketId, url: Text, protocol: Text) -> Socket {
        self.push(Effect::OpenSocket {
            socket: id,
            url,
            protocol,
        });
        Socket {
            id,
            outbox: self.clone(),
        }
    }

    pub(crate) fn store(&self, id: StoreId, owner: NodeId) -> Store {
        self.push(Effect::OpenStore { store: id, owner });
        Store {
            id,
            outbox: self.clone(),
        }
    }

    pub(crate) fn element(&self, id: ElementId, owner: NodeId, tag: Tag) -> Element {
        self.push(Effect::CreateElement { element: id, tag });
        Element {
            id,
            owner,
            outbox: self.clone(),
        }
    }
}
