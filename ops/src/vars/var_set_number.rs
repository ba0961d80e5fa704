//! `Ops.Vars.VarSetNumber`

use ropewalk_flow::{Cx, Handlers, In, Op, OpError, Text, Value};

use super::set;

/// Sets a variable to a number.
#[derive(Op)]
#[op(
    name = "Ops.Vars.VarSetNumber",
    aliases("Ops.Vars.VarSetNumber_v2", "Ops.Vars.SetVariable"),
    help = include_str!("var_set_number.md")
)]
pub(super) struct VarSetNumber {
    /// The number.
    #[input(name = "Value")]
    value: In<f64>,
    /// The variable's name.
    #[input(name = "Variable", display = "variable")]
    variable: In<Text>,
}

impl Handlers for VarSetNumber {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let value = Value::Number(self.value.get(cx));
        set(&self.variable.get(cx), value, cx);
        Ok(())
    }
}
