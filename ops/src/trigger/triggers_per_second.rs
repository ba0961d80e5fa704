//! `Ops.Trigger.TriggersPerSecond`

use ropewalk_flow::{Cx, Event, Handlers, Instant, Op, OpError, Out, Trigger};

/// Counts the pulses of each second.
#[derive(Op)]
#[op(name = "Ops.Trigger.TriggersPerSecond", help = include_str!("triggers_per_second.md"))]
pub(super) struct TriggersPerSecond {
    /// The pulses.
    #[input(name = "exe", needed)]
    exe: Trigger,
    /// How many came in the last full second.
    #[output(name = "cps")]
    rate: Out<f64>,
    count: f64,
    is_counting: bool,
}

impl Handlers for TriggersPerSecond {
    fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if port == self.exe {
            if !std::mem::replace(&mut self.is_counting, true) {
                cx.wake_at(cx.now() + SECOND);
            }
            self.count += 1.0;
        }
        Ok(())
    }

    fn event(&mut self, event: Event, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if matches!(event, Event::Wake) {
            self.rate.set(cx, self.count);
            self.is_counting = self.count > 0.0;
            self.count = 0.0;
            if self.is_counting {
                cx.wake_at(cx.now() + SECOND);
            }
        }
        Ok(())
    }
}

const SECOND: Instant = Instant::from_secs(1);

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn the_pulses_of_each_second_are_counted_until_none_come() {
        let mut op = Bench::<TriggersPerSecond>::new();
        let ms = Instant::from_millis;
        for _ in 0..10 {
            op.press("exe").unwrap();
            op.advance(ms(100));
        }
        assert_eq!(op.out("cps"), 10.0);
        op.press("exe").unwrap();
        assert_eq!(op.out("cps"), 10.0);
        op.advance(ms(1000));
        assert_eq!(op.out("cps"), 1.0);
        op.advance(ms(1000));
        assert_eq!(op.out("cps"), 0.0);
        assert_eq!(op.graph.next_wake(), None, "it rests");
    }
}
