use ropewalk_flow::{
    Answer, Ask, Asked, Cx, Event, Handlers, In, Memory, Op, OpError, Out, Text, Trigger,
};

/// Keeps a text in this browser, from one visit of the page to the next.
#[derive(Op)]
#[op(name = "Ops.Website.LocalStorageString", help = include_str!("local_storage_string.md"))]
pub(super) struct LocalStorageString {
    /// What the text is kept under.
    #[input(name = "Key")]
    key: In<Text>,
    /// The text to keep.
    #[input(name = "String")]
    string: In<Text>,
    /// Whether it outlasts the tab: `Local` does, `Session` does not.
    #[input(name = "Storage", default = "Local", choices("Local", "Session"))]
    storage: In<Text>,
    /// Keeps the text.
    #[input(name = "Store", display = "button")]
    store: Trigger,
    /// The text that is kept; empty where there is none.
    #[output(name = "Stored String")]
    stored: Out<Text>,
    /// `Local` or `Session`.
    #[output(name = "Storage type")]
    kind: Out<Text>,
    /// Whether this browser keeps texts for this page.
    #[output(name = "Storage Support", default = true)]
    support: Out<bool>,
    asked: Option<Asked>,
    keeping: Option<Asked>,
}

impl Handlers for LocalStorageString {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        let memory = self.memory(cx);
        let kind = if memory.is_session {
            "Session"
        } else {
            "Local"
        };
        self.kind.set(cx, kind);
        if self.asked.is_none() || self.key.changed(cx) || self.storage.changed(cx) {
            self.asked = None;
            self.asked = Some(cx.ask(Ask::Recall(memory)));
        }
        Ok(())
    }

    fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if port == self.store {
            cx.clear_problem();
            self.support.set(cx, true);
            let (memory, text) = (self.memory(cx), self.string.get(cx));
            self.stored.set(cx, text.clone());
            self.keeping = Some(cx.ask(Ask::Remember(memory, text)));
        }
        Ok(())
    }

    fn event(&mut self, event: Event, cx: &mut Cx<'_>) -> Result<(), OpError> {
        match event {
            Event::Answer(_, Answer::Text(text)) => {
                self.stored.set(cx, text.unwrap_or_else(|| "".into()));
            }
            Event::Answer(_, Answer::Failed(reason)) => {
                self.support.set(cx, false);
                cx.set_warning(reason);
            }
            _ => {}
        }
        Ok(())
    }
}

impl LocalStorageString {
    fn memory(&self, cx: &Cx<'_>) -> Memory {
        Memory {
            key: self.key.get(cx),
            is_session: &*self.storage.get(cx) == "Session",
        }
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;
    use ropewalk_flow::{AskId, Effect, GraphError};

    use super::*;

    fn asked(op: &mut Bench<LocalStorageString>) -> Vec<(AskId, Ask)> {
        let asked = op.effects().into_iter().filter_map(|effect| match effect {
            Effect::Ask(id, ask) => Some((id, ask)),
            _ => None,
        });
        asked.collect()
    }

    fn memory(key: &str, is_session: bool) -> Memory {
        Memory {
            key: key.into(),
            is_session,
        }
    }

    #[test]
    fn it_tells_what_is_kept_and_keeps_what_it_is_told_to() -> Result<(), GraphError> {
        let mut op = Bench::<LocalStorageString>::new();
        op.set("Key", "name")?;
        let (recall, ask) = asked(&mut op).pop().unwrap();
        assert_eq!(ask, Ask::Recall(memory("name", false)));
        op.answer(recall, Answer::Text(None));
        assert_eq!(op.out("Stored String"), "");
        op.answer(recall, Answer::Text(Some("Ada".into())));
        assert_eq!(op.out("Stored String"), "Ada");

        op.set("String", "Grace")?;
        assert_eq!(op.out("Stored String"), "Ada");
        op.press("Store")?;
        assert_eq!(op.out("Stored String"), "Grace");
        let (keep, ask) = asked(&mut op).pop().unwrap();
        assert_eq!(ask, Ask::Remember(memory("name", false), "Grace".into()));
        op.answer(keep, Answer::Failed("It is full.".into()));
        assert_eq!(op.out("Storage Support"), false);
        assert_eq!(op.problem().as_deref(), Some("It is full."));

        op.set("Storage", "Session")?;
        assert_eq!(op.out("Storage type"), "Session");
        let (_, ask) = asked(&mut op).pop().unwrap();
        assert_eq!(ask, Ask::Recall(memory("name", true)));
        Ok(())
    }
}
