//! Text.

use ropewalk_flow::OpDeclaration;

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

pub(crate) const OPS: &[OpDeclaration] = &[
    OpDeclaration::of::<string::String>(),
    OpDeclaration::of::<concat::Concat>(),
    OpDeclaration::of::<string_compose::StringCompose>(),
    OpDeclaration::of::<number_to_string::NumberToString>(),
    OpDeclaration::of::<number_formatter::NumberFormatter>(),
    OpDeclaration::of::<string_to_number::StringToNumber>(),
    OpDeclaration::of::<string_editor::StringEditor>(),
    OpDeclaration::of::<string_contains::StringContains>(),
    OpDeclaration::of::<string_equals::StringEquals>(),
    OpDeclaration::of::<string_replace::StringReplace>(),
    OpDeclaration::of::<sub_string::SubString>(),
    OpDeclaration::of::<string_switch_by_string::StringSwitchByString>(),
    OpDeclaration::of::<switch_string_boolean::SwitchStringBoolean>(),
    OpDeclaration::of::<switch_string_multi_port::SwitchStringMultiPort>(),
    OpDeclaration::of::<strings_to_array_multi_port::StringsToArrayMultiPort>(),
    OpDeclaration::of::<uuid::Uuid>(),
    OpDeclaration::of::<random_string::RandomString>(),
    OpDeclaration::of::<split::Split>(),
    OpDeclaration::of::<parse_int::ParseInt>(),
    OpDeclaration::of::<starts_with::StartsWith>(),
    OpDeclaration::of::<string_trim::StringTrim>(),
    OpDeclaration::of::<lowercase::Lowercase>(),
    OpDeclaration::of::<uppercase::Uppercase>(),
    OpDeclaration::of::<string_length::StringLength>(),
    OpDeclaration::of::<gate_string::GateString>(),
    OpDeclaration::of::<number_switch_by_string::NumberSwitchByString>(),
    OpDeclaration::of::<filter_valid_string::FilterValidString>(),
];
