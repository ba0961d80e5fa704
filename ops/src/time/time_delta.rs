//! `Ops.Anim.TimeDelta`

use ropewalk_flow::{Cx, Fire, Handlers, In, Instant, Op, OpError, Out, Trigger};

/// Tells how much time passes between pulses.
#[derive(Op)]
#[op(name = "Ops.Anim.TimeDelta", help = include_str!("time_delta.md"))]
pub(super) struct TimeDelta {
    /// The pulses.
    #[input(name = "exe", display = "button")]
    exe: Trigger,
    /// Whether the times are smoothed.
    #[input(name = "Smooth")]
    smooth: In<bool>,
    /// Whether the time is in seconds; else it is in milliseconds.
    #[input(name = "Seconds")]
    seconds: In<bool>,
    /// Fires with each pulse.
    #[output(name = "trigger")]
    trigger: Fire,
    /// The time between the last two pulses.
    #[output(name = "result")]
    result: Out<f64>,
    last: Option<Instant>,
    /// In seconds.
    smoothed: Option<f64>,
}

impl Handlers for TimeDelta {
    fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if port != self.exe {
            return Ok(());
        }
        let last = self.last.replace(cx.now()).unwrap_or(cx.now());
        let passed = cx.now().saturating_sub(last).as_secs_f64();
        let smoothed = match self.smoothed {
            Some(before) if self.smooth.get(cx) => before * 0.8 + passed * 0.2,
            _ => passed,
        };
        self.smoothed = Some(smoothed);
        let unit = if self.seconds.get(cx) { 1.0 } else { 1000.0 };
        self.result.set(cx, smoothed * unit);
        self.trigger.fire(cx);
        Ok(())
    }

    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        self.last = Some(self.last.unwrap_or(cx.now()));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    fn after(op: &mut Bench<TimeDelta>, ms: u64) -> f64 {
        op.advance(Instant::from_millis(ms));
        op.press("exe").unwrap();
        match op.out("result") {
            ropewalk_flow::Value::Number(number) => (number * 1e6).round() / 1e6,
            other => panic!("{other}"),
        }
    }

    #[test]
    fn the_time_between_pulses_is_given() {
        let mut op = Bench::<TimeDelta>::new();
        assert_eq!(after(&mut op, 40), 40.0, "since the start");
        assert_eq!(after(&mut op, 100), 100.0);
        op.set("Seconds", true).unwrap();
        assert_eq!(after(&mut op, 500), 0.5);
        assert_eq!(after(&mut op, 0), 0.0);
        assert_eq!(op.pulses("trigger"), 4);
    }

    #[test]
    fn it_can_be_smoothed() {
        let mut op = Bench::<TimeDelta>::new();
        op.set("Smooth", true).unwrap();
        assert_eq!(after(&mut op, 100), 100.0);
        assert_eq!(after(&mut op, 200), 120.0);
    }
}
