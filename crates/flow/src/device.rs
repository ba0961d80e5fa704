//! What ops hear of the devices that a person uses, and of the page; and what they ask of them.
//!
//! A [`Listening`] is the right to hear: dropping it ends it. Of all listenings to one source the
//! host knows the first and the end of the last.

use std::cell::RefCell;
use std::rc::Rc;

use bytes::Bytes;

use crate::effect::{Effect, ElementId, Outbox, Place};
use crate::graph::NodeId;
use crate::value::Text;

/// What can be listened to.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Device {
    /// The mouse, a pen or fingers.
    Pointer {
        /// Where.
        area: Area,
        /// Whether fingers are told of all their way, instead of scrolling and zooming the area.
        grab: bool,
    },
    /// The mouse's wheel, and two fingers on a touchpad.
    Wheel(Area),
    /// All fingers on a touch screen at once.
    Touch(Area),
    /// Keys, other than those a person types a text with.
    Keys(Area),
    /// How the device is held and moved. Its listeners share one permission.
    Motion,
    /// Where the device is.
    Position,
    /// Game controllers, looked at before each frame while an op wants frames.
    Gamepads,
    /// Which MIDI devices there are.
    Midi,
    /// The messages of the MIDI device of that name, or of all.
    MidiInput(Option<Text>),
    /// The window: its size, the screen, the focus.
    Window,
    /// What browser it is.
    Browser,
    /// Whether something fills the screen.
    Fullscreen,
    /// The motor that shakes a phone.
    Vibration,
}

/// Where on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Area {
    /// The stage.
    Stage,
    /// Everywhere.
    Page,
    /// One element.
    Element(ElementId),
}

impl From<Place> for Area {
    fn from(place: Place) -> Self {
        Self::Element(place.element())
    }
}

/// What a source says.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum DeviceEvent {
    /// Of a pointer.
    Pointer(Pointer),
    /// The wheel was turned.
    Wheel(Wheel),
    /// Fingers have come, moved or gone.
    Touch(Touch),
    /// A key.
    Key(Key),
    /// The area has lost the keyboard, so what is down will go up unseen.
    Blur,
    /// How the device is held, in degrees.
    Orientation {
        /// About the axis that stands on the screen, 0 to 360.
        alpha: f64,
        /// From the front to the back, -180 to 180.
        beta: f64,
        /// From the left to the right, -90 to 90.
        gamma: f64,
        /// Degrees from the north, clockwise, where the device tells it.
        heading: Option<f64>,
    },
    /// How the device is moved: along x, y and z, in m/s² and degrees/s.
    Motion {
        /// Without gravity.
        acceleration: [f64; 3],
        /// With gravity.
        gravity: [f64; 3],
        /// How fast it turns.
        rotation: [f64; 3],
    },
    /// Where the device is.
    Position(Position),
    /// The game controllers by their places, which stay as others come and go.
    Gamepads(Vec<Option<Gamepad>>),
    /// The MIDI devices by name.
    MidiDevices {
        /// Those that send.
        inputs: Vec<Text>,
        /// Those that receive.
        outputs: Vec<Text>,
    },
    /// One MIDI message.
    Midi {
        /// The device that sent it.
        device: Text,
        /// The status byte and what belongs to it.
        bytes: Bytes,
    },
    /// The window.
    Window(Window),
    /// The browser.
    Browser(Browser),
    /// Whether something fills the screen now.
    Fullscreen(bool),
    /// The host has it.
    Supported,
    /// The host asks a person only in answer to a tap: see [`Request::AllowMotion`].
    NeedsTap,
    /// The host does not have it, or a person does not allow it: why, and what to do.
    Refused(Text),
}

impl DeviceEvent {
    /// Whether it holds until the next, so that who listens later is told too.
    fn is_state(&self) -> bool {
        !matches!(
            self,
            Self::Pointer(_)
                | Self::Wheel(_)
                | Self::Touch(_)
                | Self::Key(_)
                | Self::Blur
                | Self::Midi { .. }
        )
    }
}

