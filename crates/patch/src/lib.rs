//! The patch document: ops, links, positions, commands with inverses, and its file format.
