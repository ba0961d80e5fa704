//! The kinds of ports and what may be linked to what.

use std::fmt;

use crate::number::{number_to_text, text_to_number};
use crate::value::Value;

/// What a port carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A 64-bit float.
    Number,
    /// A truth value; links to Number and back.
    Bool,
    /// Text; Number and Bool link to it.
    Text,
    /// A list of values.
    Array,
    /// A JSON object.
    Object,
    /// Raw bytes.
    Bytes,
    /// A pulse without a value.
    Trigger,
    /// A handle of the named kind, for instance `Connection`.
    Resource(&'static str),
    /// An object or a handle of any kind, checked when a value arrives: what variables carry.
    Reference,
    /// Any value at all, checked when a value arrives.
    Any,
}

/// How a value changes on its way over a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coercion {
    /// It stays as it is.
    Same,
    /// A Bool becomes 0 or 1.
    ToNumber,
    /// A Number becomes false for 0 and NaN, otherwise true.
    ToBool,
    /// A Number or a Bool is written out.
    ToText,
    /// The kind is known only when the value arrives; what does not fit is refused then.
    Checked(Kind),
    /// A Number becomes the text of these that has its index: rounded down, the nearest where there
    /// is none. What is neither a Number nor a Bool is refused.
    Choice(&'static [&'static str]),
}

impl Kind {
    /// How values of `self` reach a port of kind `to`; `None` where no link can be made.
    pub fn coercion(self, to: Self) -> Option<Coercion> {
        Some(match (self, to) {
            (a, b) if a == b => Coercion::Same,
            (Self::Trigger, _) | (_, Self::Trigger) => return None,
            (_, Self::Any) => Coercion::Same,
            (Self::Object | Self::Resource(_), Self::Reference) => Coercion::Same,
            (Self::Reference, Self::Object | Self::Resource(_)) | (Self::Any, _) => {
                Coercion::Checked(to)
            }
            (Self::Bool, Self::Number) => Coercion::ToNumber,
            (Self::Number, Self::Bool) => Coercion::ToBool,
            (Self::Number | Self::Bool, Self::Text) => Coercion::ToText,
            _ => return None,
        })
    }

    /// What a port of this kind holds when nothing has set it.
    pub fn empty(self) -> Value {
        match self {
            // A trigger's slot counts its pulses.
            Self::Number | Self::Trigger => Value::Number(0.0),
            Self::Bool => Value::Bool(false),
            Self::Text => Value::Text("".into()),
            _ => Value::None,
        }
    }

    /// Brings a value from outside (a person, a file, a variable) to this kind, if it can be.
    ///
    /// Besides what links convert, text that is a number becomes a Number, as files of other
    /// tools write numbers as text.
    pub fn admit(self, value: Value) -> Option<Value> {
        Some(match (self, value) {
            (Self::Number, Value::Bool(bool)) => Value::Number(f64::from(bool)),
            (Self::Number, Value::Text(text)) => Value::Number(text_to_number(&text)?),
            (Self::Bool, Value::Number(number)) => Value::Bool(is_true(number)),
            (Self::Text, value @ (Value::Number(_) | Value::Bool(_))) => {
                Value::text(value.to_string())
            }
            (Self::Number | Self::Bool | Self::Text, Value::None) => self.empty(),
            (kind, value) if kind.holds(&value) => value,
            _ => return None,
        })
    }

    /// Whether a port of this kind can hold the value as it is.
    pub fn holds(self, value: &Value) -> bool {
        match (self, value) {
            (Self::Number, Value::Number(_))
            | (Self::Bool, Value::Bool(_))
            | (Self::Text, Value::Text(_))
            | (Self::Array, Value::Array(_) | Value::None)
            | (Self::Object, Value::Object(_) | Value::None)
            | (Self::Bytes, Value::Bytes(_) | Value::None)
            | (Self::Reference, Value::Object(_) | Value::Resource(_) | Value::None)
            | (Self::Resource(_), Value::None)
            | (Self::Any, _) => true,
            (Self::Resource(kind), Value::Resource(resource)) => resource.kind() == kind,
            _ => false,
        }
    }
}