/// A pointer, in CSS pixels from the upper left corner of its area.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pointer {
    /// What it does.
    pub action: PointerAction,
    /// How far right.
    pub x: f64,
    /// How far down.
    pub y: f64,
    /// The width of the area.
    pub width: f64,
    /// The height of the area.
    pub height: f64,
    /// How far it went right since it was told last.
    pub movement_x: f64,
    /// How far it went down since it was told last.
    pub movement_y: f64,
    /// The button that this is about: 0 left, 1 middle, 2 right, -1 none.
    pub button: f64,
    /// The buttons that are down: 1 for the left, 2 for the right, 4 for the middle one, added.
    pub buttons: f64,
    /// Tells the fingers apart.
    pub id: f64,
    /// How hard it presses, 0 to 1.
    pub pressure: f64,
    /// `mouse`, `pen` or `touch`.
    pub kind: Text,
}

/// What a pointer does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum PointerAction {
    /// Nothing yet: the listening begins, and this is the middle of the area.
    #[default]
    Start,
    /// It moves. Moves between two frames are told as one.
    Move,
    /// A button, or a finger, goes down.
    Down,
    /// It goes up.
    Up,
    /// It comes over the area.
    Enter,
    /// It leaves the area.
    Leave,
    /// The browser has taken it away, to scroll for instance.
    Cancel,
    /// A click, or a tap.
    Click,
    /// The second of two quick clicks.
    DoubleClick,
    /// A click with the right button, or what stands for it.
    Menu,
}

/// A turn of the wheel, in CSS pixels: down and right are more than 0.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Wheel {
    /// To the right.
    pub x: f64,
    /// Down.
    pub y: f64,
    /// What the browser calls `wheelDelta`: 120 for a notch, up more than 0. 0 where it has none.
    pub notches: f64,
}

/// All fingers of a touch screen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Touch {
    /// What they do.
    pub action: TouchAction,
    /// Those on the screen, the first that came first.
    pub fingers: Vec<Finger>,
    /// The width of the area, in CSS pixels.
    pub width: f64,
    /// The height of the area, in CSS pixels.
    pub height: f64,
    /// The physical pixels of a CSS pixel.
    pub pixel_ratio: f64,
}

/// What fingers do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum TouchAction {
    /// Some have come.
    #[default]
    Start,
    /// Some have moved.
    Move,
    /// Some have gone, or were taken away by the browser.
    End,
}

/// A finger, in CSS pixels from the upper left corner of its area.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Finger {
    /// Tells it from the others.
    pub id: f64,
    /// How far right.
    pub x: f64,
    /// How far down.
    pub y: f64,
    /// How hard it presses, 0 to 1; 0 where the screen does not tell.
    pub force: f64,
}

/// A key.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Key {
    /// Whether it goes down; else it goes up.
    pub down: bool,
    /// Whether it is told again for being held.
    pub repeat: bool,
    /// Its number, which browsers call `keyCode`.
    pub code: f64,
    /// What it types or is called, such as `a` or `Enter`.
    pub name: Text,
    /// Whether the Alt key is down.
    pub alt: bool,
}

/// Where a device is. What it does not know is NaN.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Position {
    /// Degrees to the north of the equator.
    pub latitude: f64,
    /// Degrees to the east of Greenwich.
    pub longitude: f64,
    /// How far off that may be, in metres.
    pub accuracy: f64,
    /// Metres above the ellipsoid.
    pub altitude: f64,
    /// How far off that may be, in metres.
    pub altitude_accuracy: f64,
    /// Where it goes, in degrees from the north, clockwise.
    pub heading: f64,
    /// How fast, in m/s.
    pub speed: f64,
    /// When, in milliseconds since 1970.
    pub timestamp: f64,
}

/// A game controller.
#[derive(Clone, Debug, PartialEq)]
pub struct Gamepad {
    /// What it calls itself.
    pub id: Text,
    /// `standard` where its buttons are in the standard order, else empty.
    pub mapping: Text,
    /// The sticks: -1 to 1.
    pub axes: Vec<f64>,
    /// How far each button is pressed, 0 to 1, and whether that counts as pressed.
    pub buttons: Vec<(f64, bool)>,
    /// When it has last changed, in milliseconds since the page was opened.
    pub timestamp: f64,
}

