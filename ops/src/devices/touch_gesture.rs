//! `Ops.Devices.TouchGesture`

use ropewalk_flow::{
    Area, Cx, Device, DeviceEvent, Event, Fire, Handlers, In, Instant, Object, Op, OpError, Out,
    Pointer, PointerAction, Value,
};

use super::{Ear, object};

/// How long a pointer rests until that is a press.
const PRESS: Instant = Instant::from_millis(251);
/// How many CSS pixels it may move meanwhile.
const REST: f64 = 9.0;
/// How far it goes until it pans or swipes.
const FAR: f64 = 10.0;
/// How many CSS pixels a millisecond a swipe goes at least.
const FAST: f64 = 0.3;

/// Presses, pans and swipes of a finger or of the mouse.
#[derive(Op)]
#[op(name = "Ops.Devices.TouchGesture", help = include_str!("touch_gesture.md"))]
pub(super) struct TouchGesture {
    /// Whether it listens.
    #[input(name = "Active", default = true)]
    active: In<bool>,
    /// Whether there are swipes up and down.
    #[input(name = "Vertical Swipe", default = true)]
    vertical_swipe: In<bool>,
    /// Whether a step of a pan that goes more up or down than aside is none to a side.
    #[input(name = "Vertical Pan", default = true)]
    vertical_pan: In<bool>,
    /// Fires when a pointer has rested for a quarter of a second.
    #[output(name = "Press")]
    press: Fire,
    /// Fires when a pointer goes up that was pressed.
    #[output(name = "Press Up")]
    press_up: Fire,
    /// Fires with each step of a pan to the left.
    #[output(name = "Pan Left")]
    pan_left: Fire,
    /// Fires with each step of a pan to the right.
    #[output(name = "Pan Right")]
    pan_right: Fire,
    /// Fires with a quick stroke to the left.
    #[output(name = "Swipe Left")]
    swipe_left: Fire,
    /// Fires with a quick stroke to the right.
    #[output(name = "Swipe Right")]
    swipe_right: Fire,
    /// Fires with a quick stroke up.
    #[output(name = "Swipe Up")]
    swipe_up: Fire,
    /// Fires with a quick stroke down.
    #[output(name = "Swipe Down")]
    swipe_down: Fire,
    /// The last gesture: `type`, `deltaX` and `deltaY` in CSS pixels, `deltaTime` in milliseconds,
    /// `velocityX` and `velocityY` in pixels a millisecond, `pointerType`.
    #[output(name = "Event")]
    event: Out<Object>,
    ear: Ear,
    stroke: Option<Stroke>,
}

/// What one pointer does from when it goes down until it goes up.
#[derive(Debug)]
struct Stroke {
    first: Pointer,
    last: Pointer,
    began: Instant,
    is_press: bool,
    is_pan: bool,
    /// Another pointer is down too, or was.
    has_company: bool,
}

impl Stroke {
    fn way(&self) -> (f64, f64) {
        (self.last.x - self.first.x, self.last.y - self.first.y)
    }

    fn distance(&self) -> f64 {
        let (x, y) = self.way();
        x.hypot(y)
    }
}

impl Handlers for TouchGesture {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let source = Device::Pointer {
            area: Area::Stage,
            grab: true,
        };
        if self.ear.listen(self.active.get(cx).then_some(source), cx) {
            self.stroke = None;
            cx.cancel_wake();
        }
        Ok(())
    }

    fn event(&mut self, event: Event, cx: &mut Cx<'_>) -> Result<(), OpError> {
        match event {
            Event::Device(_, DeviceEvent::Pointer(pointer)) => self.follow(pointer, cx),
            Event::Wake => {
                if let Some(stroke) = &mut self.stroke {
                    stroke.is_press = true;
                    self.tell("press", cx);
                    self.press.fire(cx);
                }
            }
            _ => {}
        }
        Ok(())
    }
}

