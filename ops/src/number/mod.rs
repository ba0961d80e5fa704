//! Numbers.

use ropewalk_flow::OpDeclaration;

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

pub(crate) const OPS: &[OpDeclaration] = &[
    OpDeclaration::of::<number::Number>(),
    OpDeclaration::of::<trigger_on_change_number::TriggerOnChangeNumber>(),
    OpDeclaration::of::<integer::Integer>(),
    OpDeclaration::of::<gate_number::GateNumber>(),
    OpDeclaration::of::<route_number::RouteNumber>(),
    OpDeclaration::of::<switch_number_multi_port::SwitchNumberMultiPort>(),
    OpDeclaration::of::<sum_multi_port::SumMultiPort>(),
    OpDeclaration::of::<delay_number_simple::DelayNumberSimple>(),
    OpDeclaration::of::<filter_valid_number::FilterValidNumber>(),
];
