//! An MQTT client session without I/O: bytes and time in, bytes and events out.
//!
//! [`Session`] is where to start. It holds one connection to a broker and everything that outlives
//! it: subscriptions, messages on their way, the queue of what was published while offline. It
//! reads no clock and opens no socket; a host tells it what happens and when, and does what it
//! says.
//!
//! It speaks MQTT 3.1.1. Rules of the specification are named as it names them,
//! `[MQTT-3.1.2-24]`.

mod codec;
mod collections;
mod packet;
mod random;
mod router;
mod session;
mod topic;
mod url;

pub use bytes::Bytes;
pub use bytestring::ByteString;

pub use crate::codec::{DecodeError, Decoder, EncodeError, MAX_REMAINING, encode};
pub use crate::packet::{
    ConnAck, Connect, ConnectCode, Packet, PacketId, Properties, Publish, QoS, SubAck, Subscribe,
    Unsubscribe, Version, Will,
};
pub use crate::session::{
    ConnectOptions, DropReason, Event, Message, PublishError, PublishToken, Published, QueuePolicy,
    Secret, Session, State, Stats, SubscriptionId, Transmit,
};
pub use crate::topic::{TopicError, check_filter, check_name, wildcards};
pub use crate::url::{BrokerUrl, Scheme, UrlDefaults, UrlError};

/// A time: how long since an origin that the host picks, which never runs backward.
pub type Instant = core::time::Duration;
