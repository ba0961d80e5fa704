//! Paths into JSON documents.

use ropewalk_flow::{Object, Value};

/// What a path leads to: keys, and places in lists counted from 0, with dots between them.
pub(super) fn find(object: Object, path: &str) -> Option<Value> {
    path.split('.').try_fold(Value::Object(object), step)
}

fn step(value: Value, key: &str) -> Option<Value> {
    match value {
        Value::Object(object) => object.get(key).cloned(),
        Value::Array(array) => array.get(key.parse::<usize>().ok()?).cloned(),
        _ => None,
    }
}
