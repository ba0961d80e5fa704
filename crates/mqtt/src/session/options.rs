use std::fmt;
use std::num::{NonZeroU16, NonZeroU32};

use bytes::Bytes;
use bytestring::ByteString;

use super::{Message, PublishError};
use crate::Instant;
use crate::codec::MAX_REMAINING;
use crate::packet::{Connect, PacketType, QoS, Version, Will};
use crate::property::{Properties, Property, WILL};
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
    /// The version to speak.
    pub protocol: Protocol,
    /// The seconds after which silence is suspicious; 0 for never. In MQTT 5.0 the server may have
    /// its own.
    pub keep_alive: u16,
    /// Whether the broker forgets the session when the connection ends. In 3.1.1 it always does
    /// without a client id [MQTT-3.1.3-7].
    pub clean_session: bool,
    /// For how many seconds a session that is not clean outlives its connection, in MQTT 5.0;
    /// 0xFFFFFFFF for ever. In 3.1.1 the broker decides.
    pub session_expiry: u32,
    /// How many messages of QoS 1 and 2 the broker may send before the first of them is done with,
    /// in MQTT 5.0.
    pub receive_maximum: NonZeroU16,
    /// How many topics the broker may send as numbers, in MQTT 5.0.
    pub topic_alias_maximum: u16,
    /// Names and values that the broker is told with CONNECT, in MQTT 5.0.
    pub user_properties: Vec<(ByteString, ByteString)>,
    /// Whether to ask the broker what response topics begin with, in MQTT 5.0.
    pub request_response_information: bool,
    /// How to authenticate beyond user name and password, in MQTT 5.0.
    pub authentication: Option<Authentication>,
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

/// Which version of MQTT to speak.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Protocol {
    /// 5.0, and 3.1.1 with a server that does not speak it, which is remembered.
    #[default]
    Auto,
    /// This one.
    Only(Version),
}

