//! The patch's own clock, which can be stopped and set.

use crate::Instant;
use crate::core::Core;
use crate::graph::Graph;

/// The patch's own clock: it stands, or goes on with the host's time.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Timeline {
    /// What it showed when it was set or stopped last.
    seconds: f64,
    /// Since when it goes on.
    since: Option<Instant>,
}

impl Timeline {
    /// What it shows, in seconds.
    pub fn at(self, now: Instant) -> f64 {
        let passed = self.since.map(|since| now.saturating_sub(since));
        self.seconds + passed.unwrap_or_default().as_secs_f64()
    }

    /// Whether it goes on.
    pub fn is_playing(self) -> bool {
        self.since.is_some()
    }
}

impl Graph {
    /// The patch's clock.
    pub fn timeline(&self) -> Timeline {
        self.core.timeline
    }

    /// Lets the patch's clock go on, or stops it.
    pub fn play(&mut self, playing: bool, now: Instant) {
        self.event(now, |graph| graph.core.play(playing));
    }

    /// Sets the patch's clock to a time in seconds. Below 0 and NaN are 0.
    pub fn seek(&mut self, seconds: f64, now: Instant) {
        self.event(now, |graph| graph.core.seek(seconds));
    }

    /// The patch's clock and what it shows, where it was stopped, set or let go on since the last
    /// call.
    pub fn take_timeline(&mut self) -> Option<(Timeline, f64)> {
        let core = &mut self.core;
        let has_changed = std::mem::take(&mut core.timeline_has_changed);
        has_changed.then(|| (core.timeline, core.timeline.at(core.now)))
    }
}

impl Core {
    pub(crate) fn play(&mut self, playing: bool) {
        if self.timeline.is_playing() != playing {
            self.set_timeline(Timeline {
                seconds: self.timeline.at(self.now),
                since: playing.then_some(self.now),
            });
        }
    }

    pub(crate) fn seek(&mut self, seconds: f64) {
        // `max` takes 0 for NaN.
        let seconds = seconds.max(0.0);
        self.set_timeline(Timeline {
            seconds: seconds.min(f64::MAX),
            since: self.timeline.since.map(|_| self.now),
        });
    }

    fn set_timeline(&mut self, timeline: Timeline) {
        if self.timeline == timeline {
            return;
        }
        self.timeline = timeline;
        self.timeline_has_changed = true;
        self.touched.extend_from_slice(&self.timeline_readers);
        self.animate();
    }
}
