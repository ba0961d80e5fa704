//! The ops in a graph. The broker is the test itself.

mod connecting;
mod habits;
mod heartbeat;
mod keeping;
mod presence;
mod receiving;
mod requesting;
mod rig;
mod sending;
mod watching;
