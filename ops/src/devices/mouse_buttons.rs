//! `Ops.Devices.Mouse.MouseButtons`

use ropewalk_flow::{
    Cx, Device, DeviceEvent, Event, Fire, Handlers, In, Op, OpError, Out, PointerAction, Request,
    Text,
};

use super::{Ear, area};

/// The buttons of the mouse: which are down, and each press and release.
#[derive(Op)]
#[op(name = "Ops.Devices.Mouse.MouseButtons", help = include_str!("mouse_buttons.md"))]
pub(super) struct MouseButtons {
    /// Where it is listened to: the stage, or the whole page.
    #[input(name = "Area", default = "Canvas", choices("Canvas", "Document"))]
    area: In<Text>,
    /// Whether it listens.
    #[input(name = "Active", default = true)]
    active: In<bool>,
    /// Fires with each click or tap.
    #[output(name = "Click Left")]
    click_left: Fire,
    /// Fires with each click of the right button.
    #[output(name = "Click Right")]
    click_right: Fire,
    /// Fires with the second of two quick clicks.
    #[output(name = "Double Click")]
    double_click: Fire,
    /// Whether the left button, or a finger, is down.
    #[output(name = "Button pressed Left")]
    left: Out<bool>,
    /// Whether the middle button is down.
    #[output(name = "Button pressed Middle")]
    middle: Out<bool>,
    /// Whether the right button is down.
    #[output(name = "Button pressed Right")]
    right: Out<bool>,
    /// Fires when the left button, or a finger, goes down.
    #[output(name = "Mouse Down Left")]
    down_left: Fire,
    /// Fires when the middle button goes down.
    #[output(name = "Mouse Down Middle")]
    down_middle: Fire,
    /// Fires when the right button goes down.
    #[output(name = "Mouse Down Right")]
    down_right: Fire,
    /// Fires when the left button, or a finger, goes up.
    #[output(name = "Mouse Up Left")]
    up_left: Fire,
    /// Fires when the middle button goes up.
    #[output(name = "Mouse Up Middle")]
    up_middle: Fire,
    /// Fires when the right button goes up.
    #[output(name = "Mouse Up Right")]
    up_right: Fire,
    ear: Ear,
}

impl Handlers for MouseButtons {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let area = area(&self.area.get(cx));
        let source = Device::Pointer { area, grab: false };
        if self.ear.listen(self.active.get(cx).then_some(source), cx) {
            self.press([false; 3], cx);
        }
        Ok(())
    }

    fn event(&mut self, event: Event, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let Event::Device(_, DeviceEvent::Pointer(pointer)) = event else {
            return Ok(());
        };
        match pointer.action {
            PointerAction::Click => self.click_left.fire(cx),
            PointerAction::DoubleClick => self.double_click.fire(cx),
            PointerAction::Menu => {
                cx.request(Request::PreventDefault);
                self.click_right.fire(cx);
            }
            PointerAction::Leave | PointerAction::Cancel => self.press([false; 3], cx),
            PointerAction::Down | PointerAction::Up => self.follow(pointer.buttons, cx),
            // A button beside one that is down already.
            PointerAction::Move if pointer.button >= 0.0 => self.follow(pointer.buttons, cx),
            _ => {}
        }
        Ok(())
    }
}

impl MouseButtons {
    fn follow(&self, buttons: f64, cx: &mut Cx<'_>) {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a few bits, and others are none"
        )]
        let bits = buttons as u32;
        self.press([1, 4, 2].map(|bit| bits & bit != 0), cx);
    }

    fn press(&self, now: [bool; 3], cx: &mut Cx<'_>) {
        let pressed = [self.left, self.middle, self.right];
        let down = [self.down_left, self.down_middle, self.down_right];
        let up = [self.up_left, self.up_middle, self.up_right];
        for button in 0..3 {
            if pressed[button].get(cx) != now[button] {
                pressed[button].set(cx, now[button]);
                let fire = if now[button] { down } else { up };
                fire[button].fire(cx);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;
    use ropewalk_flow::{Area, GraphError, Pointer};

    use super::*;

    const STAGE: Device = Device::Pointer {
        area: Area::Stage,
        grab: false,
    };

    fn press(action: PointerAction, button: f64, buttons: f64) -> DeviceEvent {
        DeviceEvent::Pointer(Pointer {
            action,
            button,
            buttons,
            ..Pointer::default()
        })
    }

    #[test]
    fn each_button_is_told_of_by_itself() {
        let mut op = Bench::<MouseButtons>::new();
        op.device(&STAGE, press(PointerAction::Down, 0.0, 1.0));
        // The right button beside the left one comes as a move.
        op.device(&STAGE, press(PointerAction::Move, 2.0, 3.0));
        op.device(&STAGE, press(PointerAction::Move, -1.0, 0.0));
        assert_eq!(op.out("Button pressed Left"), true);
        assert_eq!(op.out("Button pressed Right"), true);
        assert_eq!(op.out("Button pressed Middle"), false);
        op.device(&STAGE, press(PointerAction::Move, 0.0, 2.0));
        assert_eq!(op.pulses("Mouse Up Left"), 1);
        assert_eq!(op.out("Button pressed Right"), true);
        op.device(&STAGE, press(PointerAction::Up, 2.0, 0.0));
        assert_eq!(op.pulses("Mouse Down Right"), 1);
        assert_eq!(op.pulses("Mouse Up Right"), 1);
        assert_eq!(op.pulses("Mouse Down Middle"), 0);
    }

    #[test]
    fn what_leaves_the_stage_goes_up_once() {
        let mut op = Bench::<MouseButtons>::new();
        op.device(&STAGE, press(PointerAction::Down, 1.0, 4.0));
        op.device(&STAGE, press(PointerAction::Leave, -1.0, 4.0));
        op.device(&STAGE, press(PointerAction::Up, 1.0, 0.0));
        assert_eq!(op.pulses("Mouse Down Middle"), 1);
        assert_eq!(op.pulses("Mouse Up Middle"), 1);
    }

    #[test]
    fn clicks_and_no_menu() {
        let mut op = Bench::<MouseButtons>::new();
        for action in [PointerAction::Click, PointerAction::DoubleClick] {
            op.device(&STAGE, press(action, 0.0, 0.0));
        }
        op.effects();
        op.device(&STAGE, press(PointerAction::Menu, 2.0, 0.0));
        assert_eq!(op.requests(), [Request::PreventDefault]);
        let clicks = ["Click Left", "Double Click", "Click Right"];
        assert_eq!(clicks.map(|click| op.pulses(click)), [1, 1, 1]);
    }

    #[test]
    fn inactive_nothing_is_down() -> Result<(), GraphError> {
        let mut op = Bench::<MouseButtons>::new();
        op.device(&STAGE, press(PointerAction::Down, 0.0, 1.0));
        op.listenings();
        op.set("Active", false)?;
        assert_eq!(op.listenings(), [(false, STAGE)]);
        assert_eq!(op.out("Button pressed Left"), false);
        op.device(&STAGE, press(PointerAction::Click, 0.0, 0.0));
        assert_eq!(op.pulses("Click Left"), 0);
        Ok(())
    }
}