/// How a client authenticates step by step (4.12).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authentication {
    /// The name of the method.
    pub method: ByteString,
    /// What CONNECT says of it.
    pub data: Option<Secret>,
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
    /// The usual way to connect: MQTT 5.0 or else 3.1.1, a clean session, a keep-alive of 60
    /// seconds, reconnecting after 2 to 60 seconds, and room for 1,000 messages or 1 MiB to wait.
    /// A session that is not clean lasts a day.
    pub fn new(server: impl Into<String>, client_id: impl Into<ByteString>) -> Self {
        Self {
            servers: vec![server.into()],
            client_id: client_id.into(),
            username: None,
            password: None,
            protocol: Protocol::Auto,
            keep_alive: 60,
            clean_session: true,
            session_expiry: 86_400,
            receive_maximum: NonZeroU16::MAX,
            topic_alias_maximum: 32,
            user_properties: Vec::new(),
            request_response_information: false,
            authentication: None,
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
        // Each by its name, so that of a new option it has to be said.
        let Self {
            servers,
            client_id,
            username,
            password,
            protocol,
            keep_alive,
            clean_session,
            session_expiry,
            receive_maximum,
            topic_alias_maximum,
            user_properties,
            request_response_information,
            authentication,
            will,
            birth: _,
            connect_timeout: _,
            reconnect_min: _,
            reconnect_max: _,
            max_qos: _,
            max_queue: _,
            max_queue_bytes: _,
            queue_policy: _,
            max_packet_size,
        } = self;
        servers.first() == others.servers.first()
            && *client_id == others.client_id
            && *username == others.username
            && *password == others.password
            && *protocol == others.protocol
            && *keep_alive == others.keep_alive
            && *clean_session == others.clean_session
            && *session_expiry == others.session_expiry
            && *receive_maximum == others.receive_maximum
            && *topic_alias_maximum == others.topic_alias_maximum
            && *user_properties == others.user_properties
            && *request_response_information == others.request_response_information
            && *authentication == others.authentication
            && *will == others.will
            && *max_packet_size == others.max_packet_size
    }

    /// What of it no broker could make sense of; the message is for a person.
    pub(super) fn check(&self) -> Result<(), String> {
        if self.servers.is_empty() {
            return Err("There is no broker to connect to.".to_owned());
        }
        let method = self.authentication.as_ref().map(|it| &it.method);
        let texts = [
            ("client id", Some(&self.client_id)),
            ("user name", self.username.as_ref()),
            ("authentication method", method),
        ];
        for (what, text) in texts {
            if text.is_some_and(|text| text.contains('\0')) {
                return Err(format!("The {what} has a null character [MQTT-1.5.3-2]."));
            }
        }
        let is_pair = |(name, value): &(ByteString, ByteString)| is_text(name) && is_text(value);
        if !self.user_properties.iter().all(is_pair) {
            let why = "has a null character or is longer than 65,535 bytes [MQTT-1.5.4-2]";
            return Err(format!("A user property {why}."));
        }
        if let Some(will) = &self.will {
            let checked = check_name(&will.topic).map_err(PublishError::Topic);
            checked
                .and_then(|()| check_properties(&will.properties, WILL))
                .map_err(|error| format!("The will: {error}"))?;
        }
        if let Some(birth) = &self.birth {
            let checked = birth.check(self.largest_packet());
            checked.map_err(|error| format!("The birth message: {error}"))?;
        }
        Ok(())
    }

    /// The size of the largest packet to send.
    pub(super) fn largest_packet(&self) -> usize {
        self.max_packet_size.min(MAX_REMAINING)
    }

    /// Whether the session ends with the connection. Without a client id there is nothing to know
    /// it by.
    pub(super) fn is_clean(&self) -> bool {
        self.clean_session || self.client_id.is_empty()
    }

    pub(super) fn connect_packet(&self, version: Version) -> Connect {
        // A password comes with a user name, if an empty one [MQTT-3.1.2-22].
        let lacks_name = self.password.is_some() && version == Version::V3_1_1;
        let username = self.username.clone();
        Connect {
            client_id: self.client_id.clone(),
            clean_start: self.is_clean(),
            keep_alive: self.keep_alive,
            username: username.or_else(|| lacks_name.then(ByteString::new)),
            password: self.password.as_ref().map(|password| password.0.clone()),
            will: self.will.clone().map(|will| Will {
                qos: will.qos.min(self.max_qos),
                ..will
            }),
            properties: match version {
                Version::V3_1_1 => Properties::NONE,
                Version::V5 => self.connect_properties(),
            },
        }
    }

    fn connect_properties(&self) -> Properties {
        let when = |differs: bool, property: Property| differs.then_some(property);
        let lasts = !self.is_clean() && self.session_expiry > 0;
        let aliases = self.topic_alias_maximum;
        let size = u32::try_from(self.max_packet_size)
            .ok()
            .filter(|size| (*size as usize) < MAX_REMAINING + 5)
            .and_then(NonZeroU32::new);
        let mut properties = Properties::NONE
            .with(when(lasts, Property::SessionExpiry(self.session_expiry)))
            .with(when(
                self.receive_maximum != NonZeroU16::MAX,
                Property::ReceiveMaximum(self.receive_maximum),
            ))
            .with(size.map(Property::MaximumPacketSize))
            .with(when(aliases > 0, Property::TopicAliasMaximum(aliases)))
            .with(when(
                self.request_response_information,
                Property::RequestResponseInformation(true),
            ));
        for pair in &self.user_properties {
            properties.push(Property::UserProperty(pair.clone()));
        }
        if let Some(authentication) = &self.authentication {
            let method = authentication.method.clone();
            properties.push(Property::AuthenticationMethod(method));
            if let Some(Secret(data)) = &authentication.data {
                properties.push(Property::AuthenticationData(data.clone()));
            }
        }
        properties
    }
}

impl Message {
    /// Whether it can be published at all, in a packet of at most so many bytes.
    pub(super) fn check(&self, limit: usize) -> Result<(), PublishError> {
        check_name(&self.topic)?;
        if !self.properties.is_empty() {
            check_properties(&self.properties, 1 << PacketType::Publish as u16)?;
        }
        let size = self.packet_size();
        if size > limit {
            return Err(PublishError::TooLarge { size, limit });
        }
        Ok(())
    }
}

/// Whether a message, or a will, can have the properties.
fn check_properties(properties: &Properties, place: u16) -> Result<(), PublishError> {
    let wrong = |property: &Property| match property {
        // They are the session's own.
        Property::TopicAlias(_) | Property::SubscriptionIdentifier(_) => true,
        Property::ContentType(text) => !is_text(text),
        Property::CorrelationData(data) => data.len() > usize::from(u16::MAX),
        Property::UserProperty((name, value)) => !is_text(name) || !is_text(value),
        _ => false,
    };
    let misfit = properties.misfit(place);
    if let Some(property) = misfit.or_else(|| properties.iter().find(|it| wrong(it))) {
        return Err(PublishError::Property(property.name()));
    }
    match properties.response_topic() {
        Some(topic) => check_name(topic).map_err(PublishError::ResponseTopic),
        None => Ok(()),
    }
}

/// Whether a packet can have the text.
fn is_text(text: &str) -> bool {
    text.len() <= usize::from(u16::MAX) && !text.contains('\0')
}
