//! Comparing numbers.

use ropewalk_flow::OpEntry;

mod between;
mod compare_numbers;
mod equals;
mod greater_or_equals;
mod greater_than;
mod less_than;

pub(crate) const OPS: &[OpEntry] = &[
    OpEntry::of::<greater_than::GreaterThan>(),
    OpEntry::of::<less_than::LessThan>(),
    OpEntry::of::<greater_or_equals::GreaterOrEquals>(),
    OpEntry::of::<equals::Equals>(),
    OpEntry::of::<between::Between>(),
    OpEntry::of::<compare_numbers::CompareNumbers>(),
];
