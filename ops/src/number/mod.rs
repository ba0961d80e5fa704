//! Numbers.

use ropewalk_flow::OpEntry;

#[expect(clippy::module_inception, reason = "an op's file bears the op's name")]
mod number;
mod trigger_on_change_number;

pub(crate) const OPS: &[OpEntry] = &[
    OpEntry::of::<number::Number>(),
    OpEntry::of::<trigger_on_change_number::TriggerOnChangeNumber>(),
];
