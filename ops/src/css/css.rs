use ropewalk_flow::{Ask, Asked, Cx, Handlers, In, Op, OpError, Text};

/// A style sheet for what is on the stage.
#[derive(Op)]
#[op(
    name = "Ops.Html.CSS.CSS",
    aliases("Ops.Html.CSS.CSS_v2", "Ops.Html.CSS.CSS_v3"),
    help = include_str!("css.md")
)]
pub(super) struct Css {
    /// The rules.
    #[input(name = "css code", display = "editor")]
    code: In<Text>,
    /// A selector that all rules are nested in; empty for none.
    #[input(name = "Nesting Parent")]
    nesting: In<Text>,
    /// Whether they hold.
    #[input(name = "Active", default = true)]
    active: In<bool>,
    asked: Option<Asked>,
}

impl Handlers for Css {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let (code, nesting) = (self.code.get(cx), self.nesting.get(cx));
        if !self.active.get(cx) || code.is_empty() {
            self.asked = None;
            return Ok(());
        }
        let ask = Ask::Sheet(if nesting.is_empty() {
            code
        } else {
            [&*nesting, " {\n", &*code, "\n}"].concat().into()
        });
        match &self.asked {
            Some(asked) => asked.change(ask),
            None => self.asked = Some(cx.ask(ask)),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;
    use ropewalk_flow::{Effect, GraphError};

    use super::*;

    fn sheet(op: &mut Bench<Css>) -> Option<Option<Text>> {
        let asked = |effect| match effect {
            Effect::Ask(_, Ask::Sheet(css)) => Some(Some(css)),
            Effect::TakeBack(_) => Some(None),
            _ => None,
        };
        op.effects().into_iter().filter_map(asked).last()
    }

    #[test]
    fn the_rules_hold_while_it_is_active_and_there_are_some() -> Result<(), GraphError> {
        let mut op = Bench::<Css>::new();
        assert_eq!(sheet(&mut op), None);
        op.set("css code", "p { color: red }")?;
        assert_eq!(sheet(&mut op), Some(Some("p { color: red }".into())));
        op.set("Nesting Parent", ".box")?;
        let nested = ".box {\np { color: red }\n}";
        assert_eq!(sheet(&mut op), Some(Some(nested.into())));
        op.set("Active", false)?;
        assert_eq!(sheet(&mut op), Some(None));
        op.set("Active", true)?;
        assert_eq!(sheet(&mut op), Some(Some(nested.into())));
        op.graph.remove(op.node)?;
        assert_eq!(sheet(&mut op), Some(None));
        Ok(())
    }
}
