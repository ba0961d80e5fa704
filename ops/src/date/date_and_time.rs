//! `Ops.Date.DateAndTime`

use ropewalk_flow::{Cx, Event, Handlers, In, Op, OpError, Out};

use super::civil::Civil;
use super::zone;
use crate::time::seconds_from;

/// Tells the time of day and the date.
#[derive(Op)]
#[op(name = "Ops.Date.DateAndTime", help = include_str!("date_and_time.md"))]
pub(super) struct DateAndTime {
    /// How long it waits until it looks again, in milliseconds.
    #[input(
        name = "Update Rate",
        default = 500,
        min = 50,
        display = "integer",
        unit = "ms"
    )]
    rate: In<f64>,
    /// The year.
    #[output(name = "Year")]
    year: Out<f64>,
    /// The month: 0 is January, 11 is December.
    #[output(name = "Month")]
    month: Out<f64>,
    /// The day of the month, from 1.
    #[output(name = "Day")]
    day: Out<f64>,
    /// The hour, from 0 to 23.
    #[output(name = "Hours")]
    hours: Out<f64>,
    /// The minute, from 0.
    #[output(name = "Minutes")]
    minutes: Out<f64>,
    /// The second, from 0.
    #[output(name = "Seconds")]
    seconds: Out<f64>,
    /// Milliseconds since 1970, in UTC.
    #[output(name = "Timestamp")]
    timestamp: Out<f64>,
}

impl Handlers for DateAndTime {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        self.look(cx);
        Ok(())
    }

    fn event(&mut self, event: Event, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if matches!(event, Event::Wake) {
            self.look(cx);
        }
        Ok(())
    }
}

impl DateAndTime {
    #[expect(clippy::cast_precision_loss, reason = "none is that large")]
    fn look(&self, cx: &mut Cx<'_>) {
        let clock = cx.wall_clock();
        let timestamp = clock.map(|clock| clock.timestamp.floor());
        let local = timestamp.and_then(|timestamp| Civil::of(timestamp + zone(cx, timestamp)));
        if let (Some(timestamp), Some(now)) = (timestamp, local) {
            let parts = [
                (self.year, now.year),
                (self.month, now.month - 1),
                (self.day, now.day),
                (self.hours, now.hours),
                (self.minutes, now.minutes),
                (self.seconds, now.seconds),
            ];
            for (output, part) in parts {
                output.set(cx, part as f64);
            }
            self.timestamp.set(cx, timestamp);
            cx.clear_problem();
        } else {
            cx.set_warning("What runs this patch does not tell the time of day.");
        }
        // `max` takes 50 for NaN.
        let wait = self.rate.get(cx).max(50.0) / 1000.0;
        cx.wake_at(seconds_from(cx.now(), wait));
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;
    use ropewalk_flow::{Instant, WallClock};

    use super::*;

    /// At 2026-01-02 03:04:05.600 in UTC, in a zone so many minutes ahead.
    fn at(zone: i32) -> Bench<DateAndTime> {
        let mut op = Bench::<DateAndTime>::new();
        assert!(op.problem().unwrap().contains("does not tell the time"));
        let timestamp = 1_767_323_045_600.0;
        op.graph
            .set_wall_clock(WallClock { timestamp, zone }, op.now);
        op.set("Update Rate", 100.0).unwrap();
        op
    }

    fn shown(op: &Bench<DateAndTime>) -> [ropewalk_flow::Value; 6] {
        ["Year", "Month", "Day", "Hours", "Minutes", "Seconds"].map(|part| op.out(part))
    }

    #[test]
    fn the_date_is_that_of_the_clock_and_its_zone() {
        for (zone, parts) in [
            (0, [2026.0, 0.0, 2.0, 3.0, 4.0, 5.0]),
            (330, [2026.0, 0.0, 2.0, 8.0, 34.0, 5.0]),
            (-300, [2026.0, 0.0, 1.0, 22.0, 4.0, 5.0]),
        ] {
            let mut op = at(zone);
            assert_eq!(op.problem(), None);
            assert_eq!(shown(&op), parts, "{zone}");
            assert_eq!(op.out("Timestamp"), 1_767_323_045_600.0);
        }
    }

    #[test]
    fn it_goes_on_at_its_rate_and_follows_a_clock_that_is_set() {
        let mut op = at(0);
        op.advance(Instant::from_millis(399));
        assert_eq!(op.out("Seconds"), 5.0);
        op.advance(Instant::from_millis(1));
        assert_eq!(op.out("Seconds"), 6.0);
        let (timestamp, zone) = (0.0, 0);
        op.graph
            .set_wall_clock(WallClock { timestamp, zone }, op.now);
        op.advance(Instant::from_millis(100));
        assert_eq!(op.out("Year"), 1970.0);
        assert_eq!(op.out("Timestamp"), 100.0);
        for rate in [0.0, -1.0, f64::NAN] {
            op.set("Update Rate", rate).unwrap();
            assert_eq!(
                op.graph.next_wake(),
                Some(op.now + Instant::from_millis(50))
            );
        }
    }
}
