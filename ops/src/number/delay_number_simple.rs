//! `Ops.Number.DelayNumberSimple`

use std::collections::VecDeque;

use ropewalk_flow::{Cx, Event, Handlers, In, Instant, Op, OpError, Out};

use crate::time::seconds_from;

/// How many numbers it keeps.
const MOST_ON_THE_WAY: usize = 10_000;

/// Gives a number some time later.
#[derive(Op)]
#[op(
    name = "Ops.Number.DelayNumberSimple",
    aliases("Ops.Value.DelayNumberSimple", "Ops.Value.DelayedValueSimple"),
    help = include_str!("delay_number_simple.md")
)]
pub(super) struct DelayNumberSimple {
    /// The number.
    #[input(name = "Value")]
    value: In<f64>,
    /// How much later, in seconds.
    #[input(name = "Delay", default = 1, min = 0, unit = "s")]
    delay: In<f64>,
    /// The number as it was that much earlier.
    #[output(name = "Out Value")]
    out: Out<f64>,
    /// What came when, the oldest first.
    on_the_way: VecDeque<(Instant, f64)>,
}

impl Handlers for DelayNumberSimple {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if self.value.changed(cx) {
            self.on_the_way.push_back((cx.now(), self.value.get(cx)));
        }
        self.arrive(cx);
        Ok(())
    }

    fn event(&mut self, event: Event, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if matches!(event, Event::Wake) {
            self.arrive(cx);
        }
        Ok(())
    }
}

impl DelayNumberSimple {
    /// Gives what is due, and comes back for what is not.
    fn arrive(&mut self, cx: &mut Cx<'_>) {
        let delay = self.delay.get(cx);
        while let Some(&(came, value)) = self.on_the_way.front() {
            let due = seconds_from(came, delay);
            if due > cx.now() && self.on_the_way.len() <= MOST_ON_THE_WAY {
                cx.wake_at(due);
                return;
            }
            self.on_the_way.pop_front();
            self.out.set(cx, value);
        }
        cx.cancel_wake();
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    fn ms(ms: u64) -> Instant {
        Instant::from_millis(ms)
    }

    #[test]
    fn every_number_arrives_as_much_later() {
        let mut op = Bench::<DelayNumberSimple>::new();
        for value in [1.0, 2.0, f64::NAN] {
            op.set("Value", value).unwrap();
            op.advance(ms(400));
        }
        assert_eq!(op.out("Out Value"), 1.0);
        op.advance(ms(200));
        assert_eq!(op.out("Out Value"), 2.0);
        op.advance(ms(399));
        assert_eq!(op.out("Out Value"), 2.0);
        op.advance(ms(1));
        assert_eq!(op.out("Out Value"), f64::NAN);
        assert_eq!(op.graph.next_wake(), None);
    }

    #[test]
    fn another_delay_holds_for_what_is_on_its_way() {
        let mut op = Bench::<DelayNumberSimple>::new();
        op.set("Value", 1.0).unwrap();
        op.advance(ms(500));
        op.set("Value", 2.0).unwrap();
        op.set("Delay", 2.0).unwrap();
        op.advance(ms(1000));
        assert_eq!(op.out("Out Value"), 0.0);
        op.set("Delay", 1.2).unwrap();
        assert_eq!(op.out("Out Value"), 1.0);
        op.advance(ms(200));
        assert_eq!(op.out("Out Value"), 2.0);
    }

    #[test]
    fn without_a_delay_a_number_arrives_at_once() {
        let mut op = Bench::<DelayNumberSimple>::new();
        for (value, delay) in [(1.0, 0.0), (2.0, -1.0), (3.0, f64::NAN)] {
            op.set("Delay", delay).unwrap();
            op.set("Value", value).unwrap();
            assert_eq!(op.out("Out Value"), value);
        }
    }

    #[test]
    fn of_too_many_the_oldest_arrives_early() {
        let mut op = Bench::<DelayNumberSimple>::new();
        op.set("Delay", f64::INFINITY).unwrap();
        op.graph.settle(op.now);
        for value in 1..MOST_ON_THE_WAY {
            op.set("Value", value as f64).unwrap();
        }
        assert_eq!(op.out("Out Value"), 0.0);
        op.set("Value", -1.0).unwrap();
        op.set("Value", -2.0).unwrap();
        assert_eq!(op.out("Out Value"), 1.0);
    }

    #[test]
    fn disabled_meanwhile_it_forgets_what_was_on_its_way() {
        let mut op = Bench::<DelayNumberSimple>::new();
        op.set("Value", 1.0).unwrap();
        op.graph.set_disabled(op.node, true).unwrap();
        assert_eq!(op.graph.next_wake(), None);
        op.advance(ms(5000));
        assert_eq!(op.out("Out Value"), 0.0);
    }
}
