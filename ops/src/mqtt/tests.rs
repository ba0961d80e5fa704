//! The ops in a graph. The broker is the test itself.

mod connecting;
mod keeping;
mod presence;
mod receiving;
mod requesting;
mod rig;
mod sending;
