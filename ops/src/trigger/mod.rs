//! Where pulses come from and go.

use ropewalk_flow::OpEntry;

mod gate_trigger;
mod trigger_button;

pub(crate) const OPS: &[OpEntry] = &[
    OpEntry::of::<trigger_button::TriggerButton>(),
    OpEntry::of::<gate_trigger::GateTrigger>(),
];
