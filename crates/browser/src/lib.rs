//! The browser host: the only crate that knows the web platform.
