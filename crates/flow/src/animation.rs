//! A number that changes with time, from key to key.

use serde::Serialize;
use serde::ser::{SerializeStruct, Serializer};

use crate::easing::Easing;
use crate::number::clamp;
use crate::sorted::sorted_by;

/// How often a curve is halved to find a time on it: to a billionth of its length.
const HALVINGS: u32 = 30;
/// Where a handle is that a key does not have, in seconds from it.
const HANDLE: f64 = 0.5;

/// A number that changes with time, from key to key.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Animation {
    /// What comes after the last key.
    #[serde(rename = "loop")]
    repeat: Repeat,
    /// By rising time.
    keys: Vec<Keyframe>,
}

/// What an animation is at one time, and how it goes on from there.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Keyframe {
    /// When, in seconds.
    pub time: f64,
    /// The number.
    pub value: f64,
    /// The way to the next key.
    pub easing: Easing,
    /// Where the curves from the key before and to the key after it are drawn to, if they are
    /// [`Easing::BEZIER`]: in seconds and in the number's unit, counted from the key.
    pub handles: Option<[[f64; 2]; 2]>,
}

/// What comes after the last key of an animation. Before the first it is always its value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Repeat {
    /// It stays at the last value.
    #[default]
    Off,
    /// All again from the first key.
    Repeat,
    /// Back to the first key, and so on to and fro.
    Mirror,
    /// All again, from the value that it has come to.
    Offset,
}

impl Repeat {
    /// All of them, with the names that files have for them.
    pub const ALL: [(Self, &str); 4] = [
        (Self::Off, "off"),
        (Self::Repeat, "repeat"),
        (Self::Mirror, "mirror"),
        (Self::Offset, "offset"),
    ];

    /// The one of that name.
    pub fn of_name(name: &str) -> Option<Self> {
        let named = Self::ALL.iter().find(|(_, known)| *known == name);
        named.map(|(repeat, _)| *repeat)
    }
}

impl Animation {
    /// An animation. The keys are put in the order of their times; of several at one time, the last
    /// holds from then on.
    pub fn new(keys: Vec<Keyframe>, repeat: Repeat) -> Self {
        let keys = sorted_by(keys, |a, b| a.time.total_cmp(&b.time));
        Self { repeat, keys }
    }

    /// The keys by rising time.
    pub fn keys(&self) -> &[Keyframe] {
        &self.keys
    }

    /// What comes after the last key.
    pub fn repeat(&self) -> Repeat {
        self.repeat
    }

    /// The number at a time, in seconds; `None` without any key.
    pub fn at(&self, time: f64) -> Option<f64> {
        let (first, last) = (self.keys.first()?, self.keys.last()?);
        let (time, raised) = match self.fold(time) {
            Some(folded) => folded,
            None => return Some(last.value),
        };
        let next = self.keys.partition_point(|key| key.time <= time);
        let value = match (self.keys[..next].last(), self.keys.get(next)) {
            // NaN comes before everything.
            (None, _) => first.value,
            (Some(_), None) => last.value,
            (Some(key), Some(next)) => key.towards(next, time),
        };
        Some(value + raised)
    }

    /// Whether it does not change any more after a time.
    pub fn has_ended(&self, time: f64) -> bool {
        let Some(last) = self.keys.last() else {
            return true;
        };
        time >= last.time && (self.repeat == Repeat::Off || self.length() <= 0.0)
    }

    /// The seconds from the first key to the last.
    pub fn length(&self) -> f64 {
        match (self.keys.first(), self.keys.last()) {
            (Some(first), Some(last)) => last.time - first.time,
            _ => 0.0,
        }
    }

    /// The time between the first and the last key that stands for a time, and what is added to the
    /// value then. `None` after the end of one that does not go on.
    fn fold(&self, time: f64) -> Option<(f64, f64)> {
        let (first, last) = (self.keys.first()?, self.keys.last()?);
        // So that the last key's value is seen once in each round.
        let is_after = time > last.time;
        if !is_after {
            return Some((time, 0.0));
        }
        let length = self.length();
        let rounds = (time - first.time) / length;
        if self.repeat == Repeat::Off || length <= 0.0 || !rounds.is_finite() {
            return None;
        }
        let round = rounds.floor();
        let passed = clamp(time - first.time - round * length, 0.0, length);
        Some(match self.repeat {
            Repeat::Mirror if round % 2.0 == 1.0 => (last.time - passed, 0.0),
            Repeat::Offset => (first.time + passed, (last.value - first.value) * round),
            _ => (first.time + passed, 0.0),
        })
    }
}

