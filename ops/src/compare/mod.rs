//! Comparing numbers.

use ropewalk_flow::OpDeclaration;

mod between;
mod compare_numbers;
mod equals;
mod greater_or_equals;
mod greater_than;
mod less_than;

pub(crate) const OPS: &[OpDeclaration] = &[
    OpDeclaration::of::<greater_than::GreaterThan>(),
    OpDeclaration::of::<less_than::LessThan>(),
    OpDeclaration::of::<greater_or_equals::GreaterOrEquals>(),
    OpDeclaration::of::<equals::Equals>(),
    OpDeclaration::of::<between::Between>(),
    OpDeclaration::of::<compare_numbers::CompareNumbers>(),
];
