//! Which subscriptions a retained message goes to.

use crate::Instant;
use crate::collections::TextMap;

/// A broker sends its retained messages one after the other: a pause of this length is their end.
const PAUSE: Instant = Instant::from_secs(1);

/// Of how many topics it is known at most that their retained message has come to a subscription. A
/// server whose retained messages never pause would fill the memory otherwise; past it one may come
/// twice.
const MAX_SEEN: usize = 16_384;

/// Whether retained messages go to a subscription. A broker does not say for which SUBSCRIBE of a
/// filter it sends one, so that is told by time.
#[derive(Debug)]
pub(super) enum Retained {
    /// They will be asked for.
    Wanted,
    /// The SUBSCRIBE of this number asks for them.
    Asked(u64),
    /// They come, each topic's once; the last one, or the SUBACK, came at this time.
    Arriving { last: Instant, seen: TextMap<()> },
    /// They have come.
    Past,
}

impl Retained {
    /// Whether the message of that topic is one of them.
    pub(super) fn takes(&mut self, topic: &str, now: Instant) -> bool {
        match self {
            Self::Wanted | Self::Asked(_) => true,
            Self::Arriving { last, .. } if now > *last + PAUSE => {
                *self = Self::Past;
                false
            }
            Self::Arriving { last, seen } => {
                *last = now;
                if seen.get(topic).is_some() {
                    return false;
                }
                if seen.len() >= MAX_SEEN {
                    *seen = TextMap::default();
                }
                seen.insert(topic.into(), ())
            }
            Self::Past => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retained_messages_without_end_fill_no_memory() {
        let mut retained = Retained::Arriving {
            last: Instant::ZERO,
            seen: TextMap::default(),
        };
        for number in 0..2 * MAX_SEEN {
            assert!(retained.takes(&format!("{number:06}"), Instant::ZERO));
            let Retained::Arriving { seen, .. } = &retained else {
                panic!("they still come: {retained:?}");
            };
            assert!(seen.len() <= MAX_SEEN);
        }
        let last = format!("{:06}", 2 * MAX_SEEN - 1);
        assert!(!retained.takes(&last, Instant::ZERO), "it has come");
    }
}
