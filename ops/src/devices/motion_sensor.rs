//! `Ops.Devices.Mobile.MotionSensor`

use ropewalk_flow::{
    Cx, Device, DeviceEvent, ElementEvent, Event, Handlers, In, Instant, Object, Op, OpError, Out,
    Request, Text, Trigger,
};

use super::tap::Tap;
use super::{Ear, object};

/// How much time there is at least between two readings that count.
const PAUSE: Instant = Instant::from_millis(15);

/// How a phone is held, and how it is moved.
#[derive(Op)]
#[op(
    name = "Ops.Devices.Mobile.MotionSensor",
    alias = "Ops.Devices.Mobile.MotionSensor_v2",
    help = include_str!("motion_sensor.md")
)]
pub(super) struct MotionSensor {
    /// What the three orientations are multiplied by.
    #[input(name = "Mul Orientation", default = 1)]
    multiply: In<f64>,
    /// Asks the person, where the browser wants that. Only a tap or a click may lead here.
    #[input(name = "Request Permissions", display = "button")]
    _request: Trigger,
    /// How far it is turned on the table, 0 to 360; with a compass, from the north.
    #[output(name = "Orientation Alpha", unit = "°")]
    alpha: Out<f64>,
    /// How far it is tilted to the front, -180 to 180.
    #[output(name = "Orientation Beta", unit = "°")]
    beta: Out<f64>,
    /// How far it is tilted to the right, -90 to 90.
    #[output(name = "Orientation Gamma", unit = "°")]
    gamma: Out<f64>,
    /// The acceleration to the right, with gravity.
    #[output(name = "Acceleration X", unit = "m/s²")]
    gravity_x: Out<f64>,
    /// The acceleration to the upper edge, with gravity.
    #[output(name = "Acceleration Y", unit = "m/s²")]
    gravity_y: Out<f64>,
    /// The acceleration out of the screen, with gravity.
    #[output(name = "Acceleration Z", unit = "m/s²")]
    gravity_z: Out<f64>,
    /// The acceleration to the right.
    #[output(name = "Acceleration X no gravity", unit = "m/s²")]
    x: Out<f64>,
    /// The acceleration to the upper edge.
    #[output(name = "Acceleration Y no gravity", unit = "m/s²")]
    y: Out<f64>,
    /// The acceleration out of the screen.
    #[output(name = "Acceleration Z no gravity", unit = "m/s²")]
    z: Out<f64>,
    /// How fast it turns about the axis out of the screen.
    #[output(name = "Rotation Rate Alpha", unit = "°/s")]
    rate_alpha: Out<f64>,
    /// How fast it tilts to the front.
    #[output(name = "Rotation Rate Beta", unit = "°/s")]
    rate_beta: Out<f64>,
    /// How fast it tilts to the right.
    #[output(name = "Rotation Rate Gamma", unit = "°/s")]
    rate_gamma: Out<f64>,
    /// `no`, `requested`, `granted` or `denied`.
    #[output(name = "Permissions")]
    permissions: Out<Text>,
    /// The orientations, and the accelerations with gravity.
    #[output(name = "Object", lazy)]
    object: Out<Object>,
    ear: Ear,
    tap: Tap,
    oriented: Option<Instant>,
    moved: Option<Instant>,
    /// The orientation without what it is multiplied by, and the heading.
    held: Option<([f64; 3], Option<f64>)>,
}

impl Handlers for MotionSensor {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if self.ear.listen(Some(Device::Motion), cx) {
            self.permissions.set(cx, "no");
        }
        self.show(cx);
        Ok(())
    }

    fn trigger(&mut self, _: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        self.ask(cx);
        Ok(())
    }

    fn event(&mut self, event: Event, cx: &mut Cx<'_>) -> Result<(), OpError> {
        match event {
            Event::Element(id, ElementEvent::Click) if self.tap.is(id) => self.ask(cx),
            Event::Device(_, event) => self.hear(event, cx),
            _ => {}
        }
        Ok(())
    }
}

impl MotionSensor {
    fn ask(&mut self, cx: &mut Cx<'_>) {
        if &*self.permissions.get(cx) != "granted" {
            self.permissions.set(cx, "requested");
            cx.request(Request::AllowMotion);
        }
    }

    fn hear(&mut self, event: DeviceEvent, cx: &mut Cx<'_>) {
        match event {
            DeviceEvent::NeedsTap => {
                cx.set_warning(
                    "The browser tells how the device is moved once it is allowed: tap the button \
                     on the stage.",
                );
                self.tap.show("Allow motion and orientation", cx);
            }
            DeviceEvent::Refused(why) => {
                self.tap.hide();
                self.permissions.set(cx, "denied");
                cx.set_problem(why);
            }
            DeviceEvent::Supported => self.grant(cx),
            DeviceEvent::Orientation {
                alpha,
                beta,
                gamma,
                heading,
            } => {
                self.grant(cx);
                if is_due(&mut self.oriented, cx) {
                    self.held = Some(([alpha, beta, gamma], heading));
                    self.show(cx);
                }
            }
            DeviceEvent::Motion {
                acceleration,
                gravity,
                rotation,
            } => {
                self.grant(cx);
                if is_due(&mut self.moved, cx) {
                    set([self.x, self.y, self.z], acceleration, cx);
                    let outputs = [self.gravity_x, self.gravity_y, self.gravity_z];
                    set(outputs, gravity, cx);
                    let outputs = [self.rate_alpha, self.rate_beta, self.rate_gamma];
                    set(outputs, rotation, cx);
                    self.show(cx);
                }
            }
            _ => {}
        }
    }

