//! `Ops.Date.DateFormatter`

use std::fmt::Write as _;

use ropewalk_flow::{Cx, Handlers, In, Object, Op, OpError, Out, Text};

use super::civil::Civil;
use super::zone;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

const WEEKDAYS: [&str; 7] = [
    "Sunday",
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
];

/// Writes a date.
#[derive(Op)]
#[op(name = "Ops.Date.DateFormatter", help = include_str!("date_formatter.md"))]
pub(super) struct DateFormatter {
    /// When it is: milliseconds since 1970, in UTC.
    #[input(name = "Timestamp", unit = "ms")]
    timestamp: In<f64>,
    /// Of no meaning here: no op gives a date as an object.
    #[input(name = "Date")]
    #[expect(dead_code, reason = "patches of cables have it")]
    date: In<Object>,
    /// How it is written.
    #[input(name = "Format", default = "YYYY-MM-DD")]
    format: In<Text>,
    /// The date as text.
    #[output(name = "StringDate")]
    text: Out<Text>,
}

impl Handlers for DateFormatter {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let timestamp = self.timestamp.get(cx);
        let zone = zone(cx, timestamp);
        let text = match Civil::of(timestamp + zone) {
            Some(civil) => written(&self.format.get(cx), &civil, timestamp, zone),
            None => "Invalid date".to_owned(),
        };
        self.text.set(cx, text);
        Ok(())
    }
}

/// Writes a date in a format.
fn written(format: &str, date: &Civil, timestamp: f64, zone: f64) -> String {
    let mut text = String::new();
    let mut rest = format;
    while let Some(first) = rest.chars().next() {
        // What is in square brackets stands for itself.
        if let Some((literal, behind)) =
            rest.strip_prefix('[').and_then(|rest| rest.split_once(']'))
        {
            text.push_str(literal);
            rest = behind;
            continue;
        }
        let same = rest.chars().take_while(|c| *c == first).count();
        let length = match first {
            'Y' if same >= 4 => 4,
            'Y' | 'D' | 'H' | 'h' | 'm' | 's' | 'Z' => same.min(2),
            'M' | 'd' => same.min(4),
            'S' => same.min(3),
            _ => 1,
        };
        let ordinal = matches!((first, length), ('D', 1)) && rest[1..].starts_with('o');
        let length = if ordinal {
            2
        } else {
            length * first.len_utf8()
        };
        let (token, behind) = rest.split_at(length);
        part(&mut text, token, date, timestamp, zone);
        rest = behind;
    }
    text
}

