//! The properties of MQTT 5.0 as the values of ports.

use std::rc::Rc;

use indexmap::IndexMap;
use ropewalk_flow::{Object, Text, Value};
use ropewalk_mqtt::{ByteString, Properties, Property};

/// The user properties that an object stands for. A list stands for several of one name; what is
/// no text is written as JSON.
pub(super) fn user_properties(object: Option<Object>) -> Vec<(ByteString, ByteString)> {
    let text = |value: &Value| match value {
        Value::Text(text) => ByteString::from(&**text),
        other => ByteString::from(other.to_json()),
    };
    let mut pairs = Vec::new();
    for (name, value) in object.iter().flat_map(|object| object.iter()) {
        let name = ByteString::from(&**name);
        match value {
            Value::Array(list) => {
                pairs.extend(list.iter().map(|value| (name.clone(), text(value))));
            }
            value => pairs.push((name, text(value))),
        }
    }
    pairs
}

/// What a message says of itself. A name that several user properties have gets a list.
pub(super) fn object(properties: &Properties) -> Object {
    let mut object = IndexMap::new();
    let mut user: IndexMap<Text, Value> = IndexMap::new();
    for property in properties.iter() {
        let (name, value) = match property {
            Property::ContentType(text) => ("contentType", Value::text(&**text)),
            Property::ResponseTopic(topic) => ("responseTopic", Value::text(&**topic)),
            Property::CorrelationData(data) => {
                let text = std::str::from_utf8(data).map(Value::text);
                (
                    "correlationData",
                    text.unwrap_or_else(|_| data.clone().into()),
                )
            }
            Property::MessageExpiry(seconds) => ("messageExpiry", f64::from(*seconds).into()),
            Property::PayloadFormat(is_text) => ("isText", (*is_text).into()),
            Property::UserProperty((name, value)) => {
                add(&mut user, name, Value::text(&**value));
                continue;
            }
            _ => continue,
        };
        object.insert(Text::from(name), value);
    }
    if !user.is_empty() {
        object.insert("userProperties".into(), Rc::new(user).into());
    }
    Rc::new(object)
}

fn add(user: &mut IndexMap<Text, Value>, name: &str, value: Value) {
    let list = match user.get(name) {
        None => {
            user.insert(name.into(), value);
            return;
        }
        Some(Value::Array(list)) => list.iter().cloned().chain([value]).collect(),
        Some(first) => [first.clone(), value].into(),
    };
    user.insert(name.into(), Value::Array(list));
}
