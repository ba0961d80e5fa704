use ropewalk_flow::{Answer, Ask, Asked, Cx, Event, Handlers, In, Op, OpError, Out, Text, Trigger};

/// Puts a text into the clipboard, to be pasted anywhere.
#[derive(Op)]
#[op(name = "Ops.String.CopyToClipboard", help = include_str!("copy_to_clipboard.md"))]
pub(super) struct CopyToClipboard {
    /// Does it.
    #[input(name = "Copy", display = "button")]
    copy: Trigger,
    /// The text.
    #[input(name = "String", default = "cablez")]
    string: In<Text>,
    /// Whether the last text is in the clipboard.
    #[output(name = "Success")]
    success: Out<bool>,
    asked: Option<Asked>,
}

impl Handlers for CopyToClipboard {
    fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if port == self.copy {
            cx.clear_problem();
            self.success.set(cx, false);
            let text = self.string.get(cx);
            self.asked = Some(cx.ask(Ask::Copy(text)));
        }
        Ok(())
    }

    fn event(&mut self, event: Event, cx: &mut Cx<'_>) -> Result<(), OpError> {
        match event {
            Event::Answer(_, Answer::Done) => self.success.set(cx, true),
            Event::Answer(_, Answer::Failed(reason)) => cx.set_warning(reason),
            _ => {}
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;
    use ropewalk_flow::{Effect, GraphError};

    use super::*;

    #[test]
    fn it_copies_when_it_is_told_to_and_says_what_came_of_it() -> Result<(), GraphError> {
        let mut op = Bench::<CopyToClipboard>::new();
        op.set("String", "knot")?;
        assert_eq!(op.effects(), []);
        op.press("Copy")?;
        let effects = op.effects();
        let [Effect::Ask(id, Ask::Copy(text))] = &effects[..] else {
            panic!("{effects:?}");
        };
        assert_eq!(&**text, "knot");
        op.answer(*id, Answer::Done);
        assert_eq!(op.out("Success"), true);
        op.press("Copy")?;
        assert_eq!(op.out("Success"), false);
        let asked = op.effects().into_iter().find_map(|effect| match effect {
            Effect::Ask(id, _) => Some(id),
            _ => None,
        });
        let id = asked.expect("it asks again");
        op.answer(id, Answer::Failed("Not now.".into()));
        assert_eq!(op.problem().as_deref(), Some("Not now."));
        Ok(())
    }
}
