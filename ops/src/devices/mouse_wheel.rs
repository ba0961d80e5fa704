//! `Ops.Devices.Mouse.MouseWheel`

use ropewalk_flow::{
    Cx, Device, DeviceEvent, Event, Fire, Handlers, In, Op, OpError, Out, Request, Text, Wheel,
    clamp,
};

use super::{Ear, Steps, area};

/// Turns of the mouse's wheel, or two fingers on a touchpad.
#[derive(Op)]
#[op(
    name = "Ops.Devices.Mouse.MouseWheel",
    alias = "Ops.Devices.Mouse.MouseWheel_v2",
    help = include_str!("mouse_wheel.md")
)]
pub(super) struct MouseWheel {
    /// What a turn counts.
    #[input(name = "Speed", default = 1)]
    speed: In<f64>,
    /// Keeps the stage from scrolling.
    #[input(name = "prevent scroll", default = true)]
    prevent: In<bool>,
    /// Counts upward instead of downward.
    #[input(name = "Flip Direction")]
    flip: In<bool>,
    /// Counts each turn as one, however far it goes.
    #[input(name = "Simple Delta", default = true)]
    simple: In<bool>,
    /// Where it is listened to: the stage, or the whole page with `Document`.
    #[input(
        name = "Area",
        default = "Document",
        choices("Canvas", "Document", "Parent")
    )]
    area: In<Text>,
    /// Whether it listens.
    #[input(name = "active", default = true)]
    active: In<bool>,
    /// The last turn: Speed for one down, or a hundredth of its pixels, at most 20, times Speed.
    #[output(name = "delta")]
    delta: Out<f64>,
    /// The last turn to the right: a hundredth of its pixels, at most 20, times Speed.
    #[output(name = "delta X")]
    delta_x: Out<f64>,
    /// The last turn as the browser counts it: 120 for a notch up, where it counts notches.
    #[output(name = "browser event delta")]
    original: Out<f64>,
    /// Fires with each turn.
    #[output(name = "Wheel Action")]
    action: Fire,
    ear: Ear,
    steps: Steps,
}

impl Handlers for MouseWheel {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let source = Device::Wheel(area(&self.area.get(cx)));
        let active = self.active.get(cx);
        self.ear.listen(active.then_some(source), cx);
        Ok(())
    }

    fn event(&mut self, event: Event, cx: &mut Cx<'_>) -> Result<(), OpError> {
        match event {
            Event::Device(_, DeviceEvent::Wheel(wheel)) => {
                if self.prevent.get(cx) {
                    cx.request(Request::PreventDefault);
                }
                self.turn(wheel, cx);
            }
            Event::Posted(_) => {
                self.steps.go_on([self.delta, self.delta_x], cx);
                self.action.fire(cx);
            }
            _ => {}
        }
        Ok(())
    }
}

impl MouseWheel {
    fn turn(&mut self, wheel: Wheel, cx: &mut Cx<'_>) {
        let notches = wheel.notches;
        let original = if notches == 0.0 { wheel.y } else { notches };
        self.original.set(cx, original);
        let speed = self.speed.get(cx);
        let scaled = |pixels: f64| clamp(pixels, -20.0, 20.0) * 0.01 * speed;
        let y = if self.flip.get(cx) { -wheel.y } else { wheel.y };
        // What is not turned keeps what it was.
        let down = (y != 0.0).then(|| match self.simple.get(cx) {
            true => speed * y.signum(),
            false => scaled(y),
        });
        let right = (wheel.x != 0.0).then(|| scaled(wheel.x));
        let both = [self.delta, self.delta_x];
        let is_done = self.steps.set([down, right], both, cx);
        if is_done {
            self.action.fire(cx);
        }
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;
    use ropewalk_flow::{Area, GraphError};

    use super::*;

    const PAGE: Device = Device::Wheel(Area::Page);

    fn turn(x: f64, y: f64) -> DeviceEvent {
        let notches = -y;
        DeviceEvent::Wheel(Wheel { x, y, notches })
    }

    #[test]
    fn a_turn_counts_one_whichever_way() -> Result<(), GraphError> {
        let mut op = Bench::<MouseWheel>::new();
        op.device(&PAGE, turn(0.0, 120.0));
        assert_eq!(op.out("delta"), 1.0);
        assert_eq!(op.out("browser event delta"), -120.0);
        op.device(&PAGE, turn(0.0, -3.0));
        assert_eq!(op.out("delta"), -1.0);
        op.set("Flip Direction", true)?;
        op.set("Speed", 5.0)?;
        op.device(&PAGE, turn(0.0, -3.0));
        assert_eq!(op.out("delta"), 5.0);
        assert_eq!(op.pulses("Wheel Action"), 3);
        Ok(())
    }

    #[test]
    fn or_as_far_as_it_goes_but_at_most_20_pixels() -> Result<(), GraphError> {
        let mut op = Bench::<MouseWheel>::new();
        op.set("Simple Delta", false)?;
        op.device(&PAGE, turn(-10.0, 5.0));
        assert_eq!(op.out("delta"), 0.05);
        assert_eq!(op.out("delta X"), -0.1);
        op.device(&PAGE, turn(500.0, f64::INFINITY));
        assert_eq!(
            (op.out("delta"), op.out("delta X")),
            (0.2.into(), 0.2.into())
        );
        Ok(())
    }

    #[test]
    fn equal_turns_are_told_one_by_one() {
        let mut op = Bench::<MouseWheel>::new();
        for _ in 0..3 {
            op.device(&PAGE, turn(0.0, 100.0));
            assert_eq!(op.out("delta"), 1.0);
        }
        assert_eq!(op.pulses("Wheel Action"), 3);
    }

    #[test]
    fn the_stage_scrolls_where_it_may() -> Result<(), GraphError> {
        let mut op = Bench::<MouseWheel>::new();
        op.effects();
        op.device(&PAGE, turn(0.0, 1.0));
        assert_eq!(op.requests(), [Request::PreventDefault]);
        op.set("prevent scroll", false)?;
        op.device(&PAGE, turn(0.0, 1.0));
        assert_eq!(op.requests(), []);
        op.set("Area", "Canvas")?;
        let stage = Device::Wheel(Area::Stage);
        assert_eq!(op.listenings(), [(false, PAGE), (true, stage.clone())]);
        op.set("active", false)?;
        assert_eq!(op.listenings(), [(false, stage)]);
        Ok(())
    }
}
