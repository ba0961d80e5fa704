//! What a session keeps, so that a reload, a crash or a power cut loses no message.
//!
//! Each change of it is a record put or removed, in order. A host writes them behind, in that
//! order, and says how far it has come. Nothing waits for that but what must not leave before, for
//! a message of QoS 2 to arrive once: its PUBLISH, which comes again under the same packet id or
//! not at all; a PUBREC, after which the server forgets that it has sent the message; and a PUBREL,
//! after which the message must never be sent again.

use std::collections::VecDeque;

use bytes::{BufMut, Bytes, BytesMut};
use bytestring::ByteString;

use super::outgoing::PublishToken;
use super::{Message, Session};
use crate::Instant;
use crate::codec::{Decoder, MAX_REMAINING, encode};
use crate::packet::{Packet, PacketId, Publish, QoS, Version};

/// Names a record in the store of one session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RecordKey(u64);

impl RecordKey {
    /// The key of that number.
    pub fn from_number(number: u64) -> Self {
        Self(number)
    }

    /// Its number, below 2^53, so that a JavaScript number can bear it.
    pub fn number(self) -> u64 {
        self.0
    }

    fn message(place: Place) -> Self {
        Self(KIND + place)
    }

    fn progress(place: Place) -> Self {
        Self(2 * KIND + place)
    }

    fn received(id: PacketId) -> Self {
        Self(3 * KIND + u64::from(id.get()))
    }
}

/// The place of a message in the order in which messages were published.
pub(super) type Place = u64;

/// What [`Session::keep`] has found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// The messages that are under way again, in their order.
    pub messages: Vec<PublishToken>,
    /// How many records could not be read, and are left out.
    pub unreadable: usize,
}

/// The keys of one kind lie within this many.
const KIND: u64 = 1 << 50;
/// The key of what is to be known of the session as a whole.
const WHOLE: RecordKey = RecordKey(0);

/// A change of what is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoreChange {
    /// The record has this content from here on.
    Put(RecordKey, Bytes),
    /// There is no such record any more.
    Remove(RecordKey),
}

/// The changes that are still to be taken, and how far they are stored.
#[derive(Debug, Default)]
pub(super) struct Log {
    is_on: bool,
    changes: VecDeque<StoreChange>,
    made: u64,
    /// The number of the last change that packets wait for: one about a message.
    awaited: u64,
    stored: u64,
}

/// How far a message has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Progress {
    /// It was sent under this id.
    Sent(PacketId),
    /// PUBREC has come.
    Received(PacketId),
}

/// A message of an earlier process.
pub(super) struct Restored {
    pub(super) place: Place,
    pub(super) message: Message,
    pub(super) progress: Option<Progress>,
}

impl Log {
    fn change(&mut self, change: StoreChange) {
        if self.is_on {
            self.changes.push_back(change);
            self.made += 1;
            self.awaited = self.made;
        }
    }

    pub(super) fn published(&mut self, place: Place, message: &Message) {
        if self.is_on {
            let record = write_message(message);
            self.change(StoreChange::Put(RecordKey::message(place), record));
        }
    }

    pub(super) fn progressed(&mut self, place: Place, progress: Progress) {
        let (stage, id) = match progress {
            Progress::Sent(id) => (0, id),
            Progress::Received(id) => (1, id),
        };
        let [high, low] = id.get().to_be_bytes();
        let record = Bytes::copy_from_slice(&[stage, high, low]);
        self.change(StoreChange::Put(RecordKey::progress(place), record));
    }

    pub(super) fn done(&mut self, place: Place, was_sent: bool) {
        self.change(StoreChange::Remove(RecordKey::message(place)));
        if was_sent {
            self.change(StoreChange::Remove(RecordKey::progress(place)));
        }
    }

    pub(super) fn received(&mut self, id: PacketId) {
        self.change(StoreChange::Put(RecordKey::received(id), Bytes::new()));
    }

