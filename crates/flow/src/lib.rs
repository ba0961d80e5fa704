//! The node-graph runtime: values, ports, links, ops and the scheduler.
//!
//! A [`Graph`] holds ops and the links between their ports. A host tells it one *event* at a time
//! (a frame, a socket's bytes, a pressed button, a wake-up), with the time; the graph finishes the
//! event before it returns. Nothing here reads a clock, opens a socket or touches a page: what ops
//! want of the world comes out of [`Graph::poll_effect`].
//!
//! # An event: settle, then pulse
//!
//! - A handler writes outputs. A changed output marks the linked ops dirty; nothing runs yet.
//! - Before a trigger is delivered, and at the end of the event, the graph *settles*: dirty ops
//!   run [`Handlers::update`] in topological order, each once, on consistent inputs.
//! - Triggers are pulses: delivered in link order, depth first, each on settled values, never
//!   merged, never lost. What a handler sets before it fires, its listeners see; what it sets
//!   after, they do not.
//! - Numbers, booleans and text are passed on only when they differ; arrays, objects and bytes are
//!   immutable and compared by identity.
//! - A cycle of values settles until it stops changing. Past a bound its link is cut and marked
//!   ([`Graph::poll_link_status`]), and the rest of the patch goes on; so is a cycle of triggers.
//!   There is no recursion on the native stack.
//! - An op whose output follows from its inputs alone is a [`Function`] of them, without handlers:
//!   it settles as any other, only faster.
//! - A handler that fails puts its op in error ([`Graph::poll_status`]); the op stays alive.
//! - The last input or output of an op may be a *multi port*: as many ports of one kind as a person
//!   makes ([`Graph::set_port_count`], [`Multi`]).
//! - Several links into one input are allowed, and the last write wins; when one of them is taken
//!   away, what it wrote goes with it, and of the others the one made last writes anew. Several
//!   links out of one output are served in the order they were made.
//!
//! # Example
//!
//! ```
//! use ropewalk_flow::{Graph, Host, In, Instant, Op, OpEntry, Out, Sockets, Value};
//!
//! /// Adds two numbers.
//! #[derive(Op)]
//! #[op(name = "Ops.Math.Sum", function = sum)]
//! struct Sum {
//!     /// The first number.
//!     #[input(name = "number1")]
//!     number1: In<f64>,
//!     /// The second number.
//!     #[input(name = "number2")]
//!     number2: In<f64>,
//!     /// Their sum.
//!     #[output(name = "result")]
//!     result: Out<f64>,
//! }
//!
//! fn sum(number1: f64, number2: f64) -> f64 {
//!     number1 + number2
//! }
//!
//! const SUM: OpEntry = OpEntry::of::<Sum>();
//!
//! let host = Host { identity: "example".into(), sockets: Sockets::Web, keeps_records: false };
//! let mut graph = Graph::new(1, host);
//! let a = graph.add(&SUM);
//! let b = graph.add(&SUM);
//! graph.connect((a, 0), (b, 0))?;
//! graph.set(a, 0, Value::Number(2.0))?;
//! graph.set(b, 1, Value::Number(3.0))?;
//! graph.settle(Instant::ZERO);
//! assert_eq!(graph.output(b, 0)?, &Value::Number(5.0));
//! # Ok::<(), ropewalk_flow::GraphError>(())
//! ```

// `#[derive(Op)]` names this crate, also where it is used inside of it.
extern crate self as ropewalk_flow;

mod animation;
mod ask;
mod carry;
mod core;
mod cx;
mod device;
mod dirty;
mod easing;
mod effect;
mod function;
mod graph;
mod host;
mod instances;
mod kind;
mod named;
mod node;
mod number;
mod op;
#[doc(hidden)]
pub mod packed;
mod port;
mod post;
mod profile;
mod random;
mod resource;
mod run;
mod slots;
mod sorted;
mod source;
mod spec;
pub mod testing;
mod timeline;
mod value;
mod variables;
mod wakes;
mod wiring;

pub use bytes::Bytes;
pub use ropewalk_flow_derive::Op;

pub use crate::animation::{Animation, Keyframe, Repeat};
pub use crate::ask::{
    Answer, Ask, AskId, Asked, Declaration, FetchRequest, FetchResponse, Measured, Memory,
};
pub use crate::cx::{Cx, Provided};
pub use crate::device::{
    Area, Browser, Device, DeviceEvent, Finger, Gamepad, Key, Listening, Pointer, PointerAction,
    Position, Request, Touch, TouchAction, Wheel, Window,
};
pub use crate::easing::{EASINGS, Easing};
pub use crate::effect::{
    Attribute, Change, Effect, Element, ElementEvent, ElementId, Event, Place, Property,
    RecordChange, Socket, SocketEvent, SocketId, Store, StoreEvent, StoreId, Tag,
};
pub use crate::function::{Argument, Arguments, Function, Returns};
pub use crate::graph::{Graph, GraphError, NodeId};
pub use crate::host::{Host, Sockets, WallClock};
pub use crate::kind::{Coercion, Kind};
pub use crate::number::{clamp, number_to_text, text_to_number};
pub use crate::op::{Behaviour, Handlers, Op, OpError, Problem, Severity};
pub use crate::port::{
    Fire, In, InputPort, Multi, Out, OutputPort, PortValue, Reference, SinglePort, Trigger,
};
pub use crate::post::Mailbox;
pub use crate::profile::{Cost, Stopwatch};
pub use crate::resource::{Resource, ResourceHandle};
pub use crate::sorted::{Table, sorted_by};
pub use crate::source::Source;
pub use crate::spec::{
    Display, MAX_PORTS, OpDeclaration, OpEntry, OpSpec, PortDefault, PortSpec, docs, is_among,
};
pub use crate::timeline::Timeline;
pub use crate::value::{Array, Object, Text, Value};
pub use crate::variables::Variable;
pub use crate::wiring::LinkId;

/// A time: how long since an origin that the host picks, which never runs backward.
pub type Instant = ::core::time::Duration;
