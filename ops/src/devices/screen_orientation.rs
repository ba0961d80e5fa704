//! `Ops.Devices.Mobile.ScreenOrientation`

use ropewalk_flow::{Cx, Device, DeviceEvent, Event, Handlers, Op, OpError, Out, Text};

use super::Ear;

/// How the screen is turned.
#[derive(Op)]
#[op(
    name = "Ops.Devices.Mobile.ScreenOrientation",
    alias = "Ops.Devices.Mobile.ScreenOrientation_v2",
    help = include_str!("screen_orientation.md")
)]
pub(super) struct ScreenOrientation {
    /// How far it is turned from how it was built: 0, 90, 180 or 270.
    #[output(name = "Angle", unit = "°")]
    angle: Out<f64>,
    /// `portrait-primary`, `landscape-primary`, or `secondary` where it stands on its head.
    #[output(name = "Type")]
    orientation: Out<Text>,
    ear: Ear,
}

impl Handlers for ScreenOrientation {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        self.ear.listen(Some(Device::Window), cx);
        Ok(())
    }

    fn event(&mut self, event: Event, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if let Event::Device(_, DeviceEvent::Window(window)) = event {
            self.angle.set(cx, window.angle);
            self.orientation.set(cx, window.orientation);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;
    use ropewalk_flow::{GraphError, Window};

    use super::*;

    #[test]
    fn it_follows_the_screen() -> Result<(), GraphError> {
        let mut op = Bench::<ScreenOrientation>::new();
        assert_eq!(op.out("Type"), "");
        let window = Window {
            angle: 90.0,
            orientation: "landscape-primary".into(),
            ..Window::default()
        };
        op.device(&Device::Window, DeviceEvent::Window(window));
        assert_eq!(op.out("Angle"), 90.0);
        assert_eq!(op.out("Type"), "landscape-primary");
        op.listenings();
        op.graph.remove(op.node)?;
        assert_eq!(op.listenings(), [(false, Device::Window)]);
        Ok(())
    }
}
