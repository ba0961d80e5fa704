//! The native program: serves the editor, an embedded MQTT broker and a folder of patches.
fn main() {}
