//! A session under any calls of its host.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| ropewalk_mqtt_fuzz::session::run(data));