impl Keyframe {
    /// The number on the way to the next key.
    fn towards(&self, next: &Self, time: f64) -> f64 {
        if self.easing == Easing::BEZIER {
            return self.curve(next, time);
        }
        let part = (time - self.time) / (next.time - self.time);
        self.value + (next.value - self.value) * self.easing.at(part)
    }

    /// The Bézier curve to the next key at a time.
    fn curve(&self, next: &Self, time: f64) -> f64 {
        let [_, after] = self.handles.unwrap_or([[-HANDLE, 0.0], [HANDLE, 0.0]]);
        let [before, _] = next.handles.unwrap_or([[-HANDLE, 0.0], [HANDLE, 0.0]]);
        // Within the two keys the curve has one value for each time.
        let times = [
            self.time,
            clamp(self.time + after[0], self.time, next.time),
            clamp(next.time + before[0], self.time, next.time),
            next.time,
        ];
        let values = [
            self.value,
            self.value + after[1],
            next.value + before[1],
            next.value,
        ];
        let (mut low, mut high) = (0.0, 1.0);
        for _ in 0..HALVINGS {
            let middle = f64::midpoint(low, high);
            if bezier(times, middle) <= time {
                low = middle;
            } else {
                high = middle;
            }
        }
        bezier(values, f64::midpoint(low, high))
    }
}

fn bezier([a, b, c, d]: [f64; 4], t: f64) -> f64 {
    let s = 1.0 - t;
    s * s * s * a + 3.0 * s * s * t * b + 3.0 * s * t * t * c + t * t * t * d
}

/// As files and the page have it: the handles are `in` and `out`, where there are any.
impl Serialize for Keyframe {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let handles = if self.handles.is_some() { 2 } else { 0 };
        let mut key = serializer.serialize_struct("Keyframe", 3 + handles)?;
        key.serialize_field("time", &self.time)?;
        key.serialize_field("value", &self.value)?;
        key.serialize_field("easing", self.easing.name())?;
        if let Some([before, after]) = &self.handles {
            key.serialize_field("in", before)?;
            key.serialize_field("out", after)?;
        }
        key.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::easing::EASINGS;

    fn key(time: f64, value: f64) -> Keyframe {
        Keyframe {
            time,
            value,
            ..Keyframe::default()
        }
    }

    /// From 10 to 20 between the seconds 1 and 3.
    fn ramp(repeat: Repeat) -> Animation {
        Animation::new(vec![key(3.0, 20.0), key(1.0, 10.0)], repeat)
    }

    #[test]
    fn before_the_first_key_and_after_the_last_it_stands() {
        let ramp = ramp(Repeat::Off);
        for (time, value) in [
            (f64::NEG_INFINITY, 10.0),
            (-5.0, 10.0),
            (1.0, 10.0),
            (2.0, 15.0),
            (3.0, 20.0),
            (99.0, 20.0),
            (f64::INFINITY, 20.0),
            (f64::NAN, 10.0),
        ] {
            assert_eq!(ramp.at(time), Some(value), "{time}");
        }
        assert!(!ramp.has_ended(2.9));
        assert!(ramp.has_ended(3.0));
    }

    #[test]
    fn it_goes_on_as_its_loop_says() {
        // Half a second after the end, one and a half rounds, and three quarters of the third.
        for (repeat, values) in [
            (Repeat::Off, [20.0, 20.0, 20.0]),
            (Repeat::Repeat, [12.5, 15.0, 17.5]),
            (Repeat::Mirror, [17.5, 15.0, 17.5]),
            (Repeat::Offset, [22.5, 25.0, 37.5]),
        ] {
            let ramp = ramp(repeat);
            for (time, value) in [3.5, 4.0, 6.5].into_iter().zip(values) {
                assert_eq!(ramp.at(time), Some(value), "{repeat:?} at {time}");
            }
            assert_eq!(ramp.at(0.0), Some(10.0));
            assert_eq!(ramp.at(3.0), Some(20.0));
            assert_eq!(ramp.has_ended(100.0), repeat == Repeat::Off);
            let far = ramp.at(1e300).unwrap();
            assert!(
                far.is_finite() || repeat == Repeat::Offset,
                "{repeat:?}: {far}"
            );
            assert_eq!(ramp.at(f64::INFINITY), Some(20.0));
        }
    }

