//! The patch's clock, and animations that ops look at by themselves.

use ropewalk_flow::{Cx, OpDeclaration};

mod time_line_frame;
mod time_line_play;
mod time_line_player;
mod time_line_set_time;
mod time_line_time;
mod timeline_value;

pub(crate) const OPS: &[OpDeclaration] = &[
    OpDeclaration::of::<timeline_value::TimelineValue>(),
    OpDeclaration::of::<time_line_player::TimeLinePlayer>(),
    OpDeclaration::of::<time_line_play::TimeLinePlay>(),
    OpDeclaration::of::<time_line_set_time::TimeLineSetTime>(),
    OpDeclaration::of::<time_line_time::TimeLineTime>(),
    OpDeclaration::of::<time_line_frame::TimeLineFrame>(),
];

/// How many frames of the timeline a second has.
const FRAMES: f64 = 30.0;

/// The time of the patch's clock, in seconds. The op is told of frames while the clock runs.
pub(crate) fn follow(cx: &mut Cx<'_>) -> f64 {
    let timeline = cx.timeline();
    cx.request_frames(timeline.is_playing());
    timeline.at(cx.now())
}
