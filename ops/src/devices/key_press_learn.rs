//! `Ops.Devices.Keyboard.KeyPressLearn`

use ropewalk_flow::{
    Area, Cx, Device, DeviceEvent, Event, Fire, Handlers, In, Key, Op, OpError, Out, Request, Text,
    Trigger,
};

use super::{Ear, area};

/// One key of the keyboard, which the op can learn.
#[derive(Op)]
#[op(name = "Ops.Devices.Keyboard.KeyPressLearn", help = include_str!("key_press_learn.md"))]
pub(super) struct KeyPressLearn {
    /// The number of the key, as browsers count keys: 65 for A, 32 for Space.
    #[input(name = "key code", display = "integer")]
    code: In<f64>,
    /// Listens while the stage has the keyboard, instead of always.
    #[input(name = "canvas only", default = true)]
    canvas_only: In<bool>,
    /// The key that has to be down too.
    #[input(name = "Mod Key", default = "none", choices("none", "alt"))]
    modifier: In<Text>,
    /// Whether it listens.
    #[input(name = "Enabled", default = true)]
    enabled: In<bool>,
    /// Keeps the browser from what it does with the key by itself, such as to scroll.
    #[input(name = "Prevent Default")]
    prevent: In<bool>,
    /// Takes the key that is pressed next.
    #[input(name = "learn", display = "button")]
    _learn: Trigger,
    /// Fires when the key goes down, and again and again while it is held.
    #[output(name = "on press")]
    on_press: Fire,
    /// Fires when the key goes up.
    #[output(name = "on release")]
    on_release: Fire,
    /// Whether the key is down.
    #[output(name = "Pressed")]
    pressed: Out<bool>,
    /// What the key is called.
    #[output(name = "Key")]
    key: Out<Text>,
    ear: Ear,
    /// Hears all keys, while the op learns.
    learning: Ear,
}

const EVERYWHERE: Device = Device::Keys(Area::Page);

impl Handlers for KeyPressLearn {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let area = area(if self.canvas_only.get(cx) {
            ""
        } else {
            "Document"
        });
        let source = self.enabled.get(cx).then_some(Device::Keys(area));
        if self.ear.listen(source, cx) {
            self.pressed.set(cx, false);
        }
        let name = name(self.code.get(cx));
        let name = match &*self.modifier.get(cx) {
            "alt" => format!("Alt-{name}"),
            _ => name,
        };
        self.key.set(cx, name);
        Ok(())
    }

    fn trigger(&mut self, _: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        // Again, and it does not learn after all.
        let learns = !self.learning.hears(&EVERYWHERE);
        self.learn(learns, cx);
        Ok(())
    }

    fn event(&mut self, event: Event, cx: &mut Cx<'_>) -> Result<(), OpError> {
        match event {
            Event::Device(source, DeviceEvent::Key(key)) => {
                if self.learning.hears(&EVERYWHERE) {
                    if source == EVERYWHERE && key.down {
                        cx.request(Request::PreventDefault);
                        self.code.edit(cx, key.code);
                        self.learn(false, cx);
                    }
                } else if key.code == self.code.get(cx) {
                    self.handle(&key, cx);
                }
            }
            Event::Device(_, DeviceEvent::Blur) => self.release(cx),
            _ => {}
        }
        Ok(())
    }
}

impl KeyPressLearn {
    fn learn(&mut self, learns: bool, cx: &mut Cx<'_>) {
        self.learning.listen(learns.then_some(EVERYWHERE), cx);
        if learns {
            cx.set_warning("Press the key that is to be learned, or `learn` again to keep this.");
        } else {
            cx.clear_problem();
        }
    }

    fn handle(&self, key: &Key, cx: &mut Cx<'_>) {
        if !key.down {
            self.release(cx);
        } else if key.alt || &*self.modifier.get(cx) != "alt" {
            if self.prevent.get(cx) {
                cx.request(Request::PreventDefault);
            }
            self.pressed.set(cx, true);
            self.on_press.fire(cx);
        }
    }

    fn release(&self, cx: &mut Cx<'_>) {
        if self.pressed.get(cx) {
            self.pressed.set(cx, false);
            self.on_release.fire(cx);
        }
    }
}

