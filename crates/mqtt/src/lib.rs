//! An MQTT client session without I/O: bytes and time in, bytes and events out.
