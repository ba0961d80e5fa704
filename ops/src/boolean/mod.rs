//! Logic on truth values.

use ropewalk_flow::{Cx, In, OpDeclaration};

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

pub(crate) const OPS: &[OpDeclaration] = &[
    OpDeclaration::of::<boolean::Boolean>(),
    OpDeclaration::of::<not::Not>(),
    OpDeclaration::of::<and::And>(),
    OpDeclaration::of::<or::Or>(),
    OpDeclaration::of::<bool_to_number::BoolToNumber>(),
    OpDeclaration::of::<parse_boolean::ParseBoolean>(),
    OpDeclaration::of::<toggle_bool::ToggleBool>(),
    OpDeclaration::of::<bool_by_trigger::BoolByTrigger>(),
    OpDeclaration::of::<if_true_then::IfTrueThen>(),
    OpDeclaration::of::<if_false_then::IfFalseThen>(),
    OpDeclaration::of::<trigger_on_change_boolean::TriggerOnChangeBoolean>(),
    OpDeclaration::of::<trigger_changed_true::TriggerChangedTrue>(),
    OpDeclaration::of::<trigger_changed_false::TriggerChangedFalse>(),
    OpDeclaration::of::<mono_flop::MonoFlop>(),
    OpDeclaration::of::<bool_to_string::BoolToString>(),
    OpDeclaration::of::<delay_boolean_simple::DelayBooleanSimple>(),
    OpDeclaration::of::<bool_to_color::BoolToColor>(),
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
