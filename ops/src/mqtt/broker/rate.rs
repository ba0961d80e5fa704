//! How many of something come in a second.

use ropewalk_flow::Instant;

/// Over how many whole seconds, and the running one.
const WHOLE: u32 = 5;
const KEPT: u32 = WHOLE + 1;

/// Counts by the second, for as many seconds as are looked back.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Rate {
    /// The second of the newest count.
    second: u32,
    counts: [u32; KEPT as usize],
}

impl Rate {
    pub(super) fn add(&mut self, number: u32, now: Instant) {
        let second = second_of(now);
        let passed = second.saturating_sub(self.second).min(KEPT);
        for past in 0..passed {
            self.counts[place(second - past)] = 0;
        }
        self.second = self.second.max(second);
        let count = &mut self.counts[place(self.second)];
        *count = count.saturating_add(number);
    }

    /// How many came in a second lately, where it is counted since then.
    pub(super) fn per_second(&self, since: Instant, now: Instant) -> f64 {
        let oldest = second_of(now).saturating_sub(WHOLE);
        let lately = oldest..=self.second;
        let sum: f64 = lately.map(|it| f64::from(self.counts[place(it)])).sum();
        let start = since.max(Instant::from_secs(oldest.into()));
        // What came in the first moment is not what comes in a second.
        sum / now.saturating_sub(start).as_secs_f64().max(1.0)
    }
}

fn place(second: u32) -> usize {
    (second % KEPT) as usize
}

fn second_of(time: Instant) -> u32 {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a page lives for less than a century"
    )]
    let second = time.as_secs() as u32;
    second
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Instant = Instant::from_millis(10_300);

    fn at(milliseconds: u64) -> Instant {
        START + Instant::from_millis(milliseconds)
    }

    #[test]
    fn a_steady_stream_has_its_rate_at_any_time() {
        let mut rate = Rate::default();
        for number in 1..=2000 {
            rate.add(5, at(number * 10));
            let measured = rate.per_second(START, at(number * 10));
            match number {
                0..100 => assert!((measured - (5 * number) as f64).abs() < 1e-6),
                // The first of the looked-back time may or may not be in it.
                _ => assert!((measured - 500.0).abs() <= 5.0, "{number}: {measured}"),
            }
        }
    }

    #[test]
    fn a_burst_is_over_after_some_seconds() {
        let mut rate = Rate::default();
        rate.add(60, at(0));
        assert!((rate.per_second(START, at(0)) - 60.0).abs() < 1e-6);
        assert!((rate.per_second(START, at(3000)) - 20.0).abs() < 1e-6);
        assert!(rate.per_second(START, at(6000)) < 1e-6);
        rate.add(1, at(3_600_000));
        let elapsed = 5.3;
        let measured = rate.per_second(START, at(3_600_000));
        assert!((measured - 1.0 / elapsed).abs() < 1e-6, "{measured}");
    }

    #[test]
    fn time_that_runs_backward_loses_nothing() {
        let mut rate = Rate::default();
        rate.add(1, at(2000));
        rate.add(1, at(0));
        assert!((rate.per_second(START, at(2000)) - 1.0).abs() < 1e-6);
    }
}
