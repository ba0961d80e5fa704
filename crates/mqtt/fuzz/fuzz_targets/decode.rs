//! Packets in any bytes.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| ropewalk_mqtt_fuzz::decode::run(data));
