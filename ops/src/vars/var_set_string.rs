//! `Ops.Vars.VarSetString`

use ropewalk_flow::{Cx, Handlers, In, Op, OpError, Text, Value};

use super::set;

/// Sets a variable to a text.
#[derive(Op)]
#[op(
    name = "Ops.Vars.VarSetString",
    aliases(
        "Ops.Vars.VarSetString_v2",
        "Ops.Vars.SetVariableString",
        "Ops.Vars.SetVariableString2",
        "Ops.Vars.SetVariableString_v2"
    ),
    help = include_str!("var_set_string.md")
)]
pub(super) struct VarSetString {
    /// The text.
    #[input(name = "Value", default = "New String")]
    value: In<Text>,
    /// The variable's name.
    #[input(name = "Variable", display = "variable")]
    variable: In<Text>,
}

impl Handlers for VarSetString {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let value = Value::Text(self.value.get(cx));
        set(&self.variable.get(cx), value, cx);
        Ok(())
    }
}
