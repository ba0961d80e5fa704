//! The op library.
//!
//! One file for each op, its help page beside it, in the folder of its family. A family lists its
//! ops, [`library`] lists the families' ops; nothing registers itself.

use std::sync::LazyLock;

use ropewalk_flow::{OpDeclaration, OpEntry};

mod array;
mod audio;
mod boolean;
mod color;
mod compare;
mod css;
mod date;
mod debug;
mod devices;
mod html;
mod json;
mod math;
mod mqtt;
mod multi;
mod net;
mod number;
mod patch;
mod sidebar;
mod string;
mod time;
mod timeline;
mod trigger;
mod vars;
mod watched;
mod website;

pub use crate::mqtt::ask_broker;

const FAMILIES: &[&[OpDeclaration]] = &[
    mqtt::OPS,
    trigger::OPS,
    time::OPS,
    timeline::OPS,
    date::OPS,
    number::OPS,
    math::OPS,
    compare::OPS,
    boolean::OPS,
    string::OPS,
    array::OPS,
    json::OPS,
    color::OPS,
    vars::OPS,
    html::OPS,
    css::OPS,
    sidebar::OPS,
    devices::OPS,
    audio::OPS,
    net::OPS,
    website::OPS,
    debug::OPS,
    patch::OPS,
];

/// Every op, family by family.
pub fn library() -> impl Iterator<Item = &'static OpEntry> {
    static LIBRARY: LazyLock<Vec<OpEntry>> = LazyLock::new(|| {
        let declarations = FAMILIES.iter().copied().flatten();
        declarations.map(OpDeclaration::entry).collect()
    });
    LIBRARY.iter()
}
