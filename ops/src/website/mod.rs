//! The page's address and what the browser keeps.

use ropewalk_flow::OpEntry;

mod copy_to_clipboard;
mod local_storage_string;
mod url_query_params;

pub(crate) const OPS: &[OpEntry] = &[
    OpEntry::of::<url_query_params::UrlQueryParams>(),
    OpEntry::of::<local_storage_string::LocalStorageString>(),
    OpEntry::of::<copy_to_clipboard::CopyToClipboard>(),
];
