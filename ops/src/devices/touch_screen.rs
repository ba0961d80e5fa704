//! `Ops.Devices.TouchScreen`

use ropewalk_flow::{
    Array, Cx, Device, DeviceEvent, Event, Finger, Fire, Handlers, In, Op, OpError, Out, Request,
    Text, Touch, TouchAction,
};

use super::{Ear, area, bit, finger_object, normalize};

/// The fingers on a touch screen.
#[derive(Op)]
#[op(name = "Ops.Devices.TouchScreen", help = include_str!("touch_screen.md"))]
pub(super) struct TouchScreen {
    /// Keeps two fingers from zooming.
    #[input(name = "Disable Scaling", default = true)]
    no_scaling: In<bool>,
    /// Keeps fingers from scrolling.
    #[input(name = "Disable Scroll", default = true)]
    no_scroll: In<bool>,
    /// Counts physical pixels instead of CSS pixels.
    #[input(name = "HDPI Coordinates")]
    hdpi: In<bool>,
    /// Whether it listens.
    #[input(name = "Active", default = true)]
    active: In<bool>,
    /// Where it is listened to: the stage, or the whole page.
    #[input(name = "Area", default = "Canvas", choices("Canvas", "Document"))]
    area: In<Text>,
    /// Counts from -1 to 1 instead of pixels.
    #[input(name = "Normalize Coordinates")]
    normalize: In<bool>,
    /// Counts y from the lower edge.
    #[input(name = "Flip Y")]
    flip_y: In<bool>,
    /// 1 while there is a finger.
    #[output(name = "Touched")]
    touched: Out<f64>,
    /// How many fingers there are.
    #[output(name = "Fingers")]
    fingers: Out<f64>,
    /// How far right the first finger is.
    #[output(name = "Finger 1 X")]
    x1: Out<f64>,
    /// How far down the first finger is.
    #[output(name = "Finger 1 Y")]
    y1: Out<f64>,
    /// How hard the first finger presses, 0 to 1, where the screen tells.
    #[output(name = "Finger 1 Force")]
    force1: Out<f64>,
    /// How far right the second finger is.
    #[output(name = "Finger 2 X")]
    x2: Out<f64>,
    /// How far down the second finger is.
    #[output(name = "Finger 2 Y")]
    y2: Out<f64>,
    /// How hard the second finger presses, 0 to 1, where the screen tells.
    #[output(name = "Finger 2 Force")]
    force2: Out<f64>,
    /// An object for each finger: `identifier`, `clientX`, `clientY` from the area's corner in CSS
    /// pixels, `force`.
    #[output(name = "Events", lazy)]
    events: Out<Array>,
    /// Fires when a finger comes.
    #[output(name = "Touch Start")]
    start: Fire,
    /// Fires when a finger goes.
    #[output(name = "Touch End")]
    end: Fire,
    ear: Ear,
    last: Touch,
}

impl Handlers for TouchScreen {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let source = Device::Touch(area(&self.area.get(cx)));
        if self.ear.listen(self.active.get(cx).then_some(source), cx) {
            self.last.fingers.clear();
        }
        self.show(cx);
        Ok(())
    }

    fn event(&mut self, event: Event, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let Event::Device(_, DeviceEvent::Touch(touch)) = event else {
            return Ok(());
        };
        let action = touch.action;
        self.last = touch;
        self.show(cx);
        match action {
            TouchAction::Start => self.start.fire(cx),
            TouchAction::End => self.end.fire(cx),
            _ => {
                let is_scaling = self.last.fingers.len() > 1;
                if self.no_scroll.get(cx) || (is_scaling && self.no_scaling.get(cx)) {
                    cx.request(Request::PreventDefault);
                }
            }
        }
        Ok(())
    }
}

impl TouchScreen {
    fn show(&self, cx: &mut Cx<'_>) {
        let fingers = &self.last.fingers;
        #[expect(clippy::cast_precision_loss, reason = "nobody has that many")]
        self.fingers.set(cx, fingers.len() as f64);
        self.touched.set(cx, bit(!fingers.is_empty()));
        let outputs = [
            (self.x1, self.y1, self.force1),
            (self.x2, self.y2, self.force2),
        ];
        for (at, (x, y, force)) in outputs.into_iter().enumerate() {
            // Where a finger was last stays.
            let Some(finger) = fingers.get(at) else {
                force.set(cx, 0.0);
                continue;
            };
            let (right, down) = self.place(finger, cx);
            x.set(cx, right);
            y.set(cx, down);
            force.set(cx, finger.force);
        }
        if self.events.used(cx) {
            let events: Array = fingers.iter().map(finger_object).collect();
            self.events.set(cx, events);
        }
    }

