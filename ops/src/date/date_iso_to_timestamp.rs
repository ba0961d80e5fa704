//! `Ops.Date.DateIsoToTimestamp`

use ropewalk_flow::{Cx, Handlers, In, Op, OpError, Out, Text};

use super::civil::Civil;
use super::zone;

/// Reads a date such as `2026-01-02T03:04:05Z`.
#[derive(Op)]
#[op(name = "Ops.Date.DateIsoToTimestamp", help = include_str!("date_iso_to_timestamp.md"))]
pub(super) struct DateIsoToTimestamp {
    /// The date, as ISO 8601 writes it.
    #[input(name = "datetime")]
    date: In<Text>,
    /// Milliseconds since 1970, in UTC; NaN where the text is no date.
    #[output(name = "timestamp", unit = "ms")]
    timestamp: Out<f64>,
}

impl Handlers for DateIsoToTimestamp {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let timestamp = match read(self.date.get(cx).trim()) {
            None => f64::NAN,
            Some((timestamp, false)) => timestamp,
            // The zone at a time in UTC that is hours off, and so the zone at the time itself, also
            // where the clocks are changed in between.
            Some((local, true)) => local - zone(cx, local - zone(cx, local)),
        };
        self.timestamp.set(cx, timestamp);
        Ok(())
    }
}

/// The timestamp of a date, and whether that is in local time, as of one with a time but no zone.
fn read(text: &str) -> Option<(f64, bool)> {
    let (date, time) = match text.split_once(['T', 't', ' ']) {
        Some((date, time)) => (date, Some(time)),
        None => (text, None),
    };
    let mut parts = date.split('-');
    let year = digits(parts.next()?, 4)?;
    let month = parts.next().map_or(Some(1), |part| digits(part, 2))?;
    let day = parts.next().map_or(Some(1), |part| digits(part, 2))?;
    if parts.next().is_some() {
        return None;
    }
    let mut civil = Civil {
        year,
        month,
        day,
        weekday: 0,
        hours: 0,
        minutes: 0,
        seconds: 0,
        milliseconds: 0,
    };
    let mut is_local = false;
    let mut ahead = 0.0;
    if let Some(time) = time {
        let end = time.find(['Z', 'z', '+', '-']).unwrap_or(time.len());
        let (time, offset) = time.split_at(end);
        let (time, fraction) = time.split_once('.').unwrap_or((time, "0"));
        let mut parts = time.split(':');
        civil.hours = digits(parts.next()?, 2)?;
        civil.minutes = digits(parts.next()?, 2)?;
        civil.seconds = parts.next().map_or(Some(0), |part| digits(part, 2))?;
        civil.milliseconds = thousandths(fraction)?;
        if parts.next().is_some() {
            return None;
        }
        ahead = match offset {
            "" | "Z" | "z" => 0.0,
            _ => distance(offset)?,
        };
        is_local = offset.is_empty();
    }
    Some((civil.timestamp()? - ahead, is_local))
}

/// The number of so many digits.
fn digits(text: &str, count: usize) -> Option<i64> {
    let are_digits = text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    are_digits.then(|| text.parse().ok())?
}

/// The thousandths of a fraction, of which more digits are left out.
fn thousandths(fraction: &str) -> Option<i64> {
    let are_digits = !fraction.is_empty() && fraction.bytes().all(|byte| byte.is_ascii_digit());
    let first: String = fraction.chars().chain("00".chars()).take(3).collect();
    are_digits.then(|| first.parse().ok())?
}

/// How many milliseconds a zone such as `+05:30` is ahead of UTC.
fn distance(text: &str) -> Option<f64> {
    let (sign, rest) = match text.strip_prefix('-') {
        Some(rest) => (-1.0, rest),
        None => (1.0, text.strip_prefix('+')?),
    };
    let rest = rest.replace(':', "");
    let both = digits(&rest, 4)?;
    let (hours, minutes) = (both / 100, both % 100);
    #[expect(clippy::cast_precision_loss, reason = "it has four digits")]
    let distance = sign * ((hours * 60 + minutes) * 60_000) as f64;
    (hours < 24 && minutes < 60).then_some(distance)
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::WallClock;
    use ropewalk_flow::testing::Bench;

    use super::*;

    fn timestamp(date: &str) -> ropewalk_flow::Value {
        let mut op = Bench::<DateIsoToTimestamp>::new();
        let (timestamp, zone) = (0.0, 60);
        op.graph
            .set_wall_clock(WallClock { timestamp, zone }, op.now);
        op.set("datetime", date).unwrap();
        op.out("timestamp")
    }

    #[test]
    fn dates_and_times_are_read() {
        for (date, at) in [
            ("1970-01-01", 0.0),
            ("2026", 1_767_225_600_000.0),
            ("2026-01", 1_767_225_600_000.0),
            ("2026-01-02T03:04:05Z", 1_767_323_045_000.0),
            ("2026-01-02T03:04:05.6Z", 1_767_323_045_600.0),
            ("2026-01-02T03:04:05.6789Z", 1_767_323_045_678.0),
            ("2026-01-02 03:04Z", 1_767_323_040_000.0),
            ("2026-01-02T03:04:05+05:30", 1_767_303_245_000.0),
            ("2026-01-02T03:04:05-0100", 1_767_326_645_000.0),
            ("2026-01-02T03:04:05", 1_767_319_445_000.0),
            ("1970-01-01T24:00:00Z", 86_400_000.0),
            (" 1970-01-01 ", 0.0),
        ] {
            assert_eq!(timestamp(date), at, "{date}");
        }
    }

    #[test]
    fn local_time_has_the_zone_of_its_date() {
        let mut op = Bench::<DateIsoToTimestamp>::new();
        // Summer time begins on March 29, 2026, at one in UTC.
        op.graph
            .set_zones(|at| if at < 1_774_746_000_000.0 { 60 } else { 120 });
        for (date, at) in [
            ("2026-01-02T03:04:05", 1_767_319_445_000.0),
            ("2026-03-29T01:59:59", 1_774_745_999_000.0),
            ("2026-03-29T03:00", 1_774_746_000_000.0),
            ("2026-07-01T12:00", 1_782_900_000_000.0),
        ] {
            op.set("datetime", date).unwrap();
            assert_eq!(op.out("timestamp"), at, "{date}");
        }
    }

    #[test]
    fn what_is_no_date_is_nan() {
        for date in [
            "",
            "today",
            "26-01-02",
            "2026-13-01",
            "2026-02-29",
            "2026-1-2",
            "2026-01-02T25:00Z",
            "2026-01-02T24:00:01Z",
            "2026-01-02T10:60Z",
            "2026-01-02T10Z",
            "2026-01-02T10:00:00.Z",
            "2026-01-02T10:00+99:00",
            "2026-01-02T10:00+1",
            "2026-01-02-03",
        ] {
            assert_eq!(timestamp(date), f64::NAN, "{date}");
        }
    }
}
