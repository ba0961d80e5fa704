//! From one number to another, in some time.

use ropewalk_flow::{Cx, Easing, In, Instant, Out, Text, Trigger};

/// A number on its way to another.
#[derive(Default)]
pub(super) struct Tween {
    from: f64,
    to: f64,
    start: Instant,
    /// How long the whole way takes.
    seconds: f64,
    /// Whether it has not arrived.
    is_moving: bool,
}

impl Tween {
    /// Sets out from one number to another in some seconds, unless it is on that way already.
    pub(super) fn head(&mut self, from: f64, to: f64, seconds: f64, now: Instant) {
        if to == self.to && seconds == self.seconds {
            return;
        }
        *self = Self {
            from,
            to,
            start: now,
            seconds,
            is_moving: from != to,
        };
    }

    pub(super) fn is_moving(&self) -> bool {
        self.is_moving
    }

    /// Has a frame of each drawing of the screen while it is on its way, unless pulses move it.
    pub(super) fn ask_for_frames(&self, pulses: Trigger, cx: &mut Cx<'_>) {
        cx.request_frames(self.is_moving && !pulses.linked(cx));
    }

    /// Sets an output to where it is by now. Whether it arrives with this.
    pub(super) fn step(&mut self, easing: In<Text>, output: Out<f64>, cx: &mut Cx<'_>) -> bool {
        if !self.is_moving {
            return false;
        }
        let easing = Easing::of_name(&easing.get(cx)).unwrap_or_default();
        let number = self.at(cx.now(), easing);
        output.set(cx, number);
        !self.is_moving
    }

    /// Where it is by now, with one of the easings. It arrives exactly.
    fn at(&mut self, now: Instant, easing: Easing) -> f64 {
        let passed = now.saturating_sub(self.start).as_secs_f64();
        let way = self.to - self.from;
        // NaN, and the infinities, have no way to go; a time that is none is over.
        let is_going = passed < self.seconds && way.is_finite();
        self.is_moving &= is_going;
        if is_going {
            self.from + way * easing.at(passed / self.seconds)
        } else {
            self.to
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn easing(name: &str) -> Easing {
        Easing::of_name(name).unwrap()
    }

    #[test]
    fn a_number_goes_its_way_and_arrives_exactly() {
        let mut tween = Tween::default();
        let start = Instant::from_secs(100);
        let after = |ms: u64| start + Instant::from_millis(ms);
        tween.head(0.1, 0.3, 2.0, start);
        // It is on its way.
        tween.head(0.2, 0.3, 2.0, after(900));
        assert_eq!(tween.at(after(1000), easing("absolute")), 0.1);
        assert!((tween.at(after(1000), Easing::default()) - 0.2).abs() < 1e-9);
        assert!(tween.is_moving);
        assert_eq!(tween.at(after(2000), Easing::default()), 0.3);
        assert!(!tween.is_moving);
    }

    #[test]
    fn without_a_time_or_a_way_it_is_there_at_once() {
        let mut tween = Tween::default();
        for seconds in [0.0, -1.0, f64::NAN] {
            tween.head(1.0, 2.0, seconds, Instant::ZERO);
            assert_eq!(tween.at(Instant::ZERO, Easing::default()), 2.0, "{seconds}");
            assert!(!tween.is_moving);
        }
        for (from, to) in [(1.0, f64::INFINITY), (f64::NAN, 5.0)] {
            tween.head(from, to, 1.0, Instant::ZERO);
            assert_eq!(tween.at(Instant::ZERO, Easing::default()), to);
            assert!(!tween.is_moving);
        }
        tween.head(3.0, 3.0, 1.0, Instant::ZERO);
        assert!(!tween.is_moving);
    }
}
