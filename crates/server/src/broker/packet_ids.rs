//! Keeps the packet identifiers of a client's messages apart from those of the broker's.
//!
//! Each side gives its messages identifiers of its own, from 1 as a rule, and the same one may be
//! under way in both directions `[MQTT 5.0, 2.2.1]`. `mqtt5` 0.49 does not allow for that: a QoS 2
//! message that it has to send again after a reconnect gets another identifier where the client
//! has a message of that one under way, and the client takes it for a new message.
//!
//! So the broker sees the client's identifiers counted from the other end, 65,535 for 1: in its
//! PUBLISH and PUBREL on the way in ([`PacketIds`]), and in the answers to them on the way out
//! ([`counterpart`]). Those that the broker gives pass as they are. It counts them from 1 anew on
//! each connection, so that the two meet only on one that has carried tens of thousands of messages.

use bytes::{Buf, BytesMut};

use super::framing::{FixedHeader, PUBLISH, PUBREL};

/// What the broker calls the message that the client calls `id`, and the other way round. Both are
/// as they are on the wire.
pub(super) fn counterpart(id: [u8; 2]) -> [u8; 2] {
    // 0, which no message may have, stays 0, and so the broker's to refuse.
    u16::from_be_bytes(id).wrapping_neg().to_be_bytes()
}

/// The state of one connection's way in.
#[derive(Debug, Default)]
pub(super) struct PacketIds {
    /// How many bytes are to pass before the next packet begins.
    rest: usize,
}

impl PacketIds {
    /// Moves `input` to `output` with other identifiers. Only the beginning of a packet that is not
    /// there up to its identifier stays in `input`, which is less than 66 kB.
    pub(super) fn exchange(&mut self, input: &mut BytesMut, output: &mut BytesMut) {
        loop {
            let passing = self.rest.min(input.len());
            output.unsplit(input.split_to(passing));
            self.rest -= passing;
            if input.is_empty() {
                return;
            }
            match FixedHeader::parse(input) {
                Ok(Some(header)) => {
                    let Some(id) = id_place(header, input) else {
                        return;
                    };
                    if let Some(id) = id.and_then(|at| input[at..].first_chunk_mut()) {
                        *id = counterpart(*id);
                    }
                    self.rest = header.packet_len();
                }
                Ok(None) => return,
                // It is not MQTT, and for the broker to refuse.
                Err(_) => self.rest = usize::MAX,
            }
        }
    }
}

/// Where in `packet` the identifier of a client's message is, if it has one; `None` while the
/// packet is not there up to its end.
fn id_place(header: FixedHeader, packet: &[u8]) -> Option<Option<usize>> {
    let quality_of_service = (header.first_byte >> 1) & 0b11;
    let place = match header.packet_type() {
        PUBLISH if quality_of_service > 0 && header.remaining_len >= 2 => {
            let topic_len = (&packet[header.len..]).try_get_u16().ok()?;
            header.len + 2 + usize::from(topic_len)
        }
        PUBREL => header.len,
        _ => return Some(None),
    };
    let end = place + 2;
    if end > header.packet_len() {
        // The broker refuses a packet that ends before its identifier does.
        return Some(None);
    }
    (packet.len() >= end).then_some(Some(place))
}

#[cfg(test)]
mod tests;