/// What a key of that number is called.
fn name(code: f64) -> String {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "what is no number of a key has no name"
    )]
    let code = code as u32;
    let name = match code {
        8 => "Backspace",
        9 => "Tab",
        12 => "Clear",
        13 => "Enter",
        16 => "Shift",
        17 => "Control",
        18 => "Alt",
        19 => "Pause",
        20 => "CapsLock",
        27 => "Escape",
        32 => "Space",
        33 => "PageUp",
        34 => "PageDown",
        35 => "End",
        36 => "Home",
        37 => "ArrowLeft",
        38 => "ArrowUp",
        39 => "ArrowRight",
        40 => "ArrowDown",
        45 => "Insert",
        46 => "Delete",
        112..=123 => return format!("F{}", code - 111),
        144 => "NumLock",
        145 => "ScrollLock",
        224 => "Meta",
        0 => "",
        code => return char::from_u32(code).into_iter().collect(),
    };
    name.to_owned()
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;
    use ropewalk_flow::{Effect, GraphError, Value};

    use super::*;

    const STAGE: Device = Device::Keys(Area::Stage);

    fn key(down: bool, code: f64, alt: bool) -> DeviceEvent {
        DeviceEvent::Key(Key {
            down,
            code,
            alt,
            ..Key::default()
        })
    }

    fn listens_for_a() -> Bench<KeyPressLearn> {
        let mut op = Bench::<KeyPressLearn>::new();
        op.set("key code", 65.0).unwrap();
        op.effects();
        op
    }

    #[test]
    fn it_tells_of_its_key_and_of_no_other() {
        let mut op = listens_for_a();
        assert_eq!(op.out("Key"), "A");
        op.device(&STAGE, key(true, 66.0, false));
        assert_eq!(op.pulses("on press"), 0);
        op.device(&STAGE, key(true, 65.0, false));
        op.device(&STAGE, key(true, 65.0, false));
        assert_eq!(op.out("Pressed"), true);
        op.device(&STAGE, key(false, 65.0, false));
        assert_eq!(op.out("Pressed"), false);
        assert_eq!((op.pulses("on press"), op.pulses("on release")), (2, 1));
        assert_eq!(op.requests(), []);
    }

    #[test]
    fn what_is_held_goes_up_where_the_keyboard_is_lost() -> Result<(), GraphError> {
        let mut op = listens_for_a();
        op.device(&STAGE, key(true, 65.0, false));
        op.device(&STAGE, DeviceEvent::Blur);
        op.device(&STAGE, key(false, 65.0, false));
        assert_eq!(op.pulses("on release"), 1);
        op.device(&STAGE, key(true, 65.0, false));
        op.set("Enabled", false)?;
        assert_eq!(op.out("Pressed"), false);
        Ok(())
    }

    #[test]
    fn with_alt_it_needs_alt_but_goes_up_without() -> Result<(), GraphError> {
        let mut op = listens_for_a();
        op.set("Mod Key", "alt")?;
        assert_eq!(op.out("Key"), "Alt-A");
        op.device(&STAGE, key(true, 65.0, false));
        assert_eq!(op.pulses("on press"), 0);
        op.device(&STAGE, key(true, 65.0, true));
        op.device(&STAGE, key(false, 65.0, false));
        assert_eq!((op.pulses("on press"), op.pulses("on release")), (1, 1));
        Ok(())
    }

    #[test]
    fn it_keeps_the_browser_from_its_key_where_asked() -> Result<(), GraphError> {
        let mut op = listens_for_a();
        op.set("Prevent Default", true)?;
        op.device(&STAGE, key(true, 65.0, false));
        assert_eq!(op.requests(), [Request::PreventDefault]);
        op.device(&STAGE, key(true, 66.0, false));
        assert_eq!(op.requests(), []);
        Ok(())
    }

    #[test]
    fn it_learns_a_key_from_anywhere() -> Result<(), GraphError> {
        let mut op = listens_for_a();
        op.press("learn")?;
        assert!(op.problem().unwrap().contains("Press the key"));
        assert_eq!(op.listenings(), [(true, EVERYWHERE)]);
        op.device(&STAGE, key(true, 65.0, false));
        op.device(&EVERYWHERE, key(false, 13.0, false));
        assert_eq!(op.pulses("on press"), 0);
        op.device(&EVERYWHERE, key(true, 32.0, false));
        let edit = Effect::EditInput {
            node: op.node,
            port: 0,
            value: Value::Number(32.0),
        };
        let effects = op.effects();
        assert!(effects.contains(&edit));
        assert!(effects.contains(&Effect::Unlisten(EVERYWHERE)));
        assert_eq!(op.problem(), None);

        op.press("learn")?;
        op.press("learn")?;
        op.effects();
        op.device(&EVERYWHERE, key(true, 13.0, false));
        assert_eq!(op.effects(), []);
        Ok(())
    }

    #[test]
    fn it_listens_where_it_is_told_and_lets_go() -> Result<(), GraphError> {
        let mut op = listens_for_a();
        op.set("canvas only", false)?;
        assert_eq!(op.listenings(), [(false, STAGE), (true, EVERYWHERE)]);
        op.graph.set_disabled(op.node, true)?;
        assert_eq!(op.listenings(), [(false, EVERYWHERE)]);
        Ok(())
    }

    #[test]
    fn keys_have_names() {
        assert_eq!(name(123.0), "F12");
        assert_eq!(name(39.0), "ArrowRight");
        for none in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            assert_eq!(name(none), "");
        }
    }
}
