use ropewalk_flow::{
    Answer, Ask, Asked, Cx, Event, Handlers, In, Op, OpError, Out, Place, Text, Trigger,
};

/// Puts HTML into an element. What could run code is left out.
#[derive(Op)]
#[op(name = "Ops.Html.InnerHTML", help = include_str!("inner_html.md"))]
pub(super) struct InnerHtml {
    /// The element.
    #[input(name = "Element", needed)]
    element: In<Place>,
    /// What it is to hold.
    #[input(name = "Value")]
    value: In<Text>,
    /// Whether that is read as HTML, or shown letter by letter.
    #[input(name = "Type", default = "HTML", choices("HTML", "Text"))]
    kind: In<Text>,
    /// Whether it holds.
    #[input(name = "Active", default = true)]
    active: In<bool>,
    /// Empties the element, until something changes.
    #[input(name = "Clear", display = "button")]
    clear: Trigger,
    /// The element, for the next op.
    #[output(name = "HTML Element")]
    through: Out<Place>,
    asked: Option<Asked>,
}

impl Handlers for InnerHtml {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let place = self.element.get(cx);
        if self.element.changed(cx) {
            match place {
                Some(place) => self.through.set(cx, place),
                None => self.through.clear(cx),
            }
        }
        let text = self.value.get(cx);
        let is_markup = &*self.kind.get(cx) != "Text";
        self.put(place.filter(|_| self.active.get(cx)), text, is_markup, cx);
        if place.is_none() {
            cx.set_warning("It changes nothing: link an element to it.");
        }
        Ok(())
    }

    fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if port == self.clear {
            let place = self.element.get(cx).filter(|_| self.active.get(cx));
            self.put(place, "".into(), false, cx);
        }
        Ok(())
    }

    fn event(&mut self, event: Event, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if let Event::Answer(_, Answer::Failed(reason)) = event {
            cx.set_problem(reason);
        }
        Ok(())
    }
}

impl InnerHtml {
    fn put(&mut self, place: Option<Place>, text: Text, is_markup: bool, cx: &mut Cx<'_>) {
        cx.clear_problem();
        let Some(place) = place else {
            self.asked = None;
            return;
        };
        let ask = Ask::Content {
            element: place.element(),
            text,
            is_markup,
        };
        match &self.asked {
            Some(asked) => asked.change(ask),
            None => self.asked = Some(cx.ask(ask)),
        }
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::{Effect, GraphError};

    use super::*;
    use crate::css::testing::linked;

    fn content(op: &mut ropewalk_flow::testing::Bench<InnerHtml>) -> Option<Option<(Text, bool)>> {
        let asked = |effect| match effect {
            Effect::Ask(
                _,
                Ask::Content {
                    text, is_markup, ..
                },
            ) => Some(Some((text, is_markup))),
            Effect::TakeBack(_) => Some(None),
            _ => None,
        };
        op.effects().into_iter().filter_map(asked).last()
    }

    #[test]
    fn it_asks_for_markup_or_for_text() -> Result<(), GraphError> {
        let mut op = linked::<InnerHtml>("Element");
        op.set("Value", "<b>x</b>")?;
        assert_eq!(content(&mut op), Some(Some(("<b>x</b>".into(), true))));
        op.set("Type", "Text")?;
        assert_eq!(content(&mut op), Some(Some(("<b>x</b>".into(), false))));
        op.press("Clear")?;
        assert_eq!(content(&mut op), Some(Some(("".into(), false))));
        op.set("Active", false)?;
        assert_eq!(content(&mut op), Some(None));
        op.press("Clear")?;
        assert_eq!(content(&mut op), None);
        Ok(())
    }

    #[test]
    fn what_the_host_cannot_make_harmless_is_an_error() -> Result<(), GraphError> {
        let mut op = linked::<InnerHtml>("Element");
        op.set("Value", "<b>x</b>")?;
        let id = op.effects().into_iter().find_map(|effect| match effect {
            Effect::Ask(id, _) => Some(id),
            _ => None,
        });
        op.answer(id.unwrap(), Answer::Failed("It did not load.".into()));
        assert_eq!(op.problem().as_deref(), Some("It did not load."));
        op.set("Value", "y")?;
        assert_eq!(op.problem(), None);
        Ok(())
    }
}
