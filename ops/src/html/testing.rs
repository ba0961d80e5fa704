//! What ops have made of the page, from their effects.

use ropewalk_flow::{Change, Effect, ElementId, Tag};

/// The first element that was made.
#[track_caller]
pub(crate) fn created(effects: &[Effect]) -> (ElementId, Tag) {
    let made = effects.iter().find_map(|effect| match effect {
        Effect::CreateElement { element, tag } => Some((*element, *tag)),
        _ => None,
    });
    made.expect("an element is made")
}

/// What was changed of any element, in order.
pub(crate) fn changes(effects: Vec<Effect>) -> Vec<Change> {
    let change = |effect| match effect {
        Effect::ChangeElement(_, change) => Some(change),
        _ => None,
    };
    effects.into_iter().filter_map(change).collect()
}
