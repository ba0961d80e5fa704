pub use mqtt_client_wasm::*;
