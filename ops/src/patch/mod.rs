//! Ops that put a patch in order. None of them computes anything.

use ropewalk_flow::OpDeclaration;

mod area;
mod comment;
mod sub_patch;

pub(crate) const OPS: &[OpDeclaration] = &[
    OpDeclaration::of::<sub_patch::SubPatch>(),
    OpDeclaration::of::<comment::Comment>(),
    OpDeclaration::of::<area::Area>(),
];
