//! Arithmetic.

use ropewalk_flow::OpEntry;

mod abs;
mod ceil;
mod clamp;
mod cosine;
mod delta;
mod delta_sum;
mod distance2d;
mod divide;
mod floor;
mod formula;
mod incrementor;
mod interpolate;
mod map_range;
#[expect(clippy::module_inception, reason = "an op's file bears the op's name")]
mod math;
mod math_expression;
mod max;
mod max_since_reset;
mod min;
mod min_since_reset;
mod modulo;
mod multiply;
mod one_minus;
mod pow;
mod random_numbers;
mod round;
mod simple_moving_average;
mod sine;
mod subtract;
mod sum;
mod trigger_random_number;
mod vector_length;

pub(crate) use math::compute;
pub(crate) use round::half_up;

pub(crate) const OPS: &[OpEntry] = &[
    OpEntry::of::<sum::Sum>(),
    OpEntry::of::<subtract::Subtract>(),
    OpEntry::of::<multiply::Multiply>(),
    OpEntry::of::<divide::Divide>(),
    OpEntry::of::<map_range::MapRange>(),
    OpEntry::of::<clamp::Clamp>(),
    OpEntry::of::<sine::Sine>(),
    OpEntry::of::<random_numbers::RandomNumbers>(),
    OpEntry::of::<trigger_random_number::TriggerRandomNumber>(),
    OpEntry::of::<abs::Abs>(),
    OpEntry::of::<ceil::Ceil>(),
    OpEntry::of::<floor::Floor>(),
    OpEntry::of::<one_minus::OneMinus>(),
    OpEntry::of::<round::Round>(),
    OpEntry::of::<modulo::Modulo>(),
    OpEntry::of::<min::Min>(),
    OpEntry::of::<max::Max>(),
    OpEntry::of::<math::Math>(),
    OpEntry::of::<interpolate::Interpolate>(),
    OpEntry::of::<distance2d::Distance2d>(),
    OpEntry::of::<vector_length::VectorLength>(),
    OpEntry::of::<delta::Delta>(),
    OpEntry::of::<delta_sum::DeltaSum>(),
    OpEntry::of::<incrementor::Incrementor>(),
    OpEntry::of::<simple_moving_average::SimpleMovingAverage>(),
    OpEntry::of::<math_expression::MathExpression>(),
    OpEntry::of::<cosine::Cosine>(),
    OpEntry::of::<pow::Pow>(),
    OpEntry::of::<max_since_reset::MaxSinceReset>(),
    OpEntry::of::<min_since_reset::MinSinceReset>(),
];
