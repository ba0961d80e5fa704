//! The file format: reading and writing.

mod load;
mod save;

use crate::fields::Misfit;

pub use load::{Loaded, load};
pub use save::save;

/// The version of the format that is written, and the newest that is read.
pub const VERSION: u64 = 1;

/// The largest file that is read or written, in bytes: 32 MiB. A patch of 10,000 ops takes about
/// 2 MiB.
pub const MAX_FILE_BYTES: usize = 32 << 20;

/// Why a file cannot be read or written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FileError {
    /// The file is larger than [`MAX_FILE_BYTES`].
    #[error(
        "The patch is {} MiB large; a patch file can have {} MiB. Is it really a patch? If it is, \
         take large texts or lists out of its values and load them while it runs.",
        bytes.div_ceil(1 << 20),
        MAX_FILE_BYTES >> 20
    )]
    TooLarge {
        /// How large it is.
        bytes: usize,
    },
    /// The links of the file cross so many borders of subpatches that the ports they cross by would
    /// not fit into a file.
    #[error(
        "The links of the patch cross the borders of more subpatches than a file has room for."
    )]
    ManyExposed,
    /// There is nothing in the file.
    #[error("The file is empty.")]
    Empty,
    /// The file is no UTF-8 text.
    #[error("The file is no UTF-8 text (from byte {at} on), so it cannot be a patch.")]
    NotText {
        /// Where the text ends.
        at: usize,
    },
    /// The file is no JSON, or has a key twice.
    #[error("The file is no valid JSON: {0}.")]
    NotJson(String),
    /// The file is JSON, but no patch.
    #[error(
        "The file is no Ropewalk patch: {0}. Open one that was saved here, or exported from cables.gl."
    )]
    NotAPatch(&'static str),
    /// The file was written by a newer version.
    #[error(
        "The patch was saved by a newer version of Ropewalk (format {found}; this one reads up to \
         format {VERSION}). Open it with a newer Ropewalk."
    )]
    Newer {
        /// The version that it says.
        found: u64,
    },
    /// Something in the file is not what it must be.
    #[error("In the patch file, {at} must be {expected}.")]
    Malformed {
        /// Where: the op or link and the field.
        at: String,
        /// What belongs there.
        expected: &'static str,
    },
}

impl From<Misfit> for FileError {
    fn from(Misfit { at, expected }: Misfit) -> Self {
        Self::Malformed { at, expected }
    }
}

#[cfg(test)]
mod tests;
