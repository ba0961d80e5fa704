//! Devices that a person uses, the window and the browser.

use std::rc::Rc;

use ropewalk_flow::{
    Area, Cx, Device, Finger, In, Listening, Object, OpDeclaration, Out, Pointer, Text, Value,
    clamp,
};

mod browser_info;
mod cursor_keys;
mod device_list;
mod device_vibrate;
mod fullscreen_mode;
mod game_pad;
mod game_pads;
mod geo_location;
mod key_press_learn;
mod midi;
mod midi_cc;
mod midi_cc_out;
mod midi_cc_out_v2;
mod midi_input_device;
mod midi_note;
mod midi_output_device;
mod motion_sensor;
mod mouse;
mod mouse_buttons;
mod mouse_drag;
mod mouse_wheel;
mod screen_orientation;
mod tap;
#[cfg(test)]
mod testing;
mod touch_gesture;
mod touch_screen;
mod window_has_focus;
mod window_info;

pub(crate) const OPS: &[OpDeclaration] = &[
    OpDeclaration::of::<mouse::Mouse>(),
    OpDeclaration::of::<mouse_buttons::MouseButtons>(),
    OpDeclaration::of::<mouse_drag::MouseDrag>(),
    OpDeclaration::of::<mouse_wheel::MouseWheel>(),
    OpDeclaration::of::<touch_screen::TouchScreen>(),
    OpDeclaration::of::<touch_gesture::TouchGesture>(),
    OpDeclaration::of::<key_press_learn::KeyPressLearn>(),
    OpDeclaration::of::<cursor_keys::CursorKeys>(),
    OpDeclaration::of::<motion_sensor::MotionSensor>(),
    OpDeclaration::of::<geo_location::GeoLocation>(),
    OpDeclaration::of::<device_vibrate::DeviceVibrate>(),
    OpDeclaration::of::<screen_orientation::ScreenOrientation>(),
    OpDeclaration::of::<game_pads::GamePads>(),
    OpDeclaration::of::<game_pad::GamePad>(),
    OpDeclaration::of::<midi_input_device::MidiInputDevice>(),
    OpDeclaration::of::<midi_output_device::MidiOutputDevice>(),
    OpDeclaration::of::<device_list::DeviceList>(),
    OpDeclaration::of::<midi_cc::MidiCc>(),
    OpDeclaration::of::<midi_note::MidiNote>(),
    OpDeclaration::of::<midi_cc_out::MidiCcOut>(),
    OpDeclaration::of::<midi_cc_out_v2::MidiCcOutV2>(),
    OpDeclaration::of::<browser_info::BrowserInfo>(),
    OpDeclaration::of::<window_info::WindowInfo>(),
    OpDeclaration::of::<window_has_focus::WindowHasFocus>(),
    OpDeclaration::of::<fullscreen_mode::FullscreenMode>(),
];

/// What an op listens to now.
#[derive(Debug, Default)]
struct Ear(Option<Listening>);

impl Ear {
    /// Listens to this source and to no other. True where that is a change.
    fn listen(&mut self, source: Option<Device>, cx: &mut Cx<'_>) -> bool {
        if self.0.as_ref().map(Listening::source) == source.as_ref() {
            return false;
        }
        self.0 = None;
        self.0 = source.map(|source| cx.listen(source));
        true
    }

    fn hears(&self, source: &Device) -> bool {
        self.0.as_ref().map(Listening::source) == Some(source)
    }
}

/// The area that a choice stands for: the whole page, or the stage for all that cables has instead.
fn area(name: &str) -> Area {
    match name {
        "Document" => Area::Page,
        _ => Area::Stage,
    }
}

fn object<const N: usize>(entries: [(&str, Value); N]) -> Object {
    let entries = entries.into_iter();
    Rc::new(
        entries
            .map(|(key, value)| (Text::from(key), value))
            .collect(),
    )
}

fn numbers(numbers: impl IntoIterator<Item = f64>) -> Value {
    Value::Array(numbers.into_iter().map(Value::Number).collect())
}

/// A truth value as the numbers that cables has for it.
fn bit(is: bool) -> f64 {
    f64::from(u8::from(is))
}

/// A pointer's event, by the names that browsers have for what it tells.
fn pointer_object(kind: &str, pointer: &Pointer) -> Object {
    object([
        ("type", kind.into()),
        ("offsetX", pointer.x.into()),
        ("offsetY", pointer.y.into()),
        ("movementX", pointer.movement_x.into()),
        ("movementY", pointer.movement_y.into()),
        ("button", pointer.button.into()),
        ("buttons", pointer.buttons.into()),
        ("pointerId", pointer.id.into()),
        ("pointerType", pointer.kind.clone().into()),
        ("pressure", pointer.pressure.into()),
    ])
}

/// Whether a point is inside of a size.
fn is_inside(x: f64, y: f64, width: f64, height: f64) -> bool {
    (0.0..=width).contains(&x) && (0.0..=height).contains(&y)
}

/// Where a number lies in a length, from -1 to 1; the middle of a length of 0.
fn normalize(at: f64, length: f64) -> f64 {
    if length > 0.0 {
        clamp(at / length, 0.0, 1.0) * 2.0 - 1.0
    } else {
        0.0
    }
}

/// Where a finger is, as its op counts.
fn finger_object(finger: &Finger) -> Value {
    Value::Object(object([
        ("identifier", finger.id.into()),
        ("clientX", finger.x.into()),
        ("clientY", finger.y.into()),
        ("force", finger.force.into()),
    ]))
}

/// Steps, each of which is told, though the same may come twice: a value that is set to what it is
/// has not changed.
#[derive(Debug, Default)]
struct Steps([Option<f64>; 2]);

impl Steps {
    /// Sets the outputs that there is a step for; where one of them is that already, to 0 first and
    /// then, by an event of its own, to the step. True where that is done at once.
    fn set(&mut self, steps: [Option<f64>; 2], outputs: [Out<f64>; 2], cx: &mut Cx<'_>) -> bool {
        let is_old = |(step, output): (&Option<f64>, Out<f64>)| {
            step.is_some_and(|step| step != 0.0 && step == output.get(cx))
        };
        let is_new = !steps.iter().zip(outputs).any(is_old);
        for (output, step) in outputs.into_iter().zip(steps) {
            if let Some(step) = step {
                output.set(cx, if is_new { step } else { 0.0 });
            }
        }
        if !is_new {
            self.0 = steps;
            let me = cx.node();
            cx.post([me], Rc::new(()));
        }
        is_new
    }

    /// Goes on after what was posted.
    fn go_on(&mut self, outputs: [Out<f64>; 2], cx: &mut Cx<'_>) {
        for (output, step) in outputs.into_iter().zip(self.0) {
            if let Some(step) = step {
                output.set(cx, step);
            }
        }
    }
}

/// A MIDI channel as devices count it, 0 to 15.
fn channel(port: In<f64>, cx: &Cx<'_>) -> f64 {
    let channel = clamp(port.get(cx).floor(), 1.0, 16.0) - 1.0;
    if channel.is_nan() { 0.0 } else { channel }
}
