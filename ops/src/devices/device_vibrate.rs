//! `Ops.Devices.Mobile.DeviceVibrate`

use ropewalk_flow::{Cx, Device, DeviceEvent, Event, Handlers, Op, OpError, Out, Request, Trigger};

use super::Ear;

/// How long it shakes, in milliseconds.
const TIME: u32 = 1500;

/// Shakes a phone.
#[derive(Op)]
#[op(name = "Ops.Devices.Mobile.DeviceVibrate", help = include_str!("device_vibrate.md"))]
pub(super) struct DeviceVibrate {
    /// Shakes it for one and a half seconds.
    #[input(name = "Vibrate", display = "button")]
    _vibrate: Trigger,
    /// Whether the browser can.
    #[output(name = "Supported")]
    supported: Out<bool>,
    ear: Ear,
    has_asked: bool,
}

impl Handlers for DeviceVibrate {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        self.ear.listen(Some(Device::Vibration), cx);
        Ok(())
    }

    fn trigger(&mut self, _: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if self.supported.get(cx) {
            cx.clear_problem();
            self.has_asked = true;
            cx.request(Request::Vibrate(TIME));
        }
        Ok(())
    }

    fn event(&mut self, event: Event, cx: &mut Cx<'_>) -> Result<(), OpError> {
        match event {
            Event::Device(_, DeviceEvent::Supported) => self.supported.set(cx, true),
            Event::Device(_, DeviceEvent::Refused(why)) => cx.set_warning(why),
            Event::Device(_, DeviceEvent::NeedsTap) => {
                self.supported.set(cx, true);
                if self.has_asked {
                    cx.set_warning(
                        "The browser shakes the device once the page was tapped for the first \
                         time: tap somewhere, then trigger `Vibrate` again.",
                    );
                }
            }
            _ => {}
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::GraphError;
    use ropewalk_flow::testing::Bench;

    use super::*;

    #[test]
    fn it_shakes_where_there_is_a_motor() -> Result<(), GraphError> {
        let mut op = Bench::<DeviceVibrate>::new();
        op.effects();
        op.press("Vibrate")?;
        assert_eq!(op.requests(), []);
        op.device(&Device::Vibration, DeviceEvent::Supported);
        assert_eq!(op.out("Supported"), true);
        op.press("Vibrate")?;
        assert_eq!(op.requests(), [Request::Vibrate(1500)]);
        op.graph.remove(op.node)?;
        assert_eq!(op.listenings(), [(false, Device::Vibration)]);
        Ok(())
    }

    #[test]
    fn what_keeps_it_from_shaking_is_said() -> Result<(), GraphError> {
        let mut op = Bench::<DeviceVibrate>::new();
        op.device(&Device::Vibration, DeviceEvent::Refused("No motor.".into()));
        assert_eq!(op.out("Supported"), false);
        assert_eq!(op.problem().as_deref(), Some("No motor."));

        let mut op = Bench::<DeviceVibrate>::new();
        op.device(&Device::Vibration, DeviceEvent::NeedsTap);
        assert_eq!(op.problem(), None);
        op.press("Vibrate")?;
        op.device(&Device::Vibration, DeviceEvent::NeedsTap);
        assert!(op.problem().unwrap().contains("tapped"));
        op.press("Vibrate")?;
        assert_eq!(op.problem(), None);
        Ok(())
    }
}
