//! The Op derive macro of ropewalk-flow.
