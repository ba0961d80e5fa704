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
        let interval = self.interval.get(cx);
        // Written so that NaN is not enough either.
        let runs = interval > 0.0;
        if runs {
            cx.clear_problem();
        } else {
            cx.set_warning("It does not fire: `interval` must be more than 0.");
        }
        if !runs || !self.active.get(cx) {
            self.since = None;
            cx.cancel_wake();
            return Ok(());
        }
        let since = *self.since.get_or_insert(cx.now());
        // What is longer than any clock runs never ends.
        match Instant::try_from_secs_f64(interval / 1000.0) {
            Ok(period) => {
                let due = since.saturating_add(period.max(SHORTEST));
                cx.wake_at(due.max(cx.now()));
            }
            Err(_) => cx.cancel_wake(),
        }
        Ok(())
    }

    fn event(&mut self, event: Event, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if let (Event::Wake, Some(since)) = (event, self.since) {
            let now = cx.now();
            let period = Instant::try_from_secs_f64(self.interval.get(cx) / 1000.0);
            let period = period.unwrap_or(Instant::MAX).max(SHORTEST);
            // A little late, the beat goes on as planned. Very late, for the page was asleep, it
            // starts anew: what was missed is not made up for.
            let due = since.saturating_add(period);
            let missed = due.saturating_add(period) <= now;
            self.since = Some(if missed { now } else { due });
            self.update(cx)?;
            self.trigger.fire(cx);
        }
        Ok(())
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
        assert_eq!(op.graph.next_wake(), None);
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
