//! `Ops.Vars.VarSetObject`

use ropewalk_flow::{Cx, Handlers, In, Op, OpError, Reference, Text};

use super::set;

/// Sets a variable to an object, or to a connection or an element.
#[derive(Op)]
#[op(
    name = "Ops.Vars.VarSetObject",
    aliases("Ops.Vars.VarSetObject_v2", "Ops.Vars.SetVariableObject"),
    help = include_str!("var_set_object.md")
)]
pub(super) struct VarSetObject {
    /// The object.
    #[input(name = "Value", needed)]
    value: In<Reference>,
    /// The variable's name.
    #[input(name = "Variable", display = "variable")]
    variable: In<Text>,
}

impl Handlers for VarSetObject {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let value = self.value.get(cx);
        set(&self.variable.get(cx), value, cx);
        Ok(())
    }
}
