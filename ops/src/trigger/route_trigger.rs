//! `Ops.Trigger.RouteTrigger`

use ropewalk_flow::{Array, Cx, Fire, Handlers, In, Multi, Op, OpError, Out, Trigger, Value};

use crate::multi::count;

/// Sends pulses where a number says.
#[derive(Op)]
#[op(
    name = "Ops.Trigger.RouteTrigger",
    aliases(
        "Ops.Trigger.RouteTrigger_v2",
        "Ops.Extension.Deprecated.RouteTriggerMultiPort"
    ),
    help = include_str!("route_trigger.md")
)]
pub(super) struct RouteTrigger {
    /// The pulses.
    #[input(name = "Execute", display = "button")]
    execute: Trigger,
    /// The number of the Trigger that they go to, counted from 0. A fraction is rounded down.
    #[input(name = "Switch Value", display = "integer")]
    value: In<f64>,
    /// How many Triggers there are.
    #[output(name = "Total Connections")]
    total: Out<f64>,
    /// The names of the ops that are linked to the Triggers.
    #[output(name = "Connected Op Names")]
    names: Out<Array>,
    /// Fires after each pulse, wherever it went.
    #[output(name = "Next Trigger")]
    next: Fire,
    /// The pulses that there is no Trigger for.
    #[output(name = "Default Trigger")]
    default: Fire,
    /// The number of the Trigger that the last pulse went to, -1 for none.
    #[output(name = "Switched Value")]
    switched: Out<f64>,
    /// The pulses that came while Switch Value was its number.
    #[output(name = "Trigger", alias = "Trigger 0", multi = 2, lazy)]
    triggers: Multi<Fire>,
}

impl Handlers for RouteTrigger {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        self.total.set(cx, count(self.triggers, cx));
        let listeners = self.triggers.ports(cx).flat_map(|port| port.listeners(cx));
        let names: Array = listeners.map(Value::text).collect();
        // An array is another one although it holds the same.
        if self.names.get(cx).as_deref() != Some(&*names) {
            self.names.set(cx, names);
        }
        Ok(())
    }

    fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if port != self.execute {
            return Ok(());
        }
        let index = self.value.get(cx).floor();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "checked; what is too large is no port"
        )]
        let found = (index >= 0.0).then_some(index as usize);
        let found = found.and_then(|index| self.triggers.port(index, cx));
        self.switched
            .set(cx, if found.is_some() { index } else { -1.0 });
        found.unwrap_or(self.default).fire(cx);
        self.next.fire(cx);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::OpEntry;
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn a_pulse_goes_to_the_trigger_of_that_number() {
        let mut op = Bench::<RouteTrigger>::new();
        op.set_port_count(true, 3).unwrap();
        assert_eq!(op.out("Total Connections"), 3.0);
        for (value, output, index) in [
            (0.0, "Trigger_0", 0.0),
            (2.0, "Trigger 2", 2.0),
            (1.9, "Trigger_1", 1.0),
            (3.0, "Default Trigger", -1.0),
            (-0.1, "Default Trigger", -1.0),
            (f64::NAN, "Default Trigger", -1.0),
            (f64::INFINITY, "Default Trigger", -1.0),
        ] {
            op.set("Switch Value", value).unwrap();
            let before = (op.pulses(output), op.pulses("Next Trigger"));
            op.press("Execute").unwrap();
            let after = (op.pulses(output), op.pulses("Next Trigger"));
            assert_eq!(after, (before.0 + 1, before.1 + 1), "{value}");
            assert_eq!(op.out("Switched Value"), index, "{value}");
        }
    }

    #[test]
    fn it_names_the_ops_that_listen() {
        let mut op = Bench::<RouteTrigger>::new();
        assert_eq!(op.out("Connected Op Names").to_json(), "[]");
        let other = op
            .graph
            .add(&OpEntry::of::<super::super::sequence::Sequence>());
        let port = RouteTrigger::SPEC.output("Trigger_1").unwrap();
        let link = op.graph.connect((op.node, port), (other, 0)).unwrap();
        op.graph.settle(op.now);
        assert_eq!(op.out("Connected Op Names").to_json(), r#"["Sequence"]"#);
        op.graph.disconnect(link);
        op.graph.settle(op.now);
        assert_eq!(op.out("Connected Op Names").to_json(), "[]");
    }
}
