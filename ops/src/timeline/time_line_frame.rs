//! `Ops.TimeLine.TimeLineFrame`

use ropewalk_flow::{Cx, Event, Handlers, Op, OpError, Out};

use super::{FRAMES, follow};

/// Shows the time of the patch's clock, in frames.
#[derive(Op)]
#[op(
    name = "Ops.TimeLine.TimeLineFrame",
    alias = "Ops.TimeLine.TimeLineFrame_v2",
    help = include_str!("time_line_frame.md")
)]
pub(super) struct TimeLineFrame {
    /// The number of the frame, of which a second has 30; new before each drawing of the screen.
    #[output(name = "time")]
    time: Out<f64>,
}

impl Handlers for TimeLineFrame {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        self.show(cx);
        Ok(())
    }

    fn event(&mut self, event: Event, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if matches!(event, Event::Frame) {
            self.show(cx);
        }
        Ok(())
    }
}

impl TimeLineFrame {
    fn show(&self, cx: &mut Cx<'_>) {
        let time = (follow(cx) * FRAMES).round();
        self.time.set(cx, time);
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::Instant;
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn it_goes_with_the_clock_and_rests_with_it() {
        let mut op = Bench::<TimeLineFrame>::new();
        assert!(!op.graph.wants_frames());
        op.graph.play(true, op.now);
        op.frame(Instant::from_millis(2500));
        assert_eq!(op.out("time"), 75.0);
        op.graph.play(false, op.now);
        assert!(!op.graph.wants_frames());
        op.frame(Instant::from_secs(1));
        assert_eq!(op.out("time"), 75.0);
        op.graph.seek(0.0, op.now);
        assert_eq!(op.out("time"), 0.0);
    }
}
