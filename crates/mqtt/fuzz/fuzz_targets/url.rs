//! What a person types for a broker's address.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| ropewalk_mqtt_fuzz::url::run(data));