/// Writes what a token stands for; the token itself where it stands for nothing.
fn part(text: &mut String, token: &str, date: &Civil, timestamp: f64, zone: f64) {
    let name = |names: &[&'static str], place: i64| {
        usize::try_from(place)
            .ok()
            .and_then(|place| names.get(place).copied())
            .unwrap_or_default()
    };
    let month = name(&MONTHS, date.month - 1);
    let weekday = name(&WEEKDAYS, date.weekday);
    let hour = (date.hours + 11) % 12 + 1;
    let (number, width) = match token {
        "YYYY" => (date.year, 4),
        "YY" => (date.year.rem_euclid(100), 2),
        "Y" => (date.year, 1),
        "MM" => (date.month, 2),
        "M" => (date.month, 1),
        "DD" => (date.day, 2),
        "D" => (date.day, 1),
        "HH" => (date.hours, 2),
        "H" => (date.hours, 1),
        "hh" => (hour, 2),
        "h" => (hour, 1),
        "mm" => (date.minutes, 2),
        "m" => (date.minutes, 1),
        "ss" => (date.seconds, 2),
        "s" => (date.seconds, 1),
        "SSS" => (date.milliseconds, 3),
        "SS" => (date.milliseconds / 10, 2),
        "S" => (date.milliseconds / 100, 1),
        "d" => (date.weekday, 1),
        #[expect(clippy::cast_possible_truncation, reason = "a date has so many only")]
        "x" => (timestamp as i64, 1),
        #[expect(clippy::cast_possible_truncation, reason = "a date has so many only")]
        "X" => ((timestamp / 1000.0).floor() as i64, 1),
        _ => {
            let half = if date.hours < 12 { "AM" } else { "PM" };
            match token {
                "MMMM" => text.push_str(month),
                "MMM" => text.push_str(&month[..3]),
                "dddd" => text.push_str(weekday),
                "ddd" => text.push_str(&weekday[..3]),
                "dd" => text.push_str(&weekday[..2]),
                "A" => text.push_str(half),
                "a" => text.push_str(&half.to_ascii_lowercase()),
                "Do" => {
                    let ending = match (date.day, date.day % 10) {
                        (11..=13, _) => "th",
                        (_, 1) => "st",
                        (_, 2) => "nd",
                        (_, 3) => "rd",
                        _ => "th",
                    };
                    text.push_str(&date.day.to_string());
                    text.push_str(ending);
                }
                "Z" | "ZZ" => {
                    text.push(if zone < 0.0 { '-' } else { '+' });
                    #[expect(clippy::cast_possible_truncation, reason = "a day has so many only")]
                    let minutes = (zone.abs() / 60_000.0) as i64;
                    let colon = if token == "Z" { ":" } else { "" };
                    // Writing to a string does not fail.
                    let _ = write!(text, "{:02}{colon}{:02}", minutes / 60, minutes % 60);
                }
                other => text.push_str(other),
            }
            return;
        }
    };
    // Writing to a string does not fail.
    let _ = write!(text, "{number:0width$}");
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::WallClock;
    use ropewalk_flow::testing::Bench;

    use super::*;

    fn formatted(timestamp: f64, zone: i32, format: &str) -> String {
        let mut op = Bench::<DateFormatter>::new();
        let clock = WallClock {
            timestamp: 0.0,
            zone,
        };
        op.graph.set_wall_clock(clock, op.now);
        op.set("Format", format).unwrap();
        op.set("Timestamp", timestamp).unwrap();
        op.out("StringDate").to_string()
    }

    #[test]
    fn each_token_stands_for_a_part() {
        let at = 1_767_323_045_678.0;
        for (format, text) in [
            ("YYYY-MM-DD", "2026-01-02"),
            ("YY Y M D", "26 2026 1 2"),
            ("HH:mm:ss.SSS", "03:04:05.678"),
            ("H h hh m s SS S", "3 3 03 4 5 67 6"),
            ("MMMM MMM dddd ddd dd d", "January Jan Friday Fri Fr 5"),
            ("Do A a", "2nd AM am"),
            ("Z ZZ", "+00:00 +0000"),
            ("X x", "1767323045 1767323045678"),
            ("[Day] D, é!", "Day 2, é!"),
            ("[open D", "[open 2"),
            ("", ""),
        ] {
            // A letter of a word that is a token is one: `open` has none.
            assert_eq!(formatted(at, 0, format), text, "{format}");
        }
    }

    #[test]
    fn the_zone_moves_it() {
        let at = 1_767_323_045_678.0;
        assert_eq!(formatted(at, 330, "DD HH:mm Z"), "02 08:34 +05:30");
        assert_eq!(formatted(at, -300, "DD h:mm A ZZ"), "01 10:04 PM -0500");
        assert_eq!(formatted(0.0, 0, "hh A"), "12 AM");
        assert_eq!(formatted(43_200_000.0, 0, "hh A"), "12 PM");
    }

    #[test]
    fn each_date_has_the_zone_of_its_time() {
        let mut op = Bench::<DateFormatter>::new();
        // Summer time begins on March 29, 2026, at one in UTC.
        op.graph
            .set_zones(|at| if at < 1_774_746_000_000.0 { 60 } else { 120 });
        op.set("Format", "DD HH:mm Z").unwrap();
        for (at, text) in [
            (1_767_323_045_678.0, "02 04:04 +01:00"),
            (1_774_745_999_000.0, "29 01:59 +01:00"),
            (1_774_746_000_000.0, "29 03:00 +02:00"),
        ] {
            op.set("Timestamp", at).unwrap();
            assert_eq!(op.out("StringDate"), text);
        }
    }

    #[test]
    fn days_have_their_endings() {
        for (day, text) in [
            (1, "1st"),
            (3, "3rd"),
            (4, "4th"),
            (11, "11th"),
            (22, "22nd"),
        ] {
            let at = f64::from(day - 1) * 86_400_000.0;
            assert_eq!(formatted(at, 0, "Do"), text);
        }
    }

    #[test]
    fn what_is_no_date_is_told_in_its_place() {
        for at in [f64::NAN, f64::INFINITY, 1e300] {
            assert_eq!(formatted(at, 0, "YYYY"), "Invalid date");
        }
    }
}
