//! `Ops.TimeLine.TimeLineTime`

use ropewalk_flow::{Cx, Event, Handlers, Op, OpError, Out};

use super::follow;

/// Shows the time of the patch's clock, in seconds.
#[derive(Op)]
#[op(name = "Ops.TimeLine.TimeLineTime", help = include_str!("time_line_time.md"))]
pub(super) struct TimeLineTime {
    /// The time, in seconds, new before each drawing of the screen.
    #[output(name = "time", unit = "s")]
    time: Out<f64>,
}

impl Handlers for TimeLineTime {
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

impl TimeLineTime {
    fn show(&self, cx: &mut Cx<'_>) {
        let time = follow(cx);
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
        let mut op = Bench::<TimeLineTime>::new();
        assert!(!op.graph.wants_frames());
        op.graph.play(true, op.now);
        op.frame(Instant::from_millis(2500));
        assert_eq!(op.out("time"), 2.5);
        op.graph.play(false, op.now);
        assert!(!op.graph.wants_frames());
        op.frame(Instant::from_secs(1));
        assert_eq!(op.out("time"), 2.5);
        op.graph.seek(0.0, op.now);
        assert_eq!(op.out("time"), 0.0);
    }
}
