use ropewalk_flow::{Answer, Ask, Asked, Cx, Event, Fire, Handlers, In, Op, OpError, Out, Text};

/// Loads a font for what is on the stage.
#[derive(Op)]
#[op(
    name = "Ops.Html.FontFile",
    alias = "Ops.Html.FontFile_v2",
    help = include_str!("font_file.md")
)]
pub(super) struct FontFile {
    /// The address of the font: an `otf`, `ttf`, `woff` or `woff2` file.
    #[input(name = "file")]
    file: In<Text>,
    /// The name that it gets here, for `font-family`.
    #[input(name = "family")]
    family: In<Text>,
    /// Whether it is loaded at all.
    #[input(name = "Active", default = true)]
    active: In<bool>,
    /// Whether it is there.
    #[output(name = "Loaded")]
    loaded: Out<bool>,
    /// Fires when it is there.
    #[output(name = "Loaded Trigger")]
    loaded_trigger: Fire,
    asked: Option<Asked>,
}

impl Handlers for FontFile {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let (family, url) = (self.family.get(cx), self.file.get(cx));
        self.loaded.set(cx, false);
        self.asked = None;
        cx.clear_problem();
        if !self.active.get(cx) || url.is_empty() {
            return Ok(());
        }
        if family.is_empty() {
            cx.set_warning("Give the font a name in `family`.");
            return Ok(());
        }
        self.asked = Some(cx.ask(Ask::Font { family, url }));
        Ok(())
    }

    fn event(&mut self, event: Event, cx: &mut Cx<'_>) -> Result<(), OpError> {
        match event {
            Event::Answer(_, Answer::Done) => {
                self.loaded.set(cx, true);
                self.loaded_trigger.fire(cx);
            }
            Event::Answer(_, Answer::Failed(reason)) => cx.set_problem(reason),
            _ => {}
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;
    use ropewalk_flow::{AskId, Effect, GraphError};

    use super::*;

    fn asked(op: &mut Bench<FontFile>) -> Option<AskId> {
        let effects = op.effects();
        effects.into_iter().find_map(|effect| match effect {
            Effect::Ask(id, Ask::Font { .. }) => Some(id),
            _ => None,
        })
    }

    #[test]
    fn it_is_loaded_once_it_has_a_file_and_a_name() -> Result<(), GraphError> {
        let mut op = Bench::<FontFile>::new();
        op.set("file", "a.woff2")?;
        assert!(op.problem().unwrap().contains("`family`"));
        assert_eq!(asked(&mut op), None);
        op.set("family", "Mine")?;
        let font = asked(&mut op).unwrap();
        assert_eq!(op.out("Loaded"), false);
        op.answer(font, Answer::Done);
        assert_eq!(op.out("Loaded"), true);
        assert_eq!(op.pulses("Loaded Trigger"), 1);
        op.set("Active", false)?;
        assert_eq!(op.out("Loaded"), false);
        assert_eq!(op.effects(), [Effect::TakeBack(font)]);
        Ok(())
    }

    #[test]
    fn what_is_no_font_is_said() -> Result<(), GraphError> {
        let mut op = Bench::<FontFile>::new();
        op.set("family", "Mine")?;
        op.set("file", "a.txt")?;
        let font = asked(&mut op).unwrap();
        op.answer(font, Answer::Failed("It is no font.".into()));
        assert_eq!(op.problem().as_deref(), Some("It is no font."));
        assert_eq!(op.out("Loaded"), false);
        Ok(())
    }
}
