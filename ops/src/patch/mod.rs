//! Ops that put a patch in order. None of them computes anything.

use ropewalk_flow::OpEntry;

mod area;
mod comment;
mod sub_patch;

pub(crate) const OPS: &[OpEntry] = &[
    OpEntry::of::<sub_patch::SubPatch>(),
    OpEntry::of::<comment::Comment>(),
    OpEntry::of::<area::Area>(),
];
