//! The time of day and the calendar.

use ropewalk_flow::{Cx, OpDeclaration};

mod civil;
mod date_and_time;
mod date_formatter;
mod date_iso_to_timestamp;

pub(crate) const OPS: &[OpDeclaration] = &[
    OpDeclaration::of::<date_and_time::DateAndTime>(),
    OpDeclaration::of::<date_formatter::DateFormatter>(),
    OpDeclaration::of::<date_iso_to_timestamp::DateIsoToTimestamp>(),
];

/// How many milliseconds local time is ahead of UTC at a time.
fn zone(cx: &Cx<'_>, timestamp: f64) -> f64 {
    f64::from(cx.zone_at(timestamp)) * 60_000.0
}