    pub(super) fn released(&mut self, id: PacketId) {
        self.change(StoreChange::Remove(RecordKey::received(id)));
    }

    /// What is to be known of the session as a whole.
    fn whole(&mut self, last_id: u16, texts: [&str; 3]) {
        if self.is_on {
            let mut record = BytesMut::new();
            record.put_u16(last_id);
            for text in texts {
                record.put_u32(u32::try_from(text.len()).unwrap_or(u32::MAX));
                record.put_slice(text.as_bytes());
            }
            let awaited = self.awaited;
            self.change(StoreChange::Put(WHOLE, record.freeze()));
            // Nothing waits for it, least of all what is sent again after a reconnect.
            self.awaited = awaited;
        }
    }

    /// The number of the last change to wait for, unless it is stored.
    fn last_unstored(&self) -> Option<u64> {
        (self.awaited > self.stored).then_some(self.awaited)
    }
}

/// Packets that wait until a change is stored, each with its number.
pub(super) type Held = VecDeque<(u64, Packet)>;

/// After a restart ids go on this far behind the last one that is stored, as some were given out
/// after that.
pub(super) const ID_STRIDE: u16 = 1 << 10;

impl Session {
    /// Keeps records from here on, which a host takes from
    /// [`poll_store`](Self::poll_store). Those of an earlier process are taken over first, in
    /// whatever order they are given: its messages go before what was published in this one, are
    /// sent again or go on from where they were, and what was received with QoS 2 is not received
    /// twice; a message's expiry counts from here anew. Where the session connects to none of the
    /// servers that they were for, they are left out. One of QoS 0 that waited, and was sent just
    /// before its process died, can be sent again. To be called once, before
    /// [`connect`](Self::connect).
    pub fn keep(&mut self, records: Vec<(RecordKey, Bytes)>, now: Instant) -> Kept {
        let mut records = records;
        records.sort_unstable_by_key(|(key, _)| *key);
        let mut unreadable = 0;
        let mut messages: Vec<Restored> = Vec::new();
        for (key, record) in records {
            let number = key.0 % KIND;
            let read = match key.0 / KIND {
                0 => self.read_whole(&record),
                1 => read_message(record).map(|message| {
                    messages.push(Restored {
                        place: number,
                        message,
                        progress: None,
                    });
                }),
                2 => read_progress(&record).map(|progress| {
                    // Of a message that is done with, where the power went in between.
                    if let Ok(at) = messages.binary_search_by_key(&number, |it| it.place) {
                        messages[at].progress = Some(progress);
                    }
                }),
                3 => u16::try_from(number)
                    .ok()
                    .and_then(PacketId::new)
                    .map(|id| {
                        self.received.insert(id);
                    }),
                _ => None,
            };
            unreadable += usize::from(read.is_none());
        }
        self.log.is_on = true;
        self.may_have_begun = self.kept_by.is_some();
        self.is_restored = true;
        Kept {
            messages: self.outgoing.restore(messages, now, &mut self.log),
            unreadable,
        }
    }

    /// The next change to store.
    pub fn poll_store(&mut self) -> Option<StoreChange> {
        self.log.changes.pop_front()
    }

    /// So many more of the changes are stored, in their order, and would outlast a power cut.
    pub fn handle_stored(&mut self, changes: u64, now: Instant) {
        self.log.stored = self.log.stored.saturating_add(changes).min(self.log.made);
        self.send_held(now);
    }

    /// Nothing can be stored any more: the session goes on in memory.
    pub fn handle_store_failed(&mut self, now: Instant) {
        self.log = Log::default();
        for (_, packet) in std::mem::take(&mut self.held) {
            self.write_held(packet, now);
        }
    }

    /// Sends the packet when all changes up to here are stored.
    pub(super) fn write_stored(&mut self, packet: Packet, now: Instant) {
        match self.log.last_unstored() {
            None if self.held.is_empty() => self.write_held(packet, now),
            last => self.held.push_back((last.unwrap_or(0), packet)),
        }
    }

