//! What ops hear of devices, and ask of them.
//!
//! Each source has its listeners, added when the first op listens and gone with the last. What it
//! says is told at once, so that an op can have the browser not do what it does by itself; only
//! moves wait for the next frame, or for what comes after them.

mod gamepads;
mod keys;
mod midi;
mod pointer;
mod read;
mod sensors;
mod window;

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use js_sys::Promise;
use ropewalk_runtime::{
    Area, Device, DeviceEvent, ElementId, Gamepad, Pointer, PointerAction, Request,
};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Element, Event, HtmlElement, Node, Window};

use self::midi::Midi;
use self::read::call;

/// The devices that ops listen to.
pub(crate) struct Devices {
    this: Weak<Self>,
    window: Window,
    stage: HtmlElement,
    /// Hears what sources say.
    tell: Box<dyn Fn(Device, DeviceEvent)>,
    /// Is told when a frame is needed.
    wake: Box<dyn Fn()>,
    heard: RefCell<Vec<(Device, Ears)>>,
    /// The moves since the last frame.
    moves: RefCell<Vec<(Device, Pointer)>>,
    /// What is told now.
    event: RefCell<Option<Event>>,
    /// How many want all of a finger's way on the stage.
    grabs: Cell<u32>,
    gamepads: RefCell<Vec<Option<Gamepad>>>,
    midi: RefCell<Option<Midi>>,
}

/// What ends a listening when it is dropped.
type Ears = Vec<Box<dyn Any>>;

/// What runs when this is dropped.
struct Finally<F: FnMut()>(F);

impl<F: FnMut()> Drop for Finally<F> {
    fn drop(&mut self) {
        (self.0)();
    }
}

/// The way from one source to the ops.
#[derive(Clone)]
struct Teller {
    devices: Weak<Devices>,
    source: Device,
}

impl Teller {
    fn tell(&self, event: DeviceEvent) {
        if let Some(devices) = self.devices.upgrade() {
            devices.say(self.source.clone(), event, None);
        }
    }

    /// Tells of what the browser is about to do something, unless an op does not want that.
    fn tell_of(&self, event: DeviceEvent, cause: Event) {
        if let Some(devices) = self.devices.upgrade() {
            devices.say(self.source.clone(), event, Some(cause));
        }
    }
}

impl Devices {
    pub(crate) fn new(
        window: Window,
        stage: HtmlElement,
        tell: impl Fn(Device, DeviceEvent) + 'static,
        wake: impl Fn() + 'static,
    ) -> Rc<Self> {
        Rc::new_cyclic(|this| Self {
            this: this.clone(),
            window,
            stage,
            tell: Box::new(tell),
            wake: Box::new(wake),
            heard: RefCell::default(),
            moves: RefCell::default(),
            event: RefCell::default(),
            grabs: Cell::default(),
            gamepads: RefCell::default(),
            midi: RefCell::default(),
        })
    }

    /// Begins to tell of a source. `element` finds what an op has made.
    pub(crate) fn listen(
        &self,
        source: Device,
        element: impl Fn(ElementId) -> Option<HtmlElement>,
    ) {
        let teller = Teller {
            devices: self.this.clone(),
            source: source.clone(),
        };
        let target = |area| -> Option<Element> {
            match area {
                Area::Page => self.window.document()?.document_element(),
                Area::Element(id) => element(id).map(Into::into),
                _ => Some(self.stage.clone().into()),
            }
        };
        let mut ears = Ears::new();
        // Known before it speaks for the first time, as an answer may end the listening.
        self.heard.borrow_mut().push((source.clone(), Ears::new()));
        match source.clone() {
            Device::Pointer { area, grab } => {
                if let Some(target) = target(area) {
                    if grab && area != Area::Page {
                        ears.push(self.grab(&target));
                    }
                    pointer::listen(area, &target, &teller, &mut ears);
                }
            }
            Device::Wheel(area) => {
                if let Some(target) = target(area) {
                    pointer::listen_to_wheel(&target, &teller, &mut ears);
                }
            }
            Device::Touch(area) => {
                if let Some(target) = target(area) {
                    pointer::listen_to_touch(area, &self.window, &target, &teller, &mut ears);
                }
            }
            Device::Keys(area) => {
                if let Some(target) = target(area) {
                    keys::listen(area, &self.window, &target, &teller, &mut ears);
                }
            }
            Device::Motion => sensors::listen_to_motion(&self.window, &teller, &mut ears),
            Device::Position => sensors::listen_to_position(&self.window, &teller, &mut ears),
            Device::Gamepads => self.listen_to_gamepads(&teller),
            Device::Midi | Device::MidiInput(_) => self.listen_to_midi(),
            Device::Window => window::listen(&self.window, &teller, &mut ears),
            Device::Browser => window::tell_browser(&self.window, &teller),
            Device::Fullscreen => window::listen_to_fullscreen(&self.window, &teller, &mut ears),
            Device::Vibration => window::tell_vibration(&self.window, &teller),
            _ => {}
        }
        let mut heard = self.heard.borrow_mut();
        if let Some((_, place)) = heard.iter_mut().find(|(heard, _)| *heard == source) {
            place.extend(ears);
        }
    }

    /// Tells no more of a source.
    pub(crate) fn unlisten(&self, source: &Device) {
        let ears = {
            let mut heard = self.heard.borrow_mut();
            let at = heard.iter().position(|(heard, _)| heard == source);
            at.map(|at| heard.swap_remove(at))
        };
        // What ends it can be code of the page's own.
        drop(ears);
        self.moves.borrow_mut().retain(|(of, _)| of != source);
        if matches!(source, Device::Midi | Device::MidiInput(_)) {
            self.attach_midi();
        }
    }