/// The window and its screen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Window {
    /// The width of what it shows, in CSS pixels.
    pub width: f64,
    /// The height of what it shows, in CSS pixels.
    pub height: f64,
    /// How high the whole page is, in CSS pixels.
    pub scroll_height: f64,
    /// The physical pixels of a CSS pixel.
    pub pixel_ratio: f64,
    /// Whether the page is shown inside of another.
    pub framed: bool,
    /// How far the screen is turned from how it was built, in degrees.
    pub angle: f64,
    /// Such as `landscape-primary`.
    pub orientation: Text,
    /// Whether it has the keyboard.
    pub focus: bool,
    /// Whether its tab is the one that is seen.
    pub visible: bool,
}

/// A browser.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Browser {
    /// What it says it is.
    pub agent: Text,
    /// The language that its user prefers, such as `en-GB`.
    pub language: Text,
    /// How many fingers the screen tells apart.
    pub touch_points: f64,
}

/// What ops ask of devices.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Request {
    /// That the browser does not do what it does by itself about the event that is handled, such
    /// as to scroll. Of no effect on what is on the page beside the stage.
    PreventDefault,
    /// That a person is asked whether [`Device::Motion`] may be told. Only in answer to a tap.
    AllowMotion,
    /// That the area fills the screen; nothing ends that. Only in answer to a tap.
    Fullscreen(Option<Area>),
    /// That the device shakes for so many milliseconds.
    Vibrate(u32),
    /// That a MIDI message is sent to the device of a name.
    SendMidi(Text, Bytes),
}

/// The right to hear a source, until it is dropped.
#[derive(Debug)]
pub struct Listening {
    id: u32,
    source: Device,
    devices: Devices,
    outbox: Outbox,
}

impl Listening {
    /// What is heard.
    pub fn source(&self) -> &Device {
        &self.source
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        let inner = &mut *self.devices.0.borrow_mut();
        inner.listeners.retain(|listener| listener.id != self.id);
        if !inner.has(&self.source) {
            inner.states.retain(|(source, _)| *source != self.source);
            self.outbox.push(Effect::Unlisten(self.source.clone()));
        }
    }
}

/// Who listens to what, shared with the handles.
#[derive(Clone, Debug, Default)]
pub(crate) struct Devices(Rc<RefCell<Inner>>);

#[derive(Debug, Default)]
struct Inner {
    next_id: u32,
    listeners: Vec<Listener>,
    /// The last state of each source that has one.
    states: Vec<(Device, DeviceEvent)>,
}

#[derive(Debug)]
struct Listener {
    id: u32,
    node: NodeId,
    source: Device,
}

impl Inner {
    fn has(&self, source: &Device) -> bool {
        self.listeners
            .iter()
            .any(|listener| listener.source == *source)
    }
}

impl Devices {
    /// Lets a node listen; and the state of the source, where it is known.
    pub(crate) fn listen(
        &self,
        node: NodeId,
        source: Device,
        outbox: &Outbox,
    ) -> (Listening, Option<DeviceEvent>) {
        let inner = &mut *self.0.borrow_mut();
        let mut states = inner.states.iter();
        let state = states.find(|(of, _)| *of == source);
        let state = state.map(|(_, state)| state.clone());
        if !inner.has(&source) {
            outbox.push(Effect::Listen(source.clone()));
        }
        inner.next_id += 1;
        let id = inner.next_id;
        inner.listeners.push(Listener {
            id,
            node,
            source: source.clone(),
        });
        let (devices, outbox) = (self.clone(), outbox.clone());
        let listening = Listening {
            id,
            source,
            devices,
            outbox,
        };
        (listening, state)
    }

    /// Those to tell, in the order in which they came to listen.
    pub(crate) fn told(&self, source: &Device, event: &DeviceEvent) -> Vec<NodeId> {
        let inner = &mut *self.0.borrow_mut();
        if event.is_state() && inner.has(source) {
            inner.states.retain(|(of, _)| of != source);
            inner.states.push((source.clone(), event.clone()));
        }
        let listeners = inner.listeners.iter();
        let listeners = listeners.filter(|listener| listener.source == *source);
        listeners.map(|listener| listener.node).collect()
    }
}