    fn send_held(&mut self, now: Instant) {
        while let Some((at, _)) = self.held.front()
            && *at <= self.log.stored
            && let Some((_, packet)) = self.held.pop_front()
        {
            self.write_held(packet, now);
        }
    }

    fn write_held(&mut self, packet: Packet, now: Instant) {
        match packet {
            Packet::Publish(publish) => self.write_publish(publish, now),
            packet => self.write_checked(&packet, now),
        }
    }

    /// What an earlier process has kept is for the server that it was to be sent to, and for no
    /// other: where the session is to connect elsewhere, it is left out.
    pub(super) fn leave_out_of_other_servers(&mut self) {
        if !std::mem::take(&mut self.is_restored) {
            return;
        }
        let servers = &self.options.servers;
        if self
            .meant_for
            .as_ref()
            .is_some_and(|server| servers.contains(server))
        {
            return;
        }
        self.outgoing.leave_out_restored(&mut self.log);
        for id in self.received.drain() {
            self.log.released(id);
        }
        self.kept_by = None;
    }

    /// Records whom the session is with, and for whom its messages are.
    pub(super) fn log_whole(&mut self) {
        let (server, client_id) = match &self.kept_by {
            Some((server, client_id)) => (server.as_str(), &**client_id),
            None => ("", ""),
        };
        let meant_for = self.meant_for.as_deref().unwrap_or("");
        self.log.whole(self.last_id, [server, client_id, meant_for]);
        self.logged_id = self.last_id;
    }

    fn read_whole(&mut self, record: &[u8]) -> Option<()> {
        let (last_id, rest) = record.split_first_chunk::<2>()?;
        let (server, rest) = split_text(rest)?;
        let (client_id, rest) = split_text(rest)?;
        let (meant_for, rest) = split_text(rest)?;
        rest.is_empty().then_some(())?;
        let filled = |text: String| (!text.is_empty()).then_some(text);
        let client_id = ByteString::from(client_id);
        self.kept_by = filled(server).map(|server| (server, client_id));
        self.meant_for = filled(meant_for);
        self.last_id = u16::from_be_bytes(*last_id).wrapping_add(ID_STRIDE);
        Some(())
    }
}

fn split_text(bytes: &[u8]) -> Option<(String, &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
    let (text, rest) = rest.split_at_checked(length)?;
    Some((String::from_utf8(text.to_vec()).ok()?, rest))
}

/// A message as its PUBLISH, whose QoS stands before, as it has no packet id yet.
fn write_message(message: &Message) -> Bytes {
    let mut record = BytesMut::new();
    record.put_u8(message.qos as u8);
    let publish = Publish {
        retain: message.retain,
        topic: message.topic.clone(),
        payload: message.payload.clone(),
        properties: message.properties.clone(),
        ..Publish::default()
    };
    encode(&Packet::Publish(publish), Version::V5, &mut record)
        .expect("the message was checked when it came in");
    record.freeze()
}

fn read_message(record: Bytes) -> Option<Message> {
    let qos = QoS::from_number(*record.first()?)?;
    let mut decoder = Decoder::new(Version::V5, MAX_REMAINING + 5);
    decoder.push(record.slice(1..));
    let Ok(Some(Packet::Publish(publish))) = decoder.next_packet() else {
        return None;
    };
    let message = Message {
        topic: publish.topic,
        payload: publish.payload,
        qos,
        retain: publish.retain,
        dup: false,
        properties: publish.properties,
    };
    // A packet can have more than a message, and what is sent was checked when it came in.
    message.check(MAX_REMAINING).is_ok().then_some(message)
}

fn read_progress(record: &[u8]) -> Option<Progress> {
    let &[stage, high, low] = record else {
        return None;
    };
    let id = PacketId::new(u16::from_be_bytes([high, low]))?;
    match stage {
        0 => Some(Progress::Sent(id)),
        1 => Some(Progress::Received(id)),
        _ => None,
    }
}
