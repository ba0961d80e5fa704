//! The Gregorian calendar, of years long before it as well.

/// How far a timestamp may be from 1970, in milliseconds, as in a browser.
const FARTHEST: f64 = 8.64e15;

const DAY: i64 = 86_400_000;

/// A day, and a time of it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Civil {
    pub(super) year: i64,
    /// From 1 to 12.
    pub(super) month: i64,
    /// From 1 to 31.
    pub(super) day: i64,
    /// From 0, which is Sunday, to 6.
    pub(super) weekday: i64,
    pub(super) hours: i64,
    pub(super) minutes: i64,
    pub(super) seconds: i64,
    pub(super) milliseconds: i64,
}

impl Civil {
    /// That of so many milliseconds since 1970; nothing too far from it, and of NaN.
    pub(super) fn of(timestamp: f64) -> Option<Self> {
        if timestamp.is_nan() || timestamp.abs() > FARTHEST {
            return None;
        }
        #[expect(clippy::cast_possible_truncation, reason = "checked")]
        let timestamp = timestamp.floor() as i64;
        let (days, time) = (timestamp.div_euclid(DAY), timestamp.rem_euclid(DAY));
        // In years that begin in March, so that the day that may be missing is the last, and in
        // eras of 400 of them, which are all of the same length.
        let since = days + 719_468;
        let (era, day) = (since.div_euclid(146_097), since.rem_euclid(146_097));
        let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
        let day = day - (365 * year + year / 4 - year / 100);
        let month = (5 * day + 2) / 153;
        let is_early = month >= 10;
        Some(Self {
            year: era * 400 + year + i64::from(is_early),
            month: if is_early { month - 9 } else { month + 3 },
            day: day - (153 * month + 2) / 5 + 1,
            weekday: (days + 4).rem_euclid(7),
            hours: time / 3_600_000,
            minutes: time / 60_000 % 60,
            seconds: time / 1000 % 60,
            milliseconds: time % 1000,
        })
    }

    /// Milliseconds since 1970; nothing for a day or a time that there is none of.
    pub(super) fn timestamp(&self) -> Option<f64> {
        let year = self.year - i64::from(self.month <= 2);
        let (era, year) = (year.div_euclid(400), year.rem_euclid(400));
        let month = (self.month + 9).rem_euclid(12);
        let day = (153 * month + 2) / 5 + self.day - 1;
        let day = era * 146_097 + year * 365 + year / 4 - year / 100 + day - 719_468;
        let time = (self.hours * 60 + self.minutes) * 60 + self.seconds;
        #[expect(
            clippy::cast_precision_loss,
            reason = "there are 9 digits of years at most"
        )]
        let timestamp = (day * DAY + time * 1000 + self.milliseconds) as f64;
        // Midnight at the end of a day is the one time that is written in two ways.
        let is_midnight = self.hours == 24 && self.minutes == 0 && time == 86_400;
        let back = Self::of(timestamp)?;
        let exists = (back.month, back.day, back.hours) == (self.month, self.day, self.hours)
            && (back.minutes, back.seconds) == (self.minutes, self.seconds);
        (exists || (is_midnight && self.milliseconds == 0)).then_some(timestamp)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_found_and_found_again() {
        for (timestamp, year, month, day, weekday) in [
            (0.0, 1970, 1, 1, 4),
            (-1.0, 1969, 12, 31, 3),
            (951_782_400_000.0, 2000, 2, 29, 2),
            (1_767_323_045_600.0, 2026, 1, 2, 5),
            (4_107_542_400_000.0, 2100, 3, 1, 1),
            (-62_167_219_200_000.0, 0, 1, 1, 6),
            (FARTHEST, 275_760, 9, 13, 6),
        ] {
            let civil = Civil::of(timestamp).unwrap();
            let found = (civil.year, civil.month, civil.day, civil.weekday);
            assert_eq!(found, (year, month, day, weekday), "{timestamp}");
            assert_eq!(civil.timestamp(), Some(timestamp));
        }
        for timestamp in [f64::NAN, f64::INFINITY, FARTHEST + 1e3, -FARTHEST - 1e3] {
            assert_eq!(Civil::of(timestamp), None);
        }
    }

    #[test]
    fn the_time_is_that_of_the_day() {
        let civil = Civil::of(1_767_323_045_600.0).unwrap();
        let time = (
            civil.hours,
            civil.minutes,
            civil.seconds,
            civil.milliseconds,
        );
        assert_eq!(time, (3, 4, 5, 600));
    }
}
