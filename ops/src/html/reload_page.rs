use ropewalk_flow::{Answer, Ask, Asked, Cx, Event, Handlers, Op, OpError, Trigger};

/// Loads the page anew.
#[derive(Op)]
#[op(name = "Ops.Html.ReloadPage", help = include_str!("reload_page.md"))]
pub(super) struct ReloadPage {
    /// Does it.
    #[input(name = "Exec", display = "button")]
    exec: Trigger,
    asked: Option<Asked>,
}

impl Handlers for ReloadPage {
    fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if port == self.exec {
            cx.clear_problem();
            self.asked = Some(cx.ask(Ask::Reload));
        }
        Ok(())
    }

    fn event(&mut self, event: Event, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if let Event::Answer(_, Answer::Failed(reason)) = event {
            cx.set_warning(reason);
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
    fn it_reloads_when_it_is_told_to_and_says_where_it_is_not_done() -> Result<(), GraphError> {
        let mut op = Bench::<ReloadPage>::new();
        assert_eq!(op.effects(), []);
        op.press("Exec")?;
        let effects = op.effects();
        let [Effect::Ask(id, Ask::Reload)] = effects[..] else {
            panic!("{effects:?}");
        };
        op.answer(id, Answer::Failed("Too soon.".into()));
        assert_eq!(op.problem().as_deref(), Some("Too soon."));
        Ok(())
    }
}
