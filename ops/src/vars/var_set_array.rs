//! `Ops.Vars.VarSetArray`

use ropewalk_flow::{Array, Cx, Handlers, In, Op, OpError, Text, Value};

use super::set;

/// Sets a variable to an array.
#[derive(Op)]
#[op(
    name = "Ops.Vars.VarSetArray",
    aliases("Ops.Vars.VarSetArray_v2", "Ops.Vars.SetVariableArray"),
    help = include_str!("var_set_array.md")
)]
pub(super) struct VarSetArray {
    /// The array.
    #[input(name = "Value", needed)]
    value: In<Array>,
    /// The variable's name.
    #[input(name = "Variable", display = "variable")]
    variable: In<Text>,
}

impl Handlers for VarSetArray {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let value = self.value.get(cx).map_or(Value::None, Value::Array);
        set(&self.variable.get(cx), value, cx);
        Ok(())
    }
}
