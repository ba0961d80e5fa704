//! `Ops.Trigger.Repeat`

use ropewalk_flow::{Cx, Fire, Handlers, In, Op, OpError, Out, Text, Trigger};

use super::repeats;

/// Fires many times for each pulse.
#[derive(Op)]
#[op(
    name = "Ops.Trigger.Repeat",
    alias = "Ops.Trigger.Repeat_v2",
    help = include_str!("repeat.md")
)]
pub(super) struct Repeat {
    /// Starts a round.
    #[input(name = "Execute", display = "button", alias = "exe")]
    execute: Trigger,
    /// How often it fires in a round.
    #[input(
        name = "Repeats",
        alias = "num",
        default = 5,
        min = 0,
        max = 100000,
        display = "integer"
    )]
    repeats: In<f64>,
    /// Whether the index goes up or down.
    #[input(
        name = "Direction",
        default = "Forward",
        choices("Forward", "Backward")
    )]
    direction: In<Text>,
    /// Fires once for each index.
    #[output(name = "Next", alias = "trigger")]
    next: Fire,
    /// Which time it is, from 0.
    #[output(name = "index")]
    index: Out<f64>,
}

impl Handlers for Repeat {
    fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if port != self.execute {
            return Ok(());
        }
        let (count, outcome) = repeats(self.repeats.get(cx), 1.0);
        let is_backward = &*self.direction.get(cx) == "Backward";
        for index in 0..count {
            let index = if is_backward {
                count - 1 - index
            } else {
                index
            };
            self.index.set(cx, f64::from(index));
            self.next.fire(cx);
        }
        outcome
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::OpEntry;
    use ropewalk_flow::testing::Bench;

    use super::*;

    /// The index at each pulse of a round.
    fn round(op: &mut Bench<Repeat>) -> Vec<f64> {
        let heard = op.graph.add(&OpEntry::of::<Listener>());
        op.graph.connect((op.node, 1), (heard, 0)).unwrap();
        op.graph.connect((op.node, 0), (heard, 1)).unwrap();
        op.press("Execute").unwrap();
        let heard = op.graph.output(heard, 0).unwrap().to_string();
        heard
            .split_whitespace()
            .map(|index| index.parse().unwrap())
            .collect()
    }

    /// Writes down the number at each pulse.
    #[derive(Op)]
    #[op(name = "Ops.Test.Listener")]
    struct Listener {
        /// The number.
        #[input(name = "number")]
        number: In<f64>,
        /// The pulses.
        #[input(name = "pulse")]
        pulse: Trigger,
        /// All that was written.
        #[output(name = "heard")]
        heard: Out<Text>,
    }

    impl Handlers for Listener {
        fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
            assert_eq!(port, self.pulse);
            let heard = format!("{} {}", self.heard.get(cx), self.number.get(cx));
            self.heard.set(cx, heard);
            Ok(())
        }
    }

    #[test]
    fn each_index_has_its_pulse_in_order() {
        let mut op = Bench::<Repeat>::new();
        assert_eq!(round(&mut op), [0.0, 1.0, 2.0, 3.0, 4.0]);
        op.set("Repeats", 2.9).unwrap();
        op.set("Direction", "Backward").unwrap();
        assert_eq!(round(&mut op), [1.0, 0.0]);
    }

    #[test]
    fn nothing_is_repeated_where_there_is_no_count() {
        let mut op = Bench::<Repeat>::new();
        for repeats in [0.0, -3.0, f64::NAN] {
            op.set("Repeats", repeats).unwrap();
            op.press("Execute").unwrap();
            assert_eq!(op.pulses("Next"), 0, "{repeats}");
            assert_eq!(op.problem(), None);
        }
    }

    #[test]
    fn too_many_are_cut_off_and_it_says_so() {
        let mut op = Bench::<Repeat>::new();
        op.set("Repeats", f64::INFINITY).unwrap();
        op.press("Execute").unwrap();
        assert_eq!(op.pulses("Next"), 100_000);
        assert_eq!(op.out("index"), 99_999.0);
        assert!(op.problem().unwrap().contains("100000"));
    }
}
