//! Numbers.

use ropewalk_flow::OpEntry;

mod delay_number_simple;
mod filter_valid_number;
mod gate_number;
mod integer;
#[expect(clippy::module_inception, reason = "an op's file bears the op's name")]
mod number;
mod route_number;
mod sum_multi_port;
mod switch_number_multi_port;
mod trigger_on_change_number;

pub(crate) const OPS: &[OpEntry] = &[
    OpEntry::of::<number::Number>(),
    OpEntry::of::<trigger_on_change_number::TriggerOnChangeNumber>(),
    OpEntry::of::<integer::Integer>(),
    OpEntry::of::<gate_number::GateNumber>(),
    OpEntry::of::<route_number::RouteNumber>(),
    OpEntry::of::<switch_number_multi_port::SwitchNumberMultiPort>(),
    OpEntry::of::<sum_multi_port::SumMultiPort>(),
    OpEntry::of::<delay_number_simple::DelayNumberSimple>(),
    OpEntry::of::<filter_valid_number::FilterValidNumber>(),
];