    /// Does what an op asks.
    pub(crate) fn request(
        &self,
        request: Request,
        element: impl Fn(ElementId) -> Option<HtmlElement>,
    ) {
        match request {
            Request::PreventDefault => {
                if let Some(event) = &*self.event.borrow()
                    && self.is_of_patch(event)
                {
                    event.prevent_default();
                }
            }
            Request::AllowMotion => {
                sensors::allow_motion(&self.window, &self.teller(Device::Motion))
            }
            Request::Fullscreen(area) => {
                let element = area.and_then(|area| match area {
                    Area::Page => self.window.document()?.document_element(),
                    Area::Element(id) => element(id).map(Into::into),
                    _ => Some(self.stage.clone().into()),
                });
                window::fill_screen(&self.window, element, &self.teller(Device::Fullscreen));
            }
            Request::Vibrate(time) => {
                window::vibrate(&self.window, time, &self.teller(Device::Vibration));
            }
            Request::SendMidi(device, bytes) => self.send_midi(&device, &bytes),
            _ => {}
        }
    }

    /// Whether moves wait for a frame.
    pub(crate) fn want_frame(&self) -> bool {
        !self.moves.borrow().is_empty()
    }

    /// A frame is about to be drawn: tells what waits for it.
    pub(crate) fn frame(&self) {
        self.tell_moves();
        if self.hears(&Device::Gamepads) {
            self.look_at_gamepads();
        }
    }

    /// Listens to nothing any more.
    pub(crate) fn stop(&self) {
        let heard = self.heard.take();
        drop(heard);
        self.moves.take();
        self.attach_midi();
    }

    fn hears(&self, source: &Device) -> bool {
        self.heard.borrow().iter().any(|(heard, _)| heard == source)
    }

    fn teller(&self, source: Device) -> Teller {
        Teller {
            devices: self.this.clone(),
            source,
        }
    }

    fn say(&self, source: Device, event: DeviceEvent, cause: Option<Event>) {
        if !self.hears(&source) {
            return;
        }
        let event = match event {
            // With a button, it tells of one that goes down or up beside another.
            DeviceEvent::Pointer(pointer)
                if pointer.action == PointerAction::Move && pointer.button < 0.0 =>
            {
                return self.moved(source, pointer);
            }
            event => event,
        };
        self.tell_moves();
        let before = self.event.replace(cause);
        (self.tell)(source, event);
        self.event.replace(before);
    }

    /// Keeps a move until the next frame, in the place of the one that is kept already.
    fn moved(&self, source: Device, mut pointer: Pointer) {
        {
            let mut moves = self.moves.borrow_mut();
            let same = |(of, kept): &(Device, Pointer)| *of == source && kept.id == pointer.id;
            if let Some(at) = moves.iter().position(same) {
                let (_, kept) = moves.remove(at);
                pointer.movement_x += kept.movement_x;
                pointer.movement_y += kept.movement_y;
            }
            moves.push((source, pointer));
        }
        (self.wake)();
    }

    fn tell_moves(&self) {
        let moves = self.moves.take();
        for (source, pointer) in moves {
            (self.tell)(source, DeviceEvent::Pointer(pointer));
        }
    }

    /// Whether an event is on the stage, or on a page that has nothing there: what the page has
    /// beside the stage, such as an editor, scrolls and has its menus as ever. A key is nowhere, and
    /// an op that minds it wants just that key.
    fn is_of_patch(&self, event: &Event) -> bool {
        if event.type_().starts_with("key") {
            return true;
        }
        let Some(target) = event.target() else {
            return false;
        };
        let node: &Node = target.unchecked_ref();
        let name = node.node_name();
        self.stage.contains(Some(node)) || name == "BODY" || name == "HTML"
    }

    /// Has fingers on the target tell all of their way.
    fn grab(&self, target: &Element) -> Box<dyn Any> {
        let style = target.unchecked_ref::<HtmlElement>().style();
        let is_stage = *target == *self.stage.unchecked_ref::<Element>();
        if is_stage {
            self.grabs.set(self.grabs.get() + 1);
        }
        // They fail for names that no property has.
        let _ = style.set_property("touch-action", "none");
        let devices = self.this.clone();
        Box::new(Finally(move || {
            let grabs = devices.upgrade().filter(|_| is_stage);
            let is_last = grabs.is_none_or(|devices| {
                devices.grabs.set(devices.grabs.get() - 1);
                devices.grabs.get() == 0
            });
            if is_last {
                let _ = style.remove_property("touch-action");
            }
        }))
    }
}

/// What becomes of a promise.
fn when_settled(promise: JsValue, then: impl FnOnce(Result<JsValue, JsValue>) + 'static) {
    spawn_local(async move {
        let outcome = match promise.dyn_into::<Promise>() {
            Ok(promise) => JsFuture::from(promise).await,
            // Older browsers answer at once.
            Err(value) => Ok(value),
        };
        then(outcome);
    });
}

/// Calls a method that answers with a promise.
fn ask(
    of: &JsValue,
    name: &str,
    arguments: &[JsValue],
    then: impl FnOnce(Result<JsValue, JsValue>) + 'static,
) {
    match call(of, name, arguments) {
        Ok(promise) => when_settled(promise, then),
        Err(error) => then(Err(error)),
    }
}
