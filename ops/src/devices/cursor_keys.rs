//! `Ops.Devices.Keyboard.CursorKeys`

use ropewalk_flow::{Cx, Device, DeviceEvent, Event, Fire, Handlers, In, Op, OpError, Out};

use super::{Ear, area, bit};

/// The arrow keys, and W, A, S, D, as four directions.
#[derive(Op)]
#[op(name = "Ops.Devices.Keyboard.CursorKeys", help = include_str!("cursor_keys.md"))]
pub(super) struct CursorKeys {
    /// Listens while the stage has the keyboard, instead of always.
    #[input(name = "canvas only", default = true)]
    canvas_only: In<bool>,
    /// Whether the arrow keys count.
    #[input(name = "Cursor Keys", default = true)]
    arrows: In<bool>,
    /// Whether W, A, S and D count.
    #[input(name = "WASD", default = true)]
    wasd: In<bool>,
    /// Whether it listens.
    #[input(name = "Active", default = true)]
    active: In<bool>,
    /// The way they point, clockwise: 360 up, 90 right, 180 down, 270 left; 0 for none.
    #[output(name = "Degree", unit = "°")]
    degree: Out<f64>,
    /// Whether up is down.
    #[output(name = "Up")]
    up: Out<bool>,
    /// Fires when up goes down, and while it is held.
    #[output(name = "Up Pressed")]
    up_pressed: Fire,
    /// Whether down is down.
    #[output(name = "Down")]
    down: Out<bool>,
    /// Fires when down goes down, and while it is held.
    #[output(name = "Down Pressed")]
    down_pressed: Fire,
    /// Whether left is down.
    #[output(name = "Left")]
    left: Out<bool>,
    /// Fires when left goes down, and while it is held.
    #[output(name = "Left Pressed")]
    left_pressed: Fire,
    /// Whether right is down.
    #[output(name = "Right")]
    right: Out<bool>,
    /// Fires when right goes down, and while it is held.
    #[output(name = "Right Pressed")]
    right_pressed: Fire,
    /// 1 while one of them is down.
    #[output(name = "Any Button Pressed")]
    any: Out<f64>,
    ear: Ear,
    /// The keys that are down, of [`KEYS`].
    held: [bool; 8],
}

/// Up, down, left and right, of the arrows and of the letters.
const KEYS: [f64; 8] = [38.0, 40.0, 37.0, 39.0, 87.0, 83.0, 65.0, 68.0];

impl Handlers for CursorKeys {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let area = area(if self.canvas_only.get(cx) {
            ""
        } else {
            "Document"
        });
        let source = self.active.get(cx).then_some(Device::Keys(area));
        if self.ear.listen(source, cx) {
            self.held = [false; 8];
        }
        let counts = [self.arrows.get(cx), self.wasd.get(cx)];
        for (at, held) in self.held.iter_mut().enumerate() {
            *held &= counts[at / 4];
        }
        self.show(cx);
        Ok(())
    }

    fn event(&mut self, event: Event, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let key = match event {
            Event::Device(_, DeviceEvent::Key(key)) => key,
            Event::Device(_, DeviceEvent::Blur) => {
                self.held = [false; 8];
                self.show(cx);
                return Ok(());
            }
            _ => return Ok(()),
        };
        let Some(at) = KEYS.iter().position(|code| *code == key.code) else {
            return Ok(());
        };
        let counts = if at < 4 { self.arrows } else { self.wasd };
        if !counts.get(cx) {
            return Ok(());
        }
        self.held[at] = key.down;
        self.show(cx);
        if key.down {
            let pressed = [
                self.up_pressed,
                self.down_pressed,
                self.left_pressed,
                self.right_pressed,
            ];
            pressed[at % 4].fire(cx);
        }
        Ok(())
    }
}

impl CursorKeys {
    fn show(&self, cx: &mut Cx<'_>) {
        let [up, down, left, right] = [0, 1, 2, 3].map(|way| self.held[way] || self.held[way + 4]);
        self.up.set(cx, up);
        self.down.set(cx, down);
        self.left.set(cx, left);
        self.right.set(cx, right);
        self.any.set(cx, bit(up || down || left || right));
        self.degree.set(
            cx,
            match (up, down, left, right) {
                (true, _, true, _) => 315.0,
                (_, true, true, _) => 225.0,
                (_, true, _, true) => 135.0,
                (true, _, _, true) => 405.0,
                (_, _, true, _) => 270.0,
                (_, true, ..) => 180.0,
                (.., true) => 90.0,
                (true, ..) => 360.0,
                _ => 0.0,
            },
        );
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;
    use ropewalk_flow::{Area, GraphError, Key};

    use super::*;

    const STAGE: Device = Device::Keys(Area::Stage);

    fn key(down: bool, code: f64) -> DeviceEvent {
        DeviceEvent::Key(Key {
            down,
            code,
            ..Key::default()
        })
    }

    #[test]
    fn they_point_in_eight_ways() {
        for (codes, degree) in [
            (vec![38.0], 360.0),
            (vec![38.0, 39.0], 405.0),
            (vec![68.0], 90.0),
            (vec![40.0, 39.0], 135.0),
            (vec![83.0], 180.0),
            (vec![40.0, 65.0], 225.0),
            (vec![37.0], 270.0),
            (vec![87.0, 37.0], 315.0),
        ] {
            let mut op = Bench::<CursorKeys>::new();
            for code in codes {
                op.device(&STAGE, key(true, code));
            }
            assert_eq!(op.out("Degree"), degree);
            assert_eq!(op.out("Any Button Pressed"), 1.0);
        }
    }

    #[test]
    fn presses_pulse_and_releases_do_not() {
        let mut op = Bench::<CursorKeys>::new();
        op.device(&STAGE, key(true, 38.0));
        assert_eq!(op.out("Up"), true);
        op.device(&STAGE, key(true, 87.0));
        op.device(&STAGE, key(false, 38.0));
        // W is still down.
        assert_eq!(op.out("Up"), true);
        op.device(&STAGE, key(false, 87.0));
        assert_eq!(op.out("Up"), false);
        assert_eq!(op.pulses("Up Pressed"), 2);
        assert_eq!(op.out("Degree"), 0.0);
    }

    #[test]
    fn what_does_not_count_is_not_down() -> Result<(), GraphError> {
        let mut op = Bench::<CursorKeys>::new();
        op.device(&STAGE, key(true, 65.0));
        op.device(&STAGE, key(true, 66.0));
        op.set("WASD", false)?;
        assert_eq!(op.out("Left"), false);
        op.device(&STAGE, key(true, 65.0));
        assert_eq!(op.out("Left"), false);
        op.set("Cursor Keys", false)?;
        op.device(&STAGE, key(true, 37.0));
        assert_eq!(op.out("Any Button Pressed"), 0.0);
        Ok(())
    }

    #[test]
    fn without_the_keyboard_nothing_is_down() -> Result<(), GraphError> {
        let mut op = Bench::<CursorKeys>::new();
        op.device(&STAGE, key(true, 39.0));
        op.device(&STAGE, DeviceEvent::Blur);
        assert_eq!(op.out("Right"), false);
        op.device(&STAGE, key(true, 39.0));
        op.listenings();
        op.set("Active", false)?;
        assert_eq!(op.listenings(), [(false, STAGE)]);
        assert_eq!(op.out("Right"), false);
        Ok(())
    }
}
