//! `Ops.Number.TriggerOnChangeNumber`

use ropewalk_flow::{Cx, Fire, Handlers, In, Op, OpError, Out};

use crate::watched::Watched;

/// Fires when a number changes.
#[derive(Op)]
#[op(
    name = "Ops.Number.TriggerOnChangeNumber",
    aliases(
        "Ops.Number.TriggerOnChangeNumber_v2",
        "Ops.Value.TriggerOnChange",
        "Ops.Value.TriggerOnChangeNumber"
    ),
    help = include_str!("trigger_on_change_number.md")
)]
pub(super) struct TriggerOnChangeNumber {
    /// The number to watch.
    #[input(name = "Value")]
    value: In<f64>,
    /// Fires after Number is set.
    #[output(name = "Next")]
    next: Fire,
    /// The number.
    #[output(name = "Number")]
    number: Out<f64>,
    watched: Watched,
}

impl Handlers for TriggerOnChangeNumber {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let old = self.number.get(cx);
        let value = self.value.get(cx);
        let is_other = value != old && !(value.is_nan() && old.is_nan());
        self.number.set(cx, value);
        if self.watched.changed(self.value, is_other, cx) {
            self.next.fire(cx);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::OpEntry;
    use ropewalk_flow::testing::Bench;

    use super::super::number::Number;
    use super::*;

    /// How often a new op has fired whose Value was set, or linked to a Number, from the start.
    fn pulses_at_the_start(value: f64, is_linked: bool) -> u64 {
        let mut op = Bench::<TriggerOnChangeNumber>::new();
        op.node = op.graph.add(&OpEntry::of::<TriggerOnChangeNumber>());
        let source = if is_linked {
            let number = op.graph.add(&OpEntry::of::<Number>());
            op.graph.connect((number, 0), (op.node, 0)).unwrap();
            number
        } else {
            op.node
        };
        op.graph.set(source, 0, value.into()).unwrap();
        op.graph.settle(op.now);
        assert_eq!(op.out("Number"), value);
        op.pulses("Next")
    }

    #[test]
    fn at_the_start_it_fires_once_for_what_is_linked_and_not_for_what_was_set_by_hand() {
        for value in [0.0, 5.0] {
            assert_eq!(pulses_at_the_start(value, true), 1);
            assert_eq!(pulses_at_the_start(value, false), 0);
        }
    }

    #[test]
    fn it_fires_once_for_each_change() {
        let mut op = Bench::<TriggerOnChangeNumber>::new();
        assert_eq!(op.pulses("Next"), 0);
        for (value, pulses) in [(1.0, 1), (1.0, 1), (f64::NAN, 2), (f64::NAN, 2), (0.0, 3)] {
            op.set("Value", value).unwrap();
            assert_eq!(op.out("Number"), value);
            assert_eq!(op.pulses("Next"), pulses);
        }
    }
}
