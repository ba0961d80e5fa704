use ropewalk_flow::{Ask, Asked, Cx, Handlers, In, Op, OpError, Text};

use super::layer::{length, property};

/// Sets a CSS variable for everything on the stage.
#[derive(Op)]
#[op(
    name = "Ops.Html.CSS.SetCssVariableNumber",
    help = include_str!("set_css_variable_number.md")
)]
pub(super) struct SetCssVariableNumber {
    /// The name of the variable, without the two hyphens before it.
    #[input(name = "Var Name")]
    name: In<Text>,
    /// The number.
    #[input(name = "Value")]
    value: In<f64>,
    /// What stands behind the number: its unit, or nothing.
    #[input(name = "Suffix", default = "px")]
    suffix: In<Text>,
    asked: Option<Asked>,
}

impl Handlers for SetCssVariableNumber {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let name = self.name.get(cx);
        let Some(_) = property(&name) else {
            cx.set_warning("`Var Name` is no name of a CSS variable, such as `size`.");
            self.asked = None;
            return Ok(());
        };
        cx.clear_problem();
        let name = name.trim();
        let name = if name.starts_with("--") {
            name.into()
        } else {
            ["--", name].concat().into()
        };
        let value = length(self.value.get(cx), &self.suffix.get(cx));
        let ask = Ask::Style(None, vec![(name, value)]);
        match &self.asked {
            Some(asked) => asked.change(ask),
            None => self.asked = Some(cx.ask(ask)),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::GraphError;
    use ropewalk_flow::testing::Bench;

    use super::super::testing::style;
    use super::*;

    #[test]
    fn the_variable_is_there_as_long_as_it_has_a_name() -> Result<(), GraphError> {
        let mut op = Bench::<SetCssVariableNumber>::new();
        assert!(op.problem().is_some());
        op.set("Var Name", "gap")?;
        op.set("Value", 8.0)?;
        assert_eq!(op.problem(), None);
        assert_eq!(style(&mut op).unwrap(), "--gap: 8px");
        op.set("Var Name", "--Gap")?;
        assert_eq!(style(&mut op).unwrap(), "--Gap: 8px");
        op.set("Var Name", "a b")?;
        assert_eq!(style(&mut op).unwrap(), "");
        Ok(())
    }
}
