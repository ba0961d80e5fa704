use ropewalk_flow::{Cx, Event, Fire, Handlers, In, Op, OpError};

/// How much sooner than the limit asks a frame may come, in seconds: screens are not that exact.
const SLACK: f64 = 0.001;

/// Fires once for each frame of the screen.
#[derive(Op)]
#[op(
    name = "Ops.Gl.MainLoop",
    alias = "Ops.Gl.MainLoop_v2",
    help = include_str!("main_loop.md")
)]
pub(crate) struct MainLoop {
    /// At most so many pulses a second, on average. 0 fires for each frame.
    #[input(name = "FPS Limit", min = 0)]
    fps_limit: In<f64>,
    /// Whether it fires.
    #[input(name = "Active", default = true)]
    active: In<bool>,
    /// Fires before each drawing of the screen.
    #[output(name = "trigger")]
    trigger: Fire,
    /// When the limit allows the next pulse, in seconds of the host's time.
    due: f64,
}

impl Handlers for MainLoop {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        self.due = 0.0;
        cx.request_frames(self.active.get(cx));
        Ok(())
    }

    fn event(&mut self, event: Event, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if !matches!(event, Event::Frame) {
            return Ok(());
        }
        let limit = self.fps_limit.get(cx);
        if limit > 0.0 {
            let now = cx.now().as_secs_f64();
            if now + SLACK < self.due {
                return Ok(());
            }
            // Counted from when it was due, so that the average keeps to the limit; frames that
            // never came are not made up for.
            self.due = (self.due + 1.0 / limit).max(now);
        }
        self.trigger.fire(cx);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;
    use ropewalk_flow::{GraphError, Instant};

    use super::*;

    const FRAME: Instant = Instant::from_nanos(1_000_000_000 / 60);

    fn pulses_in_a_second(op: &mut Bench<MainLoop>) -> u64 {
        let before = op.pulses("trigger");
        (0..60).for_each(|_| op.frame(FRAME));
        op.pulses("trigger") - before
    }

    #[test]
    fn it_fires_once_for_each_frame() {
        let mut op = Bench::<MainLoop>::new();
        assert_eq!(op.pulses("trigger"), 0);
        assert_eq!(pulses_in_a_second(&mut op), 60);
    }

    #[test]
    fn a_limit_holds_on_average_also_where_it_does_not_divide_the_frames() -> Result<(), GraphError>
    {
        let mut op = Bench::<MainLoop>::new();
        for limit in [30_u32, 50, 25, 1] {
            op.set("FPS Limit", f64::from(limit))?;
            pulses_in_a_second(&mut op);
            let pulses = pulses_in_a_second(&mut op);
            assert!(pulses.abs_diff(limit.into()) <= 1, "{pulses} of {limit}");
        }
        Ok(())
    }

    #[test]
    fn a_limit_that_is_none_lets_every_frame_through() -> Result<(), GraphError> {
        let mut op = Bench::<MainLoop>::new();
        for limit in [0.0, -5.0, f64::NAN, 1000.0, f64::INFINITY] {
            op.set("FPS Limit", limit)?;
            assert_eq!(pulses_in_a_second(&mut op), 60, "{limit}");
        }
        Ok(())
    }

    #[test]
    fn frames_missed_asleep_are_not_made_up_for() -> Result<(), GraphError> {
        let mut op = Bench::<MainLoop>::new();
        op.set("FPS Limit", 10.0)?;
        op.frame(FRAME);
        op.frame(Instant::from_secs(3600));
        let pulses = pulses_in_a_second(&mut op);
        assert!(pulses <= 11, "{pulses}");
        Ok(())
    }

    #[test]
    fn inactive_it_asks_for_no_frames() -> Result<(), GraphError> {
        let mut op = Bench::<MainLoop>::new();
        assert!(op.graph.wants_frames());
        op.set("Active", false)?;
        assert!(!op.graph.wants_frames());
        Ok(())
    }
}
