//! `Ops.Html.FullscreenMode`

use ropewalk_flow::{
    Area, Cx, Device, DeviceEvent, ElementEvent, Event, Handlers, In, Op, OpError, Out, Request,
    Text, Trigger,
};

use super::Ear;
use super::tap::Tap;

/// Has the stage, or the whole page, fill the screen.
#[derive(Op)]
#[op(name = "Ops.Html.FullscreenMode", help = include_str!("fullscreen_mode.md"))]
pub(super) struct FullscreenMode {
    /// Fills the screen. Where no click or tap leads here, a button on the stage asks for one.
    #[input(name = "Request Fullscreen", display = "button")]
    request: Trigger,
    /// Brings the window back.
    #[input(name = "Exit Fullscreen", display = "button")]
    _exit: Trigger,
    /// What fills it: the stage, or the whole page.
    #[input(name = "Element", default = "Canvas", choices("Canvas", "Document"))]
    element: In<Text>,
    /// Whether the screen is filled.
    #[output(name = "Is Fullscreen")]
    is_fullscreen: Out<bool>,
    /// Whether the browser lets this page fill the screen.
    #[output(name = "Supported")]
    supported: Out<bool>,
    ear: Ear,
    tap: Tap,
    has_asked: bool,
}

impl Handlers for FullscreenMode {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        self.ear.listen(Some(Device::Fullscreen), cx);
        Ok(())
    }

    fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if port == self.request {
            self.ask(cx);
        } else {
            self.tap.hide();
            cx.clear_problem();
            cx.request(Request::Fullscreen(None));
        }
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

impl FullscreenMode {
    fn ask(&mut self, cx: &mut Cx<'_>) {
        // Asked again while it is so, a browser may refuse what it has allowed.
        if self.supported.get(cx) && !self.is_fullscreen.get(cx) {
            self.has_asked = true;
            let area = match &*self.element.get(cx) {
                "Document" => Area::Page,
                _ => Area::Stage,
            };
            cx.request(Request::Fullscreen(Some(area)));
        }
    }

    fn hear(&mut self, event: DeviceEvent, cx: &mut Cx<'_>) {
        match event {
            DeviceEvent::Fullscreen(is_fullscreen) => {
                self.supported.set(cx, true);
                self.is_fullscreen.set(cx, is_fullscreen);
                if is_fullscreen {
                    self.tap.hide();
                    cx.clear_problem();
                }
            }
            DeviceEvent::NeedsTap => {
                self.supported.set(cx, true);
                if self.has_asked {
                    cx.set_warning(
                        "The browser fills the screen only in answer to a tap: tap the button on \
                         the stage, or trigger `Request Fullscreen` by a button there.",
                    );
                    self.tap.show("Fill the screen", cx);
                }
            }
            DeviceEvent::Refused(why) => cx.set_warning(why),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;
    use ropewalk_flow::{Effect, GraphError};

    use super::*;

    fn ready() -> Bench<FullscreenMode> {
        let mut op = Bench::<FullscreenMode>::new();
        op.device(&Device::Fullscreen, DeviceEvent::Fullscreen(false));
        op.effects();
        op
    }

    #[test]
    fn it_fills_the_screen_and_brings_it_back() -> Result<(), GraphError> {
        let mut op = ready();
        assert_eq!(op.out("Supported"), true);
        op.press("Request Fullscreen")?;
        assert_eq!(op.requests(), [Request::Fullscreen(Some(Area::Stage))]);
        op.device(&Device::Fullscreen, DeviceEvent::Fullscreen(true));
        assert_eq!(op.out("Is Fullscreen"), true);
        op.press("Request Fullscreen")?;
        assert_eq!(op.requests(), []);
        op.press("Exit Fullscreen")?;
        assert_eq!(op.requests(), [Request::Fullscreen(None)]);
        op.device(&Device::Fullscreen, DeviceEvent::Fullscreen(false));
        op.set("Element", "Document")?;
        op.press("Request Fullscreen")?;
        assert_eq!(op.requests(), [Request::Fullscreen(Some(Area::Page))]);
        Ok(())
    }

    #[test]
    fn without_a_tap_there_is_a_button_to_tap() -> Result<(), GraphError> {
        let mut op = ready();
        // Another op has asked.
        op.device(&Device::Fullscreen, DeviceEvent::NeedsTap);
        assert_eq!(op.problem(), None);
        op.press("Request Fullscreen")?;
        op.effects();
        op.device(&Device::Fullscreen, DeviceEvent::NeedsTap);
        assert!(op.problem().unwrap().contains("tap"));
        let effects = op.effects();
        let Some(Effect::CreateElement { element, .. }) = effects.first() else {
            panic!("a button: {effects:?}");
        };
        op.element(*element, ElementEvent::Click);
        assert_eq!(op.requests(), [Request::Fullscreen(Some(Area::Stage))]);
        op.device(&Device::Fullscreen, DeviceEvent::Fullscreen(true));
        assert_eq!(op.effects(), [Effect::RemoveElement(*element)]);
        assert_eq!(op.problem(), None);
        Ok(())
    }

    #[test]
    fn where_it_cannot_be_it_asks_for_nothing() -> Result<(), GraphError> {
        let mut op = Bench::<FullscreenMode>::new();
        op.device(
            &Device::Fullscreen,
            DeviceEvent::Refused("Not here.".into()),
        );
        assert_eq!(op.problem().as_deref(), Some("Not here."));
        assert_eq!(op.out("Supported"), false);
        op.effects();
        op.press("Request Fullscreen")?;
        assert_eq!(op.requests(), []);
        op.graph.remove(op.node)?;
        assert_eq!(op.listenings(), [(false, Device::Fullscreen)]);
        Ok(())
    }
}
