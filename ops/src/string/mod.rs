//! Text.

use ropewalk_flow::OpEntry;

mod concat;
mod number_to_string;
#[expect(clippy::module_inception, reason = "an op's file bears the op's name")]
mod string;
mod string_compose;
mod string_to_number;

pub(crate) const OPS: &[OpEntry] = &[
    OpEntry::of::<string::String>(),
    OpEntry::of::<concat::Concat>(),
    OpEntry::of::<string_compose::StringCompose>(),
    OpEntry::of::<number_to_string::NumberToString>(),
    OpEntry::of::<string_to_number::StringToNumber>(),
];
