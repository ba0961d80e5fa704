//! What a pointer does to an op in a test.

use ropewalk_flow::{Area, Device, DeviceEvent, Pointer, PointerAction};

pub(super) const STAGE: Device = Device::Pointer {
    area: Area::Stage,
    grab: true,
};

/// What a mouse does at a place of a stage of 200 by 100 pixels.
pub(super) fn at(action: PointerAction, x: f64, y: f64) -> DeviceEvent {
    DeviceEvent::Pointer(Pointer {
        action,
        x,
        y,
        width: 200.0,
        height: 100.0,
        kind: "mouse".into(),
        ..Pointer::default()
    })
}
