use std::fmt;

use bytes::Bytes;
use bytestring::ByteString;

use super::{PublishToken, SubscriptionId};
use crate::Instant;
use crate::packet::QoS;
use crate::property::Properties;
use crate::reason::{Reason, ReasonCode};
use crate::topic::TopicError;

/// What has come of what was done.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event {
    /// The broker has accepted the connection.
    Connected {
        /// Whether it has the session of an earlier connection.
        session_present: bool,
    },
    /// The connection has ended, or could not be made.
    Disconnected {
        /// Why, for a person; nothing where it was left on purpose.
        reason: Option<String>,
    },
    /// The broker refuses in a way that trying again cannot mend. Only
    /// [`Session::connect`](super::Session::connect) does anything now.
    Refused {
        /// Why, for a person.
        reason: String,
    },
    /// A message has arrived, for the subscriptions of
    /// [`Session::matched`](super::Session::matched).
    Message(Message),
    /// The broker has granted a subscription.
    Granted {
        /// The subscription.
        subscription: SubscriptionId,
        /// The QoS at which its messages come at most.
        qos: QoS,
    },
    /// The broker has refused a subscription, or cannot have it.
    SubscribeRefused {
        /// The subscription.
        subscription: SubscriptionId,
        /// Why.
        reason: Reason,
    },
    /// A message has left the queue.
    Sent {
        /// The message.
        token: PublishToken,
        /// Whether nothing more will be told of it, as it went out with QoS 0.
        is_last: bool,
    },
    /// The broker has acknowledged a message of QoS 1 or 2.
    Acknowledged {
        /// The message.
        token: PublishToken,
        /// What it says of it: that nobody subscribes to it, for one.
        reason: Reason,
    },
    /// A message will not reach the broker, or was refused by it.
    Dropped {
        /// The message.
        token: PublishToken,
        /// Why.
        why: DropReason,
    },
    /// The broker has sent an AUTH, or a CONNACK at the end of an authentication. After
    /// [`ReasonCode::CONTINUE_AUTHENTICATION`] it waits for
    /// [`Session::authenticate`](super::Session::authenticate).
    Authentication {
        /// Where the authentication stands.
        code: ReasonCode,
        /// The broker's part of it.
        data: Bytes,
    },
    /// The time from a PINGREQ to its PINGRESP.
    Latency(Instant),
}

/// Why a message will not reach the broker.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DropReason {
    /// There was no room for it.
    #[error("the queue of messages that wait for the broker is full")]
    QueueFull,
    /// It waited for a connection, and is larger than a packet may be there.
    #[error("the message is larger than a packet may be")]
    TooLarge,
    /// It waited longer than it was of use.
    #[error("it has waited longer than its expiry")]
    Expired,
    /// The broker retains no messages.
    #[error("the broker retains no messages")]
    RetainUnavailable,
    /// The broker has closed five connections in a row at it, as many do to a message that they do
    /// not take.
    #[error("the broker closes the connection each time it is sent, as if it were not allowed")]
    EndsConnections,
    /// The broker has refused it.
    #[error("the broker has refused it: {0}")]
    Refused(Reason),
}

/// A message, to be published or received.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Message {
    /// Where to, or from.
    pub topic: ByteString,
    /// What.
    pub payload: Bytes,
    /// How often it arrives.
    pub qos: QoS,
    /// To publish: whether the broker is to keep it. Received: whether it was kept.
    pub retain: bool,
    /// Received: whether it may have come before. Not looked at when publishing.
    pub dup: bool,
    /// The properties of MQTT 5.0: expiry, content type, response topic, correlation data, payload
    /// format and user properties. Over a connection of 3.1.1 they are left out.
    pub properties: Properties,
}

/// Where a published message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Published {
    /// It is on its way, and nothing more will be told of it.
    Sent,
    /// It waits to be sent or acknowledged; events tell what comes of it.
    Pending(PublishToken),
}

