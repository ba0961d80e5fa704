use crate::Instant;
use crate::random::Random;

/// Whatever a person sets: a broker is not to be flooded with attempts.
const LEAST: Instant = Instant::from_millis(100);

/// How long to wait before the next attempt: twice as long each time, with full jitter, so that
/// many clients of one broker do not come back all at once.
#[derive(Debug, Default)]
pub(super) struct Backoff {
    failures: u32,
}

impl Backoff {
    /// The next delay, from `least` to `most`.
    pub(super) fn next(&mut self, least: Instant, most: Instant, random: &mut Random) -> Instant {
        let least = least.max(LEAST);
        let most = most.max(least);
        // Doubled often enough, anything is more than the most.
        let cap = least
            .checked_mul(2_u32.saturating_pow(self.failures.min(30) + 1))
            .map_or(most, |cap| cap.min(most));
        self.failures += 1;
        least + (cap - least).mul_f64(random.fraction())
    }

    /// A connection has worked: the next delay is a short one.
    pub(super) fn reset(&mut self) {
        self.failures = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delays_grow_between_their_bounds_and_differ() {
        let (least, most) = (Instant::from_secs(2), Instant::from_secs(60));
        let mut random = Random::new(1);
        let mut greatest = Instant::ZERO;
        for _ in 0..200 {
            let mut backoff = Backoff::default();
            for cap in [4, 8, 16, 32, 60, 60, 60] {
                let delay = backoff.next(least, most, &mut random);
                assert!(delay >= least && delay <= Instant::from_secs(cap));
                greatest = greatest.max(delay);
            }
        }
        assert!(greatest > Instant::from_secs(55), "the whole range is used");
    }
}
