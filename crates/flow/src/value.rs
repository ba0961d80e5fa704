//! What travels along a link.

use std::fmt;
use std::rc::Rc;

use bytes::Bytes;
use indexmap::IndexMap;
use serde::de::{Deserialize, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

use crate::number::number_to_text;
use crate::resource::Resource;

/// Immutable, shared text.
pub type Text = Rc<str>;

/// An immutable, shared list of values.
pub type Array = Rc<[Value]>;

/// An immutable, shared, insertion-ordered map: a JSON object.
pub type Object = Rc<IndexMap<Text, Value>>;

/// One value of a port.
///
/// Cloning is cheap: everything larger than a number is shared.
#[derive(Clone, Debug, Default)]
pub enum Value {
    /// No value: an array, object, bytes or resource port that nothing has set, and JSON's `null`.
    #[default]
    None,
    /// A number. NaN is a number like any other and is passed on.
    Number(f64),
    /// A truth value.
    Bool(bool),
    /// Text.
    Text(Text),
    /// A list.
    Array(Array),
    /// A JSON object.
    Object(Object),
    /// Raw bytes, usually a slice of what arrived from a socket.
    Bytes(Bytes),
    /// A handle to something that lives outside of the values, such as a connection.
    Resource(Resource),
}

impl Value {
    /// Text from anything that can be shared text.
    pub fn text(text: impl Into<Text>) -> Self {
        Self::Text(text.into())
    }

    /// Whether a port that holds `self` would notice being set to `other`.
    ///
    /// Numbers, booleans and text are compared by value (NaN is the same as NaN); arrays, objects,
    /// bytes and resources by identity, so that the comparison costs the same for any size.
    pub fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Number(a), Self::Number(b)) => same_number(*a, *b),
            (Self::Bool(a), Self::Bool(b)) => a == b,
            (Self::Text(a), Self::Text(b)) => Rc::ptr_eq(a, b) || a == b,
            (Self::Array(a), Self::Array(b)) => Rc::ptr_eq(a, b),
            (Self::Object(a), Self::Object(b)) => Rc::ptr_eq(a, b),
            (Self::Bytes(a), Self::Bytes(b)) => a.as_ptr() == b.as_ptr() && a.len() == b.len(),
            (Self::Resource(a), Self::Resource(b)) => a.same(b),
            (Self::None, Self::None) => true,
            _ => false,
        }
    }

    /// Becomes a number, which it nearly always is: then nothing is dropped.
    #[inline(always)]
    pub(crate) fn set_number(&mut self, number: f64) {
        match self {
            Self::Number(current) => *current = number,
            other => *other = Self::Number(number),
        }
    }

    /// What the value is called in a message to a person.
    pub fn type_name(&self) -> &'static str {
        match self {
            Self::None => "nothing",
            Self::Number(_) => "a Number",
            Self::Bool(_) => "a Bool",
            Self::Text(_) => "a Text",
            Self::Array(_) => "an Array",
            Self::Object(_) => "an Object",
            Self::Bytes(_) => "Bytes",
            Self::Resource(resource) => resource.kind(),
        }
    }

    /// The value as a JSON document.
    ///
    /// Bytes become a list of numbers, a resource its kind in angle brackets, NaN and the
    /// infinities `null`, as JSON has no other place for them.
    pub fn to_json(&self) -> String {
        // Writing to a string fails only where a map's key is no string, and ours are.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Reads a JSON document.
    ///
    /// # Errors
    ///
    /// Text that is not JSON, with the line and column where it ends to be.
    pub fn from_json(text: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text)
    }
}

/// Whether a port that holds `a` would not notice being set to `b`.
#[inline(always)]
pub(crate) fn same_number(a: f64, b: f64) -> bool {
    a == b || (a.is_nan() && is_nan(b))
}

/// Apart, so that numbers that are none cost those that are nothing but one look.
#[cold]
#[inline(never)]
fn is_nan(number: f64) -> bool {
    number.is_nan()
}

/// Shows the value as text: text as it is, containers as JSON.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => Ok(()),
            Self::Number(number) => f.write_str(&number_to_text(*number)),
            Self::Bool(bool) => write!(f, "{bool}"),
            Self::Text(text) => f.write_str(text),
            Self::Array(_) | Self::Object(_) => f.write_str(&self.to_json()),
            Self::Bytes(bytes) => write!(f, "{} bytes", bytes.len()),
            Self::Resource(resource) => write!(f, "{}", resource.kind()),
        }
    }
}

