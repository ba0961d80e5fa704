use ropewalk_flow::{Cx, Event, Fire, Handlers, In, Instant, Op, OpError};

/// The shortest time between two pulses.
const SHORTEST: Instant = Instant::from_millis(1);

/// Fires again and again, with the same time between.
#[derive(Op)]
#[op(name = "Ops.Trigger.Interval", help = include_str!("interval.md"))]
pub(crate) struct Interval {
    /// The time from one pulse to the next, in milliseconds. Must be more than 0; the shortest is
    /// 1 ms.
    #[input(name = "interval", default = 1000, min = 0, unit = "ms")]
    interval: In<f64>,
    /// Whether it fires. Switched on, it starts with a whole interval.
    #[input(name = "Active", default = true)]
    active: In<bool>,
    /// Fires each time an interval is over.
    #[output(name = "trigger")]
    trigger: Fire,
    /// When the running interval began.
    since: Option<Instant>,
}

impl Handlers for Interval {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let period = self.period(cx);
        if period.is_some() {
            cx.clear_problem();
        } else {
            cx.set_warning("It does not fire: `interval` must be more than 0.");
        }
        match period.filter(|_| self.active.get(cx)) {
            Some(period) => {
                let since = *self.since.get_or_insert(cx.now());
                cx.wake_at(since.saturating_add(period).max(cx.now()));
            }
            None => {
                self.since = None;
                cx.cancel_wake();
            }
        }
        Ok(())
    }

    fn event(&mut self, event: Event, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if let (Event::Wake, Some(since), Some(period)) = (event, self.since, self.period(cx)) {
            // A little late, the beat goes on as planned. Very late, for the page was asleep, it
            // starts anew: what was missed is not made up for.
            let now = cx.now();
            let due = since.saturating_add(period);
            let missed = due.saturating_add(period) <= now;
            let since = if missed { now } else { due };
            self.since = Some(since);
            cx.wake_at(since.saturating_add(period));
            self.trigger.fire(cx);
        }
        Ok(())
    }
}

impl Interval {
    /// The time from pulse to pulse, where the input gives one.
    fn period(&self, cx: &Cx<'_>) -> Option<Instant> {
        let ms = self.interval.get(cx);
        // What no clock can count never ends, like the longest time that one can.
        let period = Instant::try_from_secs_f64(ms / 1000.0).unwrap_or(Instant::MAX);
        (ms > 0.0).then_some(period.max(SHORTEST))
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::GraphError;
    use ropewalk_flow::testing::Bench;

    use super::*;

    fn ms(ms: u64) -> Instant {
        Instant::from_millis(ms)
    }

    #[test]
    fn it_fires_once_for_each_interval_that_is_over() {
        let mut op = Bench::<Interval>::new();
        op.advance(ms(999));
        assert_eq!(op.pulses("trigger"), 0);
        op.advance(ms(1));
        assert_eq!(op.pulses("trigger"), 1);
        op.advance(ms(9000));
        assert_eq!(op.pulses("trigger"), 10);
    }

    #[test]
    fn a_late_wake_does_not_move_the_beat() {
        let mut op = Bench::<Interval>::new();
        op.graph.wake(ms(1300));
        assert_eq!(op.graph.next_wake(), Some(ms(2000)));
    }

    #[test]
    fn after_a_sleep_it_fires_once_and_starts_anew() {
        let mut op = Bench::<Interval>::new();
        op.graph.wake(ms(3_600_500));
        assert_eq!(op.pulses("trigger"), 1);
        assert_eq!(op.graph.next_wake(), Some(ms(3_601_500)));
    }

    #[test]
    fn another_interval_counts_from_the_last_pulse() -> Result<(), GraphError> {
        let mut op = Bench::<Interval>::new();
        op.advance(ms(1300));
        op.set("interval", 500.0)?;
        assert_eq!(op.graph.next_wake(), Some(ms(1500)));
        op.set("interval", 100.0)?;
        op.advance(ms(0));
        assert_eq!(op.pulses("trigger"), 2);
        assert_eq!(op.graph.next_wake(), Some(ms(1400)));
        Ok(())
    }

    #[test]
    fn what_is_no_interval_fires_nothing_and_says_so() -> Result<(), GraphError> {
        let mut op = Bench::<Interval>::new();
        for interval in [0.0, -100.0, f64::NAN] {
            op.set("interval", interval)?;
            assert_eq!(op.graph.next_wake(), None, "{interval}");
            assert!(op.problem().unwrap().contains("more than 0"));
            op.set("interval", 10.0)?;
            assert_eq!(op.problem(), None);
            assert!(op.graph.next_wake().is_some());
        }
        op.set("interval", f64::INFINITY)?;
        op.advance(Instant::from_secs(1 << 40));
        assert_eq!(op.pulses("trigger"), 0);
        Ok(())
    }

    #[test]
    fn the_shortest_interval_is_a_millisecond() -> Result<(), GraphError> {
        let mut op = Bench::<Interval>::new();
        op.set("interval", 1e-300)?;
        op.advance(ms(10));
        assert_eq!(op.pulses("trigger"), 10);
        Ok(())
    }

    #[test]
    fn switched_on_again_it_starts_with_a_whole_interval() -> Result<(), GraphError> {
        let mut op = Bench::<Interval>::new();
        op.advance(ms(900));
        op.set("Active", false)?;
        op.advance(ms(5000));
        assert_eq!(op.pulses("trigger"), 0);
        op.set("Active", true)?;
        op.advance(ms(999));
        assert_eq!(op.pulses("trigger"), 0);
        op.advance(ms(1));
        assert_eq!(op.pulses("trigger"), 1);
        Ok(())
    }
}
