//! Variables: values without a link.

use ropewalk_flow::{Cx, OpDeclaration, OpError, Text, Value};

mod var_get_array;
mod var_get_number;
mod var_get_object;
mod var_get_string;
mod var_set_array;
mod var_set_number;
mod var_set_object;
mod var_set_string;

pub(crate) const OPS: &[OpDeclaration] = &[
    OpDeclaration::of::<var_set_number::VarSetNumber>(),
    OpDeclaration::of::<var_get_number::VarGetNumber>(),
    OpDeclaration::of::<var_set_object::VarSetObject>(),
    OpDeclaration::of::<var_get_object::VarGetObject>(),
    OpDeclaration::of::<var_set_string::VarSetString>(),
    OpDeclaration::of::<var_get_string::VarGetString>(),
    OpDeclaration::of::<var_set_array::VarSetArray>(),
    OpDeclaration::of::<var_get_array::VarGetArray>(),
    OpDeclaration::of::<var_trigger_number::VarTriggerNumber>(),
    OpDeclaration::of::<var_trigger_string::VarTriggerString>(),
];

/// The variable of that name; the op is marked where it has none.
fn get(name: &Text, cx: &mut Cx<'_>) -> Option<Value> {
    let value = cx.variable(name);
    match value {
        _ if name.is_empty() => {
            cx.set_warning("Variable is empty: enter the name of a variable.");
        }
        Some(_) => cx.clear_problem(),
        None => cx.set_warning(format!("No op of this patch sets the variable `{name}`.")),
    }
    value
}

/// Sets the variable of that name; the op is marked where it has none.
fn set(name: &Text, value: Value, cx: &mut Cx<'_>) {
    if name.is_empty() {
        cx.set_warning("Variable is empty: enter a name for the variable.");
    } else {
        cx.clear_problem();
    }
    cx.set_variable(name, value);
}

/// The error of an op that reads a variable with something else in it.
fn unfit(name: &Text, value: &Value) -> OpError {
    let what = value.type_name();
    OpError::new(format!("The variable `{name}` is {what}."))
}

#[cfg(test)]
mod tests;
mod var_trigger_number;
mod var_trigger_string;
