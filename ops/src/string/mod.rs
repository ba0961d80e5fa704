//! Text.

use ropewalk_flow::OpEntry;

mod concat;
mod decimal;
mod filter_valid_string;
mod gate_string;
mod lowercase;
mod number_formatter;
mod number_switch_by_string;
mod number_to_string;
mod parse_int;
mod random_string;
mod split;
mod starts_with;
#[expect(clippy::module_inception, reason = "an op's file bears the op's name")]
mod string;
mod string_compose;
mod string_contains;
mod string_editor;
mod string_equals;
mod string_length;
mod string_replace;
mod string_switch_by_string;
mod string_to_number;
mod string_trim;
mod strings_to_array_multi_port;
mod sub_string;
mod switch_string_boolean;
mod switch_string_multi_port;
mod uppercase;
mod uuid;

pub(crate) const OPS: &[OpEntry] = &[
    OpEntry::of::<string::String>(),
    OpEntry::of::<concat::Concat>(),
    OpEntry::of::<string_compose::StringCompose>(),
    OpEntry::of::<number_to_string::NumberToString>(),
    OpEntry::of::<number_formatter::NumberFormatter>(),
    OpEntry::of::<string_to_number::StringToNumber>(),
    OpEntry::of::<string_editor::StringEditor>(),
    OpEntry::of::<string_contains::StringContains>(),
    OpEntry::of::<string_equals::StringEquals>(),
    OpEntry::of::<string_replace::StringReplace>(),
    OpEntry::of::<sub_string::SubString>(),
    OpEntry::of::<string_switch_by_string::StringSwitchByString>(),
    OpEntry::of::<switch_string_boolean::SwitchStringBoolean>(),
    OpEntry::of::<switch_string_multi_port::SwitchStringMultiPort>(),
    OpEntry::of::<strings_to_array_multi_port::StringsToArrayMultiPort>(),
    OpEntry::of::<uuid::Uuid>(),
    OpEntry::of::<random_string::RandomString>(),
    OpEntry::of::<split::Split>(),
    OpEntry::of::<parse_int::ParseInt>(),
    OpEntry::of::<starts_with::StartsWith>(),
    OpEntry::of::<string_trim::StringTrim>(),
    OpEntry::of::<lowercase::Lowercase>(),
    OpEntry::of::<uppercase::Uppercase>(),
    OpEntry::of::<string_length::StringLength>(),
    OpEntry::of::<gate_string::GateString>(),
    OpEntry::of::<number_switch_by_string::NumberSwitchByString>(),
    OpEntry::of::<filter_valid_string::FilterValidString>(),
];
