pub use mqtt5_wasm::*;