    #[test]
    fn with_one_key_or_none_there_is_nothing_to_go_through() {
        for (repeat, _) in Repeat::ALL {
            let one = Animation::new(vec![key(2.0, 7.0)], repeat);
            for time in [-1.0, 2.0, 3.0, f64::NAN] {
                assert_eq!(one.at(time), Some(7.0));
            }
            assert!(one.has_ended(2.0));
            let none = Animation::new(Vec::new(), repeat);
            assert_eq!(none.at(1.0), None);
            assert!(none.has_ended(0.0));
            assert_eq!(none.length(), 0.0);
        }
    }

    #[test]
    fn of_keys_at_one_time_the_last_holds_from_then_on() {
        let keys = vec![
            key(0.0, 0.0),
            key(1.0, 10.0),
            key(1.0, 50.0),
            key(2.0, 60.0),
        ];
        let jump = Animation::new(keys, Repeat::Off);
        assert_eq!(jump.at(0.5), Some(5.0));
        assert_eq!(jump.at(1.0), Some(50.0));
        assert_eq!(jump.at(1.5), Some(55.0));
        for (repeat, _) in Repeat::ALL {
            let all = Animation::new(vec![key(1.0, 3.0), key(1.0, 4.0)], repeat);
            assert_eq!(all.at(0.0), Some(3.0));
            assert_eq!(all.at(1.0), Some(4.0));
            assert_eq!(all.at(9.0), Some(4.0));
        }
    }

    #[test]
    fn each_key_goes_its_own_way_to_the_next() {
        for name in EASINGS {
            let easing = Easing::of_name(name).unwrap();
            let start = Keyframe {
                easing,
                ..key(0.0, 100.0)
            };
            let way = Animation::new(vec![start, key(4.0, 300.0)], Repeat::Off);
            for part in [0.0, 0.25, 0.5, 0.75] {
                let value = way.at(4.0 * part).unwrap();
                assert_eq!(value, 100.0 + 200.0 * easing.at(part), "{name} at {part}");
            }
            assert_eq!(way.at(4.0), Some(300.0), "{name}");
        }
    }

    #[test]
    fn a_curve_is_drawn_by_the_handles_at_its_ends() {
        let curve = |out: [f64; 2], into: [f64; 2]| {
            let handles = Some([[0.0, 0.0], out]);
            let easing = Easing::BEZIER;
            let start = Keyframe {
                handles,
                easing,
                ..key(0.0, 0.0)
            };
            let handles = Some([into, [0.0, 0.0]]);
            let end = Keyframe {
                handles,
                ..key(3.0, 3.0)
            };
            Animation::new(vec![start, end], Repeat::Off)
        };
        let at = |curve: &Animation, time: f64| (curve.at(time).unwrap() * 1e6).round() / 1e6;
        // Handles on the line between the keys.
        let line = curve([1.0, 1.0], [-1.0, -1.0]);
        for time in [0.0, 0.3, 1.5, 2.9, 3.0] {
            assert_eq!(at(&line, time), time);
        }
        // Level at both ends: gentle, and half way in the middle.
        let gentle = curve([1.5, 0.0], [-1.5, 0.0]);
        assert_eq!(at(&gentle, 1.5), 1.5);
        assert!(at(&gentle, 0.3) < 0.15);
        // Handles beyond the other key are taken back to it.
        let steep = curve([99.0, 0.0], [-99.0, 0.0]);
        let values: Vec<f64> = (0..=30).map(|i| at(&steep, f64::from(i) / 10.0)).collect();
        assert!(values.is_sorted(), "{values:?}");
    }

    #[test]
    fn it_is_written_as_files_have_it() {
        let handles = Some([[-1.0, 0.0], [0.5, 2.0]]);
        let easing = Easing::BEZIER;
        let keys = vec![
            key(0.0, 1.5),
            Keyframe {
                handles,
                easing,
                ..key(2.0, 3.0)
            },
        ];
        let json = serde_json::to_string(&Animation::new(keys, Repeat::Mirror)).unwrap();
        let expected = r#"{"loop":"mirror","keys":[{"time":0.0,"value":1.5,"easing":"linear"},{"time":2.0,"value":3.0,"easing":"Bezier","in":[-1.0,0.0],"out":[0.5,2.0]}]}"#;
        assert_eq!(json, expected);
    }
}
