//! Logic on truth values.

use ropewalk_flow::{Cx, In, OpEntry};

mod and;
mod bool_by_trigger;
mod bool_to_color;
mod bool_to_number;
mod bool_to_string;
#[expect(clippy::module_inception, reason = "an op's file bears the op's name")]
mod boolean;
mod delay_boolean_simple;
mod if_false_then;
mod if_true_then;
mod mono_flop;
mod not;
mod or;
mod parse_boolean;
mod toggle_bool;
mod trigger_changed_false;
mod trigger_changed_true;
mod trigger_on_change_boolean;

pub(crate) const OPS: &[OpEntry] = &[
    OpEntry::of::<boolean::Boolean>(),
    OpEntry::of::<not::Not>(),
    OpEntry::of::<and::And>(),
    OpEntry::of::<or::Or>(),
    OpEntry::of::<bool_to_number::BoolToNumber>(),
    OpEntry::of::<parse_boolean::ParseBoolean>(),
    OpEntry::of::<toggle_bool::ToggleBool>(),
    OpEntry::of::<bool_by_trigger::BoolByTrigger>(),
    OpEntry::of::<if_true_then::IfTrueThen>(),
    OpEntry::of::<if_false_then::IfFalseThen>(),
    OpEntry::of::<trigger_on_change_boolean::TriggerOnChangeBoolean>(),
    OpEntry::of::<trigger_changed_true::TriggerChangedTrue>(),
    OpEntry::of::<trigger_changed_false::TriggerChangedFalse>(),
    OpEntry::of::<mono_flop::MonoFlop>(),
    OpEntry::of::<bool_to_string::BoolToString>(),
    OpEntry::of::<delay_boolean_simple::DelayBooleanSimple>(),
    OpEntry::of::<bool_to_color::BoolToColor>(),
];

/// What a truth value was before.
#[derive(Default)]
struct Watch {
    was: Option<bool>,
}

impl Watch {
    /// Whether an input has changed to this value. At the start it has where it is linked and true.
    fn changed(&mut self, value: bool, input: In<bool>, cx: &Cx<'_>) -> bool {
        match self.was.replace(value) {
            Some(was) => was != value,
            None => value && input.linked(cx),
        }
    }
}
