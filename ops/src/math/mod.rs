//! Arithmetic.

use ropewalk_flow::OpEntry;

mod clamp;
mod divide;
mod map_range;
mod multiply;
mod sine;
mod subtract;
mod sum;
mod trigger_random_number;

pub(crate) const OPS: &[OpEntry] = &[
    OpEntry::of::<sum::Sum>(),
    OpEntry::of::<subtract::Subtract>(),
    OpEntry::of::<multiply::Multiply>(),
    OpEntry::of::<divide::Divide>(),
    OpEntry::of::<map_range::MapRange>(),
    OpEntry::of::<clamp::Clamp>(),
    OpEntry::of::<sine::Sine>(),
    OpEntry::of::<trigger_random_number::TriggerRandomNumber>(),
];
