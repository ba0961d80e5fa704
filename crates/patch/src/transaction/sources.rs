//! What gives inputs their values: variables and animations.

use std::borrow::Cow;
use std::rc::Rc;

use ropewalk_flow::{Animation, Keyframe, PortSpec, Source};
use serde_json::Value as Json;

use super::Transaction;
use crate::edit::Edit;
use crate::edit_error::EditError;
use crate::op::Op;
use crate::source::{self, HeldSource};

impl Transaction<'_> {
    pub(super) fn source(&mut self, id: String, port: &str, json: Json) -> Result<(), EditError> {
        let (op, name, port, index) = self.input(&id, port)?;
        let source = match json {
            Json::Null => None,
            json => {
                let source = source::read(json).map_err(EditError::Source)?;
                source::check(port, &source).map_err(EditError::Source)?;
                Some(source)
            }
        };
        if op.source(index) != source.as_ref() || op.kept_sources.contains_key(&*name) {
            self.step(Edit::Source {
                op: id,
                port: name.into_owned(),
                held: HeldSource { source, kept: None },
            });
        }
        Ok(())
    }

    pub(super) fn keys(
        &mut self,
        id: String,
        port: &str,
        remove: &[usize],
        add: Vec<Json>,
        repeat: Option<&str>,
    ) -> Result<(), EditError> {
        let (op, name, port, index) = self.input(&id, port)?;
        let port = port.name;
        let Some(Source::Animation(animation)) = op.source(index) else {
            return Err(EditError::NotAnimated { port });
        };
        let mut stays = vec![true; animation.keys().len()];
        for &index in remove {
            match stays.get_mut(index) {
                Some(stays) if *stays => *stays = false,
                _ => return Err(EditError::NoKey { port, index }),
            }
        }
        let staying = animation.keys().iter().zip(stays);
        let mut keys: Vec<Keyframe> = staying
            .filter(|(_, stays)| *stays)
            .map(|(key, _)| key.clone())
            .collect();
        keys.extend(source::read_keys(add).map_err(EditError::Source)?);
        source::check_count(keys.len()).map_err(EditError::Source)?;
        let repeat = match repeat {
            Some(name) => source::read_repeat(name).map_err(EditError::Source)?,
            None => animation.repeat(),
        };
        let new = Animation::new(keys, repeat);
        if new != **animation {
            let source = Some(Source::Animation(Rc::new(new)));
            self.step(Edit::Source {
                op: id,
                port: name.into_owned(),
                held: HeldSource { source, kept: None },
            });
        }
        Ok(())
    }

    /// An op and an input that it must have: its name, its declaration and its index.
    pub(super) fn input(
        &self,
        id: &str,
        port: &str,
    ) -> Result<(&Op, Cow<'static, str>, &'static PortSpec, u16), EditError> {
        let op = self.op(id)?;
        let found = op.spec().and_then(|spec| {
            let index = op.input(port)?;
            let name = PortSpec::name_at(spec.inputs, index);
            Some((op, name, PortSpec::at(spec.inputs, index)?, index))
        });
        found.ok_or_else(|| EditError::NoInput {
            op: op.label().to_owned(),
            port: port.to_owned(),
        })
    }

    pub(super) fn rename_variable(&mut self, from: &str, to: &str) -> Result<(), EditError> {
        if from == to {
            return Ok(());
        }
        if to.is_empty() || self.document.has_variable(to) {
            return Err(EditError::VariableName(to.to_owned()));
        }
        let edits = self.document.renaming(from, to);
        if edits.is_empty() {
            return Err(EditError::NoVariable(from.to_owned()));
        }
        edits.into_iter().for_each(|edit| self.step(edit));
        Ok(())
    }
}
