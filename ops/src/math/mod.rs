//! Arithmetic.

use ropewalk_flow::OpDeclaration;

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
mod perlin_noise;
mod pow;
mod random_numbers;
mod round;
mod seeded;
mod simple_moving_average;
mod sine;
mod subtract;
mod sum;
mod trigger_random_number;
mod vector_length;

pub(crate) use math::compute;
pub(crate) use round::half_up;
pub(crate) use seeded::Numbers;

pub(crate) const OPS: &[OpDeclaration] = &[
    OpDeclaration::of::<sum::Sum>(),
    OpDeclaration::of::<subtract::Subtract>(),
    OpDeclaration::of::<multiply::Multiply>(),
    OpDeclaration::of::<divide::Divide>(),
    OpDeclaration::of::<map_range::MapRange>(),
    OpDeclaration::of::<clamp::Clamp>(),
    OpDeclaration::of::<sine::Sine>(),
    OpDeclaration::of::<random_numbers::RandomNumbers>(),
    OpDeclaration::of::<perlin_noise::PerlinNoise>(),
    OpDeclaration::of::<trigger_random_number::TriggerRandomNumber>(),
    OpDeclaration::of::<abs::Abs>(),
    OpDeclaration::of::<ceil::Ceil>(),
    OpDeclaration::of::<floor::Floor>(),
    OpDeclaration::of::<one_minus::OneMinus>(),
    OpDeclaration::of::<round::Round>(),
    OpDeclaration::of::<modulo::Modulo>(),
    OpDeclaration::of::<min::Min>(),
    OpDeclaration::of::<max::Max>(),
    OpDeclaration::of::<math::Math>(),
    OpDeclaration::of::<interpolate::Interpolate>(),
    OpDeclaration::of::<distance2d::Distance2d>(),
    OpDeclaration::of::<vector_length::VectorLength>(),
    OpDeclaration::of::<delta::Delta>(),
    OpDeclaration::of::<delta_sum::DeltaSum>(),
    OpDeclaration::of::<incrementor::Incrementor>(),
    OpDeclaration::of::<simple_moving_average::SimpleMovingAverage>(),
    OpDeclaration::of::<math_expression::MathExpression>(),
    OpDeclaration::of::<cosine::Cosine>(),
    OpDeclaration::of::<pow::Pow>(),
    OpDeclaration::of::<max_since_reset::MaxSinceReset>(),
    OpDeclaration::of::<min_since_reset::MinSinceReset>(),
];
