//! `Ops.Vars.VarGetArray`

use ropewalk_flow::{Array, Cx, Handlers, In, Op, OpError, Out, Text, Value};

use super::{get, unfit};

/// Reads an array from a variable.
#[derive(Op)]
#[op(
    name = "Ops.Vars.VarGetArray",
    aliases("Ops.Vars.VarGetArray_v2", "Ops.Vars.VariableArray"),
    help = include_str!("var_get_array.md")
)]
pub(super) struct VarGetArray {
    /// The variable's name.
    #[input(name = "Variable", display = "variable")]
    variable: In<Text>,
    /// The array; nothing while there is none.
    #[output(name = "Value")]
    value: Out<Array>,
}

impl Handlers for VarGetArray {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let name = self.variable.get(cx);
        match get(&name, cx) {
            Some(Value::Array(array)) => {
                self.value.set(cx, array);
                Ok(())
            }
            Some(Value::None) | None => {
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
