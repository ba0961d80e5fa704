use ropewalk_flow::{Cx, Event, Handlers, In, Instant, Op, OpError, Out, Trigger};

use crate::timeline::follow;

/// Counts the seconds, smoothly, while it plays.
#[derive(Op)]
#[op(
    name = "Ops.Anim.Timer",
    alias = "Ops.Anim.Timer_v2",
    help = include_str!("timer.md")
)]
pub(crate) struct Timer {
    /// How fast: 1 is real time, 2 twice that, negative numbers count down.
    #[input(name = "Speed", default = 1)]
    speed: In<f64>,
    /// Whether the time goes on.
    #[input(name = "Play", default = true)]
    play: In<bool>,
    /// Starts again from 0.
    #[input(name = "Reset", display = "button")]
    reset: Trigger,
    /// Shows the time of the patch's clock in place of its own.
    #[input(name = "Sync to timeline")]
    sync: In<bool>,
    /// The time, in seconds, new before each drawing of the screen.
    #[output(name = "Time", unit = "s")]
    time: Out<f64>,
    /// Up to when `time` has counted, while it plays.
    counted: Option<Instant>,
}

impl Handlers for Timer {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if self.sync.get(cx) {
            self.counted = None;
            self.show_timeline(cx);
            return Ok(());
        }
        let play = self.play.get(cx);
        cx.request_frames(play);
        self.counted = play.then(|| self.counted.unwrap_or(cx.now()));
        Ok(())
    }

    fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if port == self.reset && !self.sync.get(cx) {
            self.counted = self.counted.map(|_| cx.now());
            self.time.set(cx, 0.0);
        }
        Ok(())
    }

    fn event(&mut self, event: Event, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if self.sync.get(cx) {
            self.show_timeline(cx);
        } else if let (Event::Frame, Some(counted)) = (event, self.counted) {
            let now = cx.now();
            self.counted = Some(now);
            let speed = self.speed.get(cx);
            // Another speed would spoil the time for good.
            if speed.is_finite() {
                let passed = now.saturating_sub(counted).as_secs_f64() * speed;
                self.time.set(cx, self.time.get(cx) + passed);
            }
        }
        Ok(())
    }
}

impl Timer {
    fn show_timeline(&self, cx: &mut Cx<'_>) {
        let time = follow(cx);
        self.time.set(cx, time);
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::GraphError;
    use ropewalk_flow::testing::Bench;

    use super::*;

    fn s(s: u64) -> Instant {
        Instant::from_secs(s)
    }

    #[test]
    fn it_goes_on_by_itself_with_each_frame() {
        let mut op = Bench::<Timer>::new();
        op.frame(Instant::from_millis(250));
        assert_eq!(op.out("Time"), 0.25);
        op.frame(Instant::from_millis(500));
        assert_eq!(op.out("Time"), 0.75);
    }

    #[test]
    fn in_sync_it_shows_the_clock_of_the_patch() -> Result<(), GraphError> {
        let mut op = Bench::<Timer>::new();
        op.frame(s(1));
        op.set("Sync to timeline", true)?;
        assert_eq!(op.out("Time"), 0.0);
        assert!(!op.graph.wants_frames());
        op.graph.play(true, op.now);
        op.set("Speed", 5.0)?;
        op.frame(s(2));
        op.press("Reset")?;
        assert_eq!(op.out("Time"), 2.0);
        op.graph.seek(30.0, op.now);
        assert_eq!(op.out("Time"), 30.0);
        op.set("Speed", 1.0)?;
        op.set("Sync to timeline", false)?;
        op.frame(s(1));
        assert_eq!(op.out("Time"), 31.0);
        Ok(())
    }

    #[test]
    fn speed_scales_what_is_to_come() -> Result<(), GraphError> {
        let mut op = Bench::<Timer>::new();
        op.frame(s(1));
        op.set("Speed", -2.0)?;
        op.frame(s(3));
        assert_eq!(op.out("Time"), -5.0);
        op.set("Speed", 0.0)?;
        op.frame(s(3));
        assert_eq!(op.out("Time"), -5.0);
        Ok(())
    }

    #[test]
    fn a_speed_that_is_no_number_stops_it_and_spoils_nothing() -> Result<(), GraphError> {
        let mut op = Bench::<Timer>::new();
        op.frame(s(1));
        for speed in [f64::NAN, f64::INFINITY] {
            op.set("Speed", speed)?;
            op.frame(s(1));
            assert_eq!(op.out("Time"), 1.0);
        }
        op.set("Speed", 1.0)?;
        op.frame(s(1));
        assert_eq!(op.out("Time"), 2.0);
        Ok(())
    }

    #[test]
    fn paused_it_keeps_its_time_and_asks_for_no_frames() -> Result<(), GraphError> {
        let mut op = Bench::<Timer>::new();
        op.frame(s(1));
        op.set("Play", false)?;
        assert!(!op.graph.wants_frames());
        op.frame(s(5));
        assert_eq!(op.out("Time"), 1.0);
        op.set("Play", true)?;
        op.frame(s(1));
        assert_eq!(op.out("Time"), 2.0);
        Ok(())
    }

    #[test]
    fn reset_starts_from_zero_also_while_paused() -> Result<(), GraphError> {
        let mut op = Bench::<Timer>::new();
        op.frame(s(1));
        op.advance(s(5));
        op.press("Reset")?;
        assert_eq!(op.out("Time"), 0.0);
        op.frame(s(1));
        assert_eq!(op.out("Time"), 1.0);
        op.set("Play", false)?;
        op.press("Reset")?;
        assert_eq!(op.out("Time"), 0.0);
        Ok(())
    }

    #[test]
    fn time_that_went_by_without_frames_counts() {
        let mut op = Bench::<Timer>::new();
        op.frame(s(1));
        op.frame(s(3600));
        assert_eq!(op.out("Time"), 3601.0);
    }
}