    fn place(&self, finger: &Finger, cx: &Cx<'_>) -> (f64, f64) {
        let Touch {
            width,
            height,
            pixel_ratio,
            ..
        } = self.last;
        let y = match self.flip_y.get(cx) {
            true => height - finger.y,
            false => finger.y,
        };
        if self.normalize.get(cx) {
            return (normalize(finger.x, width), normalize(y, height));
        }
        let ratio = if self.hdpi.get(cx) { pixel_ratio } else { 1.0 };
        (finger.x * ratio, y * ratio)
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;
    use ropewalk_flow::{Area, GraphError};

    use super::*;

    const STAGE: Device = Device::Touch(Area::Stage);

    fn touch(action: TouchAction, places: &[(f64, f64)]) -> DeviceEvent {
        let fingers = places.iter().map(|&(x, y)| Finger {
            id: x,
            x,
            y,
            force: 0.5,
        });
        DeviceEvent::Touch(Touch {
            action,
            fingers: fingers.collect(),
            width: 200.0,
            height: 100.0,
            pixel_ratio: 2.0,
        })
    }

    #[track_caller]
    fn assert_first(op: &Bench<TouchScreen>, x: f64, y: f64) {
        assert_eq!(
            (op.out("Finger 1 X"), op.out("Finger 1 Y")),
            (x.into(), y.into())
        );
    }

    #[test]
    fn two_fingers_and_one_that_stays() {
        let mut op = Bench::<TouchScreen>::new();
        op.device(&STAGE, touch(TouchAction::Start, &[(50.0, 25.0)]));
        op.device(
            &STAGE,
            touch(TouchAction::Start, &[(50.0, 25.0), (80.0, 90.0)]),
        );
        assert_eq!(op.out("Fingers"), 2.0);
        assert_first(&op, 50.0, 25.0);
        assert_eq!(op.out("Finger 2 Y"), 90.0);
        assert_eq!(op.out("Finger 2 Force"), 0.5);
        op.device(&STAGE, touch(TouchAction::End, &[(50.0, 25.0)]));
        assert_eq!(
            (op.out("Touched"), op.out("Fingers")),
            (1.0.into(), 1.0.into())
        );
        assert_eq!(op.out("Finger 2 Force"), 0.0);
        assert_eq!(op.out("Finger 2 Y"), 90.0);
        op.device(&STAGE, touch(TouchAction::End, &[]));
        assert_eq!(op.out("Touched"), 0.0);
        assert_eq!((op.pulses("Touch Start"), op.pulses("Touch End")), (2, 2));
    }

    #[test]
    fn it_counts_in_its_ways() -> Result<(), GraphError> {
        let mut op = Bench::<TouchScreen>::new();
        op.device(&STAGE, touch(TouchAction::Start, &[(50.0, 25.0)]));
        op.set("HDPI Coordinates", true)?;
        assert_first(&op, 100.0, 50.0);
        op.set("Flip Y", true)?;
        assert_first(&op, 100.0, 150.0);
        op.set("Normalize Coordinates", true)?;
        assert_first(&op, -0.5, 0.5);
        Ok(())
    }

    #[test]
    fn moves_scroll_and_zoom_where_they_may() -> Result<(), GraphError> {
        let mut op = Bench::<TouchScreen>::new();
        op.effects();
        let (one, two) = ([(1.0, 1.0)], [(1.0, 1.0), (2.0, 2.0)]);
        op.device(&STAGE, touch(TouchAction::Start, &one));
        assert_eq!(op.requests(), []);
        op.device(&STAGE, touch(TouchAction::Move, &one));
        assert_eq!(op.requests(), [Request::PreventDefault]);
        op.set("Disable Scroll", false)?;
        op.device(&STAGE, touch(TouchAction::Move, &one));
        assert_eq!(op.requests(), []);
        op.device(&STAGE, touch(TouchAction::Move, &two));
        assert_eq!(op.requests(), [Request::PreventDefault]);
        op.set("Disable Scaling", false)?;
        op.device(&STAGE, touch(TouchAction::Move, &two));
        assert_eq!(op.requests(), []);
        Ok(())
    }

    #[test]
    fn inactive_there_are_no_fingers() -> Result<(), GraphError> {
        let mut op = Bench::<TouchScreen>::new();
        op.watch_all();
        op.device(&STAGE, touch(TouchAction::Start, &[(50.0, 25.0)]));
        assert!(op.out("Events").to_json().contains(r#""clientX":50"#));
        op.listenings();
        op.set("Active", false)?;
        assert_eq!(op.listenings(), [(false, STAGE)]);
        assert_eq!(
            (op.out("Touched"), op.out("Fingers")),
            (0.0.into(), 0.0.into())
        );
        Ok(())
    }
}
