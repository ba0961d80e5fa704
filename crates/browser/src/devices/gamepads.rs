//! Game controllers, which tell nothing: they are looked at.

use ropewalk_runtime::{Device, DeviceEvent, Gamepad};
use wasm_bindgen::JsValue;

use super::read::{call, get, is, items, number_or_0, text};
use super::{Devices, Teller};

impl Devices {
    pub(super) fn listen_to_gamepads(&self, teller: &Teller) {
        self.gamepads.take();
        if get(&self.window.navigator(), "getGamepads").is_undefined() {
            teller.tell(DeviceEvent::Refused(
                "This browser tells nothing of game controllers, or only to pages that come over \
                 https:."
                    .into(),
            ));
        } else {
            self.look_at_gamepads();
        }
    }

    /// Tells of them where something has changed.
    pub(super) fn look_at_gamepads(&self) {
        // It throws where the page may not know of them.
        let pads = call(&self.window.navigator(), "getGamepads", &[]);
        let pads = pads.unwrap_or_else(|_| js_sys::Array::new().into());
        let pads: Vec<Option<Gamepad>> = items(&pads).map(|pad| read(&pad)).collect();
        if *self.gamepads.borrow() != pads {
            self.gamepads.replace(pads.clone());
            self.teller(Device::Gamepads)
                .tell(DeviceEvent::Gamepads(pads));
        }
    }
}

fn read(pad: &JsValue) -> Option<Gamepad> {
    if !pad.is_object() {
        return None;
    }
    let axes = items(&get(pad, "axes")).map(|axis| axis.as_f64().unwrap_or_default());
    let buttons = items(&get(pad, "buttons"))
        .map(|button| (number_or_0(&button, "value"), is(&button, "pressed")));
    Some(Gamepad {
        id: text(pad, "id"),
        mapping: text(pad, "mapping"),
        axes: axes.collect(),
        buttons: buttons.collect(),
        timestamp: number_or_0(pad, "timestamp"),
    })
}
