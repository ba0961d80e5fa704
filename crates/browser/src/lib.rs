//! The browser host: the only crate that knows the web platform.
//!
//! To JavaScript it is one class, `Runtime`, which in Rust is [`Face`]. Its methods and their types
//! are in the declarations that are made with it (`ropewalk.d.ts`); what the runtime tells goes
//! through two callbacks: `onNotice` for what happens now and then, `onValues` once a frame for the
//! values that the page shows.
//!
//! ```js
//! import init, { Runtime } from './wasm/ropewalk.js';
//!
//! await init();
//! const runtime = await Runtime.start({
//!   stage: document.querySelector('#stage'),
//!   onNotice: (notice) => console.log(notice.type, notice),
//!   onValues: (numbers, texts) => console.log(numbers[0]),
//! });
//! await runtime.open(textOfAPatchFile);
//! runtime.watch([{ op: 'sum', port: 'result', output: true }]);
//! runtime.edit({ type: 'set', op: 'sum', port: 'number1', value: 2 });
//! ```
//!
//! What is refused throws an `Error`, or rejects the promise with one, whose message is for a
//! person. After a panic every method does.
//!
//! Inside, `host` turns what the browser says into inputs of [`ropewalk_runtime`] and does what its
//! outputs say. The rest is one file for each part of the browser that it uses.

mod address;
mod asks;
mod clock;
mod controls;
mod devices;
mod error;
mod events;
mod face;
mod fetch;
mod held;
mod host;
mod identity;
mod media;
mod page;
mod panic;
mod pointer;
mod records;
mod secrets;
mod sockets;
mod stage;
mod storage;

pub use crate::error::Error;
pub use crate::face::Face;
