//! An MQTT client session without I/O: bytes and time in, bytes and events out.
//!
//! [`Session`] is where to start. It holds one connection to a broker and everything that outlives
//! it: subscriptions, messages on their way, the queue of what was published while offline. It
//! reads no clock and opens no socket; a host tells it what happens and when, and does what it
//! says.
//!
//! It speaks MQTT 5.0 and 3.1.1. Rules of the specifications are named as they name them,
//! `[MQTT-3.1.2-24]`; where the two differ, it is said which is meant. [`statements`] has all of
//! them, each with the tests that hold it.
//!
//! # The loop of a host
//!
//! After each call that changes a session: take the events, then the transmits, until there are
//! none, and call again at the time of the timeout.
//!
//! ```
//! use ropewalk_mqtt::{Bytes, ConnectOptions, Event, Instant, QoS, Session, Transmit};
//!
//! /// A host's socket, here one that keeps what is sent.
//! struct Socket(Vec<Bytes>);
//!
//! /// Does what the session says; when to call `handle_timeout`.
//! fn drive(session: &mut Session, socket: &mut Option<Socket>, now: Instant) -> Option<Instant> {
//!     while let Some(event) = session.poll_event(now) {
//!         match event {
//!             Event::Message(message) => {
//!                 // The next one is read after this one was handled.
//!                 let _ = (message.topic, message.payload, session.matched());
//!             }
//!             Event::Disconnected { reason: Some(reason) } => eprintln!("{reason}"),
//!             _ => {}
//!         }
//!     }
//!     while let Some(transmit) = session.poll_transmit() {
//!         match transmit {
//!             Transmit::Open { url: _, protocol: _ } => *socket = Some(Socket(Vec::new())),
//!             Transmit::Bytes(bytes) => socket.iter_mut().for_each(|it| it.0.push(bytes.clone())),
//!             Transmit::Close => *socket = None,
//!         }
//!     }
//!     session.poll_timeout()
//! }
//!
//! let (mut session, mut socket) = (Session::new(1), None);
//! let now = Instant::ZERO;
//! session.subscribe("light/+", QoS::AtLeastOnce)?;
//! session.connect(ConnectOptions::new("wss://broker.example/mqtt", "lamp"), now);
//! drive(&mut session, &mut socket, now);
//!
//! session.handle_opened(now);
//! drive(&mut session, &mut socket, now);
//! assert_eq!(socket.as_ref().unwrap().0.len(), 1, "CONNECT");
//!
//! session.handle_bytes(Bytes::from_static(&[0x20, 3, 0, 0, 0]), now); // CONNACK
//! let timeout = drive(&mut session, &mut socket, now);
//! assert_eq!(socket.unwrap().0.len(), 2, "SUBSCRIBE");
//! assert_eq!(timeout, Some(Instant::from_secs(30)), "half a keep-alive");
//! # Ok::<(), ropewalk_mqtt::TopicError>(())
//! ```

mod codec;
mod collections;
mod packet;
mod property;
mod random;
mod reason;
mod router;
mod session;
mod topic;
mod url;

#[cfg(doc)]
#[doc = include_str!("statements.md")]
pub mod statements {}

pub use bytes::Bytes;
pub use bytestring::ByteString;

pub use crate::codec::{DecodeError, Decoder, EncodeError, MAX_REMAINING, encode};
pub use crate::packet::{
    Ack, Auth, ConnAck, Connect, Disconnect, Packet, PacketId, Publish, QoS, RetainHandling,
    SubAck, Subscribe, SubscribeOptions, UnsubAck, Unsubscribe, Version, Will,
};
pub use crate::property::{Properties, Property, VarInt};
pub use crate::reason::{Reason, ReasonCode};
pub use crate::session::{
    Authentication, ConnectOptions, DropReason, Event, Kept, Message, Protocol, PublishError,
    PublishToken, Published, QueuePolicy, RecordKey, Refusal, Secret, Session, State, Stats,
    StoreChange, SubscriptionId, Transmit,
};
pub use crate::topic::{TopicError, check_filter, check_name, overlap, wildcards};
pub use crate::url::{BrokerUrl, Scheme, UrlDefaults, UrlError};

/// A time: how long since an origin that the host picks, which never runs backward.
pub type Instant = core::time::Duration;
