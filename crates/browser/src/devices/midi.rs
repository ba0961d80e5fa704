//! MIDI devices.

use std::rc::Rc;

use js_sys::{Reflect, Uint8Array};
use ropewalk_runtime::{Bytes, Device, DeviceEvent, Text};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Event;

use super::read::{call, get, items, text};
use super::{Devices, ask};

/// What the browser has of MIDI, asked for once.
pub(super) struct Midi {
    /// Nothing until it is allowed.
    access: Option<JsValue>,
    on_message: Rc<Closure<dyn Fn(Event)>>,
    on_change: Closure<dyn Fn()>,
}

impl Devices {
    pub(super) fn listen_to_midi(&self) {
        if self.midi.borrow().is_some() {
            self.attach_midi();
            return;
        }
        let (heard, changed) = (self.this.clone(), self.this.clone());
        let midi = Midi {
            access: None,
            on_message: Rc::new(Closure::new(move |event: Event| {
                if let Some(devices) = heard.upgrade() {
                    devices.hear_midi(&event);
                }
            })),
            on_change: Closure::new(move || {
                if let Some(devices) = changed.upgrade() {
                    devices.attach_midi();
                }
            }),
        };
        self.midi.replace(Some(midi));
        let devices = self.this.clone();
        ask(
            &self.window.navigator(),
            "requestMIDIAccess",
            &[],
            move |answer| {
                let Some(devices) = devices.upgrade() else {
                    return;
                };
                match answer {
                    Ok(access) => {
                        if let Some(midi) = &mut *devices.midi.borrow_mut() {
                            midi.access = Some(access);
                        }
                        devices.attach_midi();
                    }
                    Err(error) => {
                        devices.midi.take();
                        let missing = error.is_undefined();
                        devices.teller(Device::Midi).tell(DeviceEvent::Refused(
                        match missing {
                            true => {
                                "This browser has no MIDI, or only for pages that come over \
                                 https:. Chrome, Edge, Opera and Firefox have it."
                            }
                            false => {
                                "This page may not use MIDI devices. Allow them beside the page's \
                                 address, then disable and enable this op."
                            }
                        }
                        .into(),
                    ));
                    }
                }
            },
        );
    }

    /// Listens to the devices that ops want to hear, and to no others; tells which there are.
    pub(super) fn attach_midi(&self) {
        let is_wanted = self
            .heard
            .borrow()
            .iter()
            .any(|(source, _)| matches!(source, Device::Midi | Device::MidiInput(_)));
        let names = {
            let midi = self.midi.borrow();
            let Some(Midi {
                access: Some(access),
                on_message,
                on_change,
            }) = &*midi
            else {
                if !is_wanted {
                    drop(midi);
                    self.midi.take();
                }
                return;
            };
            let set = |of: &JsValue, name: &str, value: Option<&JsValue>| {
                // A browser's own objects take it.
                let _ = match value {
                    Some(value) => Reflect::set(of, &name.into(), value),
                    None => Reflect::set(of, &name.into(), &JsValue::NULL),
                };
            };
            let change = on_change.as_ref().unchecked_ref();
            set(access, "onstatechange", is_wanted.then_some(change));
            let ports = |name| -> Vec<JsValue> {
                let ports = call(&get(access, name), "values", &[]);
                ports.iter().flat_map(items).collect()
            };
            let inputs = ports("inputs");
            for input in &inputs {
                let heard = Device::MidiInput(Some(text(input, "name")));
                let hears = self.hears(&heard) || self.hears(&Device::MidiInput(None));
                // The handler opens the device; without it, others can have it.
                let message = (**on_message).as_ref().unchecked_ref();
                if hears {
                    set(input, "onmidimessage", Some(message));
                } else if get(input, "onmidimessage") == *message {
                    set(input, "onmidimessage", None);
                    let _ = call(input, "close", &[]);
                }
            }
            let names = |ports: Vec<JsValue>| -> Vec<Text> {
                let present = ports
                    .iter()
                    .filter(|port| *text(port, "state") != *"disconnected");
                present.map(|port| text(port, "name")).collect()
            };
            (names(inputs), names(ports("outputs")))
        };
        if !is_wanted {
            self.midi.take();
            return;
        }
        let (inputs, outputs) = names;
        self.teller(Device::Midi)
            .tell(DeviceEvent::MidiDevices { inputs, outputs });
    }

    fn hear_midi(&self, event: &Event) {
        let Ok(bytes) = get(event, "data").dyn_into::<Uint8Array>() else {
            return;
        };
        let bytes = Bytes::from(bytes.to_vec());
        let device = text(&event.target().into(), "name");
        for source in [Some(device.clone()), None].map(Device::MidiInput) {
            let (device, bytes) = (device.clone(), bytes.clone());
            self.teller(source)
                .tell(DeviceEvent::Midi { device, bytes });
        }
    }

    pub(super) fn send_midi(&self, device: &str, bytes: &Bytes) {
        let midi = self.midi.borrow();
        let Some(access) = midi.as_ref().and_then(|midi| midi.access.as_ref()) else {
            return;
        };
        let outputs = call(&get(access, "outputs"), "values", &[]);
        let mut outputs = outputs.iter().flat_map(items);
        if let Some(output) = outputs.find(|output| *text(output, "name") == *device) {
            // It throws for what is no message, and for a device that is just gone.
            let _ = call(&output, "send", &[Uint8Array::from(&**bytes).into()]);
        }
    }
}
