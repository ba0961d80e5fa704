use std::cell::Cell;

use js_sys::Date;
use ropewalk_runtime::{Instant, Stopwatch, WallClock};
use web_sys::Performance;

/// By how many milliseconds the clock may be off before it is told again.
const MOST_OFF: f64 = 20.0;

/// How many minutes local time is ahead of UTC at a time, in milliseconds since 1970.
pub(crate) fn zone_at(timestamp: f64) -> i32 {
    zone_of(&Date::new(&timestamp.into()))
}

fn zone_of(date: &Date) -> i32 {
    #[expect(clippy::cast_possible_truncation, reason = "a day has so many only")]
    let minutes = -date.get_timezone_offset() as i32;
    minutes
}

/// The time since the page was opened, and that of the day.
pub(crate) struct Clock {
    performance: Performance,
    last: Cell<Instant>,
    told: Cell<Option<(Instant, WallClock)>>,
}

impl Clock {
    pub(crate) fn new(performance: Performance) -> Self {
        Self {
            performance,
            last: Cell::default(),
            told: Cell::default(),
        }
    }

    /// Never less than before: browsers promise that, and not all keep it.
    pub(crate) fn now(&self) -> Instant {
        let now = Instant::from_secs_f64(self.performance.now().max(0.0) / 1000.0);
        self.last.set(now.max(self.last.get()));
        self.last.get()
    }

    /// A clock to measure with: the same, and as coarse as the browser makes it.
    pub(crate) fn stopwatch(&self) -> Stopwatch {
        let performance = self.performance.clone();
        Box::new(move || Instant::from_secs_f64(performance.now().max(0.0) / 1000.0))
    }

    /// The time of day, where it has not gone on as was told last, or another zone holds.
    pub(crate) fn news_of_day(&self) -> Option<WallClock> {
        let now = self.now();
        let date = Date::new_0();
        let is = WallClock {
            timestamp: date.get_time(),
            zone: zone_of(&date),
        };
        let is_known = self.told.get().is_some_and(|(then, told)| {
            let passed = now.saturating_sub(then).as_secs_f64() * 1000.0;
            let off = is.timestamp - told.timestamp - passed;
            off.abs() < MOST_OFF && is.zone == told.zone
        });
        if is_known {
            return None;
        }
        self.told.set(Some((now, is)));
        Some(is)
    }
}