impl From<f64> for Value {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl From<bool> for Value {
    fn from(bool: bool) -> Self {
        Self::Bool(bool)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.into())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

impl From<Text> for Value {
    fn from(text: Text) -> Self {
        Self::Text(text)
    }
}

impl From<Array> for Value {
    fn from(array: Array) -> Self {
        Self::Array(array)
    }
}

impl From<Object> for Value {
    fn from(object: Object) -> Self {
        Self::Object(object)
    }
}

impl From<Bytes> for Value {
    fn from(bytes: Bytes) -> Self {
        Self::Bytes(bytes)
    }
}

impl From<Resource> for Value {
    fn from(resource: Resource) -> Self {
        Self::Resource(resource)
    }
}

/// Equality by content, for tests and for comparing documents. The scheduler uses
/// [`Value::same`].
impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Array(a), Self::Array(b)) => a == b,
            (Self::Object(a), Self::Object(b)) => a == b,
            (Self::Bytes(a), Self::Bytes(b)) => a == b,
            _ => self.same(other),
        }
    }
}

impl PartialEq<f64> for Value {
    fn eq(&self, other: &f64) -> bool {
        self == &Self::Number(*other)
    }
}

impl PartialEq<bool> for Value {
    fn eq(&self, other: &bool) -> bool {
        self == &Self::Bool(*other)
    }
}

impl PartialEq<&str> for Value {
    fn eq(&self, other: &&str) -> bool {
        matches!(self, Self::Text(text) if **text == **other)
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::None => serializer.serialize_unit(),
            // A whole number is written without a fraction, as people write it.
            Self::Number(number) if number.fract() == 0.0 && number.abs() < 9e15 =>
            {
                #[expect(clippy::cast_possible_truncation, reason = "the guard keeps it exact")]
                serializer.serialize_i64(*number as i64)
            }
            Self::Number(number) => serializer.serialize_f64(*number),
            Self::Bool(bool) => serializer.serialize_bool(*bool),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Array(array) => {
                let mut list = serializer.serialize_seq(Some(array.len()))?;
                for value in array.iter() {
                    list.serialize_element(value)?;
                }
                list.end()
            }
            Self::Object(object) => {
                let mut map = serializer.serialize_map(Some(object.len()))?;
                for (key, value) in object.iter() {
                    map.serialize_entry(&**key, value)?;
                }
                map.end()
            }
            Self::Bytes(bytes) => {
                let mut list = serializer.serialize_seq(Some(bytes.len()))?;
                for byte in bytes.iter() {
                    list.serialize_element(byte)?;
                }
                list.end()
            }
            Self::Resource(resource) => serializer.serialize_str(&format!("<{}>", resource.kind())),
        }
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(JsonVisitor)
    }
}

struct JsonVisitor;

impl<'de> Visitor<'de> for JsonVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::None)
    }

    fn visit_bool<E>(self, bool: bool) -> Result<Value, E> {
        Ok(Value::Bool(bool))
    }

    #[expect(clippy::cast_precision_loss, reason = "JSON numbers are doubles here")]
    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(Value::Number(number as f64))
    }

    #[expect(clippy::cast_precision_loss, reason = "JSON numbers are doubles here")]
    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(Value::Number(number as f64))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value, E> {
        Ok(Value::Number(number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(text.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(value) = seq.next_element()? {
            list.push(value);
        }
        Ok(Value::Array(list.into()))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut object = IndexMap::new();
        while let Some(key) = map.next_key_seed(Key)? {
            object.insert(key, map.next_value()?);
        }
        Ok(Value::Object(Rc::new(object)))
    }
}

/// A key of an object, from the document to where it is shared, without a `String` in between.
struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = Text;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Text, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key {
    type Value = Text;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E>(self, key: &str) -> Result<Text, E> {
        Ok(key.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_text_are_compared_by_value_containers_by_identity() {
        assert!(Value::Number(f64::NAN).same(&Value::Number(f64::NAN)));
        assert!(Value::from("a").same(&Value::from(String::from("a"))));
        assert!(!Value::Number(1.0).same(&Value::Bool(true)));
        let list = Value::Array([Value::Number(1.0)].into());
        assert!(list.same(&list.clone()));
        assert!(!list.same(&Value::Array([Value::Number(1.0)].into())));
    }

    #[test]
    fn json_survives_a_round_trip_in_its_order() {
        let text = r#"{"b":[1,2.5,null,true],"a":{"x":"é"}}"#;
        assert_eq!(Value::from_json(text).unwrap().to_json(), text);
    }

    #[test]
    fn deeply_nested_json_is_an_error_and_no_stack_overflow() {
        let deep = "[".repeat(100_000);
        assert!(Value::from_json(&deep).is_err());
    }
}
