//! `Ops.Trigger.TriggerSend`

use ropewalk_flow::{Cx, Fire, Handlers, In, Op, OpError, Text, Trigger};

use super::mark_nameless;

/// Sends a trigger by its name, without a link.
#[derive(Op)]
#[op(name = "Ops.Trigger.TriggerSend", help = include_str!("trigger_send.md"))]
pub(super) struct TriggerSend {
    /// Sends it.
    #[input(name = "Trigger", display = "button")]
    trigger: Trigger,
    /// The trigger's name.
    #[input(name = "Named Trigger")]
    name: In<Text>,
    /// Fires when all that it has caused is done.
    #[output(name = "Next")]
    next: Fire,
}

impl Handlers for TriggerSend {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        mark_nameless(&self.name.get(cx), cx);
        Ok(())
    }

    fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if port != self.trigger {
            return Ok(());
        }
        let name = self.name.get(cx);
        if cx.send_trigger(&name) {
            cx.clear_problem();
        } else if !name.is_empty() {
            cx.set_warning(format!(
                "No op of this patch receives the trigger `{name}`."
            ));
        }
        self.next.fire(cx);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;
    use ropewalk_flow::{NodeId, OpEntry, Value};

    use super::super::trigger_counter::TriggerCounter;
    use super::super::trigger_extender::TriggerExtender;
    use super::super::trigger_number::TriggerNumber;
    use super::super::trigger_receive::TriggerReceive;
    use super::*;

    /// A bench with a sender of `go`, and a node that receives it.
    fn rig() -> (Bench<TriggerSend>, NodeId) {
        let mut op = Bench::<TriggerSend>::new();
        op.set("Named Trigger", "go").unwrap();
        let receiver = receiver(&mut op);
        (op, receiver)
    }

    fn receiver(op: &mut Bench<TriggerSend>) -> NodeId {
        let receiver = op.graph.add(&OpEntry::of::<TriggerReceive>());
        op.graph.set(receiver, 0, "go".into()).unwrap();
        op.graph.settle(op.now);
        receiver
    }

    fn number(op: &Bench<TriggerSend>, node: NodeId, port: u16) -> f64 {
        match op.graph.output(node, port).unwrap() {
            Value::Number(number) => *number,
            other => panic!("no number: {other}"),
        }
    }

    #[test]
    fn all_that_receive_it_fire_and_then_next() {
        let (mut op, first) = rig();
        let second = receiver(&mut op);
        let count = op.graph.add(&OpEntry::of::<TriggerCounter>());
        let take = op.graph.add(&OpEntry::of::<TriggerNumber>());
        for receiver in [first, second] {
            op.graph.connect((receiver, 0), (count, 0)).unwrap();
        }
        op.graph.connect((count, 1), (take, 1)).unwrap();
        op.graph.connect((op.node, 0), (take, 0)).unwrap();
        op.press("Trigger").unwrap();
        assert_eq!(number(&op, take, 1), 2.0, "Next came after both");
        assert_eq!(op.pulses("Next"), 1);
        assert_eq!(op.problem(), None);
    }

    #[test]
    fn those_that_were_made_first_fire_first() {
        let (mut op, first) = rig();
        let second = receiver(&mut op);
        let count = op.graph.add(&OpEntry::of::<TriggerCounter>());
        let take = op.graph.add(&OpEntry::of::<TriggerNumber>());
        op.graph.connect((count, 1), (take, 1)).unwrap();
        op.graph.connect((second, 0), (count, 0)).unwrap();
        op.graph.connect((first, 0), (take, 0)).unwrap();
        // A name that is set again later leaves the order as it is.
        for name in ["other", "go"] {
            op.graph.set(first, 0, name.into()).unwrap();
            op.graph.settle(op.now);
        }
        op.press("Trigger").unwrap();
        assert_eq!(number(&op, take, 1), 0.0);
        op.press("Trigger").unwrap();
        assert_eq!(number(&op, take, 1), 1.0);
    }

    #[test]
    fn only_the_name_counts() {
        let (mut op, receiver) = rig();
        for (name, pulses) in [("stop", 0.0), ("go", 1.0), ("", 1.0), ("go", 2.0)] {
            op.set("Named Trigger", name).unwrap();
            op.press("Trigger").unwrap();
            assert_eq!(number(&op, receiver, 0), pulses, "{name}");
        }
        op.graph.set(receiver, 0, "".into()).unwrap();
        op.press("Trigger").unwrap();
        assert_eq!(number(&op, receiver, 0), 2.0);
        assert_eq!(op.pulses("Next"), 5);
    }

    #[test]
    fn a_receiver_that_is_disabled_or_removed_gets_nothing() {
        let (mut op, receiver) = rig();
        op.graph.set_disabled(receiver, true).unwrap();
        op.press("Trigger").unwrap();
        assert_eq!(number(&op, receiver, 0), 0.0);
        assert!(op.problem().unwrap().contains("receives the trigger `go`"));
        op.graph.set_disabled(receiver, false).unwrap();
        op.graph.settle(op.now);
        op.press("Trigger").unwrap();
        assert_eq!(number(&op, receiver, 0), 1.0);
        assert_eq!(op.problem(), None);
        op.graph.remove(receiver).unwrap();
        op.press("Trigger").unwrap();
        assert!(op.problem().unwrap().contains("receives the trigger `go`"));
        assert_eq!(op.pulses("Next"), 3);
    }

    #[test]
    fn a_trigger_that_comes_back_without_end_is_stopped_and_told() {
        let (mut op, receiver) = rig();
        op.graph.connect((receiver, 0), (op.node, 0)).unwrap();
        op.press("Trigger").unwrap();
        assert!(op.problem().unwrap().contains("without end"));
        assert!(number(&op, receiver, 0) < 100_000.0);
    }

    #[test]
    fn a_trigger_that_a_long_chain_sends_is_no_loop() {
        let (mut op, receiver) = rig();
        let joint = OpEntry::of::<TriggerExtender>();
        let first = op.graph.add(&joint);
        let mut last = first;
        for _ in 0..10_002 {
            let next = op.graph.add(&joint);
            op.graph.connect((last, 0), (next, 0)).unwrap();
            last = next;
        }
        op.graph.connect((last, 0), (op.node, 0)).unwrap();
        op.graph.press(first, 0, op.now).unwrap();
        assert_eq!(number(&op, receiver, 0), 1.0);
        assert_eq!(op.problem(), None);
    }

    #[test]
    fn without_a_name_it_says_so() {
        let mut op = Bench::<TriggerSend>::new();
        assert!(op.problem().unwrap().contains("empty"));
        op.press("Trigger").unwrap();
        assert_eq!(op.pulses("Next"), 1);
    }
}
