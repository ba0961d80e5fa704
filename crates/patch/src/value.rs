//! Values between JSON, which the document keeps, and ports, which the graph has.

use std::rc::Rc;

use ropewalk_flow::{PortSpec, Text, Value};
use serde_json::Value as Json;

/// How deep a value from a command may be nested. A file is read to a depth of 128, and a value
/// lies four levels deep in it.
pub(crate) const MAX_DEPTH: usize = 100;

/// What the document keeps of JSON that is set on an input: nothing where it is the default,
/// and the JSON back where the port cannot hold it.
///
/// `null` stands for the default. Text and numbers that are no finite number are refused for a
/// Number, as a file has no way to write them.
pub(crate) fn admit(port: &PortSpec, json: Json) -> Result<Option<Json>, Json> {
    if json.is_null() {
        return Ok(None);
    }
    let Some(value) = port.kind.admit(to_value(&json)) else {
        return Err(json);
    };
    if matches!(value, Value::Number(number) if !number.is_finite()) {
        return Err(json);
    }
    if value == port.default_value() {
        return Ok(None);
    }
    Ok(Some(match value {
        Value::Number(number) => number_to_json(number),
        Value::Bool(bool) => Json::Bool(bool),
        Value::Text(text) => Json::String(text.as_ref().into()),
        // As it came: whole numbers past 2^53 stay exact in the file.
        _ => json,
    }))
}

/// The value of a port as the graph holds it.
pub(crate) fn to_value(json: &Json) -> Value {
    match json {
        Json::Null => Value::None,
        Json::Bool(bool) => Value::Bool(*bool),
        // A number that is no double does not come out of the parser.
        Json::Number(number) => Value::Number(number.as_f64().unwrap_or(f64::NAN)),
        Json::String(text) => Value::text(text.as_str()),
        Json::Array(list) => Value::Array(list.iter().map(to_value).collect()),
        Json::Object(map) => Value::Object(Rc::new(
            map.iter()
                .map(|(key, json)| (Text::from(key.as_str()), to_value(json)))
                .collect(),
        )),
    }
}

/// A finite number, whole ones without a fraction, as people write them.
pub(crate) fn number_to_json(number: f64) -> Json {
    if number.fract() == 0.0 && number.abs() < 9e15 {
        #[expect(clippy::cast_possible_truncation, reason = "the guard keeps it exact")]
        return Json::from(number as i64);
    }
    Json::from(number)
}

/// Whether lists and objects are nested deeper than `most` levels.
pub(crate) fn is_deeper_than(json: &Json, most: usize) -> bool {
    match json {
        Json::Array(list) => most == 0 || list.iter().any(|json| is_deeper_than(json, most - 1)),
        Json::Object(map) => most == 0 || map.values().any(|json| is_deeper_than(json, most - 1)),
        _ => false,
    }
}

/// What the JSON is called in a message to a person.
pub(crate) fn type_name(json: &Json) -> &'static str {
    to_value(json).type_name()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::fixtures;

    fn admitted(op: &str, port: &str, json: Json) -> Result<Option<Json>, Json> {
        let spec = fixtures::catalogue().get(op).unwrap();
        admit(&spec.inputs[usize::from(spec.input(port).unwrap())], json)
    }

    #[test]
    fn values_become_what_the_port_holds() {
        let sum = |json| admitted("Ops.Math.Sum", "a", json);
        assert_eq!(sum(json!("0.5")), Ok(Some(json!(0.5))));
        assert_eq!(sum(json!(2.0)), Ok(Some(json!(2))));
        assert_eq!(sum(json!(true)), Ok(None), "1 is the default");
        assert_eq!(sum(Json::Null), Ok(None));
        assert_eq!(sum(json!(-0.0)), Ok(Some(json!(0))));
    }

    #[test]
    fn values_that_a_port_cannot_hold_come_back() {
        let sum = |json| admitted("Ops.Math.Sum", "a", json);
        assert_eq!(sum(json!("much")), Err(json!("much")));
        assert_eq!(sum(json!("NaN")), Err(json!("NaN")));
        assert_eq!(sum(json!("1e999")), Err(json!("1e999")));
        assert_eq!(sum(json!([1])), Err(json!([1])));
        assert_eq!(
            admitted("Ops.Test.Publish", "Send", json!(true)),
            Err(json!(true))
        );
    }

    #[test]
    fn whole_numbers_in_objects_stay_exact() {
        let object = json!({ "id": 9_007_199_254_740_993_u64 });
        let kept = admitted("Ops.Test.Publish", "Properties", object.clone());
        assert_eq!(kept, Ok(Some(object)));
    }

    #[test]
    fn depth_counts_lists_and_objects() {
        assert!(!is_deeper_than(&json!(1), 0));
        assert!(is_deeper_than(&json!([]), 0));
        assert!(!is_deeper_than(&json!([{ "a": 1 }]), 2));
        assert!(is_deeper_than(&json!([{ "a": [] }]), 2));
    }
}
