//! Runs patches as fixtures.
//!
//! A case is a folder with three files, and adding one edits no code:
//!
//! - `patch.json`, a patch;
//! - `script.json`, what happens to it and when ([`Step`]);
//! - `expected.json`, what it shows and sends, and when ([`Expectation`]).
//!
//! Times are milliseconds since the patch was opened. The clock is the runner's own, so a case
//! that spans an hour takes no longer than one that spans a second. Wherever the patch opens a
//! socket, a broker of the runner's own answers: it takes every client in, keeps retained
//! messages, and hands messages on.
//!
//! A case that is known to fail has a fourth file, `known_failure.md`, which says why. It fails
//! when it starts to pass, so that the file goes in the same change.
//!
//! A [`Comparison`] is a case as well, of a few ops and in a form of its own: what cables.gl's core
//! answered to it stands beside each step.
//!
//! An [`Example`] of a help page plays on the same stage, without a script.

mod broker;
mod case;
mod compared;
mod example;
mod expected;
mod script;
mod stage;
mod to_cables;

pub use crate::case::{Case, cases_in};
pub use crate::compared::{Comparison, Differences, Family, apart_in, families_in};
pub use crate::example::{Example, examples};
pub use crate::expected::Expectation;
pub use crate::script::{Message, Port, Step};
pub use crate::to_cables::{and_back, open};
