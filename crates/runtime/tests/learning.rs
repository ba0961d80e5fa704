//! An op that learns what one of its inputs is to be.

#![allow(clippy::unwrap_used, reason = "what fails in a test is to end it")]

use ropewalk_runtime::{
    Area, Device, DeviceEvent, Effect, Host, Input, Instant, Key, Output, Runtime, Sockets,
};

const PATCH: &str = r#"{
    "ropewalk": 1, "id": "p", "name": "P", "links": [],
    "ops": [{ "id": "key", "op": "Ops.Devices.Keyboard.KeyPressLearn", "x": 0, "y": 0 }]
}"#;

struct Bench {
    runtime: Runtime,
    /// What is listened to.
    heard: Vec<Device>,
}

impl Bench {
    fn handle(&mut self, input: Input) {
        self.runtime.handle(input, Instant::ZERO).unwrap();
        while let Some(output) = self.runtime.poll_output() {
            match output {
                Output::LoadSecrets { .. } => self.handle(Input::Secrets(Vec::new())),
                Output::Effect(Effect::Listen(source)) => self.heard.push(source),
                Output::Effect(Effect::Unlisten(source)) => {
                    self.heard.retain(|heard| *heard != source);
                }
                _ => {}
            }
        }
    }

    fn press(&mut self, area: Area, code: f64) {
        let key = Key {
            down: true,
            code,
            ..Key::default()
        };
        let event = DeviceEvent::Key(key);
        self.handle(Input::Device(Device::Keys(area), event));
    }

    fn output(&self, port: &str) -> String {
        self.runtime.output("key", port).unwrap().to_string()
    }
}

#[test]
fn what_an_op_learns_is_an_edit_that_is_saved_and_can_be_undone() {
    let host = Host {
        identity: "test".into(),
        sockets: Sockets::Web,
        keeps_records: false,
    };
    let mut bench = Bench {
        runtime: Runtime::new(1, host),
        heard: Vec::new(),
    };
    bench.handle(Input::Open(PATCH.into()));
    let [stage, page] = [Area::Stage, Area::Page].map(Device::Keys);
    assert_eq!(bench.heard, std::slice::from_ref(&stage));
    bench.handle(Input::Press {
        op: "key".into(),
        port: "learn".into(),
    });
    assert_eq!(bench.heard, [stage.clone(), page]);
    bench.press(Area::Page, 13.0);
    assert_eq!(bench.heard, [stage]);
    assert_eq!(bench.output("Key"), "Enter");
    assert!(bench.runtime.save().unwrap().contains(r#""key code": 13"#));
    bench.press(Area::Stage, 13.0);
    assert_eq!(bench.output("on press"), "1");

    assert_eq!(
        bench.runtime.history().undo,
        ["Set key code of KeyPressLearn"]
    );
    bench.handle(Input::Undo);
    assert_eq!(bench.output("Key"), "");
    bench.handle(Input::Close);
    assert_eq!(bench.heard, []);
}
