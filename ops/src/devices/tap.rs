//! What a person taps to allow something.

use ropewalk_flow::{Change, Cx, Element, ElementId, Tag, Text};

/// In the colours of the browser's own buttons, which fit the light page and the dark one.
const STYLE: &str = "position:absolute;left:50%;bottom:16px;transform:translateX(-50%);\
    width:max-content;max-width:90%;min-height:44px;padding:8px 20px;border:1px solid ButtonBorder;\
    border-radius:8px;background:ButtonFace;color:ButtonText;font:16px system-ui;z-index:1000";

/// A button on the stage, there as long as it is needed: what browsers allow only in answer to a
/// tap is asked for when it is tapped.
#[derive(Debug, Default)]
pub(super) struct Tap(Option<Element>);

impl Tap {
    /// Puts it on the stage.
    pub(super) fn show(&mut self, text: impl Into<Text>, cx: &mut Cx<'_>) {
        if self.0.is_none() {
            let button = cx.create_element(Tag::Button);
            button.change(Change::Text(text.into()));
            button.change(Change::Style(STYLE.into()));
            button.change(Change::Listen(true));
            self.0 = Some(button);
        }
    }

    /// Takes it away.
    pub(super) fn hide(&mut self) {
        self.0 = None;
    }

    /// Whether it is that element.
    pub(super) fn is(&self, element: ElementId) -> bool {
        self.0.as_ref().is_some_and(|button| button.id() == element)
    }
}
