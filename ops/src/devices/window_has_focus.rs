//! `Ops.Html.WindowHasFocus`

use ropewalk_flow::{Cx, Device, DeviceEvent, Event, Handlers, Op, OpError, Out};

use super::Ear;

/// Whether the person is at this page.
#[derive(Op)]
#[op(name = "Ops.Html.WindowHasFocus", help = include_str!("window_has_focus.md"))]
pub(super) struct WindowHasFocus {
    /// Whether the window has the keyboard.
    #[output(name = "has focus")]
    focus: Out<bool>,
    /// Whether its tab is the one that is seen.
    #[output(name = "Tab Visible")]
    visible: Out<bool>,
    ear: Ear,
}

impl Handlers for WindowHasFocus {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if self.ear.listen(Some(Device::Window), cx) {
            self.visible.set(cx, true);
        }
        Ok(())
    }

    fn event(&mut self, event: Event, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if let Event::Device(_, DeviceEvent::Window(window)) = event {
            self.focus.set(cx, window.focus);
            self.visible.set(cx, window.visible);
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
    fn it_knows_whether_the_page_is_used_and_seen() -> Result<(), GraphError> {
        let mut op = Bench::<WindowHasFocus>::new();
        assert_eq!(
            (op.out("has focus"), op.out("Tab Visible")),
            (false.into(), true.into())
        );
        let window = |focus, visible| {
            DeviceEvent::Window(Window {
                focus,
                visible,
                ..Window::default()
            })
        };
        op.device(&Device::Window, window(true, true));
        assert_eq!(op.out("has focus"), true);
        op.device(&Device::Window, window(false, false));
        assert_eq!(
            (op.out("has focus"), op.out("Tab Visible")),
            (false.into(), false.into())
        );
        op.listenings();
        op.graph.remove(op.node)?;
        assert_eq!(op.listenings(), [(false, Device::Window)]);
        Ok(())
    }
}
