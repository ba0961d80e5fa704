//! `Ops.Trigger.Threshold`

use ropewalk_flow::{Cx, Fire, Handlers, In, Op, OpError};

/// Fires when a number reaches another.
#[derive(Op)]
#[op(
    name = "Ops.Trigger.Threshold",
    alias = "Ops.Trigger.Past",
    help = include_str!("threshold.md")
)]
pub(super) struct Threshold {
    /// The number to watch.
    #[input(name = "Input")]
    input: In<f64>,
    /// What it must reach.
    #[input(name = "Threshold")]
    threshold: In<f64>,
    /// Fires when it does.
    #[output(name = "Output")]
    output: Fire,
    was_reached: Option<bool>,
}

impl Handlers for Threshold {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let is_reached = self.input.get(cx) >= self.threshold.get(cx);
        let fires = match self.was_reached.replace(is_reached) {
            Some(was_reached) => is_reached && !was_reached,
            None => is_reached && self.input.linked(cx),
        };
        if fires {
            self.output.fire(cx);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::OpEntry;
    use ropewalk_flow::testing::Bench;

    use super::super::trigger_counter::TriggerCounter;
    use super::*;

    #[test]
    fn it_fires_once_each_time_the_number_comes_from_below() {
        let mut op = Bench::<Threshold>::new();
        op.set("Threshold", 10.0).unwrap();
        for (input, pulses) in [
            (9.9, 0),
            (10.0, 1),
            (10.0, 1),
            (11.0, 1),
            (10.0, 1),
            (12.0, 1),
            (9.0, 1),
            (f64::INFINITY, 2),
            (f64::NAN, 2),
            (10.0, 3),
        ] {
            op.set("Input", input).unwrap();
            assert_eq!(op.pulses("Output"), pulses, "{input}");
        }
    }

    #[test]
    fn a_threshold_that_comes_down_is_reached_too() {
        let mut op = Bench::<Threshold>::new();
        op.set("Threshold", 10.0).unwrap();
        op.set("Input", 5.0).unwrap();
        op.set("Threshold", 5.0).unwrap();
        assert_eq!(op.pulses("Output"), 1);
        op.set("Threshold", f64::NAN).unwrap();
        assert_eq!(op.pulses("Output"), 1);
    }

    #[test]
    fn at_the_start_it_fires_for_what_is_linked_only() {
        for (is_linked, pulses) in [(true, 1), (false, 0)] {
            let mut op = Bench::<Threshold>::new();
            op.node = op.graph.add(&OpEntry::of::<Threshold>());
            if is_linked {
                let number = op.graph.add(&OpEntry::of::<TriggerCounter>());
                op.graph.connect((number, 1), (op.node, 0)).unwrap();
            }
            op.graph.settle(op.now);
            assert_eq!(op.pulses("Output"), pulses);
        }
    }
}
