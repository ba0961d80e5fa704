//! `Ops.Trigger.TriggerReceive`

use ropewalk_flow::{Cx, Event, Fire, Handlers, In, Op, OpError, Text};

use super::mark_nameless;

/// Fires when a trigger of its name is sent.
#[derive(Op)]
#[op(name = "Ops.Trigger.TriggerReceive", help = include_str!("trigger_receive.md"))]
pub(super) struct TriggerReceive {
    /// The trigger's name.
    #[input(name = "Named Trigger")]
    name: In<Text>,
    /// Fires each time it is sent.
    #[output(name = "Triggered")]
    triggered: Fire,
}

impl Handlers for TriggerReceive {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let name = self.name.get(cx);
        cx.receive_trigger(&name);
        mark_nameless(&name, cx);
        Ok(())
    }

    fn event(&mut self, event: Event, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if matches!(event, Event::Triggered) {
            self.triggered.fire(cx);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn without_a_name_it_says_so() {
        let mut op = Bench::<TriggerReceive>::new();
        assert!(op.problem().unwrap().contains("empty"));
        op.set("Named Trigger", "go").unwrap();
        assert_eq!(op.problem(), None);
    }
}
