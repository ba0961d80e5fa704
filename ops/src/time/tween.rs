//! Ways from one number to another, in some time.

use std::f64::consts::{PI, TAU};

use ropewalk_flow::Instant;

/// How far `Back` goes beyond the end: by a tenth of the way.
const BACK: f64 = 1.70158;
/// The same for half of the way.
const STEEP_BACK: f64 = BACK * 1.525;

/// A number on its way to another.
#[derive(Default)]
pub(super) struct Tween {
    from: f64,
    to: f64,
    start: Instant,
    /// How long the whole way takes.
    seconds: f64,
    /// Whether it has not arrived.
    pub(super) is_moving: bool,
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

    /// Where it is by now, with one of the easings. It arrives exactly.
    pub(super) fn at(&mut self, now: Instant, easing: &str) -> f64 {
        let passed = now.saturating_sub(self.start).as_secs_f64();
        let way = self.to - self.from;
        // NaN, and the infinities, have no way to go; a time that is none is over.
        let is_going = passed < self.seconds && way.is_finite();
        self.is_moving &= is_going;
        if is_going {
            self.from + way * ease(passed / self.seconds, easing)
        } else {
            self.to
        }
    }
}

/// The part of the way after this part of the time, from 0 to 1. What is no easing is linear.
pub(super) fn ease(time: f64, easing: &str) -> f64 {
    if let Some(curve) = easing.strip_suffix(" In Out") {
        // On half of the way it goes as far beyond, so its curve is a steeper one.
        let curve = if curve == "Back" { "Steep Back" } else { curve };
        return if time < 0.5 {
            ease_in(time * 2.0, curve) / 2.0
        } else {
            1.0 - ease_in(2.0 - time * 2.0, curve) / 2.0
        };
    }
    if let Some(curve) = easing.strip_suffix(" In") {
        return ease_in(time, curve);
    }
    if let Some(curve) = easing.strip_suffix(" Out") {
        return 1.0 - ease_in(1.0 - time, curve);
    }
    match easing {
        "absolute" => 0.0,
        "smoothstep" => time * time * (3.0 - 2.0 * time),
        "smootherstep" => time.powi(3) * (time * (time * 6.0 - 15.0) + 10.0),
        _ => time,
    }
}

/// Curves that begin gently; backwards, they end so.
fn ease_in(time: f64, curve: &str) -> f64 {
    match curve {
        "Cubic" => time.powi(3),
        "Quart" => time.powi(4),
        "Quint" => time.powi(5),
        // From 1 to 1024, brought to the range from 0 to 1.
        "Expo" => ((time * 10.0).exp2() - 1.0) / 1023.0,
        "Sin" => 1.0 - (time * PI / 2.0).cos(),
        "Back" => back(time, BACK),
        "Steep Back" => back(time, STEEP_BACK),
        "Elastic" => ((time - 1.0) * 10.0).exp2() * ((1.0 - time) * TAU / 0.3).cos(),
        "Bounce" => 1.0 - bounce_out(1.0 - time),
        _ => time,
    }
}

fn back(time: f64, beyond: f64) -> f64 {
    time * time * ((beyond + 1.0) * time - beyond)
}

/// A ball that falls to 1, and jumps up three times more, each time half as long.
fn bounce_out(time: f64) -> f64 {
    // In units of which the fall takes one, and the three jumps 1, 1/2 and 1/4.
    let time = time * 2.75;
    let (middle, depth) = match time {
        time if time < 1.0 => (0.0, 0.0),
        time if time < 2.0 => (1.5, 0.75),
        time if time < 2.5 => (2.25, 0.9375),
        _ => (2.625, 0.984_375),
    };
    (time - middle).powi(2) + depth
}

#[cfg(test)]
mod tests {
    use super::*;

    const EASINGS: [&str; 25] = [
        "linear",
        "smoothstep",
        "smootherstep",
        "Cubic In",
        "Cubic Out",
        "Cubic In Out",
        "Expo In",
        "Expo Out",
        "Expo In Out",
        "Sin In",
        "Sin Out",
        "Sin In Out",
        "Quart In",
        "Quart Out",
        "Quart In Out",
        "Quint In",
        "Quint Out",
        "Quint In Out",
        "Back In",
        "Back Out",
        "Back In Out",
        "Elastic In",
        "Elastic Out",
        "Bounce In",
        "Bounce Out",
    ];

    #[test]
    fn every_easing_begins_at_0_ends_at_1_and_makes_no_leap() {
        for easing in EASINGS {
            let start = ease(0.0, easing);
            assert!(start.abs() < 1e-3, "{easing}: {start}");
            let end = ease(1.0, easing);
            assert!((end - 1.0).abs() < 1e-3, "{easing}: {end}");
            let mut last = start;
            for step in 1..=1000 {
                let at = ease(f64::from(step) / 1000.0, easing);
                assert!((at - last).abs() < 0.03, "{easing} at {step}: {last}, {at}");
                last = at;
            }
        }
    }

    #[test]
    fn each_easing_has_its_curve() {
        for (easing, quarter) in [
            ("linear", 0.25),
            ("absolute", 0.0),
            ("smoothstep", 0.15625),
            ("smootherstep", 0.103515625),
            ("Cubic In", 0.015625),
            ("Cubic Out", 0.578125),
            ("Cubic In Out", 0.0625),
            ("Quart In", 0.00390625),
            ("Quint In", 0.0009765625),
            ("Expo In", 0.0045522),
            ("Sin In", 0.0761205),
            ("Back In", -0.0641366),
            ("Back Out", 0.8174097),
            ("Back In Out", -0.0996818),
            ("Elastic In", -0.0055243),
            ("Bounce In", 0.0273438),
            ("Bounce Out", 0.4726563),
            ("unheard of", 0.25),
        ] {
            let at = ease(0.25, easing);
            assert!((at - quarter).abs() < 1e-6, "{easing}: {at}");
        }
    }

    #[test]
    fn a_number_goes_its_way_and_arrives_exactly() {
        let mut tween = Tween::default();
        let start = Instant::from_secs(100);
        let after = |ms: u64| start + Instant::from_millis(ms);
        tween.head(0.1, 0.3, 2.0, start);
        // It is on its way.
        tween.head(0.2, 0.3, 2.0, after(900));
        assert_eq!(tween.at(after(1000), "absolute"), 0.1);
        assert!((tween.at(after(1000), "linear") - 0.2).abs() < 1e-9);
        assert!(tween.is_moving);
        assert_eq!(tween.at(after(2000), "linear"), 0.3);
        assert!(!tween.is_moving);
    }

    #[test]
    fn without_a_time_or_a_way_it_is_there_at_once() {
        let mut tween = Tween::default();
        for seconds in [0.0, -1.0, f64::NAN] {
            tween.head(1.0, 2.0, seconds, Instant::ZERO);
            assert_eq!(tween.at(Instant::ZERO, "linear"), 2.0, "{seconds}");
            assert!(!tween.is_moving);
        }
        for (from, to) in [(1.0, f64::INFINITY), (f64::NAN, 5.0)] {
            tween.head(from, to, 1.0, Instant::ZERO);
            assert_eq!(tween.at(Instant::ZERO, "linear"), to);
            assert!(!tween.is_moving);
        }
        tween.head(3.0, 3.0, 1.0, Instant::ZERO);
        assert!(!tween.is_moving);
    }
}
