//! Topic filters and topics.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| ropewalk_mqtt_fuzz::filter::run(data));
