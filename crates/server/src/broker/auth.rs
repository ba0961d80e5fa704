//! Who may connect, and what they may do.

use std::future::{Future, ready};
use std::net::SocketAddr;
use std::pin::Pin;

use mqtt5::broker::{AuthProvider, AuthResult};
use mqtt5::packet::connect::ConnectPacket;
use mqtt5::protocol::v5::reason_codes::ReasonCode;

/// A user of the broker.
pub(crate) struct User {
    /// The MQTT user name.
    pub(crate) name: &'static str,
    /// The MQTT password; public, see the crate's front page.
    pub(crate) password: &'static str,
    /// Whether the user's messages and will are accepted.
    pub(crate) may_publish: bool,
}

/// Everyone the broker knows.
pub(crate) const USERS: [User; 2] = [
    User {
        name: "try",
        password: "try",
        may_publish: true,
    },
    User {
        name: "view",
        password: "view",
        may_publish: false,
    },
];

/// Lets the [`USERS`] in and nobody else.
pub(super) struct Users;

impl AuthProvider for Users {
    fn authenticate<'a>(
        &'a self,
        connect: &'a ConnectPacket,
        _client_addr: SocketAddr,
    ) -> Pin<Box<dyn Future<Output = mqtt5::Result<AuthResult>> + Send + 'a>> {
        let result = match (&connect.username, &connect.password) {
            (None, _) => AuthResult::fail(ReasonCode::NotAuthorized),
            (Some(name), password) => user(name)
                .filter(|user| password.as_deref() == Some(user.password.as_bytes()))
                .map_or_else(
                    || AuthResult::fail(ReasonCode::BadUsernameOrPassword),
                    |user| AuthResult::success_with_user(user.name),
                ),
        };
        Box::pin(ready(Ok(result)))
    }

    fn authorize_publish<'a>(
        &'a self,
        _client_id: &str,
        user_id: Option<&'a str>,
        _topic: &'a str,
    ) -> Pin<Box<dyn Future<Output = bool> + Send + 'a>> {
        let allowed = user_id.and_then(user).is_some_and(|user| user.may_publish);
        Box::pin(ready(allowed))
    }

    fn authorize_subscribe<'a>(
        &'a self,
        _client_id: &str,
        user_id: Option<&'a str>,
        _topic_filter: &'a str,
    ) -> Pin<Box<dyn Future<Output = bool> + Send + 'a>> {
        Box::pin(ready(user_id.and_then(user).is_some()))
    }
}

fn user(name: &str) -> Option<&'static User> {
    USERS.iter().find(|user| user.name == name)
}
