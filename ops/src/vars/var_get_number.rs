//! `Ops.Vars.VarGetNumber`

use ropewalk_flow::{Cx, Handlers, In, Op, OpError, Out, Text, Value};

use super::{get, unfit};

/// Reads a number from a variable.
#[derive(Op)]
#[op(
    name = "Ops.Vars.VarGetNumber",
    aliases("Ops.Vars.VarGetNumber_v2", "Ops.Vars.Variable"),
    help = include_str!("var_get_number.md")
)]
pub(super) struct VarGetNumber {
    /// The variable's name.
    #[input(name = "Variable", display = "variable")]
    variable: In<Text>,
    /// The number; 0 while there is none.
    #[output(name = "Value")]
    value: Out<f64>,
}

impl Handlers for VarGetNumber {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let name = self.variable.get(cx);
        let number = match get(&name, cx) {
            Some(Value::Number(number)) => number,
            Some(Value::Bool(bool)) => f64::from(u8::from(bool)),
            None => 0.0,
            Some(other) => {
                self.value.set(cx, 0.0);
                return Err(unfit(&name, &other));
            }
        };
        self.value.set(cx, number);
        Ok(())
    }
}
