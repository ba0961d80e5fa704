//! `Ops.Vars.VarGetObject`

use ropewalk_flow::{Cx, Handlers, In, Op, OpError, Out, Reference, Text, Value};

use super::{get, unfit};

/// Reads an object from a variable.
#[derive(Op)]
#[op(
    name = "Ops.Vars.VarGetObject",
    aliases("Ops.Vars.VarGetObject_v2", "Ops.Vars.VariableObject"),
    help = include_str!("var_get_object.md")
)]
pub(super) struct VarGetObject {
    /// The variable's name.
    #[input(name = "Variable", display = "variable")]
    variable: In<Text>,
    /// The object; nothing while there is none.
    #[output(name = "Value")]
    value: Out<Reference>,
}

impl Handlers for VarGetObject {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let name = self.variable.get(cx);
        match get(&name, cx) {
            Some(value @ (Value::None | Value::Object(_) | Value::Resource(_))) => {
                self.value.set(cx, Reference(value));
                Ok(())
            }
            None => {
                self.value.clear(cx);
                Ok(())
            }
            Some(other) => {
                self.value.clear(cx);
                Err(unfit(&name, &other))
            }
        }
    }
}
