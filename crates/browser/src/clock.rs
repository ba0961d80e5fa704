use std::cell::Cell;

use ropewalk_runtime::Instant;
use web_sys::Performance;

/// The time since the page was opened.
pub(crate) struct Clock {
    performance: Performance,
    last: Cell<Instant>,
}

impl Clock {
    pub(crate) fn new(performance: Performance) -> Self {
        Self {
            performance,
            last: Cell::default(),
        }
    }

    /// Never less than before: browsers promise that, and not all keep it.
    pub(crate) fn now(&self) -> Instant {
        let now = Instant::from_secs_f64(self.performance.now().max(0.0) / 1000.0);
        self.last.set(now.max(self.last.get()));
        self.last.get()
    }
}
