//! JSON documents.

use std::rc::Rc;

use ropewalk_flow::{Cx, In, Object, OpDeclaration, Out, Text, Value, text_to_number};

mod gate_object;
mod http_request;
mod object_get_array;
mod object_get_array_by_path;
mod object_get_number;
mod object_get_number_by_path;
mod object_get_object;
mod object_get_string;
mod object_get_string_by_path;
mod object_keys;
mod object_merge;
mod object_set_bool;
mod object_set_number;
mod object_set_object;
mod object_set_string;
mod object_stringify;
mod parse_object;
mod path;
mod trigger_object;

pub(crate) const OPS: &[OpDeclaration] = &[
    OpDeclaration::of::<parse_object::ParseObject>(),
    OpDeclaration::of::<object_stringify::ObjectStringify>(),
    OpDeclaration::of::<object_get_number::ObjectGetNumber>(),
    OpDeclaration::of::<object_get_string::ObjectGetString>(),
    OpDeclaration::of::<object_get_object::ObjectGetObject>(),
    OpDeclaration::of::<object_get_array::ObjectGetArray>(),
    OpDeclaration::of::<object_get_number_by_path::ObjectGetNumberByPath>(),
    OpDeclaration::of::<object_get_string_by_path::ObjectGetStringByPath>(),
    OpDeclaration::of::<object_set_number::ObjectSetNumber>(),
    OpDeclaration::of::<object_set_string::ObjectSetString>(),
    OpDeclaration::of::<object_set_bool::ObjectSetBool>(),
    OpDeclaration::of::<object_set_object::ObjectSetObject>(),
    OpDeclaration::of::<http_request::HttpRequest>(),
    OpDeclaration::of::<trigger_object::TriggerObject>(),
    OpDeclaration::of::<object_get_array_by_path::ObjectGetArrayByPath>(),
    OpDeclaration::of::<object_keys::ObjectKeys>(),
    OpDeclaration::of::<object_merge::ObjectMerge>(),
    OpDeclaration::of::<gate_object::GateObject>(),
];

/// The value of a key.
fn value(object: Option<Object>, key: &str) -> Option<Value> {
    object?.get(key).cloned()
}

/// The number that a value is, or that it is read as: text that is one, true and false as 1 and 0.
pub(crate) fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => Some(*number),
        Value::Bool(bool) => Some(f64::from(u8::from(*bool))),
        Value::Text(text) => text_to_number(text),
        _ => None,
    }
}

/// A value as text, an object or a list as JSON; nothing for null.
fn text(value: Value) -> Option<Text> {
    match value {
        Value::Text(text) => Some(text),
        Value::None => None,
        // Numbers and booleans are written in JSON as they are anywhere.
        other => Some(other.to_json().into()),
    }
}

/// Gives the object with this value for the key: a copy, as others may hold the object too.
fn set(value: Value, object: In<Object>, key: In<Text>, result: Out<Object>, cx: &mut Cx<'_>) {
    let key = key.get(cx);
    let mut object = object.get(cx).unwrap_or_default();
    if key.is_empty() {
        cx.set_warning("Key is empty: enter a name for the value.");
    } else {
        cx.clear_problem();
        Rc::make_mut(&mut object).insert(key, value);
    }
    result.set(cx, object);
}