    fn grant(&mut self, cx: &mut Cx<'_>) {
        self.tap.hide();
        self.permissions.set(cx, "granted");
        cx.clear_problem();
    }

    fn show(&self, cx: &mut Cx<'_>) {
        if let Some((held, heading)) = self.held {
            let multiply = self.multiply.get(cx);
            let outputs = [self.alpha, self.beta, self.gamma];
            set(outputs, held.map(|angle| angle * multiply), cx);
            if let Some(heading) = heading {
                self.alpha.set(cx, 360.0 - heading);
            }
        }
        if self.object.used(cx) {
            let values = [
                ("OrientationAlpha", self.alpha),
                ("OrientationBeta", self.beta),
                ("OrientationGamma", self.gamma),
                ("AccelerationX", self.gravity_x),
                ("AccelerationY", self.gravity_y),
                ("AccelerationZ", self.gravity_z),
            ];
            let values = values.map(|(name, output)| (name, output.get(cx).into()));
            self.object.set(cx, object(values));
        }
    }
}

fn set(outputs: [Out<f64>; 3], values: [f64; 3], cx: &mut Cx<'_>) {
    for (output, value) in outputs.into_iter().zip(values) {
        output.set(cx, value);
    }
}

/// Whether enough time has passed since the last reading of its kind.
fn is_due(last: &mut Option<Instant>, cx: &Cx<'_>) -> bool {
    let is_due = last.is_none_or(|last| cx.now() >= last + PAUSE);
    if is_due {
        *last = Some(cx.now());
    }
    is_due
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;
    use ropewalk_flow::{Effect, GraphError};

    use super::*;

    fn held(alpha: f64, heading: Option<f64>) -> DeviceEvent {
        DeviceEvent::Orientation {
            alpha,
            beta: 20.0,
            gamma: -30.0,
            heading,
        }
    }

    #[test]
    fn orientation_is_multiplied_and_a_compass_is_not() -> Result<(), GraphError> {
        let mut op = Bench::<MotionSensor>::new();
        assert_eq!(op.out("Permissions"), "no");
        op.device(&Device::Motion, held(10.0, None));
        assert_eq!(op.out("Permissions"), "granted");
        op.set("Mul Orientation", 2.0)?;
        assert_eq!(op.out("Orientation Alpha"), 20.0);
        assert_eq!(op.out("Orientation Gamma"), -60.0);
        op.advance(PAUSE);
        op.device(&Device::Motion, held(10.0, Some(90.0)));
        assert_eq!(op.out("Orientation Alpha"), 270.0);
        Ok(())
    }

    #[test]
    fn motion_has_nine_numbers_at_most_every_15_ms() {
        let mut op = Bench::<MotionSensor>::new();
        op.watch_all();
        let motion = |first: f64| DeviceEvent::Motion {
            acceleration: [first, 2.0, 3.0],
            gravity: [4.0, 5.0, 6.0],
            rotation: [7.0, 8.0, 9.0],
        };
        op.device(&Device::Motion, motion(1.0));
        assert_eq!(op.out("Acceleration X no gravity"), 1.0);
        assert_eq!(op.out("Acceleration Z"), 6.0);
        assert_eq!(op.out("Rotation Rate Beta"), 8.0);
        op.advance(Instant::from_millis(14));
        op.device(&Device::Motion, motion(11.0));
        assert_eq!(op.out("Acceleration X no gravity"), 1.0);
        op.device(&Device::Motion, held(10.0, None));
        op.advance(Instant::from_millis(1));
        op.device(&Device::Motion, motion(11.0));
        assert_eq!(op.out("Acceleration X no gravity"), 11.0);
        let object = op.out("Object").to_json();
        assert!(
            object.contains(r#""OrientationAlpha":10"#) && object.contains(r#""AccelerationY":5"#)
        );
    }

    #[test]
    fn where_a_tap_is_needed_there_is_a_button() {
        let mut op = Bench::<MotionSensor>::new();
        op.device(&Device::Motion, DeviceEvent::NeedsTap);
        assert!(op.problem().unwrap().contains("tap the button"));
        let effects = op.effects();
        let Some(Effect::CreateElement { element, .. }) = effects
            .iter()
            .find(|effect| matches!(effect, Effect::CreateElement { .. }))
        else {
            panic!("a button: {effects:?}");
        };
        assert_eq!(op.out("Permissions"), "no");
        op.element(*element, ElementEvent::Click);
        assert_eq!(op.out("Permissions"), "requested");
        assert_eq!(op.effects(), [Effect::Request(Request::AllowMotion)]);
        op.device(&Device::Motion, DeviceEvent::Supported);
        assert_eq!(op.out("Permissions"), "granted");
        assert_eq!(op.effects(), [Effect::RemoveElement(*element)]);
        assert_eq!(op.problem(), None);
    }

    #[test]
    fn a_refusal_is_said_and_the_trigger_asks_again() -> Result<(), GraphError> {
        let mut op = Bench::<MotionSensor>::new();
        op.device(&Device::Motion, DeviceEvent::Refused("It may not.".into()));
        assert_eq!(op.out("Permissions"), "denied");
        assert_eq!(op.problem().as_deref(), Some("It may not."));
        op.effects();
        op.press("Request Permissions")?;
        assert_eq!(op.requests(), [Request::AllowMotion]);
        op.graph.remove(op.node)?;
        assert_eq!(op.listenings(), [(false, Device::Motion)]);
        Ok(())
    }
}
