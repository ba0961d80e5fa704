//! Ways from one number to another: how far one has come by which part of the time.

use std::f64::consts::{PI, TAU};

/// The names of all easings but [`Easing::BEZIER`], which has handles of its own: for an input that
/// takes the name of one.
pub const EASINGS: [&str; 26] = [
    "linear",
    "absolute",
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

/// The first of [`EASINGS`] that is a curve with an end, or two, of its kind.
const FIRST_CURVE: u8 = 4;
/// The first of the curves that have no `In Out`.
const FIRST_PAIR: u8 = 22;

/// How far `Back` goes beyond the end: by a tenth of the way.
const BACK: f64 = 1.70158;
/// The same for half of the way.
const STEEP_BACK: f64 = BACK * 1.525;

/// A way from 0 to 1. The default is a straight line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Easing(u8);

impl Easing {
    /// A curve whose handles are part of the keys at both of its ends. Without them it is a line.
    pub const BEZIER: Self = Self(26);

    /// The easing of that name, one of [`EASINGS`] or `Bezier`.
    pub fn of_name(name: &str) -> Option<Self> {
        let index = EASINGS.iter().position(|known| *known == name);
        let index = index.and_then(|index| u8::try_from(index).ok());
        index
            .map(Self)
            .or((name == "Bezier").then_some(Self::BEZIER))
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        EASINGS.get(usize::from(self.0)).unwrap_or(&"Bezier")
    }

    /// The part of the way after this part of the time, both from 0 to 1. `absolute` stays at 0
    /// before the end; `Back` and `Elastic` leave the way.
    pub fn at(self, time: f64) -> f64 {
        match self.0 {
            1 => f64::from(u8::from(time >= 1.0)),
            2 => time * time * (3.0 - 2.0 * time),
            3 => time.powi(3) * (time * (time * 6.0 - 15.0) + 10.0),
            curve @ FIRST_CURVE..FIRST_PAIR => {
                let place = curve - FIRST_CURVE;
                eased(time, place / 3, place % 3)
            }
            curve @ FIRST_PAIR..26 => {
                let place = curve - FIRST_PAIR;
                eased(time, 6 + place / 2, place % 2)
            }
            _ => time,
        }
    }
}

/// A curve that is gentle at the beginning (0), at the end (1) or at both (2).
fn eased(time: f64, curve: u8, ends: u8) -> f64 {
    match ends {
        0 => ease_in(time, curve),
        1 => 1.0 - ease_in(1.0 - time, curve),
        // On half of the way it goes as far beyond, so its curve is a steeper one.
        _ => {
            let curve = if curve == 5 { 8 } else { curve };
            match time < 0.5 {
                true => ease_in(time * 2.0, curve) / 2.0,
                false => 1.0 - ease_in(2.0 - time * 2.0, curve) / 2.0,
            }
        }
    }
}

/// Curves that begin gently, in the order of [`EASINGS`]; backwards, they end so.
fn ease_in(time: f64, curve: u8) -> f64 {
    match curve {
        0 => time.powi(3),
        // From 1 to 1024, brought to the range from 0 to 1.
        1 => ((time * 10.0).exp2() - 1.0) / 1023.0,
        2 => 1.0 - (time * PI / 2.0).cos(),
        3 => time.powi(4),
        4 => time.powi(5),
        5 => back(time, BACK),
        8 => back(time, STEEP_BACK),
        // It swings by 2⁻¹⁰ before it begins.
        6 if time <= 0.0 => 0.0,
        6 => ((time - 1.0) * 10.0).exp2() * ((1.0 - time) * TAU / 0.3).cos(),
        _ => 1.0 - bounce_out(1.0 - time),
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
    use std::f64::consts::FRAC_1_SQRT_2;

    use super::*;

    fn ease(time: f64, name: &str) -> f64 {
        Easing::of_name(name).unwrap().at(time)
    }

    #[test]
    fn every_easing_begins_at_0_ends_at_1_and_makes_no_leap() {
        for easing in EASINGS.iter().filter(|name| **name != "absolute") {
            let start = ease(0.0, easing);
            assert!(start.abs() < 1e-9, "{easing}: {start}");
            let end = ease(1.0, easing);
            assert!((end - 1.0).abs() < 1e-9, "{easing}: {end}");
            let mut last = start;
            for step in 1..=1000 {
                let at = ease(f64::from(step) / 1000.0, easing);
                assert!((at - last).abs() < 0.03, "{easing} at {step}: {last}, {at}");
                last = at;
            }
        }
    }

    #[test]
    fn every_easing_is_where_it_should_be_half_way() {
        let halves = [
            0.5,
            0.0,
            0.5,
            0.5, // linear, absolute, smoothstep, smootherstep
            0.125,
            0.875,
            0.5, // Cubic
            0.0303,
            0.9697,
            0.5, // Expo
            1.0 - FRAC_1_SQRT_2,
            FRAC_1_SQRT_2,
            0.5, // Sin
            0.0625,
            0.9375,
            0.5, // Quart
            0.03125,
            0.96875,
            0.5, // Quint
            -0.0877,
            1.0877,
            0.5, // Back
            -0.0156,
            1.0156, // Elastic
            0.2344,
            0.7656, // Bounce
        ];
        for (name, half) in EASINGS.iter().zip(halves) {
            let at = ease(0.5, name);
            assert!((at - half).abs() < 5e-4, "{name}: {at}");
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
            ("Bounce In", 0.0273438),
            ("Bounce Out", 0.4726563),
        ] {
            let at = ease(0.25, easing);
            assert!((at - quarter).abs() < 1e-6, "{easing}: {at}");
        }
    }

    #[test]
    fn each_has_its_name() {
        for name in EASINGS.into_iter().chain(["Bezier"]) {
            assert_eq!(Easing::of_name(name).map(Easing::name), Some(name));
        }
        assert_eq!(Easing::of_name("Linear"), None);
        assert_eq!(Easing::default().name(), "linear");
        assert_eq!(Easing::BEZIER.at(0.25), 0.25);
    }
}