impl TouchGesture {
    fn follow(&mut self, pointer: Pointer, cx: &mut Cx<'_>) {
        match (pointer.action, &mut self.stroke) {
            (PointerAction::Down, None) => {
                self.stroke = Some(Stroke {
                    first: pointer.clone(),
                    last: pointer,
                    began: cx.now(),
                    is_press: false,
                    is_pan: false,
                    has_company: false,
                });
                let due = cx.now() + PRESS;
                cx.wake_at(due);
            }
            (PointerAction::Down, Some(stroke)) if stroke.first.id != pointer.id => {
                stroke.has_company = true;
                cx.cancel_wake();
            }
            (PointerAction::Move, Some(stroke)) if stroke.first.id == pointer.id => {
                let (dx, dy) = (pointer.x - stroke.last.x, pointer.y - stroke.last.y);
                stroke.last = pointer;
                let distance = stroke.distance();
                if distance > REST {
                    cx.cancel_wake();
                }
                stroke.is_pan |= distance >= FAR && !stroke.has_company;
                if stroke.is_pan {
                    self.pan(dx, dy, cx);
                }
            }
            (PointerAction::Up, Some(stroke)) if stroke.first.id == pointer.id => {
                stroke.last = pointer;
                cx.cancel_wake();
                self.end(cx);
            }
            (PointerAction::Cancel, Some(stroke)) if stroke.first.id == pointer.id => {
                cx.cancel_wake();
                self.stroke = None;
            }
            _ => {}
        }
    }

    fn pan(&self, dx: f64, dy: f64, cx: &mut Cx<'_>) {
        if dx == 0.0 || (self.vertical_pan.get(cx) && dy.abs() > dx.abs()) {
            return;
        }
        let (name, fire) = match dx < 0.0 {
            true => ("panleft", self.pan_left),
            false => ("panright", self.pan_right),
        };
        self.tell(name, cx);
        fire.fire(cx);
    }

    fn end(&mut self, cx: &mut Cx<'_>) {
        let Some(stroke) = &self.stroke else { return };
        let (x, y) = stroke.way();
        let is_vertical = y.abs() > x.abs();
        let time = milliseconds(stroke.began, cx);
        let is_fast = x.abs().max(y.abs()) > FAST * time;
        let is_swipe = is_fast && stroke.distance() > FAR && !stroke.has_company;
        if stroke.is_press {
            self.tell("pressup", cx);
            self.press_up.fire(cx);
        }
        if is_swipe && (!is_vertical || self.vertical_swipe.get(cx)) {
            let (name, fire) = match (is_vertical, x < 0.0, y < 0.0) {
                (true, _, true) => ("swipeup", self.swipe_up),
                (true, _, false) => ("swipedown", self.swipe_down),
                (false, true, _) => ("swipeleft", self.swipe_left),
                (false, false, _) => ("swiperight", self.swipe_right),
            };
            self.tell(name, cx);
            fire.fire(cx);
        }
        self.stroke = None;
    }

    fn tell(&self, name: &str, cx: &mut Cx<'_>) {
        let Some(stroke) = &self.stroke else { return };
        let (x, y) = stroke.way();
        let time = milliseconds(stroke.began, cx);
        let speed = |way: f64| Value::Number(if time > 0.0 { way / time } else { 0.0 });
        let event = object([
            ("type", name.into()),
            ("deltaX", x.into()),
            ("deltaY", y.into()),
            ("deltaTime", time.into()),
            ("velocityX", speed(x)),
            ("velocityY", speed(y)),
            ("pointerType", stroke.last.kind.clone().into()),
        ]);
        self.event.set(cx, event);
    }
}

