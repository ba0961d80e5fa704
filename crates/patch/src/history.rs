//! The editor: a document with its history.

use std::collections::VecDeque;

use crate::catalogue::Catalogue;
use crate::command::Command;
use crate::document::Document;
use crate::edit::Edit;
use crate::edit_error::EditError;
use crate::report::{Secret, Warning};
use crate::transaction::Transaction;
use crate::view::Change;

/// How many steps can be undone.
pub const MAX_STEPS: usize = 500;

/// A document that is being edited: the only way to change one.
///
/// ```
/// use ropewalk_patch::{Catalogue, Command, Document, Editor};
///
/// let mut editor = Editor::new(Document::new("k3x9q2", "Untitled"), Catalogue::new([]));
/// editor.apply(Command::Rename { name: "First light".to_owned() }, None)?;
/// assert_eq!(editor.document().name(), "First light");
/// editor.undo();
/// assert_eq!(editor.document().name(), "Untitled");
/// # Ok::<(), ropewalk_patch::EditError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Editor {
    document: Document,
    catalogue: Catalogue,
    /// The oldest first.
    undo: VecDeque<Step>,
    /// The one to redo next last.
    redo: Vec<Step>,
}

/// What came of a command.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Applied {
    /// The ids of the ops that were added, in order.
    pub added: Vec<String>,
    /// What has changed, in order. Empty where everything was so before; then the history has no
    /// new step either.
    pub changes: Vec<Change>,
    /// Secrets among the values of new ops, for the host to keep.
    pub secrets: Vec<Secret>,
    /// What does not fit of what was added, and is kept or left out.
    pub warnings: Vec<Warning>,
}

/// One step of the history.
#[derive(Clone, Debug)]
struct Step {
    label: String,
    /// What takes the step back, in order.
    edits: Vec<Edit>,
    gesture: Option<u32>,
}

impl Editor {
    /// An editor with an empty history.
    pub fn new(document: Document, catalogue: Catalogue) -> Self {
        Self {
            document,
            catalogue,
            undo: VecDeque::new(),
            redo: Vec::new(),
        }
    }

    /// The document as it is.
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// Carries out a command.
    ///
    /// Commands with the same `gesture` (a drag of a slider or of ops, which sends many) are one
    /// step of the history, as long as they come in a row and set the same inputs or move the same
    /// ops. Every gesture needs a number of its own.
    ///
    /// # Errors
    ///
    /// Why the command was refused. The document and its history are as they were then.
    pub fn apply(&mut self, command: Command, gesture: Option<u32>) -> Result<Applied, EditError> {
        let label = command.label(&self.document);
        let (mut applied, edits) = Transaction::run(&mut self.document, &self.catalogue, command)?;
        if edits.is_empty() {
            return Ok(applied);
        }
        self.document.refresh(&mut applied.changes);
        let step = Step {
            label,
            edits,
            gesture,
        };
        let goes_on =
            self.redo.is_empty() && self.undo.back().is_some_and(|last| last.takes_in(&step));
        self.redo.clear();
        // The last step already leads back to before the gesture.
        if !goes_on {
            if self.undo.len() == MAX_STEPS {
                self.undo.pop_front();
            }
            self.undo.push_back(step);
        }
        Ok(applied)
    }

    /// Takes the last step back; what has changed, or nothing where there is no step.
    pub fn undo(&mut self) -> Option<Vec<Change>> {
        let step = self.undo.pop_back()?;
        let (inverse, changes) = self.take(step);
        self.redo.push(inverse);
        Some(changes)
    }

    /// Makes the step again that was undone last; what has changed, or nothing where there is
    /// none.
    pub fn redo(&mut self) -> Option<Vec<Change>> {
        let step = self.redo.pop()?;
        let (inverse, changes) = self.take(step);
        self.undo.push_back(inverse);
        Some(changes)
    }

    /// What [`Editor::undo`] would take back.
    pub fn can_undo(&self) -> Option<&str> {
        self.undo_labels().next()
    }

    /// What [`Editor::redo`] would make again.
    pub fn can_redo(&self) -> Option<&str> {
        self.redo_labels().next()
    }

    /// The steps that can be undone, the newest first.
    pub fn undo_labels(&self) -> impl ExactSizeIterator<Item = &str> {
        self.undo.iter().rev().map(|step| step.label.as_str())
    }

    /// The steps that can be made again, the next first.
    pub fn redo_labels(&self) -> impl ExactSizeIterator<Item = &str> {
        self.redo.iter().rev().map(|step| step.label.as_str())
    }

    fn take(&mut self, step: Step) -> (Step, Vec<Change>) {
        let mut changes = Vec::new();
        let perform = |edit| self.document.perform(edit, &mut changes);
        let mut edits: Vec<Edit> = step.edits.into_iter().map(perform).collect();
        edits.reverse();
        self.document.refresh(&mut changes);
        (Step { edits, ..step }, changes)
    }
}

impl Step {
    /// Whether the next step is part of this one, so that undoing this one undoes both.
    fn takes_in(&self, next: &Self) -> bool {
        let is_same = |(a, b): (&Edit, &Edit)| match (a, b) {
            (Edit::Move { op: a, .. }, Edit::Move { op: b, .. }) => a == b,
            (
                Edit::Set {
                    op: a, port: of_a, ..
                },
                Edit::Set {
                    op: b, port: of_b, ..
                },
            )
            | (
                Edit::Source {
                    op: a, port: of_a, ..
                },
                Edit::Source {
                    op: b, port: of_b, ..
                },
            ) => (a, of_a) == (b, of_b),
            _ => false,
        };
        self.gesture.is_some()
            && self.gesture == next.gesture
            && self.edits.len() == next.edits.len()
            && self.edits.iter().zip(&next.edits).all(is_same)
    }
}

#[cfg(test)]
mod tests;
