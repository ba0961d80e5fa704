//! What follows something in steps, and rests once it is there.

use ropewalk_flow::{Cx, Instant};

/// When an op made its last step, and whether it makes one with each frame.
#[derive(Debug, Default)]
pub(crate) struct Motion {
    /// `None` until the op has run.
    stepped: Option<Instant>,
    is_moving: bool,
}

impl Motion {
    /// Whether the op has not run yet.
    pub(super) fn is_new(&self) -> bool {
        self.stepped.is_none()
    }

    /// Whether it moves with the frames.
    pub(crate) fn is_moving(&self) -> bool {
        self.is_moving
    }

    /// Moves with the frames from now on, or does no more. To be said at each run of the op.
    pub(crate) fn set(&mut self, is_moving: bool, cx: &mut Cx<'_>) {
        if self.is_new() || is_moving && !self.is_moving {
            // It was at rest until now.
            self.stepped = Some(cx.now());
        }
        self.is_moving = is_moving;
        cx.request_frames(is_moving);
    }

    /// Makes a step: how many seconds after the last one.
    pub(crate) fn step(&mut self, cx: &Cx<'_>) -> f64 {
        let now = cx.now();
        let last = self.stepped.replace(now).unwrap_or(now);
        now.saturating_sub(last).as_secs_f64()
    }
}
