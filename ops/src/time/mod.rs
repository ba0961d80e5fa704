//! Time: frames, timers, and what moves with them.

use ropewalk_flow::OpEntry;

mod interval;
mod main_loop;
mod smooth;
mod timer;

pub(crate) const OPS: &[OpEntry] = &[
    OpEntry::of::<main_loop::MainLoop>(),
    OpEntry::of::<interval::Interval>(),
    OpEntry::of::<timer::Timer>(),
    OpEntry::of::<smooth::Smooth>(),
];
