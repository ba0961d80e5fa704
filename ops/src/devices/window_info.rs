//! `Ops.Html.WindowInfo`

use ropewalk_flow::{Cx, Device, DeviceEvent, Event, Handlers, Op, OpError, Out, Text};

use super::Ear;

/// The size of the window, and the screen it is on.
#[derive(Op)]
#[op(name = "Ops.Html.WindowInfo", help = include_str!("window_info.md"))]
pub(super) struct WindowInfo {
    /// How wide it is inside.
    #[output(name = "clientWidth", unit = "px")]
    width: Out<f64>,
    /// How high it is inside.
    #[output(name = "clientHeight", unit = "px")]
    height: Out<f64>,
    /// How high the page is, with what has to be scrolled to.
    #[output(name = "body scroll Height", unit = "px")]
    scroll_height: Out<f64>,
    /// The physical pixels of a CSS pixel.
    #[output(name = "Device Pixel Ratio")]
    pixel_ratio: Out<f64>,
    /// Whether the page is shown inside of another.
    #[output(name = "Iframe Parent")]
    framed: Out<bool>,
    /// How far the screen is turned from how it was built.
    #[output(name = "Orientation Angle", unit = "°")]
    angle: Out<f64>,
    /// Such as `landscape-primary`.
    #[output(name = "Orientation Type")]
    orientation: Out<Text>,
    ear: Ear,
}

impl Handlers for WindowInfo {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if self.ear.listen(Some(Device::Window), cx) {
            self.pixel_ratio.set(cx, 1.0);
        }
        Ok(())
    }

    fn event(&mut self, event: Event, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if let Event::Device(_, DeviceEvent::Window(window)) = event {
            self.width.set(cx, window.width);
            self.height.set(cx, window.height);
            self.scroll_height.set(cx, window.scroll_height);
            self.pixel_ratio.set(cx, window.pixel_ratio);
            self.framed.set(cx, window.framed);
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
    fn it_follows_the_window() -> Result<(), GraphError> {
        let mut op = Bench::<WindowInfo>::new();
        assert_eq!(op.out("Device Pixel Ratio"), 1.0);
        let window = Window {
            width: 640.0,
            height: 480.0,
            scroll_height: 900.0,
            pixel_ratio: 2.0,
            framed: true,
            angle: 180.0,
            orientation: "portrait-secondary".into(),
            ..Window::default()
        };
        op.device(&Device::Window, DeviceEvent::Window(window));
        assert_eq!(
            (op.out("clientWidth"), op.out("clientHeight")),
            (640.0.into(), 480.0.into())
        );
        assert_eq!(op.out("body scroll Height"), 900.0);
        assert_eq!(op.out("Device Pixel Ratio"), 2.0);
        assert_eq!(op.out("Iframe Parent"), true);
        assert_eq!(op.out("Orientation Angle"), 180.0);
        assert_eq!(op.out("Orientation Type"), "portrait-secondary");
        op.listenings();
        op.graph.remove(op.node)?;
        assert_eq!(op.listenings(), [(false, Device::Window)]);
        Ok(())
    }
}
