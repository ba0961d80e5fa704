use std::fmt;

use bytes::Bytes;
use bytestring::ByteString;

use super::Message;
use crate::Instant;
use crate::codec::MAX_REMAINING;
use crate::packet::{Connect, Properties, QoS, Will};
use crate::topic::check_name;

/// How to connect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConnectOptions {
    /// The servers' URLs. The first is the one to be on; the others are tried in turn where it
    /// cannot be reached.
    pub servers: Vec<String>,
    /// Names the client to the broker. Of two clients of the same id the broker ends one.
    pub client_id: ByteString,
    /// Who it is.
    pub username: Option<ByteString>,
    /// That it is.
    pub password: Option<Secret>,
    /// The seconds after which silence is suspicious; 0 for never.
    pub keep_alive: u16,
    /// Whether the broker forgets the session when the connection ends. Without a client id it
    /// always does [MQTT-3.1.3-7].
    pub clean_session: bool,
    /// The message that the broker publishes when the connection ends without a DISCONNECT.
    pub will: Option<Will>,
    /// The message that is published first on each connection.
    pub birth: Option<Message>,
    /// How long a socket may take to open, and a broker to answer CONNECT.
    pub connect_timeout: Instant,
    /// The least time before a lost connection is opened again.
    pub reconnect_min: Instant,
    /// The greatest.
    pub reconnect_max: Instant,
    /// The highest QoS to publish and subscribe with.
    pub max_qos: QoS,
    /// How many messages may wait to be sent.
    pub max_queue: usize,
    /// How many bytes they may be, topics and payloads.
    pub max_queue_bytes: usize,
    /// What happens to messages beyond that.
    pub queue_policy: QueuePolicy,
    /// The size of the largest packet to receive or send, in bytes.
    pub max_packet_size: usize,
}

/// What happens to a message that is published when the queue is full.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum QueuePolicy {
    /// The oldest in the queue makes room for it.
    #[default]
    DropOldest,
    /// It is dropped.
    DropNewest,
    /// Publishing it is an error.
    Refuse,
}

/// A password. [`fmt::Debug`] leaves it out, so that it reaches no log.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Bytes);

impl Secret {
    /// A secret of these bytes.
    pub fn new(bytes: impl Into<Bytes>) -> Self {
        Self(bytes.into())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl ConnectOptions {
    /// The usual way to connect: a clean session, a keep-alive of 60 seconds, reconnecting after 2
    /// to 60 seconds, and room for 1,000 messages or 1 MiB to wait.
    pub fn new(server: impl Into<String>, client_id: impl Into<ByteString>) -> Self {
        Self {
            servers: vec![server.into()],
            client_id: client_id.into(),
            username: None,
            password: None,
            keep_alive: 60,
            clean_session: true,
            will: None,
            birth: None,
            connect_timeout: Instant::from_secs(10),
            reconnect_min: Instant::from_secs(2),
            reconnect_max: Instant::from_secs(60),
            max_qos: QoS::ExactlyOnce,
            max_queue: 1_000,
            max_queue_bytes: 1 << 20,
            queue_policy: QueuePolicy::default(),
            max_packet_size: MAX_REMAINING + 5,
        }
    }

    /// Whether a connection that was made with these options can go on with the others.
    pub fn needs_no_reconnect(&self, others: &Self) -> bool {
        let same = Self {
            servers: others.servers.clone(),
            birth: others.birth.clone(),
            connect_timeout: others.connect_timeout,
            reconnect_min: others.reconnect_min,
            reconnect_max: others.reconnect_max,
            max_qos: others.max_qos,
            max_queue: others.max_queue,
            max_queue_bytes: others.max_queue_bytes,
            queue_policy: others.queue_policy,
            ..self.clone()
        };
        same == *others && self.servers.first() == others.servers.first()
    }

    /// What of it no broker could make sense of; the message is for a person.
    pub(super) fn check(&self) -> Result<(), String> {
        if self.servers.is_empty() {
            return Err("There is no broker to connect to.".to_owned());
        }
        let username = self.username.as_ref();
        let texts = [
            ("client id", Some(&self.client_id)),
            ("user name", username),
        ];
        for (what, text) in texts {
            if text.is_some_and(|text| text.contains('\0')) {
                return Err(format!("The {what} has a null character [MQTT-1.5.3-2]."));
            }
        }
        if let Some(will) = &self.will {
            check_name(&will.topic).map_err(|error| format!("The will: {error}"))?;
        }
        if let Some(birth) = &self.birth {
            check_name(&birth.topic).map_err(|error| format!("The birth message: {error}"))?;
            if birth.packet_size() > self.largest_packet() {
                return Err("The birth message is larger than a packet may be.".to_owned());
            }
        }
        Ok(())
    }

    /// The size of the largest packet to send.
    pub(super) fn largest_packet(&self) -> usize {
        self.max_packet_size.min(MAX_REMAINING)
    }

    /// Whether the broker is asked to begin a session and forget it. Without a client id there is
    /// nothing to know it by.
    pub(super) fn is_clean(&self) -> bool {
        self.clean_session || self.client_id.is_empty()
    }

    pub(super) fn connect_packet(&self) -> Connect {
        Connect {
            client_id: self.client_id.clone(),
            clean_session: self.is_clean(),
            keep_alive: self.keep_alive,
            // A password comes with a user name, if an empty one [MQTT-3.1.2-22].
            username: self
                .username
                .clone()
                .or_else(|| self.password.as_ref().map(|_| ByteString::new())),
            password: self.password.as_ref().map(|password| password.0.clone()),
            will: self.will.clone().map(|will| Will {
                qos: will.qos.min(self.max_qos),
                ..will
            }),
            properties: Properties,
        }
    }
}
