//! The browser host: the only crate that knows the web platform.
//!
//! To JavaScript it is one class, `Runtime`. Its methods and their types are in the declarations
//! that are made with it (`ropewalk.d.ts`); what the runtime tells goes through two callbacks:
//! `onNotice` for what happens now and then, `onValues` once a frame for the values that the page
//! shows.
//!
//! Inside, [`host`] turns what the browser says into inputs of [`ropewalk_runtime`] and does what
//! its outputs say. The rest is one file for each part of the browser that it uses.

mod events;
mod face;
mod host;
mod identity;
mod panic;
mod sockets;
mod stage;
mod storage;

pub use crate::face::Face;
