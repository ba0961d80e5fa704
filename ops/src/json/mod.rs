//! JSON documents.

use ropewalk_flow::OpEntry;

mod object_get_number_by_path;
mod object_get_string_by_path;
mod parse_object;
mod path;

pub(crate) const OPS: &[OpEntry] = &[
    OpEntry::of::<parse_object::ParseObject>(),
    OpEntry::of::<object_get_number_by_path::ObjectGetNumberByPath>(),
    OpEntry::of::<object_get_string_by_path::ObjectGetStringByPath>(),
];