impl Coercion {
    /// The value as it arrives.
    ///
    /// `None` where a checked link carries a value of another kind.
    pub fn apply(self, value: &Value) -> Option<Value> {
        Some(match (self, value) {
            (Self::Same, value) => value.clone(),
            (Self::ToNumber, Value::Bool(bool)) => Value::Number(f64::from(*bool)),
            (Self::ToBool, Value::Number(number)) => Value::Bool(is_true(*number)),
            (Self::ToText, Value::Number(number)) => Value::text(number_to_text(*number)),
            (Self::ToText, value) => Value::text(value.to_string()),
            (Self::Checked(kind), value) => match (kind, value) {
                // A Reference that holds nothing must not turn into text.
                (Kind::Text, Value::Number(_) | Value::Bool(_)) => Value::text(value.to_string()),
                (Kind::Number, Value::Bool(bool)) => Value::Number(f64::from(*bool)),
                (Kind::Bool, Value::Number(number)) => Value::Bool(is_true(*number)),
                _ if kind.holds(value) => value.clone(),
                (Kind::Number | Kind::Bool | Kind::Text, Value::None) => kind.empty(),
                _ => return None,
            },
            (Self::Choice(choices), Value::Number(index)) => choice(choices, *index)?,
            (Self::Choice(choices), Value::Bool(index)) => choice(choices, f64::from(*index))?,
            (Self::Choice(_), _) => return None,
            (Self::ToNumber | Self::ToBool, value) => value.clone(),
        })
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Number => "Number",
            Self::Bool => "Bool",
            Self::Text => "Text",
            Self::Array => "Array",
            Self::Object => "Object",
            Self::Bytes => "Bytes",
            Self::Trigger => "Trigger",
            Self::Resource(kind) => kind,
            Self::Reference => "Reference",
            Self::Any => "Any",
        })
    }
}

/// The choice of an index. NaN is none, and so the first.
fn choice(choices: &'static [&'static str], index: f64) -> Option<Value> {
    let last = choices.len().checked_sub(1)?;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it saturates, and NaN becomes 0, as it should"
    )]
    let index = index.floor() as usize;
    Some(Value::text(choices[index.min(last)]))
}

fn is_true(number: f64) -> bool {
    number != 0.0 && !number.is_nan()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_bools_and_text_link_without_a_converter() {
        assert_eq!(Kind::Number.coercion(Kind::Bool), Some(Coercion::ToBool));
        assert_eq!(Kind::Bool.coercion(Kind::Number), Some(Coercion::ToNumber));
        assert_eq!(Kind::Number.coercion(Kind::Text), Some(Coercion::ToText));
        assert_eq!(Kind::Bool.coercion(Kind::Text), Some(Coercion::ToText));
        assert_eq!(Kind::Text.coercion(Kind::Number), None);
    }

    #[test]
    fn resources_link_to_their_own_kind_and_to_references() {
        let connection = Kind::Resource("Connection");
        assert_eq!(connection.coercion(connection), Some(Coercion::Same));
        assert_eq!(connection.coercion(Kind::Resource("Element")), None);
        assert_eq!(connection.coercion(Kind::Object), None);
        assert_eq!(connection.coercion(Kind::Reference), Some(Coercion::Same));
        assert_eq!(
            Kind::Reference.coercion(connection),
            Some(Coercion::Checked(connection))
        );
    }

    #[test]
    fn triggers_link_to_triggers_only() {
        assert_eq!(Kind::Trigger.coercion(Kind::Trigger), Some(Coercion::Same));
        assert_eq!(Kind::Trigger.coercion(Kind::Any), None);
        assert_eq!(Kind::Any.coercion(Kind::Trigger), None);
    }

    #[test]
    fn a_checked_link_refuses_what_does_not_fit() {
        let checked = Coercion::Checked(Kind::Object);
        assert_eq!(checked.apply(&Value::Number(1.0)), None);
        assert_eq!(checked.apply(&Value::None), Some(Value::None));
    }

    #[test]
    fn an_index_becomes_the_nearest_choice() {
        const CHOICES: Coercion = Coercion::Choice(&["Linear", "Cubic", "Sine"]);
        for (index, choice) in [
            (0.0, "Linear"),
            (1.9, "Cubic"),
            (2.0, "Sine"),
            (7.0, "Sine"),
            (f64::INFINITY, "Sine"),
            (-0.5, "Linear"),
            (f64::NEG_INFINITY, "Linear"),
            (f64::NAN, "Linear"),
        ] {
            assert_eq!(
                CHOICES.apply(&Value::Number(index)),
                Some(choice.into()),
                "{index}"
            );
        }
        assert_eq!(CHOICES.apply(&Value::Bool(true)), Some("Cubic".into()));
        assert_eq!(CHOICES.apply(&"Sine".into()), None);
        assert_eq!(CHOICES.apply(&Value::None), None);
    }

    #[test]
    fn values_from_files_are_admitted_where_they_can_be() {
        assert_eq!(Kind::Number.admit("0.5".into()), Some(Value::Number(0.5)));
        assert_eq!(Kind::Bool.admit(1.0.into()), Some(Value::Bool(true)));
        assert_eq!(Kind::Text.admit(7.0.into()), Some("7".into()));
        assert_eq!(Kind::Number.admit("seven".into()), None);
        assert_eq!(Kind::Array.admit("a".into()), None);
    }
}
