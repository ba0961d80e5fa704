use ropewalk_flow::{
    Answer, Ask, Asked, Cx, Event, Fire, Handlers, In, Object, Op, OpError, Out, Place, Text,
};

/// Tells what the mouse and fingers do at an element.
#[derive(Op)]
#[op(
    name = "Ops.Html.Event.ElementPointerEvents",
    help = include_str!("element_pointer_events.md")
)]
pub(super) struct ElementPointerEvents {
    /// The element.
    #[input(name = "Dom Element", needed)]
    element: In<Place>,
    /// Whether a pressed button is told.
    #[input(name = "Mouse Down Active", default = true)]
    mouse_down_active: In<bool>,
    /// Whether a button that is let go is told.
    #[input(name = "Mouse Up Active", default = true)]
    mouse_up_active: In<bool>,
    /// Whether clicks are told.
    #[input(name = "Click Active", default = true)]
    click_active: In<bool>,
    /// Whether movements of the mouse are told.
    #[input(name = "Mouse Move Active", default = true)]
    mouse_move_active: In<bool>,
    /// Whether fingers that come down are told.
    #[input(name = "Touch Start Active", default = true)]
    touch_start_active: In<bool>,
    /// Whether movements of fingers are told.
    #[input(name = "Touch Move Active", default = true)]
    touch_move_active: In<bool>,
    /// Whether fingers that are lifted are told.
    #[input(name = "Touch End Active", default = true)]
    touch_end_active: In<bool>,
    /// Whether touches that the browser breaks off are told.
    #[input(name = "Touch Cancel Active", default = true)]
    touch_cancel_active: In<bool>,
    /// The event: its `type`, `clientX`, `clientY`, `offsetX`, `offsetY`, `buttons` and others.
    #[output(name = "Event Object")]
    object: Out<Object>,
    /// Fires when a button is pressed.
    #[output(name = "Mouse Down")]
    mouse_down: Fire,
    /// Fires when a button is let go.
    #[output(name = "Mouse Up")]
    mouse_up: Fire,
    /// Fires when it is clicked.
    #[output(name = "Click")]
    click: Fire,
    /// Fires when the mouse moves.
    #[output(name = "Mouse Move")]
    mouse_move: Fire,
    /// Fires when a finger comes down.
    #[output(name = "Touch Start")]
    touch_start: Fire,
    /// Fires when a finger moves.
    #[output(name = "Touch Move")]
    touch_move: Fire,
    /// Fires when a finger is lifted.
    #[output(name = "Touch End")]
    touch_end: Fire,
    /// Fires when the browser breaks a touch off.
    #[output(name = "Touch Cancel")]
    touch_cancel: Fire,
    /// What the browser calls the event, such as `mousedown`.
    #[output(name = "Event Name")]
    name: Out<Text>,
    asked: Option<Asked>,
}

impl Handlers for ElementPointerEvents {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        self.asked = None;
        let Some(place) = self.element.get(cx) else {
            cx.set_warning("It hears nothing: link an element to it.");
            return Ok(());
        };
        cx.clear_problem();
        let wanted = self.events().into_iter();
        let wanted = wanted.filter(|(_, active, _)| active.get(cx));
        let names = Vec::from_iter(wanted.map(|(name, _, _)| name));
        self.asked = Some(cx.ask(Ask::Pointer(place.element(), names)));
        Ok(())
    }

    fn event(&mut self, event: Event, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if let Event::Answer(_, Answer::Pointer(name, details)) = event {
            self.object.set(cx, details);
            self.name.set(cx, name);
            let mut events = self.events().into_iter();
            if let Some((_, _, fire)) = events.find(|(known, _, _)| *known == name) {
                fire.fire(cx);
            }
        }
        Ok(())
    }
}

impl ElementPointerEvents {
    fn events(&self) -> [(&'static str, In<bool>, Fire); 8] {
        [
            ("mousedown", self.mouse_down_active, self.mouse_down),
            ("mouseup", self.mouse_up_active, self.mouse_up),
            ("click", self.click_active, self.click),
            ("mousemove", self.mouse_move_active, self.mouse_move),
            ("touchstart", self.touch_start_active, self.touch_start),
            ("touchmove", self.touch_move_active, self.touch_move),
            ("touchend", self.touch_end_active, self.touch_end),
            ("touchcancel", self.touch_cancel_active, self.touch_cancel),
        ]
    }
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use ropewalk_flow::{AskId, Effect, GraphError};

    use super::*;
    use crate::css::testing::linked;

    fn asked(
        op: &mut ropewalk_flow::testing::Bench<ElementPointerEvents>,
    ) -> Option<(AskId, Vec<&'static str>)> {
        let asked = op.effects().into_iter().filter_map(|effect| match effect {
            Effect::Ask(id, Ask::Pointer(_, names)) => Some((id, names)),
            _ => None,
        });
        asked.last()
    }

    #[test]
    fn each_event_fires_its_output_with_the_details_set() -> Result<(), GraphError> {
        let mut op = linked::<ElementPointerEvents>("Dom Element");
        let (id, names) = asked(&mut op).unwrap();
        assert_eq!(names.len(), 8);
        let details: Object = Rc::new([("offsetX".into(), 3.0.into())].into_iter().collect());
        op.answer(id, Answer::Pointer("touchmove", details.clone()));
        assert_eq!(op.pulses("Touch Move"), 1);
        assert_eq!(op.pulses("Click"), 0);
        assert_eq!(op.out("Event Name"), "touchmove");
        assert_eq!(
            op.out("Event Object"),
            ropewalk_flow::Value::Object(details)
        );
        op.set("Mouse Move Active", false)?;
        let (_, names) = asked(&mut op).unwrap();
        assert!(!names.contains(&"mousemove"));
        Ok(())
    }
}
