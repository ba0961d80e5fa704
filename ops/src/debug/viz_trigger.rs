use ropewalk_flow::{Cx, Fire, Handlers, In, Op, OpError, Out, Trigger};

/// Flashes with each pulse, counts it, and passes it on.
#[derive(Op)]
#[op(name = "Ops.Ui.VizTrigger", help = include_str!("viz_trigger.md"))]
#[expect(dead_code, reason = "the editor shows the count as the port says")]
pub(super) struct VizTrigger {
    /// What is shown.
    #[input(name = "Trigger", display = "button")]
    trigger: Trigger,
    /// Counts from 0 again.
    #[input(name = "Reset", display = "button")]
    reset: Trigger,
    /// Whether the count stands in the light.
    #[input(name = "Count Overlay", default = true)]
    overlay: In<bool>,
    /// How many pulses there were.
    #[output(name = "Count")]
    count: Out<f64>,
    /// Fires with each pulse, after it was counted.
    #[output(name = "Next")]
    next: Fire,
}

impl Handlers for VizTrigger {
    fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if port == self.trigger {
            self.count.set(cx, self.count.get(cx) + 1.0);
            self.next.fire(cx);
        } else if port == self.reset {
            self.count.set(cx, 0.0);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::GraphError;
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn pulses_are_counted_and_passed_on() -> Result<(), GraphError> {
        let mut op = Bench::<VizTrigger>::new();
        assert_eq!(op.out("Count"), 0.0);
        op.press("Trigger")?;
        op.press("Trigger")?;
        assert_eq!(op.out("Count"), 2.0);
        assert_eq!(op.pulses("Next"), 2);
        op.press("Reset")?;
        assert_eq!(op.out("Count"), 0.0);
        assert_eq!(op.pulses("Next"), 2, "a reset is no pulse");
        op.press("Trigger")?;
        assert_eq!(op.out("Count"), 1.0);
        Ok(())
    }
}
