//! Time: frames, timers, and what moves with them.

use ropewalk_flow::{Instant, OpDeclaration};

mod anim_number;
mod bang;
mod bool_anim;
mod interval;
mod lfo;
mod main_loop;
mod motion;
mod simple_anim;
mod smooth;
mod spring;
mod time_delta;
mod timer;
mod tween;

pub(crate) use motion::Motion;
pub(crate) use smooth::followed;

pub(crate) const OPS: &[OpDeclaration] = &[
    OpDeclaration::of::<main_loop::MainLoop>(),
    OpDeclaration::of::<interval::Interval>(),
    OpDeclaration::of::<timer::Timer>(),
    OpDeclaration::of::<smooth::Smooth>(),
    OpDeclaration::of::<spring::Spring>(),
    OpDeclaration::of::<anim_number::AnimNumber>(),
    OpDeclaration::of::<bool_anim::BoolAnim>(),
    OpDeclaration::of::<simple_anim::SimpleAnim>(),
    OpDeclaration::of::<lfo::Lfo>(),
    OpDeclaration::of::<time_delta::TimeDelta>(),
    OpDeclaration::of::<bang::Bang>(),
];

/// The time so many seconds after another: at once for less than none and for NaN, and never for
/// more than any clock can count.
pub(crate) fn seconds_from(start: Instant, seconds: f64) -> Instant {
    // `max` takes 0 for NaN.
    let wait = Instant::try_from_secs_f64(seconds.max(0.0)).unwrap_or(Instant::MAX);
    start.saturating_add(wait)
}
