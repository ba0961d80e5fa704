//! The time of day and the calendar.

use ropewalk_flow::{OpDeclaration, WallClock};

mod civil;
mod date_and_time;
mod date_formatter;
mod date_iso_to_timestamp;

pub(crate) const OPS: &[OpDeclaration] = &[
    OpDeclaration::of::<date_and_time::DateAndTime>(),
    OpDeclaration::of::<date_formatter::DateFormatter>(),
    OpDeclaration::of::<date_iso_to_timestamp::DateIsoToTimestamp>(),
];

/// How many milliseconds local time is ahead of UTC; 0 where the host does not tell.
fn zone(clock: Option<WallClock>) -> f64 {
    clock.map_or(0.0, |clock| f64::from(clock.zone) * 60_000.0)
}
