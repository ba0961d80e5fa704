//! Packets of MQTT 3.1.1 as a broker sends and reads them, made and taken apart by hand.

/// The types of packets, as the first four bits of each say (table 2.1).
#[expect(missing_docs, reason = "the names are the specification's")]
pub mod kind {
    pub const CONNECT: u8 = 1;
    pub const CONNACK: u8 = 2;
    pub const PUBLISH: u8 = 3;
    pub const PUBACK: u8 = 4;
    pub const PUBREC: u8 = 5;
    pub const PUBREL: u8 = 6;
    pub const PUBCOMP: u8 = 7;
    pub const SUBSCRIBE: u8 = 8;
    pub const SUBACK: u8 = 9;
    pub const UNSUBSCRIBE: u8 = 10;
    pub const UNSUBACK: u8 = 11;
    pub const PINGREQ: u8 = 12;
    pub const PINGRESP: u8 = 13;
    pub const DISCONNECT: u8 = 14;
}

/// CONNACK: accepted.
pub const ACCEPTED: [u8; 4] = [kind::CONNACK << 4, 2, 0, 0];

/// A packet of that type and those flags.
pub fn packet(kind: u8, flags: u8, body: &[u8]) -> Vec<u8> {
    let mut bytes = vec![kind << 4 | flags];
    let mut rest = body.len();
    loop {
        let low = (rest & 0x7f) as u8;
        rest >>= 7;
        bytes.push(if rest == 0 { low } else { low | 0x80 });
        if rest == 0 {
            break;
        }
    }
    bytes.extend_from_slice(body);
    bytes
}

/// A text with its length in front.
///
/// # Panics
///
/// Where it is longer than 65,535 bytes.
pub fn text(text: &[u8]) -> Vec<u8> {
    let length = u16::try_from(text.len()).expect("it fits into a field");
    [&length.to_be_bytes(), text].concat()
}

/// PUBLISH. A message of QoS 0 has no `id`.
pub fn publish(flags: u8, topic: &str, id: u16, payload: &[u8]) -> Vec<u8> {
    let id = id.to_be_bytes();
    let id = if flags & 0b110 == 0 { &[][..] } else { &id };
    let body = [&text(topic.as_bytes()), id, payload].concat();
    packet(kind::PUBLISH, flags, &body)
}

/// What a client has sent.
#[derive(Debug)]
pub struct Sent {
    /// Its type.
    pub kind: u8,
    /// The QoS of a PUBLISH.
    pub qos: u8,
    /// The packet id; 0 where there is none.
    pub id: u16,
    /// How many filters a SUBSCRIBE has.
    pub filters: usize,
}

/// The first packet of a stream, which begins with a whole one, and what comes after: its first
/// byte, its body, the rest.
pub fn first(bytes: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (first, rest) = bytes.split_first()?;
    let end = rest.iter().position(|byte| byte & 0x80 == 0)? + 1;
    let digits = rest[..end].iter().rev();
    let length = digits.fold(0, |sum, byte| sum << 7 | usize::from(byte & 0x7f));
    let (body, rest) = rest[end..].split_at_checked(length)?;
    Some((*first, body, rest))
}

/// Takes what a client has sent apart.
///
/// # Panics
///
/// Where it is not made of whole packets.
pub fn split(mut bytes: &[u8]) -> Vec<Sent> {
    let mut packets = Vec::new();
    while !bytes.is_empty() {
        let (kind, body, rest) = first(bytes).expect("packets are sent whole");
        packets.push(sent(kind, body));
        bytes = rest;
    }
    packets
}

fn sent(first: u8, body: &[u8]) -> Sent {
    let number = |at: usize| u16::from_be_bytes([body[at], body[at + 1]]);
    let (kind, qos) = (first >> 4, first >> 1 & 3);
    let id = match kind {
        kind::PUBLISH if qos == 0 => 0,
        kind::PUBLISH => number(2 + usize::from(number(0))),
        kind::CONNECT | kind::PINGREQ | kind::DISCONNECT => 0,
        _ => number(0),
    };
    let mut filters = 0;
    if kind == kind::SUBSCRIBE {
        let mut at = 2;
        while at < body.len() {
            at += 2 + usize::from(number(at)) + 1;
            filters += 1;
        }
    }
    Sent {
        kind,
        qos,
        id,
        filters,
    }
}
