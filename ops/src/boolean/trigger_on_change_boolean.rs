//! `Ops.Boolean.TriggerOnChangeBoolean`

use ropewalk_flow::{Cx, Fire, Handlers, In, Op, OpError};

use super::Watch;

/// Fires when a truth value changes.
#[derive(Op)]
#[op(
    name = "Ops.Boolean.TriggerOnChangeBoolean",
    alias = "Ops.Boolean.TriggerOnChangeBoolean_v2",
    help = include_str!("trigger_on_change_boolean.md")
)]
pub(super) struct TriggerOnChangeBoolean {
    /// The truth value to watch.
    #[input(name = "Value")]
    value: In<bool>,
    /// Fires when it becomes true.
    #[output(name = "True")]
    on: Fire,
    /// Fires when it becomes false.
    #[output(name = "False")]
    off: Fire,
    watch: Watch,
}

impl Handlers for TriggerOnChangeBoolean {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let value = self.value.get(cx);
        if self.watch.changed(value, self.value, cx) {
            let way = if value { self.on } else { self.off };
            way.fire(cx);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::OpEntry;
    use ropewalk_flow::testing::Bench;

    use super::super::boolean::Boolean;
    use super::*;

    /// An op that is new and whose Value is true from the start: by a link, or by hand.
    fn from_the_start(is_linked: bool) -> Bench<TriggerOnChangeBoolean> {
        let mut op = Bench::<TriggerOnChangeBoolean>::new();
        op.node = op.graph.add(&OpEntry::of::<TriggerOnChangeBoolean>());
        let source = if is_linked {
            let source = op.graph.add(&OpEntry::of::<Boolean>());
            op.graph.connect((source, 0), (op.node, 0)).unwrap();
            source
        } else {
            op.node
        };
        op.graph.set(source, 0, true.into()).unwrap();
        op.graph.settle(op.now);
        op
    }

    #[test]
    fn each_change_fires_once() {
        let mut op = Bench::<TriggerOnChangeBoolean>::new();
        for (value, on, off) in [
            (0.0, 0, 0),
            (1.0, 1, 0),
            (2.0, 1, 0),
            (f64::NAN, 1, 1),
            (0.0, 1, 1),
            (1.0, 2, 1),
        ] {
            op.set("Value", value).unwrap();
            assert_eq!(
                (op.pulses("True"), op.pulses("False")),
                (on, off),
                "{value}"
            );
        }
    }

    #[test]
    fn at_the_start_it_fires_for_what_is_linked_and_true() {
        assert_eq!(from_the_start(true).pulses("True"), 1);
        assert_eq!(from_the_start(false).pulses("True"), 0);
    }
}