fn milliseconds(since: Instant, cx: &Cx<'_>) -> f64 {
    cx.now().saturating_sub(since).as_secs_f64() * 1000.0
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::GraphError;
    use ropewalk_flow::testing::Bench;

    use super::*;

    const STAGE: Device = Device::Pointer {
        area: Area::Stage,
        grab: true,
    };

    fn at(action: PointerAction, x: f64, y: f64) -> DeviceEvent {
        DeviceEvent::Pointer(Pointer {
            action,
            x,
            y,
            kind: "touch".into(),
            ..Pointer::default()
        })
    }

    /// Down in the middle, to there in so many milliseconds, and up.
    fn stroke(op: &mut Bench<TouchGesture>, x: f64, y: f64, time: u64) {
        op.device(&STAGE, at(PointerAction::Down, 0.0, 0.0));
        op.advance(Instant::from_millis(time));
        op.device(&STAGE, at(PointerAction::Move, x, y));
        op.device(&STAGE, at(PointerAction::Up, x, y));
    }

    #[test]
    fn a_quick_stroke_is_a_swipe_to_its_side() -> Result<(), GraphError> {
        let mut op = Bench::<TouchGesture>::new();
        stroke(&mut op, 100.0, 20.0, 100);
        stroke(&mut op, -100.0, 20.0, 100);
        stroke(&mut op, 20.0, -100.0, 100);
        stroke(&mut op, 20.0, 100.0, 100);
        for way in ["Swipe Right", "Swipe Left", "Swipe Up", "Swipe Down"] {
            assert_eq!(op.pulses(way), 1, "{way}");
        }
        op.set("Vertical Swipe", false)?;
        stroke(&mut op, 20.0, 100.0, 100);
        assert_eq!(op.pulses("Swipe Down"), 1);
        Ok(())
    }

    #[test]
    fn a_slow_or_a_short_one_is_none() {
        let mut op = Bench::<TouchGesture>::new();
        stroke(&mut op, 60.0, 0.0, 240);
        stroke(&mut op, 9.0, 0.0, 1);
        assert_eq!(op.pulses("Swipe Right"), 0);
        assert_eq!(op.pulses("Pan Right"), 1);
    }

    #[test]
    fn a_pan_is_told_step_by_step() -> Result<(), GraphError> {
        let mut op = Bench::<TouchGesture>::new();
        op.device(&STAGE, at(PointerAction::Down, 0.0, 0.0));
        for x in [5.0, 12.0, 20.0, 15.0] {
            op.device(&STAGE, at(PointerAction::Move, x, 0.0));
        }
        assert_eq!((op.pulses("Pan Right"), op.pulses("Pan Left")), (2, 1));
        op.device(&STAGE, at(PointerAction::Move, 16.0, 30.0));
        assert_eq!(op.pulses("Pan Right"), 2);
        op.set("Vertical Pan", false)?;
        op.device(&STAGE, at(PointerAction::Move, 17.0, 60.0));
        assert_eq!(op.pulses("Pan Right"), 3);
        Ok(())
    }

    #[test]
    fn who_rests_presses() {
        let mut op = Bench::<TouchGesture>::new();
        op.device(&STAGE, at(PointerAction::Down, 0.0, 0.0));
        op.device(&STAGE, at(PointerAction::Move, 5.0, 5.0));
        op.advance(Instant::from_millis(250));
        assert_eq!(op.pulses("Press"), 0);
        op.advance(Instant::from_millis(1));
        assert_eq!(op.pulses("Press"), 1);
        assert!(op.out("Event").to_json().contains(r#""type":"press""#));
        op.device(&STAGE, at(PointerAction::Up, 5.0, 5.0));
        assert_eq!(op.pulses("Press Up"), 1);

        op.device(&STAGE, at(PointerAction::Down, 0.0, 0.0));
        op.device(&STAGE, at(PointerAction::Move, 8.0, 8.0));
        op.advance(Instant::from_secs(1));
        op.device(&STAGE, at(PointerAction::Up, 8.0, 8.0));
        assert_eq!((op.pulses("Press"), op.pulses("Press Up")), (1, 1));
    }

    #[test]
    fn two_fingers_do_neither_and_what_is_taken_away_ends() -> Result<(), GraphError> {
        let mut op = Bench::<TouchGesture>::new();
        op.device(&STAGE, at(PointerAction::Down, 0.0, 0.0));
        let second = Pointer {
            action: PointerAction::Down,
            id: 2.0,
            ..Pointer::default()
        };
        op.device(&STAGE, DeviceEvent::Pointer(second));
        op.device(&STAGE, at(PointerAction::Move, 100.0, 0.0));
        op.device(&STAGE, at(PointerAction::Up, 100.0, 0.0));
        assert_eq!((op.pulses("Swipe Right"), op.pulses("Pan Right")), (0, 0));

        op.device(&STAGE, at(PointerAction::Down, 0.0, 0.0));
        op.device(&STAGE, at(PointerAction::Cancel, 0.0, 0.0));
        op.advance(Instant::from_secs(1));
        assert_eq!(op.pulses("Press"), 0);

        op.listenings();
        op.set("Active", false)?;
        assert_eq!(op.listenings(), [(false, STAGE)]);
        Ok(())
    }
}
