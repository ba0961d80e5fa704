//! `Ops.Vars.VarTriggerString`

use ropewalk_flow::{Cx, Fire, Handlers, In, Op, OpError, Text, Trigger, Value};

use super::set;

/// Sets a variable to a text with each pulse.
#[derive(Op)]
#[op(name = "Ops.Vars.VarTriggerString", help = include_str!("var_trigger_string.md"))]
pub(super) struct VarTriggerString {
    /// Sets the variable.
    #[input(name = "Trigger", display = "button")]
    trigger: Trigger,
    /// The text.
    #[input(name = "Value", default = "New String")]
    value: In<Text>,
    /// The variable's name.
    #[input(name = "Variable")]
    variable: In<Text>,
    /// Fires after the variable is set.
    #[output(name = "Next")]
    next: Fire,
}

impl Handlers for VarTriggerString {
    fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if port == self.trigger {
            let value = Value::Text(self.value.get(cx));
            set(&self.variable.get(cx), value, cx);
            self.next.fire(cx);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn a_pulse_fires_next_and_without_a_name_it_is_told() {
        let mut op = Bench::<VarTriggerString>::new();
        op.press("Trigger").unwrap();
        assert!(op.problem().unwrap().contains("Variable is empty"));
        op.set("Variable", "x").unwrap();
        op.press("Trigger").unwrap();
        assert_eq!(op.problem(), None);
        assert_eq!(op.pulses("Next"), 2);
    }
}
