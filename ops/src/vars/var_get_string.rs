//! `Ops.Vars.VarGetString`

use ropewalk_flow::{Cx, Handlers, In, Op, OpError, Out, Text, Value};

use super::{get, unfit};

/// Reads a text from a variable.
#[derive(Op)]
#[op(
    name = "Ops.Vars.VarGetString",
    alias = "Ops.Vars.VariableString",
    help = include_str!("var_get_string.md")
)]
pub(super) struct VarGetString {
    /// The variable's name.
    #[input(name = "Variable", display = "variable")]
    variable: In<Text>,
    /// The text; empty while there is none.
    #[output(name = "Value")]
    value: Out<Text>,
}

impl Handlers for VarGetString {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let name = self.variable.get(cx);
        let text = match get(&name, cx) {
            Some(Value::Text(text)) => text,
            Some(value @ (Value::Number(_) | Value::Bool(_))) => value.to_string().into(),
            None => "".into(),
            Some(other) => {
                self.value.set(cx, "");
                return Err(unfit(&name, &other));
            }
        };
        self.value.set(cx, text);
        Ok(())
    }
}