/// A message cannot be published.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PublishError {
    /// The topic is none.
    #[error(transparent)]
    Topic(#[from] TopicError),
    /// A property is none that a client gives a message, is there twice, or is too long.
    #[error("A message cannot have the property `{0}`, or not like this.")]
    Property(&'static str),
    /// The response topic is none.
    #[error("The response topic: {0}")]
    ResponseTopic(TopicError),
    /// The broker takes no such message.
    #[error("The message cannot be sent: {0}.")]
    Refused(DropReason),
    /// The message is larger than a packet may be.
    #[error("The message takes {size} bytes, and a packet may have {limit}.")]
    TooLarge {
        /// What it takes.
        size: usize,
        /// What a packet may have.
        limit: usize,
    },
    /// The queue is full, and its policy is to refuse.
    #[error("The queue of messages that wait for the broker is full.")]
    QueueFull,
}

/// Why a connection is refused in a way that trying again cannot mend: what has to change first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Refusal {
    /// The user name or the password, or what the user may do.
    Credentials,
    /// The client id.
    ClientId,
    /// The version of the protocol, or the way to authenticate.
    Protocol,
    /// The broker has banned the client.
    Banned,
    /// Another client has come with the same client id.
    TakenOver,
    /// The options of the connection, of which no CONNECT can be made.
    Options,
    /// Something else, which the reason tells to a person alone.
    Other,
}

impl Refusal {
    /// It as a word or two to compare with, such as `credentials`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Credentials => "credentials",
            Self::ClientId => "client id",
            Self::Protocol => "protocol",
            Self::Banned => "banned",
            Self::TakenOver => "taken over",
            Self::Options => "options",
            Self::Other => "other",
        }
    }
}

impl From<ReasonCode> for Refusal {
    /// The reason code of the CONNACK or the DISCONNECT with which a broker refuses.
    fn from(code: ReasonCode) -> Self {
        match code {
            ReasonCode::BAD_USER_NAME_OR_PASSWORD | ReasonCode::NOT_AUTHORIZED => Self::Credentials,
            ReasonCode::CLIENT_ID_NOT_VALID => Self::ClientId,
            ReasonCode::UNSUPPORTED_PROTOCOL_VERSION | ReasonCode::BAD_AUTHENTICATION_METHOD => {
                Self::Protocol
            }
            ReasonCode::BANNED => Self::Banned,
            ReasonCode::SESSION_TAKEN_OVER => Self::TakenOver,
            _ => Self::Other,
        }
    }
}

/// Where a connection stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// It was never asked for.
    Offline,
    /// It is being made.
    Connecting,
    /// It is up.
    Connected,
    /// It is lost, and opened again at a time.
    Waiting {
        /// The time.
        until: Instant,
    },
    /// The broker refuses it, or what was asked for cannot be connected with.
    Refused(Refusal),
    /// It was left on purpose.
    Stopped,
}

/// What the host is to do with its socket. [`fmt::Debug`] leaves out what can be secret: the URL's
/// query, which can bear a signature, and the bytes, a password among them.
#[derive(Clone, PartialEq, Eq)]
pub enum Transmit {
    /// Open one, and forget any other.
    Open {
        /// Where to.
        url: String,
        /// The sub-protocol of the WebSocket.
        protocol: &'static str,
    },
    /// Send these bytes as one binary frame.
    Bytes(Bytes),
    /// Close it and report nothing more of it.
    Close,
}

impl fmt::Debug for Transmit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Open { url, .. } => write!(f, "Open({})", without_query(url)),
            Self::Bytes(bytes) => write!(f, "Bytes({})", bytes.len()),
            Self::Close => f.write_str("Close"),
        }
    }
}

/// A URL as a person may see it.
pub(super) fn without_query(url: &str) -> &str {
    url.split('?').next().unwrap_or(url)
}

/// What a session has counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// Messages received.
    pub messages_in: u64,
    /// Messages sent, repetitions included.
    pub messages_out: u64,
    /// Bytes received.
    pub bytes_in: u64,
    /// Bytes sent.
    pub bytes_out: u64,
    /// Messages that wait to be sent.
    pub queued: usize,
    /// Messages that were sent and wait to be acknowledged.
    pub pending: usize,
}
