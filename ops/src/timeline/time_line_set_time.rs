//! `Ops.TimeLine.TimeLineSetTime`

use ropewalk_flow::{Cx, Fire, Handlers, In, Op, OpError, Trigger};

/// Sets the patch's clock.
#[derive(Op)]
#[op(name = "Ops.TimeLine.TimeLineSetTime", help = include_str!("time_line_set_time.md"))]
pub(super) struct TimeLineSetTime {
    /// Sets the clock. It goes on if it did.
    #[input(name = "Update", display = "button")]
    update: Trigger,
    /// The time to set, in seconds. Below 0 and NaN are 0.
    #[input(name = "Time", unit = "s")]
    time: In<f64>,
    /// Fires after it was set.
    #[output(name = "Next")]
    next: Fire,
}

impl Handlers for TimeLineSetTime {
    fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if port == self.update {
            cx.seek_timeline(self.time.get(cx));
            self.next.fire(cx);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::Instant;
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn it_sets_the_clock_with_each_pulse_only() {
        let mut op = Bench::<TimeLineSetTime>::new();
        op.set("Time", 8.5).unwrap();
        assert_eq!(op.graph.timeline().at(op.now), 0.0);
        op.press("Update").unwrap();
        assert_eq!(op.graph.timeline().at(op.now), 8.5);
        assert_eq!(op.pulses("Next"), 1);
        op.graph.play(true, op.now);
        op.advance(Instant::from_secs(1));
        op.press("Update").unwrap();
        op.advance(Instant::from_secs(1));
        assert_eq!(op.graph.timeline().at(op.now), 9.5);
        for time in [f64::NAN, -1.0] {
            op.set("Time", time).unwrap();
            op.press("Update").unwrap();
            assert_eq!(op.graph.timeline().at(op.now), 0.0);
        }
    }
}
