//! The page's address and what the browser keeps.

use ropewalk_flow::OpDeclaration;

mod copy_to_clipboard;
mod local_storage_string;
mod url_query_params;

pub(crate) const OPS: &[OpDeclaration] = &[
    OpDeclaration::of::<url_query_params::UrlQueryParams>(),
    OpDeclaration::of::<local_storage_string::LocalStorageString>(),
    OpDeclaration::of::<copy_to_clipboard::CopyToClipboard>(),
];
