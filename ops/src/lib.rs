//! The op library.
