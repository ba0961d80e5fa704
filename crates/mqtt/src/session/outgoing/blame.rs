//! The message that ends its connection.
//!
//! To one that they do not take, many brokers answer by closing: one that is not allowed, in
//! 3.1.1; one whose topic is too deep. Sent again on the next connection, as QoS 1 and 2 ask, it
//! would end that one, too, and nobody could use the connection any more. So the message at which
//! two connections in a row have ended is tried alone on the next, after the filters were granted
//! and before everything that came after it, until it is answered, or too many connections have ended at it.

use super::{Outgoing, PublishToken, Stage};
use crate::session::store::{Log, Place};

/// The message at which the last connections have ended.
#[derive(Debug)]
pub(super) struct Suspect {
    place: Place,
    /// How many in a row have.
    ended: u8,
    /// Whether it is tried alone.
    is_alone: bool,
}

/// After how many connections a message is tried alone.
const TRIED_ALONE: u8 = 2;
/// After how many it is given up. A network can be cut at a bad moment, and even twice; this is
/// about half a minute of it.
const ENOUGH: u8 = 5;
/// After how many where the server says each time that it is for the message.
const ENOUGH_WORDS: u8 = 3;

impl Outgoing {
    /// Whether a message is tried alone.
    pub(in crate::session) fn tries_suspect(&self) -> bool {
        let suspect = self.suspect.as_ref();
        let suspect = suspect.filter(|suspect| suspect.is_alone);
        suspect.is_some_and(|suspect| {
            self.in_flight.iter().any(|sent| {
                let place = sent.sender.map(|(_, place)| place);
                place == Some(suspect.place) && sent.stage != Stage::Received
            })
        })
    }

    /// The server has closed the connection, shortly after it had begun or not, perhaps with the
    /// word that it is for a message. Where it may as well be for something else, that is found out
    /// by trying the message alone. The message that is given up for it.
    pub(in crate::session) fn ended(
        &mut self,
        is_soon: bool,
        is_told: bool,
        is_sure: bool,
        log: &mut Log,
    ) -> Option<PublishToken> {
        let suspect = self.suspect.take();
        let mut sent = self.in_flight.iter();
        // A birth message has no sender, and it comes first.
        let (token, place) = sent.find(|sent| sent.stage == Stage::Sent)?.sender?;
        if sent.any(|sent| sent.sender.is_none()) {
            return None;
        }
        let before = suspect.filter(|suspect| is_soon && suspect.place == place);
        let ended = before.map_or(0, |suspect| suspect.ended) + u8::from(is_sure);
        if ended < if is_told { ENOUGH_WORDS } else { ENOUGH } {
            self.suspect = Some(Suspect {
                place,
                ended,
                is_alone: !is_sure || ended >= TRIED_ALONE,
            });
            return None;
        }
        self.in_flight
            .retain(|sent| sent.sender != Some((token, place)));
        log.done(place, true);
        Some(token)
    }
}
